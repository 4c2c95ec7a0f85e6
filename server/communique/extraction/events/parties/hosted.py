"""Talks abroad of which nobody says with whom: "X said after talks in Moscow", "Y held talks in Oslo"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import phrases
from communique.extraction.gazetteer.frames import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.extraction.document import Analysis, Referent
    from communique.extraction.events.telling import Telling

_TALKING = frozenset({"talk", "discussion", "consultation", "negotiation"})
_NAMING = frozenset({"with", "between", "among", "involving", "of", "at"})
"""Prepositions that say whose talks they are, or that they were part of something."""


def with_hosts(analysis: Analysis, telling: Telling, tellings: Iterable[Telling]) -> bool:
    """Take the country in which somebody talks for the other side; whether that made an event of it.

    Only for one holder of an office, in another state, in no city where states meet that are not at home
    there, and where no other talks in that country or of that person with its people are told of.
    """
    people = telling.parties.people or telling.alone
    if len(people) != 1 or telling.parties.sides or telling.parties.unnamed or telling.definite:
        return False
    if telling.trigger.lemma_.lower() not in _TALKING or telling.status not in {"held", "planned"}:
        return False
    heads = [telling.trigger, *([telling.verb] if telling.verb is not None else [])]
    if any(preposition in _NAMING for preposition, _ in phrases(telling.trigger)) or any(
        preposition == "with" for head in heads for preposition, _ in phrases(head)
    ):
        return False
    country = _host(analysis, telling)
    person = analysis.referents[next(iter(people))]
    home = analysis.polity_of(person)
    if country is None or home is None or home.id == country.id or "spokesperson" in person.roles:
        return False
    if any(_known(analysis, one, person, country) for one in tellings if one is not telling):
        return False
    assert telling.place is not None
    telling.parties.people.update(people)
    telling.parties.sides[country.id] = telling.place.span
    return True


def officials_there(analysis: Analysis, telling: Telling) -> None:
    """Take "government officials in Accra" for Ghana, if who meets them is no Ghanaian."""
    parties = telling.parties
    if telling.group != "talks" or not parties.officials or len(parties.people) != 1 or parties.sides:
        return
    country = _host(analysis, telling)
    home = analysis.polity_of(analysis.referents[next(iter(parties.people))])
    if country is not None and home is not None and home.id != country.id and telling.place is not None:
        parties.sides[country.id] = telling.place.span


def _host(analysis: Analysis, telling: Telling) -> Referent | None:
    """The country of the city that stands behind the talks; none of one where anybody may meet."""
    if telling.place is None or telling.place.implied_by is not None:
        return None
    city = analysis.referents[telling.place.referent]
    country = analysis.country_of(city)
    neutral = {name.casefold() for name in load().words["neutral_ground"]}
    if country is None or analysis.quote(telling.place.span).casefold() in neutral:
        return None
    return country if telling.place.span.start > telling.trigger.idx else None


def _known(analysis: Analysis, other: Telling, person: Referent, country: Referent) -> bool:
    """Whether other talks are told of that these may be, or that show who talks there."""
    if other.group != "talks" or not len(other.parties):
        return False
    place = analysis.country_of(analysis.referents[other.place.referent]) if other.place is not None else None
    there = place is not None and place.id == country.id
    if person.id not in other.parties.people:
        return there and (len(other.parties) > 1 or other.parties.unnamed)
    acting = {analysis.referents[name].polity for name in other.parties.people} | other.parties.sides.keys()
    others = other.parties.unnamed or bool(acting - {person.polity, None})
    return country.id in acting or (others and (there or place is None))
