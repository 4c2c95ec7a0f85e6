"""Further encounters of the same person told without a verb: "met A on Saturday and on Sunday B".

Between the two stands nothing but a day, a time of the day or a place; the parser hangs such remnants on
anything, so the words are read one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import verbal
from communique.extraction.events.event import Dated, Located
from communique.extraction.events.parties.listing import person_reference
from communique.extraction.events.places import setting
from communique.extraction.events.telling import Parties
from communique.model.when import Interval

if TYPE_CHECKING:
    from communique.extraction.document import Analysis, Reference
    from communique.extraction.events.dates.calendar import Calendar
    from communique.extraction.events.telling import Telling
    from communique.extraction.time import Direction, Timex

_JOINTS = frozenset({"and", ",", ";", "then"})
_THAT_DAY = frozenset({"later", "then", "afterwards", "earlier", "morning", "afternoon", "evening", "night"})
_SMALL = frozenset(
    {"on", "in", "at", "the", "a", "an", "day", "same", "previous", "before", "next", "following", "with",
     ",", "also", "again", "few", "hours", "lunchtime", "midday", "noon"}
) | _THAT_DAY  # fmt: skip
_REACH = 45
"""Tokens behind an event's word within which the next encounter may be told."""
_NAME = 9
"""Tokens of "French Foreign Minister Herve de Charette"."""


@dataclass(frozen=True, slots=True)
class _Next:
    """Who is met next, from which token on, and when and where as far as that is told."""

    reference: Reference
    start: int
    timex: Timex | None
    place: Located | None
    date: Dated | None = None


def met_next(analysis: Analysis, calendar: Calendar, telling: Telling) -> Iterator[Telling]:
    """The encounters that follow in one breath, each with a day or a place of its own."""
    if telling.group not in {"talks", "call"} or telling.vague or telling.joins:
        return
    at = telling.trigger.idx
    people = telling.parties.people
    known = {name: span for name, span in people.items() if span.start < at}
    first = [span for name, span in people.items() if name not in known]
    if not known or not first:
        return
    doc = telling.trigger.doc
    end = min(telling.sentence.end, telling.trigger.i + _REACH)
    index = next((i for i in range(telling.trigger.i, end) if doc[i].idx >= min(first).end), end)
    last = telling
    while index < end:
        if doc[index].lower_ not in _JOINTS:
            if verbal(doc[index]):
                return
            index += 1
            continue
        found = _after(analysis, calendar, index + 1, end) or _shared(analysis, calendar, telling, index, end)
        if found is None or any(name in known for name in found.reference.referents):
            index += 1
            continue
        last = _telling(analysis, last, found, Parties(people=dict(known)))
        for name in found.reference.referents:
            telling.parties.people.pop(name, None)
        yield last
        index = found.reference.end


def _after(analysis: Analysis, calendar: Calendar, start: int, end: int) -> _Next | None:
    """Who stands behind nothing but words of time and place, at least one of them of time."""
    doc = analysis.doc
    days = calendar.within(start, end)
    place: Located | None = None
    timed = False
    index = start
    while index < end:
        token = doc[index]
        dated = any(one.span.start <= token.idx < one.span.end for one, _ in days)
        spot = bool(analysis.places_at(token)) and doc[index - 1].lower_ in {"in", "at"}
        if not (dated or spot or token.lower_ in _SMALL):
            break
        timed = timed or dated or token.lower_ in _THAT_DAY
        place = setting.located(analysis, token) if spot else place
        index += 1
    bound = doc[index - 1].lower_ in {"before", "after"}  # "a day after President X"
    loose = doc[start - 1].text == "," and doc[start].lower_ not in {"on", "in", "then", "later"}
    reference = _named(analysis, index, end) if timed and index < end and not (bound or loose) else None
    if reference is None:
        return None
    place = place or _place_behind(analysis, reference.end, end)
    inside = [one for one, token in days if token.i < index and one.kind in {"point", "relative"}]
    return _Next(reference, index, inside[0] if inside else None, place)


def _shared(analysis: Analysis, calendar: Calendar, telling: Telling, joint: int, end: int) -> _Next | None:
    """Y and Tuesday in "will receive X on Monday and on Tuesday Y", where both days were read as one span."""
    at = analysis.doc[joint].idx
    timex = next((one for one, _ in calendar.entries if one.span.start < at < one.span.end), None)
    days = timex.interval("past" if telling.status == "held" else "future") if timex is not None else None
    if timex is None or days is None or days.days != 2:
        return None
    index = next((i for i in range(joint, end) if analysis.doc[i].idx >= timex.span.end), end)
    reference = _named(analysis, index, end)
    if reference is None:
        return None
    telling.date = Dated(Interval.day(days.start), timex.span)
    return _Next(reference, index, None, None, Dated(Interval.day(days.end), timex.span))


def _named(analysis: Analysis, start: int, end: int) -> Reference | None:
    """The person named from a token on, with or without an office; nobody who does something himself."""
    for index in range(start, min(start + _NAME, end)):
        token = analysis.doc[index]
        reference = person_reference(analysis, index)
        if reference is not None and not reference.nominal:
            end = reference.end
            acts = any(
                one.dep_ in {"nsubj", "nsubjpass"} and verbal(one.head) and one.head.i > one.i
                for one in analysis.doc[start:end]
            )
            behind = analysis.doc[end : end + 2]
            if len(behind) > 1 and behind[0].text == ",":
                behind = behind[1:]
            does = bool(len(behind)) and behind[0].tag_ in {"VBD", "VBZ", "VBP", "MD"}
            owner = bool(len(behind)) and behind[0].tag_ == "POS"
            if acts or does or owner:
                return None
            return reference
        if verbal(token) or token.is_punct or token.pos_ in {"PRON", "CCONJ", "SCONJ"}:
            return None
    return None


def _place_behind(analysis: Analysis, index: int, end: int) -> Located | None:
    """Geneva in "and on Sunday X in Geneva"."""
    if index + 1 < end and analysis.doc[index].lower_ in {"in", "at"}:
        return setting.located(analysis, analysis.doc[index + 1])
    return None


def _telling(analysis: Analysis, last: Telling, found: _Next, parties: Parties) -> Telling:
    for name in found.reference.referents:
        parties.people[name] = found.reference.span
    direction: Direction = "past" if last.status == "held" else "future"
    date = found.date or last.date
    if found.timex is not None:
        days = found.timex.interval(direction)
        if days is None and last.date is not None:  # "the day before"
            days = found.timex.after(last.date.interval)
        date = Dated.told(found.timex, days) if days is not None else None
    place = found.place or (last.place if last.place is not None and _before(last) else None)
    return replace(last, parties=parties, date=date, place=place, anchor=analysis.doc[found.start])


def _before(telling: Telling) -> bool:
    """Whether the place of the first encounter was named before, for all."""
    return telling.place is not None and telling.place.span.end <= telling.trigger.idx
