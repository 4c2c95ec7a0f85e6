"""Calendar days: "3 November 1994", "Nov. 18-19", "from 10 to 16 December", "11/3/1994", "the 15th"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from communique.extraction.time.days import safe_date, shift_month, week_of, weekend_of
from communique.extraction.time.draft import (
    Draft,
    Family,
    Match,
    Reader,
    Rule,
    group,
    in_year,
    point_or_span,
    tense_of,
)
from communique.extraction.time.timex import Direction, Reading
from communique.extraction.time.words import (
    AND,
    DAY,
    FIRST_YEAR,
    FROM,
    MONTH,
    ORDINAL_DAY,
    TAIL,
    TO,
    TO_OR_AND,
    WEEKDAY,
    WEEKDAY_FIRST,
    WEEKDAY_TOO,
    WORD_DAY,
    YEAR,
    day_number,
    month_number,
    weekday_number,
)
from communique.model.when import Interval

_GOING_ON = (
    "and|to|in|at|for|with|when|where|while|before|after|during|under|as|but|by|instead"
    "|he|she|they|it|who|which|this"
)
"""What may follow "on the 15th" where the 15th is a day and no anniversary or session."""


def _lasting(joint: str | None, first: date, last: date) -> Interval | None:
    if last < first or (last - first).days > 366:
        return None
    if joint and joint.lower() == "between":
        return Interval(first, last, "day" if first == last else "month")
    return Interval(first, last, "day", lasting=first != last)


def _day_range(match: Match, published: date | None) -> Draft | None:
    """Two days, in one month or two, perhaps across New Year."""
    month1 = month_number(match["m1"])
    month2 = month_number(group(match, "m2") or match["m1"])
    day1, day2 = day_number(match["d1"]), day_number(match["d2"])

    def build(year: int) -> Interval | None:
        first, last = safe_date(year, month1, day1), safe_date(year, month2, day2)
        if first and last and last < first and month2 < month1:
            if group(match, "year"):
                first = safe_date(year - 1, month1, day1)
            else:
                last = safe_date(year + 1, month2, day2)
        if group(match, "year1") and last:
            first = safe_date(int(match["year1"]), month1, day1)
        return _lasting(group(match, "joint"), first, last) if first and last else None

    return point_or_span(in_year(match, published, build), hint=tense_of(match))


def _day_list(match: Match, published: date | None) -> Draft | None:
    """ "January 23, 24 and 25", "the 3rd, 4th and 5th of May": lasting where the days follow each other."""
    month = month_number(match["m1"])
    days = [day_number(d) for d in re.findall(DAY, match["days"])]

    def build(year: int) -> Interval | None:
        known = [found for one in days if (found := safe_date(year, month, one))]
        if len(known) != len(days) or known != sorted(known):
            return None
        joined = (known[-1] - known[0]).days == len(known) - 1
        return Interval(known[0], known[-1], "day" if joined else "month", lasting=joined and len(known) > 1)

    return point_or_span(in_year(match, published, build), hint=tense_of(match))


def _one_day(match: Match, published: date | None) -> Draft | None:
    month, day = month_number(match["m1"]), day_number(match["d1"])

    def build(year: int) -> Interval | None:
        found = safe_date(year, month, day)
        return Interval.day(found) if found else None

    weekday = group(match, "wd")
    if weekday and not group(match, "year") and not group(match, "tail"):
        wanted = weekday_number(weekday)

        def right(year: int) -> Interval | None:
            found = build(year)
            return found if found and found.start.weekday() == wanted else None

        fitting = in_year(match, published, right)
        if fitting.either is not None and published and abs((fitting.either.start - published).days) < 400:
            return Draft("point", Reading.of(fitting.either))
    return point_or_span(in_year(match, published, build), hint=tense_of(match))


def _iso(match: Match, _published: date | None) -> Draft | None:
    found = safe_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Draft("point", Reading.of(Interval.day(found))) if found else None


def _numeric(match: Match, published: date | None) -> Draft | None:
    """ "11/3/1994": read only where one order is impossible, or only one lies near the publication."""
    year = int(match["y"])
    if len(match["y"]) == 2:
        year += 2000 if year < 50 else 1900
    a, b = int(match["a"]), int(match["b"])
    readings = {found for found in (safe_date(year, b, a), safe_date(year, a, b)) if found}
    if match["sep"] == ".":
        readings = {found for found in (safe_date(year, b, a),) if found}
    if len(readings) > 1 and published is not None:
        readings = {one for one in readings if abs(one - published) <= timedelta(days=45)} or readings
    if len(readings) != 1:
        return Draft("point")
    return Draft("point", Reading.of(Interval.day(readings.pop())))


def _numeric_range(match: Match, _published: date | None) -> Draft | None:
    """ "14-16.03.2014"."""
    first, last = (safe_date(int(match["y"]), int(match["m"]), int(match[day])) for day in ("d1", "d2"))
    days = _lasting(None, first, last) if first and last else None
    return point_or_span(Reading.of(days)) if days is not None else None


def _day_only(match: Match, published: date | None) -> Draft | None:
    """Days of the month alone ("the 15th", "the next 23rd and 24th"): past or to come, as the tense asks."""
    if published is None:
        return Draft("point")
    days = [day_number(d) for d in re.findall(ORDINAL_DAY, match["days"])]
    candidates: list[Interval] = []
    for index in range(published.year * 12 + published.month - 3, published.year * 12 + published.month + 2):
        known = [found for one in days if (found := safe_date(index // 12, index % 12 + 1, one))]
        if len(known) == len(days):
            candidates.append(Interval(known[0], known[-1], "day", lasting=len(known) > 1))
    if (weekday := group(match, "wd")) and len(days) == 1:  # "Monday the 24th"
        wanted = weekday_number(weekday)
        candidates = [one for one in candidates if one.start.weekday() == wanted] or candidates
    past = [one for one in candidates if one.start <= published] or candidates
    future = [one for one in candidates if one.end >= published] or candidates[-1:]
    if tail := (group(match, "tail") or "").lower():
        year, month = shift_month(
            published.year, published.month, {"last": -1, "next": 1}.get(tail.split()[0], 0)
        )
        return point_or_span(
            Reading.of(
                next((one for one in candidates if (one.start.year, one.start.month) == (year, month)), None)
            )
        )
    which = (group(match, "which") or "").lower()
    hint: Direction | None = (
        "future" if which in {"next", "coming"} else "past" if which in {"last", "past"} else None
    )
    return point_or_span(Reading(past[-1], future[0], past[-1]), hint=hint)


def _week_of_day(match: Match, published: date | None) -> Draft | None:
    month, day = (
        month_number(group(match, "m1") or match["m3"]),
        day_number(group(match, "d1") or match["d3"]),
    )

    def build(year: int) -> Interval | None:
        found = safe_date(year, month, day)
        if found is None:
            return None
        if match["unit"] != "week":
            return weekend_of(found)
        return week_of(found) if match["way"] == "of" else Interval(found, found + timedelta(days=6), "month")

    return Draft("point", in_year(match, published, build))


def _rule(name: str, family: Family, pattern: str, read: Reader) -> Rule:
    return Rule(name, family, re.compile(pattern), read)


RULES = (
    _rule(
        "week-of",
        "month",
        rf"\b(?:the\s+)?(?P<unit>week|week-?end)\s+(?P<way>of|beginning|starting|commencing|from)\s+{WEEKDAY_FIRST}(?:"
        rf"(?P<m1>{MONTH})\s*(?P<d1>{DAY})|(?P<d3>{DAY})\s+(?P<m3>{MONTH})){TAIL}",
        _week_of_day,
    ),
    _rule(
        "day-range",
        "month",
        rf"\b{FROM}{WEEKDAY_FIRST}(?P<d1>{DAY})\s+(?:of\s+)?(?P<m1>{MONTH}){FIRST_YEAR}{TO_OR_AND}"
        rf"{WEEKDAY_TOO}(?P<d2>{DAY})\s+(?:of\s+)?(?P<m2>{MONTH}){TAIL}",
        _day_range,
    ),
    _rule(
        "day-range",
        "month",
        rf"\b{FROM}{WEEKDAY_FIRST}(?P<m1>{MONTH})\s*(?P<d1>{DAY}){FIRST_YEAR}{TO_OR_AND}{WEEKDAY_TOO}"
        rf"(?P<m2>{MONTH})\s*(?P<d2>{DAY}){TAIL}",
        _day_range,
    ),
    _rule(
        "day-range",
        "month",
        rf"\b{FROM}{WEEKDAY_FIRST}(?P<d1>{DAY}){TO_OR_AND}{WEEKDAY_TOO}(?P<d2>{DAY})\s+(?:of\s+)?"
        rf"(?P<m1>{MONTH})\b{TAIL}",
        _day_range,
    ),
    _rule(
        "day-range",
        "month",
        rf"\b{FROM}{WEEKDAY_FIRST}(?P<m1>{MONTH})\s*(?P<d1>{DAY}){TO_OR_AND}{WEEKDAY_TOO}(?P<d2>{DAY})"
        rf"(?!\s+{MONTH}){TAIL}",
        _day_range,
    ),
    _rule(
        "day-list",
        "month",
        rf"\b(?P<m1>{MONTH})\s*(?P<days>{DAY}(?:,\s*{DAY})+{AND}{DAY}){TAIL}",
        _day_list,
    ),
    _rule(
        "day-list",
        "month",
        rf"\b(?P<days>{DAY}(?:,\s*{DAY})+{AND}(?:the\s+)?{DAY})\s+(?:of\s+)?(?P<m1>{MONTH})\b{TAIL}",
        _day_list,
    ),
    _rule(
        "day-month",
        "month",
        rf"\b{WEEKDAY_FIRST}(?:the\s+)?(?P<d1>{DAY})\s+(?:of\s+)?(?P<m1>{MONTH})(?![a-z]){TAIL}",
        _one_day,
    ),
    _rule(
        "month-day",
        "month",
        rf"\b{WEEKDAY_FIRST}(?P<m1>{MONTH})\s*(?:the\s+)?(?P<d1>{DAY})(?!\s*(?:people|,\d)){TAIL}",
        _one_day,
    ),
    _rule(
        "iso",
        "number",
        r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>[01]?\d)(?P=sep)(?P<d>[0-3]?\d)(?![\d/-]|\.\d)",
        _iso,
    ),
    _rule(
        "year-first",
        "month",
        rf"(?<![\d-])(?P<year>{YEAR})\s+(?P<m1>{MONTH})\s+(?P<d1>{DAY})(?!\s*,?\s*{YEAR})",
        _one_day,
    ),
    _rule("day-month", "month", rf"(?<![\d-])(?P<d1>\d\d?)-(?P<m1>{MONTH})-(?P<year>{YEAR})", _one_day),
    _rule(
        "day-month",
        "month",
        rf"\b{WEEKDAY_FIRST}(?:the\s+)?(?P<d1>{WORD_DAY})(?:\s+day)?\s+of\s+(?P<m1>{MONTH})(?![a-z]){TAIL}",
        _one_day,
    ),
    _rule(
        "numeric-range",
        "number",
        r"(?<![\d/.-])(?P<d1>\d{1,2})\.?\s?[-–]\s?(?P<d2>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?!\d)",
        _numeric_range,
    ),
    _rule(
        "numeric",
        "number",
        r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?!"
        r"[\d/-]|\.\d)",
        _numeric,
    ),
    _rule(
        "day-only",
        "number",
        rf"\b(?:(?:(?P<wd>{WEEKDAY}),?\s+)(?:the\s+)?|(?:[Tt]he|[Oo]n)\s+(?:(?P<which>next|coming|last|past)\s+)?)"
        rf"(?P<days>{ORDINAL_DAY}(?:(?:,\s*|{AND}|{TO})(?:the\s+)?{ORDINAL_DAY})*)"
        rf"(?=\s*(?:[.,;:)]|of\s+(?:this|next|last)\s+month|$|\b(?:{_GOING_ON})\b))"
        r"(?:\s+of\s+(?P<tail>(?:this|next|last)\s+month))?",
        _day_only,
    ),
)
