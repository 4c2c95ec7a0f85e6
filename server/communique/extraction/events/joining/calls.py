"""Talks that were calls though no word says so: "X spoke on Tuesday with Y", each in his own capital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import phrases
from communique.extraction.events.parties.supplement import beside
from communique.extraction.events.telling import SUMMITRY, bygone
from communique.extraction.gazetteer.frames import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.extraction.document import Analysis
    from communique.extraction.events.draft import Draft
    from communique.extraction.events.telling import Telling


_LISTED = 2
"""Persons named as taking part in a gathering, from which on whoever is not is taken to be elsewhere."""


def at_distance(analysis: Analysis, drafts: Iterable[Draft], telling: Telling) -> bool:
    """Whether "spoke with" was by telephone: two of two countries, and nothing that brings them together.

    No place, no event that it was part of, and at that time no visit of one of them to the other's country or
    to a third one, no gathering, no other talks of theirs.
    """
    people = telling.parties.people.keys()
    if telling.rule != "verb:speak" or telling.status != "held" or telling.place is not None:
        return False
    known = [analysis.referents[name].polity for name in people]
    if len(people) != 2 or None in known or len(set(known)) < 2 or beside(telling):
        return False
    nouns = load().nouns
    if any(token.lemma_.lower() in nouns for _, token in phrases(telling.trigger)):
        return False
    return not any(_together(one, people) for one in drafts if one.status == "held" and _then(one, telling))


def _then(draft: Draft, telling: Telling) -> bool:
    """Whether both may have been at one time."""
    if bygone(draft.tellings):
        return False
    if draft.date is None or telling.date is None:
        return True
    return draft.date.interval.overlaps(telling.date.interval)


def _together(draft: Draft, people: Iterable[str]) -> bool:
    """Whether an event may have brought them to one place."""
    present = draft.parties.people.keys()
    if draft.first.kind in SUMMITRY:
        return len(present) < _LISTED or set(people) <= present
    if draft.group == "visit":
        return bool(set(people) & present)
    return draft.group == "talks" and set(people) <= present
