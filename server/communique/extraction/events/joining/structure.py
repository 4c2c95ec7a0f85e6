"""What drafted events tell about each other: legs of a tour, talks during a visit, what they share."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from communique.extraction.events.dates.stays import ends
from communique.extraction.events.event import Located
from communique.extraction.events.joining import scenes
from communique.extraction.events.joining.consolidation import background, join
from communique.extraction.events.parties.referents import homes
from communique.extraction.events.parties.supplement import beside
from communique.extraction.events.telling import SUMMITRY, bygone
from communique.extraction.gazetteer.frames import load
from communique.extraction.layout import ZoneKind
from communique.model.claims import Kind
from communique.model.when import Interval

if TYPE_CHECKING:
    from datetime import date

    from communique.extraction.document import Analysis
    from communique.extraction.events.draft import Draft

OF_VISIT = "the visit it is part of"
OF_TALKS = "talks during it"
_ALSO = frozenset({"also", "separately", "later", "additionally", "subsequently", "then"})
_LONGEST = 21
"""Days that a visit lasts at most."""
_STAY = 4
"""Days after an arrival within which talks are taken for part of the visit."""
_BACK = 3
"""Sentences that "also met" looks back for what somebody did before."""
_NEAR = 3
"""Sentences within which talks without a place are taken for part of a visit of the past."""


def arrange(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Settle countries, link talks to the visit they were part of; these share date and place with it.

    Returns the drafts without those that this made equal to another.
    """
    for draft in drafts:
        _settle(analysis, draft)
    visits = [one for one in drafts if one.group == "visit"]
    for draft in drafts:
        _stay(draft)
    _legs(visits)
    for visit in visits:
        _written_there(analysis, visit)
        scenes.of_heading(analysis, visit)
    for draft in drafts:
        if draft.group != "talks":
            continue
        fitting = [one for one in visits if _during(analysis, draft, one)]
        if fitting:
            present = homes(analysis, draft.parties)
            whole = min(fitting, key=lambda one: _order(analysis, draft, one, present))
            draft.part_of = whole
            _inherit(draft, whole, analysis.article.published)
        elif draft.place is None and draft.country is None:
            _dateline(analysis, draft, _gathered(analysis, drafts))
    for draft in drafts:
        _told_beside(analysis, draft, drafts)
    scenes.settle(analysis, drafts)
    return _distinct(analysis, drafts)


def _order(analysis: Analysis, talks: Draft, visit: Draft, present: set[str]) -> tuple[bool, bool, bool, int]:
    """How well talks fit into a visit: those without a date in none of long ago, if there is another."""
    old = talks.date is None and background(analysis, visit)
    behind = visit.first.trigger.i > talks.first.trigger.i and not _said_to_be(talks, visit)
    return visit.hosts.isdisjoint(present), old, behind, _apart(talks, visit)  # "sees X before flying on"


def _told_beside(analysis: Analysis, draft: Draft, drafts: list[Draft]) -> None:
    """ "He also met Y", "while A held separate talks with B": when and where what was told before it was."""
    told = draft.first
    if draft.group != "talks" or draft.status not in {"held", "planned"} or told.kind in SUMMITRY:
        return
    if beside(told):  # on the days of the gathering
        return
    verb = told.verb if told.verb is not None else told.trigger
    above = [verb]
    while above[-1].dep_ == "xcomp":  # "is also scheduled to meet"
        above.append(above[-1].head)
    also = any(child.lower_ in _ALSO for one in above for child in one.children)
    for other in sorted(drafts, key=lambda one: -one.first.trigger.i) if also else drafts:
        distance = told.sentence.index - other.first.sentence.index
        same = other.group == "talks" and other.status == draft.status
        if other is draft or not same or not 0 <= distance <= (_BACK if also else 1):
            continue
        if other.first.trigger.i > told.trigger.i or (also and other.first.trigger.i == told.trigger.i):
            continue
        shared = bool(draft.parties.people.keys() & other.parties.people.keys())
        known = homes(analysis, draft.parties)
        theirs = homes(analysis, other.parties)
        alike = distance == 0 and bool(known) and known <= theirs and len(theirs) > 1
        if not ((also and shared) or alike):
            continue
        if scenes.moved(drafts, other, draft):
            return  # who has travelled on since
        if draft.date is None and other.date is not None:
            draft.date = replace(other.date, implied_by="what it is told with")
        same_day = draft.date is None or (other.date and draft.date.interval == other.date.interval)
        there = other.country is not None and (other.country.referent in known or (also and shared))
        if draft.place is None and draft.country is None and same_day and there and other.country:
            draft.country = replace(other.country, implied_by="what it is told with")
            draft.place = replace(other.place, implied_by="what it is told with") if other.place else None
        return


def _distinct(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """One of each two talks or calls of the same persons on the same days in the same place."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((one for one in kept if _equal(one, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            for telling in draft.tellings:
                join(analysis, twin, telling)
    return kept


def _equal(one: Draft, other: Draft) -> bool:
    if one.group != other.group or one.group == "visit" or one.status != other.status:
        return False
    if (one.first.kind == "press-conference") != (other.first.kind == "press-conference"):
        return False
    if len(one.parties.people) < 2 or one.parties.people.keys() != other.parties.people.keys():
        return False
    places = {draft.place.referent if draft.place else None for draft in (one, other)}
    return (
        _same_days(one, other)
        and len(places) == 1
        and SUMMITRY.isdisjoint({one.first.kind, other.first.kind})
    )


def _apart(talks: Draft, visit: Draft) -> int:
    return min(abs(a.trigger.i - b.trigger.i) for a in talks.tellings for b in visit.tellings)


def _settle(analysis: Analysis, draft: Draft) -> None:
    """The country of the place; neither a country nor one of several cities is the place of a visit."""
    for telling in draft.tellings:
        for name, words in telling.hosts.items():
            draft.country = draft.country or Located(name, words)
    if draft.place is None:
        return
    where = analysis.referents[draft.place.referent]
    country = analysis.country_of(where)
    if country is not None and (draft.group != "visit" or draft.country is None):
        draft.country = Located(country.id, draft.place.span, draft.place.implied_by)
    if where.kind is Kind.COUNTRY or (draft.group == "visit" and len(draft.cities) > 1):
        draft.place = None


def _same_days(one: Draft, other: Draft) -> bool:
    """Whether both have the same days, or one has but those of the visit."""
    if one.date is None or other.date is None:
        return one.date is other.date
    if one.date.interval == other.date.interval:
        return True
    taken = one.date.implied_by is not None or other.date.implied_by is not None
    return taken and one.date.interval.overlaps(other.date.interval)


def _written_there(analysis: Analysis, visit: Draft) -> None:
    """A visit to the country that the article was written in, no city named: to the city of the dateline."""
    if visit.place is not None or visit.cities or visit.status != "held" or background(analysis, visit):
        return
    if analysis.dateline is None or analysis.dateline_place is None:
        return
    if analysis.dateline_country in visit.hosts and len(visit.hosts) == 1:
        words = analysis.dateline.place or analysis.dateline.span
        if analysis.referents[analysis.dateline_place].kind is Kind.PLACE:
            visit.place = Located(analysis.dateline_place, words, "dateline")


def _stay(visit: Draft) -> None:
    """ "Arrived on Monday", "a four-day visit": four days from Monday on."""
    days = max((one.days or 1 for one in visit.tellings), key=abs, default=1)
    if visit.date is None or visit.date.interval.days > 1 or not 1 < abs(days) <= _LONGEST:
        return
    first = visit.date.interval.start
    # "ended a four-day visit on Thursday", or "ended on Thursday" and elsewhere "the four-day visit"
    if days < 0 or any(one.date == visit.date and ends(load(), one.verb) for one in visit.tellings):
        first -= timedelta(days=abs(days) - 1)
    interval = Interval(first, first + timedelta(days=abs(days) - 1), "day", lasting=True)
    visit.date = replace(visit.date, interval=interval)


def _legs(visits: list[Draft]) -> None:
    """A leg that has but the tour's dates lies between the legs before and after it."""
    for draft in visits:
        if draft.date is None or not draft.first.shared:
            continue
        tour = [one for one in visits if one.first.trigger is draft.first.trigger]
        at = tour.index(draft)
        whole = draft.first.date
        if whole is None or draft.date.interval != whole.interval or whole.interval.days < len(tour):
            continue
        if whole.interval.precision != "day":  # "this month": its first and last days are nobody's
            continue
        before = tour[at - 1].date if at else None
        after = tour[at + 1].date if at + 1 < len(tour) else None
        start = before.interval.end if before and before.interval != whole.interval else None
        end = after.interval.start if after and after.interval != whole.interval else None
        first = whole.interval.start if at == 0 else start
        last = whole.interval.end if at + 1 == len(tour) else end
        if first and last and whole.interval.start <= first <= last <= whole.interval.end:
            interval = Interval(first, last, whole.interval.precision, lasting=first != last)
            draft.date = replace(draft.date, interval=interval, implied_by="the other legs of the tour")


def _during(analysis: Analysis, talks: Draft, visit: Draft) -> bool:
    if talks.date and visit.date and not _meanwhile(talks, visit):
        return False
    if _said_to_be(talks, visit):
        return True
    if bygone(visit.tellings) and talks.country is None:
        return False  # "X spoke with Y; they discussed X's recent visit"
    if talks.status == "held" and visit.status == "planned":
        return False  # what has taken place was no part of what is still to come
    visitors = set(visit.parties.people) | set(visit.parties.sides)
    present = set(talks.parties.people) | set(talks.parties.sides) | homes(analysis, talks.parties)
    if not visitors & (set(talks.parties.people) | set(talks.parties.sides)):
        return False
    if talks.country is not None:
        return talks.country.referent in visit.hosts
    if talks.status != visit.status and {talks.status, visit.status} != {"held", "planned"}:
        return False
    near = min(abs(a.sentence.index - b.sentence.index) for a in talks.tellings for b in visit.tellings)
    if background(analysis, visit) and talks.date is None and near > _NEAR:
        return False
    abroad = homes(analysis, talks.parties) - homes(analysis, visit.parties)
    unknown = any(analysis.referents[name].polity is None for name in talks.parties.people)
    if near <= 2 * _NEAR and unknown and not abroad:
        return True
    return bool(visit.hosts & present)


def _meanwhile(talks: Draft, visit: Draft) -> bool:
    """Whether the talks were on the days of the visit, or soon after an arrival whose end is not told."""
    assert talks.date is not None
    assert visit.date is not None
    there, then = visit.date.interval, talks.date.interval
    if then.overlaps(there):
        return True
    elsewhere = talks.country is not None and talks.country.referent not in visit.hosts
    open_ended = there.days == 1 or visit.date.implied_by == OF_TALKS
    return open_ended and 0 < (then.start - there.start).days <= _STAY and not elsewhere


def _said_to_be(talks: Draft, visit: Draft) -> bool:
    triggers = {one.trigger.i for one in visit.tellings}
    nested = any(one.within is not None and one.within.i in triggers for one in talks.tellings)
    elsewhere = talks.country is not None and talks.country.referent not in visit.hosts
    return nested and not elsewhere


def _inherit(talks: Draft, visit: Draft, published: date | None) -> None:
    reason = OF_VISIT
    days = visit.date.interval if visit.date is not None and not _came_before(visit, published) else None
    if talks.date is None and visit.date is not None and days and not _passed(talks, days, published):
        talks.date = replace(visit.date, implied_by=reason)
    if talks.country is None and visit.country is not None:
        talks.country = replace(visit.country, implied_by=reason)
        if talks.place is None and visit.place is not None:
            talks.place = replace(visit.place, implied_by=reason)
    if (
        talks.date is not None
        and visit.date is not None
        and talks.date.interval.start > visit.date.interval.end
    ):
        stay = Interval(visit.date.interval.start, talks.date.interval.end, "day", lasting=True)
        visit.date = replace(visit.date, interval=stay, implied_by=OF_TALKS)
    if visit.date is None and talks.date is not None and talks.status == visit.status:
        visit.date = replace(talks.date, implied_by=OF_TALKS)
    if visit.place is None and not visit.cities and talks.place is not None and visit.status == "held":
        visit.place = replace(talks.place, implied_by=OF_TALKS)


def _came_before(visit: Draft, published: date | None) -> bool:
    """ "X, who arrived on Monday, met Y": the day is that of the arrival, and the talks were since."""
    told = visit.first
    arrival = told.trigger.dep_ == "relcl" and told.trigger.lemma_ in {"arrive", "fly", "come", "land", "jet"}
    if not arrival or visit.date is None or published is None:
        return False
    return visit.date.interval.days == 1 and visit.date.interval.end < published


def _passed(talks: Draft, stay: Interval, published: date | None) -> bool:
    """ "X, who arrived on Monday, will see Y": not on Monday; nor has X met Y on the day he will leave."""
    if published is None:
        return False
    over, ahead = stay.end < published, stay.start > published
    return (talks.status == "planned" and over) or (talks.status == "held" and ahead)


def _gathered(analysis: Analysis, drafts: list[Draft]) -> bool:
    """Whether the article tells of a summit or conference in the city that it was written in."""
    return any(
        one.first.kind in SUMMITRY and one.status == "held" and not background(analysis, one)
        for one in drafts
        if one.place is not None and one.place.referent == analysis.dateline_place
    )


def _in_lead(analysis: Analysis, talks: Draft) -> bool:
    """Whether the first sentence of the news tells of it: "GENEVA - A of Iraq and B of France met"."""
    first = next((one for one in analysis.sentences if one.trusted and one.zone is ZoneKind.BODY), None)
    homeless = any(analysis.referents[name].polity is None for name in talks.parties.people)
    several = len(homes(analysis, talks.parties)) > 1 or homeless
    return talks.first.sentence is first and talks.first.kind == "meeting" and several


def _dateline(analysis: Analysis, talks: Draft, gathered: bool) -> None:
    """Talks of the day with somebody of the dateline's country were there, if nothing else is said."""
    home = analysis.dateline_country
    if home is None or analysis.dateline_place is None or analysis.dateline is None:
        return
    present = homes(analysis, talks.parties)
    bodies = any(analysis.referents[name].kind is Kind.ORGANIZATION for name in present)
    here = home in present or bodies or gathered or _in_lead(analysis, talks)
    if background(analysis, talks) or talks.status != "held" or not here or talks.first.ever_since:
        return
    words = analysis.dateline.place or analysis.dateline.span
    talks.place = Located(analysis.dateline_place, words, "dateline")
    talks.country = Located(home, words, "dateline")
