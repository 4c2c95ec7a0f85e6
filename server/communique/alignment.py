"""The graph in the words of other vocabularies: what follows from the files of ``ontology/alignments``."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from communique import resources
from communique.errors import ResourceMissing, UsageError

GRAPH = "graph/aligned"
"""Where the triples lie, below the base."""
_FOLDER = ("ontology", "alignments")
_TITLE = "http://purl.org/dc/terms/title"
_COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"


@dataclass(frozen=True, slots=True)
class Alignment:
    """One alignment: the name of its file, the vocabulary's title, and what is lost in its words."""

    name: str
    title: str
    lost: str


@cache
def describe_alignments() -> tuple[Alignment, ...]:
    """Every alignment, in alphabetical order."""
    found = []
    for name in alignments():
        text = resources.read(*_FOLDER, f"{name}.ttl").encode("utf-8")
        quads = ox.parse(text, format=ox.RdfFormat.TURTLE)
        said = {q.predicate.value: q.object.value for q in quads if isinstance(q.object, ox.Literal)}
        found.append(Alignment(name, said[_TITLE], said[_COMMENT]))
    return tuple(found)


def alignments() -> tuple[str, ...]:
    """The names of the vocabularies that there is an alignment to, in alphabetical order."""
    files = (file.name for file in resources.folder(*_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(".ttl") for name in files if name.endswith(".ttl")))


def aligned(lines: Iterable[str], base: str, names: Sequence[str]) -> list[str]:
    """N-Quads lines of ``<base>graph/aligned`` that follow from the alignments of these names.

    ``lines`` is the whole graph. None of its triples comes again, in whichever graph it stands; users'
    graphs are left out, as they are of what queries see. ``UsageError`` names an alignment that is none.
    """
    if unknown := sorted(set(names) - set(alignments())):
        raise UsageError(
            f"there is no alignment to {', '.join(unknown)}; there are {', '.join(alignments())}"
        )
    store = ox.Store()
    source = io.BytesIO("\n".join(lines).encode("utf-8"))
    users = f"<{base}graph/user/"
    store.extend(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(source, format=ox.RdfFormat.N_QUADS)
        if not str(quad.graph_name).startswith(users)
    )
    for name in names:
        content = resources.read(*_FOLDER, f"{name}.ttl").encode("utf-8")
        store.extend(ox.parse(content, format=ox.RdfFormat.TURTLE))
    found = store.query(resources.read(*_FOLDER, "materialise.rq"))
    if not isinstance(found, ox.QueryTriples):
        raise ResourceMissing("ontology/alignments/materialise.rq is no CONSTRUCT query")
    graph = ox.NamedNode(f"{base}{GRAPH}")
    return sorted({f"{ox.Quad(t.subject, t.predicate, t.object, graph)} ." for t in found})
