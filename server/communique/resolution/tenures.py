"""Standing of claims that a person holds an office: ranks that exclude each other, seats that hold one."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.model.identity import Standing
from communique.resolution.spelling import knowledge
from communique.resolution.weighing import ALONE, Rulings, Said, rule

SAME_TIME = 60
"""Days between two reports within which two ranks of one person, or two holders of a seat, disagree."""
PAST = frozenset({"former", "late", "designate", "outgoing"})


@dataclass(frozen=True, slots=True)
class Post:
    """An office: its role and whose it is (both as keys; the polity may be unknown)."""

    role: str
    polity: str


@dataclass(frozen=True, slots=True, order=True)
class Attested:
    """That a source calls somebody the current holder, on a day."""

    day: int
    source: str


Holders = Mapping[str, Mapping[str, Sequence[Attested]]]
"""By office, by person (both as values of claims): when and by whom attested, sorted."""


def attested(said: Sequence[Said]) -> list[Attested]:
    """The claims that make a person the current holder, sorted."""
    return sorted(Attested(one.day, one.source) for one in said if _current(one))


def _current(one: Said) -> bool:
    return (one.claim.capacity or "current") not in PAST and one.day > 0


def tenure_rulings(person: str, said: Sequence[Said], posts: Mapping[str, Post], holders: Holders) -> Rulings:
    """Standing of one person's offices. ``posts`` and ``holders`` are keyed by the value of the claim."""
    rulings: Rulings = {}
    by_office: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_office[one.value].append(one)
    for office in sorted(by_office):
        others = _ladder(office, by_office, posts)
        rivals = sorted(set(holders.get(office, ())) - {person})
        post = posts[office]
        single = post.role in knowledge().single and bool(post.polity)
        for one in by_office[office]:
            reason = None
            if _current(one) and others:
                reason = _other_rank(one, by_office, others, posts)
            if _current(one) and rivals and single and not reason:
                reason = _other_holder(person, one, rivals, holders[office])
            standing = Standing.DISPUTED if reason else Standing.ACCEPTED
            rulings |= rule([one], standing, reason or ALONE)
    return rulings


def _ladder(office: str, by_office: Mapping[str, Sequence[Said]], posts: Mapping[str, Post]) -> list[str]:
    """Offices of the same person on other rungs of the same ladder, for the same polity."""
    rungs, post = knowledge().ladder, posts[office]
    return [
        other
        for other in sorted(by_office)
        if posts[other].role != post.role
        and posts[other].polity == post.polity
        and rungs.get(posts[other].role, -1) == rungs.get(post.role, -2)
    ]


def _other_rank(
    one: Said, by_office: Mapping[str, Sequence[Said]], others: Sequence[str], posts: Mapping[str, Post]
) -> str | None:
    """Whether more sources give the person another rank of the same ladder at about the same time."""
    backing = _sources(one, by_office[one.value])
    for office in others:
        if any(other.claim.article == one.claim.article for other in by_office[office]):
            continue
        opposed = _sources(one, by_office[office]) - {one.source}
        role, mine = posts[office].role, posts[one.value].role
        if len(opposed) > len(backing) or (opposed and len(opposed) == len(backing) and role < mine):
            return f"{len(opposed)} other source(s) say {role} at the same time"
    return None


def _sources(one: Said, claims: Sequence[Said]) -> set[str]:
    return {other.source for other in claims if _current(other) and abs(other.day - one.day) <= SAME_TIME}


def _other_holder(
    person: str, one: Said, rivals: Sequence[str], holders: Mapping[str, Sequence[Attested]]
) -> str | None:
    """Whether more sources seat another person on a seat for one, both before and after this report."""
    mine = {found.source for found in _near(holders.get(person, ()), one.day)}
    for rival in rivals:
        near = _near(holders[rival], one.day)
        if not near or not near[0].day <= one.day <= near[-1].day:
            continue
        theirs = {found.source for found in near}
        if len(theirs) > len(mine) or (len(theirs) == len(mine) and rival < person):
            return f"{len(theirs)} source(s) name another holder at the same time"
    return None


def _near(claims: Sequence[Attested], day: int) -> Sequence[Attested]:
    low = bisect_left(claims, Attested(day - SAME_TIME, ""))
    high = bisect_left(claims, Attested(day + SAME_TIME + 1, ""))
    return claims[low:high]
