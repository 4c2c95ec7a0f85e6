"""Who is the same within an article: names, titles without names, pronouns, groups."""

from communique.extraction.coreference.resolver import Resolver, author

__all__ = ["Resolver", "author"]
