"""The date expressions of one article, each with the token of the parse that stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.extraction.events.dates import headings
from communique.model.claims import Kind

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.dates.headings import Section
    from communique.extraction.time import Timex


@dataclass(frozen=True, slots=True)
class Calendar:
    """The date expressions of an article with the token that stands for each in the parse."""

    entries: tuple[tuple[Timex, Token], ...]
    sections: tuple[Section, ...] = ()
    published: date | None = None

    @classmethod
    def of(cls, analysis: Analysis) -> Calendar:
        """Every timex whose words the parse has."""
        entries: list[tuple[Timex, Token]] = []
        tokens = list(analysis.doc)
        at = 0
        for timex in sorted(analysis.timexes, key=lambda one: one.span):
            while at < len(tokens) and tokens[at].idx + len(tokens[at]) <= timex.span.start:
                at += 1
            inside = []
            index = at
            while index < len(tokens) and tokens[index].idx < timex.span.end:
                inside.append(tokens[index])
                index += 1
            if inside and not any(_in_a_name(analysis, token) for token in inside):
                entries.append((timex, _root(inside)))
        return cls(tuple(entries), headings.find(analysis), analysis.article.published)

    def within(self, start: int, end: int) -> list[tuple[Timex, Token]]:
        """The entries whose token lies in ``start:end``."""
        return [entry for entry in self.entries if start <= entry[1].i < end]


def _in_a_name(analysis: Analysis, token: Token) -> bool:
    """Whether the word is part of a name: "Jan Pettersen", "Theresa May", "Mar del Plata"."""
    start, end = token.idx, token.idx + len(token)
    return any(
        not reference.nominal
        and reference.span.start <= start
        and end <= reference.span.end
        and analysis.referents[reference.referents[0]].kind in {Kind.PERSON, Kind.PLACE}
        for reference in analysis.references_at(token)
    )


def _root(tokens: list[Token]) -> Token:
    members = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in members or token.head == token), tokens[0])
