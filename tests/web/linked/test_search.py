"""Search finds a thing by any spelling of its names, in whatever letters."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient
from tests.web.pages.site import Site
from tests.web.plain_store import PlainStore

from communique.web.latinisation import latinised
from communique.web.search_index import Searcher, SearchIndex

NAMES = """
@prefix dip: <https://w3id.org/communique/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix oa: <http://www.w3.org/ns/oa#> . @prefix : <http://e/> .
:s a dip:Person ; rdfs:label "Asaad al-Shaibani" ; skos:prefLabel "Asaad al-Shaibani" ; skos:altLabel "Assad Shibani" .
:l a dip:Person ; rdfs:label "Sergey Lavrov" ; skos:hiddenLabel "Sergey Lavrow" .
:h a dip:Base ; rdfs:label "Hmeimim airbase" ; skos:prefLabel "Hmeimim airbase" .
:m a dip:Event , dip:Meeting ; rdfs:label "Meeting: Sergey Lavrov, Asaad al-Shaibani" .
:a a dip:Article ; rdfs:label "A day" . :c a dip:Claim ; rdfs:label "Lavrov claim" .
:q oa:exact "The minister flew home." ; dip:inArticle :a .
"""


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    store = PlainStore()
    store.load(NAMES)
    return SearchIndex(store)


@pytest.mark.parametrize(
    ("asked", "thing"),
    [
        ("Shibani", "s"), ("shaybani", "s"), ("Al-Shaïbani", "s"), ("Шайбани", "s"), ("الشيباني", "s"),
        ("Лавров", "l"), ("لافروف", "l"), ("Lavrow", "l"), ("lavr", "l"),
        ("hmeymim", "h"), ("Khmeimim", "h"), ("Хмеймим", "h"), ("airbase", "h"),
    ],
)  # fmt: skip
def test_every_spelling_leads_to_the_thing(index: SearchIndex, asked: str, thing: str) -> None:
    hits = index.find(asked, classes=("Person", "Base"))
    assert [hit.iri for hit in hits][:1] == [f"http://e/{thing}"]


def test_an_exact_name_goes_first_and_only_it_scores_in_full(index: SearchIndex) -> None:
    hits = index.find("sergey lavrov")
    assert (hits[0].iri, hits[0].score) == ("http://e/l", 100.0)
    assert hits[1].iri == "http://e/m"
    assert hits[1].score < 100


def test_classes_narrow_and_claims_are_no_things(index: SearchIndex) -> None:
    assert {hit.iri for hit in index.find("Lavrov", classes=("Meeting",))} == {"http://e/m"}
    assert {hit.iri for hit in index.find("Lavrov")} == {"http://e/l", "http://e/m"}
    assert set(index.find("Lavrov", classes=("Meeting",))[0].classes) == {"Event", "Meeting"}


def test_what_has_only_some_of_the_words_comes_if_nothing_has_all(index: SearchIndex) -> None:
    assert [hit.iri for hit in index.find("Foreign Minister Lavrov", classes=("Person",))] == ["http://e/l"]


def test_sentences_are_found_by_their_words(index: SearchIndex) -> None:
    (quote,) = index.quotes("FLEW home")
    assert (quote.iri, quote.article, quote.words) == ("http://e/q", "http://e/a", "The minister flew home.")
    assert index.quotes("flew abroad") == []


@pytest.mark.parametrize(
    "asked",
    ["", "  ", '"', "a OR", "NEAR(", "*", "-", "(((", "\x00", "'; DROP TABLE name", "ﷺ", "𝒜", "\ud800"],
)
def test_no_text_breaks_the_search(index: SearchIndex, asked: str) -> None:
    assert isinstance(index.find(asked), list)
    assert isinstance(index.quotes(asked), list)


def test_latin_text_stays_as_it_is() -> None:
    assert latinised("Çavuşoğlu, O'Neil") == "Çavuşoğlu, O'Neil"
    assert latinised("Москва и Дамаск") == "moskva i damask"


def test_the_index_moves_with_the_commit() -> None:
    store = PlainStore()
    store.load(NAMES)
    searcher = Searcher()
    assert searcher.index(store).find("Novak") == []
    store.load(
        '<http://e/n> a <https://w3id.org/communique/ns#Person> ; <http://www.w3.org/2000/01/rdf-schema#label> "Ana Novak" .'
    )
    for _ in range(500):
        if searcher.index(store).commit == store.commit:
            break
        time.sleep(0.02)
    assert [hit.label for hit in searcher.index(store).find("Novak")] == ["Ana Novak"]


def test_programs_get_json_and_browsers_the_page(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    name = client.get("/search.json?q=verin").get_json()["things"][0]
    assert name["iri"].startswith("http://127.0.0.1:8000/")
    for reply in (
        client.get("/search?q=verin", headers={"Accept": "application/json"}),
        client.get("/search?q=verin&format=json"),
    ):
        assert reply.get_json()["things"][0] == name
        assert reply.get_json()["commit"] == site.tier.commit == reply.headers["X-Commit"]
    assert client.get("/search?q=verin", headers={"Accept": "text/html"}).mimetype == "text/html"
    assert person


def test_limits_of_a_search_hold(client: FlaskClient) -> None:
    assert len(client.get("/search.json?q=a&limit=2").get_json()["things"]) <= 2
    assert client.get("/search.json?q=a&limit=junk").status_code == 200
    only = client.get("/search.json?q=verin&type=Person").get_json()
    assert only["things"]
    assert all("Person" in one["types"] for one in only["things"])
    assert only["sentences"] == []


def test_who_can_do_without_an_index_sets_it_going() -> None:
    store = PlainStore()
    store.load(NAMES)
    searcher = Searcher()
    found = searcher.ready(store)
    for _ in range(500):
        if found is not None:
            break
        time.sleep(0.02)
        found = searcher.ready(store)
    assert found is not None
    assert found is searcher.index(store)


def test_nonsense_finds_nothing(demo: Site) -> None:
    """Letters that fold to the consonant with which a name begins, and share none with it, are not that name."""
    asking = demo.app.test_client()
    assert asking.get("/search.json?q=qqqqq").get_json()["things"] == []
    assert "in the graph fits" in asking.get("/search?q=qqqqq").get_data(as_text=True)
    assert asking.get("/search.json?q=k.s.a.").get_json()["things"][0]["label"] == "Saudi Arabia"
