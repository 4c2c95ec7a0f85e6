"""Dates that stand above or before what they date: diaries, chronologies, minutes of the day.

"Monday, 12 September" on a line of its own dates all that follows to the next such line; "March 1993 --"
at the start of a paragraph dates the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.extraction.events.event import Dated
from communique.extraction.layout import READ, ZoneKind
from communique.model.claims import Kind, Modality
from communique.model.when import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from communique.extraction.document import Analysis, Reference
    from communique.extraction.events.telling import Telling
    from communique.extraction.layout import Zone
    from communique.extraction.time import Timex
    from communique.model.text import Span

OF_HEADING = "the date above it"
_FILLER = re.compile(
    r"\b(?:on|the|from|to|and|until|till|of|day|date|week|weekend|circa|about|or|GMT|noon|a\.?m|p\.?m)\b"
    r"|\d{1,2}[:.]\d\d|[\W\d_]+",
    re.IGNORECASE,
)
"""What a line of dates may hold besides."""
_LED = re.compile(r"\s*(?:--|[-–—:|]|\.\s*[-–—])\s*(?=\S)")
"""What parts a date from the paragraph that it opens."""
_LONGEST = 80
"""Characters of a line that is a date and no sentence."""
_FEWEST = 2
"""Dates above paragraphs that make a diary; one alone is when the text was written."""
_PRESENT = frozenset({"VBZ", "VBP", "VBG"})
_EARLIER = frozenset({"had", "has", "have", "'d", "'ve"})


@dataclass(frozen=True, slots=True)
class Section:
    """The characters that a date stands over."""

    start: int
    end: int
    days: Interval
    words: Span


def find(analysis: Analysis) -> tuple[Section, ...]:
    """The dated sections of the text, in order; none where it has not several."""
    heads = list(_heads(analysis))
    if len({(one.days.start, one.days.end) for one, _ in heads}) < _FEWEST:
        return ()
    starts = [one.start for one, whole in heads if whole]
    sections: list[Section] = []
    for one, whole in heads:
        later = [start for start in starts if start > one.start]
        sections.append(replace(one, end=later[0] if later else len(analysis.text)) if whole else one)
    return tuple(sections)


def _heads(analysis: Analysis) -> Iterator[tuple[Section, bool]]:
    """Dates that open a zone, with whether they are all of it."""
    readable = [one for one in analysis.zones if one.kind in READ | {ZoneKind.BYLINE}]
    for zone in readable:
        inside = [one for one in analysis.timexes if zone.span.contains(one.span)]
        first = next((one for one in inside if one.kind in {"point", "span"}), None)
        if first is None or not _opens(analysis, zone, first):
            continue
        days = _days(analysis, zone, first, inside)
        if days is None:
            continue
        if _only_dates(analysis, zone, inside):
            yield Section(zone.span.end, zone.span.end, days, first.span), True
        elif zone.kind in READ and _LED.match(analysis.text, first.span.end):
            yield Section(first.span.end, zone.span.end, days, first.span), False


def _opens(analysis: Analysis, zone: Zone, first: Timex) -> bool:
    """Whether nothing stands before the date but a mark, or a place: "Belgrade, 12 May: talks"."""
    before = analysis.text[zone.span.start : first.span.start].strip(" *-•\t([,:")
    return not before or (
        len(before) < _LONGEST and place_before(analysis, zone.span.start, first.span) is not None
    )


def place_before(analysis: Analysis, start: int, words: Span) -> Reference | None:
    """The place that is all that stands between ``start`` and a date."""
    before = analysis.text[start : words.start].strip(" *-•\t([,:")
    for one in analysis.of_kind(Kind.PLACE, Kind.COUNTRY):
        for reference in one.references:
            inside = start <= reference.span.start and reference.span.end <= words.start
            if inside and not reference.of_title and analysis.quote(reference.span) == before:
                return reference
    return None


def _only_dates(analysis: Analysis, zone: Zone, inside: list[Timex]) -> bool:
    if zone.span.end - zone.span.start > _LONGEST:
        return False
    words = analysis.text[zone.span.start : zone.span.end]
    for one in reversed(inside):
        words = words[: one.span.start - zone.span.start] + words[one.span.end - zone.span.start :]
    return not _FILLER.sub("", words)


def _days(analysis: Analysis, zone: Zone, first: Timex, inside: list[Timex]) -> Interval | None:
    """Bare weekdays head what is to come; other days are those nearest to publication."""
    bare = first.rule in {"weekday", "weekdays"}
    days = first.interval("future") if bare else first.interval()
    after = [one for one in inside if one is not first and one.kind in {"point", "span"}]
    if days is None or not _only_dates(analysis, zone, inside):
        return days
    for one in after:
        last = one.interval("future" if bare else None)
        if last is not None and last.start > days.end and (last.start - days.end).days == 1:
            days = Interval(days.start, last.end, "day", lasting=True)
    return days


def assign(sections: tuple[Section, ...], tellings: list[Telling], published: date | None) -> None:
    """Give what a section tells its date, unless it was told as of another time."""
    for telling in tellings:
        at = telling.sentence.span.start
        section = next((one for one in reversed(sections) if one.start <= at + 1 <= one.end), None)
        opened = next((one for one in sections if telling.sentence.span.contains(one.words)), None)
        section = opened if opened is not None and opened.words.end <= telling.span.start else section
        if section is None or telling.vague or telling.status not in {"held", "planned"}:
            continue
        if telling.date is not None:
            telling.date = _within(section, telling.date)
            if telling.date.span != section.words:
                continue
        verb = telling.verb if telling.verb is not None else telling.trigger
        if any(child.lower_ in _EARLIER for child in verb.children if child.dep_ == "aux"):
            continue
        over = published is not None and section.days.end < published
        if telling.status == "planned" and over:
            if verb.tag_ not in _PRESENT:
                continue  # "agree to meet", "will go": later than what the section tells
            telling.status, telling.modality = "held", Modality.STATED
        telling.date = Dated(section.days, section.words, OF_HEADING, distance=1)


def _within(section: Section, told: Dated) -> Dated:
    """A weekday told in a section is the one of the section: "On Thursday he is received"."""
    if told.interval.days != 1:
        return told
    for ahead in range(section.days.days):
        day = section.days.start.fromordinal(section.days.start.toordinal() + ahead)
        if section.days.precision == "day" and day.weekday() == told.interval.start.weekday():
            return replace(told, interval=Interval.day(day), implied_by=OF_HEADING)
    return told
