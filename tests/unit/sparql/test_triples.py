"""Our own writers against the engine's parsers, and the operations of updates against their effect."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import NotAcceptable
from communique.sparql.operations import targets
from communique.sparql.outline import outline
from communique.sparql.prefixes import PREFIXES, complete, shorten
from communique.sparql.triples import graph_name, iri, literal, read_ntriples, unescape, write
from communique.sparql.workers.update import effect

_XML = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r"),
    max_size=12,
)
_IRIS = st.sampled_from(
    ["http://e/a", "http://e/é", "https://w3id.org/communique/ns#Meeting", "urn:x:y", "http://e/a?b=c&d#f"]
)
_NAMES = st.sampled_from(["http://e/p", "http://e/q_1", PREFIXES["rdf"] + "type", PREFIXES["dip"] + "date"])


@st.composite
def _triples(draw: st.DrawFn) -> ox.Triple:
    subject = draw(_IRIS.map(ox.NamedNode) | st.sampled_from([ox.BlankNode("b1"), ox.BlankNode("1x")]))
    kinds = _IRIS.map(ox.NamedNode) | _XML.map(ox.Literal) | st.just(ox.BlankNode("b1"))
    kinds |= (
        _XML.map(lambda text: ox.Literal(text, language="en-gb"))
        | st.integers().map(ox.Literal)
        | st.booleans().map(ox.Literal)
    )
    kinds |= _XML.map(lambda text: ox.Literal(text, datatype=ox.NamedNode("http://e/type")))
    return ox.Triple(subject, ox.NamedNode(draw(_NAMES)), draw(kinds))


@settings(max_examples=150, deadline=None)
@given(st.lists(_triples(), max_size=6), st.sampled_from(["ttl", "nt", "nq", "trig", "rdfxml", "jsonld"]))
def test_what_is_written_is_what_was_meant(triples: list[ox.Triple], name: str) -> None:
    forms = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "nq": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "rdfxml": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    lines = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode().split("\n")
    body = write(read_ntriples(lines), name, PREFIXES)
    assert body == write(list(read_ntriples(lines))[::-1], name, PREFIXES)
    found = ox.Dataset(ox.parse(body, forms[name]))
    expected = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    for dataset in (found, expected):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert found == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_literal_comes_back_as_it_was(text: str) -> None:
    quoted = literal(text)
    assert unescape(quoted[1:-1]) == text
    if "\x00" not in text:
        (triple,) = ox.parse(f"<a:a> <a:a> {quoted} .", ox.RdfFormat.N_TRIPLES)
        assert isinstance(triple.object, ox.Literal)
        assert triple.object.value == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=10))
def test_an_iri_never_leaves_its_brackets(text: str) -> None:
    written = iri("http://e/" + text)
    assert not set(written[1:-1]) & set('<>"{}|\\^` \n\r\t\x00')


def test_literals_of_python() -> None:
    assert literal(True) == '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    assert literal(7) == '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert literal("x", language="en") == '"x"@en'


def test_rdf_xml_says_what_it_cannot_hold() -> None:
    with pytest.raises(NotAcceptable):
        write([("<a:a>", "<http://e/1>", "<a:a>")], "rdfxml", {})
    with pytest.raises(NotAcceptable):
        write([("<a:a>", "<http://e/p>", '"\\u0001"')], "rdfxml", {})


def test_the_graph_of_a_line() -> None:
    assert graph_name('<a:a> <a:b> "x <y:z> ."@en <http://e/g> .') == "http://e/g"
    assert graph_name('<a:a> <a:b> "x"^^<http://e/t> .') is None
    assert graph_name("<a:a> <a:b> <a:c> .") is None
    assert graph_name("_:a <a:b> _:c _:g .") == "_:g"


def test_known_prefixes_complete_a_text_by_one_line() -> None:
    text, added = complete(
        "SELECT * { ?s rdf:type dip:Meeting ; x:y 1 }",
        outline("SELECT * { ?s rdf:type dip:Meeting ; x:y 1 }"),
    )
    assert added == ("rdf", "dip")
    assert text.split("\n", 1)[1].startswith("SELECT")
    assert complete("ASK {}", outline("ASK {}")) == ("ASK {}", ())
    assert shorten(PREFIXES["dip"] + "Meeting") == "dip:Meeting"
    assert shorten("http://e/x") == "<http://e/x>"


_GRAPHS = st.sampled_from(["<http://e/1>", "<http://e/2>", ":3"])
_BLOCK = st.sampled_from(
    [
        "{ :a :b :c }",
        "{ GRAPH :3 { :a :b :c } }",
        "{ :a :b :d . GRAPH <http://e/1> { :a :b :c } . :x :y :z }",
        "{}",
    ]
)
_OPERATION = st.one_of(
    _BLOCK.map(lambda block: f"INSERT DATA {block}"),
    _BLOCK.map(lambda block: f"DELETE DATA {block}"),
    _BLOCK.map(lambda block: f"DELETE WHERE {block}"),
    st.tuples(_GRAPHS, _BLOCK, _BLOCK).map(
        lambda p: f"WITH {p[0]} DELETE {p[1]} INSERT {p[2]} WHERE {{ ?s ?p ?o }}"
    ),
    _BLOCK.map(lambda block: f"INSERT {block} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
    st.tuples(
        st.sampled_from(["ADD", "MOVE", "COPY"]), _GRAPHS | st.just("DEFAULT"), _GRAPHS | st.just("DEFAULT")
    ).map(lambda p: f"{p[0]} SILENT {p[1]} TO {p[2]}"),
    st.tuples(st.sampled_from(["CLEAR", "DROP", "CREATE"]), _GRAPHS).map(
        lambda p: f"{p[0]} SILENT GRAPH {p[1]}"
    ),
    st.just("CLEAR DEFAULT"),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_OPERATION, min_size=1, max_size=4))
def test_an_update_changes_no_graph_beyond_its_targets(operations: list[str]) -> None:
    """What the guard relies on: comparing the targets alone finds the whole effect."""
    text = "PREFIX : <http://e/> " + " ; ".join(operations)
    found = targets(outline(text), None)
    assert found.open is None

    def run(graphs: tuple[str, ...] | None) -> tuple[set[bytes], dict[str, object]]:
        store = ox.Store()
        store.load(
            b"@prefix : <http://e/> . :a :b :c . :1 { :a :b :c } :2 { :q :r :s } :9 { :a :b :c }",
            ox.RdfFormat.TRIG,
        )
        head, _, quads = effect(store, text, None, graphs).partition(b"\n")
        return set(quads.splitlines()), json.loads(head)

    assert run(found.graphs) == run(None)
