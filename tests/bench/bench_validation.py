"""How long validation takes: one article as the store grows, and a whole store of a million quads."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from validation_corpus import article_iri, corpus

from communique.reference import ontology_lines
from communique.validation.article import validate_article
from communique.validation.audit import run_audit
from communique.validation.report import Result
from communique.validation.whole import check_shapes, load, shipped_audits, shipped_checks

REFERENCE = "<http://127.0.0.1:8000/graph/reference>"
SIZES = (100, 1000, 5000, 20_000)


def store_of(articles: int, start: int = 0, store: ox.Store | None = None) -> ox.Store:
    """A store with so many articles more."""
    store = store or load(f"{line} {REFERENCE} ." for line in ontology_lines())
    for first in range(start, start + articles, 1000):
        lines = "\n".join(corpus(min(1000, start + articles - first), first))
        store.bulk_load(lines.encode("utf-8"), format=ox.RdfFormat.N_QUADS)
    return store


def bench_one_article_as_the_store_grows() -> None:
    """Median time of the check of one article, in processor time and on the clock: the least of three runs.

    What other processes take from the machine's cores is larger than any difference between the sizes; the
    least of three is what the check itself needs. Shapes are read before, as in a process that goes on.
    """
    store: ox.Store | None = None
    held = 0
    print()
    for size in SIZES:
        store = store_of(size - held, held, store)
        held = size
        validate_article(store, article_iri(0))
        asked = [*range(0, size, max(1, size // 15))][:15]
        cpu, wall, quads = [], [], []
        for number in asked:
            article = article_iri(number)
            quads.append(len(list(store.quads_for_pattern(None, None, None, ox.NamedNode(article)))))
            runs = [_timed(store, article) for _ in range(3)]
            cpu.append(min(run[0] for run in runs))
            wall.append(min(run[1] for run in runs))
        print(
            f"{size:6d} articles, {len(store):9,d} quads; an article of {statistics.median(quads):.0f} quads: "
            f"median {statistics.median(cpu) * 1000:.0f} ms processor, {statistics.median(wall) * 1000:.0f} ms clock"
        )


def _timed(store: ox.Store, article: str) -> tuple[float, float]:
    """Seconds of processor and of clock that one check takes."""
    began, ticked = time.process_time(), time.perf_counter()
    report = validate_article(store, article)
    assert report.conforms
    return time.process_time() - began, time.perf_counter() - ticked


@pytest.mark.parametrize("articles", [150, 1500])
def bench_a_whole_store(articles: int) -> None:
    """Every shape, then every audit, over a store of about 100,000 and a million quads."""
    store = store_of(articles)
    shipped_checks(), shipped_audits()
    works: list[tuple[str, Callable[[], list[Result]]]] = [
        ("shapes", lambda: check_shapes(store, shipped_checks())),
        ("audits", lambda: [r for audit in shipped_audits() for r in run_audit(store, audit)]),
    ]
    print()
    for name, work in works:
        began, ticked = time.process_time(), time.perf_counter()
        results = len(work())
        cpu, wall = time.process_time() - began, time.perf_counter() - ticked
        print(f"{len(store):9,d} quads, {name}: {cpu:.2f} s processor, {wall:.2f} s clock, {results} results")
