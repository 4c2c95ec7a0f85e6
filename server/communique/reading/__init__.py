"""Paths, folders, HTML and JSON Lines in; articles out.

``read(paths)`` yields an ``Article`` for each article it can take in and a ``Failure`` for each it
cannot, in the order of the paths; one bad file never keeps the others from being read.
"""

from communique.reading.sources import Failure, read

__all__ = ["Failure", "read"]
