"""One event told many times becomes one event, different ones stay apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import head_of_conjunction, phrases, prepositions_above
from communique.extraction.events.dates.stays import meanwhile, of_guest
from communique.extraction.events.draft import Draft
from communique.extraction.events.joining import calls
from communique.extraction.events.parties.attendance import attends
from communique.extraction.events.parties.completeness import complete
from communique.extraction.events.parties.referents import homes
from communique.extraction.events.parties.supplement import (
    arriving,
    beside,
    convened,
    homewards,
    personified,
    represent,
    supplied,
)
from communique.extraction.events.telling import FAILED, SUMMITRY, Parties, Telling
from communique.extraction.gazetteer.frames import load
from communique.model.claims import Kind
from communique.model.when import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.extraction.document import Analysis
    from communique.extraction.events.event import Located

_STAY = 4
"""Days between two dates of what is told as visits of one person to one country, that make one visit."""
_LATER = 2
"""Sentences after an event in which others may be said to have taken part."""
_OLD = 45
"""Days before publication from which a date makes an event background, not the news."""


def consolidate(analysis: Analysis, tellings: Iterable[Telling]) -> list[Draft]:
    """Drafts in text order, every telling in at most one of them."""
    ordered = sorted(tellings, key=lambda one: (not one.sentence.trusted, one.trigger.i))
    for telling in ordered:
        personified(analysis, telling, ordered)
        of_guest(analysis, telling, ordered)
    drafts: list[Draft] = []
    loose: list[Telling] = []
    whole = [one for one in ordered if complete(analysis, one)]
    for telling in sorted(whole, key=lambda one: (not one.sentence.trusted, one.soft, one.trigger.i)):
        home = _best(analysis, drafts, telling)
        if home is None:
            if telling.rule == "verb:represent":
                represent(telling, ordered)
            base = convened(telling, ordered) if telling.joins else None
            again = telling.soft and telling.status == "planned" and _known(drafts, telling)
            if base is None and (telling.joins or again):
                continue
            if calls.at_distance(analysis, drafts, telling):
                telling.kind = "call"
            home = Draft([])
            drafts.append(home)
            if base is not None:
                join(analysis, home, base)
        join(analysis, home, telling)
    loose = [one for one in ordered if one not in whole]
    for telling in loose:
        if not telling.sentence.trusted:
            continue
        bare = telling.group == "visit" and not telling.definite and not telling.hosts
        if bare and not _elsewhere(analysis, drafts, telling):
            arriving(analysis, telling)
        home = _best(analysis, drafts, telling)
        if home is None and (_arrived(analysis, telling) or supplied(analysis, telling, ordered, drafts)):
            home = _best(analysis, drafts, telling)
            if home is None:
                home = Draft([])
                drafts.append(home)
        if home is not None:
            join(analysis, home, telling)
    _attend(analysis, drafts, ordered)
    return sorted(drafts, key=lambda one: one.first.trigger.i)


def _elsewhere(analysis: Analysis, drafts: list[Draft], telling: Telling) -> bool:
    """Whether the visitor was just told to be on a visit elsewhere than where the article was written."""
    own = [
        one
        for one in drafts
        if one.group == "visit" and one.parties.people.keys() & telling.parties.people.keys()
    ]
    if any(analysis.dateline_country in one.hosts for one in own) or any(
        child.lower_ == "where" for child in telling.trigger.children
    ):
        return False
    return any(
        one.status == "held"
        and not background(analysis, one)
        and 0 <= telling.sentence.index - last.sentence.index <= 1
        for one in own
        for last in one.tellings
        if last.trigger.i < telling.trigger.i
    )


def _arrived(analysis: Analysis, telling: Telling) -> bool:
    """Whether an arrival where the article was written has by now become a whole visit."""
    verb = telling.verb if telling.verb is not None else telling.trigger
    begins = verb.lemma_ in {"arrive", "fly", "jet", "land"} | load().words["beginning"]
    return (begins or homewards(verb)) and complete(analysis, telling)


def _attend(analysis: Analysis, drafts: list[Draft], tellings: list[Telling]) -> None:
    """Who talks on the sidelines of the one gathering that the article tells of attends it."""
    gatherings = [
        one
        for one in drafts
        if one.first.kind in SUMMITRY and one.status not in FAILED and not background(analysis, one)
    ]
    if len(gatherings) != 1:
        return
    gathering = gatherings[0]
    for telling in tellings:
        if telling.group != "talks" or telling.status != gathering.status or not telling.sentence.trusted:
            continue
        if telling not in gathering.tellings and telling.parties.people and beside(telling):
            people = Parties(people=dict(telling.parties.people))
            gathering.parties.add(people)
            gathering.tellings.append(replace(telling, kind=gathering.first.kind, parties=people))


def _known(drafts: list[Draft], telling: Telling) -> bool:
    """Whether the same persons already have an event: "agreed to start negotiations" is no second one."""
    people = telling.parties.people.keys()
    return any(one.group != "visit" and one.parties.people.keys() == people for one in drafts)


def _best(analysis: Analysis, drafts: list[Draft], telling: Telling) -> Draft | None:
    fitting = [one for one in drafts if compatible(analysis, one, telling)]
    if not fitting:
        return None
    return min(fitting, key=lambda one: _distance(analysis, one, telling))


def _distance(analysis: Analysis, draft: Draft, telling: Telling) -> tuple[int, int, int, int]:
    nearest = min(abs(one.trigger.i - telling.trigger.i) for one in draft.tellings)
    same = set(telling.parties.people) == set(draft.parties.people)
    just = any(0 <= telling.sentence.index - one.sentence.index <= 1 for one in draft.tellings)
    pointed = just and telling.definite and not telling.joins
    past = background(analysis, draft) and telling.date is None and not pointed
    other = draft.group == "visit" and draft.status != telling.status  # "during her visit he met" is past
    other = other or (telling.joins and not draft.parties.people)
    return (past, 0 if same else 1, other, nearest)


def background(analysis: Analysis, draft: Draft) -> bool:
    """Whether the event's own date lies well before the news."""
    published = analysis.article.published
    if draft.date is None or published is None:
        return False
    return (published - draft.date.interval.end).days > _OLD


def compatible(analysis: Analysis, draft: Draft, telling: Telling) -> bool:
    """Whether a telling may be of the drafted event."""
    if draft.group != telling.group:
        either = telling.soft and {draft.group, telling.group} == {"talks", "call"}
        if not either or (telling.parties.sides and not telling.parties.people):
            return False
    if (draft.first.kind == "press-conference") != (telling.kind == "press-conference"):
        return False
    if draft.date and telling.date and not _meet(draft, telling):
        return False
    if not _same_place(analysis, draft, telling):
        return False
    if telling.joins:
        led = telling.rule == "verb:lead" and draft.first.kind not in SUMMITRY  # of a side of these talks
        both = homes(analysis, telling.parties) & homes(analysis, draft.parties)
        if telling.rule == "verb:represent" and draft.first.kind not in SUMMITRY and len(both) < 2:
            return False
        came = draft.status == "held" or telling.status == "planned" or draft.group == "visit"
        return (
            came
            and _joined(draft, telling)
            and (not led or not homes(analysis, telling.parties).isdisjoint(homes(analysis, draft.parties)))
        )
    if draft.group == "visit":
        return _same_visit(analysis, draft, telling)
    if (draft.status in FAILED) != (telling.status in FAILED) and "held" in {draft.status, telling.status}:
        return False
    if SUMMITRY & {draft.first.kind, telling.kind} or (
        _bodies(analysis, draft.parties) and not attends(telling)
    ):
        return _same_summit(analysis, draft, telling)
    return _same_talks(analysis, draft, telling)


def _left_behind(visit: Telling, arrival: Telling) -> bool:
    """Whether the arrival was after the visit: "arrived here on Thursday after a visit to Mali"."""
    if arrival.trigger not in visit.trigger.ancestors:
        return False
    return prepositions_above(head_of_conjunction(visit.trigger)) in {*load().words["after"], "from"}


def _meet(draft: Draft, telling: Telling) -> bool:
    """Whether the dates overlap; those of a visit may be its first and its last day."""
    assert draft.date is not None
    assert telling.date is not None
    ours, theirs = draft.date.interval, telling.date.interval
    if ours.overlaps(theirs) or meanwhile(draft.tellings, telling, ours, theirs):
        return True
    near = (
        -_STAY <= (theirs.start - ours.end).days <= _STAY or -_STAY <= (ours.start - theirs.end).days <= _STAY
    )
    exact = ours.precision == theirs.precision == "day" or any(map(_departs, (telling, *draft.tellings)))
    same = draft.parties.people.keys() == telling.parties.people.keys() and bool(telling.parties.people)
    going_on = draft.status == telling.status or (draft.status == "held" and _departs(telling, home=True))
    return draft.group == "visit" and near and exact and same and going_on


def _departs(telling: Telling, home: bool = False) -> bool:
    """Whether a visit is told by a day of leaving: "leaves for Japan tomorrow"; for home, "leaves Rome"."""
    bound = any(preposition in {"for", "to"} for preposition, _ in phrases(telling.trigger))
    return telling.trigger.lemma_ in {"leave", "depart"} and not (home and bound)


def _joined(draft: Draft, telling: Telling) -> bool:
    """Whether "X also attended" or "Y will accompany him" adds to an event just told, or of one named."""
    if draft.group == "visit":
        return bool(draft.parties.people.keys() & telling.parties.people.keys())
    if draft.first.kind in SUMMITRY and telling.rule in {"verb:lead", "verb:represent"}:
        return telling.trigger.i > draft.first.trigger.i  # told at the end of an article on a summit
    return any(0 <= telling.sentence.index - one.sentence.index <= _LATER for one in draft.tellings)


def _same_place(analysis: Analysis, draft: Draft, telling: Telling) -> bool:
    if draft.place is None or telling.place is None or draft.place.referent == telling.place.referent:
        return True
    ours, theirs = (analysis.referents[one.referent] for one in (draft.place, telling.place))
    a, b = analysis.country_of(ours), analysis.country_of(theirs)
    if draft.group == "visit":
        return a is b
    loose = {ours.kind, theirs.kind} == {Kind.COUNTRY, Kind.PLACE} or any(
        one.implied_by is not None for one in (draft.place, telling.place)
    )
    return a is b and loose


def _same_visit(analysis: Analysis, draft: Draft, telling: Telling) -> bool:
    if telling.hosts and not set(telling.hosts) & draft.hosts:
        return False
    if not telling.hosts and any(_left_behind(one, telling) for one in draft.tellings):
        return False
    if not telling.definite and not telling.hosts and telling.status != draft.status:
        return False
    ours, theirs = set(draft.parties.people), set(telling.parties.people)
    if ours and theirs:
        return ours <= theirs or theirs <= ours
    if theirs or telling.parties.sides:
        sides = set(telling.parties.sides)
        if (
            (telling.vague or not telling.sentence.trusted)
            and not theirs
            and sides & homes(analysis, draft.parties)
        ):
            return True  # "it was the first visit by a Dane": that of the Dane told of before
        return bool(sides & set(draft.parties.sides))
    return telling.definite


def _bodies(analysis: Analysis, parties: Parties) -> set[str]:
    return {name for name in parties.sides if analysis.referents[name].kind is Kind.ORGANIZATION}


def _same_summit(analysis: Analysis, draft: Draft, telling: Telling) -> bool:
    """Summits and conferences are told apart by their organisation, their noun and their place."""
    ours, theirs = _bodies(analysis, draft.parties), _bodies(analysis, telling.parties)
    if ours and theirs:
        return bool(ours & theirs)
    last = max(one.sentence.index for one in draft.tellings)
    same = telling.parties.people.keys() == draft.parties.people.keys() and len(telling.parties.people) > 1
    if telling.soft and same and 0 <= telling.sentence.index - last <= 1 and telling.date is None:
        return True
    if telling.trigger.lemma_.lower() not in {one.trigger.lemma_.lower() for one in draft.tellings}:
        return False
    some, all_ = telling.parties, draft.parties
    if telling.kind == "meeting" and not telling.definite and not theirs:
        more = (some.people.keys() - all_.people.keys()) | (some.sides.keys() - all_.sides.keys())
        if more:
            return False  # "held a bilateral meeting with X" while the body met
    return telling.definite or bool(all_.people.keys() & some.people.keys())


def _same_talks(analysis: Analysis, draft: Draft, telling: Telling) -> bool:
    theirs = telling.parties
    beside = any(one.sentence is telling.sentence for one in draft.tellings)
    if attends(telling) and _joined(draft, telling) and draft.status == telling.status:
        return bool(draft.parties.people)
    if draft.place is None and telling.place is not None and _before(analysis, telling, beside):
        return False
    if {draft.status, telling.status} == {"held", "planned"} and not telling.definite and not beside:
        return False
    if telling.date is not None and draft.date is None and telling.status != draft.status:
        return False
    if not len(theirs):
        before = any(one.trigger.i < telling.trigger.i for one in draft.tellings)
        return telling.definite and not telling.soft and (before or not telling.sentence.trusted)
    ours = draft.parties
    if (
        len(theirs) == 1
        and not telling.definite
        and not beside
        and telling.sentence.index - draft.first.sentence.index > 3
    ):
        return False
    return _present(analysis, theirs, ours, False) and _present(
        analysis, ours, theirs, len(theirs) < 2 or theirs.unnamed or telling.definite or telling.vague
    )


def _before(analysis: Analysis, telling: Telling, beside: bool) -> bool:
    """Whether a sentence looks back from what was told: "they had met in Bali", "since they met in Bali"."""
    verb = telling.verb if telling.verb is not None else telling.trigger
    since = any(child.dep_ == "mark" and child.lower_ == "since" for child in verb.children)
    last = any(child.lower_ == "last" and child.dep_ in {"advmod", "amod"} for child in verb.children)
    we = any(child.lower_ == "we" and len(analysis.people_at(child)) == 2 for child in verb.children)
    return (
        since
        or last
        or (we and verb.tag_ in {"VBD", "VBN"})
        or (not beside and verb.dep_ in {"ROOT", "conj"} and telling.pluperfect)
    )


def _present(analysis: Analysis, some: Parties, others: Parties, lenient: bool) -> bool:
    """Whether all of ``some`` are among ``others``, a side standing for its persons and they for it."""
    if lenient:
        return True
    homes = {analysis.referents[name].polity for name in others.people}
    told = [name in others.people or analysis.referents[name].polity in others.sides for name in some.people]
    unknown = [analysis.referents[name].polity is None for name in some.people]
    if not all(
        sure or (open_ and any(told) and others.sides) for sure, open_ in zip(told, unknown, strict=True)
    ):
        return False
    return all(name in others.sides or name in homes for name in some.sides)


def join(analysis: Analysis, draft: Draft, telling: Telling) -> None:
    """Add a telling to a draft, with what it knows better."""
    draft.tellings.append(telling)
    if draft.group != "visit" or not draft.parties.people or not telling.definite or telling.joins:
        draft.parties.add(telling.parties)
    if draft.group != "visit" and len(draft.parties.people) > 1:
        for name in {analysis.referents[one].polity for one in draft.parties.people} & {*draft.parties.sides}:
            draft.parties.sides.pop(name or "", None)
    apart = telling.date and draft.date and not draft.date.interval.overlaps(telling.date.interval)
    if apart and telling.date is not None and draft.date is not None:
        first = min(draft.date.interval.start, telling.date.interval.start)
        last = max(draft.date.interval.end, telling.date.interval.end)
        if draft.date.interval.precision == telling.date.interval.precision == "day":
            draft.date = replace(draft.date, interval=Interval(first, last, "day", lasting=True))
        elif not _departs(telling):
            draft.date = telling.date
    elif telling.date is not None and (draft.date is None or _better(telling, draft)):
        draft.date = telling.date
    if telling.place is None or (draft.group == "visit" and not _within(analysis, telling.place, draft)):
        return
    if analysis.referents[telling.place.referent].kind is Kind.PLACE:
        draft.cities.add(telling.place.referent)
    if draft.place is None or analysis.referents[draft.place.referent].kind is Kind.COUNTRY:
        draft.place = telling.place


def _within(analysis: Analysis, place: Located, visit: Draft) -> bool:
    """Whether the place may lie in the country visited: "his visit came ahead of a meeting in Rome"."""
    country = analysis.country_of(analysis.referents[place.referent])
    return country is None or not visit.hosts or country.id in visit.hosts


def _better(telling: Telling, draft: Draft) -> bool:
    new, old = telling.date, draft.date
    assert new is not None
    assert old is not None
    for narrow, wide in ((new, old), (old, new)):
        inside = narrow.interval.within(wide.interval) and narrow.interval.days < wide.interval.days
        if inside and wide.interval.precision != "day":
            return narrow is new  # "his visit later this week", and "he leaves on Wednesday"
        if inside and wide.interval.lasting and narrow.interval.days == 1 and _stays(telling, draft):
            return wide is new  # "from 15 to 19 May", and "arrives in Sydney on the 15th"
    if new.distance != old.distance:
        return new.distance < old.distance
    return new.interval.days < old.interval.days


def _stays(telling: Telling, draft: Draft) -> bool:
    """Whether both are of one stay, not of a leg of a tour, whose days the tour's are not."""
    return draft.group == "visit" and not (telling.shared or any(one.shared for one in draft.tellings))
