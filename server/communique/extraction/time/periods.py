"""Months, years and their parts: "late January", "2003", "spring 2019", "first week of May", "the 80s"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from communique.extraction.time.days import (
    by_tense,
    month_end,
    month_of,
    season_of,
    shift_month,
    weekday_after,
    weekday_before,
    year_of,
)
from communique.extraction.time.draft import Draft, Family, Match, Reader, Rule, group, in_year, tense_of
from communique.extraction.time.timex import Reading
from communique.extraction.time.words import (
    DAY,
    FIRST_YEAR,
    FROM,
    MONTH,
    NUMBER,
    PART,
    TAIL,
    TO_OR_AND,
    YEAR,
    month_number,
    number,
    part_of,
)
from communique.model.when import Interval

_SATURDAY = 5
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
_DECADES = (
    "tens",
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
)
"""Of the twentieth century, from 1910."""
_COUNTED = re.compile(
    r"\s*(?:people|persons|troops|soldiers|men|women|children|dollars|euros|pounds|kilomet|km\b|miles?\b|met(?:re|er)"
    r"|feet|foot|tons?\b|tonnes?\b|barrels|jobs|workers|refugees|delegates|participants|homes|houses|prisoners|police"
    r"|local|hectares|acres|points|votes|percent|per\s+cent|%|times|cases|deaths|rebels|fighters|guests|hours|GMT|hrs"
    r"|UTC|[ap]\.?m)"
)
"""What follows a number that is no year."""
_NO_YEAR_BEFORE = re.compile(
    r"(?:[\d,.$£€#/:-]|No\. |\b(?:UN|resolutions?|UNSCR|about|some|over|nearly|than|least|almost|flight"
    r"|agenda|vision|around|approximately|US\$) ?)$",
    re.IGNORECASE,
)


def _month(match: Match, published: date | None) -> Draft | None:
    if match["m1"].lower() in {"may", "march", "mar", "mar."} and not _month_meant(match):
        return None
    part = part_of(group(match, "part"))
    month = month_number(match["m1"])
    if (which := group(match, "which")) and published:
        return _which_month(which.lower(), month, part, published)
    reading = in_year(match, published, lambda year: month_of(year, month, part))
    return Draft("point", reading, tense_of(match))


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
    """ "last May": the last that is over; "next May": the next that is to begin; "this May": this year's."""
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

    return Draft("point", in_year(match, published, build), tense_of(match))


def _year(match: Match, published: date | None) -> Draft | None:
    before = match.string[max(0, match.start() - 16) : match.start()]
    if _NO_YEAR_BEFORE.search(before) or _COUNTED.match(match.string, match.end()):
        return None
    return Draft("point", by_tense(year_of(int(match["year"]), part_of(group(match, "part"))), published))


def _years(match: Match, _published: date | None) -> Draft | None:
    first = int(match["y1"])
    last = int(match["y2"]) if len(match["y2"]) == 4 else first // 100 * 100 + int(match["y2"])
    if not 0 < last - first < 100:
        return None
    return Draft("span", Reading.of(Interval(date(first, 1, 1), date(last, 12, 31), "year", lasting=True)))


def _decade(match: Match, _published: date | None) -> Draft | None:
    word = match["decade"]
    first = int(word) if word.isdigit() else 1910 + 10 * _DECADES.index(word.lower())
    first = first if first > 100 else 1900 + first if first >= 20 else 2000 + first
    parts = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "early-mid": (0, 6), "mid-late": (4, 9)}
    low, high = parts.get(part_of(group(match, "part")) or "", (0, 9))
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
    return Draft(
        "point", in_year(match, published, lambda year: season_of(year, season, part)), tense_of(match)
    )


def _quarter(match: Match, published: date | None) -> Draft | None:
    index = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 3, "final": 3}[match["which"].lower()]
    size = 3 if match["unit"].lower() == "quarter" else 6
    if size == 6 and index > 1:
        index = 1

    def build(year: int) -> Interval | None:
        if index * size >= 12:
            return None
        first, last = date(year, index * size + 1, 1), month_end(year, index * size + size)
        return Interval(first, last, "season" if size == 3 else "year")

    return Draft("point", in_year(match, published, build))


def _nth_weekend(year: int, month: int, which: int) -> Interval:
    """The first, second or last weekend whose Saturday lies in a month."""
    if which < 0:
        saturday = weekday_before(month_end(year, month), _SATURDAY)
    else:
        saturday = weekday_after(date(year, month, 1), _SATURDAY) + timedelta(weeks=which)
    return Interval(saturday, saturday + timedelta(days=1), "month")


def _week_of_month(match: Match, published: date | None) -> Draft | None:
    """ "the first week of May": its seven days; "the second half of May": from the 16th on."""
    which, unit = _NTH[match["nth"].lower()], match["unit"].lower().replace("-", "").split()[-1]

    def part(year: int, month: int) -> Interval:
        end = month_end(year, month)
        if unit == "half":
            return (
                Interval(date(year, month, 16), end, "month")
                if which
                else Interval(date(year, month, 1), end.replace(day=15), "month")
            )
        if unit == "weekend":
            return _nth_weekend(year, month, which)
        length = 7 if unit == "week" else number(group(match, "n") or "five")
        start = end - timedelta(days=length - 1) if which < 0 else date(year, month, 1 + 7 * which)
        return Interval(start, min(end, start + timedelta(days=length - 1)), "month")

    if word := group(match, "m1"):
        return Draft(
            "point", in_year(match, published, lambda year: part(year, month_number(word))), tense_of(match)
        )
    if published is None:
        return Draft("point")
    by = {"last": -1, "next": 1}.get((group(match, "which") or "").lower(), 0)
    return Draft("point", by_tense(part(*shift_month(published.year, published.month, by)), published))


def _rule(name: str, family: Family, pattern: str, read: Reader) -> Rule:
    return Rule(name, family, re.compile(pattern), read)


RULES = (
    _rule(
        "week-of-month",
        "month",
        r"\b(?:[Tt]he\s+)?(?P<nth>first|second|third|fourth|last|final|opening|closing)\s+(?P<unit>week-?end|week"
        rf"|half|(?:(?P<n>{NUMBER})\s+)?days)\s+(?:of|in)\s+(?P<m1>{MONTH}){TAIL}",
        _week_of_month,
    ),
    _rule(
        "week-of-month",
        "unit",
        rf"\b(?:the\s+)?(?P<nth>first|second|third|fourth|last|final)\s+(?P<unit>week-?end|week|half|(?:(?P<n>{NUMBER})\s+)?days)\s+of\s+"
        r"(?:the\s+|(?P<which>this|next|last)\s+)month\b",
        _week_of_month,
    ),
    _rule(
        "month-range",
        "month",
        rf"\b{FROM}(?P<m1>{MONTH}){FIRST_YEAR}{TO_OR_AND}(?P<m2>{MONTH})(?!\s*{DAY}\b){TAIL}",
        _month_range,
    ),
    _rule(
        "month",
        "month",
        rf"\b{PART}?(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he\s+past|[Tt]he\s+coming|[Cc]oming|[Pp]as"
        rf"t)\s+)?(?P<m1>{MONTH})(?![a-z]|\s*{DAY}\b){TAIL}",
        _month,
    ),
    _rule(
        "season",
        "season",
        rf"\b{PART}?(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he\s+coming|[Tt]he\s+past|[Cc]oming"
        r"|[Ii]n(?:\s+the)?|[Dd]uring\s+the|[Tt]he)\s+)?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|"
        r"[Ww]inter)\b(?:\s+(?:of\s+)?(?P<tail>(?:last|this|next)\s+year)|,?\s+(?:of\s+)?(?P<year>"
        rf"{YEAR}))",
        _season,
    ),
    _rule(
        "season",
        "season",
        rf"\b{PART}?(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he\s+coming|[Tt]he\s+past|[Ii]n\s+the|[Ii]n|"
        r"[Dd]uring\s+the|[Bb]y|[Bb]y\s+the)\s+(?P<season>spring|summer|autumn|winter)\b(?!\s+(?:camp|"
        r"Olympics|games|school|palace|residence|break|holiday|home|months))",
        _season,
    ),
    _rule(
        "quarter",
        "season",
        r"\b(?:[Tt]he\s+)?(?P<which>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|[Ff]inal)\s+"
        r"(?P<unit>quarter|half)\s+(?:of\s+)?(?:(?P<tail>(?:this|next|last|the)\s+year)|(?P<year>"
        rf"{YEAR}))",
        _quarter,
    ),
    _rule(
        "years",
        "number",
        rf"\b(?:(?:from|between)\s+)?(?P<y1>{YEAR})\s*(?:-|–|—|to|and)\s*(?P<y2>{YEAR}|\d\d(?!\d|[-/.]"
        r"\d))",
        _years,
    ),
    _rule(
        "decade",
        "number",
        rf"\b(?:[Tt]he\s+)?{PART}?(?P<decade>(?:19|20)\d0|(?<=['’])[2-9]0|(?<=\s)[5-9]0)['’]?s\b",
        _decade,
    ),
    _rule(
        "decade",
        "unit",
        rf"\b(?:[Ii]n|[Dd]uring|[Oo]f)\s+the\s+{PART}?(?P<decade>[Ff]ifties|[Ss]ixties|[Ss]eventies|[Ee]ighties"
        r"|[Nn]ineties)\b",
        _decade,
    ),
    _rule("year", "number", rf"\b{PART}?(?P<year>{YEAR})\b(?![-/]\d)", _year),
)
