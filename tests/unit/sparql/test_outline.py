"""What the protocol knows of a text before anything evaluates it."""

from __future__ import annotations

import pytest

from communique.sparql.dataset import Dataset, from_clauses
from communique.sparql.outline import outline


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "select"),
        ("# SELECT\nask {}", "ask"),
        ("PREFIX select: <http://e/> CONSTRUCT WHERE {}", "construct"),
        ("BASE <http://e/ask> PREFIX : <#> DESCRIBE :x", "describe"),
        ('VERSION "1.2" SELECT * {}', "select"),
        ("INSERT DATA {}", "update"),
        ("PREFIX : <x> WITH :g DELETE {} WHERE {}", "update"),
        ("LOAD <x>", "update"),
        ("move default to <x>", "update"),
        ("", "unknown"),
        ("PREFIX a: <b>", "unknown"),
        ("SELECTX", "unknown"),
        ("'SELECT'", "unknown"),
        ("<SELECT>", "unknown"),
    ],
)
def test_the_form_is_told_by_the_first_word_after_the_prologue(text: str, form: str) -> None:
    assert outline(text).form == form


@pytest.mark.parametrize(
    ("text", "star", "variables"),
    [
        ("SELECT * { ?z ?a $m }", True, ("z", "a", "m")),
        ("SELECT DISTINCT * { ?x ?y ?x }", True, ("x", "y")),
        ("SELECT REDUCED * {}", True, ()),
        ("SELECT ?a (COUNT(*) AS ?n) { ?b ?c ?a }", False, ("a", "n", "b", "c")),
        ("SELECT ?x { SELECT * { ?x ?y ?z } }", False, ("x", "y", "z")),
        ("ASK { SELECT * { ?x ?y ?z } }", False, ("x", "y", "z")),
        ('SELECT * { ?a ?b "?no" } # ?never', True, ("a", "b")),
    ],
)
def test_variables_stand_in_order_of_appearance(text: str, star: bool, variables: tuple[str, ...]) -> None:
    found = outline(text)
    assert (found.star, found.variables) == (star, variables)


def test_prefixes_count_from_where_they_are_declared() -> None:
    found = outline("PREFIX a: <http://e/a> SELECT * { a:x b:y :z b:w ?o ; rdf:type 'c:d' , <e:f> }")
    assert [(prefix.name, prefix.iri) for prefix in found.prefixes] == [("a", "http://e/a")]
    assert [token.text for token in found.undeclared] == ["b:y", ":z", "rdf:type"]
    later = outline("INSERT DATA { a:x a:y a:z } ; PREFIX a: <http://e/> INSERT DATA { a:x a:y a:z }")
    assert [token.start for token in later.undeclared] == [14]


@pytest.mark.parametrize(
    "call", ["NOW()", "rand ( )", "UUID()", "STRUUID()", "BNODE('x')", "EXISTS { SERVICE SILENT <x:y> {} }"]
)
def test_what_changes_by_itself_is_seen(call: str) -> None:
    assert outline(f"SELECT * {{ FILTER({call}) }}").volatile
    assert not outline(f'SELECT * {{ ?now :rand "{call}" }} # {call}').volatile


def test_only_loud_calls_to_the_network_count() -> None:
    found = outline(
        "SELECT * { SERVICE <a:a> {} service SILENT <b:b> {} SERVICE ?x { } :SERVICE <SERVICE> 'SERVICE' }"
    )
    assert [token.start for token in found.remote] == [11, 52]
    assert len(outline("LOAD <a:a> ; LOAD SILENT <b:b>").loads) == 1
    assert outline("SELECT * { ?s :LOAD 1 }").loads == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", None),
        ("SELECT * FROM <http://e/1> { }", Dataset(("http://e/1",), ())),
        ("SELECT * FROM NAMED <http://e/1> { }", Dataset((), ("http://e/1",))),
        (
            "SELECT * FROM <a> FROM <a> FROM NAMED <b> { }",
            Dataset(("http://base.example/a",), ("http://base.example/b",)),
        ),
        ("BASE <http://e/x/> SELECT * FROM <../y> { }", Dataset(("http://e/y",), ())),
        ("BASE <http://e/> BASE <x/> ASK FROM <y> { }", Dataset(("http://e/x/y",), ())),
        ("PREFIX e: <http://e/> ASK FROM e:a\\,b { }", Dataset(("http://e/a,b",), ())),
        ("PREFIX e: <rel/> ASK FROM e:a { }", Dataset(("http://base.example/rel/a",), ())),
        ("DESCRIBE <http://e/x> FROM <http://e/\\u0041>", Dataset(("http://e/A",), ())),
        (
            "CONSTRUCT { ?s :FROM <no> } FROM <http://e/1> WHERE { ?s ?FROM <no> }",
            Dataset(("http://e/1",), ()),
        ),
        ("ASK FROM <urn:x:y> FROM <http://e/a?b#c> {}", Dataset(("urn:x:y", "http://e/a?b#c"), ())),
    ],
)
def test_the_dataset_of_the_text(text: str, expected: Dataset | None) -> None:
    """SPARQL 1.1 Query, 13.2; relative IRIs by RFC 3986."""
    assert from_clauses(outline(text), "http://base.example/sparql") == expected
