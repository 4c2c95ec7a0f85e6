"""Days told after others that bound them: "from 15 to 19 November ... on the 17th", "... on Friday"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from communique.extraction.time.days import weekday_after
from communique.extraction.time.timex import Timex
from communique.model.when import Interval

_REACH = 1500
"""Characters behind a date within which days are counted from it."""
_LONGEST = 31
"""Days that an occasion or a journey lasts at most."""
_STAY = 7
"""Days from the beginning of what has no last day, to those told behind it."""
_DATES = frozenset({"day-range", "day-list", "day-month", "month-day", "year-first", "joined", "week-of"})
_WEEKDAYS = frozenset({"weekday", "weekdays"})
_BEGINS = re.compile(
    r"\b(?:from|beginning|starting|commencing|begins?|starts?|arriv(?:e|es|ed|ing)\b[^.;:\n]{0,40})\s+(?:on\s+)?(?:the\s+)?$"
)
_OTHER_MONTH = re.compile(r"\b(?:this|next|last)\s+month$|\bof\s+the\s+month$")


def followed(text: str, found: list[Timex], published: date | None) -> list[Timex]:
    """The expressions, with days of the month and of the week read within the days told last before them.

    "Will visit us from 15 to 19 November. On the 17th he will meet X": in November, whatever today is.
    """
    out: list[Timex] = []
    frame: Timex | None = None
    at = 0
    for timex in found if published is not None else ():
        near = frame is not None and timex.span.start - at <= _REACH
        if timex.kind in {"point", "span"} and timex.rule in _DATES:
            frame = frame if frame is not None and near and _inside(timex, frame) else timex
            at = timex.span.end
        elif frame is not None and near:
            timex = _within(text, timex, frame, published)
        out.append(timex)
    return out or found


def _inside(timex: Timex, frame: Timex) -> bool:
    """Whether a date is but one of the days told before it."""
    days, bounds = timex.interval(), frame.interval()
    return days is not None and bounds is not None and days.days < bounds.days and days.within(bounds)


def _within(text: str, timex: Timex, frame: Timex, published: date | None) -> Timex:
    """The expression, its days moved into those of ``frame`` where they would lie before or far behind."""
    bounds = frame.interval()
    days = timex.interval("future")
    dated = timex.kind in {"point", "span", "excluded"} and timex.hint is None
    if published is None or bounds is None or days is None or not dated:
        return timex
    if bounds.days > _LONGEST or (
        bounds.days > 1 and not (bounds.lasting or frame.rule == "week-of")
    ):  # "on Jan. 16 or 23"
        return timex
    reading = timex.reading
    if timex.rule == "day-only" and not _OTHER_MONTH.search(timex.text):
        start = _numbered(days.start.day, bounds.start)
        moved = _fitting(text, days, start, frame, bounds)
        if moved is None:
            return timex
        reading = replace(reading, past=moved) if moved.start <= published else replace(reading, future=moved)
    elif timex.rule in _WEEKDAYS and published < days.start < bounds.start:
        moved = _fitting(text, days, weekday_after(bounds.start, days.start.weekday()), frame, bounds)
        if moved is None:
            return timex
        reading = replace(reading, future=moved)
    return timex if reading == timex.reading else replace(timex, reading=reading, base=frame)


def _numbered(number: int, first: date) -> date | None:
    """The first such day of a month from ``first`` on."""
    days = (first + timedelta(days=by) for by in range(_LONGEST))
    return next((day for day in days if day.day == number), None)


def _fitting(
    text: str, days: Interval, start: date | None, frame: Timex, bounds: Interval
) -> Interval | None:
    """As many days from ``start`` on, if they lie in those told before, or soon behind their beginning."""
    if start is None:
        return None
    begins = bounds.days == 1 and _BEGINS.search(text, max(0, frame.span.start - 70), frame.span.start)
    last = bounds.start + timedelta(days=_STAY) if begins else bounds.end
    moved = replace(days, start=start, end=start + (days.end - days.start))
    return moved if moved.end <= last else None
