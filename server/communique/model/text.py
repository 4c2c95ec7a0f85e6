"""An article and places in its text. Offsets count Unicode code points; ends are exclusive."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open range ``text[start:end]``, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}..{self.end}")

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The same span, ``by`` characters further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read. ``text`` is never changed: every offset refers to it.

    ``text`` is the decoded UTF-8 with the BOM removed and line ends as ``\\n``, otherwise unchanged.
    ``published`` is the day of publication; relative dates are resolved against it.
    ``rights`` is the licence as the metadata gives it; ``path`` where the article was read from
    (``file.jsonl#N`` for line N of a JSON Lines file); ``abstract_of`` names what an abstract sums up.
    """

    text: str
    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    language: str = "en"
    url: str | None = None
    rights: str | None = None
    path: str | None = None
    published_basis: str | None = None
    abstract_of: str | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hex."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def id(self) -> str:
        """Sixteen hex digits from publisher and text: the same text by two publishers is two articles."""
        key = f"{(self.publisher or '').strip().casefold()}\0{self.text}"
        return hashlib.sha256(key.encode("utf-8")).hexdigest()[:16]

    def quote(self, span: Span) -> str:
        """The words at ``span``."""
        return self.text[span.start : span.end]
