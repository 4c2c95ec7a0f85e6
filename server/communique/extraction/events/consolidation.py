"""One event told many times becomes one event, different ones stay apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.extraction.events.parties import foreign, homes
from communique.extraction.events.telling import Parties, Telling
from communique.model.claims import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.extraction.document import Analysis
    from communique.extraction.events.event import Dated, Located

_FAILED = frozenset({"cancelled", "postponed", "refused", "denied"})


@dataclass(slots=True, eq=False)
class Draft:
    """An event in the making: the tellings that were joined, the one that opened it first."""

    tellings: list[Telling]
    parties: Parties = field(default_factory=Parties)
    date: Dated | None = None
    place: Located | None = None
    country: Located | None = None
    part_of: Draft | None = None

    @property
    def first(self) -> Telling:
        """The telling that opened it."""
        return self.tellings[0]

    @property
    def group(self) -> str:
        """call, visit or talks."""
        return self.first.group

    @property
    def hosts(self) -> set[str]:
        """Ids of the countries visited."""
        return {name for telling in self.tellings for name in telling.hosts}

    @property
    def status(self) -> str:
        """The status of the telling that counts most: a failure, then what a verb says, then the first."""
        for telling in self.tellings:
            if telling.status in _FAILED:
                return telling.status
        firm = [one for one in self.tellings if one.rule.startswith("verb:")]
        pool = firm or self.tellings
        if any(one.status == "held" for one in pool):
            return "held"
        return pool[0].status


def consolidate(analysis: Analysis, tellings: Iterable[Telling]) -> list[Draft]:
    """Drafts in text order, every telling in at most one of them."""
    ordered = sorted(tellings, key=lambda one: (not one.sentence.trusted, one.trigger.i))
    drafts: list[Draft] = []
    loose: list[Telling] = []
    for telling in ordered:
        if not complete(analysis, telling):
            loose.append(telling)
            continue
        home = _best(analysis, drafts, telling)
        if home is None:
            home = Draft([])
            drafts.append(home)
        _join(analysis, home, telling)
    for telling in loose:
        home = _best(analysis, drafts, telling)
        if home is not None and telling.sentence.trusted:
            _join(analysis, home, telling)
    return sorted(drafts, key=lambda one: one.first.trigger.i)


def complete(analysis: Analysis, telling: Telling) -> bool:
    """Whether the telling alone makes an event: enough parties, not all at home."""
    parties = telling.parties
    if telling.group == "visit":
        return bool(telling.hosts) and len(parties) > 0
    if telling.multilateral or telling.kind in {"summit", "conference"}:
        organization = any(analysis.referents[name].kind is Kind.ORGANIZATION for name in parties.sides)
        return organization or (len(parties) >= 2 and foreign(analysis, parties))
    if len(parties) >= 2:
        return foreign(analysis, parties)
    return len(parties) == 1 and parties.unnamed and foreign(analysis, parties)


def _best(analysis: Analysis, drafts: list[Draft], telling: Telling) -> Draft | None:
    fitting = [one for one in drafts if compatible(analysis, one, telling)]
    if not fitting:
        return None
    return min(fitting, key=lambda one: _distance(one, telling))


def _distance(draft: Draft, telling: Telling) -> tuple[int, int]:
    nearest = min(abs(one.trigger.i - telling.trigger.i) for one in draft.tellings)
    same = set(telling.parties.people) == set(draft.parties.people)
    return (0 if same else 1, nearest)


def compatible(analysis: Analysis, draft: Draft, telling: Telling) -> bool:
    """Whether a telling may be of the drafted event."""
    if draft.group != telling.group:
        return False
    if draft.date and telling.date and not draft.date.interval.overlaps(telling.date.interval):
        return False
    if not _same_place(analysis, draft, telling):
        return False
    if draft.group == "visit":
        return _same_visit(draft, telling)
    return _same_talks(analysis, draft, telling)


def _same_place(analysis: Analysis, draft: Draft, telling: Telling) -> bool:
    if draft.place is None or telling.place is None or draft.place.referent == telling.place.referent:
        return True
    ours, theirs = (analysis.referents[one.referent] for one in (draft.place, telling.place))
    a, b = analysis.country_of(ours), analysis.country_of(theirs)
    if draft.group == "visit":
        return a is b
    return a is b and (ours.kind is Kind.COUNTRY or theirs.kind is Kind.COUNTRY)


def _same_visit(draft: Draft, telling: Telling) -> bool:
    if telling.hosts and not set(telling.hosts) & draft.hosts:
        return False
    ours, theirs = set(draft.parties.people), set(telling.parties.people)
    if ours and theirs:
        return bool(ours & theirs) and (ours <= theirs or theirs <= ours)
    if theirs or telling.parties.sides:
        return bool(set(telling.parties.sides) & set(draft.parties.sides)) or not theirs
    return True


def _same_talks(analysis: Analysis, draft: Draft, telling: Telling) -> bool:
    if {draft.status in _FAILED, telling.status in _FAILED} == {True, False} and telling.status == "held":
        return False
    ours, theirs = set(draft.parties.people), set(telling.parties.people)
    if (
        draft.status != telling.status
        and not telling.definite
        and {draft.status, telling.status} == {"held", "planned"}
    ):
        return False
    if not telling.parties.people and not telling.parties.sides:
        return telling.definite
    if ours and theirs:
        if not (ours <= theirs or theirs <= ours):
            return False
        return len(ours & theirs) >= 2 or _covered(analysis, draft.parties, telling.parties)
    return _covered(analysis, draft.parties, telling.parties)


def _covered(analysis: Analysis, ours: Parties, theirs: Parties) -> bool:
    """Whether one has no party that the other lacks, a side standing for its persons."""
    a, b = homes(analysis, ours), homes(analysis, theirs)
    if not a or not b:
        return bool(set(ours.people) & set(theirs.people))
    return a <= b or b <= a


def _join(analysis: Analysis, draft: Draft, telling: Telling) -> None:
    draft.tellings.append(telling)
    if draft.group != "visit" or not draft.parties.people or not telling.definite:
        draft.parties.add(telling.parties)
    if telling.date is not None and (
        draft.date is None or telling.date.interval.days < draft.date.interval.days
    ):
        draft.date = telling.date
    if telling.place is not None and (draft.place is None or _finer(analysis, telling.place, draft.place)):
        draft.place = telling.place


def _finer(analysis: Analysis, new: Located, old: Located) -> bool:
    return (
        analysis.referents[old.referent].kind is Kind.COUNTRY
        and analysis.referents[new.referent].kind is Kind.PLACE
    )
