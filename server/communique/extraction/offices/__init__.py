"""Offices: who held what, in which capacity, and for which country or organisation."""

from communique.extraction.offices.finding import find

__all__ = ["find"]
