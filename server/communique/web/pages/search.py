"""Search over every name, in any spelling and script, and over the sentences that statements rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from flask import Blueprint, Response, current_app, make_response

from communique.resolution.folding import fold
from communique.web.pages.answering import Visit, argument, page, render
from communique.web.pages.graph import by, iri, text
from communique.web.pages.terms import Iri, Row, bind
from communique.web.pages.wording import EVENT_CLASSES, KIND_WORDS, KindWords
from communique.web.search_index import Hit, Quote, Searcher, SearchIndex
from communique.web.service import public_url, service

blueprint = Blueprint("search", __name__)

MOST = 30
QUOTES_SHOWN = 12
LONGEST = 200
ALIKE = 5
KINDS = ("person", "office", "event", "base", "place", "country", "organization", "article")
"""Kinds that a search can be narrowed to, by the segment of their pages."""

_ABOUT = """
SELECT ?thing ?office ?date ?place ?publisher ?issued WHERE {
  VALUES ?thing { $things }
  OPTIONAL { ?thing dip:heldOffice/rdfs:label ?office }
  OPTIONAL { ?thing dip:date ?date }
  OPTIONAL { ?thing dip:place/rdfs:label ?place }
  OPTIONAL { ?thing dcterms:publisher ?publisher }
  OPTIONAL { ?thing dcterms:issued ?issued }
}
ORDER BY ?office ?date ?place
"""
_PRINTED = """
SELECT ?thing ?spelling ?publisher WHERE {
  VALUES ?thing { $things }
  ?claim rdf:subject ?thing ; rdf:predicate ?way ; rdf:object ?spelling .
  ?claim dip:source/dcterms:publisher ?publisher .
  FILTER(?way IN (skos:prefLabel, skos:altLabel, skos:hiddenLabel))
}
ORDER BY ?thing ?spelling ?publisher
"""
_SOURCES = """
SELECT ?sentence ?article ?title ?publisher ?issued ?start ?end ?language WHERE {
  VALUES ?sentence { $sentences }
  ?sentence dip:inArticle ?article ; oa:start ?start ; oa:end ?end ; oa:exact ?words .
  BIND(LANG(?words) AS ?language)
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:publisher ?publisher }
  OPTIONAL { ?article dcterms:issued ?issued }
}
"""

OPENSEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>communique</ShortName><Description>People, offices, meetings and bases</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" template="{root}search?q={{searchTerms}}"/>
</OpenSearchDescription>
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that the words fit."""

    thing: Iri
    label: str
    kind: str
    offices: tuple[str, ...]
    date: str
    place: str
    publisher: str
    issued: str
    spelling: str
    """The spelling that fits, where it is another than the label."""
    misprint: bool
    printed_by: tuple[str, ...]
    """Who printed that spelling."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with all the words: its text in pieces, each with whether it is one of the words."""

    sentence: Iri
    article: Iri
    source: str
    issued: str
    language: str
    pieces: tuple[tuple[str, bool], ...]


@blueprint.get("/search")
@page
def search(visit: Visit) -> str | Response:
    """What has the words in any of its names, and what sentences have them."""
    term = argument("q")[:LONGEST]
    kind = argument("kind") if argument("kind") in KINDS else ""
    found: list[Found] = []
    sentences: list[Sentence] = []
    late = ""
    if term:
        index = _index()
        late = index.commit if index.commit != visit.graph.evaluator.commit else ""
        hits = index.find(term, MOST, KIND_WORDS[kind].classes if kind else ())
        # Consonants alone may fit ("qqqqq" those of "K.S.A."); without a letter in common none does.
        found = _things(visit, [hit for hit in hits if hit.score > 0])
        sentences = [] if kind else _sentences(visit, term, index.quotes(term, QUOTES_SHOWN))
    html = render(
        visit,
        "search.html",
        term=term,
        kind=kind,
        kinds=[KIND_WORDS[name] for name in KINDS],
        found=found,
        sentences=sentences,
        most=MOST,
        late=late,
    )
    response = make_response(html)
    if late:
        response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """How a browser may search here (OpenSearch 1.1)."""
    response = make_response(OPENSEARCH.format(root=public_url()))
    response.headers["Content-Type"] = "application/opensearchdescription+xml"
    return response


def alike(visit: Visit, thing: Iri) -> list[tuple[Iri, str]]:
    """Things whose names are like the IRI of one that is not here; none before there is an index."""
    index = _searcher().ready(service().evaluator)
    segment, _, name = thing.value.removeprefix(visit.paths.base).partition("/")
    if index is None or segment not in KINDS:
        return []
    words = re.sub(r"-[0-9a-f]{8}$", "", unquote(name)).replace("-", " ")
    hits = index.find(words, ALIKE, KIND_WORDS[segment].classes)
    return [(found, hit.label) for hit in hits if (found := visit.paths.named(hit.iri)) is not None]


def _index() -> SearchIndex:
    """The index of the served commit, or of the one before while the new one is made."""
    return _searcher().index(service().evaluator)


def _searcher() -> Searcher:
    found = current_app.extensions["communique.search"]
    assert isinstance(found, Searcher)
    return found


def _things(visit: Visit, hits: Sequence[Hit]) -> list[Found]:
    things = [thing for hit in hits if (thing := visit.paths.named(hit.iri)) is not None]
    if not things:
        return []
    about = by(visit.graph.rows(visit.shown("What is known of these", bind(_ABOUT, things=things))), "thing")
    other = [
        thing
        for hit in hits
        if hit.spelling != hit.label and (thing := visit.paths.named(hit.iri)) is not None
    ]
    query = bind(_PRINTED, things=other)
    printed = by(
        visit.graph.rows(visit.shown("Who printed which spelling", query)) if other else (),
        "thing",
        "spelling",
    )
    return [
        _found(Iri(hit.iri), hit, about.get((hit.iri,), []), printed.get((hit.iri, hit.spelling), []))
        for hit in hits
        if Iri(hit.iri) in things
    ]


def _found(thing: Iri, hit: Hit, about: Sequence[Row], printed: Sequence[Row]) -> Found:
    first = about[0] if about else {}
    return Found(
        thing=thing,
        label=hit.label,
        kind=_kind(hit.classes),
        offices=tuple(dict.fromkeys(text(row, "office") for row in about if "office" in row)),
        date=text(first, "date"),
        place=text(first, "place"),
        publisher=text(first, "publisher"),
        issued=text(first, "issued"),
        spelling=hit.spelling if hit.spelling != hit.label else "",
        misprint=hit.misspelling,
        printed_by=tuple(dict.fromkeys(text(row, "publisher") for row in printed)),
    )


def _kind(classes: Sequence[str]) -> str:
    special = next((EVENT_CLASSES[name] for name in EVENT_CLASSES if name in classes and name != "Event"), "")
    words: KindWords | None = next((w for w in KIND_WORDS.values() if set(classes) & set(w.classes)), None)
    return special or (words.one if words else "Thing")


def _sentences(visit: Visit, term: str, quotes: Sequence[Quote]) -> list[Sentence]:
    things = [thing for quote in quotes if (thing := visit.paths.named(quote.iri)) is not None]
    if not things:
        return []
    rows = visit.graph.rows(visit.shown("The sentences", bind(_SOURCES, sentences=things)))
    sources = {text(row, "sentence"): row for row in rows}
    found = []
    for quote in quotes:
        row = sources.get(quote.iri)
        article = iri(row, "article") if row is not None else None
        if row is None or article is None:
            continue
        source = text(row, "publisher") or text(row, "title") or article.local
        pieces = tuple(pieces_of(quote.words, term))
        found.append(
            Sentence(Iri(quote.iri), article, source, text(row, "issued"), text(row, "language"), pieces)
        )
    return found


def pieces_of(words: str, term: str) -> list[tuple[str, bool]]:
    """The sentence cut where the words of a search stand in it, each piece with whether it is one of them."""
    wanted = set(fold(term).split())
    pieces: list[tuple[str, bool]] = []
    for piece in re.split(r"(\w+)", words):
        hit = bool(piece) and bool(set(fold(piece).split()) & wanted)
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + piece, hit)
        elif piece:
            pieces.append((piece, hit))
    return pieces
