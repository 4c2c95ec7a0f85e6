"""Paths, folders, HTML and JSON Lines in; articles out."""
