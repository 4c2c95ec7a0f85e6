"""Search over every spelling that an article printed, and over labels; who printed it stands beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, request

from communique.web.pages.answering import Visit, argument, page, render
from communique.web.pages.graph import by, iri, text
from communique.web.pages.terms import Iri, Literal, Row, bind
from communique.web.pages.wording import DIP, EVENT_CLASSES, KIND_WORDS

blueprint = Blueprint("search", __name__)

MOST = 40
LONGEST = 200

_FOUND = f"""
SELECT ?thing ?label ?class ?spelling ?way ?publisher WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{
      ?thing skos:prefLabel|skos:altLabel|skos:hiddenLabel|dcterms:title ?name .
      FILTER(CONTAINS(LCASE(STR(?name)), $wanted))
    }} ORDER BY STRLEN(STR(?thing)) ?thing LIMIT {MOST} }}
  ?thing rdfs:label ?label ; a ?class .
  OPTIONAL {{
    VALUES ?way {{ skos:prefLabel skos:altLabel skos:hiddenLabel }}
    ?thing ?way ?spelling .
    FILTER(CONTAINS(LCASE(STR(?spelling)), $wanted))
    OPTIONAL {{ ?claim rdf:subject ?thing ; rdf:object ?spelling ; dip:source/dcterms:publisher ?publisher }}
  }}
}}
ORDER BY ?label ?thing ?spelling ?publisher
"""
_ORDER = (*KIND_WORDS, "")

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
    segment: str
    spellings: tuple[tuple[str, bool, tuple[str, ...]], ...]
    """Spellings that fit: as printed, whether taken for a misprint, and by whom printed."""


@blueprint.get("/search")
@page
def search(visit: Visit) -> str:
    """What has the words in any of its names."""
    term = argument("q")[:LONGEST]
    found = _search(visit, term) if term else []
    return render(visit, "search.html", term=term, found=found, most=MOST)


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """How a browser may search here (OpenSearch 1.1)."""
    response = make_response(OPENSEARCH.format(root=request.url_root))
    response.headers["Content-Type"] = "application/opensearchdescription+xml"
    return response


def _search(visit: Visit, term: str) -> list[Found]:
    query = bind(_FOUND, wanted=Literal(" ".join(term.lower().split())))
    rows = visit.graph.rows(visit.shown("What fits the words", query))
    found = []
    for same in by(rows, "thing").values():
        thing = iri(same[0], "thing")
        if thing is None:
            continue
        classes = {text(row, "class").removeprefix(DIP) for row in same}
        words = next((words for words in KIND_WORDS.values() if classes & set(words.classes)), None)
        special = next(
            (EVENT_CLASSES[name] for name in EVENT_CLASSES if name in classes and name != "Event"), ""
        )
        found.append(
            Found(
                thing,
                text(same[0], "label"),
                special or (words.one if words else "Term"),
                words.segment if words else "",
                _spellings(same),
            )
        )
    return sorted(found, key=lambda one: (_ORDER.index(one.segment), one.label))


def _spellings(rows: Sequence[Row]) -> tuple[tuple[str, bool, tuple[str, ...]], ...]:
    by_name = by([row for row in rows if "spelling" in row], "spelling")
    return tuple(
        (
            name[0],
            all(text(row, "way").endswith("hiddenLabel") for row in same),
            tuple(dict.fromkeys(text(row, "publisher") for row in same if "publisher" in row)),
        )
        for name, same in by_name.items()
    )
