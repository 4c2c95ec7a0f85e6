"""Results as bytes: exactly what the Recommendations say, or a refusal."""

from __future__ import annotations

import csv
import io
import json
from xml.etree.ElementTree import Element, fromstring

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import NotAcceptable, TooLarge
from communique.sparql.workers.results import RDF, CountingSink, write_quads, write_result

XSD = "http://www.w3.org/2001/XMLSchema#"

STORE = ox.Store()
STORE.update(
    """
    INSERT DATA {
      <http://e.org/s> <http://e.org/p> "plain", "two\\nlines, \\"quoted\\"", "tab\\tend", "w\\rx", "x"@de, 7, true .
      <http://e.org/s> <http://e.org/q> _:b }
    """
)


def written(query: str, form: str, *columns: str, store: ox.Store = STORE, most: int = 1 << 20) -> bytes:
    body = io.BytesIO()

    def send(data: bytes | memoryview) -> None:
        body.write(data)

    sink = CountingSink(send, most)
    result = store.query(query)
    write_result(result, form, sink, columns or None)
    sink.flush()
    return body.getvalue()


def literal_of(document: Element) -> str:
    found = document.find(".//{http://www.w3.org/2005/sparql-results#}literal")
    assert found is not None
    return found.text or ""


ALL = "SELECT * { ?s ?p ?o }"


def test_columns_of_select_star_stand_in_the_order_asked_for() -> None:
    order = ("s", "p", "o")
    assert json.loads(written(ALL, "json", *order))["head"]["vars"] == list(order)
    assert b'<head><variable name="s"/><variable name="p"/><variable name="o"/></head>' in written(
        ALL, "xml", *order
    )
    assert written(ALL, "csv", *order).startswith(b"s,p,o\r\n")
    assert written(ALL, "tsv", *order).startswith(b"?s\t?p\t?o\n")


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_reordering_changes_nothing_but_the_order(form: str) -> None:
    def rows(body: bytes) -> set[frozenset[tuple[str, str]]]:
        text = body.decode()
        if form == "csv":
            return {frozenset(row.items()) for row in csv.DictReader(io.StringIO(text, newline=""))}
        if form == "tsv":
            lines = [line.split("\t") for line in text.rstrip("\n").split("\n")]
            return {frozenset(zip(lines[0], line, strict=True)) for line in lines[1:]}
        parsed = ox.parse_query_results(
            body, ox.QueryResultsFormat.JSON if form == "json" else ox.QueryResultsFormat.XML
        )
        assert isinstance(parsed, ox.QuerySolutions)
        names = [variable.value for variable in parsed.variables]
        return {frozenset((name, str(row[name])) for name in names) for row in parsed}

    assert rows(written(ALL, form, "s", "p", "o")) == rows(written(ALL, form))


def test_csv_has_plain_values_crlf_and_quotes_only_where_needed() -> None:
    body = written("SELECT ?s ?o { ?s <http://e.org/p> ?o } ORDER BY STR(?o)", "csv", "s", "o")
    assert body == (
        b"s,o\r\nhttp://e.org/s,7\r\nhttp://e.org/s,plain\r\nhttp://e.org/s,tab\tend\r\nhttp://e.org/s,true\r\n"
        b'http://e.org/s,"two\nlines, ""quoted"""\r\nhttp://e.org/s,"w\rx"\r\nhttp://e.org/s,x\r\n'
    )
    assert written("SELECT ?s ?o { ?s <http://e.org/p> ?o } ORDER BY STR(?o)", "csv", "o", "s").startswith(
        b"o,s\r\n7,http://e.org/s\r\n"
    )


CHARACTERS = st.characters(exclude_categories=["Cs"])
IRIS = st.text("abc,;=()'!*~:@/?&+$-._é\U0001f600").map(lambda rest: ox.NamedNode("http://e.org/%2C#" + rest))
LITERALS = st.builds(ox.Literal, st.text(CHARACTERS | st.sampled_from(",\"\r\n\t\\'\x08\x0c")))
TYPED = st.builds(
    lambda value, kind: ox.Literal(value, datatype=ox.NamedNode(kind)),
    st.sampled_from(["1", "01", "1.50", "true", "1e3", "a,b", '"', ""]),
    st.sampled_from(
        ["http://e.org/a,b", *(f"{XSD}{name}" for name in ("integer", "decimal", "double", "boolean"))]
    ),
)
TERMS = IRIS | LITERALS | TYPED | st.builds(ox.Literal, st.text(CHARACTERS), language=st.just("de-ch"))


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(st.tuples(TERMS, TERMS), min_size=1, max_size=5, unique=True), moved=st.booleans())
def test_a_reader_of_csv_gets_every_value_back(
    rows: list[tuple[ox.NamedNode | ox.Literal, ...]], *, moved: bool
) -> None:
    """SPARQL 1.1 CSV/TSV, 3: a value with a comma, a quote or a line end is quoted, be it literal or IRI."""
    store = ox.Store()
    node = ox.NamedNode("urn:n")
    for number, row in enumerate(rows):
        for name, term in zip("ab", row, strict=True):
            store.add(ox.Quad(node, ox.NamedNode(f"urn:{name}"), term, ox.NamedNode(f"urn:{number}")))
    query = "SELECT ?a ?b { GRAPH ?g { ?s <urn:a> ?a ; <urn:b> ?b } } ORDER BY ?g"
    names = ("b", "a") if moved else ("a", "b")
    body = written(query, "csv", *names, store=store).decode()
    got = list(csv.reader(io.StringIO(body, newline=""), strict=True))
    stored = store.query(query)
    assert isinstance(stored, ox.QuerySolutions)
    assert got == [list(names), *([row[name].value for name in names] for row in stored)]


def test_csv_never_has_an_empty_line_that_a_reader_would_skip() -> None:
    body = written('SELECT ?x { VALUES ?x { "" UNDEF "a" } }', "csv")
    assert body == b'x\r\n""\r\n""\r\na\r\n'
    assert written("SELECT ?x ?y { VALUES (?x ?y) { (UNDEF UNDEF) } }", "csv") == b"x,y\r\n,\r\n"


def test_csv_writes_a_triple_term_as_one_field() -> None:
    body = written('SELECT ?x { BIND(<<( <urn:a> <urn:b> "c,d" )>> AS ?x) }', "csv").decode()
    assert list(csv.reader(io.StringIO(body, newline="")))[1:] == [['<<( <urn:a> <urn:b> "c,d" )>>']]


def test_tsv_has_terms_in_turtle_syntax() -> None:
    body = written("SELECT ?s ?o { ?s <http://e.org/p> ?o } ORDER BY STR(?o)", "tsv", "o", "s")
    assert body.decode().split("\n")[:4] == [
        "?o\t?s",
        "7\t<http://e.org/s>",
        '"plain"\t<http://e.org/s>',
        '"tab\\tend"\t<http://e.org/s>',
    ]


def test_xml_keeps_a_carriage_return_that_a_parser_would_turn_into_a_line_feed() -> None:
    document = fromstring(written('SELECT ?o { ?s ?p ?o FILTER(?o = "w\\rx") }', "xml"))
    assert literal_of(document) == "w\rx"


@pytest.mark.parametrize("character", [1, 8, 11, 12, 14, 31, 0xFFFE, 0xFFFF])
def test_xml_refuses_a_character_that_xml_cannot_carry_and_names_the_row(character: int) -> None:
    query = f'SELECT ?x {{ VALUES ?x {{ "fine" "bad\\u{character:04X}" }} }}'
    with pytest.raises(NotAcceptable, match=rf"U\+{character:04X} in row 2"):
        written(query, "xml")
    assert written(query, "json")
    with pytest.raises(NotAcceptable):
        written(f'CONSTRUCT {{ <urn:a> <urn:b> "bad\\u{character:04X}" }} {{}}', "rdfxml")


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=30), repeat=st.sampled_from([1, 400, 9000]))
def test_xml_is_well_formed_and_exact_or_refused(text: str, repeat: int) -> None:
    store = ox.Store()
    value = text * repeat
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(value)))
    try:
        body = written("SELECT ?o { ?s ?p ?o }", "xml", store=store, most=1 << 30)
    except NotAcceptable:
        assert any((ord(char) < 32 and char not in "\t\n\r") or char in "\ufffe\uffff" for char in value)
        return
    assert literal_of(fromstring(body)) == value


@pytest.mark.parametrize("iri", ["http://e.org/1", "http://e.org/a(b)", "http://e.org/"])
def test_rdf_xml_refuses_a_property_that_ends_in_no_name(iri: str) -> None:
    with pytest.raises(NotAcceptable, match="XML name"):
        written(f"CONSTRUCT {{ <urn:a> <{iri}> 1 }} {{}}", "rdfxml")
    assert written(f"CONSTRUCT {{ <urn:a> <{iri}> 1 }} {{}}", "ttl")


@pytest.mark.parametrize("form", RDF)
def test_every_graph_format_can_be_read_back(form: str) -> None:
    body = written("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", form)
    assert len(list(ox.parse(body, RDF[form]))) == len(STORE)


@pytest.mark.parametrize(
    ("query", "form"),
    [("ASK {}", "csv"), ("ASK {}", "ttl"), (ALL, "ttl"), ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "json")],
)
def test_a_format_that_cannot_hold_the_answer_is_refused(query: str, form: str) -> None:
    with pytest.raises(NotAcceptable, match="cannot hold"):
        written(query, form)


def test_quads_are_written_only_in_formats_that_keep_graph_names() -> None:
    body = io.BytesIO()
    write_quads(iter(STORE), "trig", body)
    assert len(list(ox.parse(body.getvalue(), ox.RdfFormat.TRIG))) == len(STORE)
    with pytest.raises(NotAcceptable):
        write_quads(iter(STORE), "ttl", body)


def test_a_result_above_its_limit_is_refused_and_never_cut() -> None:
    size = len(written(ALL, "csv"))
    assert len(written(ALL, "csv", most=size)) == size
    with pytest.raises(TooLarge, match=f"{size - 1:,} bytes"):
        written(ALL, "csv", most=size - 1)
