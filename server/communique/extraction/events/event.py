"""An event as one article tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.model.claims import Modality
from communique.model.text import Span
from communique.model.when import Interval

if TYPE_CHECKING:
    from communique.extraction.time import Timex

BEFORE = "the days told before it"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of an event and the words it rests on; ``implied_by`` where it was inherited.

    ``distance``: 0 where it hangs on the event's own word, more the further away it was found.
    """

    interval: Interval
    span: Span
    implied_by: str | None = None
    distance: int = 0

    @classmethod
    def told(cls, timex: Timex, days: Interval, distance: int = 0) -> Dated:
        """The days that words mean; implied where it is by others told before that they mean these."""
        return cls(days, timex.span, BEFORE if timex.bounded(days) else None, distance)


@dataclass(frozen=True, slots=True)
class Located:
    """Where an event was: id of a place or country, the words, and what it was concluded from if implied."""

    referent: str
    span: Span
    implied_by: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one article, with everything that the article says of it.

    ``participants`` maps ids of persons to their part (participant, host, visitor, caller, invitee) and
    ``sides`` lists the ids of countries and organisations that took part without a named person; for a visit
    the host country is one of them. ``trigger`` is the span of the word that told of it first, ``evidence``
    the sentences, the best first. ``status``: held, planned, postponed, cancelled, refused, denied.
    ``part_of`` is the id of the event during which it was.
    """

    id: str
    kind: str
    trigger: Span
    evidence: tuple[Span, ...]
    rule: str
    status: str = "held"
    modality: Modality = Modality.STATED
    participants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Span] = field(default_factory=dict)
    """Where in the text each participant and side was read: id -> span."""
    sides: tuple[str, ...] = ()
    place: Located | None = None
    country: Located | None = None
    date: Dated | None = None
    said_by: str | None = None
    part_of: str | None = None
    described_as: tuple[tuple[str, Span], ...] = ()
    topics: tuple[tuple[str, Span], ...] = ()
    confidence: float = 0.8
