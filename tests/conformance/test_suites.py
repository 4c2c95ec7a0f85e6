"""The SPARQL 1.1 query, update, results, syntax and federation suites of the W3C, through HTTP."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.conformance import bare
from tests.conformance.conftest import QUERY, SUITES, Endpoint
from tests.conformance.known_failures import KNOWN
from tests.conformance.manifest import Case, State, cases
from tests.conformance.outcome import expected_solutions, same_answer, same_csv, same_datasets

EXPECTED = {
    "add": 8, "aggregates": 47, "basic-update": 13, "bind": 10, "bindings": 11, "cast": 6, "clear": 4,
    "construct": 7, "copy": 6, "csv-tsv-res": 6, "delete": 19, "delete-data": 6, "delete-insert": 17,
    "delete-where": 6, "drop": 4, "exists": 6, "functions": 75, "grouping": 6, "json-res": 4, "move": 6,
    "negation": 12, "project-expression": 7, "property-path": 33, "service": 7, "subquery": 14,
    "syntax-fed": 3, "syntax-query": 94, "syntax-update-1": 54, "syntax-update-2": 1, "update-silent": 13,
}  # fmt: skip
"""How many tests each folder's manifest lists."""

LEFT_OUT = {"entailment"}
"""We offer no entailment regime, and say so in the description by not naming one."""

ELSEWHERE = {"protocol", "graph-store-protocol", "service-description", "http-rdf-update"}
"""In tests of their own. The transcripts of http-rdf-update are no tests: the W3C deprecated them for
graph-store-protocol, and they contradict themselves (Turtle without full stops, a graph deleted with 200
that nobody put)."""

_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".trig": "application/trig",
}
_QUERY = {"Content-Type": QUERY}
_UPDATE = {"Content-Type": "application/sparql-update"}


def _all() -> list[Case]:
    names = sorted(file.parent.name for file in SUITES.glob("*/manifest.ttl"))
    return [case for name in names if name not in LEFT_OUT | ELSEWHERE for case in cases(SUITES, name)]


CASES = _all() if SUITES.is_dir() else []


def _load(endpoint: Endpoint, state: State) -> None:
    for file in state.default:
        endpoint.load(_content(file), _MEDIA_TYPES[file.suffix], None)
    for name, file in state.named:
        endpoint.load(_content(file), _MEDIA_TYPES[file.suffix], name)


def _content(file: Path) -> bytes:
    base = f"@base <http://w3c.test/{file.parent.name}/{file.name}> .\n" if file.suffix == ".ttl" else ""
    return base.encode() + file.read_bytes()


def _text(case: Case) -> bytes:
    return f"BASE <{case.base}>\n{case.text}".encode()


def _passes(endpoint: Endpoint, case: Case) -> bool:
    if "Syntax" in case.kind:
        return _syntax(endpoint, case)
    _load(endpoint, case.before)
    if case.kind == "UpdateEvaluationTest":
        reply = endpoint.call("POST", "/sparql", _UPDATE, _text(case))
        dump = endpoint.call("GET", "/graph-store", {"Accept": "application/n-quads"})
        assert case.after is not None
        return reply.status == 204 and same_datasets(
            ox.Dataset(bare.quads(case.after)), ox.Dataset(ox.parse(dump.body, ox.RdfFormat.N_QUADS))
        )
    assert case.result is not None
    if case.kind == "CSVResultFormatTest":
        reply = endpoint.call("POST", "/sparql", {**_QUERY, "Accept": "text/csv"}, _text(case))
        return reply.status == 200 and same_csv(case.result.read_bytes(), reply.body)
    accept = "application/sparql-results+json, application/n-triples"
    reply = endpoint.call("POST", "/sparql", {**_QUERY, "Accept": accept}, _text(case))
    return reply.status == 200 and same_answer(
        expected_solutions(case.result), reply.headers["content-type"], reply.body
    )


def _syntax(endpoint: Endpoint, case: Case) -> bool:
    """Good syntax is answered or refused for what it wants, never as bad syntax; bad syntax is 400."""
    kind = _UPDATE if case.is_update else _QUERY
    reply = endpoint.call("POST", "/sparql", kind, _text(case))
    refused = reply.status == 400 and json.loads(reply.body)["type"].endswith("/syntax")
    return refused != case.kind.startswith("Positive")


def test_the_suites_are_whole(suite_folder: Path) -> None:
    assert Counter(case.suite for case in CASES) == EXPECTED
    assert set(KNOWN) <= {case.id for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(endpoint: Endpoint, case: Case) -> None:
    """It passes, or it is a known failure that the bare engine does not pass either."""
    if case.id not in KNOWN:
        assert _passes(endpoint, case)
        return
    assert not _passes(endpoint, case), f"{case.id} passes now: take it from the list of known failures"
    assert not bare.passes(case), f"the bare engine passes {case.id}, so we must"
