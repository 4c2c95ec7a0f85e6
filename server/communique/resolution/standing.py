"""The standing of every claim about one thing.

What each standing means, by predicate (all others: accepted, or rejected where the words deny it):

==========================  ======================================================================
name                        always accepted; the cluster says which form is preferred, another
                            spelling, or taken for a misprint
kind, baseKind              the most special kind that sources agree with; the general one ("meeting"
                            for a summit) is compatible, another is disputed
status                      what came of it; an overtaken plan is superseded, a contradiction disputed
date                        see ``times.date_rulings``
place                       the city on which most agree; its country is compatible, another city or
                            country disputed
participant, host,          accepted, however few name the person; disputed where a source that tells of
visitor, invitee            the event leaves the person out and tells of a separate one with the person;
                            superseded for a plan that the reports of the event do not bear out
partOf                      one event, never itself
caller, leader, operator,   one value: the others are disputed; the host country as operator is
hostCountry                 compatible with another one
heldOffice                  disputed where another source gives the person another rank of the same
                            ladder, the same office of another state, or the same seat to another, at
                            the same time
officeOf                    of a polity that is only implied: rejected where reports name another
describedAs                 accepted; disputed where sources count the event differently ("first",
                            "second")
==========================  ======================================================================
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from communique.model.claims import Claim, Modality, Predicate, Text
from communique.model.identity import Ruling, Standing
from communique.resolution.times import date_rulings, status_rulings
from communique.resolution.weighing import ALONE, Option, Rulings, Said, choose, lost, majority, options, rule

PART = (Predicate.PARTICIPANT, Predicate.HOST, Predicate.VISITOR, Predicate.INVITEE)
ONE_VALUE = frozenset({Predicate.CALLER, Predicate.LEADER, Predicate.HOST_COUNTRY})
GENERAL = {
    "meeting": ("summit", "conference", "press-conference"),
    "other": ("naval", "air", "army"),
}
"""Kinds and the more special ones that they do not contradict."""

_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "maiden": 1,
    "inaugural": 1,
}
_COUNT = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth|maiden|inaugural|(\d+)(?:st|nd|rd|th))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A cluster whose claims are to be judged.

    ``said`` holds its claims by predicate. ``country_of`` maps the value of a place to its country's.
    ``elsewhere`` maps an article to persons of separate events of the same kind and days in it. ``own`` is
    the cluster itself as a value.
    """

    said: Mapping[Predicate, Sequence[Said]]
    country_of: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own: str = ""


def standing(subject: Subject) -> Rulings:
    """A ruling for every claim about the subject but those about offices held (see ``tenures``)."""
    rulings: Rulings = {}
    for predicate in sorted(subject.said):
        affirmed = [one for one in subject.said[predicate] if not _denied(one.claim)]
        for one in subject.said[predicate]:
            if _denied(one.claim):
                rulings[one.id] = Ruling(Standing.REJECTED, "the article says that it is not so")
        if affirmed:
            rulings |= _by_predicate(subject, predicate, affirmed)
    return rulings


def _denied(claim: Claim) -> bool:
    return claim.modality is Modality.DENIED and claim.predicate is not Predicate.STATUS


def _by_predicate(subject: Subject, predicate: Predicate, said: list[Said]) -> Rulings:
    match predicate:
        case Predicate.KIND | Predicate.BASE_KIND:
            return kind_rulings(said)
        case Predicate.STATUS:
            return status_rulings(said)
        case Predicate.DATE:
            return date_rulings(said, *_statuses(subject))
        case Predicate.PLACE:
            return place_rulings(said, subject.country_of)
        case Predicate.PART_OF:
            return whole_rulings(said, subject.own)
        case Predicate.DESCRIBED_AS:
            return count_rulings(said)
        case _ if predicate in PART:
            return part_rulings(said, subject)
        case Predicate.OPERATOR:
            return operator_rulings(said, {one.value for one in subject.said.get(Predicate.HOST_COUNTRY, ())})
        case _ if predicate in ONE_VALUE:
            return majority(said)
        case _:
            return rule(said, Standing.ACCEPTED, ALONE)


def _statuses(subject: Subject) -> tuple[dict[str, str], str]:
    """The status in each article, and the accepted one."""
    said = subject.said.get(Predicate.STATUS, ())
    rulings = status_rulings(said) if said else {}
    by_article = {one.claim.article: one.value for one in sorted(said, key=lambda one: one.id)}
    accepted = [one.value for one in said if rulings[one.id].standing is Standing.ACCEPTED]
    return by_article, min(accepted, default="held")


def kind_rulings(said: Sequence[Said]) -> Rulings:
    """The special kind wins over the general one that it does not contradict."""
    found = options(said, lambda one: float(one.value not in GENERAL))
    for option in found:
        for other in found:
            if option.value in GENERAL.get(other.value, ()):
                option.back(other)
    best, reason = choose(found)
    rulings = rule(best.said, Standing.ACCEPTED, reason)
    for option in found:
        if option is not best:
            general = best.value in GENERAL.get(option.value, ())
            rulings |= (
                rule(option.said, Standing.COMPATIBLE, "a more general kind than the accepted one")
                if general
                else lost(option.said, best, f"another kind is accepted: {reason}")
            )
    return rulings


def place_rulings(said: Sequence[Said], country_of: Mapping[str, str]) -> Rulings:
    """The country first, then the city in it; a country that holds the city is compatible."""
    countries: dict[str, Option] = {}
    for one in said:
        country = country_of.get(one.value, one.value)
        countries.setdefault(country, Option(country)).said.append(one)
    chosen, why = choose([countries[name] for name in sorted(countries)])
    cities = [option for option in options(chosen.said) if option.value != chosen.value] or options(
        chosen.said
    )
    known = [option for option in cities if option.value.startswith("place/")] or cities
    best, reason = choose(known)
    if len(countries) > 1 and reason == ALONE:
        reason = why
    rulings: Rulings = {}
    for one in said:
        country = country_of.get(one.value, one.value)
        if one.value == best.value:
            rulings |= rule([one], Standing.ACCEPTED, reason)
        elif one.value == chosen.value:
            rulings |= rule([one], Standing.COMPATIBLE, "the country of the accepted place")
        elif country == chosen.value and not one.value.startswith("place/"):
            rulings |= rule([one], Standing.ACCEPTED, "a site in the accepted country")
        else:
            rulings |= lost([one], best, f"another place is accepted: {reason}")
    return rulings


def operator_rulings(said: Sequence[Said], hosts: set[str]) -> Rulings:
    """One operator; "Syria's airbase" names the country it lies in where another operator is named."""
    running = [one for one in said if one.value not in hosts] or list(said)
    by_place = [one for one in said if one not in running]
    return majority(running) | rule(by_place, Standing.COMPATIBLE, "says where the base is, not who runs it")


def whole_rulings(said: Sequence[Said], own: str) -> Rulings:
    """An event is part of one other, that which most sources name; what was taken for the event itself is no
    whole of it. Another whole is no contradiction: two visits may be one, or lie in each other."""
    itself = [one for one in said if one.value == own]
    rulings = rule(itself, Standing.REJECTED, "the part and the whole were taken for one event")
    found = options(one for one in said if one.value != own)
    if found:
        best, reason = choose(found)
        for option in found:
            accepted = option is best
            standing_ = Standing.ACCEPTED if accepted else Standing.COMPATIBLE
            other = f"the whole is taken from other reports: {reason}"
            rulings |= rule(option.said, standing_, reason if accepted else other)
    return rulings


def part_rulings(said: Sequence[Said], subject: Subject) -> Rulings:
    """Who took part: a person is disputed only where a source sets the person's part apart."""
    statuses, accepted = _statuses(subject)
    everybody = [one for predicate in PART for one in subject.said.get(predicate, ())]
    naming = {one.claim.article: one.source for one in everybody}
    rulings: Rulings = {}
    for option in options(said):
        setting_apart = {a for a in naming if option.value in subject.elsewhere.get(a, ())}
        apart = {naming[article] for article in setting_apart}
        reported = {one.claim.article for one in everybody if one.value == option.value}
        voices = {naming[article] for article in reported - setting_apart}
        if apart and len(apart) >= len(voices):
            reason = f"{len(apart)} source(s) tell of a separate event with this participant"
            rulings |= rule(option.said, Standing.DISPUTED, reason)
            continue
        borne_out = any(statuses.get(article, "held") == "held" for article in reported)
        others = any(statuses.get(article) == "held" for article in naming)
        if accepted == "held" and others and not borne_out:
            reason = "planned or invited; no report of the event names this participant"
            rulings |= rule(option.said, Standing.SUPERSEDED, reason)
        elif len({naming[article] for article in reported}) < len(set(naming.values())):
            rulings |= rule(option.said, Standing.ACCEPTED, "named by some sources; none denies it")
        else:
            rulings |= rule(option.said, Standing.ACCEPTED, ALONE)
    return rulings


def count_rulings(said: Sequence[Said]) -> Rulings:
    """Superlatives: "the first visit since" and "the second visit since" cannot both be right."""
    counted: dict[str, list[Said]] = defaultdict(list)
    rulings: Rulings = {}
    for one in said:
        count = count_of(one.claim.object.value) if isinstance(one.claim.object, Text) else None
        if count is None:
            rulings |= rule([one], Standing.ACCEPTED, ALONE)
        else:
            counted[str(count)].append(one)
    found = [Option(count, counted[count]) for count in sorted(counted)]
    if not found:
        return rulings
    best, reason = choose(found)
    for option in found:
        if option is best:
            rulings |= rule(option.said, Standing.ACCEPTED, reason)
        else:
            rulings |= lost(option.said, best, f"other sources count it as number {best.value}: {reason}")
    return rulings


def count_of(words: str) -> int | None:
    """The place in a row that words give an event ("the first visit": 1), or None."""
    match = _COUNT.search(words)
    if match is None:
        return None
    return int(match.group(2)) if match.group(2) else _ORDINALS[match.group(1).casefold()]
