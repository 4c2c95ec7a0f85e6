"""Dates counted from the day of publication: "yesterday", "on Monday", "next week", "two months ago"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from communique.extraction.time.days import (
    around,
    bounded,
    by_tense,
    month_of,
    shift_month,
    week_of,
    weekday_after,
    weekday_before,
    weekend_of,
    year_of,
)
from communique.extraction.time.draft import Draft, Family, Match, Reader, Rule, group, point_or_span
from communique.extraction.time.timex import Direction, Reading
from communique.extraction.time.words import (
    AND,
    DAYTIME,
    FEW,
    MONTH,
    NUMBER,
    PART,
    TO,
    WEEKDAY,
    number,
    part_of,
    weekday_number,
)
from communique.model.when import Interval, Precision

_SUNDAY = 6
_LASTS = re.compile(r"\b(?:will|would|to|shall|may|might|could|should|can|expected\s+to)\s+$", re.IGNORECASE)
"""Before "last" where it is a verb."""
_FEW_DAYS = {"day": 10, "week": 42, "month": 183, "year": 5 * 365}
"""How far "recent days", "the coming weeks" reach: a bound, in days, by unit."""
_UNIT = r"(?P<unit>day|week|fortnight|month|year|decade|hour|minute|night|weekend)s?"


def _today(match: Match, published: date | None) -> Draft | None:
    shift: dict[str, tuple[int, Direction | None]] = {
        "yesterday": (-1, "past"), "today": (0, None), "tonight": (0, None), "tomorrow": (1, "future"),
        "overnight": (0, None), "last night": (-1, "past"), "last evening": (-1, "past"),
        "this morning": (0, None), "this afternoon": (0, None), "this evening": (0, None),
        "the day before yesterday": (-2, "past"),
        "the day after tomorrow": (2, "future"),
    }  # fmt: skip
    by, hint = shift[re.sub(r"\s+", " ", match["word"].lower()).replace("to-", "to")]
    if published is None:
        return Draft("point", hint=hint)
    return Draft("point", Reading.of(Interval.day(published + timedelta(days=by))), hint)


def _weekday(match: Match, published: date | None) -> Draft | None:
    which = (group(match, "which") or "").lower()
    hint: Direction | None = None
    if which in {"next", "coming", "the coming", "the following"} or "next" in which:
        hint = "future"
    elif which in {"last", "past", "the past"}:
        hint = "past"
    week = (group(match, "week") or "").lower()
    if published is None:
        return Draft("point", hint=hint)
    weekday = weekday_number(match["wd"])
    if week:
        return _weekday_of_week(week, weekday, published)
    past = weekday_before(published, weekday, strict=hint == "past")
    future = weekday_after(published, weekday, strict=hint == "future")
    return Draft("point", Reading(Interval.day(past), Interval.day(future), Interval.day(past)), hint)


def _weekday_of_week(week: str, weekday: int, published: date) -> Draft:
    by = -7 if "last" in week else 7 if "next" in week else 0
    day = week_of(published).start + timedelta(days=weekday + by)
    hint: Direction | None = "past" if by < 0 else "future" if by > 0 else None
    return Draft("point", Reading.of(Interval.day(day)), hint)


def _weekdays(match: Match, published: date | None) -> Draft | None:
    """ "Monday and Tuesday", "from Friday to Sunday": the last such days, or the next."""
    if published is None:
        return Draft("span")
    first, last = weekday_number(match["wd1"]), weekday_number(match["wd2"])
    length = (last - first) % 7
    if week := (group(match, "week") or "").lower():
        start = week_of(published).start + timedelta(days=first + {"last": -7, "next": 7}.get(week, 0))
        return point_or_span(Reading.of(Interval(start, start + timedelta(days=length), "day", length > 0)))
    future_start = weekday_after(published, first)
    if (published.weekday() - first) % 7 < min(length, 2):  # already running
        future_start = weekday_before(published, first)
    past_start = weekday_before(published, first)
    past_end = past_start + timedelta(days=length)
    if past_end > published and re.search(r"and|&", match["to"]):
        past_start -= timedelta(days=7)
        past_end -= timedelta(days=7)
    lasting = length > 0
    past = Interval(past_start, past_end, "day", lasting)
    future = Interval(future_start, future_start + timedelta(days=length), "day", lasting)
    which = (group(match, "which") or "").lower()
    hint: Direction | None = "future" if which == "next" else "past" if which == "last" else None
    return point_or_span(Reading(past, future, past), hint=hint)


_STEP = {
    "last": -1,
    "previous": -1,
    "past": -1,
    "this": 0,
    "current": 0,
    "same": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
}


def _unit_of(unit: str, by: int, part: str | None, published: date) -> Interval:
    """The week, month, year or weekend ``by`` units from publication."""
    if unit == "week":
        return week_of(published + timedelta(days=7 * by), part)
    if unit == "fortnight":
        start = published + timedelta(days=14 * min(by, 0))
        return Interval(start, start + timedelta(days=14), "month")
    if unit == "month":
        return month_of(*shift_month(published.year, published.month, by), part)
    if unit == "year":
        return year_of(published.year + by, part)
    if unit == "decade":
        first = published.year // 10 * 10 + 10 * by
        return Interval(date(first, 1, 1), date(first + 9, 12, 31), "year")
    return weekend_of(published + timedelta(days=7 * by))


def _unit(match: Match, published: date | None) -> Draft | None:
    """ "last week", "early next year", "later this month", "earlier this week", "at the weekend"."""
    which = re.sub(r"^(?:the|this)\s+(?=\w)", "", match["which"].lower())
    unit, side = match["unit"].lower().replace("-", ""), (group(match, "side") or "").lower()
    by = _STEP[which]
    hint: Direction | None = "past" if by < 0 else "future" if by > 0 else None
    if side and by == 0:
        hint = "past" if side.startswith("earlier") else "future"
    if published is None:
        return Draft("point", hint=hint)
    part = part_of(group(match, "part"))
    interval = _unit_of(unit, by, part, published)
    if unit == "week" and by == 0 and published.weekday() == _SUNDAY and not side.startswith("earlier"):
        coming = week_of(published + timedelta(days=1), part)  # what is to come "this week" comes after it
        return Draft("point", Reading(bounded(interval, "past", published), coming, interval), hint)
    if side and by == 0:
        interval = _side(interval, side, published)
    if unit == "weekend" and by == 0:
        return _weekend(published)
    if unit == "weekend" and which == "coming":
        near = weekend_of(published)
        interval = near if near.start > published else interval
    return Draft("point", by_tense(interval, published), hint)


def _side(interval: Interval, side: str, published: date) -> Interval:
    if side.startswith("earlier"):
        return Interval(interval.start, published, interval.precision)
    tomorrow = min(published + timedelta(days=1), interval.end)
    return Interval(tomorrow, interval.end, interval.precision)


def _weekend(published: date) -> Draft:
    near = weekend_of(published)
    past = near if near.start <= published else weekend_of(published - timedelta(days=7))
    return Draft("point", Reading(bounded(past, "past", published), bounded(near, "future", published), near))


def _the_weekend(_match: Match, published: date | None) -> Draft | None:
    return _weekend(published) if published else Draft("point")


def _new_year(_match: Match, published: date | None) -> Draft | None:
    """ "in the new year": the first quarter of the year that begins next, or has just begun."""
    if published is None:
        return Draft("point", hint="future")
    year = published.year + (published.month > 3)
    return Draft("point", by_tense(year_of(year, "early"), published), "future")


def _end_of_unit(match: Match, published: date | None) -> Draft | None:
    """ "by the end of the year", "at the end of the month", "later in the week", "the end of next week"."""
    if published is None:
        return Draft("point")
    side = match["side"].lower()
    by = _STEP.get((group(match, "which") or "this").lower().replace("the ", ""), 0)
    interval = _unit_of(
        match["unit"].lower(), by, None if side in {"later", "earlier"} else part_of(side), published
    )
    hint: Direction | None = None
    if side in {"later", "earlier"}:
        interval = _side(interval, side, published)
        hint = "past" if side.startswith("earlier") else "future"
    if match["unit"].lower() == "year" and "end" in side:
        interval = month_of(published.year + by, 12)
    if group(match, "by") and interval.end >= published:
        return Draft("point", Reading.of(Interval(published, interval.end, interval.precision)), "future")
    return Draft("point", by_tense(interval, published), hint)


def _ago(match: Match, published: date | None) -> Draft | None:
    unit = match["unit"].lower()
    if unit in {"hour", "minute"}:
        return _hours(match, published, -1)
    if published is None:
        return Draft("point", hint="past")
    if re.search(r"[\d,.]$", match.string[: match.start()][-1:]):  # the end of a larger number
        return None
    word = match["n"]
    if re.fullmatch(FEW, word, re.IGNORECASE) or unit in {"night"}:
        return Draft("point", Reading.of(_recent(unit, published)), "past")
    count = number(word)
    about = bool(group(match, "about"))
    interval = _distant(unit, -count, published, about)
    tail = (group(match, "from") or "").lower()
    return Draft("point", Reading.of(interval), "past") if not tail else None


def _recent(unit: str, published: date) -> Interval:
    reach = _FEW_DAYS.get(unit, 10)
    precision: Precision = "year" if unit in {"year", "decade"} else "month"
    return Interval(published - timedelta(days=reach), published, precision)


def _distant(unit: str, count: int, published: date, about: bool) -> Interval:
    """``count`` units away, as exact as the unit: days count exactly, weeks name a week, months a month."""
    if unit == "day":
        return around(
            published + timedelta(days=count),
            1 if about or abs(count) > 9 else 0,
            "day" if abs(count) <= 9 and not about else "month",
        )
    if unit in {"week", "fortnight"}:
        return week_of(published + timedelta(days=count * (14 if unit == "fortnight" else 7)))
    if unit == "month":
        return month_of(*shift_month(published.year, published.month, count))
    if unit == "decade":
        count *= 10
    return year_of(min(max(published.year + count, 1), 9998))


def _hours(match: Match, published: date | None, sign: int) -> Draft:
    hint: Direction = "past" if sign < 0 else "future"
    if published is None:
        return Draft("point", hint=hint)
    word = match["n"]
    few = bool(re.fullmatch(FEW, word, re.IGNORECASE))
    days = 0 if few or match["unit"].lower() == "minute" else -(-number(word) // 24)
    other = published + timedelta(days=sign * days)
    low, high = sorted((published, other))
    return Draft("point", Reading.of(Interval(low, high, "day" if low == high else "month")), hint)


def _ahead(match: Match, published: date | None) -> Draft | None:
    """ "in two weeks", "in three days' time", "two weeks from now"; not "in two days of talks"."""
    unit = match["unit"].lower()
    if unit in {"hour", "minute"}:
        return _hours(match, published, 1)
    if published is None:
        return Draft("point", hint="future")
    word = match["n"]
    if unit in {"year", "decade"} and not group(match, "time"):  # "the first visit in ten years" looks back
        return Draft("duration")
    if re.fullmatch(FEW, word, re.IGNORECASE):
        return Draft("point", Reading.of(_coming(unit, published)), "future")
    return Draft(
        "point", Reading.of(_distant(unit, number(word), published, bool(group(match, "about")))), "future"
    )


def _coming(unit: str, published: date) -> Interval:
    precision: Precision = "year" if unit in {"year", "decade"} else "month"
    return Interval(published, published + timedelta(days=_FEW_DAYS.get(unit, 10)), precision)


def _recently(match: Match, published: date | None) -> Draft | None:
    """ "in recent weeks", "over the past two months", "in the coming days", "in the next few weeks"."""
    which, unit = match["which"].lower(), match["unit"].lower()
    word = group(match, "n")
    if which == "last" and word and _LASTS.search(match.string, 0, match.start("which")):
        return None  # "the visit will last three days"
    hint: Direction = "future" if which.split()[-1] in {"coming", "next", "following"} else "past"
    if published is None:
        return Draft("point", hint=hint)
    if word and not re.fullmatch(FEW, word, re.IGNORECASE):
        count = number(word) * {
            "day": 1,
            "week": 7,
            "fortnight": 14,
            "month": 30,
            "year": 365,
            "decade": 3650,
        }.get(unit, 1)
        precision: Precision = "month" if count <= 62 else "year"
        low, high = (
            (published, published + timedelta(days=count))
            if hint == "future"
            else (published - timedelta(days=count), published)
        )
        return Draft("point", Reading.of(Interval(low, high, precision)), hint)
    interval = _coming(unit, published) if hint == "future" else _recent(unit, published)
    return Draft("point", Reading.of(interval), hint)


def _rule(name: str, family: Family, pattern: str, read: Reader) -> Rule:
    return Rule(name, family, re.compile(pattern, re.IGNORECASE), read)


_EARLIER = r"(?:(?P<side>earlier|later)\s+(?:in\s+|on\s+)?)?"
_WHICH = r"(?P<which>last|next|this(?:\s+past|\s+coming)?|the\s+coming|the\s+past|the\s+current|past|coming)"
_ABOUT = r"(?:(?P<about>about|some|around|nearly|almost|roughly|over|more\s+than|less\s+than)\s+)?"

RULES = (
    _rule(
        "today",
        "unit",
        r"\b(?:(?:early|late|earlier|later)\s+)?(?P<word>the\s+day\s+before\s+yesterday|the\s+day\s+af"
        r"ter\s+to-?morrow|yesterday|to-?day|to-?night|to-?morrow|last\s+(?:night|evening)|this\s+(?:morning|afternoon|eve"
        rf"ning)|overnight){DAYTIME}\b",
        _today,
    ),
    Rule(
        "weekdays",
        "weekday",
        re.compile(
            r"\b(?:(?:[Ff]rom|[Bb]etween)\s+)?(?:(?P<which>[Nn]ext|[Ll]ast|[Tt]his)\s+)?"
            rf"(?P<wd1>{WEEKDAY}){DAYTIME}(?P<to>{TO}|{AND})(?:on\s+|next\s+)?(?P<wd2>{WEEKDAY}){DAYTIME}\b"
            r"(?:\s+(?:of\s+)?(?P<week>last|next|this)\s+week\b)?"
        ),
        _weekdays,
    ),
    Rule(
        "weekday",
        "weekday",
        re.compile(
            r"\b(?:(?:[Ee]arly|[Ll]ate|[Ee]arlier|[Ll]ater)(?:\s+on)?\s+)?"
            r"(?:(?P<which>(?:[Tt]his\s+|[Tt]he\s+)?(?:[Cc]oming|[Pp]ast)|[Ll]ast|[Nn]ext|[Tt]his|[Tt]he\s+following)\s+)?"
            r"(?<!Black )(?<!Bloody )(?<!Good )(?<!Easter )(?<!Palm )(?<!Holy )"
            rf"(?P<wd>{WEEKDAY}){DAYTIME}"
            r"(?:\s+(?:of\s+)?(?P<week>last\s+week|next\s+week|this\s+week))?"
        ),
        _weekday,
    ),
    Rule(
        "weekday",
        "weekday",
        re.compile(
            r"(?<=\b[Oo]n )(?P<wd>(?:Mon|Sat|Sun)\.|(?:Tues?|Wed|Thurs?|Fri)\b\.?)"
            rf"(?!\s+{MONTH}|\s*\d){DAYTIME}"
        ),
        _weekday,
    ),
    _rule(
        "unit",
        "unit",
        rf"\b{_EARLIER}{PART}?{_WHICH}\s+(?P<unit>week|month|year|week-?end|decade|fortnight)(?!-)\b(?!\s"
        r"+(?:and\s+a\s+half|of\s+talks|end))",
        _unit,
    ),
    _rule("new-year", "unit", r"\b(?:in|early\s+in)\s+the\s+new\s+year\b", _new_year),
    _rule("weekend", "unit", r"\b(?:at|over|on|during|for)\s+the\s+week-?end\b", _the_weekend),
    _rule(
        "end-of-unit",
        "unit",
        r"\b(?:(?P<by>by|before)\s+)?(?:the\s+)?(?P<side>end|beginning|start|middle|early\s+part|latter\s+part"
        r"|later|earlier|late|early)\s+(?:of|in)\s+(?:the\s+)?(?:(?P<which>this|next|last|current|comin"
        r"g)\s+)?(?P<unit>week|month|year)\b",
        _end_of_unit,
    ),
    _rule("ago", "from now", rf"\b{_ABOUT}(?P<n>{NUMBER}|{FEW})\s+{_UNIT}\s+ago\b(?P<from>)", _ago),
    _rule(
        "ahead",
        "unit",
        rf"\b(?:with)?in\s+{_ABOUT}(?P<n>{NUMBER}|{FEW})\s+{_UNIT}(?:['’]s?)?(?:(?P<time>\s+time)|(?="
        r"\s*(?:[.,;]|to\b|at\b|when\b|in\s+(?-i:[A-Z])|$)))",
        _ahead,
    ),
    _rule(
        "from-now",
        "from now",
        rf"\b{_ABOUT}(?P<n>{NUMBER}|{FEW})\s+{_UNIT}\s+(?P<time>from\s+(?:now|today)|hence)\b",
        _ahead,
    ),
    _rule(
        "recent",
        "unit",
        r"\b(?:in|over|during|for|within)?\s*(?P<which>recent|the\s+(?:last|past|next|coming|recent|fo"
        rf"llowing)|(?:last|past|next|coming))\s+(?:(?P<n>{NUMBER}|few|several|couple\s+of)\s+)?"
        r"(?P<unit>day|week|fortnight|month|year)s\b(?!\s+of\s+(?:the\s+(?:month|year)|(?-i:[A-Z])))",
        _recently,
    ),
)  # fmt: skip
