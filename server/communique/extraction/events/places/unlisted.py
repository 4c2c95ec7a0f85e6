"""Places that no list knows but the words call one: "the border town of X", "X Province"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction import gazetteer
from communique.extraction.document import Reference, Referent
from communique.extraction.events.clauses.clause import phrases
from communique.extraction.events.event import Located
from communique.extraction.gazetteer import frames
from communique.model.claims import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from communique.extraction.document import Analysis

_CALLED = frozenset(
    ["town", "city", "village", "resort", "port", "suburb", "hamlet", "island", "oasis", "settlement", "spa"]
)
"""What stands before "of" and the name of a place, known or not."""
_GEOGRAPHIC = frozenset({"GPE", "LOC", "FAC"})
_BEHIND = frozenset({"appos", "npadvmod", "pobj", "conj", "ROOT"})
"""What the parser takes a place behind a comma for, but for subjects and the like."""
_DIVISION = frozenset(["province", "region", "prefecture", "county", "governorate", "oblast", "district"])


def after_comma(noun: Token) -> list[Token]:
    """Entebbe in "at State House, Entebbe, on Friday", wherever the parser hangs it."""
    comma = noun.nbor(1) if noun.i + 2 < noun.sent.end else None
    if comma is None or comma.text != "," or comma.nbor(1).pos_ != "PROPN":
        return []
    last = comma.nbor(1)
    while last.dep_ == "compound" and last.head.i == last.i + 1:
        last = last.head
    own = any(child.dep_ == "case" for child in last.children)
    return [] if own or last.dep_ not in _BEHIND else [last]


def before_state(analysis: Analysis, noun: Token) -> Located | None:
    """Kobero in "in Kobero, Burundi": what stands before a state or a region of one."""
    if noun.pos_ != "PROPN" or noun.ent_type_ not in _GEOGRAPHIC or analysis.references_at(noun):
        return None
    if noun.lemma_.lower() in frames.load().words["site"]:
        return None
    for last in after_comma(noun):
        lands = [one for one in analysis.places_at(last) if one.kind is Kind.COUNTRY or _of_one(one)]
        first = last
        while first.i > noun.i + 2 and first.nbor(-1).head == last:
            first = first.nbor(-1)
        whole = [one for one in analysis.references_at(last) if one.start == first.i == noun.i + 2]
        country = analysis.country_of(lands[0]) if len(lands) == 1 and whole else None
        if country is not None:
            return _made(analysis, noun, country)
    return None


def _of_one(place: Referent) -> bool:
    """Whether a place is a region of a state: "Huntsville, Ontario"."""
    known = gazetteer.load().place(place.label)
    return known is not None and known.kind == "region"


def place(analysis: Analysis, noun: Token) -> Located | None:
    """A place that no list knows, but the words call one: "the border town of X", "X Province"."""
    name: list[Token] = []
    if noun.lemma_.lower() in _CALLED:
        name = [token for preposition, token in phrases(noun) if preposition == "of"][:1]
    elif noun.lemma_.lower() in _DIVISION and noun.pos_ == "PROPN":
        name = [noun]
    if not name or name[0].pos_ != "PROPN":
        return None
    country = next((one for _, one in owners(analysis, noun)), None)
    return _made(analysis, name[0], country, alone=name[0] != noun) if country is not None else None


def _made(analysis: Analysis, last: Token, country: Referent, *, alone: bool = True) -> Located | None:
    """A new place, called by the names that end in ``last``; None where they mean something known."""
    first = last
    while first.i > 0 and first.nbor(-1).pos_ == "PROPN" and first.nbor(-1).head == last:
        first = first.nbor(-1)
    if (not alone and first == last) or any(map(analysis.references_at, range(first.i, last.i + 1))):
        return None
    words = analysis.span(first.i, last.i + 1)
    place = analysis.add(
        Referent(
            analysis.fresh_id(Kind.PLACE, words),
            Kind.PLACE,
            analysis.quote(words),
            within=country.gazetteer,
        )
    )
    analysis.refer(Reference(first.i, last.i + 1, last.i, words, (place.id,), "called"))
    return Located(place.id, words)


def owners(analysis: Analysis, noun: Token) -> Iterator[tuple[Token, Referent]]:
    """Countries before a noun: "the Ivorian capital", "Fiji's second town"."""
    for token in noun.children:
        for one in analysis.polities_at(token) if token.dep_ in {"amod", "poss", "compound", "nmod"} else ():
            if one.kind is Kind.COUNTRY:
                yield token, one
