"""Claims and identities in; quads out, as N-Quads text.

``write(corpus, base)`` gives the sorted lines of the whole graph: the accepted view in the default
graph, one graph per article with its claims, the gazetteer in the reference graph, identity
decisions in the derived graph. No engine is needed to make or to read them.
"""

from communique.graph.corpus import Corpus, Publish
from communique.graph.iris import DEFAULT_BASE, Iris
from communique.graph.reference import Entry, Gazetteer
from communique.graph.writer import write

__all__ = ["DEFAULT_BASE", "Corpus", "Entry", "Gazetteer", "Iris", "Publish", "write"]
