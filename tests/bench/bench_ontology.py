"""How long each rule and each question takes on some 500,000 quads about recurring people."""

from __future__ import annotations

import time

import pyoxigraph as ox
from validation_corpus import corpus

from communique.derivation import rules
from communique.reference import ontology_lines
from communique.validation.questions import questions
from communique.validation.whole import load

BASE = "http://127.0.0.1:8000/"
ARTICLES = 700


def merged(*, derived: bool) -> ox.Store:
    """The merge of all graphs, with or without what the rules made."""
    lines = [*corpus(ARTICLES), *(f"{line} <{BASE}graph/reference> ." for line in ontology_lines())]
    left_out = None if derived else ox.NamedNode(f"{BASE}graph/derived")
    store = ox.Store()
    quads = (q for q in load(lines) if q.graph_name != left_out)
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return store


def bench_rules() -> None:
    """Every rule in turn, on what those before it left."""
    store = merged(derived=False)
    print(f"\n{len(store):,} triples")
    for rule in rules():
        began = time.process_time()
        found = store.query(rule.query)
        assert isinstance(found, ox.QueryTriples)
        new = set(found)
        print(f"{rule.name:28s} {len(new):7,d} triples {1000 * (time.process_time() - began):7.0f} ms")
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in new)


def bench_questions() -> None:
    """Every question."""
    store = merged(derived=True)
    print(f"\n{len(store):,} triples")
    for question in questions():
        began = time.process_time()
        found = store.query(question.query)
        assert isinstance(found, ox.QuerySolutions)
        rows = sum(1 for _ in found)
        print(f"{question.name:28s} {rows:7,d} rows    {1000 * (time.process_time() - began):7.0f} ms")
