"""All rules over a whole graph."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from communique.derivation.rule import Made, rules


def derive(lines: Iterable[str], base: str) -> list[str]:
    """N-Quads lines of ``<base>graph/derived`` that the rules add to a graph.

    ``lines`` is the whole graph without what rules added before. Each rule sees the merge of all
    graphs and what the rules before it added; nothing is added that already stands somewhere.
    """
    return produce(lines, base)[0]


def produce(lines: Iterable[str], base: str) -> tuple[list[str], dict[str, Made]]:
    """What ``derive`` adds, and what each rule (by name) makes for each focus, also if it stood already."""
    store = ox.Store()
    store.extend(_merged(lines))
    added: list[ox.Quad] = []
    productions: dict[str, Made] = {}
    for rule in rules():
        made = productions[rule.name] = rule.produced(store, base)
        texts = {text for triples in made.values() for text in triples}
        new = {quad for quad in triples_of(texts) if quad not in store}
        store.extend(new)
        added.extend(new)
    graph = ox.NamedNode(f"{base}graph/derived")
    return sorted(f"{ox.Quad(t.subject, t.predicate, t.object, graph)} ." for t in added), productions


def triples_of(texts: Iterable[str]) -> Iterator[ox.Quad]:
    """Triples in N-Triples form as quads of the default graph."""
    source = "".join(f"{text} .\n" for text in texts).encode("utf-8")
    return iter(ox.parse(source, format=ox.RdfFormat.N_TRIPLES))


def _merged(lines: Iterable[str]) -> Iterator[ox.Quad]:
    source = io.BytesIO("\n".join(lines).encode("utf-8"))
    for quad in ox.parse(source, format=ox.RdfFormat.N_QUADS):
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
