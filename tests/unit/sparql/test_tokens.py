"""The tokenizer: linear, lossless, and never stricter than the engine."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.sparql.expectation import unexpected
from communique.sparql.outline import outline
from communique.sparql.tokens import offset, position, tokenize

QUERIES = [
    "SELECT * WHERE { ?s ?p ?o }",
    "PREFIX : <http://e/> SELECT (COUNT(DISTINCT ?x) AS ?n) ?y { ?x :p/:q*|^:r ?y } GROUP BY ?y HAVING(?n > 1)",
    "ASK { ?s <http://e/p> 'it\\'s' }",
    "SELECT (?a<?b&&?c>?d AS ?e) { VALUES (?a ?b ?c ?d) { (1 2 3 4) (UNDEF 1.5 -2 1e-3) } }",
    'CONSTRUCT { ?s ?p """a"b""c""" } WHERE { ?s ?p "x"@en-GB ; ?q "y"^^<http://e/t> , [ ?r ( 1 2 ) ] }',
    "BASE <http://e/> PREFIX a.b: <x#> DESCRIBE <y> a.b:c.d FROM <g> FROM NAMED <h> { ?s a [] }",
    "SELECT ?s { ?s ?p ?o . FILTER(!BOUND(?x) || ?o IN (1, 2) && NOT EXISTS { ?s a ?o }) MINUS { ?a ?b ?c } }",
    "SELECT * { { ?a ?b ?c } UNION { GRAPH ?g { ?a ?b ?c } } OPTIONAL { ?c ?d ?e } BIND(STR(?e) AS ?f) }",
    "SELECT ?x { ?x ?p <<( <http://a> <http://b> ?c )>> . ?x ?q ?z {| ?r 1 |} } ORDER BY DESC(?x) LIMIT 3 OFFSET 2",
    "SELECT $x { $x ?p -5, +3.5, .5 . } # the end",
    "PREFIX p: <http://e/> SELECT ?x { ?x p:a\\,b%20c:d ?y ; p:_-1 ?z . _:b.c ?q true }",
]
UPDATES = [
    "INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/b> 1 } }",
    "PREFIX : <http://e/> WITH :g DELETE { ?s :p ?o } INSERT { ?s :q ?o } USING :h WHERE { ?s :p ?o } ; CLEAR ALL",
    "DELETE WHERE { ?s ?p ?o } ; COPY DEFAULT TO <http://e/g> ; CREATE SILENT GRAPH <http://e/h>",
]
_KNOWN = sorted({token.text for text in QUERIES + UPDATES for token in tokenize(text)})
_SIGNS = [
    "<",
    ">",
    "?",
    "'",
    '"',
    '"""',
    "\\",
    "#",
    ":",
    "a:",
    "_:",
    "@",
    "<<(",
    "{|",
    ".",
    "..",
    "\u00e9",
    "\u0000",
    "\n",
]
_PIECES = st.sampled_from([*_KNOWN, *_SIGNS])


def accepted(text: str, update: bool) -> bool:
    store = ox.Store()
    try:
        if update:
            store.update(text, base_iri="http://base.example/")
        else:
            store.query(text, base_iri="http://base.example/")
    except SyntaxError:
        return False
    except (OSError, RuntimeError):
        return True
    return True


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


@pytest.mark.parametrize("text", QUERIES)
def test_what_the_engine_accepts_has_its_form_and_no_error(text: str) -> None:
    assert accepted(text, update=False)
    found = outline(text)
    assert found.is_query
    assert all(token.kind != "error" for token in found.tokens)
    assert unexpected(found.tokens, "QueryUnit") is None


@pytest.mark.parametrize("text", UPDATES)
def test_an_update_is_told_from_a_query(text: str) -> None:
    assert outline(text).form == "update"
    assert unexpected(outline(text).tokens, "UpdateUnit") is None


@st.composite
def _mutated(draw: st.DrawFn, sources: list[str]) -> str:
    """A good text with a few tokens taken out, doubled, exchanged or put in."""
    parts = [token.text for token in tokenize(draw(st.sampled_from(sources)))]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, max(0, len(parts) - 1)))
        action = draw(st.sampled_from(["drop", "double", "insert", "replace"]))
        if action == "drop" and parts:
            del parts[at]
        elif action == "double" and parts:
            parts.insert(at, parts[at])
        elif action == "insert":
            parts.insert(at, draw(_PIECES))
        elif parts:
            parts[at] = draw(_PIECES)
    glue = draw(st.sampled_from([" ", "\n", " # c\n", ""]))
    return glue.join(parts)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(_mutated(QUERIES))
def test_no_query_that_the_engine_accepts_is_refused_by_tokens_or_grammar(text: str) -> None:
    found = outline(text)
    if not found.strange and not found.undeclared and accepted(text, update=False):
        assert found.is_query
        assert all(token.kind != "error" for token in found.tokens), text
        assert unexpected(found.tokens, "QueryUnit") is None, text


@settings(max_examples=200, deadline=None, derandomize=True)
@given(_mutated(UPDATES))
def test_no_update_that_the_engine_accepts_is_refused_by_tokens_or_grammar(text: str) -> None:
    found = outline(text)
    if not found.strange and not found.undeclared and accepted(text, update=True):
        assert found.form in {"update", "unknown"}
        assert all(token.kind != "error" for token in found.tokens), text
        assert unexpected(found.tokens, "UpdateUnit") is None, text


@settings(max_examples=300, deadline=None)
@given(st.text() | st.lists(_PIECES).map("".join))
def test_any_text_is_cut_without_loss_and_without_failure(text: str) -> None:
    tokens = list(tokenize(text))
    end = 0
    for token in tokens:
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        gap = text[end : token.start]
        assert all(line.strip(" \t\r\n") == "" or "#" in line for line in gap.split("\n"))
        end = token.end
    outline(text)
    unexpected(tuple(tokens), "QueryUnit")
    unexpected(tuple(tokens), "UpdateUnit")


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        '"',
        '"\\',
        "'''a",
        "a.",
        ":.",
        "?",
        "\\",
        "(",
        "{",
        "%41",
        "@a-",
        "_:a.",
        "1.",
        "#",
        "?x<y>",
        "a:b.",
        "(1+",
    ],
)
def test_work_grows_with_length_and_not_faster(piece: str) -> None:
    """Counted in characters that patterns look at, as the number of tokens bounds them; 64 KiB each."""
    text = piece * (65536 // len(piece))
    tokens = list(tokenize(text))
    assert sum(len(token.text) for token in tokens) <= len(text)
    unexpected(tuple(tokens), "QueryUnit")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:b.c.", [("name", "a:b.c"), ("sign", ".")]),
        ("a.b:c", [("name", "a.b:c")]),
        (":", [("name", ":")]),
        ("_:b.1 .", [("blank", "_:b.1"), ("sign", ".")]),
        ("?x", [("variable", "?x")]),
        ("? x", [("sign", "?"), ("word", "x")]),
        ("'''a'b''c'''", [("string", "'''a'b''c'''")]),
        ('""', [("string", '""')]),
        ('"a\\"b"', [("string", '"a\\"b"')]),
        ('"open', [("error", '"open')]),
        ("1 1.5 .5 1e3 1.e3", [("number", "1"), ("number", "1.5"), ("number", ".5"), ("number", "1e3"), ("number", "1.e3")]),
        ("<http://e/a b>", [("sign", "<"), ("name", "http:"), ("sign", "/"), ("sign", "/"), ("word", "e"), ("sign", "/"), ("word", "a"), ("word", "b"), ("sign", ">")]),
        ("a#b\nc", [("word", "a"), ("word", "c")]),
        ("@en--ltr", [("language", "@en--ltr")]),
        ("<<( )>> << >> {| |}", [("sign", s) for s in ("<<(", ")>>", "<<", ">>", "{|", "|}")]),
        ("FILTER(?a<?b&&?c>?d)", [("word", "FILTER"), ("sign", "("), ("variable", "?a"), ("sign", "<"), ("variable", "?b"), ("sign", "&&"), ("variable", "?c"), ("sign", ">"), ("variable", "?d"), ("sign", ")")]),
        ("(?x <http://e/>)", [("sign", "("), ("variable", "?x"), ("iri", "<http://e/>"), ("sign", ")")]),
        ("{ ?s <p> ?o }", [("sign", "{"), ("variable", "?s"), ("iri", "<p>"), ("variable", "?o"), ("sign", "}")]),
    ],
)  # fmt: skip
def test_terminals_are_those_of_the_grammar(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@given(st.text(alphabet="ab\n\r\u00e9\U0001f600", max_size=30), st.integers(0, 30))
def test_a_position_leads_back_to_its_offset(text: str, at: int) -> None:
    at = min(at, len(text))
    if at and text[at - 1 : at + 1] == "\r\n":
        return  # within a line end there is no place
    assert offset(text, *position(text, at)) == at
