"""Titles of offices in the words of an article: heads, complements, polities, capacities."""

from communique.extraction.titles.grammar import Grammar

__all__ = ["Grammar"]
