"""Whether one telling says enough to be an event: parties, not all of one state, and for a visit a host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.parties.referents import foreign, homes
from communique.extraction.events.telling import SUMMITRY
from communique.model.claims import Kind

if TYPE_CHECKING:
    from communique.extraction.document import Analysis
    from communique.extraction.events.telling import Telling


def complete(analysis: Analysis, telling: Telling) -> bool:
    """Whether the telling alone makes an event: enough parties, not all at home."""
    parties = telling.parties
    if telling.pair and len(parties.people) < 2:
        return False
    if telling.group == "visit":
        named = bool(parties.people) or not (telling.plural or telling.weak or telling.vague)
        return bool(telling.hosts) and len(parties) > 0 and named
    if telling.kind == "press-conference":
        return len(parties.people) >= 2 and foreign(analysis, parties)
    settled = telling.place is not None or telling.date is not None
    organization = any(analysis.referents[name].kind is Kind.ORGANIZATION for name in parties.sides)
    if telling.kind in SUMMITRY:
        return (
            organization
            or (len(parties) >= 2 and foreign(analysis, parties))
            or (bool(parties.people) and settled)
        )
    if telling.vague and telling.soft and not parties.people:
        return False  # "the first conversation between presidents since 1979"
    if len(parties) >= 2:
        return foreign(analysis, parties) or _abroad(analysis, telling) or _of_two(analysis, telling)
    ministers = telling.trigger.pos_ != "VERB" or telling.plural
    if organization and settled and ministers and not telling.soft and telling.trigger.lemma_ != "talk":
        return True
    firm = not telling.soft and not telling.weak
    return len(parties) == 1 and parties.unnamed and firm and foreign(analysis, parties)


def _abroad(analysis: Analysis, telling: Telling) -> bool:
    """Whether compatriots met in another country: rebels and their government in Rome."""
    if telling.place is None or len(telling.parties.people) < 2:
        return False
    country = analysis.country_of(analysis.referents[telling.place.referent])
    known = homes(analysis, telling.parties)
    return country is not None and len(known) == 1 and country.id not in known


def _of_two(analysis: Analysis, telling: Telling) -> bool:
    """Whether two without any office talk, and their sentence names two countries.

    "A and B spoke, the first talks of US and Iranian presidents."
    """
    people = [analysis.referents[name] for name in telling.parties.people]
    if len(people) != 2 or telling.parties.sides or any(one.roles or one.polity for one in people):
        return False
    lands = {
        one.id
        for token in telling.sentence_tokens()
        for one in analysis.polities_at(token)
        if one.kind is Kind.COUNTRY
    }
    return len(lands) == len(people)
