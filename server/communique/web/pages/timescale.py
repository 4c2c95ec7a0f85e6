"""A scale of days: where an event lies on it, and how wide, when its day is known only within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from communique.web.pages.dates import MONTHS
from communique.web.pages.events import Event

WIDTH = 1000
LEAST = 5
"""Units of the scale that a single day is at least drawn in, so that it can be seen and hit."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One event on the scale: from ``x``, ``width`` wide; ``exact`` when the day is known."""

    event: Event
    x: float
    width: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the scale with its words."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A scale with its bars."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    undated: int
    first: date
    last: date


def strip(events: Sequence[Event], first: date | None = None, last: date | None = None) -> Strip | None:
    """The dated events on one scale, between the given days or as wide as needed; None if none is dated."""
    dated = [(event, *known) for event in events if (known := bounds(event)) is not None]
    if not dated:
        return None
    first = first or min(start for _, start, _ in dated)
    last = last or max(end for _, _, end in dated)
    margin = timedelta(days=max(3, (last - first).days // 40))
    first, last = _shifted(first, -margin), _shifted(last, margin)
    days = (last - first).days + 1
    bars = []
    for event, start, end in dated:
        x = (start - first).days * WIDTH / days
        width = max(LEAST, ((end - start).days + 1) * WIDTH / days)
        bars.append(
            Bar(event, round(min(x, WIDTH - width), 1), round(width, 1), start == end or _lasting(event))
        )
    return Strip(tuple(bars), _ticks(first, last), len(events) - len(dated), first, last)


def bounds(event: Event) -> tuple[date, date] | None:
    """First and last possible day of an event; None if it has none."""
    try:
        return date.fromisoformat(event.earliest), date.fromisoformat(event.latest)
    except ValueError:
        return None


def _lasting(event: Event) -> bool:
    return "/" in event.date


def _shifted(day: date, by: timedelta) -> date:
    """The day moved, kept within the calendar."""
    try:
        return day + by
    except OverflowError:
        return day


def _ticks(first: date, last: date) -> tuple[Tick, ...]:
    """Years when the scale is long, else months; at most about eight."""
    days = (last - first).days + 1
    months = max(1, days // 31)
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120, 600) if months / step <= 7), 1200)
    ticks = []
    month = first.year * 12 + first.month - 1
    month += -month % step
    while (year := month // 12) <= min(last.year, 9998):
        day = date(year, month % 12 + 1, 1)
        if day > last:
            break
        if day >= first:
            name = str(year) if step >= 12 or day.month == 1 else MONTHS[day.month - 1][:3]
            ticks.append(Tick(round((day - first).days * WIDTH / days, 1), name))
        month += step
    return tuple(ticks)
