"""What stands in which graph, on two small articles that disagree about a date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest

from communique.derivation import derive, rules
from communique.errors import UsageError
from communique.graph import Corpus, Entry, Iris, Publish, write
from communique.graph.corpus import published
from communique.model.claims import (
    Claim,
    Concept,
    Entity,
    Extraction,
    Kind,
    Mention,
    Predicate,
    Ref,
    Text,
    When,
)
from communique.model.text import Article, Span
from communique.model.when import Interval
from communique.resolution import resolve
from communique.store import canonical

BASE = "https://example.org/g/"
FIRST = "Foreign Minister Ana Verin met Tomas Calder in Lund on 3 May. She leads a delegation."
SECOND = "Ana Verin met Tomas Calder in Lund on 5 May 2030."
DIP = "https://w3id.org/communique/ns#"


class Lund:
    """A gazetteer of one town and one state."""

    def entry(self, key: str) -> Entry:
        return {
            "place/1-lund": Entry(
                key, Kind.PLACE, "Lund", within="country/sweden", latitude=55.7, longitude=13.2
            ),
            "country/sweden": Entry(key, Kind.COUNTRY, "Sweden", ("Kingdom of Sweden",), ("SE",)),
        }[key]


def extraction(article: Article, day: str) -> Extraction:
    text = article.text

    def span(words: str) -> Span:
        at = text.index(words)
        return Span(at, at + len(words))

    def person(name: str) -> Entity:
        at = span(name)
        return Entity(f"person-{at.start}-{at.end}", Kind.PERSON, name, (Mention(at, name, "ner"),))

    verin, calder = person("Ana Verin"), person("Tomas Calder")
    met = span("met")
    event = Entity(f"event-{met.start}-{met.end}", Kind.EVENT, "meeting of Verin and Calder")
    lund = Entity("place-0-0", Kind.PLACE, "Lund", gazetteer="place/1-lund", within="country/sweden")
    sentence = (Span(0, text.index(".") + 1),)
    when = When(Interval.day(date.fromisoformat(day)))

    def claim(subject: Entity, predicate: Predicate, value: object, words: str) -> Claim:
        return Claim(
            article=article.id,
            subject=subject.id,
            predicate=predicate,
            object=value,  # type: ignore[arg-type]  # every value below is one of Value
            words=span(words),
            evidence=sentence,
            rule="test",
            verbatim=words if predicate is Predicate.DATE else None,
        )

    phrase = "on 3 May" if "on 3 May" in text else "on 5 May 2030"
    claims = (
        claim(verin, Predicate.NAME, Text("Ana Verin"), "Ana Verin"),
        claim(calder, Predicate.NAME, Text("Tomas Calder"), "Tomas Calder"),
        claim(event, Predicate.KIND, Concept("eventkind", "meeting"), "met"),
        claim(event, Predicate.STATUS, Concept("status", "held"), "met"),
        claim(event, Predicate.PARTICIPANT, Ref(verin.id), "Ana Verin"),
        claim(event, Predicate.PARTICIPANT, Ref(calder.id), "Tomas Calder"),
        claim(event, Predicate.PLACE, Ref(lund.id), "in Lund"),
        claim(event, Predicate.DATE, when, phrase),
    )
    unread = (span("She leads a delegation."),) if "She leads" in text else ()
    return Extraction(article.id, (verin, calder, event, lund), claims, unread, "rules 1")


A = Article(FIRST, date(2030, 5, 4), "A title", "Norland Courier", rights="CC0-1.0")
B = Article(SECOND, date(2030, 5, 6), "B title", "Selin Post", rights="all rights reserved")


def corpus(*articles: Article) -> Corpus:
    days = {A.id: "2030-05-03", B.id: "2030-05-05"}
    found = {article.id: (extraction(article, days[article.id]),) for article in articles}
    flat = [one for many in found.values() for one in many]
    return Corpus({a.id: a for a in articles}, found, resolve(list(articles), flat))


def graph(*articles: Article, publish: Publish = Publish.AUTO) -> list[str]:
    return canonical(write(corpus(*articles), Iris(BASE), Lund(), publish))


def store(lines: list[str]) -> ox.Store:
    filled = ox.Store()
    filled.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return filled


def rows(lines: list[str], query: str) -> list[tuple[str, ...]]:
    prefixes = {
        "dip": DIP,
        "oa": "http://www.w3.org/ns/oa#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "standing": "https://w3id.org/communique/concept/standing/",
    }
    found = store(lines).query(query, use_default_graph_as_union=True, prefixes=prefixes)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(str(getattr(term, "value", term)) for term in row) for row in found]


def test_every_accepted_triple_but_types_labels_and_bounds_has_an_accepted_claim() -> None:
    lines = graph(A, B)
    free = re.compile(r"#type>|#label>|#(pref|alt|hidden)Label>|ns#(earliest|latest|start|end)>")
    plain = {
        line[:-2] for line in lines if line.count(f"<{BASE}article/") == 0 and f"<{BASE}graph/" not in line
    }
    claimed = {
        " ".join(terms)
        for terms in _terms(
            lines,
            "SELECT ?s ?p ?o { ?c dip:standing standing:accepted ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }",
        )
    }
    checked = {triple for triple in plain if not free.search(triple)}
    assert checked
    assert checked <= claimed


def _terms(lines: list[str], query: str) -> list[tuple[str, ...]]:
    prefixes = {
        "dip": DIP,
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "standing": "https://w3id.org/communique/concept/standing/",
    }
    found = store(lines).query(query, use_default_graph_as_union=True, prefixes=prefixes)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(str(term) for term in row) for row in found]


def test_no_triple_stands_in_two_graphs_with_what_the_rules_add() -> None:
    lines = graph(A, B)
    lines += derive(lines, BASE)
    triples = [[*line.split(" ", 2)[:2], str(q.object)] for line in lines for q in [next(iter(_parse(line)))]]
    assert len({tuple(t) for t in triples}) == len(triples)


def _parse(line: str) -> list[ox.Quad]:
    return list(ox.parse(line.encode(), format=ox.RdfFormat.N_QUADS))


def test_each_sentence_is_exactly_what_stands_at_its_offsets() -> None:
    found = rows(
        graph(A, B),
        "SELECT ?exact ?start ?end ?a { ?s oa:exact ?exact ; oa:start ?start ; oa:end ?end ; dip:inArticle ?a }",
    )
    texts = {f"{BASE}article/{article.id}": article.text for article in (A, B)}
    assert len(found) == 3
    for exact, start, end, article in found:
        assert texts[article][int(start) : int(end)] == exact


def test_both_dates_stay_each_with_its_words_and_one_is_accepted() -> None:
    lines = graph(A, B)
    found = rows(lines, "SELECT ?words { ?c rdf:predicate dip:date ; dip:verbatim ?words } ORDER BY ?words")
    assert [words for (words,) in found] == ["on 3 May", "on 5 May 2030"]
    events = rows(lines, "SELECT DISTINCT ?e { ?c rdf:predicate dip:date ; rdf:subject ?e }")
    accepted = rows(lines, "SELECT ?e ?d { ?e dip:date ?d }")
    assert {event for event, _ in accepted} == {event for (event,) in events}


def test_an_article_without_title_is_called_by_publisher_and_day() -> None:
    """Nobody knows an article by sixteen digits."""
    untitled = replace(A, title=None)
    assert untitled.id == A.id
    query = "SELECT ?label { ?a a dip:Article ; rdfs:label ?label }"
    assert rows(graph(untitled), query) == [(f"Norland Courier, 2030-05-04 ({A.id[:8]})",)]
    assert rows(graph(A), query) == [("A title",)]


def test_unread_sentences_are_marked() -> None:
    found = rows(graph(A), "SELECT ?exact { ?s dip:unread true ; oa:exact ?exact }")
    assert found == [("She leads a delegation.",)]


def test_a_known_place_lies_in_the_reference_graph_with_its_coordinates() -> None:
    lines = [line for line in graph(A) if f"<{BASE}graph/reference>" in line]
    assert any("POINT(13.2 55.7)" in line for line in lines)
    assert any(line.startswith(f"<{BASE}country/sweden>") and '"SE"' in line for line in lines)
    accepted = [line for line in graph(A) if line.startswith(f"<{BASE}place/1-lund>") and line not in lines]
    assert accepted == []


def test_every_article_local_entity_leads_to_its_cluster() -> None:
    found = rows(graph(A, B), "SELECT ?m ?c { ?m <http://purl.org/dc/terms/isReplacedBy> ?c }")
    assert len(found) == 8
    assert len({cluster for member, cluster in found if "#person-" in member}) == 2


@pytest.mark.parametrize(
    ("publish", "texts", "sentences"),
    [(Publish.AUTO, 1, 3), (Publish.FULL, 2, 3), (Publish.EVIDENCE, 0, 3), (Publish.NONE, 0, 0)],
)
def test_withheld_text_never_enters_the_graph_but_offsets_stay(
    publish: Publish, texts: int, sentences: int
) -> None:
    lines = graph(A, B, publish=publish)
    assert sum(f"<{DIP}text>" in line for line in lines) == texts
    assert sum("oa#exact>" in line for line in lines) == sentences
    assert sum("oa#start>" in line for line in lines) == 3


@pytest.mark.parametrize(
    ("rights", "full"),
    [
        ("CC-BY-4.0", True),
        ("CC0-1.0", True),
        ("Public domain", True),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-ND-4.0", False),
        ("seed document (unknown)", False),
        (None, False),
    ],
)
def test_only_open_licences_let_the_full_text_through(rights: str | None, full: bool) -> None:
    chosen = published(Article("t", rights=rights), Publish.AUTO)
    assert (chosen is Publish.FULL) is full


def test_the_order_of_articles_does_not_matter() -> None:
    assert graph(A, B) == graph(B, A)


def test_every_derived_statement_names_its_rule() -> None:
    lines = graph(A, B)
    added = derive(lines, BASE)
    names = {rule.name for rule in rules()}
    described = store(added)
    for quad in described:
        free = str(quad.predicate.value).endswith(("#type", "#label", "#earliest", "#latest"))
        subject = quad.subject
        if free or str(getattr(subject, "value", "")).startswith(f"{BASE}derivation/"):
            continue
        own = [q.object for q in described.quads_for_pattern(subject, ox.NamedNode(f"{DIP}rule"), None, None)]
        beside = list(
            described.quads_for_pattern(
                None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#object"), quad.object, None
            )
        )
        assert own or beside, quad
        assert all(isinstance(o, ox.Literal) and o.value in names for o in own)


def test_literals_with_every_kind_of_character_survive() -> None:
    from communique.graph.terms import iri, text

    odd = 'quote " back \\ tab \t line \n bell \x07 \u00e9 \U0001f600'
    (quad,) = ox.parse(
        f"{iri('http://e.org/a b<>')} <http://e.org/p> {text(odd, 'en')} .".encode(),
        format=ox.RdfFormat.N_QUADS,
    )
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == odd
    assert str(quad.subject) == "<http://e.org/a%20b%3C%3E>"


@pytest.mark.parametrize(
    "base", ["example.org/", "http://example.org", "http://exa mple.org/", "file:///x/", "http://e.org/#"]
)
def test_a_base_that_cannot_carry_iris_is_refused(base: str) -> None:
    with pytest.raises(UsageError, match="--base"):
        Iris(base)
