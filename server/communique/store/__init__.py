"""Where the quads lie: one writer, atomic commits."""
