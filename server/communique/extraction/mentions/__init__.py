"""Names of persons in the words of an article, with the titles beside them."""

from communique.extraction.mentions.detector import Detector

__all__ = ["Detector"]
