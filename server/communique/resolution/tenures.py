"""Standing of claims that a person holds an office: ranks that exclude each other, seats that hold one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from communique.model.identity import Ruling, Standing
from communique.resolution.seats import Seats
from communique.resolution.weighing import ALONE, Said

PAST = frozenset({"former", "late", "designate", "outgoing"})


def current(one: Said) -> bool:
    """Whether a claim calls somebody the holder at the time of a dated article."""
    return (one.claim.capacity or "current") not in PAST and one.day > 0


def tenure_ruling(person: str, one: Said, seats: Seats) -> Ruling:
    """The standing of a claim that a person (as a value) holds an office."""
    if not current(one):
        return Ruling(Standing.ACCEPTED, ALONE)
    near = seats.near(one.value, person, one.day)
    mine = _sources(near)
    elsewhere = _other_state(person, one, mine, seats)
    if elsewhere is not None:
        return elsewhere
    reason = _other_rank(person, one, mine, seats) or _other_holder(person, one, near, seats)
    return Ruling(Standing.DISPUTED, reason) if reason else Ruling(Standing.ACCEPTED, ALONE)


def _other_state(person: str, one: Said, mine: set[str], seats: Seats) -> Ruling | None:
    """Whether reports of about the same time give the person this office of another state: nobody is
    president of two. A state that is named counts before one that is only implied."""
    for office in seats.elsewhere(one.value, person):
        theirs = [said for said in seats.near(office, person, one.day) if current(said)]
        opposed, state = _sources(theirs), polity_words(seats.posts[office].polity)
        named = _sources(said for said in theirs if not said.hinted)
        own = [said for said in seats.near(one.value, person, one.day) if current(said) and not said.hinted]
        if one.hinted and not own and named:
            reason = f"the state is only implied; {len(named)} source(s) name {state}"
            return Ruling(Standing.REJECTED, reason)
        if own and not named:
            continue
        if _outweigh(opposed, mine, tie=office < one.value):
            if one.hinted and not own:
                return Ruling(Standing.REJECTED, f"the state is only implied, by more sources {state}")
            return Ruling(Standing.DISPUTED, f"{len(opposed)} source(s) say that of {state} at the same time")
    return None


def polity_words(polity: str) -> str:
    """The key of a polity in words: ``country/south-korea`` is South Korea."""
    return polity.rpartition("/")[2].rpartition(":")[2].replace("-", " ").title()


def _other_rank(person: str, one: Said, mine: set[str], seats: Seats) -> str | None:
    """Whether more sources give the person another rank of the same ladder at about the same time."""
    role = seats.posts[one.value].role
    for office in seats.ladder(one.value, person):
        said = seats.near(office, person, one.day)
        if any(other.claim.article == one.claim.article for other in said):
            continue
        opposed = _sources(said) - {one.source}
        other = seats.posts[office].role
        if _outweigh(opposed, mine, tie=other < role):
            return f"{len(opposed)} other source(s) say {other} at the same time"
    return None


def _other_holder(person: str, one: Said, mine: Sequence[Said], seats: Seats) -> str | None:
    """Whether more sources seat another person on a seat for one, both before and after this report; of as
    many sources those with more reports count: one slip of an agency does not unseat a president."""
    for rival in seats.rivals(one.value, person):
        theirs: Sequence[Said] = [said for said in seats.near(one.value, rival, one.day) if current(said)]
        if theirs and theirs[0].day <= one.day <= theirs[-1].day:
            (sources, reports), own = _weight(theirs), _weight(mine)
            if (sources, reports) > own or ((sources, reports) == own and rival < person):
                more = f"{sources} source(s)" if sources > own[0] else f"{reports} report(s)"
                return f"{more} name another holder at the same time"
    return None


def _weight(said: Sequence[Said]) -> tuple[int, int]:
    """How many sources, and in how many articles."""
    return len(_sources(said)), len({one.claim.article for one in said if current(one)})


def _outweigh(opposed: set[str], mine: set[str], *, tie: bool) -> bool:
    return len(opposed) > len(mine) or (bool(opposed) and len(opposed) == len(mine) and tie)


def _sources(said: Iterable[Said]) -> set[str]:
    return {one.source for one in said if current(one)}
