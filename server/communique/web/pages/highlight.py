"""Overlapping claims over one text, as a flat row of segments: HTML cannot nest what only overlaps.

Offsets count Unicode code points, as everywhere; so do Python's strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch ``[start, end)`` that something is known about: the number of its card, and its colour."""

    start: int
    end: int
    number: int
    hue: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that is marked for another reason: not understood, or asked for by the address."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text in which nothing begins or ends."""

    text: str
    numbers: tuple[int, ...]
    """The claims that cover it, the tightest first."""
    hue: str
    kinds: frozenset[str]

    @property
    def depth(self) -> int:
        """How many claims lie over each other here, at most 3."""
        return min(3, len(self.numbers))


def segments(
    text: str, offset: int, highlights: Iterable[Highlight], stretches: Sequence[Stretch] = ()
) -> list[Segment]:
    """The text, which begins at ``offset`` of its article, cut at every place where something begins or ends.

    The segments joined are the text; those that carry a claim's number, joined, are its words.
    """
    end = offset + len(text)
    inside = [h for h in highlights if h.start < end and h.end > offset]
    around = [s for s in stretches if s.start < end and s.end > offset]
    cuts = {offset, end}
    for start, stop in [(h.start, h.end) for h in inside] + [(s.start, s.end) for s in around]:
        cuts.update((max(offset, start), min(end, stop)))
    ordered = sorted(cuts)
    inside.sort(key=lambda h: (h.end - h.start, h.start, h.number))
    found = []
    for start, stop in pairwise(ordered):
        over = [h for h in inside if h.start <= start and stop <= h.end]
        kinds = frozenset(s.kind for s in around if s.start <= start and stop <= s.end)
        found.append(
            Segment(
                text[start - offset : stop - offset],
                tuple(h.number for h in over),
                over[0].hue if over else "",
                kinds,
            )
        )
    return found
