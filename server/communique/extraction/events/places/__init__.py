"""Where an event is."""
