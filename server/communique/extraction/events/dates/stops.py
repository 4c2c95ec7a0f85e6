"""Stops with a day each: "Zagreb on Monday, Belgrade on Tuesday", "Croatia (3-4 May) and Serbia (5 May)"."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.events.event import Dated

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.events.telling import Telling
    from communique.extraction.time import Direction, Timex

_BEHIND = re.compile(r"\s*[,(]?\s*(?:(?:on|from|in|for)\s+(?:the\s+)?)?", re.IGNORECASE)
"""What may stand between a stop and its days."""
_FEWEST = 2


def assign(entries: tuple[tuple[Timex, Token], ...], visits: list[Telling]) -> None:
    """Give each stop of one journey the days behind it, where several have their own.

    Of one date alone ("will visit Croatia and Serbia from May 3 to 6") nothing says that it is of the last.
    """
    journeys: dict[int, list[Telling]] = defaultdict(list)
    for one in visits:
        journeys[one.trigger.i].append(one)
    for stops in journeys.values():
        if len(stops) < _FEWEST:
            continue
        own = {id(one): _behind(entries, one) for one in stops}
        if sum(days is not None for days in own.values()) < _FEWEST:
            continue
        for one in stops:
            one.date = own[id(one)]
            one.days = None
            one.shared = one.shared and one.date is None


def before(talks: Telling, visits: list[Telling]) -> None:
    """Take no day of the next stop: "to Rome on May 3 for talks with X and to Oslo on May 5"."""
    if talks.group != "talks" or talks.date is None:
        return
    at, day = talks.trigger.idx, talks.date.span
    own = [one for one in visits if all(span.start < at for span in one.hosts.values())]
    later = [one for one in visits if one.date is not None and one.date.span == day and one not in own]
    if own and any(all(at < span.start < day.start for span in one.hosts.values()) for one in later):
        date = own[-1].date
        talks.date = replace(date, distance=date.distance + 1) if date is not None else None


def _behind(entries: tuple[tuple[Timex, Token], ...], stop: Telling) -> Dated | None:
    text = stop.trigger.doc.text
    end = max(span.end for span in stop.hosts.values())
    direction: Direction = "past" if stop.status == "held" else "future"
    for timex, _ in entries:
        if timex.span.start < end:
            continue
        if timex.kind not in {"point", "span"} or not _BEHIND.fullmatch(text, end, timex.span.start):
            return None
        days = timex.interval(direction)
        return Dated(days, timex.span) if days is not None else None
    return None
