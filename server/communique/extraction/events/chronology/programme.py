"""When and where talks are that the words only put into an occasion of several days.

"On the margins she will meet X" is on the days and in the place of the gathering told of; "he will also see
Y", told of a traveller whose journey was announced, is on the days of the journey.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.attachment import hangs_on
from communique.extraction.events.clauses.clause import (
    objects,
    phrases,
    prepositions_above,
    surface_subjects,
    verbal,
)
from communique.extraction.events.constructions.standing import definite
from communique.extraction.events.event import Dated, Located
from communique.extraction.events.places import setting
from communique.extraction.events.telling import SUMMITRY
from communique.extraction.layout import READ
from communique.model.claims import Kind, Modality
from communique.model.when import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.dates.calendar import Calendar
    from communique.extraction.events.draft import Draft
    from communique.extraction.events.telling import Telling
    from communique.extraction.gazetteer.frames import Frames
    from communique.extraction.time import Timex

OF_OCCASION = "the occasion it is part of"
OF_JOURNEY = "the journey told of before"
_LONGEST = 31
"""Days that an occasion or a journey lasts at most."""
_FAR = 10
"""Sentences behind the announcement of a journey within which talks are taken for part of it."""
_GAP = 4
"""Days between two stops of one journey."""
_GENERAL = frozenset(
    {"summit", "meeting", "conference", "gathering", "event", "forum", "session", "talk", "meet"}
)
"""Words that take up a gathering that was called otherwise."""
_REGULAR = frozenset({"ministerial", "annual", "council", "plenary", "biennial", "regular"})
_ASSEMBLE = frozenset({"meet", "gather", "assemble", "convene"})
_AWAY = frozenset(
    {"before", "ahead", "after", "following", "soon", "shortly", "later", "eventually", "prior"}
)


@dataclass(frozen=True, slots=True)
class _Occasion:
    """A gathering: the days, where, what it is called, and the index of the word that tells of it.

    ``people``: who is said to go to it, where the words make no event of it ("will address the Assembly").
    """

    days: Dated
    place: Located | None
    names: frozenset[str]
    at: int
    sentence: int
    people: frozenset[str] = frozenset()


def spread(
    analysis: Analysis, frames: Frames, calendar: Calendar, tellings: list[Telling], drafts: list[Draft]
) -> None:
    """Give talks, and gatherings named again, the days and the place of the occasion they belong to."""
    occasions = sorted(
        (*_gathered(analysis, drafts), *_announced(analysis, frames, calendar)), key=lambda one: one.at
    )
    occasions.extend([*_attended(analysis, occasions, tellings)] if occasions else [])
    for draft in drafts if occasions else ():
        if draft.group == "talks" and (draft.date is None or draft.place is None):
            _beside(analysis, frames, occasions, draft)
    stops = _bracketed(analysis, calendar)
    for draft in drafts:
        _at_stop(analysis, stops, draft)
        _both_there(analysis, drafts, draft)
    for draft in drafts:
        if draft.group == "talks" and draft.status in {"held", "planned"} and draft.date is None:
            _on_the_way(analysis, drafts, occasions, draft)


def _gathered(analysis: Analysis, drafts: list[Draft]) -> Iterator[_Occasion]:
    """The gatherings among the events."""
    for draft in drafts:
        bodies = any(analysis.referents[name].kind is Kind.ORGANIZATION for name in draft.parties.sides)
        if draft.date is None or draft.group != "talks" or not (draft.first.kind in SUMMITRY or bodies):
            continue
        if draft.date.interval.days <= _LONGEST and draft.date.interval.precision == "day":
            names = frozenset(one.trigger.lemma_.lower() for one in draft.tellings)
            yield _Occasion(draft.date, draft.place, names, draft.first.trigger.i, draft.first.sentence.index)


def _announced(analysis: Analysis, frames: Frames, calendar: Calendar) -> Iterator[_Occasion]:
    """Gatherings whose days a clause tells: "the Assembly will meet in Rome on May 3 and 4"."""
    for timex, token in calendar.entries:
        sentence = analysis.sentence_of(token)
        if timex.kind not in {"point", "span"} or sentence.zone not in READ:
            continue
        verb = next((above for above in token.ancestors if verbal(above)), None)
        noun = _gathering(frames, token, verb) or _assembling(analysis, token, verb)
        if noun is None:
            continue
        days = _days(timex)
        if days is None or (days.days == 1 and _sets_out(frames, noun, verb)):
            continue  # "flies to Bali on Sunday for the summit"
        if days.days <= _LONGEST and days.precision == "day":
            place = setting.place(analysis, noun, verb)
            called = "meeting" if verbal(noun) else noun.lemma_.lower()
            who = surface_subjects(verb) if verb is not None and noun not in surface_subjects(verb) else []
            yield _Occasion(
                Dated(days, timex.span, distance=9), place, frozenset({called}), noun.i, sentence.index,
                frozenset(one.id for token in who for one in analysis.people_at(token)),
            )  # fmt: skip


def _attended(analysis: Analysis, occasions: list[_Occasion], tellings: list[Telling]) -> Iterator[_Occasion]:
    """The same gatherings with those who are said to go to them further on."""
    for telling in tellings:
        if telling.parties.people and telling.status == "planned" and _gathering_again(analysis, telling):
            one = _meant(occasions, telling.trigger.lemma_.lower(), telling)
            if one is not None:
                people = frozenset(telling.parties.people)
                yield replace(one, at=telling.trigger.i, sentence=telling.sentence.index, people=people)


def _gathering_again(analysis: Analysis, telling: Telling) -> bool:
    """Whether a telling takes up a gathering: "will attend the summit", "the meeting of the Movement"."""
    bodies = any(analysis.referents[name].kind is Kind.ORGANIZATION for name in telling.parties.sides)
    return telling.definite and telling.group == "talks" and (telling.kind in SUMMITRY or bodies)


def _days(timex: Timex) -> Interval | None:
    """The days, where they are the same whatever the tense."""
    future = timex.interval("future")
    past = timex.interval("past")
    return future if future == past else None


def _sets_out(frames: Frames, noun: Token, verb: Token | None) -> bool:
    return (
        verb is not None and verb.lemma_ in frames.words["setting_out"] and noun not in surface_subjects(verb)
    )


def _gathering(frames: Frames, token: Token, verb: Token | None) -> Token | None:
    """The noun of a gathering that the date belongs to: it hangs on it, or on its verb."""
    for above in token.ancestors:
        if verbal(above):
            break
        if _gathers(frames, above) and hangs_on(token, above, set()):
            return above
    if verb is None or not hangs_on(token, verb, set()):
        return None
    below = (*surface_subjects(verb), *objects(verb), *(noun for _, noun in phrases(verb)))
    return next((noun for noun in below if _gathers(frames, noun)), None)


def _gathers(frames: Frames, noun: Token) -> bool:
    """Whether many take part by the word's meaning, or by its name: "the annual meeting of"."""
    if noun.lemma_.lower() in frames.words["gathering"]:
        return True
    return noun.lemma_.lower() == "meeting" and any(
        child.dep_ in {"compound", "amod"} and (child.lower_ in _REGULAR or child.pos_ == "PROPN")
        for child in noun.children
    )


def _assembling(analysis: Analysis, token: Token, verb: Token | None) -> Token | None:
    """The verb of "Ministers of the Movement meet in Rome from May 3 to 5", no person named."""
    if verb is None or verb.lemma_ not in _ASSEMBLE or objects(verb) or not hangs_on(token, verb, set()):
        return None
    who = surface_subjects(verb)
    many = any(noun.tag_ in {"NNS", "NNPS"} for noun in who)
    return verb if many and not any(analysis.people_at(noun) for noun in who) else None


def _beside(analysis: Analysis, frames: Frames, occasions: list[_Occasion], draft: Draft) -> None:
    """Place and date talks at or on the margins of a gathering, and the gathering itself named again."""
    for telling in draft.tellings:
        named = _named(analysis, frames, telling)
        if named is None:
            continue
        one = _meant(occasions, named, telling)
        if one is None or not _fitting(analysis, one.days, draft):
            continue
        if draft.date is None:
            draft.date = replace(one.days, implied_by=OF_OCCASION)
        if draft.place is None and one.place is not None and draft.country is None:
            _put(analysis, draft, one.place)
        return


def _put(analysis: Analysis, draft: Draft, place: Located) -> None:
    where = analysis.referents[place.referent]
    country = analysis.country_of(where)
    if country is not None:
        draft.country = Located(country.id, place.span, OF_OCCASION)
    if where.kind is Kind.PLACE:
        draft.place = replace(place, implied_by=OF_OCCASION)


def _named(analysis: Analysis, frames: Frames, telling: Telling) -> str | None:
    """What the gathering is called that talks are said to be beside or at; "" where it is not named."""
    if _gathering_again(analysis, telling):
        return telling.trigger.lemma_.lower()
    aside = frames.words["aside"]
    heads = [telling.trigger, *([telling.verb] if telling.verb is not None else [])]
    for head in heads:
        if head.dep_ == "relcl" and prepositions_above(head.head) in aside:
            return head.head.lemma_.lower()  # "on the sidelines of the forum he will meet", misread
        for name, noun in phrases(head):
            if noun.lemma_.lower() in aside or name in aside:
                below = [one for of, one in phrases(noun) if of == "of"] if name not in aside else [noun]
                return below[0].lemma_.lower() if below else ""
            if name in {"at", "during"} and _gathers(frames, noun) and definite(noun):
                return noun.lemma_.lower()
    return None


def _meant(occasions: list[_Occasion], named: str, telling: Telling) -> _Occasion | None:
    """The gathering called so that was told of last; any where the word is general and there is but one."""
    same = [one for one in occasions if named in one.names]
    if not same and (not named or named in _GENERAL):
        same = occasions if named == "" or len({one.days.interval for one in occasions}) == 1 else []
    before = [one for one in same if one.at <= telling.trigger.i]
    return before[-1] if before else (same[0] if same else None)


def _fitting(analysis: Analysis, days: Dated, draft: Draft) -> bool:
    """Whether what was could have been by then, and what is to come is not over; no other day is told."""
    published = analysis.article.published
    if draft.date is not None and not draft.date.interval.overlaps(days.interval):
        return False
    if published is None:
        return True
    if draft.status == "held":
        return days.interval.start <= published
    return days.interval.end >= published


def _bracketed(analysis: Analysis, calendar: Calendar) -> list[_Occasion]:
    """The days behind a place: "In Manila (29-30 August) he will call on X and see Y"."""
    found: list[_Occasion] = []
    for timex, token in calendar.entries:
        sentence = analysis.sentence_of(token)
        before = analysis.text[sentence.span.start : timex.span.start].rstrip()
        days = _days(timex) if timex.kind in {"point", "span"} and before.endswith("(") else None
        if days is None or analysis.text[timex.span.end : timex.span.end + 1] != ")":
            continue
        end = sentence.span.start + len(before[:-1].rstrip())
        for place in analysis.of_kind(Kind.PLACE):
            for one in place.references:
                if one.span.end == end and one.start >= sentence.start:
                    where = Located(place.id, one.span)
                    found.append(
                        _Occasion(Dated(days, timex.span), where, frozenset(), token.i, sentence.index)
                    )
    return found


def _at_stop(analysis: Analysis, stops: list[_Occasion], draft: Draft) -> None:
    """Give an event at such a stop its days, and the place to those told behind it without one."""
    if draft.group == "call" or draft.status not in {"held", "planned"}:
        return
    vague = draft.date is None or draft.date.implied_by is not None or draft.date.interval.precision != "day"
    for stop in stops:
        assert stop.place is not None
        told = draft.first
        behind = told.sentence.index == stop.sentence and told.trigger.i > stop.at
        if (
            draft.group == "talks"
            and draft.country is None
            and behind
            and _fitting(analysis, stop.days, draft)
        ):
            _put(analysis, draft, stop.place)
        there = draft.place is not None and draft.place.referent == stop.place.referent
        if there and vague and _fitting(analysis, stop.days, draft):
            draft.date = replace(stop.days, implied_by=OF_OCCASION)
            return


def _both_there(analysis: Analysis, drafts: list[Draft], talks: Draft) -> None:
    """Talks of two who have come to the same country, of neither of them, were there."""
    if talks.group != "talks" or talks.place is not None or talks.country is not None:
        return
    spots: list[Located] = []
    for name in talks.parties.people:
        stays = [one for one in drafts if one.group == "visit" and name in one.parties.people]
        if len(stays) != 1 or stays[0].country is None or stays[0].status != talks.status:
            return
        spots.append(stays[0].place or stays[0].country)
    countries = {_country(analysis, spot) for spot in spots}
    if len(spots) > 1 and len(countries) == 1 and None not in countries:
        _put(
            analysis,
            talks,
            next((one for one in spots if analysis.referents[one.referent].kind is Kind.PLACE), spots[0]),
        )


def _on_the_way(analysis: Analysis, drafts: list[Draft], occasions: list[_Occasion], draft: Draft) -> None:
    """Take talks of a traveller, told behind his journey and without a day, for part of the journey."""
    telling = draft.first
    if telling.modality is Modality.INVITED or telling.vague or _moved(telling):
        return
    for name in draft.parties.people:
        if draft.parties.parts.get(name) == "host":
            continue
        stops = [
            (one.date, _spot(one))
            for one in drafts
            if one is not draft and _leads(analysis, one, telling, name)
        ]
        stops.extend(
            (one.days, one.place)
            for one in occasions
            if telling.status == "planned"
            and name in one.people
            and 0 <= telling.sentence.index - one.sentence <= _FAR
        )
        days = _whole([one for one, _ in stops if one is not None])
        spots = [where for _, where in stops if where is not None]
        countries = {_country(analysis, where) for where in spots}
        elsewhere = draft.country is not None and draft.country.referent not in countries
        if days is None or elsewhere or not _fitting(analysis, days, draft):
            continue
        draft.date = replace(days, implied_by=OF_JOURNEY)
        last = analysis.article.published
        if draft.status == "held" and last is not None and last < days.interval.end:
            draft.date = replace(draft.date, interval=replace(days.interval, end=last))
        if len(countries) == 1 and draft.country is None:
            _put(analysis, draft, spots[0])
        return


def _spot(draft: Draft) -> Located | None:
    return draft.place if draft.place is not None else draft.country


def _country(analysis: Analysis, where: Located) -> str | None:
    country = analysis.country_of(analysis.referents[where.referent])
    return country.id if country is not None else None


def _leads(analysis: Analysis, stop: Draft, telling: Telling, name: str) -> bool:
    """Whether it is a stop to come of the person's journey, or a gathering he attends, told before."""
    side = not stop.parties.people and analysis.referents[name].polity in stop.parties.sides
    if stop.status != telling.status or stop.date is None or not (side or name in stop.parties.people):
        return False
    if telling.status == "held" and stop.first.kind not in SUMMITRY:
        return False  # whom a traveller met otherwise, he met at home as well
    attends = stop.group == "visit" or stop.first.kind in SUMMITRY
    return attends and 0 <= telling.sentence.index - stop.first.sentence.index <= _FAR


def _whole(stops: list[Dated]) -> Dated | None:
    """From the first day of the stops to the last, where they make one journey."""
    dates = sorted(stops, key=lambda one: (one.interval.start, one.interval.end))
    if not dates or any(one.interval.precision != dates[0].interval.precision for one in dates):
        return None
    first, end = dates[0].interval.start, dates[0].interval.end
    for one in dates[1:]:
        if (one.interval.start - end).days > _GAP:
            return None
        end = max(end, one.interval.end)
    if (end - first).days > _LONGEST:
        return None
    return replace(dates[0], interval=replace(dates[0].interval, start=first, end=end), distance=9)


def _moved(telling: Telling) -> bool:
    """Whether a word puts the talks before or behind the rest: "before leaving he will meet X"."""
    heads = [telling.trigger, *([telling.verb] if telling.verb is not None else [])]
    return any(child.lower_ in _AWAY for head in heads for child in head.children)
