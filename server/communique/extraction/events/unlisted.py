"""Places that no list knows but the words call one: "the border town of X", "X Province"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.document import Reference, Referent
from communique.extraction.events.clause import phrases
from communique.extraction.events.event import Located
from communique.model.claims import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from communique.extraction.document import Analysis

_CALLED = frozenset(
    ["town", "city", "village", "resort", "port", "suburb", "hamlet", "island", "oasis", "settlement", "spa"]
)
"""What stands before "of" and the name of a place, known or not."""
_DIVISION = frozenset(["province", "region", "prefecture", "county", "governorate", "oblast", "district"])


def place(analysis: Analysis, noun: Token) -> Located | None:
    """A place that no list knows, but the words call one: "the border town of X", "X Province"."""
    name: list[Token] = []
    if noun.lemma_.lower() in _CALLED:
        name = [token for preposition, token in phrases(noun) if preposition == "of"][:1]
    elif noun.lemma_.lower() in _DIVISION and noun.pos_ == "PROPN":
        name = [noun]
    if not name or name[0].pos_ != "PROPN":
        return None
    last = name[0]
    first = last
    while first.i > 0 and first.nbor(-1).pos_ == "PROPN" and first.nbor(-1).head == last:
        first = first.nbor(-1)
    if (last == noun and first == last) or any(map(analysis.references_at, range(first.i, last.i + 1))):
        return None
    words = analysis.span(first.i, last.i + 1)
    country = next((one for _, one in owners(analysis, noun)), None)
    if country is None:
        return None
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
