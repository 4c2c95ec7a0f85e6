"""Terms become SPARQL text in one place, whatever they hold; addresses and things map both ways."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.web.pages.dates import dated, marked, spoken, undated
from communique.web.pages.paths import Paths, is_web_address
from communique.web.pages.terms import Iri, Literal, bind, bound, is_iri

ENGINE = ox.Store()
PATHS = Paths("https://news.example/graph/", "/mount")


def value_of(query: str) -> str:
    ((term,),) = ENGINE.query(query)  # type: ignore[misc]  # one row, one column
    return str(term.value)


@given(st.text())
def test_any_text_comes_through_a_query_unchanged(text: str) -> None:
    expected = (
        text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if not text.isascii() else text
    )
    query = bind("SELECT ($text AS ?x) WHERE {}", text=Literal(text))
    assert value_of(query) == expected


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_bound_part_is_never_bound_again(one: str, other: str) -> None:
    """``$other`` typed by somebody stays those six characters."""
    part = bound("$one", one=Literal(f"{one}$other$all"))
    query = bind(f"SELECT (CONCAT({part}, $other) AS ?x) WHERE {{}}", other=Literal(other))
    assert value_of(query) == f"{one}$other$all{other}"


@given(st.text(max_size=60))
def test_only_what_the_engine_takes_for_an_iri_is_one(text: str) -> None:
    if is_iri(text):
        query = bind("SELECT (STR($iri) AS ?x) WHERE {}", iri=Iri(text))
        # Ours is the wider grammar of section 19.8; the engine may refuse, and never reads on.
        with suppress(SyntaxError):
            assert value_of(query) == text


@pytest.mark.parametrize(
    "bad", ["", "x", "a b:c", "http://x/>", 'http://x/"', "http://x/\n", "a:{", "a:\\u0041", "é:x"]
)
def test_what_could_leave_its_brackets_is_no_iri(bad: str) -> None:
    assert not is_iri(bad)
    with pytest.raises(ValueError, match="not an absolute IRI"):
        bind("ASK { $x ?p ?o }", x=Iri(bad))


def test_a_name_without_a_term_is_a_mistake_and_so_is_a_term_without_a_name() -> None:
    with pytest.raises(ValueError, match="wants a term for \\$x"):
        bind("ASK { $x ?p ?o }")
    with pytest.raises(ValueError, match="does not use"):
        bind("ASK { ?s ?p ?o }", x=Iri("urn:x"))


def test_only_the_prefixes_in_use_are_declared() -> None:
    assert bind('SELECT * { ?x dip:date ?d ; rdfs:label "skos:x" }').splitlines()[:-1] == [
        "PREFIX dip: <https://w3id.org/communique/ns#>",
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
    ]


@pytest.mark.parametrize(
    ("iri", "page"),
    [
        ("person/ana-1", "/mount/person/ana-1"),
        ("article/00ff", "/mount/article/00ff"),
        ("article/00ff#claim-12ab", "/mount/claim/00ff/12ab"),
        ("article/00ff#char=3,9", "/mount/article/00ff?at=3,9#at"),
        ("article/00ff#person-3-9", "/mount/article/00ff?at=3,9#at"),
        ("person/a/b", "/mount/thing?iri=https%3A%2F%2Fnews.example%2Fgraph%2Fperson%2Fa%2Fb"),
        ("graph/derived", "/mount/thing?iri=https%3A%2F%2Fnews.example%2Fgraph%2Fgraph%2Fderived"),
    ],
)
def test_every_kind_of_iri_has_its_page(iri: str, page: str) -> None:
    assert PATHS.page(Iri(PATHS.base + iri)) == page


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("ns#Meeting", "/mount/ns#Meeting"),
        ("shapes#Tenure-end", "/mount/shapes#Tenure-end"),
        ("concept/role", "/mount/concept/role"),
        ("concept/role/foreign-minister", "/mount/concept/role#foreign-minister"),
        ("ns", None),
        ("authors", None),
    ],
)
def test_a_term_leads_to_its_place_in_the_vocabulary(name: str, address: str | None) -> None:
    assert PATHS.defined(Iri(f"https://w3id.org/communique/{name}")) == address


def test_a_version_of_the_vocabulary_is_shown_where_it_is_served_and_a_term_as_a_thing() -> None:
    vocabulary = "https://w3id.org/communique/"
    assert PATHS.page(Iri(f"{vocabulary}ns/1.0.0")) == "/mount/ns/1.0.0"
    assert PATHS.page(Iri(f"{vocabulary}ns#Meeting")) == (
        "/mount/thing?iri=https%3A%2F%2Fw3id.org%2Fcommunique%2Fns%23Meeting"
    )


@given(st.text(min_size=1, max_size=30).filter(lambda name: "/" not in name))
def test_a_name_in_an_address_is_the_name_in_the_iri(name: str) -> None:
    try:
        iri = PATHS.iri("person", name)
    except ValueError:
        return
    page = PATHS.page(iri)
    assert page is not None
    assert page.startswith(("/mount/person/", "/mount/thing?"))


@pytest.mark.parametrize(
    "iri", ["javascript:alert(1)", "data:text/html,x", "file:///x", "mailto:a@b", "http:x", "https://"]
)
def test_only_web_addresses_are_linked(iri: str) -> None:
    assert not is_web_address(iri)
    assert PATHS.link(Iri(iri)) is None


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2025-07-31", "31 July 2025"),
        ("2025-07", "July 2025"),
        ("2025", "2025"),
        ("[2025-01-21..2025-01-31]", "late January 2025 (21–31 Jan)"),
        ("[2025-02-11..2025-02-20]", "mid February 2025 (11–20 Feb)"),
        ("[2025-03-03..2025-03-09]", "between 3 and 9 March 2025"),
        ("[2025-02-27..2025-03-02]", "between 27 February and 2 March 2025"),
        ("[2025-10-01..2025-12-31]", "late 2025 (Oct–Dec)"),
        ("[2025-06-01..2025-07-31]", "June–July 2025"),
        ("2025-02-23/2025-02-24", "23–24 February 2025"),
        ("2025-02-23/2025-03-02", "23 February – 2 March 2025"),
        ("2024-12-30/2025-01-02", "30 December 2024 – 2 January 2025"),
        ("soon", "soon"),
        ("[2025-13-01..x]", "[2025-13-01..x]"),
    ],
)
def test_dates_are_said_in_words_and_what_is_none_stays(edtf: str, words: str) -> None:
    assert spoken(edtf) == words


@pytest.mark.parametrize(
    ("edtf", "markup"),
    [
        ("2025-07-31", '<time datetime="2025-07-31">31 July 2025</time>'),
        ("2025-07", '<time datetime="2025-07">July 2025</time>'),
        (
            "2025-02-23/2025-02-24",
            '<time datetime="2025-02-23">23</time>–<time datetime="2025-02-24">24 February 2025</time>',
        ),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_dates_keep_their_form_for_machines(edtf: str, markup: str) -> None:
    assert marked(edtf) == markup


@pytest.mark.parametrize("edtf", ["2025-07-31", "2025-07", "2025", "[2025-01-21..2025-01-31]"])
def test_the_date_at_the_end_of_a_label_is_said_in_words_or_left_to_its_own_place(edtf: str) -> None:
    label = f"Meeting: A, B in C, {edtf}"
    assert undated(label) == "Meeting: A, B in C"
    assert dated(label) == f"Meeting: A, B in C, {spoken(edtf)}"


@pytest.mark.parametrize("label", ["Meeting: A, B in C", "Resolution 2025", "Room 12, 2025-99", ""])
def test_a_label_that_ends_in_no_date_stays(label: str) -> None:
    assert undated(label) == dated(label) == label
