"""What a text is divided into: zones, datelines, sentences and quotations."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from communique.model.text import Span


class ZoneKind(StrEnum):
    """What a block of the text is."""

    BODY = "body"
    HEADLINE = "headline"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    RELATED = "related"
    BOILERPLATE = "boilerplate"


READ = frozenset({ZoneKind.BODY, ZoneKind.HEADLINE, ZoneKind.CAPTION})
"""Zones that claims may rest on; headlines and captions with less trust."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A block of the text, without the white space around it."""

    kind: ZoneKind
    span: Span


@dataclass(frozen=True, slots=True)
class Dateline:
    """``MOSCOW, Nov. 1 (Xinhua) --``: its span, the words of its place and of its date, if any."""

    span: Span
    place: Span | None = None
    date: Span | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``span`` is exact and trimmed; tokens ``start:end`` of the doc."""

    index: int
    span: Span
    start: int
    end: int
    zone: ZoneKind = ZoneKind.BODY

    @property
    def trusted(self) -> bool:
        """Whether it stands in the body."""
        return self.zone is ZoneKind.BODY


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words with their marks, and the id of who speaks, if the article tells."""

    span: Span
    speaker: str | None = None


class Quotes:
    """All quotations of an article."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._quotes = list(quotes)
        self._starts = [quote.span.start for quote in quotes]

    def at(self, offset: int) -> Quote | None:
        """The quotation that covers this character."""
        index = bisect.bisect_right(self._starts, offset) - 1
        if index >= 0 and self._quotes[index].span.end > offset:
            return self._quotes[index]
        return None
