"""The same tests on the engine alone, without any of our layers: what it passes, we must pass."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from tests.conformance.manifest import Case, State
from tests.conformance.outcome import expected_solutions, same_answer, same_csv, same_datasets

RDF_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".trig": ox.RdfFormat.TRIG,
}


def quads(state: State) -> list[ox.Quad]:
    """The dataset of a state; relative IRIs are resolved against the file's place."""
    files: list[tuple[str | None, Path]] = [(None, file) for file in state.default]
    files += list(state.named)
    found = []
    for name, file in files:
        graph = ox.DefaultGraph() if name is None else ox.NamedNode(name)
        base = f"http://w3c.test/{file.parent.name}/{file.name}"
        parsed = ox.parse(file.read_bytes(), RDF_FORMATS[file.suffix], base_iri=base, rename_blank_nodes=True)
        found += [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]
    return found


def passes(case: Case) -> bool:
    """Whether the bare engine gives the expected result."""
    store = ox.Store()
    store.extend(quads(case.before))
    for name, _ in case.before.named:
        store.add_graph(ox.NamedNode(name))
    try:
        return _outcome(store, case)
    except SyntaxError:
        return case.kind.startswith("Negative")
    except (OSError, RuntimeError, ValueError):
        return case.kind.startswith("Positive")


def _outcome(store: ox.Store, case: Case) -> bool:
    if case.is_update:
        store.update(case.text, base_iri=case.base)
        if case.after is None:
            return case.kind.startswith("Positive")
        return same_datasets(ox.Dataset(quads(case.after)), ox.Dataset(store))
    result = store.query(case.text, base_iri=case.base)
    if "Syntax" in case.kind:
        return case.kind.startswith("Positive")
    assert case.result is not None
    if isinstance(result, ox.QueryTriples):
        return same_answer(
            expected_solutions(case.result), "nt", result.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
        )
    kind = ox.QueryResultsFormat.CSV if case.kind == "CSVResultFormatTest" else ox.QueryResultsFormat.JSON
    body = result.serialize(format=kind) or b""
    if case.kind == "CSVResultFormatTest":
        return same_csv(case.result.read_bytes(), body)
    return same_answer(expected_solutions(case.result), "json", body)
