"""The first rows of an answer: exactly those, in a document that is whole, or a refusal."""

from __future__ import annotations

import collections
import csv
import io
import json
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import fromstring

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import TooLarge
from communique.sparql.workers.results import RDF, CountingSink, write_result
from communique.sparql.workers.row_cap import Enough, RowCap, RowGate

TRICKY = ("},{", '"', "\\", '\\"', ",{", "<result>", "\n", "\t", "{},{}", '}},{"x":', "\\\\", "ü")
"""Values that look like the start of a row to whoever does not read the syntax."""

terms = st.one_of(
    st.none(),
    st.lists(st.sampled_from(TRICKY), max_size=4).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
)
tables = st.lists(st.tuples(terms, terms), max_size=8)


def quoted(value: str) -> str:
    return str(ox.Literal(value))


def values(table: Iterable[tuple[str | None, str | None]]) -> str:
    rows = " ".join(
        "(" + " ".join("UNDEF" if term is None else quoted(term) for term in row) + ")" for row in table
    )
    return f"SELECT ?b ?a {{ VALUES (?b ?a) {{ {rows} }} }}"


def written(query: str, form: str, cap: RowCap | None, columns: tuple[str, ...] = ()) -> tuple[bytes, bool]:
    body = io.BytesIO()

    def send(data: bytes | memoryview) -> None:
        body.write(data)

    sink = CountingSink(send, 1 << 24)
    cut = write_result(ox.Store().query(query), form, sink, columns or None, cap=cap)
    sink.flush()
    return body.getvalue(), cut


def rows_of(body: bytes, form: str) -> Sequence[object]:
    if form == "json":
        return list(json.loads(body)["results"]["bindings"])
    if form == "xml":
        space = "{http://www.w3.org/2005/sparql-results#}"
        return ["".join(row.itertext()) for row in fromstring(body).iter(f"{space}result")]
    if form == "csv":
        return [*csv.reader(io.StringIO(body.decode(), newline=""))][1:]
    return list(body.split(b"\n")[1:-1])


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@settings(max_examples=60, deadline=None)
@given(tables, st.integers(1, 9), st.sampled_from([(), ("a", "b")]))
def test_the_first_rows_are_those_of_the_whole_answer(
    form: str, table: list[tuple[str | None, str | None]], most: int, columns: tuple[str, ...]
) -> None:
    """Whatever the terms hold, and in whichever order the columns stand."""
    query = values(table)
    whole, _ = written(query, form, None, columns)
    first, cut = written(query, form, RowCap(most, cut=True), columns)
    assert rows_of(first, form) == rows_of(whole, form)[:most]
    assert cut == (len(table) > most)
    if not cut:
        assert first == whole
    if len(table) > most:
        with pytest.raises(TooLarge, match=f"more than {most} rows.*max-rows={most}"):
            written(query, form, RowCap(most, cut=False), columns)
    else:
        assert written(query, form, RowCap(most, cut=False), columns) == (whole, False)


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
@settings(max_examples=60, deadline=None)
@given(tables, st.integers(1, 9), st.integers(1, 40))
def test_it_does_not_matter_where_the_engines_blocks_end(
    form: str, table: list[tuple[str | None, str | None]], most: int, size: int
) -> None:
    whole, _ = written(values(table), form, None)
    expected, cut = written(values(table), form, RowCap(most, cut=True))
    got = io.BytesIO()
    gate = RowGate(got, form, RowCap(most, cut=True))
    stopped = False
    for start in range(0, len(whole), size):
        try:
            gate.write(whole[start : start + size])
        except Enough:
            stopped = True
    assert (got.getvalue(), stopped) == (expected, cut)


def test_a_value_that_spans_many_blocks_is_read_once() -> None:
    """Its braces, quotes and escapes are no rows, and its length costs no more than its length."""
    value = '},{"\\' * 300_000
    answer = {
        "head": {"vars": ["a"]},
        "results": {"bindings": [{"a": {"type": "literal", "value": value}}] * 2},
    }
    whole = json.dumps(answer, separators=(",", ":")).encode()
    got = io.BytesIO()
    gate = RowGate(got, "json", RowCap(1, cut=True))
    blocks = [whole[start : start + 4096] for start in range(0, len(whole), 4096)]
    with pytest.raises(Enough):
        collections.deque(map(gate.write, blocks), maxlen=0)
    gate.write(blocks[-1])  # as the engine does after a failure
    assert [row["a"]["value"] for row in json.loads(got.getvalue())["results"]["bindings"]] == [value]


@pytest.mark.parametrize("form", RDF)
def test_the_first_triples_of_a_graph(form: str) -> None:
    query = "CONSTRUCT { <http://e/s> <http://e/p> ?n } { VALUES ?n { 1 2 3 } }"
    first, cut = written(query, form, RowCap(2, cut=True))
    assert cut
    assert {str(quad.object) for quad in ox.parse(first, RDF[form])} == {
        f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>' for n in (1, 2)
    }
    assert written(query, form, RowCap(3, cut=False))[1] is False
    with pytest.raises(TooLarge, match="more than 2 triples"):
        written(query, form, RowCap(2, cut=False))


def test_an_endless_answer_ends_with_its_first_rows() -> None:
    """The engine is stopped, so that what is left out costs nothing: ten million rows here."""
    digits = "VALUES ?{0} {{ 0 1 2 3 4 5 6 7 8 9 }} "
    query = "SELECT * { " + "".join(digits.format(name) for name in "abcdefg") + "}"
    body, cut = written(query, "tsv", RowCap(1000, cut=True))
    assert cut
    assert body.count(b"\n") == 1001
