"""Whether an answer is the one that a suite expects: terms as values, rows as a bag, blank nodes by shape."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, Namespace
from rdflib.compare import isomorphic
from tests.conformance.manifest import SITE

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_NUMERIC = ("integer", "decimal", "double", "float")
_XSD = "http://www.w3.org/2001/XMLSchema#"

Row = tuple[tuple[str, str], ...]
"""Variable and term of each bound variable; terms as N-Triples, numbers as values."""

_RESULTS = {
    "srx": ox.QueryResultsFormat.XML,
    "srj": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {"ttl": "turtle", "rdf": "xml", "nt": "nt"}


def same_solutions(expected: Sequence[Row], actual: Sequence[Row]) -> bool:
    """Whether two bags of rows are equal under one renaming of blank nodes."""
    if Counter(map(_shape, expected)) != Counter(map(_shape, actual)):
        return False
    return _match(list(expected), list(actual), {})


def _shape(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((name, "_:" if term.startswith("_:") else term) for name, term in row)


def _match(expected: list[Row], actual: list[Row], renamed: Mapping[str, str]) -> bool:
    if not expected:
        return not actual
    first, rest = expected[0], expected[1:]
    for at, row in enumerate(actual):
        if _shape(row) != _shape(first):
            continue
        names = dict(renamed)
        if all(_bind(names, one, other) for (_, one), (_, other) in zip(first, row, strict=True)) and _match(
            rest, actual[:at] + actual[at + 1 :], names
        ):
            return True
    return False


def _bind(names: dict[str, str], one: str, other: str) -> bool:
    if not one.startswith("_:"):
        return one == other
    if one not in names and other not in names.values():
        names[one] = other
    return names.get(one) == other


def term(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """A term for comparing: numbers of one datatype by their value."""
    if isinstance(node, ox.NamedNode) and node.value.startswith("file:"):
        # A result file names its neighbours by relative IRIs, which are read against where it lies.
        return f"<{SITE}{'/'.join(node.value.split('/')[-2:])}>"
    if isinstance(node, ox.Literal) and node.datatype.value == _XSD + "boolean":
        return f"{node.value in {'1', 'true'}}^^boolean"
    if isinstance(node, ox.Literal) and node.datatype.value.removeprefix(_XSD) in _NUMERIC:
        try:
            kind = node.datatype.value.removeprefix(_XSD)
            value = float(node.value) if kind in {"double", "float"} else Decimal(node.value).normalize()
        except (InvalidOperation, ValueError):
            return str(node)
        return f"{value}^^{kind}"
    return str(node)


def rows(solutions: ox.QuerySolutions) -> list[Row]:
    """The rows of an engine's or a parsed result."""
    names = sorted(variable.value for variable in solutions.variables)
    return [
        tuple((name, term(value)) for name in names if (value := solution[name]) is not None)
        for solution in solutions
    ]


def expected_solutions(file: Path) -> list[Row] | bool | Graph:
    """What a result file says: rows, a boolean, or a graph."""
    extension = file.suffix[1:]
    if extension in _RESULTS:
        parsed = ox.parse_query_results(path=str(file), format=_RESULTS[extension])
        return rows(parsed) if isinstance(parsed, ox.QuerySolutions) else bool(parsed)
    graph = Graph()
    graph.parse(file, format=_GRAPHS[extension])
    for boolean in graph.objects(None, RS.boolean):
        return str(boolean) == "true"
    if (None, RS.resultVariable, None) not in graph:
        return graph
    return [_row(graph, node) for node in graph.objects(None, RS.solution)]


def _row(graph: Graph, node: object) -> Row:
    bound = {}
    for binding in graph.objects(node, RS.binding):  # type: ignore[arg-type]  # a node of this graph
        value = graph.value(binding, RS.value)
        assert value is not None
        line = f"<a:a> <a:a> {value.n3()} ."
        parsed = next(iter(ox.parse(line, ox.RdfFormat.TURTLE))).object
        bound[str(graph.value(binding, RS.variable))] = f"_:{value}" if value.n3()[0] == "_" else term(parsed)
    return tuple(sorted(bound.items()))


def same_csv(expected: bytes, actual: bytes) -> bool:
    """Whether two CSV answers have the same header and the same rows, blank nodes renamed."""
    read = [list(csv.reader(io.StringIO(each.decode(), newline=""))) for each in (expected, actual)]
    if read[0][0] != read[1][0]:
        return False
    bags = [[tuple(zip(read[0][0], line, strict=True)) for line in each[1:]] for each in read]
    return same_solutions(bags[0], bags[1])


def same_answer(expected: list[Row] | bool | Graph, content_type: str, body: bytes) -> bool:
    """Whether the body of a reply is the expected answer."""
    if isinstance(expected, bool):
        return "json" in content_type and json.loads(body)["boolean"] is expected
    if isinstance(expected, Graph):
        actual = Graph()
        actual.parse(data=body, format="nt")
        return isomorphic(expected, actual)
    parsed = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    return isinstance(parsed, ox.QuerySolutions) and same_solutions(expected, rows(parsed))


def same_datasets(expected: ox.Dataset, actual: ox.Dataset) -> bool:
    """Whether two datasets are isomorphic."""
    for each in (expected, actual):
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return expected == actual
