"""Days counted on: "Monday week", "a week from Friday", "the week after next", "the 14th instant"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from communique.extraction.time.days import (
    bounded,
    month_of,
    safe_date,
    shift_month,
    week_of,
    weekday_after,
    weekday_before,
    weekend_of,
    year_of,
)
from communique.extraction.time.draft import Draft, Family, Match, Reader, Rule, group
from communique.extraction.time.timex import Direction, Reading
from communique.extraction.time.words import (
    DAYTIME,
    NUMBER,
    ORDINAL_DAY,
    WEEKDAY,
    day_number,
    number,
    weekday_number,
)
from communique.model.when import Interval

_WEDNESDAY = 2
_WEEKS = {"week": 1, "fortnight": 2}
_WITHIN = {"hour": 1, "day": 7, "week": 30, "month": 183}
"""How far "within days" reaches, in days by unit."""
_DAYS = {"hour": 1, "day": 1, "week": 7, "fortnight": 14, "month": 30}


def _weeks_on(match: Match, published: date | None) -> Draft | None:
    """ "Monday week", "Tuesday fortnight", "a week from Friday", "two weeks on Sunday"."""
    if published is None:
        return Draft("point", hint="future")
    count = number(group(match, "n") or "a") * _WEEKS[match["unit"].lower().rstrip("s")]
    first = weekday_after(published, weekday_number(match["wd"]), strict=True)
    day = Interval.day(first + timedelta(weeks=count))
    return Draft("point", Reading.of(day), "future")


def _weeks_ago(match: Match, published: date | None) -> Draft | None:
    """ "A week ago on Monday", "Tuesday a week ago", "two weeks ago today"."""
    if published is None:
        return Draft("point", hint="past")
    weeks = number(match["n"]) * _WEEKS[match["unit"].lower().rstrip("s")]
    said = group(match, "wd")
    last = weekday_before(published, weekday_number(said)) if said else published
    return Draft("point", Reading.of(Interval.day(last - timedelta(weeks=weeks))), "past")


def _day_of_week(match: Match, published: date | None) -> Draft | None:
    """ "Next week on Thursday", "last week Tuesday"."""
    by = {"last": -7, "next": 7}.get(match["which"].lower(), 0)
    hint: Direction | None = "past" if by < 0 else "future" if by > 0 else None
    if published is None:
        return Draft("point", hint=hint)
    day = week_of(published).start + timedelta(days=weekday_number(match["wd"]) + by)
    return Draft("point", Reading.of(Interval.day(day)), hint)


def _next_but_one(match: Match, published: date | None) -> Draft | None:
    """ "The week after next", "the year before last"."""
    by: int = 2 if match["way"].lower().startswith("after") else -2
    hint: Direction = "future" if by > 0 else "past"
    if published is None:
        return Draft("point", hint=hint)
    unit = match["unit"].lower()
    if unit == "week":
        return Draft("point", Reading.of(week_of(published + timedelta(weeks=by))), hint)
    if unit == "month":
        return Draft("point", Reading.of(month_of(*shift_month(published.year, published.month, by))), hint)
    return Draft("point", Reading.of(year_of(published.year + by)), hint)


def _of_month(match: Match, published: date | None) -> Draft | None:
    """ "The 14th instant", "the 25th ultimo", "the 2nd prox.", "the 5th of the month"."""
    if published is None:
        return Draft("point")
    word = (group(match, "which") or "").lower().rstrip(".")
    by = -1 if word.startswith("ult") else 1 if word.startswith("prox") else 0
    day = safe_date(*shift_month(published.year, published.month, by), day_number(match["d1"]))
    return Draft("point", Reading.of(Interval.day(day))) if day is not None else None


def _within(match: Match, published: date | None) -> Draft | None:
    """ "Within two weeks", "within days": any day until then."""
    if published is None:
        return Draft("point", hint="future")
    unit = match["unit"].lower()
    count = group(match, "n")
    reach = number(count) * _DAYS[unit] if count else _WITHIN.get(unit)
    if reach is None:
        return None
    last = published + timedelta(days=reach)
    return Draft("point", Reading.of(Interval(published, last, "month" if reach <= 62 else "year")), "future")


def _rolling(match: Match, published: date | None) -> Draft | None:
    """ "Over the past week", "within the next month": the days up to today, or from it."""
    hint: Direction = "past" if match["which"].lower() in {"past", "last"} else "future"
    if published is None:
        return Draft("point", hint=hint)
    reach = timedelta(days=_DAYS[match["unit"].lower()])
    low, high = (published - reach, published) if hint == "past" else (published, published + reach)
    return Draft("point", Reading.of(Interval(low, high, "month")), hint)


def _before_last(_match: Match, published: date | None) -> Draft | None:
    if published is None:
        return Draft("point", hint="past")
    return Draft("point", Reading.of(Interval.day(published - timedelta(days=2))), "past")


def _turn_of_year(_match: Match, published: date | None) -> Draft | None:
    """ "Around the turn of the year": the week before and after New Year."""
    if published is None:
        return Draft("point")
    turns = [date(published.year + by, 1, 1) for by in (0, 1)]
    past, future = (Interval(one - timedelta(days=7), one + timedelta(days=6), "month") for one in turns)
    return Draft(
        "point", Reading(bounded(past, "past", published), bounded(future, "future", published), past)
    )


def _weekend_talks(_match: Match, published: date | None) -> Draft | None:
    """ "Weekend talks": those of the last weekend early in the week, else those of the weekend at its end."""
    if published is None:
        return Draft("point")
    near = weekend_of(published)
    early = published.weekday() <= _WEDNESDAY
    return Draft("point", Reading.of(weekend_of(published - timedelta(days=7)) if early else near))


def _rule(name: str, family: Family, pattern: str, read: Reader) -> Rule:
    return Rule(name, family, re.compile(pattern), read)


_SPAN = r"(?P<unit>weeks?|fortnight)"
_COUNT = rf"(?P<n>(?i:{NUMBER}))"

RULES = (
    _rule(
        "weeks-on",
        "unit",
        rf"\b{_COUNT}\s+{_SPAN}\s+(?:from|on)\s+(?:next\s+)?(?P<wd>{WEEKDAY})\b{DAYTIME}",
        _weeks_on,
    ),
    _rule(
        "weeks-on",
        "unit",
        rf"\b(?P<wd>{WEEKDAY})\s+(?P<unit>fortnight\b|week(?=\s*(?:[.,;:)]|$|\b(?:for|to|in|at|with|when|and)\b)))",
        _weeks_on,
    ),
    _rule(
        "weeks-ago",
        "from now",
        rf"\b{_COUNT}\s+{_SPAN}\s+ago\s+(?:on\s+|last\s+)?(?P<wd>{WEEKDAY})\b{DAYTIME}",
        _weeks_ago,
    ),
    _rule("weeks-ago", "from now", rf"\b(?P<wd>{WEEKDAY}),?\s+{_COUNT}\s+{_SPAN}\s+ago\b", _weeks_ago),
    _rule("weeks-ago", "from now", rf"\b{_COUNT}\s+{_SPAN}\s+ago\s+to-?day\b", _weeks_ago),
    _rule(
        "day-of-week",
        "unit",
        rf"\b(?P<which>[Nn]ext|[Ll]ast|[Tt]his)\s+week,?\s+(?:on\s+)?(?P<wd>{WEEKDAY})\b"
        rf"(?!\s*(?:and|to|or|-|–)\s){DAYTIME}",
        _day_of_week,
    ),
    _rule(
        "next-but-one",
        "unit",
        r"\b(?:[Tt]he\s+)?(?P<unit>week|month|year)\s+(?P<way>after\s+next|before\s+last)\b",
        _next_but_one,
    ),
    _rule(
        "of-month",
        "number",
        rf"\b(?:[Tt]he|[Oo]n)\s+(?P<d1>{ORDINAL_DAY})\s+(?:(?P<which>inst(?:ant)?\b\.?|ult(?:imo)?\b\.?"
        r"|prox(?:imo)?\b\.?)|of\s+the\s+month\b)",
        _of_month,
    ),
    _rule(
        "within",
        "unit",
        rf"\b[Ww]ithin\s+(?:(?:(?:about|some|the\s+next|the\s+coming)\s+)?{_COUNT}\s+(?=\w)|(?=\w+s\b))"
        r"(?P<unit>hour|day|week|fortnight|month)s?\b(?!\s+(?:of|after|from)\b)",
        _within,
    ),
    _rule(
        "rolling",
        "unit",
        r"\b(?:[Oo]ver|[Dd]uring|[Ii]n|[Ww]ithin)\s+the\s+(?P<which>past|last|next|coming)\s+(?P<unit>week|month)\b"
        r"(?!\s+of\b)",
        _rolling,
    ),
    _rule(
        "weekend-talks",
        "unit",
        r"\bweek-?end(?=\s+(?:summit|talks|meetings?|visit|trip|conference|session|retreat|gathering)\b)",
        _weekend_talks,
    ),
    _rule("turn-of-year", "unit", r"\b(?:the\s+)?turn\s+of\s+the\s+year\b", _turn_of_year),
    _rule("before-last", "unit", r"\b(?:the\s+)?(?:night|evening)\s+before\s+last\b", _before_last),
)
