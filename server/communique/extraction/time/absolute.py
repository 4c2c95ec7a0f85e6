"""Calendar dates: "3 November 1994", "Nov. 18-19", "from 10 to 16 December", "late January", "in 2003"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from communique.extraction.time.days import (
    by_tense,
    month_end,
    month_of,
    safe_date,
    season_of,
    shift_month,
    week_of,
    year_of,
)
from communique.extraction.time.draft import Draft, Family, Match, Rule, group, in_year, point_or_span
from communique.extraction.time.timex import Direction, Reading
from communique.extraction.time.words import (
    AND,
    DAY,
    MONTH,
    ORDINAL_DAY,
    PART,
    SHORT_WEEKDAY,
    TO,
    WEEKDAY,
    YEAR,
    day_number,
    month_number,
    part_of,
    weekday_number,
)
from communique.model.when import Interval

_TAIL = (
    r"(?:\s+(?:of\s+)?(?P<tail>(?:last|this|next|the\s+previous|the\s+same|the\s+following)\s+year)|,?\s*(?:of\s+)?(?P<year>"
    + YEAR
    + r"))?"
)
_WD = r"(?:(?P<wd>" + WEEKDAY + "|" + SHORT_WEEKDAY + r"),?\s+\(?(?:the\s+)?)?"
_WD2 = r"(?:(?:" + WEEKDAY + "|" + SHORT_WEEKDAY + r"),?\s+(?:the\s+)?)?"
_DAYS = rf"(?:{WEEKDAY}\s*(?:,|and|to|-|–)\s*{WEEKDAY},?\s+\(?)?"
_FROM = rf"{_DAYS}(?:(?P<joint>[Ff]rom|[Bb]etween)\s+)?(?:[Tt]he\s+)?(?:(?P<which>next|coming|last|past)\s+)?{_DAYS}"
_TOAND = r"(?P<to>" + TO + "|" + AND + r")(?:the\s+)?"
_YEAR1 = r"(?:,?\s*(?P<year1>" + YEAR + r"))?"


def _lasting(joint: str | None, first: date, last: date) -> Interval | None:
    if last < first or (last - first).days > 366:
        return None
    if joint and joint.lower() == "between":
        return Interval(first, last, "day" if first == last else "month")
    return Interval(first, last, "day", lasting=first != last)


def _hint(match: Match) -> Direction | None:
    tail = (group(match, "tail") or group(match, "which") or "").lower()
    return "past" if "last" in tail else "future" if "next" in tail else None


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

    return point_or_span(in_year(match, published, build), hint=_hint(match))


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

    return point_or_span(in_year(match, published, build), hint=_hint(match))


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
    return point_or_span(in_year(match, published, build), hint=_hint(match))


def _month(match: Match, published: date | None) -> Draft | None:
    if match["m1"].lower() in {"may", "march", "mar", "mar."} and not _month_meant(match):
        return None
    part = part_of(group(match, "part"))
    month = month_number(match["m1"])
    if (which := group(match, "which")) and published:
        return _which_month(which.lower(), month, part, published)
    reading = in_year(match, published, lambda year: month_of(year, month, part))
    return Draft("point", reading, _hint(match))


def _month_meant(match: Match) -> bool:
    """Whether May and March are months here, by what stands around them."""
    if group(match, "part") or group(match, "which") or group(match, "year") or group(match, "tail"):
        return True
    before = match.string[max(0, match.start() - 12) : match.start()].lower()
    after = match.string[match.end() : match.end() + 12]
    if re.search(
        r"\b(?:in|since|until|till|by|during|of|from|to|and|or|for|before|after|through|between|mid|every|each)[\s-]+$",
        before,
    ):
        return not (before.rstrip().endswith(("to", "for", "and", "of")) and re.match(r"\s+[A-Z]", after))
    return bool(
        re.match(r"(?:'s|’s)?\s+(?:visit|summit|meeting|talks|trip|conference|elections?|session)\b", after)
    )


def _which_month(which: str, month: int, part: str | None, published: date) -> Draft:
    """ "last May": the last one that is over; "next May": the next that has not begun; "this May": this year's."""
    if which in {"last", "past", "the past"}:
        year = published.year - (month >= published.month)
        return Draft("point", Reading.of(month_of(year, month, part)), "past")
    if which in {"next", "coming", "the coming"}:
        year = published.year + (month <= published.month)
        return Draft("point", Reading.of(month_of(year, month, part)), "future")
    interval = month_of(published.year, month, part)
    return Draft("point", by_tense(interval, published))


def _month_range(match: Match, published: date | None) -> Draft | None:
    month1, month2 = month_number(match["m1"]), month_number(match["m2"])

    def build(year: int) -> Interval | None:
        end = year + (month2 < month1)
        if group(match, "year") and month2 < month1:
            year, end = year - 1, year
        start = int(match["year1"]) if group(match, "year1") else year
        first, last = date(start, month1, 1), month_end(end, month2)
        return (
            Interval(first, last, "season" if (last - first).days < 100 else "year")
            if first <= last
            else None
        )

    return Draft("point", in_year(match, published, build), _hint(match))


def _year(match: Match, published: date | None) -> Draft | None:
    return Draft("point", by_tense(year_of(int(match["year"]), part_of(group(match, "part"))), published))


def _years(match: Match, published: date | None) -> Draft | None:
    first = int(match["y1"])
    last = int(match["y2"]) if len(match["y2"]) == 4 else first // 100 * 100 + int(match["y2"])
    if not 0 < last - first < 100:
        return None
    return Draft("span", Reading.of(Interval(date(first, 1, 1), date(last, 12, 31), "year", lasting=True)))


def _decade(match: Match, published: date | None) -> Draft | None:
    first = int(match["decade"])
    first = first if first > 100 else 1900 + first if first >= 20 else 2000 + first
    low, high = {None: (0, 9), "early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part_of(group(match, "part"))]
    return Draft("point", Reading.of(Interval(date(first + low, 1, 1), date(first + high, 12, 31), "year")))


def _season(match: Match, published: date | None) -> Draft | None:
    part, season = part_of(group(match, "part")), match["season"].lower()
    which = (group(match, "which") or "").lower()
    if which in {"last", "next", "this", "the coming", "coming", "the past", "past"} and published:
        around = [season_of(published.year + k, season, part) for k in (-2, -1, 0, 1)]
        if which in {"last", "past", "the past"}:
            return Draft("point", Reading.of([one for one in around if one.end < published][-1]), "past")
        if which in {"next", "the coming", "coming"}:
            return Draft("point", Reading.of(next(one for one in around if one.start > published)), "future")
        return Draft("point", in_year(match, published, lambda year: season_of(year, season, part)))
    return Draft("point", in_year(match, published, lambda year: season_of(year, season, part)), _hint(match))


def _quarter(match: Match, published: date | None) -> Draft | None:
    index = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 3, "final": 3}[match["which"].lower()]
    size = 3 if match["unit"].lower() == "quarter" else 6
    if size == 6 and index > 1:
        index = 1
    reading = in_year(
        match, published, lambda year: Interval(
            date(year, index * size + 1, 1), month_end(year, index * size + size), "season" if size == 3 else "year"
        ) if index * size < 12 else None
    )  # fmt: skip
    return Draft("point", reading)


def _iso(match: Match, published: date | None) -> Draft | None:
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


def _day_only(match: Match, published: date | None) -> Draft | None:
    """ "the 15th", "the next 23rd and 24th": of the month before or after publication that the tense asks for."""
    if published is None:
        return Draft("point")
    days = [day_number(d) for d in re.findall(ORDINAL_DAY, match["days"])]
    candidates: list[Interval] = []
    for index in range(published.year * 12 + published.month - 3, published.year * 12 + published.month + 2):
        known = [found for one in days if (found := safe_date(index // 12, index % 12 + 1, one))]
        if len(known) == len(days):
            candidates.append(Interval(known[0], known[-1], "day", lasting=len(known) > 1))
    past = [one for one in candidates if one.start <= published]
    future = [one for one in candidates if one.end >= published]
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


_NTH = {
    "first": 0,
    "second": 1,
    "third": 2,
    "fourth": 3,
    "last": -1,
    "final": -1,
    "opening": 0,
    "closing": -1,
}


def _week_of_month(match: Match, published: date | None) -> Draft | None:
    """ "the first week of May": its seven days; "the second half of May": from the 16th on."""
    which, unit = _NTH[match["nth"].lower()], match["unit"].lower()

    def part(year: int, month: int) -> Interval:
        end = month_end(year, month)
        if unit == "half":
            return (
                Interval(date(year, month, 16), end, "month")
                if which
                else Interval(date(year, month, 1), end.replace(day=15), "month")
            )
        length = 7 if unit == "week" else 3 if unit == "days" else 2
        start = end - timedelta(days=length - 1) if which < 0 else date(year, month, 1 + 7 * which)
        return Interval(start, min(end, start + timedelta(days=length - 1)), "month")

    if word := group(match, "m1"):
        return Draft(
            "point", in_year(match, published, lambda year: part(year, month_number(word))), _hint(match)
        )
    if published is None:
        return Draft("point")
    by = {"last": -1, "next": 1}.get((group(match, "which") or "").lower(), 0)
    return Draft("point", by_tense(part(*shift_month(published.year, published.month, by)), published))


def _week_of_day(match: Match, published: date | None) -> Draft | None:
    month, day = (
        month_number(group(match, "m1") or match["m3"]),
        day_number(group(match, "d1") or match["d3"]),
    )

    def build(year: int) -> Interval | None:
        found = safe_date(year, month, day)
        if found is None:
            return None
        return week_of(found) if match["way"] == "of" else Interval(found, found + timedelta(days=6), "month")

    return Draft("point", in_year(match, published, build))


def _rule(name: str, family: Family, pattern: str, read: object) -> Rule:
    return Rule(name, family, re.compile(pattern), read)  # type: ignore[arg-type]  # the functions of this module


_UNITS = (
    r"(?!\s*(?:people|persons|troops|soldiers|men|women|children|dollars|euros|pounds|kilomet|km\b|miles?\b|met(?:re|er)|feet|foot"
    r"|tons?\b|tonnes?\b|barrels|jobs|workers|refugees|delegates|participants|homes|houses|prisoners|police|local"
    r"|hectares|acres|points|votes|percent|per\s+cent|%|times|cases|deaths|rebels|fighters|guests|hours|GMT|hrs|UTC|[ap]\.?m))"
)
_NO_YEAR_BEFORE = r"(?<![\d,.$£€#/:-])(?<!No\. )(?<!UN )(?<!resolution )(?<!Resolution )(?<!resolutions )(?<!Resolutions )(?<!about )(?<!some )(?<!over )(?<!nearly )(?<!than )(?<!least )(?<!almost )(?<!US\$)(?<!Flight )(?<!flight )(?<!Agenda )(?<!agenda )(?<!Vision )(?<!around )(?<!UNSCR )(?<!approximately )"  # noqa: E501  one lookbehind per word

RULES = (
    _rule("week-of", "month", rf"\b(?:the\s+)?week\s+(?P<way>of|beginning|starting|commencing|from)\s+{_WD}(?:(?P<m1>{MONTH})\s*(?P<d1>{DAY})|(?P<d3>{DAY})\s+(?P<m3>{MONTH})){_TAIL}", _week_of_day),
    _rule("week-of-month", "month", rf"\b(?:the\s+)?(?P<nth>first|second|third|fourth|last|final|opening|closing)\s+(?P<unit>week|half|days|weekend)\s+(?:of|in)\s+(?P<m1>{MONTH}){_TAIL}", _week_of_month),
    _rule("week-of-month", "unit", r"\b(?:the\s+)?(?P<nth>first|second|third|fourth|last|final)\s+(?P<unit>week|half|days)\s+of\s+(?:the\s+|(?P<which>this|next|last)\s+)month\b", _week_of_month),
    _rule("day-range", "month", rf"\b{_FROM}{_WD}(?P<d1>{DAY})\s+(?:of\s+)?(?P<m1>{MONTH}){_YEAR1}{_TOAND}{_WD2}(?P<d2>{DAY})\s+(?:of\s+)?(?P<m2>{MONTH}){_TAIL}", _day_range),
    _rule("day-range", "month", rf"\b{_FROM}{_WD}(?P<m1>{MONTH})\s*(?P<d1>{DAY}){_YEAR1}{_TOAND}{_WD2}(?P<m2>{MONTH})\s*(?P<d2>{DAY}){_TAIL}", _day_range),
    _rule("day-range", "month", rf"\b{_FROM}{_WD}(?P<d1>{DAY}){_TOAND}{_WD2}(?P<d2>{DAY})\s+(?:of\s+)?(?P<m1>{MONTH})\b{_TAIL}", _day_range),
    _rule("day-range", "month", rf"\b{_FROM}{_WD}(?P<m1>{MONTH})\s*(?P<d1>{DAY}){_TOAND}{_WD2}(?P<d2>{DAY})(?!\s+{MONTH}){_TAIL}", _day_range),
    _rule("day-list", "month", rf"\b(?P<m1>{MONTH})\s*(?P<days>{DAY}(?:,\s*{DAY})+{AND}{DAY}){_TAIL}", _day_list),
    _rule("day-list", "month", rf"\b(?P<days>{DAY}(?:,\s*{DAY})+{AND}(?:the\s+)?{DAY})\s+(?:of\s+)?(?P<m1>{MONTH})\b{_TAIL}", _day_list),
    _rule("day-month", "month", rf"\b{_WD}(?:the\s+)?(?P<d1>{DAY})\s+(?:of\s+)?(?P<m1>{MONTH})(?![a-z]){_TAIL}", _one_day),
    _rule("month-day", "month", rf"\b{_WD}(?P<m1>{MONTH})\s*(?:the\s+)?(?P<d1>{DAY})(?!\s*(?:people|,\d)){_TAIL}", _one_day),
    _rule("month-range", "month", rf"\b{_FROM}(?P<m1>{MONTH}){_YEAR1}{_TOAND}(?P<m2>{MONTH})(?!\s*{DAY}\b){_TAIL}", _month_range),
    _rule("month", "month", rf"\b{PART}?(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he\s+past|[Tt]he\s+coming|[Cc]oming|[Pp]ast)\s+)?(?P<m1>{MONTH})(?![a-z]|\s*{DAY}\b){_TAIL}", _month),
    _rule("season", "season", rf"\b{PART}?(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he\s+coming|[Tt]he\s+past|[Cc]oming|[Ii]n\s+(?:the\s+)?|[Dd]uring\s+the|[Tt]he)\s+)?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\b(?:\s+(?:of\s+)?(?P<tail>(?:last|this|next)\s+year)|,?\s+(?:of\s+)?(?P<year>{YEAR}))", _season),
    _rule("season", "season", rf"\b{PART}?(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he\s+coming|[Tt]he\s+past|[Ii]n\s+the|[Ii]n|[Dd]uring\s+the|[Bb]y|[Bb]y\s+the)\s+(?P<season>spring|summer|autumn|winter)\b(?!\s+(?:camp|Olympics|games|school|palace|residence|break|holiday|home|months))", _season),
    _rule("quarter", "season", rf"\b(?:[Tt]he\s+)?(?P<which>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|[Ff]inal)\s+(?P<unit>quarter|half)\s+(?:of\s+)?(?:(?P<tail>(?:this|next|last|the)\s+year)|(?P<year>{YEAR}))", _quarter),
    _rule("years", "number", rf"\b(?:(?:from|between)\s+)?(?P<y1>{YEAR})\s*(?:-|–|—|to|and)\s*(?P<y2>{YEAR}|\d\d(?!\d|[-/.]\d))", _years),
    _rule("decade", "number", rf"\b(?:[Tt]he\s+)?{PART}?(?P<decade>(?:19|20)\d0|(?<=['’])[2-9]0|(?<=\s)[5-9]0)['’]?s\b", _decade),
    _rule("year", "number", rf"{_NO_YEAR_BEFORE}\b{PART}?(?P<year>{YEAR})\b(?![-/]\d){_UNITS}", _year),
    _rule("iso", "number", r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])", _iso),
    _rule("numeric", "number", r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\d/-]|\.\d)", _numeric),
    _rule("day-only", "number", rf"\b(?:[Tt]he|[Oo]n)\s+(?:(?P<which>next|coming|last|past)\s+)?(?P<days>{ORDINAL_DAY}(?:(?:,\s*|{AND}|{TO})(?:the\s+)?{ORDINAL_DAY})*)(?=\s*(?:[.,;:)]|and\b|to\b|in\b|at\b|of\s+(?:this|next|last)\s+month|for\b|$))(?:\s+of\s+(?P<tail>(?:this|next|last)\s+month))?", _day_only),
)  # fmt: skip
