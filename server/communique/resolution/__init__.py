"""Who and what is the same across articles, and which claims stand."""

from communique.resolution.resolver import resolve

__all__ = ["resolve"]
