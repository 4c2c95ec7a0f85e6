"""What drafted events tell about each other: talks during a visit, dates and places they share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.events.event import Located
from communique.extraction.events.parties import homes
from communique.model.claims import Kind

if TYPE_CHECKING:
    from communique.extraction.document import Analysis
    from communique.extraction.events.consolidation import Draft


def arrange(analysis: Analysis, drafts: list[Draft]) -> None:
    """Settle countries, link talks to the visit they were part of, and let them inherit its date and place."""
    for draft in drafts:
        _settle(analysis, draft)
    visits = [one for one in drafts if one.group == "visit"]
    for draft in drafts:
        if draft.group != "talks":
            continue
        fitting = [one for one in visits if _during(analysis, draft, one)]
        if fitting:
            whole = min(fitting, key=lambda one: abs(one.first.trigger.i - draft.first.trigger.i))
            draft.part_of = whole
            _inherit(draft, whole)


def _settle(analysis: Analysis, draft: Draft) -> None:
    """The country of the place; a place that is only a country is no place."""
    for telling in draft.tellings:
        for name, words in telling.hosts.items():
            draft.country = draft.country or Located(name, words)
    if draft.place is None:
        return
    where = analysis.referents[draft.place.referent]
    country = analysis.country_of(where)
    if country is not None:
        draft.country = Located(country.id, draft.place.span, draft.place.implied_by)
    if where.kind is Kind.COUNTRY:
        draft.place = None


def _during(analysis: Analysis, talks: Draft, visit: Draft) -> bool:
    if talks.date and visit.date and not talks.date.interval.overlaps(visit.date.interval):
        return False
    if _said_to_be(talks, visit):
        return True
    visitors = set(visit.parties.people) | set(visit.parties.sides)
    present = set(talks.parties.people) | set(talks.parties.sides) | homes(analysis, talks.parties)
    if not visitors & (set(talks.parties.people) | set(talks.parties.sides)):
        return False
    if talks.country is not None:
        return talks.country.referent in visit.hosts
    if talks.status != visit.status and {talks.status, visit.status} != {"held", "planned"}:
        return False
    return bool(visit.hosts & present)


def _said_to_be(talks: Draft, visit: Draft) -> bool:
    triggers = {one.trigger.i for one in visit.tellings}
    nested = any(one.within is not None and one.within.i in triggers for one in talks.tellings)
    elsewhere = talks.country is not None and talks.country.referent not in visit.hosts
    return nested and not elsewhere


def _inherit(talks: Draft, visit: Draft) -> None:
    reason = "the visit it is part of"
    if talks.date is None and visit.date is not None:
        talks.date = replace(visit.date, implied_by=reason)
    if talks.country is None and visit.country is not None:
        talks.country = replace(visit.country, implied_by=reason)
        if talks.place is None and visit.place is not None:
            talks.place = replace(visit.place, implied_by=reason)
    if visit.date is None and talks.date is not None and talks.status == visit.status:
        visit.date = replace(talks.date, implied_by="talks during it")
