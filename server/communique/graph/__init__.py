"""Claims and identities in; quads out, as N-Quads text."""
