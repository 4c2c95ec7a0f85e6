"""Who is said to hold which office, kept so that a change reaches only reports of about the same time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from communique.resolution.facts import is_state
from communique.resolution.spelling import knowledge
from communique.resolution.weighing import Said

SAME_TIME = 60
"""Days between two reports within which two ranks of one person, or two holders of a seat, disagree."""


@dataclass(frozen=True, slots=True)
class Post:
    """An office: its role and whose it is (both as keys; the polity may be unknown)."""

    role: str
    polity: str


@dataclass(frozen=True, slots=True)
class Seat:
    """One claim that a person (as a value) holds an office (the value of ``said``)."""

    person: str
    said: Said


Day = tuple[int, str]
"""Day of publication and claim id."""


class Seats:
    """All claims about offices held, by office and person in the order of days."""

    def __init__(self) -> None:
        self.posts: dict[str, Post] = {}
        self._seats: dict[str, Seat] = {}
        self._days: dict[str, dict[str, list[Day]]] = defaultdict(dict)
        self._offices: dict[str, set[str]] = defaultdict(set)

    def change(self, gone: Iterable[str], come: Mapping[str, tuple[Seat, Post]]) -> set[str]:
        """Take claims out (by id) and in; returns the claims that must be judged: the new ones and those
        of about the same time that share a seat or a ladder with an old or new one."""
        leaving = [claim for claim in {*gone, *come} if claim in self._seats]
        doubtful = {near for claim in leaving for near in self._around(self._seats[claim])}
        for claim in leaving:
            self._drop(claim)
        for claim, (seat, post) in come.items():
            self.posts[seat.said.value] = post
            self._seats[claim] = seat
            insort(self._days[seat.said.value].setdefault(seat.person, []), (seat.said.day, claim))
            self._offices[seat.person].add(seat.said.value)
        doubtful |= {near for seat, _ in come.values() for near in self._around(seat)}
        return {claim for claim in doubtful if claim in self._seats} | come.keys()

    def seat(self, claim: str) -> Seat:
        """A claim by its id."""
        return self._seats[claim]

    def known(self, claim: str) -> bool:
        """Whether a claim has been taken in."""
        return claim in self._seats

    def near(self, office: str, person: str, day: int) -> list[Said]:
        """What is said of a person in an office at about the time of a day."""
        days = self._days.get(office, {}).get(person, [])
        low = bisect_left(days, (day - SAME_TIME, ""))
        high = bisect_left(days, (day + SAME_TIME + 1, ""))
        return [self._seats[claim].said for _, claim in days[low:high]]

    def rivals(self, office: str, person: str) -> list[str]:
        """Others who are said to hold a seat for one; none for an office with several holders."""
        post = self.posts[office]
        if post.role not in knowledge().single or not post.polity:
            return []
        return sorted(other for other in self._days[office] if other != person)

    def ladder(self, office: str, person: str) -> list[str]:
        """The person's offices on other rungs of the same ladder, for the same polity."""
        rungs, post = knowledge().ladder, self.posts[office]
        rung = rungs.get(post.role)
        if rung is None:
            return []
        offices = ((other, self.posts[other]) for other in sorted(self._offices.get(person, ())))
        return [
            other
            for other, held in offices
            if held.role != post.role and held.polity == post.polity and rungs.get(held.role) == rung
        ]

    def elsewhere(self, office: str, person: str) -> list[str]:
        """The person's offices of the same role for other states, where one person holds it at a time."""
        post = self.posts[office]
        if post.role not in knowledge().single or not is_state(post.polity):
            return []
        offices = ((other, self.posts[other]) for other in sorted(self._offices.get(person, ())))
        return [
            other
            for other, held in offices
            if held.role == post.role and held.polity != post.polity and is_state(held.polity)
        ]

    def _around(self, seat: Seat) -> Iterator[str]:
        """Claims whose standing may depend on this one."""
        office, person, day = seat.said.value, seat.person, seat.said.day
        for rival in self.rivals(office, person):
            yield from (said.id for said in self.near(office, rival, day))
        others = [*self.ladder(office, person), *self.elsewhere(office, person)]
        for other in others:
            yield from (said.id for said in self.near(other, person, day))
        if others or self.rivals(office, person):
            yield from (said.id for said in self.near(office, person, day))

    def _drop(self, claim: str) -> None:
        seat = self._seats.pop(claim)
        office, person = seat.said.value, seat.person
        days = self._days[office][person]
        del days[bisect_left(days, (seat.said.day, claim))]
        if not days:
            del self._days[office][person]
            self._offices[person].discard(office)
            if not self._offices[person]:
                del self._offices[person]
        if not self._days[office]:
            del self._days[office]
            del self.posts[office]
