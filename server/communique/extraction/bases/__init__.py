"""Military installations: kind, operator, host, place, and what is said of their future."""

from communique.extraction.bases.finding import find

__all__ = ["find"]
