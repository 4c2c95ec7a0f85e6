"""Durations, repetitions, dates counted from other dates, and the few feasts whose day is fixed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from communique.extraction.time.days import around, easter, weekday_after
from communique.extraction.time.draft import Draft, Family, Match, Reader, Rule, group, in_year
from communique.extraction.time.timex import Direction
from communique.extraction.time.words import FEW, NUMBER, WEEKDAY, YEAR, number
from communique.model.when import Interval

_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "weekend": 2}


def _length(unit: str, word: str) -> int | None:
    if re.fullmatch(FEW, word, re.IGNORECASE):
        return None
    count = number(word)
    if unit in {"hour", "minute"}:
        return max(1, -(-count // 24)) if unit == "hour" else 1
    return count * _DAYS.get(unit, 1)


def _duration(match: Match, _published: date | None) -> Draft | None:
    return Draft("duration", days=_length(match["unit"].lower(), match["n"]))


def _long(match: Match, _published: date | None) -> Draft | None:
    return Draft("duration", days=_DAYS[match["unit"].lower()])


def _recurring(_match: Match, _published: date | None) -> Draft | None:
    return Draft("recurring")


_BEFORE = (
    "the day before", "a day before", "the previous day", "a day earlier", "one day earlier",
    "the day earlier", "the previous evening", "the previous night", "the night before",
    "the evening before",
)  # fmt: skip
_SAME = (
    "the same day", "that day", "earlier in the day", "later in the day", "earlier that day",
    "later that day", "that evening", "that night", "that morning", "that afternoon",
    "the same evening", "the same afternoon", "the same morning", "late in the day",
    "early in the day", "on the day",
)  # fmt: skip
_AFTER = (
    "the next day", "the following day", "the day after", "a day later", "one day later",
    "a day after", "the next morning", "the following morning", "the following evening",
    "the next evening",
)  # fmt: skip
_SHIFTS = dict.fromkeys(_BEFORE, -1) | dict.fromkeys(_SAME, 0) | dict.fromkeys(_AFTER, 1)


def _relative(match: Match, _published: date | None) -> Draft | None:
    phrase = re.sub(r"\s+", " ", match["phrase"].lower())
    by = _SHIFTS[phrase]
    return Draft("relative", shift=(by, by))


def _apart(match: Match, _published: date | None) -> Draft | None:
    """ "two days later", "three weeks earlier", "two days after": counted from another date or event."""
    unit, word = match["unit"].lower(), match["n"]
    sign = 1 if match["way"].lower() in {"later", "after", "afterwards", "following"} else -1
    if re.fullmatch(FEW, word, re.IGNORECASE) or unit in {"hour", "minute"}:
        reach = {"hour": 1, "minute": 0, "day": 10, "week": 42, "month": 183}.get(unit, 365)
        return Draft("relative", shift=(0, reach) if sign > 0 else (-reach, 0))
    count = number(word) * _DAYS.get(unit, 1)
    slack = {"day": 0, "week": 3, "fortnight": 4, "month": 15}.get(unit, 182)
    return Draft("relative", shift=(sign * count - slack, sign * count + slack))


def _adjacent(match: Match, _published: date | None) -> Draft | None:
    """ "the previous week", "the following month": the unit beside the date that was spoken of."""
    length = _DAYS[match["unit"].lower()]
    if match["way"].lower() in {"following", "next"}:
        return Draft("relative", shift=(1, 2 * length - 1))
    if match["way"].lower() == "same":
        return Draft("relative", shift=(1 - length, length - 1))
    return Draft("relative", shift=(1 - 2 * length, -1))


def _eve(_match: Match, _published: date | None) -> Draft | None:
    return Draft("relative", shift=(-1, -1))


def _unresolved(_match: Match, _published: date | None) -> Draft | None:
    return Draft("point")


def _feast(match: Match, published: date | None) -> Draft | None:
    name = match["feast"].lower().replace("’", "'")

    def build(year: int) -> Interval | None:
        if name.startswith("christmas eve"):
            return Interval.day(date(year, 12, 24))
        if name.startswith("christmas day"):
            return Interval.day(date(year, 12, 25))
        if name == "boxing day":
            return Interval.day(date(year, 12, 26))
        if name == "may day":
            return Interval.day(date(year, 5, 1))
        if name == "christmas":
            return Interval(date(year, 12, 24), date(year, 12, 26), "month")
        if name.startswith("new year's eve"):
            return Interval.day(date(year, 12, 31))
        if name.startswith("new year's day"):
            return Interval.day(date(year, 1, 1))
        if name.startswith("thanksgiving"):
            return Interval.day(weekday_after(date(year, 11, 1), 3) + timedelta(days=21))
        sunday = easter(year)
        if name == "easter":
            return around(sunday, 2)
        days = {"easter sunday": 0, "easter monday": 1, "good friday": -2, "palm sunday": -7}
        return Interval.day(sunday + timedelta(days=days[name]))

    tail = (group(match, "tail") or "").lower()
    hint: Direction | None = "past" if "last" in tail else "future" if "next" in tail else None
    return Draft("point", in_year(match, published, build), hint)


def _rule(name: str, family: Family, pattern: str, read: Reader) -> Rule:
    return Rule(name, family, re.compile(pattern, re.IGNORECASE), read)


_UNIT = r"(?P<unit>day|week|fortnight|month|year|hour|minute|night)"
_PHRASES = "|".join(sorted((re.escape(p).replace(r"\ ", r"\s+") for p in _SHIFTS), key=len, reverse=True))

RULES = (
    _rule(
        "duration",
        "unit",
        rf"\b(?P<n>{NUMBER}|{FEW})[\s-]+{_UNIT}s?(?:-long)?(?=\s+(?:\w+\s+){{0,3}}(?:visit|trip|tour|ta"
        r"lks|summit|meeting|conference|stay|stop|stopover|session|forum|mission|retreat|swing|worksho"
        r"p|seminar|negotiations|consultations|discussions|gathering))",
        _duration,
    ),
    _rule("duration", "unit", rf"\b(?P<n>{NUMBER})-{_UNIT}(?:-long)?\b(?!\s*-?\s*old)", _duration),
    _rule(
        "duration",
        "unit",
        r"\b(?:for|over|lasting|lasted|lasts|last|of)\s+(?:about\s+|some\s+|nearly\s+|almost\s+|more\s+than\s+|ov"
        rf"er\s+|at\s+least\s+)?(?P<n>{NUMBER}|{FEW})\s+{_UNIT}s?\b(?!\s+ago)",
        _duration,
    ),
    _rule(
        "duration",
        "unit",
        rf"\b(?P<n>{NUMBER})\s+{_UNIT}s?(?:['’])?\s+of\s+(?=(?:\w+\s+){{0,3}}(?:talks|meetings|discussi"
        r"ons|negotiations|consultations|deliberations|intense|visit))",
        _duration,
    ),
    _rule("duration", "unit", rf"\b(?P<n>{NUMBER})\s+full\s+{_UNIT}s\b", _duration),
    _rule("duration", "unit", r"\b(?P<unit>day|week|month|year|weekend)[-\s]?long\b", _long),
    _rule(
        "recurring",
        "recurring",
        rf"\b(?:every|each)\s+(?:other\s+)?(?:{NUMBER}\s+)?(?:day|week|month|year|weekday|weekend|morni"
        rf"ng|evening|night|spring|summer|autumn|winter|{WEEKDAY})s?\b",
        _recurring,
    ),
    _rule(
        "recurring",
        "recurring",
        r"\b(?:once|twice|three\s+times|several\s+times)\s+(?:a|per|each|every)\s+(?:day|week|month|year)\b"
        r"|\b(?:annually|biannually|biennially)\b",
        _recurring,
    ),
    _rule("recurring", "weekday", rf"\b(?:on\s+)?{WEEKDAY}s\b", _recurring),
    _rule(
        "relative",
        "unit",
        rf"\b(?:on\s+)?(?P<phrase>{_PHRASES})\b(?!\s+(?:yesterday|tomorrow))",
        _relative,
    ),
    _rule(
        "apart",
        "unit",
        rf"\b(?:(?:about|some|just|only|less\s+than|more\s+than|nearly|almost)\s+)?(?P<n>{NUMBER}|{FEW}"
        rf")\s+{_UNIT}s?\s+(?P<way>later|earlier|before|after|afterwards|prior)\b",
        _apart,
    ),
    _rule(
        "adjacent",
        "unit",
        r"\bthe\s+(?P<way>previous|following|preceding|same)\s+(?P<unit>week|month|year|weekend|fortnig"
        r"ht)\b",
        _adjacent,
    ),
    _rule("eve", "unit", r"\b(?:on|at)\s+the\s+eve\s+of\b", _eve),
    _rule(
        "feast",
        "feast",
        r"\b(?P<feast>boxing\s+day|(?-i:May\s+Day)|christmas\s+eve|christmas\s+day|christmas|new\s+year['’]s\s+eve|new\s+year['’]s"
        r"\s+day|thanksgiving(?:\s+day)?|easter\s+sunday|easter\s+monday|easter|good\s+friday(?!\s+(?:"
        r"agreement|accord|peace|deal))|palm\s+sunday)(?:\s+(?:of\s+)?(?P<tail>(?:last|this|next)\s+ye"
        rf"ar)|,?\s+(?P<year>{YEAR}))?\b(?!\s+island)",
        _feast,
    ),
    _rule(
        "moving-feast",
        "feast",
        r"\b(?:Ramadan|Eid(?:\s+al-\w+)?|Lunar\s+New\s+Year|Chinese\s+New\s+Year|Passover|Yom\s+Kippur|"
        r"Diwali|Nowruz|Tet|Ashura)\b",
        _unresolved,
    ),
)  # fmt: skip
