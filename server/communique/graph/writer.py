"""The whole graph of a corpus as sorted N-Quads lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.graph.accepted import accepted_view
from communique.graph.article import article_graph
from communique.graph.corpus import Corpus, Publish
from communique.graph.identity import identity_graph
from communique.graph.iris import Iris
from communique.graph.reference import Gazetteer, reference_graph


def write(corpus: Corpus, iris: Iris, gazetteer: Gazetteer, publish: Publish = Publish.AUTO) -> list[str]:
    """Sorted, unique N-Quads lines (without line ends) of all graphs but the rules' results."""
    lines: set[str] = set()
    lines.update(f"{triple} ." for triple in accepted_view(corpus, iris))
    for article in corpus.articles:
        lines.update(_named(article_graph(corpus, article, iris, publish), iris.article(article)))
    lines.update(_named(identity_graph(corpus, iris), iris.graph("derived")))
    lines.update(_named(reference_graph(corpus, iris, gazetteer), iris.graph("reference")))
    return sorted(lines)


def _named(triples: Iterable[str], graph: str) -> Iterator[str]:
    for triple in triples:
        yield f"{triple} <{graph}> ."
