"""Encounters told in one breath: "met in Quito in May and in Bogota in June", "met A, as did Y"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import subjects, surface_subjects, verbal
from communique.extraction.events.event import Dated, Located
from communique.extraction.events.parties.listing import person_reference
from communique.extraction.events.parties.referents import parties_of
from communique.extraction.events.places import setting
from communique.extraction.events.telling import Parties

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.dates.calendar import Calendar
    from communique.extraction.events.telling import Telling
    from communique.extraction.gazetteer.frames import Frames
    from communique.extraction.time import Timex

_LINKS = frozenset(
    {"and", "then", "again", "later", "also", "once", "more", "before", "most", "recently", ","}
)
_PLACING = frozenset({"in", "at", "on"})
_AGAIN = frozenset({"again", "then", "later"})
_APART = frozenset({"separately", "later", "then", "afterwards", "subsequently", "earlier"})
_REACH = 30
"""Tokens behind the trigger within which the next time and place may stand."""


def repeated(analysis: Analysis, calendar: Calendar, telling: Telling) -> Iterator[Telling]:
    """The further encounters of the same people, each with a place and days of its own."""
    if telling.group != "talks" or telling.status != "held" or telling.vague:
        return
    doc = telling.trigger.doc
    end = min(telling.sentence.end, telling.trigger.i + _REACH)
    index = telling.trigger.i + 1
    while index < end:
        if doc[index].lower_ not in {"and", ","} or not _placed(telling, doc[index]):
            if verbal(doc[index]):
                return
            index += 1
            continue
        start = index
        while index < end and doc[index].lower_ in _LINKS:
            index += 1
        stop = _chunk(analysis, calendar, doc, index, end)
        again = bool({token.lower_ for token in doc[start:index]} & _AGAIN)
        found = _told(analysis, calendar, telling, index, stop, again)
        if found is not None:
            yield found
        index = max(stop, index)


def _placed(telling: Telling, joint: Token) -> bool:
    """Whether a place or day of the first encounter stands before the joint."""
    here = [one.span.start for one in (telling.place, telling.date) if one is not None]
    return any(start < joint.idx for start in here)


def _chunk(analysis: Analysis, calendar: Calendar, doc: Doc, index: int, end: int) -> int:
    """Where a run of nothing but prepositions, places and days ends."""
    days = [one.span for one, _ in calendar.entries]
    if index >= end or doc[index].lower_ not in _PLACING:
        return index
    while index < end:
        token = doc[index]
        dated = any(span.start <= token.idx < span.end for span in days)
        small = token.lower_ in _PLACING | {"the", "of"}
        if not (small or dated or analysis.places_at(token)):
            break
        index += 1
    return index


def _told(
    analysis: Analysis, calendar: Calendar, telling: Telling, start: int, stop: int, again: bool
) -> Telling | None:
    doc = telling.trigger.doc
    if stop <= start or (stop < telling.sentence.end and doc[stop].text not in {",", ".", ";", "and", "or"}):
        return None
    place: Located | None = None
    timex: Timex | None = None
    for token in doc[start:stop]:
        place = place or setting.located(analysis, token) if analysis.places_at(token) else place
    for one, token in calendar.within(start, stop):
        timex = timex or (one if token.i >= start else None)
    interval = timex.interval("past") if timex is not None else None
    if (place is None and not (again and interval is not None)) or not (interval is not None or again):
        return None
    same = telling.place is not None and place is not None and telling.place.referent == place.referent
    if same and interval is None:
        return None
    first = Parties()
    first.add(telling.parties)
    dated = Dated(interval, timex.span) if interval is not None and timex is not None else None
    return replace(telling, parties=first, place=place, date=dated, definite=False)


def elided(analysis: Analysis, frames: Frames, telling: Telling) -> Iterator[Telling]:
    """The encounters without a verb in "met A on Monday and B on Tuesday" and "met A, as did Y"."""
    verb = telling.trigger
    if len(telling.parties.people) < 2:
        return
    subject = Parties()
    for token in subjects(verb):
        subject.add(parties_of(analysis, frames, token))
    others = {name: span for name, span in telling.parties.people.items() if name not in subject.people}
    if not subject.people or not others:
        return
    for token in verb.subtree:
        if not analysis.people_at(token) or token.i <= verb.i:
            continue
        if _next_day(analysis, telling, token):
            met = Parties()
            met.add(subject)
            met.add(parties_of(analysis, frames, token))
            if len(met.people) > len(subject.people):
                yield replace(telling, parties=met, anchor=token)
    for clause in verb.children:
        if (
            clause.dep_ == "advcl"
            and clause.lemma_ == "do"
            and any(t.lower_ == "as" for t in clause.children)
        ):
            also = Parties()
            for token in surface_subjects(clause):
                also.add(parties_of(analysis, frames, token))
            if also.people:
                also.people.update(others)
                yield replace(telling, parties=also)


def _separately(analysis: Analysis, token: Token) -> bool:
    """The Y of "met X in Cairo and, separately, Y" and of "met X and later with Y"."""
    reference = person_reference(analysis, token.i)
    if reference is None or reference.nominal or reference.head != token.i:
        return False
    before = [word.lower_ for word in token.doc[max(token.sent.start, reference.start - 5) : reference.start]]
    words = [word for word in before if word != ","]
    if words and words[-1] == "with":
        words.pop()
    return len(words) > 1 and words[-1] in _APART and words[-2] == "and"


def _next_day(analysis: Analysis, telling: Telling, token: Token) -> bool:
    """Whether a person is joined to the day or place of another: the B of "A on Monday and B on Tuesday"."""
    known = telling.parties.people
    if any(one.id in known for one in analysis.people_at(token)):
        return False
    if _separately(analysis, token):
        return True
    if token.dep_ != "conj":
        return False
    return token.head.dep_ == "pobj" and not analysis.people_at(token.head) and not verbal(token.head)
