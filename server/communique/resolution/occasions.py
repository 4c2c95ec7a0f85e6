"""Which reports tell of one event: parties, kinds, places and days weighed against each other.

Weights are bits, set by hand: the same two named persons 5, the same day 5, the same city 2. From 6
bits on two reports are one event; from 4 on they are candidates. A visit and its talks, another
counterpart of the same side, days or countries that cannot be the same are vetoes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from communique.model.identity import Member
from communique.resolution.events import AHEAD, HAPPENED, EventRecord
from communique.resolution.facts import is_state
from communique.resolution.grouping import Edge
from communique.resolution.profiles import Blocks, Profile

MERGE, KEEP = 6.0, 4.0
UNRELATED = 60
"""Days between reports from which being published near each other says nothing."""
UNDATED = 120
"""Days between reports from which one without a date tells of another occasion, unless more speaks for it."""
SLACK = 10
"""Days by which two printed dates of one event may differ."""

Weighed = tuple[float, str]


class EventMatcher:
    """Compares events by who took part, where and when."""

    def signature(self, record: EventRecord) -> str:
        """All that the articles say; publication counts only where there is no exact date."""
        people = ",".join(f"{_name(person)}:{'&'.join(sorted(own))}" for person, own in record.acting)
        sides = ",".join(sorted(record.sides)) + "/" + ",".join(sorted(record.parties))
        when = f"{record.first}-{record.last}-{record.dated}"
        published = "" if record.searchable else str(record.published)
        told = len(record.people) + len(record.parties) > 1 or (record.dated and record.country)
        alone = "" if told else _name(record.member)
        said = (record.kind, record.status, people, sides, record.place, record.country)
        return "|".join((*said, when, published, alone, "roundup" if record.roundup else ""))

    def blocks(self, profile: Profile[EventRecord]) -> Blocks:
        """Pairs of parties by month; reports without a date ask for the pair at any time."""
        event = profile.sample
        pairs = _pairs(event)
        few = {f"{event.family}|{pair}" for pair in _side_pairs(event)}
        pairs = {f"{event.family}|{pair}" for pair in pairs}
        if not event.searchable:
            told = frozenset(f"{pair}|*" for pair in pairs)
            return Blocks(asks=told, seeks=frozenset(f"{pair}|*" for pair in few) - told)
        months = _months(event.first - SLACK, event.last + SLACK)
        both = {f"{pair}|{month}" for pair in pairs for month in months}
        both |= {f"{pair}|w{week}" for pair in pairs for week in _weeks(_published(profile))}
        vague = {f"{pair}|*" for pair in pairs | few}
        exact = frozenset(f"{pair}|{month}" for pair in few for month in months)
        if len(event.people) < 2:
            return Blocks(frozenset(both), asks=exact, offers=frozenset(vague))
        return Blocks(frozenset(both), offers=frozenset(vague) | exact)

    def compare(self, a: Profile[EventRecord], b: Profile[EventRecord]) -> Edge | None:
        """Add up the bits; None for a veto or below what a candidate needs."""
        left, right = a.sample, b.sample
        if self._veto(left, right) is not None:
            return None
        parts = [_kinds(left, right), _parties(left, right), _bodies(left, right), _places(left, right)]
        together = left.people & right.people
        near = _days_between(_published(a), _published(b)) if together else UNRELATED
        parts.append(_days(left, right, near))
        score = sum(bits for bits, _ in parts)
        if score < KEEP:
            return None
        reasons = tuple(text for bits, text in parts if bits > 0)
        against = tuple(text for bits, text in parts if bits <= 0 and text)
        return Edge(score, MERGE, "event", reasons, against)

    def look(self, profile: Profile[EventRecord]) -> object:
        """The articles and their days."""
        return (profile.union("articles", _article), tuple(_published(profile)))

    def conflict(self, a: Profile[EventRecord], b: Profile[EventRecord]) -> str | None:
        """A veto, or one article that tells of both as two."""
        left, right = a.sample, b.sample
        whole, part = (left, right) if left.roundup else (right, left)
        summed_up = whole.roundup and part.people < whole.people
        if not summed_up and a.union("articles", _article) & b.union("articles", _article):
            return "one article tells of both as two"
        return self._veto(left, right)

    def review(self, groups: Sequence[Sequence[Profile[EventRecord]]]) -> list[tuple[int, int, Edge]]:
        """Nothing: all is decided by pairs."""
        del groups
        return []

    def pooled(self, profile: Profile[EventRecord]) -> str:
        """What all reports of a profile share."""
        event = profile.sample
        people = f"{len(event.people)} persons" if event.people else "no person"
        return f"the same {event.kind} ({event.status}) with the same parties ({people}), place and dates"

    def weak(self, profile: Profile[EventRecord]) -> bool:
        """A report without a usable date, or with one party alone."""
        event = profile.sample
        return not event.searchable or (len(event.people) + len(event.parties)) < 2

    def _veto(self, a: EventRecord, b: EventRecord) -> str | None:
        if a.family != b.family:
            return f"a {a.kind} and a {b.kind}"
        return _other_counterpart(a, b) or _other_country(a, b) or _other_days(a, b)


def _article(record: EventRecord) -> tuple[str]:
    return (record.member.article,)


def _name(member: Member) -> str:
    return f"{member.article}#{member.local}"


def _pairs(event: EventRecord) -> set[str]:
    people = sorted(_name(person) for person in event.people)
    pairs = {f"{a}&{b}" for i, a in enumerate(people) for b in people[i + 1 :]}
    if len(people) == 1 and event.family == "visit":
        pairs.add(f"{people[0]}@{event.country or event.place}")
    elif event.family == "visit" and (event.country or event.place):
        pairs |= {f"{person}@{event.country or event.place}" for person in people}
    return pairs


def _side_pairs(event: EventRecord) -> set[str]:
    """A person with another side, and two sides."""
    sides = sorted(event.sides)
    pairs = {f"{a}&{b}" for i, a in enumerate(sides) for b in sides[i + 1 :]}
    own = dict(event.acting)
    pairs |= {f"{_name(p)}&{side}" for p in event.people for side in sides if side not in own.get(p, ())}
    return pairs


def _months(first: int, last: int) -> set[str]:
    low, high = max(1, first), max(1, last)
    day, end = date.fromordinal(low), date.fromordinal(high)
    months = set()
    while (day.year, day.month) <= (end.year, end.month):
        months.add(f"{day.year}-{day.month}")
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return months


def _published(profile: Profile[EventRecord]) -> list[int]:
    """The days of publication of a profile's records, sorted."""
    days = profile.union("published", lambda r: (str(r.published),) if r.published else ())
    return sorted(map(int, days))


def _days_between(a: list[int], b: list[int]) -> int:
    """The least distance of any two days; a year if there are none."""
    best, i, j = 365, 0, 0
    while i < len(a) and j < len(b):
        best = min(best, abs(a[i] - b[j]))
        if a[i] < b[j]:
            i += 1
        else:
            j += 1
    return best


def _weeks(published: list[int]) -> set[int]:
    """Overlapping weeks, so that reports of one news day meet whatever date they print."""
    return {week for day in published for week in (day // 7 * 2, (day + 3) // 7 * 2 + 1)}


def _kinds(a: EventRecord, b: EventRecord) -> Weighed:
    if a.kind == b.kind:
        return 0.5, f"both a {a.kind}"
    if "conference" in (a.kind, b.kind) and "meeting" in (a.kind, b.kind):
        return -2.0, f"a {a.kind} and a {b.kind}"
    return -0.5, f"a {a.kind} and a {b.kind}"


def _parties(a: EventRecord, b: EventRecord) -> Weighed:
    common = a.people & b.people
    sides = (a.sides & b.sides) - {s for p, own in a.acting if p in common for s in own}
    if len(common) >= 2 or (common and a.people == b.people and a.parties == b.parties):
        if a.people == b.people:
            return 5.0 if len(common) >= 2 else 4.0, f"the same {len(common)} participants"
        extra = _extra(a, b)
        return 4.0 - extra, f"{len(common)} participants in common, one report names more"
    if common and (sides or a.family == "visit"):
        return 3.0 - _extra(a, b), "a participant and the other side in common"
    if len(a.sides & b.sides) >= 2:
        return 1.5, "the same sides"
    return (1.0, "a participant in common") if common else (0.0, "no party in common")


def _bodies(a: EventRecord, b: EventRecord) -> Weighed:
    """An organisation that takes part makes another occasion of it than a meeting of two states."""
    left = {side for side in a.parties if not is_state(side)}
    right = {side for side in b.parties if not is_state(side)}
    if left == right:
        return (1.0, "the same organisations") if left else (0.0, "")
    return -2.5, "an organisation takes part in one"


def _extra(a: EventRecord, b: EventRecord) -> float:
    """What further participants speak against: little for a side that is there anyhow, more for others."""
    cost = 0.0
    for person in sorted(a.people ^ b.people):
        own = dict(a.acting).get(person) or dict(b.acting).get(person) or frozenset()
        lacking = b if person in a.people else a
        principal = len(own & lacking.sides) == 0 or len(lacking.sides) < 2
        cost += 0.5 if principal else 0.2
    return min(cost, 1.5)


def _places(a: EventRecord, b: EventRecord) -> Weighed:
    if a.place and a.place == b.place:
        return 2.0, "the same place"
    if a.country and a.country == b.country:
        return (-1.5, "two places in one country") if a.place and b.place else (1.0, "the same country")
    if a.place and b.place and not (a.country and b.country):
        return -1.5, "two places"
    if a.country and b.country:
        return -4.0, "different countries"
    return 0.0, ""


def _days(a: EventRecord, b: EventRecord, near: int) -> Weighed:
    """The days on which it may have been; ``near`` are the days between the reports."""
    fresh = 2.0 if near <= 3 else 1.0 if near <= 10 else 0.0
    if not (a.dated and b.dated):
        if near > UNDATED:
            return -2.0, f"no date in one report, published {near} days from the other"
        return 0.5 + fresh, "no date in one report, published at about the time"
    gap = max(a.first, b.first) - min(a.last, b.last)
    widest = max(a.days, b.days)
    if gap <= 0:
        bits = 5.0 if widest <= 1 else 4.0 if widest <= 14 else 3.0 if widest <= 45 else 1.0
        return bits, "the same day" if widest <= 1 else "the dates overlap"
    if widest > 1:
        return (1.0 if gap <= 1 else -1.0), f"dates that adjoin, {gap} days apart"
    if gap <= 3:
        return 1.5 + fresh / 2, f"dates {gap} days apart"
    moved = {a.status, b.status} & {"postponed", "planned"} and a.status != b.status
    return (0.0 if moved else -2.0 + fresh), f"dates {gap} days apart"


def _other_counterpart(a: EventRecord, b: EventRecord) -> str | None:
    """Both name persons of one side, and none in common."""
    for side in sorted(a.sides & b.sides):
        left, right = a.side_people(side), b.side_people(side)
        if left and right and not left & right:
            return f"other persons for {side}"
    if len(a.people) >= 2 and len(b.people) >= 2 and not a.people & b.people:
        return "other persons"
    return None


def _other_country(a: EventRecord, b: EventRecord) -> str | None:
    if a.family == "visit" and a.country and b.country and a.country != b.country:
        return "visits to different countries"
    return None


def _other_days(a: EventRecord, b: EventRecord) -> str | None:
    gap = max(a.first, b.first) - min(a.last, b.last)
    if gap <= 0:
        return None
    if a.dated and b.dated and a.searchable and b.searchable:
        statuses = {a.status, b.status}
        moved = "postponed" in statuses or (statuses & AHEAD and statuses & HAPPENED)
        allowed = 120 if "postponed" in statuses else 35 if moved and a.people == b.people else SLACK
        return f"dates {gap} days apart" if gap > allowed else None
    return f"no day fits both, {gap} days apart"
