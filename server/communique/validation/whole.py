"""The whole store against every shape and audit, in SPARQL alone."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from communique import resources
from communique.validation.attribution import attribute
from communique.validation.audit import Audit, audits, run_audit
from communique.validation.compiled import Check, compile_shapes, run
from communique.validation.report import Report, Result, Severity
from communique.validation.shape import read_shapes, shapes_text


def load(lines: Iterable[str]) -> ox.Store:
    """An in-memory store that holds these N-Quads lines, graph by graph."""
    store = ox.Store()
    source = io.BytesIO("\n".join(lines).encode("utf-8"))
    store.bulk_load(source, format=ox.RdfFormat.N_QUADS)
    return store


def validate(graph: ox.Store | Iterable[str], base: str | None = None) -> Report:
    """Every shape and every audit over a whole graph that the rules have been run on.

    ``graph`` is a store or N-Quads lines, each graph under its own name; shapes and most audits take
    all graphs as one. ``base`` tells the store's own articles from others with a like IRI.
    """
    store = graph if isinstance(graph, ox.Store) else load(graph)
    results = check_shapes(store, shipped_checks())
    for audit in shipped_audits():
        results.extend(run_audit(store, audit))
    return Report.of([attribute(store, result, base) for result in results])


def check_shapes(store: ox.Store, checks: Iterable[Check]) -> list[Result]:
    """Results of compiled shapes, not yet attributed to articles."""
    return [
        Result(
            severity=Severity(check.shape.severity),
            check=check.shape.iri,
            component=check.component,
            focus=focus,
            message=check.shape.message,
            path=path,
            value=value,
        )
        for check in checks
        for focus, value, path in run(store, check)
    ]


def validate_contribution(quads: Iterable[ox.Quad]) -> Report:
    """What data from outside, before the rules have been run, must satisfy to be taken in.

    The shapes of the graph and those of ``ontology/contribution.ttl``. Who refers to things that the store
    already describes brings their classes along.
    """
    store = ox.Store()
    store.extend(quads)
    demands = compile_shapes(read_shapes(resources.read("ontology", "contribution.ttl")))
    results = check_shapes(store, (*shipped_checks(), *demands))
    return Report.of([attribute(store, result) for result in results])


@cache
def shipped_checks() -> tuple[Check, ...]:
    """The shapes that ship with the package, compiled once a process."""
    return compile_shapes(read_shapes(shapes_text()))


@cache
def shipped_audits() -> tuple[Audit, ...]:
    """The audits that ship with the package, read once a process."""
    return audits()
