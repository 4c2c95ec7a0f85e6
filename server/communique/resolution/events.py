"""Events across articles: what one article tells of one event, ready to be compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from communique.model.claims import Kind, Predicate, When
from communique.model.identity import Member
from communique.model.when import Interval
from communique.resolution.facts import ArticleFacts, actor, people_at
from communique.resolution.keys import Rank

HAPPENED = frozenset({"held"})
AHEAD = frozenset({"planned"})
FAMILY = {"visit": "visit", "call": "call", "press-conference": "press"}
"""Kinds of other families are one only by mistake: a visit and its talks are two. All others are talks."""
VAGUE = 93
"""Days from which a date says too little to search by months."""
LOOKBACK, LOOKAHEAD = 730, 550
"""How many days before publication an undated held event may lie, and how far ahead a planned one."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person as events see him: the first member of the cluster, and whom he acts for."""

    person: Member
    polities: frozenset[str]


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event in one article.

    ``sides`` are countries and organisations that take part, by themselves or by a person; ``parties``
    those without a named person. ``place`` is a city or venue, ``country`` where it lies. ``first`` and
    ``last`` are the possible days as ordinals, bounded by publication; ``dated`` if the article gives a
    date. A ``roundup`` tells in one clause what the same article then tells as several events.
    """

    member: Member
    rank: Rank
    kind: str
    status: str
    people: frozenset[Member]
    acting: tuple[tuple[Member, frozenset[str]], ...]
    sides: frozenset[str]
    parties: frozenset[str]
    place: str
    country: str
    first: int
    last: int
    dated: bool
    published: int
    roundup: bool = False

    @property
    def family(self) -> str:
        """visit, call, press or talks."""
        return FAMILY.get(self.kind, "talks")

    @property
    def days(self) -> int:
        """How many days are possible."""
        return self.last - self.first + 1

    @property
    def searchable(self) -> bool:
        """Whether the date is narrow enough to search by months."""
        return self.dated and self.days <= VAGUE

    def side_people(self, side: str) -> frozenset[Member]:
        """The persons that act for a side."""
        return frozenset(person for person, polities in self.acting if side in polities)


def event_records(
    facts: ArticleFacts, who: Callable[[Member], Who], place: Callable[[Member], str]
) -> dict[Member, EventRecord]:
    """The records of all events of an article. ``who`` and ``place`` look up what was resolved before."""
    records = [_record(facts, event.id, who, place) for event in facts.of_kind(Kind.EVENT)]
    return {one.member: replace(one, roundup=_sums_up(one, records)) for one in records}


def _sums_up(one: EventRecord, records: Sequence[EventRecord]) -> bool:
    """Whether two or more other events of the article, each with fewer of its people, make up this one.

    A part shares two of its people with the whole; a further one may name another person for one of the
    sides ("met A and B" in the lead; later "held talks with A", "B received the delegation").
    """
    near = [
        other
        for other in records
        if other.family == one.family
        and other.first <= one.last
        and one.first <= other.last
        and 0 < len(other.people & one.people) < len(one.people)
    ]
    firm = [other for other in near if len(other.people & one.people) >= 2]
    loose = [other for other in near if one.sides <= other.sides] if len(one.people) > 2 else []
    covered = frozenset(person for other in (*firm, *loose) for person in other.people)
    return bool(firm) and len({other.member for other in (*firm, *loose)}) >= 2 and one.people <= covered


def _record(
    facts: ArticleFacts, event: str, who: Callable[[Member], Who], place: Callable[[Member], str]
) -> EventRecord:
    found = {who(facts.member(entity.id)) for entity in people_at(facts, event)}
    acting: dict[Member, frozenset[str]] = {}
    for one in found:
        acting[one.person] = acting.get(one.person, frozenset()) | one.polities
    named = frozenset(side for polities in acting.values() for side in polities)
    parties = set()
    for entity in facts.refs(event, Predicate.DELEGATION):
        if entity.kind is Kind.DELEGATION:
            parties |= {actor(side) for side in facts.refs(entity.id, Predicate.REPRESENTS)}
        elif entity.kind in (Kind.COUNTRY, Kind.ORGANIZATION):
            parties.add(actor(entity))
    where, country = _place(facts, event, place)
    kind = facts.concept(event, Predicate.KIND) or "meeting"
    status = facts.concept(event, Predicate.STATUS) or "held"
    first, last, dated = window(_date(facts, event), status, facts.day)
    return EventRecord(
        member=facts.member(event),
        rank=facts.ranks[event],
        kind=kind,
        status=status,
        people=frozenset(acting),
        acting=tuple(sorted(acting.items())),
        sides=named | parties,
        parties=frozenset(parties),
        place=where,
        country=country,
        first=first,
        last=last,
        dated=dated,
        published=facts.day or 0,
    )


def _place(facts: ArticleFacts, event: str, resolve: Callable[[Member], str]) -> tuple[str, str]:
    """The most exact place and its country."""
    where = country = ""
    for entity in facts.refs(event, Predicate.PLACE):
        if entity.kind is Kind.COUNTRY:
            country = country or actor(entity)
        else:
            known = entity.gazetteer or resolve(facts.member(entity.id))
            if not where or (entity.gazetteer and not where.startswith("place/")):
                where = known
            country = entity.within or country
    return where, country


def _date(facts: ArticleFacts, event: str) -> Interval | None:
    """The narrowest date claimed."""
    dates = [c.object.interval for c in facts.about(event, Predicate.DATE) if isinstance(c.object, When)]
    return min(dates, key=lambda interval: (interval.days, interval.start), default=None)


def window(date: Interval | None, status: str, published: int | None) -> tuple[int, int, bool]:
    """The possible days: what the words allow, and what publication allows.

    A held event is not after publication, a planned one not before. A date that contradicts this is
    taken as it stands.
    """
    low, high = 1, 3_652_059
    if published is not None and status in HAPPENED:
        low, high = published - LOOKBACK, published
    elif published is not None and status in AHEAD:
        low, high = published, published + LOOKAHEAD
    if date is None or date.precision == "unknown":
        if date is not None:
            low, high = _both(low, high, date.start.toordinal(), date.end.toordinal())
        return low, high, False
    first, last = date.start.toordinal(), date.end.toordinal()
    if status in HAPPENED and published is not None:
        low = 1
    first, last = _both(first, last, low, high)
    return first, last, True


def _both(low: int, high: int, other_low: int, other_high: int) -> tuple[int, int]:
    """What two ranges share; the first where they share nothing."""
    first, last = max(low, other_low), min(high, other_high)
    return (first, last) if first <= last else (low, high)
