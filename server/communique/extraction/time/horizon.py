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
_WEEK = 7
_STAY = 7
"""Days from the beginning of what has no last day, to those told behind it."""
_DATES = frozenset({"day-range", "day-list", "day-month", "month-day", "year-first", "joined", "week-of"})
_WEEKDAYS = frozenset({"weekday", "weekdays"})
_BEGINS = re.compile(
    r"\b(?:from|beginning|starting|commencing|begins?|starts?|arriv(?:e|es|ed|ing)\b[^.;:\n]{0,40})\s+(?:on\s+)?(?:the\s+)?$"
)
_TAKEN_UP = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Tt]he\s+(?:two|visitors?|delegation)|[Tt]he\s+visiting)\b"
)
"""Words that take up who was told of before."""
_SHORT = 4
"""Letters of the words that headings do not capitalise, at most."""
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_STOP = re.compile(r"(?<![A-Z])(?<![A-Z][a-z])(?<![A-Z][a-z]{2})(?<![A-Z][a-z]{3})\.\s|\n")
"""The end of a sentence, not that of "Mr." or "Sept."."""
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
        if timex.kind in {"point", "span"} and (timex.rule in _DATES or _of_a_week(timex, published)):
            frame = frame if frame is not None and near and _inside(timex, frame) else timex
            at = timex.span.end
        elif frame is not None and near:
            timex = _within(text, timex, frame, published)
        out.append(timex)
    return out or found


def _of_a_week(timex: Timex, published: date | None) -> bool:
    """ "Next week", "on Tuesday and Wednesday of next week": days to come, whatever the tense."""
    days = timex.interval("future")
    if timex.rule not in {"unit", *_WEEKDAYS} or days is None or days != timex.interval("past"):
        return False
    return 1 < days.days <= _WEEK and published is not None and days.start > published


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
    vague = bounds.days > 1 and not bounds.lasting  # "on Jan. 16 or 23", but "in the week of Jan. 16"
    if bounds.days > _LONGEST or (vague and bounds.days != _WEEK):
        return timex
    reading = timex.reading
    if timex.rule == "day-only" and not _OTHER_MONTH.search(timex.text):
        start = _numbered(days.start.day, bounds.start)
        moved = _fitting(text, days, start, frame, bounds)
        if moved is None:
            return timex
        reading = replace(reading, past=moved) if moved.start <= published else replace(reading, future=moved)
    elif (
        timex.rule in _WEEKDAYS and published < days.start < bounds.start and _of_the_same(text, timex, frame)
    ):
        moved = _fitting(text, days, weekday_after(bounds.start, days.start.weekday()), frame, bounds)
        if moved is None:
            return timex
        reading = replace(reading, future=moved)
    return timex if reading == timex.reading else replace(timex, reading=reading, base=frame)


def _of_the_same(text: str, timex: Timex, frame: Timex) -> bool:
    """Whether a weekday is told of whom the dates before it are: of "he", of a name beside these, or of all
    below a heading."""
    own, others = _sentence(text, timex), _sentence(text, frame)
    heading = frame.rule in _DATES and not any(
        word[0].islower() for word in others.split() if len(word) > _SHORT
    )
    if own == others or heading or _TAKEN_UP.search(own) is not None:
        return True
    return frame.rule in _DATES and bool(
        {*_NAME.findall(own)} & {*_NAME.findall(others)} - {*_NAME.findall(timex.text)}
    )


def _sentence(text: str, timex: Timex) -> str:
    """About the sentence that a date stands in."""
    start = max(
        (one.end() for one in _STOP.finditer(text, max(0, timex.span.start - _REACH), timex.span.start)),
        default=0,
    )
    stop = _STOP.search(text, timex.span.end)
    return text[start : stop.start() if stop is not None else len(text)]


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
