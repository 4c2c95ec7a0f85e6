"""Encounters told in one list: "saw X in Cairo and Y in Amman", "telephoned X, Y and Z"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import verbal
from communique.extraction.events.event import Dated, Located
from communique.extraction.events.parties.supplement import beside
from communique.extraction.events.places import setting
from communique.extraction.events.telling import SUMMITRY, Parties, Telling
from communique.extraction.gazetteer.frames import load
from communique.extraction.gazetteer.governments import HEADS
from communique.model.claims import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.dates.calendar import Calendar
    from communique.extraction.time import Direction
    from communique.model.text import Span

_FEW = 3
"""Persons below whom there is no list beside whoever meets them."""
_PLACING = frozenset({"in", "at"})
_MARGIN = 3
"""Tokens before or behind an event's word that say that it was one of all, or of each."""


@dataclass(slots=True)
class _Entry:
    """Persons named together, with the place and the day told of them alone."""

    people: dict[str, Span]
    polity: str | None
    head: str | None = None
    """The id of who is at the head of a state, told or not."""
    told: bool = False
    """Whether the words name the state."""
    place: Located | None = None
    date: Dated | None = None


def told_apart(
    analysis: Analysis, calendar: Calendar, telling: Telling, others: Iterable[Telling]
) -> list[Telling]:
    """The encounters that one list stands for, one for each state, place or day; else the telling."""
    if telling.group == "visit" or telling.kind in SUMMITRY or telling.kind == "press-conference":
        return [telling]
    if telling.joins:
        return [telling]
    if len(telling.parties.people) < _FEW:
        return _sides_apart(analysis, telling)
    met = {name: span for name, span in telling.parties.people.items() if _behind(telling, span)}
    common = {name: span for name, span in telling.parties.people.items() if name not in met}
    if common and len(set(met.values())) == 1 and len(met) == 1:
        return _callers_apart(analysis, telling, common, met)
    if not common or len(set(met.values())) < _FEW - 1:  # "both leaders" is no list
        return [telling]
    entries = _read(analysis, calendar, telling, met)
    own = _own_places(entries) or _own_days(entries)
    if own:
        groups = own
    else:
        _by_order(telling, entries, others)
        groups = _by_state(entries)
        home = {analysis.referents[name].polity for name in common}
        adverbs = {word for word in load().words["severally"] if word.endswith("ly")}
        if _near(telling) & adverbs and len(entries) > 1 and len(groups) == 1:
            groups = entries  # "met separately with the president and the premier"
        if len(groups) < _FEW - 1 or any(one.polity in home for one in groups):
            return [telling]
        if not _severally(telling, groups, common, others):
            return [telling]
    return list(_each(analysis, telling, common, groups, bool(own)))


def _callers_apart(
    analysis: Analysis, telling: Telling, callers: dict[str, Span], met: dict[str, Span]
) -> list[Telling]:
    """ "A of Chad and B of Mali met separately with C": one with each of them."""
    apart = {analysis.referents[name].polity for name in (*callers, *met)}
    near = _near(telling)
    if near & load().words["jointly"] or not near & load().words["severally"]:
        return [telling]
    if len(apart) <= len(callers) or None in apart:
        return [telling]
    return [
        replace(telling, parties=Parties(people={name: span, **met}), definite=False)
        for name, span in callers.items()
    ]


def _sides_apart(analysis: Analysis, telling: Telling) -> list[Telling]:
    """ "Bilateral meetings with his counterparts from Peru and Chile": one with each country's."""
    people, sides = telling.parties.people, telling.parties.sides
    lands = {
        name: span
        for name, span in sides.items()
        if analysis.referents[name].kind is Kind.COUNTRY and _behind(telling, span)
    }
    if len(people) != 1 or len(lands) < _FEW - 1 or any(_behind(telling, s) for s in people.values()):
        return [telling]
    near = _near(telling)
    if near & load().words["jointly"] or not near & load().words["severally"]:
        return [telling]
    return [
        replace(telling, parties=Parties(people=dict(people), sides={name: span}), definite=False)
        for name, span in lands.items()
    ]


def _behind(telling: Telling, span: Span) -> bool:
    """Whether somebody is named behind the event's word: not the owner of "his counterpart"."""
    after = span.start >= telling.trigger.idx + len(telling.trigger)
    return after and not any(t.idx == span.start and t.tag_ == "PRP$" for t in telling.sentence_tokens())


def _each(
    analysis: Analysis, telling: Telling, common: dict[str, Span], groups: list[_Entry], own: bool
) -> Iterator[Telling]:
    """One telling for each group of those who are met."""
    country = analysis.country_of(analysis.referents[telling.place.referent]) if telling.place else None
    states = {one.polity for one in groups}
    for group in groups:
        people = {**common, **group.people}
        parts = {name: part for name, part in telling.parties.parts.items() if name in people}
        place, date = telling.place, telling.date
        if own:
            place, date = group.place or (None if _placed(groups) else place), group.date or date
        elif country is None or (
            country.id in states
            and country.id != group.polity
            and not _before(analysis, telling, group.polity)
        ):
            place = group.place  # what is named is where another of them is at home
        yield replace(
            telling, parties=Parties(people=people, parts=parts), place=place, date=date, definite=False
        )


def _before(analysis: Analysis, telling: Telling, home: str | None) -> bool:
    """ "In Samoa she will meet A and B": where both are met, unless B's home is named, too."""
    if telling.place is None or telling.place.span.end > telling.trigger.idx:
        return False
    places = (one for token in telling.sentence_tokens() for one in analysis.places_at(token))
    return all(country is None or country.id != home for country in map(analysis.country_of, places))


def _placed(groups: list[_Entry]) -> bool:
    return any(one.place is not None for one in groups)


def _read(analysis: Analysis, calendar: Calendar, telling: Telling, met: dict[str, Span]) -> list[_Entry]:
    """The persons met in text order, each with what stands between its name and the next."""
    doc = telling.trigger.doc
    ordered = sorted(met.items(), key=lambda one: one[1])
    found: list[_Entry] = []
    at = telling.trigger.i + 1
    for number, (name, span) in enumerate(ordered):
        while at < telling.sentence.end and doc[at].idx < span.end:
            at += 1
        following = next((one.start for _, one in ordered[number + 1 :] if one.start > span.start), None)
        stop = at
        while stop < telling.sentence.end and (following is None or doc[stop].idx < following):
            if verbal(doc[stop]) or doc[stop].text == ";":
                break
            stop += 1
        person = analysis.referents[name]
        told = any(t.polity and not t.implied_by for t in analysis.titles if name in t.holders)
        entry = _Entry({name: span}, person.polity, name if person.roles & HEADS else None, told)
        _settle(analysis, calendar, telling, entry, doc[at:stop])
        found.append(entry)
    return found


def _settle(
    analysis: Analysis, calendar: Calendar, telling: Telling, entry: _Entry, between: Iterable[Token]
) -> None:
    """Place and day between a name and the next."""
    tokens = list(between)
    if not tokens:
        return
    for token in tokens[:-1]:
        if token.lower_ in _PLACING and entry.place is None:
            ahead = tokens[tokens.index(token) + 1 :]
            ahead = ahead[1:] if ahead[0].lower_ == "the" else ahead
            for one in ahead[:1]:
                entry.place = setting.located(analysis, one) if analysis.places_at(one) else None
    direction: Direction = "past" if telling.status == "held" else "future"
    for timex, _ in calendar.within(tokens[0].i, tokens[-1].i + 1):
        interval = timex.interval(direction) if timex.kind in {"point", "relative"} else None
        if interval is not None and entry.date is None:
            entry.date = Dated.told(timex, interval)


def _own_places(entries: list[_Entry]) -> list[_Entry]:
    """Groups that end with a place each, if there are several places: "A and B in Cairo, C in Amman"."""
    places = {one.place.referent for one in entries if one.place is not None}
    return _closed(entries, lambda one: one.place is not None) if len(places) > 1 else []


def _own_days(entries: list[_Entry]) -> list[_Entry]:
    """Groups that end with a day each, if there are several: "A on Monday and B on Tuesday"."""
    days = {one.date.interval for one in entries if one.date is not None}
    return _closed(entries, lambda one: one.date is not None) if len(days) > 1 else []


def _closed(entries: list[_Entry], closes: Callable[[_Entry], bool]) -> list[_Entry]:
    """Groups of entries, each ending with the first that closes it."""
    found: list[_Entry] = []
    is_open = False
    for one in entries:
        if is_open:
            found[-1].people.update(one.people)
            found[-1].place, found[-1].date = one.place, one.date
        else:
            found.append(replace(one, people=dict(one.people)))
        is_open = not closes(one)
    return found


def _by_order(telling: Telling, entries: list[_Entry], others: Iterable[Telling]) -> None:
    """The states of A and B in "to Santiago and Buenos Aires for talks with Presidents A and B"."""
    stops = [
        one for one in others if one.group == "visit" and one.sentence is telling.sentence and one.shared
    ]
    stops = [one for one in stops if one.trigger is stops[0].trigger and len(one.hosts) == 1]
    if len(stops) != len(entries) or any(one.told or one.head is None for one in entries):
        return
    for entry, stop in zip(entries, stops, strict=True):
        entry.polity = next(iter(stop.hosts))
        entry.place = stop.place


def _by_state(entries: list[_Entry]) -> list[_Entry]:
    """One group for each state, in text order; somebody without one belongs to who is named before."""
    found: dict[str, _Entry] = {}
    last: _Entry | None = None
    for one in entries:
        key = one.polity or (one.head if last is None or last.head is not None else None)
        known = found.get(key) if key is not None else last
        if known is None:
            if key is None:
                return []
            known = found[key] = replace(one, people={})
        known.people.update(one.people)
        last = known
    return list(found.values())


def _severally(
    telling: Telling,
    groups: list[_Entry],
    common: dict[str, Span],
    others: Iterable[Telling],
) -> bool:
    """Whether the words, or a tour to the states of those who are met, say that each was met alone."""
    words = load().words
    near = _near(telling)
    if near & words["jointly"]:
        return False
    if near & words["severally"] or _repeated(telling, groups):
        return True
    countable = telling.plural and telling.trigger.tag_ in {"NNS", "NNPS"}
    if countable and not telling.soft:
        return True
    if telling.kind == "call":
        return verbal(telling.trigger) or telling.trigger.tag_ == "NNS"
    if beside(telling) or near & words["aside"]:
        return True
    if telling.place is not None and telling.place.span.start > telling.trigger.idx:
        return False  # "met A, B and C there"
    hosts = {
        name
        for one in others
        if one.group == "visit" and one.status == telling.status and one.parties.people.keys() & common.keys()
        for name in one.hosts
    }
    return len(hosts & {one.polity for one in groups}) > 1


def _near(telling: Telling) -> set[str]:
    return {token.lower_ for token in _around(telling)}


def _around(telling: Telling) -> list[Token]:
    """The words around the event's own, and what hangs on it and on its verb."""
    doc, at = telling.trigger.doc, telling.trigger.i
    found = list(doc[max(telling.sentence.start, at - _MARGIN) : min(telling.sentence.end, at + _MARGIN)])
    for head in (telling.trigger, telling.verb):
        found.extend(head.children if head is not None else ())
    return found


def _repeated(telling: Telling, groups: list[_Entry]) -> bool:
    """Whether "with" stands before each: "with A, with B and with C"."""
    starts = [min(span.start for span in one.people.values()) for one in groups]
    doc = telling.trigger.doc
    withs = [t.idx for t in doc[telling.trigger.i : telling.sentence.end] if t.lower_ == "with"]
    return all(
        any(before < at < start for at in withs)
        for before, start in zip((telling.trigger.idx, *starts), starts, strict=False)
    )
