"""When an event is, by the words that tell of it."""
