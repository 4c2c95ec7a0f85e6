"""The numbered rules of ``ontology/rules`` over a graph: what follows from what the articles say."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from communique import resources
from communique.errors import ResourceMissing

# The base that the rule files are written for; it stands in their BASE line alone.
WRITTEN_FOR = "BASE <http://127.0.0.1:8000/>"


@dataclass(frozen=True, slots=True)
class Rule:
    """One CONSTRUCT query; ``name`` is that of its file, without the suffix (``05-tenures``)."""

    name: str
    query: str


def rules() -> list[Rule]:
    """Every rule that ships with the package, in the order of its number."""
    files = sorted(
        (f for f in resources.folder("ontology", "rules").iterdir() if f.name.endswith(".rq")),
        key=lambda f: f.name,
    )
    if not files:
        raise ResourceMissing("ontology/rules holds no rule: install the package again")
    return [Rule(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in files]


def derive(lines: Iterable[str], base: str) -> list[str]:
    """N-Quads lines of ``<base>graph/derived`` that the rules add to a graph.

    ``lines`` is the whole graph without what rules added before. Each rule sees the merge of all
    graphs and what the rules before it added; nothing is added that already stands somewhere.
    """
    store = ox.Store()
    store.extend(_merged(lines))
    added: list[ox.Triple] = []
    for rule in rules():
        query = rule.query.replace(WRITTEN_FOR, f"BASE <{base}>")
        found = store.query(query)
        if not isinstance(found, ox.QueryTriples):
            raise ResourceMissing(f"ontology/rules/{rule.name}.rq is no CONSTRUCT query")
        new = {t for t in found if ox.Quad(t.subject, t.predicate, t.object) not in store}
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in new)
        added.extend(new)
    graph = ox.NamedNode(f"{base}graph/derived")
    return sorted(f"{ox.Quad(t.subject, t.predicate, t.object, graph)} ." for t in added)


def _merged(lines: Iterable[str]) -> Iterator[ox.Quad]:
    source = io.BytesIO("\n".join(lines).encode("utf-8"))
    for quad in ox.parse(source, format=ox.RdfFormat.N_QUADS):
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
