"""Dates that belong together: "tomorrow, Thursday" is one day, "from Thursday until Nov. 24" one span."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from communique.extraction.time.days import safe_date, weekday_after
from communique.extraction.time.timex import Direction, Reading, Timex, TimexKind
from communique.model.text import Span
from communique.model.when import Interval

_TO = re.compile(
    r"\s*(?:-|–|—|\b(?:to|until|till|through|up\s+to)\b)\s*(?:the\s+)?"
    r"(?:(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)\s+of\s+)?",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|between|open(?:s|ed)|beginning|starting|runs?|lasts?)\s+(?:on\s+)?(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|or|&)\s+(?:again\s+)?(?:on\s+)?|,\s*", re.IGNORECASE)
_SAME = re.compile(r"\s*[,(]\s*(?:that\s+is\s+)?(?:on\s+)?(?:the\s+)?", re.IGNORECASE)
_BRACKET = re.compile(r"\(\s*(?P<d1>\d{1,2})(?:\s*[-–]\s*(?P<d2>\d{1,2}))?\s*\)")
_REACH = 60
"""Characters from one pair of brackets to the next."""
_LONGEST = 31
"""Days that a span of two dates lasts at most."""
_DIRECTIONS: tuple[Direction, ...] = ("past", "future")


def joined(text: str, found: list[Timex]) -> list[Timex]:
    """The expressions with those that say one thing together made one."""
    out: list[Timex] = []
    for timex in found:
        before = out[-1] if out else None
        if before is None or timex.span.start - before.span.end > _LONGEST:
            out.append(timex)
            continue
        between = text[before.span.end : timex.span.start]
        if _SAME.fullmatch(between) and _one_day(before, timex):
            continue
        span = _span(text, before, timex, between)
        if span is None:
            out.append(timex)
        else:
            out[-1] = span
    return out


def borrowed(text: str, found: list[Timex]) -> list[Timex]:
    """Days in brackets without their month, behind others in brackets: "Croatia (May 3-4), Serbia (5-6)"."""
    out: list[Timex] = []
    for index, timex in enumerate(found):
        out.append(timex)
        following = found[index + 1].span.start if index + 1 < len(found) else len(text)
        last = timex
        while (
            match := _BRACKET.search(text, last.span.end, min(following, last.span.end + _REACH))
        ) is not None:
            days = _borrowed_days(last, int(match["d1"]), int(match["d2"] or match["d1"]))
            if days is None or text[last.span.end : last.span.end + 1] != ")":
                break
            span = Span(match.start("d1"), match.end("d2") if match["d2"] else match.end("d1"))
            kind: TimexKind = "span" if days.lasting else "point"
            last = Timex(span, text[span.start : span.end], kind, "borrowed", Reading.of(days))
            out.append(last)
    return out


def _borrowed_days(last: Timex, first: int, final: int) -> Interval | None:
    before = last.interval("future")
    if before is None or before.precision != "day":
        return None
    start, end = (safe_date(before.end.year, before.end.month, day) for day in (first, final))
    if start is None or end is None or not before.start <= start <= end:
        return None
    return Interval(start, end, "day", lasting=start != end)


def _one_day(first: Timex, second: Timex) -> bool:
    """Whether the second only says again what the first says: "yesterday (Tuesday)", "today, May 3"."""
    if first.kind != "point" or second.kind != "point" or first.rule != "today":
        return False
    days = first.interval()
    if days is None or days.days != 1:
        return False
    again = [second.reading.by(direction) for direction in _DIRECTIONS]
    weekday = second.rule == "weekday" and again[0] is not None
    return days in again or (
        weekday and again[0] is not None and again[0].start.weekday() == days.start.weekday()
    )


def _span(text: str, first: Timex, last: Timex, between: str) -> Timex | None:
    if first.kind not in {"point", "span"} or last.kind not in {"point", "span", "excluded"}:
        return None
    run = bool(_TO.fullmatch(between) and _FROM.search(text, max(0, first.span.start - 40), first.span.start))
    listed = last.kind != "excluded" and bool(_AND.fullmatch(between))
    if not run and not (listed and (not between.startswith(",") or last.kind == "span")):
        return None
    either = " or " in between
    past, future = (_days(first, last, direction, listed, either) for direction in _DIRECTIONS)
    if past is None and future is None:
        return None
    span = Span(first.span.start, last.span.end)
    return replace(
        first,
        span=span,
        text=text[span.start : span.end],
        kind="span",
        rule="joined",
        reading=Reading(past, future, past or future),
        hint=first.hint or last.hint,
    )


def _days(first: Timex, last: Timex, direction: Direction, listed: bool, either: bool) -> Interval | None:
    """From the first day to the last; what is only listed has to follow without a gap."""
    start, end = first.interval(direction), last.interval(last.hint or direction)
    if start is None or end is None or "day" not in {start.precision} & {end.precision}:
        return None
    final = end.end
    if last.rule == "weekday" and last.hint is None and end.days == 1:
        final = weekday_after(start.end, final.weekday(), strict=True)
    if not 0 < (final - start.start).days <= _LONGEST:
        return None
    opening = final if last.kind != "span" else end.start
    if listed and opening - start.end != timedelta(days=1):
        return None
    return Interval(start.start, final, "day", lasting=not either)
