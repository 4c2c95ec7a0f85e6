"""What a telling leaves out and the article has said before: country visited, visitor, body that meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import particle, phrases
from communique.extraction.events.event import Located
from communique.extraction.events.parties.hosted import with_hosts
from communique.extraction.events.parties.pairs import same_persons
from communique.extraction.events.parties.referents import homes
from communique.extraction.events.telling import FAILED, SUMMITRY
from communique.extraction.gazetteer.frames import load
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.draft import Draft
    from communique.extraction.events.telling import Telling

_NEAR = 2
"""Sentences back to a visit whose visitor "this visit" takes over."""


def supplied(analysis: Analysis, telling: Telling, tellings: list[Telling], drafts: list[Draft]) -> bool:
    """Complete a telling from its surroundings; whether that made an event of it."""
    if telling.group == "visit":
        if telling.hosts and not len(telling.parties):
            return _visitor(telling, tellings)
        if telling.parties.people and not telling.hosts:
            return _host(analysis, telling, tellings)
        return False
    if telling.pair:
        return same_persons(analysis, telling, tellings)
    if telling.group == "talks" and telling.definite and not telling.soft and not telling.parties.people:
        their = any(child.lower_ == "their" for child in telling.trigger.children)
        if their and (telling.place or telling.date):
            return same_persons(analysis, telling, tellings)
    if telling.group == "talks" and len(telling.parties.people) == 1 and not telling.definite:
        return (
            _told(analysis, telling)
            or _protagonist(analysis, telling, tellings)
            or with_hosts(analysis, telling, tellings)
        )
    if telling.group == "talks" and telling.alone:
        return with_hosts(analysis, telling, tellings)
    if (
        telling.kind in SUMMITRY
        and telling.parties.people
        and telling.definite
        and _gathering(telling, tellings)
    ):
        return True
    if telling.kind == "summit" and (telling.place or telling.date) and not telling.soft:
        return _body(analysis, telling, drafts)
    return False


def represent(telling: Telling, tellings: list[Telling]) -> None:
    """ "Talks ended in Rome. A was represented by Y, B by Z": talks of those who came for their states."""
    for other in tellings:
        near = 0 <= telling.sentence.index - other.sentence.index <= 1 and other.trigger.i < telling.trigger.i
        if near and other.group == "talks" and not other.parties.people and other.status == "held":
            telling.joins, telling.definite = False, False
            telling.place, telling.date = other.place, other.date
            return


def convened(telling: Telling, tellings: list[Telling]) -> Telling | None:
    """The talks of nobody named that several are then said to have joined: "The body met. A, B attended"."""
    if len(telling.parties.people) < 2 or telling.kind == "visit":
        return None
    before = [
        one
        for one in tellings
        if one.group == "talks" and not one.parties.people and not one.soft and one.status == telling.status
        if 0 <= telling.sentence.index - one.sentence.index <= 1 and one.trigger.i < telling.trigger.i
    ]
    return max(before, key=lambda one: one.trigger.i, default=None)


def personified(analysis: Analysis, telling: Telling, tellings: list[Telling]) -> None:
    """ "The first visit by a Syrian official": of the Syrian whose talks or arrival were just told."""
    if telling.group != "visit" or telling.parties.people or len(telling.parties.sides) != 1:
        return
    side = next(iter(telling.parties.sides))
    counted = (
        telling.vague
        or telling.definite
        or any(child.lower_ in {"first", "second", "third", "latest"} for child in telling.trigger.children)
    )
    for other in sorted(tellings, key=lambda one: -one.trigger.i) if counted else ():
        before = other is not telling and 0 <= telling.sentence.index - other.sentence.index <= 1
        people = [name for name in other.parties.people if analysis.referents[name].polity == side]
        if not before or other.trigger.i > telling.trigger.i or not people or other.group == "call":
            continue
        hosts = telling.hosts or other.hosts or _hosts_of(analysis, telling.place or other.place)
        if not hosts or side in hosts:
            continue
        telling.parties.sides.clear()
        telling.parties.people.update({name: other.parties.people[name] for name in people})
        telling.parties.parts.update(dict.fromkeys(people, "visitor"))
        telling.hosts = dict.fromkeys(hosts, telling.span)
        telling.status, telling.modality = other.status, other.modality
        telling.date = telling.date or other.date
        return


def _hosts_of(analysis: Analysis, place: Located | None) -> dict[str, Span]:
    country = analysis.country_of(analysis.referents[place.referent]) if place is not None else None
    return {country.id: place.span} if country is not None and place is not None else {}


def _visitor(telling: Telling, tellings: list[Telling]) -> bool:
    """ "This visit - to Brazil and Peru - ...": by whoever the visit told of before was."""
    for other in reversed(tellings):
        near = 0 <= telling.sentence.index - other.sentence.index <= _NEAR
        before = other.trigger.i < telling.trigger.i
        if other.group == "visit" and near and before and other.parties.people and not other.hosts:
            telling.parties.add(other.parties, "visitor")
            telling.status, telling.modality = other.status, other.modality
            telling.date = telling.date or other.date
            return True
    return False


def _host(analysis: Analysis, telling: Telling, tellings: list[Telling]) -> bool:
    """ "King Faisal visited in 1967", "begins a state visit": the country told before, or of the dateline."""
    home = {analysis.referents[name].polity for name in telling.parties.people}
    if telling.trigger.lemma_ == "arrival" and arriving(analysis, telling):
        return True
    if telling.rule == "verb:visiting" or telling.definite:
        received = _received(analysis, telling, tellings, home)
        if received or telling.rule == "verb:visiting":
            return received
    if telling.rule == "verb:visit":
        for other in sorted(tellings, key=lambda one: -one.trigger.i):
            if other.group == "visit" and other.trigger.i < telling.trigger.i and other.hosts.keys() - home:
                telling.hosts = {name: telling.span for name in other.hosts if name not in home}
                return True
        return False
    return arriving(analysis, telling)


def arriving(analysis: Analysis, telling: Telling) -> bool:
    """ "Arrived for a two-day visit", "flew in from Lome": to the country of the dateline."""
    country = analysis.dateline_country
    verb = telling.verb
    home = {analysis.referents[name].polity for name in telling.parties.people}
    if country is None or country in home or not home or None in home or verb is None:
        return False
    into = verb.lemma_ in {"fly", "jet", "come", "sail", "drive"} and particle(verb) == "in"
    arrival = telling.trigger.lemma_ == "arrival"  # "since his arrival on Monday"
    thwarted = telling.status in FAILED and telling.rule.startswith("noun:")  # "his visit is put off"
    begun = into or arrival or thwarted or homewards(verb)
    if not begun and verb.lemma_ not in load().words["beginning"]:
        return False
    words = telling.span
    elsewhere = _hosts_of(analysis, telling.place)
    if elsewhere and country not in elsewhere:
        return False
    telling.hosts = {country: words}
    city = analysis.dateline_place
    there = telling.status == "held" or verb.lemma_ == "arrive"  # not: "begins a visit on Tuesday"
    if there and city is not None and analysis.referents[city].kind is Kind.PLACE:
        spot = analysis.dateline.place if analysis.dateline else None
        telling.place = Located(city, spot or Span(words.start, words.end), "dateline")
    return True


def homewards(verb: Token) -> bool:
    """ "Left for home after a four-day visit", "flew home": from where it was written."""
    below = [*verb.children, *(token for name, token in phrases(verb) if name == "for")]
    return verb.lemma_ in {"leave", "depart", "return", "fly"} and any(one.lower_ == "home" for one in below)


def _told(analysis: Analysis, telling: Telling) -> bool:
    """ "One of the meetings was with X, Y said": Y's meeting."""
    verb = telling.verb
    if (
        verb is None
        or verb.lemma_ != "be"
        or telling.said_by is None
        or telling.said_by in telling.parties.people
    ):
        return False
    if analysis.referents[telling.said_by].kind is not Kind.PERSON:
        return False
    telling.parties.people[telling.said_by] = telling.span
    return True


def _protagonist(analysis: Analysis, telling: Telling, tellings: list[Telling]) -> bool:
    """ "A meeting with X is planned for May": of the visitor or speaker told of just before."""
    if telling.soft or telling.weak or telling.trigger.pos_ == "VERB" or telling.parties.sides:
        return False
    if not any(child.lower_ == "with" for child in telling.trigger.children):
        return False
    home = homes(analysis, telling.parties)
    for other in sorted(tellings, key=lambda one: -one.trigger.i):
        near = 0 <= telling.sentence.index - other.sentence.index <= _NEAR
        if not near or other.trigger.i >= telling.trigger.i or other.group != "visit":
            continue
        for name in other.parties.people:
            polity = analysis.referents[name].polity
            if name not in telling.parties.people and polity is not None and home and polity not in home:
                telling.parties.people[name] = other.parties.people[name]
                return True
    return False


def beside(telling: Telling) -> bool:
    """Whether the words put talks beside a gathering, or the telling is of one session of it."""
    words = load().words
    heads = [telling.trigger, *([telling.verb] if telling.verb is not None else [])]
    aside = any(
        token.lemma_.lower() in words["aside"] or token.lower_ in words["aside"]
        for head in heads
        for _, token in phrases(head)
    )
    return aside or (telling.definite and telling.trigger.lemma_.lower() == "session")


def _received(analysis: Analysis, telling: Telling, tellings: list[Telling], home: set[str | None]) -> bool:
    """ "King X met visiting President Y": Y visits X's country."""
    for other in tellings:
        if other.group != "talks" or other.sentence is not telling.sentence:
            continue
        if not telling.parties.people.keys() <= other.parties.people.keys():
            continue
        theirs = homes(analysis, other.parties) - home
        countries = [name for name in theirs if analysis.referents[name].kind is Kind.COUNTRY]
        elsewhere = other.place is not None and not _hosts_of(analysis, other.place).keys() & set(countries)
        if len(countries) == 1 and None not in home and not elsewhere:
            telling.hosts = {countries[0]: telling.span}
            return True
    return telling.rule == "verb:visiting" and _met(analysis, telling, tellings, home)


def _met(analysis: Analysis, telling: Telling, tellings: list[Telling], home: set[str | None]) -> bool:
    """ "The visiting envoy, X, said": in the one country whose people the article has X meet."""
    found: dict[str, Span] = {}
    for other in tellings:
        talked = other.group == "talks" and other.status == "held" and other.place is None
        if talked and telling.parties.people.keys() <= other.parties.people.keys():
            for name in homes(analysis, other.parties) - home:
                found.setdefault(name, telling.span)
    countries = [name for name in found if analysis.referents[name].kind is Kind.COUNTRY]
    if len(found) != 1 or len(countries) != 1 or None in home:
        return False
    telling.hosts = found
    return True


def _gathering(telling: Telling, tellings: list[Telling]) -> bool:
    """ "X will attend the summit": that whose place or days were told without anybody in it."""
    same = [
        one
        for one in tellings
        if one is not telling and one.kind == telling.kind and one.trigger.lemma_ == telling.trigger.lemma_
        if not one.parties.people and not one.parties.sides and one.status == telling.status
    ]
    dates = [one for one in same if one.date is not None]
    places = [one for one in same if one.place is not None]
    if not dates and not places:
        return False
    if (
        len({one.date.interval for one in dates if one.date}) > 1
        or len({one.place.referent for one in places if one.place}) > 1
    ):
        return False  # more than one such gathering
    telling.date = telling.date or (dates[0].date if dates else None)
    telling.place = telling.place or (places[0].place if places else None)
    return True


def _body(analysis: Analysis, telling: Telling, drafts: list[Draft]) -> bool:
    """ "The second summit was held in Santiago": of the body whose summits the article is about."""
    for draft in sorted(drafts, key=lambda one: -one.first.trigger.i):
        if draft.first.kind != "summit" or draft.first.trigger.i > telling.trigger.i:
            continue
        bodies = {
            name: words
            for name, words in draft.parties.sides.items()
            if analysis.referents[name].kind is Kind.ORGANIZATION
        }
        if bodies:
            telling.parties.sides.update(bodies)
            return True
    return False
