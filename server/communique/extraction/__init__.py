"""One article in; claims out, each with the words it rests on."""
