"""Tours told as a whole: "will visit Africa from May 25 to 29" dates the stops that the rest tells of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from communique.extraction.events.chronology import returns
from communique.extraction.events.clauses import outlook
from communique.extraction.events.clauses.attachment import hangs_on
from communique.extraction.events.clauses.clause import (
    conjuncts,
    objects,
    phrases,
    possessors,
    subjects,
    verbal,
)
from communique.extraction.events.constructions.standing import definite
from communique.extraction.events.event import Dated
from communique.extraction.events.joining.structure import OF_TALKS, OF_VISIT
from communique.extraction.events.places import setting
from communique.extraction.layout import READ
from communique.extraction.time.days import safe_date
from communique.model.when import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.dates.calendar import Calendar
    from communique.extraction.events.draft import Draft
    from communique.extraction.gazetteer.frames import Frames
    from communique.extraction.time import Direction, Timex

OF_TOUR = "the tour it is part of"
OF_ORDER = "the stop before it"
_STRIDE = 4
"""Days from one stop of a journey to the next."""
_MOVING = frozenset({"visit", "travel", "tour", "go", "fly", "head", "leave", "depart", "journey"})
_TAKING = frozenset(
    [
        "begin", "start", "make", "undertake", "pay", "embark", "set", "be", "take", "run", "last", "plan",
        "conduct", "have", "schedule", "arrive", "land",
    ]
)  # fmt: skip
"""Verbs that take a tour for their subject or object."""
_PART = frozenset({"leg", "start", "beginning", "stage", "outset"})
_SETTING_OUT = frozenset({"arrive", "land", "begin", "start", "open", "embark", "set", "come", "arrival"})
_LEAVING = frozenset({"leave", "depart"})
_ENDING = frozenset({"return", "end", "conclude", "finish", "close", "wrap"})
_STARTING = frozenset({"starting", "beginning", "commencing", "begins", "starts", "opens", "running"})
_SOON = 90
"""Days within which a tour is that is announced."""
_OVER = frozenset({"after", "following", "from", "since", "before", "ahead"})
"""A tour below these is not the one told: "left on Wednesday after a three-day visit"."""
_LONGEST = 31
"""Days that a tour lasts at most."""
_THROUGH = frozenset({"to", "of", "in", "through", "across"})
_COUNTRIES = frozenset({"country", "nation", "state", "capital"})

_Entries = list[tuple["Timex", "Token"]]


@dataclass(frozen=True, slots=True)
class _Tour:
    """Who travels when, and the sentence that tells it; nobody named: whoever the article is about."""

    people: frozenset[str]
    date: Dated
    status: str
    sentence: int


def spread(analysis: Analysis, frames: Frames, calendar: Calendar, drafts: list[Draft]) -> None:
    """Give stops and talks that are undated, or vaguer than their tour, the days of the tour."""
    _in_order(calendar, drafts)
    ends = returns.find(analysis, frames, calendar)
    _until_home(ends, drafts)
    published = analysis.article.published
    tours = [one for told in _tours(analysis, frames, calendar) for one in _still_on(told, published)]
    for told in (*tours, *_first_stops(drafts)):
        tour = told if told.people else _travellers(told, drafts)
        tour = _to_come(tour, analysis.article.published) if tour is not None else None
        tour = _closed(ends, tour) if tour is not None else None
        if tour is None:
            continue
        for draft in sorted(drafts, key=lambda one: one.group != "visit"):
            visit = draft.part_of
            taken = draft.date is not None and draft.date.implied_by == OF_VISIT and visit is not None
            if taken and visit is not None and visit.date is not None and visit.date.implied_by == OF_TOUR:
                draft.date = replace(visit.date, implied_by=OF_VISIT)
            if not _stop(analysis, tour, draft):
                continue
            if visit is not None and visit.date is not None and visit.status == draft.status:
                draft.date = replace(visit.date, implied_by=OF_TOUR)
            else:
                draft.date = tour.date


def _still_on(tour: _Tour, published: date | None) -> Iterator[_Tour]:
    """A tour begun; what is still to come of it lies between the report and its end."""
    days = tour.date.interval
    yield tour
    if published is not None and tour.status == "held" and days.start <= published < days.end:
        rest = replace(days, start=published)
        yield replace(tour, status="planned", date=replace(tour.date, interval=rest))


def _first_stops(drafts: list[Draft]) -> Iterator[_Tour]:
    """Journeys of which only the first stop has a day: "leaves for London on May 3, continues to Rome"."""
    planned = [one for one in drafts if one.group == "visit" and one.status == "planned"]
    for draft in planned:
        told, people = draft.first, frozenset(draft.parties.people)
        further = any(
            one.date is None and people & one.parties.people.keys() and one.first.trigger.i > told.trigger.i
            for one in planned
        )
        if further and draft.date is not None and _begins(draft):
            date = replace(draft.date, implied_by=OF_TOUR, distance=9)
            yield _Tour(people, date, "planned", told.sentence.index)


def _closed(ends: tuple[returns.Return, ...], tour: _Tour) -> _Tour | None:
    """The tour with its last day, which the article may tell further on; None where it does not."""
    days = tour.date.interval
    if days.days > 1 or days.precision != "day":
        return tour
    end = returns.after(ends, tour.people, days.start, tour.sentence)
    if end is None:
        return None
    return replace(tour, date=replace(tour.date, interval=Interval(days.start, end.day, "day", lasting=True)))


def _until_home(ends: tuple[returns.Return, ...], drafts: list[Draft]) -> None:
    """Let the one visit of somebody that begins on a day last until his return: "he returns on Friday"."""
    visits = [one for one in drafts if one.group == "visit" and one.status in {"held", "planned"}]
    for visit in visits if ends else ():
        people = frozenset(visit.parties.people)
        if visit.date is None or visit.date.interval.precision != "day":
            continue
        if visit.date.interval.days > 1 and visit.date.implied_by != OF_TALKS:
            continue
        if not _begins(visit) or sum(bool(people & one.parties.people.keys()) for one in visits) > 1:
            continue
        end = returns.after(ends, people, visit.date.interval.start, visit.first.sentence.index)
        if end is None or end.day < visit.date.interval.end:
            continue
        if not people or (visit.status == "planned" and not end.ahead):
            continue
        before, days = visit.date, Interval(visit.date.interval.start, end.day, "day", lasting=True)
        visit.date = replace(before, interval=days)
        for talks in drafts:
            taken = talks.part_of is visit and talks.date is not None and talks.date.implied_by == OF_VISIT
            if taken:
                talks.date = replace(visit.date, implied_by=OF_VISIT)


def _begins(visit: Draft) -> bool:
    """Whether its day is that of setting out or arriving: "leaves on Monday", "begins a visit on Monday"."""
    verbs = [head.lemma_ for one in visit.tellings for head in (one.trigger, one.verb) if head is not None]
    return any(lemma in _MOVING - {"visit", "tour"} | _SETTING_OUT for lemma in verbs)


def _in_order(calendar: Calendar, drafts: list[Draft]) -> None:
    """ "On Tuesday she flies to X and on Thursday to Y", written on a Thursday: that of the week after."""
    weekdays = {timex.span for timex, _ in calendar.entries if timex.rule in {"weekday", "weekdays"}}
    last: dict[str, date] = {}
    for draft in sorted(drafts, key=lambda one: one.first.span.start):
        told = draft.date
        if draft.status != "planned" or told is None or told.interval.precision != "day":
            continue
        people = draft.parties.people.keys()
        before = max((last[name] for name in people if name in last), default=None)
        days = told.interval
        later = timedelta(days=-(-(before - days.start).days // 7) * 7) if before is not None else None
        if told.span in weekdays and before is not None and later is not None and days.start < before:
            moved = replace(days, start=days.start + later, end=days.end + later)
            if (moved.start - before).days <= _STRIDE:
                draft.date = told = replace(told, interval=moved, implied_by=OF_ORDER)
        if draft.group == "visit":
            last.update(dict.fromkeys(people, told.interval.start))


def _to_come(tour: _Tour, published: date | None) -> _Tour | None:
    """A tour that is planned for days a year back is for those of this year: in January people slip."""
    days = tour.date.interval
    if published is None or tour.status != "planned" or days.end >= published:
        return tour
    start, end = safe_date(days.start.year + 1, days.start.month, days.start.day), None
    if start is not None:
        end = start + timedelta(days=days.days - 1)
    if start is None or end is None or not 0 <= (end - published).days <= _SOON:
        return None
    return replace(tour, date=replace(tour.date, interval=replace(days, start=start, end=end)))


def _travellers(tour: _Tour, drafts: list[Draft]) -> _Tour | None:
    """The tour with those who were said to travel before it: "the trip will take place from"."""
    before = [
        one
        for one in drafts
        if one.group == "visit" and one.status == tour.status and one.first.sentence.index <= tour.sentence
    ]
    last = max(before, key=lambda one: one.first.sentence.index, default=None)
    if last is None or not last.parties.people:
        return None
    return replace(tour, people=frozenset(last.parties.people), sentence=last.first.sentence.index)


def _stop(analysis: Analysis, tour: _Tour, draft: Draft) -> bool:
    before = tour.status == "held" and draft.first.sentence.index < tour.sentence
    if draft.group == "call" or draft.status != tour.status or before:
        return False
    if not tour.people & draft.parties.people.keys():
        return False
    if draft.date is not None:
        days = draft.date.interval
        vaguer = days.precision != "day" and tour.date.interval.days < days.days
        start = draft.first.shared and days.days == 1 and days.start == tour.date.interval.start
        if not start and not (vaguer and tour.date.interval.within(days)):
            return False
    if all(one.vague for one in draft.tellings):
        return False
    home = {analysis.referents[name].polity for name in tour.people}
    return draft.country is None or draft.country.referent not in home


def _tours(analysis: Analysis, frames: Frames, calendar: Calendar) -> Iterator[_Tour]:
    for sentence in analysis.sentences:
        entries = calendar.within(sentence.start, sentence.end) if sentence.zone in READ else []
        if sum(analysis.text[one.span.start - 1] == "(" for one, _ in entries) > 1:
            continue  # "India (1-2 August), Pakistan (2-6 August)": days of the stops, not of the whole
        for token in analysis.doc[sentence.start : sentence.end] if entries else ():
            tour = None
            if verbal(token) and token.lemma_ in _MOVING | _TAKING:
                tour = _of_verb(analysis, frames, token, entries, sentence.index)
            elif token.pos_ == "NOUN" and token.lemma_.lower() in returns.JOURNEY and definite(token):
                tour = _of_noun(analysis, token, entries, sentence.index)
            if tour is not None:
                yield tour


def _of_verb(
    analysis: Analysis, frames: Frames, verb: Token, entries: _Entries, sentence: int
) -> _Tour | None:
    whole = next((noun for noun in _nouns(verb) if noun.lemma_.lower() in returns.JOURNEY), None)
    abroad = verb.lemma_ == "be" and any(
        name == "in" and noun.pos_ == "PROPN" for name, noun in phrases(verb)
    )
    if whole is None and verb.lemma_ not in _MOVING and not abroad:
        return None
    status = outlook.of_verb(frames, verb).status
    if status == "held" and outlook.present(verb):
        status = "planned"
    heads = [verb] if whole is None else [verb, whole]
    if status not in {"held", "planned"} or _one_country(analysis, heads):
        return None
    own = subjects(verb)
    tokens = [*own, *(owner for noun in [*own, *heads] for owner in possessors(noun))]
    people = frozenset(one.id for token in tokens for one in analysis.people_at(token))
    if not people and (whole is None or whole not in own):
        return None
    date = _days(verb, heads, entries, "past" if status == "held" else "future")
    return _Tour(people, date, status, sentence) if date is not None else None


def _of_noun(analysis: Analysis, noun: Token, entries: _Entries, sentence: int) -> _Tour | None:
    """ "During the May 25-29 trip she will meet"."""
    published = analysis.article.published
    date = _days(noun, [noun], entries, "future")
    if date is None or published is None or _one_country(analysis, [noun]):
        return None
    people = frozenset(one.id for token in possessors(noun) for one in analysis.people_at(token))
    return _Tour(people, date, "planned" if date.interval.start > published else "held", sentence)


def _nouns(verb: Token) -> Iterator[Token]:
    yield from subjects(verb)
    yield from objects(verb)
    for name, noun in phrases(verb):
        if name not in _OVER:
            yield noun
            if noun.lemma_ in _PART:  # "arrived on the first leg of a ten-day tour"
                yield from (below for of, below in phrases(noun) if of == "of")


def _one_country(analysis: Analysis, heads: list[Token]) -> bool:
    """Whether just one country is named as where it goes, so that no tour is told as a whole."""
    countries: set[str] = set()
    for head in heads:
        below = list(phrases(head))
        joined = [
            ("to", noun) for noun in conjuncts(head) if noun != head
        ]  # which the parser joins to the trip
        if any(name in _THROUGH and _region(analysis, noun) for name, noun in (*below, *joined)):
            return False  # "a trip to Britain and eleven states of the Middle East"
        named = [noun for name, noun in below if name in {"to", "of", "in", "for", "at"}]
        if verbal(head) and head.lemma_ not in _LEAVING:  # "leaves Washington" names no stop
            named.extend(objects(head))
        for noun in named:
            for where in setting.listed(analysis, noun):
                country = analysis.country_of(analysis.referents[where.referent])
                countries.add(country.id if country is not None else where.referent)
    return len(countries) == 1


def _region(analysis: Analysis, noun: Token) -> bool:
    """Whether a noun stands for several countries: "four nations", "the Middle East"."""
    if noun.tag_ == "NNS":
        return noun.lemma_.lower() in _COUNTRIES
    known = analysis.people_at(noun) or analysis.places_at(noun) or analysis.polities_at(noun)
    return noun.pos_ == "PROPN" and noun.ent_type_ in {"LOC", "GPE"} and not known


def _days(verb: Token, heads: list[Token], entries: _Entries, direction: Direction) -> Dated | None:
    """The days from the first to the last, or the first alone where the last is not told beside it."""
    length = next(
        (one.days for one, token in entries if one.kind == "duration" and _below(token, heads)), None
    )
    for timex, token in entries:
        if timex.kind not in {"point", "span"} or not _below(token, heads):
            continue
        days = timex.interval(direction)
        if days is None or days.days > _LONGEST:
            continue
        if days.days > 1 or days.precision != "day":
            return Dated(days, timex.span, OF_TOUR, distance=9)
        last = days.start + timedelta(days=length - 1) if length else _return(verb, entries, direction)
        if last is not None and 0 < (last - days.start).days <= _LONGEST:
            return Dated(Interval(days.start, last, "day", lasting=True), timex.span, OF_TOUR, distance=9)
        return Dated(days, timex.span, OF_TOUR, distance=9)
    return None


def _below(token: Token, heads: list[Token]) -> bool:
    """Whether a date or length belongs to one of them: "a tour on May 3", "a tour starting on May 3"."""
    starts = [child for head in heads for child in head.children if child.lower_ in _STARTING]
    return any(hangs_on(token, head, set()) for head in (*heads, *starts))


def _return(verb: Token, entries: _Entries, direction: Direction) -> date | None:
    """The 29th in "leaves on May 25 and returns on May 29"."""
    back = [child for child in verb.children if child.dep_ == "conj" and child.lemma_ in _ENDING]
    for timex, token in entries:
        days = timex.interval(direction) if timex.kind == "point" else None
        if days is not None and days.days == 1 and _below(token, back):
            return days.start
    return None
