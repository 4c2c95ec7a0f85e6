"""Adverbs before or beside a place: "back home in Accra", "at a hotel here"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_BACK = frozenset({"back", "home", "over"})
_AT = frozenset({"in", "at", "near", "outside", "aboard"})
_UNITS = frozenset({"hour", "day", "week", "month", "year"})


def back_in(head: Token) -> Iterator[tuple[str, Token]]:
    """Accra in "back in Accra, she met X", "back home in Accra"."""
    for child in head.children:
        if child.dep_ == "advmod" and child.lower_ in _BACK:
            yield from phrases(child)
            yield from back_in(child)


def beside_here(head: Token) -> list[Token]:
    """ "Here" in "at a hotel here on Monday", which the parser hangs on the hotel."""
    return [
        below
        for preposition, noun in phrases(head)
        if preposition in _AT
        for below in noun.children
        if below.lower_ == "here"
    ]


def counted(preposition: Token) -> bool:
    """Whether a time of its own stands before it: what is "a day after a stop in Rome" was elsewhere."""
    return (
        preposition.lower_ in {"after", "before"}
        and preposition.i > 0
        and preposition.nbor(-1).lemma_ in _UNITS
    )
