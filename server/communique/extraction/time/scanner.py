"""Find date expressions: the longest at each point, none overlapping, and what each rests on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from communique.extraction.time import dates, deictic, horizon, joints, offsets, other, periods
from communique.extraction.time.draft import Family, Rule
from communique.extraction.time.timex import Timex
from communique.model.text import Span
from communique.model.when import Interval

_RULES: tuple[Rule, ...] = (*offsets.RULES, *dates.RULES, *periods.RULES, *deictic.RULES, *other.RULES)
_UNITS = r"\b[Dd]ay|[Tt]o-?day|[Yy]esterday|[Ww]eek|[Mm]onth|[Yy]ear|[Dd]ecade|[Ff]ortnight"
_CUES: dict[Family, re.Pattern[str]] = {
    "month": re.compile(
        r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
    ),
    "weekday": re.compile(
        r"[on]day\b|sday|[Ff]riday|[Ss]aturday|DAY|\b(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b"
    ),
    "number": re.compile(r"\b(?:19|20)\d|\d[/.–-]\d|\d0['’]?s|\d(?:st|nd|rd|th)\b"),
    "season": re.compile(r"[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|[Ff]all\b|[Qq]uarter|[Hh]alf"),
    "feast": re.compile(
        r"E(?i:aster|id\b)|C(?i:hristmas)|R(?i:amadan)|P(?i:assover|alm\s+Sun)|K(?i:ippur)|D(?i:iwali)|N(?i:owruz)"
        r"|T(?i:et\b|hanksgiving)|A(?i:shura)|N(?i:ew\s+Year)|G(?i:ood\s+Fri)|B(?i:oxing\s+D)|M(?i:ay\s+Day)"
    ),
    "unit": re.compile(
        rf"{_UNITS}|[Nn]ight|[Hh]our|\b[Ee]ve\b|[Ee]vening|[Mm]orning|[Aa]fternoon|[Mm]inute|[Aa]nnually|[Tt]o-?morrow"
        r"|[Ff]ifties|[Ss]ixties|[Ss]eventies|[Ee]ighties|[Nn]ineties"
    ),
    "from now": re.compile(r"\b(?:ago|hence|from\s+(?:now|to-?day))\b", re.IGNORECASE),
    "recurring": re.compile(r"\b(?:every|each|once|twice|times|annually|bi\w+ally)\b", re.IGNORECASE),
}
"""What the expressions of a family hold somewhere; its rules are tried around these only, to save time."""
_AROUND = 60
"""Characters on either side of a cue; the longest expressions hold several cues, whose windows join."""
DELAY = 3
"""Days from the writing of a report to its publication."""
_NEAR = 400
"""Characters behind a day within which "the same day" counts from it."""
_BOUND = re.compile(
    r"\b(?:since|until|till|up\s+to|up\s+until|before|after|prior\s+to|as\s+of)"
    r"(?:\s+(?:the|at\s+least|about|around|early|on|in|late|mid|shortly|well))*\s*$",
    re.IGNORECASE,
)

_RELATIVE = re.compile(r",\s+(?:who|which)\s[^,;.]*$")

_BY = re.compile(r"\b(?:by|(?:no|not)\s+later\s+than)\s+(?:the\s+)?$", re.IGNORECASE)


def timexes(text: str, published: date | None) -> tuple[Timex, ...]:
    """All date expressions of ``text`` in order, resolved against the day of publication.

    Without ``published``, what is counted from it has no interval. Offsets are those of ``text``.
    """
    windows = {family: _windows(text, cue) for family, cue in _CUES.items()}
    found: list[tuple[int, int, int, Timex]] = []
    for order, rule in enumerate(_RULES):
        for low, high in windows[rule.family]:
            for match in rule.pattern.finditer(text, low, high):
                timex = _read(rule, match, published)
                if timex is not None:
                    found.append((timex.span.start, -timex.span.end, order, timex))
    found.sort(key=lambda one: one[:3])
    kept: list[Timex] = []
    for _, _, _, timex in found:
        if not kept or timex.span.start >= kept[-1].span.end:
            kept.append(_deadline(text, _excluded(text, timex), published))
    together = joints.borrowed(text, joints.joined(text, kept))
    return tuple(_anchored(text, horizon.followed(text, together, published)))


def written(dateline: str, published: date | None) -> date | None:
    """The day that "today" means: that of the dateline, if at most ``DELAY`` days before publication."""
    for timex in timexes(dateline, published):
        days = timex.interval("past")
        if published is not None and days is not None and days.days == 1:
            return days.start if 0 <= (published - days.start).days <= DELAY else published
    return published


def _windows(text: str, cues: re.Pattern[str]) -> list[tuple[int, int]]:
    """The stretches of the text around the cues of a family."""
    windows: list[tuple[int, int]] = []
    for cue in cues.finditer(text):
        low, high = max(0, cue.start() - _AROUND), min(len(text), cue.end() + _AROUND)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return windows


def _read(rule: Rule, match: re.Match[str], published: date | None) -> Timex | None:
    words = match.group()
    start = match.start() + len(words) - len(words.lstrip())
    end = match.end() - (len(words) - len(words.rstrip(" ,\n\t\u00a0")))
    if start >= end:
        return None
    try:
        draft = rule.read(match, published)
    except OverflowError:  # "900 years ago" lies before the calendar
        return None
    if draft is None:
        return None
    quote = match.string[start:end]
    return Timex(
        Span(start, end), quote, draft.kind, rule.name, draft.reading, draft.hint, draft.days, draft.shift
    )


def _excluded(text: str, timex: Timex) -> Timex:
    """A bound of a state ("since 2001") dates no event."""
    if timex.kind in {"point", "span"} and _BOUND.search(
        text, max(0, timex.span.start - 30), timex.span.start
    ):
        return replace(timex, kind="excluded")
    return timex


def _deadline(text: str, timex: Timex, published: date | None) -> Timex:
    """ "by Friday", "by 2010": for what is to come, any day until then."""
    if (
        timex.kind != "point"
        or published is None
        or not _BY.search(text, max(0, timex.span.start - 20), timex.span.start)
    ):
        return timex
    last = timex.interval("future")
    if last is None or last.end <= published or last.start <= published:
        return timex
    until = Interval(published, last.end, "month" if last.precision == "day" else last.precision)
    return replace(timex, reading=replace(timex.reading, future=until))


def _anchored(text: str, found: list[Timex]) -> list[Timex]:
    """Give relative expressions the date that they count from: one before them, or in what follows.

    "The day before the vote" counts from the vote, "on the eve of the June 12 vote" from June 12.
    """
    last: Timex | None = None
    day: Timex | None = None
    out: list[Timex] = []
    for index, timex in enumerate(found):
        if timex.kind == "relative":
            following = found[index + 1] if index + 1 < len(found) else None
            exact = timex.shift is not None and timex.shift[0] == timex.shift[1]
            near = day is not None and timex.span.start - day.span.end < _NEAR
            base = day if exact and near else last  # "earlier in the day", past "her visit next week"
            if following is not None and _counts_on(text, timex, following):
                timex = replace(timex, base=following)
            elif base is not None and _counts_back(text, timex, base):
                timex = replace(timex, base=base)
        elif timex.kind in {"point", "span"} and _known(timex) and not _in_passing(text, timex):
            last = timex
            day = timex if _exact(timex) else day
        out.append(timex)
    return out


def _in_passing(text: str, timex: Timex) -> bool:
    """Whether a date is told of somebody in a relative clause: "Li, who arrived on Sunday, met ..."."""
    before = text[max(0, timex.span.start - _AROUND) : timex.span.start]
    return _RELATIVE.search(before) is not None


def _counts_on(text: str, timex: Timex, following: Timex) -> bool:
    """Whether the next date belongs to what this one is before or after."""
    if following.kind not in {"point", "span", "excluded"} or not _known(following):
        return False
    between = text[timex.span.end : following.span.start]
    bound = timex.rule == "eve" or re.search(r"(?:before|after|prior|of)$", timex.text)
    if not bound:
        return False
    if re.fullmatch(r"\s+(?:(?:to|the|a|his|her|their|its)\s+){0,2}", between):
        return True
    told = re.fullmatch(r"\s+[^.,;:()\n]{3,80}\s(?:on|in)\s+", between)
    return timex.rule != "eve" and told is not None and " and " not in between


def _exact(timex: Timex) -> bool:
    days = timex.interval("past") or timex.interval("future")
    return days is not None and days.precision == "day"


def _known(timex: Timex) -> bool:
    return (timex.interval("past") or timex.interval("future")) is not None


def _counts_back(text: str, timex: Timex, base: Timex) -> bool:
    if timex.rule == "eve":
        return False
    if re.search(r"(?:before|after|prior)$", timex.text) and re.match(r"\s+\w", text[timex.span.end :][:3]):
        return False
    exact = timex.shift is not None and timex.shift[0] == timex.shift[1]
    return not exact or _exact(base)
