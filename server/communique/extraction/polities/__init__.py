"""Countries, organisations and cities in the words of an article, and what it says of them as a whole."""

from communique.extraction.polities.finding import find, refer

__all__ = ["find", "refer"]
