"""The page of one article: its words, with what was read from them marked, and a card for each claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response

from communique.web.pages.answering import Visit, argument, missing, page, render
from communique.web.pages.display import value as shown
from communique.web.pages.graph import by, count, iri, text
from communique.web.pages.highlight import Highlight, Segment, Stretch, segments
from communique.web.pages.terms import Iri, Row, Term, bind
from communique.web.pages.wording import HUES, forward, hue

blueprint = Blueprint("article", __name__)

MOST_CARDS = 110
"""Cards on one page; an article with more claims links to their list."""

_ABOUT = "SELECT ?p ?o WHERE { $article ?p ?o }"
_CLAIMS = """
SELECT ?claim ?s ?subject ?p ?o ?object ?standing ?modality ?verbatim ?implied ?capacity ?speaker
       ?speaker_label ?start ?end
WHERE {
  ?claim dip:source $article ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dip:standing ?standing .
  OPTIONAL { ?claim dip:wordsStart ?start }
  OPTIONAL { ?claim dip:wordsEnd ?end }
  OPTIONAL { ?s rdfs:label ?subject }
  OPTIONAL { ?o rdfs:label ?object }
  OPTIONAL { ?claim dip:modality ?modality }
  OPTIONAL { ?claim dip:verbatim ?verbatim }
  OPTIONAL { ?claim dip:impliedBy ?implied }
  OPTIONAL { ?claim dip:capacity ?capacity }
  OPTIONAL { ?claim dip:saidBy ?speaker . ?speaker rdfs:label ?speaker_label }
}
ORDER BY ?start ?end ?claim
"""
_SENTENCES = """
SELECT ?sentence ?start ?end ?quote ?unread WHERE {
  ?sentence dip:inArticle $article ; oa:start ?start ; oa:end ?end .
  OPTIONAL { ?sentence oa:exact ?quote }
  OPTIONAL { ?sentence dip:unread ?unread }
}
ORDER BY ?start ?end
"""


@dataclass(frozen=True, slots=True)
class Card:
    """One claim beside the text."""

    number: int
    claim: Iri
    subject: Term
    subject_label: str
    predicate: str
    object: Term
    object_label: str
    hue: str
    standing: str
    modality: str
    verbatim: str
    implied: str
    capacity: str
    speaker: Iri | None
    speaker_label: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The part of the claim's IRI that names it within its article."""
        return self.claim.value.rpartition("#claim-")[2]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is shown: the whole, or one sentence where the rest is withheld."""

    start: int
    segments: tuple[Segment, ...]


@blueprint.get("/article/<name>")
@page
def article(visit: Visit, name: str) -> str | Response:
    """One article."""
    try:
        thing = visit.paths.iri("article", name)
    except ValueError:
        return missing(visit, f"{name} is no name of an article.")
    about = visit.graph.rows(visit.shown("About the article", bind(_ABOUT, article=thing)))
    if not about:
        return missing(visit, f"The graph holds no article {name}.")
    facts = {key[0]: rows[0]["o"] for key, rows in by(about, "p").items()}
    cards = _cards(visit.graph.rows(visit.shown("What it says", bind(_CLAIMS, article=thing))))
    sentences = visit.graph.rows(visit.shown("Its sentences", bind(_SENTENCES, article=thing)))
    hidden = {name for name in argument("hide").split(",") if name in HUES}
    visible = [card for card in cards if card.hue not in hidden]
    chosen = argument("claim").removeprefix("claim-")
    unread = [row for row in sentences if text(row, "unread") == "true"]
    body = _fact(facts, "text")
    return render(
        visit,
        "article.html",
        thing=thing,
        fact=lambda name: _fact(facts, name),
        source=next((term for iri, term in facts.items() if iri.endswith("dc/terms/source")), None),
        copy=next((term for iri, term in facts.items() if iri.endswith("copyOf")), None),
        pieces=_pieces(body, sentences, visible, unread),
        whole=bool(body),
        cards=visible[:MOST_CARDS],
        card_of={card.number: card for card in visible},
        total=len(cards),
        visible=len(visible),
        chosen=next((card for card in cards if card.key == chosen), None),
        asked=chosen,
        hues={name: sum(card.hue == name for card in cards) for name in HUES},
        hidden=hidden,
        toggled=lambda name: ",".join(sorted(hidden ^ {name})),
        unread=len(unread),
        language=_fact(facts, "language"),
    )


def _fact(facts: dict[str, Term], name: str) -> str:
    """The value of the property with this local name; the article's have no two alike."""
    return next((str(term) for key, term in facts.items() if re.split(r"[#/]", key)[-1] == name), "")


def _cards(rows: Sequence[Row]) -> list[Card]:
    cards = []
    for number, same in enumerate(by(rows, "claim").values()):
        row = same[0]
        claim, predicate = iri(row, "claim"), iri(row, "p")
        if claim is None or predicate is None:
            continue
        cards.append(
            Card(
                number=number,
                claim=claim,
                subject=row["s"],
                subject_label=text(row, "subject") or shown(row["s"]),
                predicate=forward(predicate) if predicate.local != "type" else "Kind",
                object=row["o"],
                object_label=text(row, "object") or shown(row["o"]),
                hue=hue(predicate.value),
                standing=_local(row, "standing"),
                modality=_local(row, "modality"),
                verbatim=text(row, "verbatim"),
                implied=text(row, "implied"),
                capacity=_local(row, "capacity"),
                speaker=iri(row, "speaker"),
                speaker_label=text(row, "speaker_label"),
                start=count(row, "start") if "start" in row else -1,
                end=count(row, "end") if "end" in row else -1,
            )
        )
    return cards


def _pieces(body: str, sentences: Sequence[Row], cards: Sequence[Card], unread: Sequence[Row]) -> list[Piece]:
    highlights = [
        Highlight(card.start, card.end, card.number, card.hue) for card in cards if card.start < card.end
    ]
    stretches = [Stretch(count(row, "start"), count(row, "end"), "unread") for row in unread]
    if match := re.fullmatch(r"(\d{1,9}),(\d{1,9})", argument("at")):
        stretches.append(Stretch(int(match[1]), int(match[2]), "at"))
    if body:
        return [Piece(0, tuple(segments(body, 0, highlights, stretches)))]
    return [
        Piece(
            count(row, "start"),
            tuple(segments(text(row, "quote"), count(row, "start"), highlights, stretches)),
        )
        for row in sentences
        if text(row, "quote")
    ]


def _local(row: Row, name: str) -> str:
    value = iri(row, name)
    return value.local if value is not None else ""
