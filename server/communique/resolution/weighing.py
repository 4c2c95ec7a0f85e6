"""Claims of several sources about one thing, and which of their values is accepted.

Criteria, in this order: a person's judgement, said in so many words rather than implied, more independent
sources (a publisher counts once, a copy not at all), more exact, later report, stated by a participant. The
reason names the first that decided. What was only implied and is contradicted in words is no source's
opinion but a wrong conclusion of the program: it is rejected, and disagrees with nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from communique.model.claims import Claim
from communique.model.identity import Ruling, Standing
from communique.resolution.facts import is_implied

ALONE = "no source says otherwise"


@dataclass(frozen=True, slots=True)
class Said:
    """A claim in the light of what was resolved: its value (equal texts are equal values), the source it
    counts for, the day of publication (0 if unknown), whether a participant said it, and whether a person
    judged it to be right. ``hinted``: it names an office whose polity the article only implies."""

    id: str
    claim: Claim
    value: str
    source: str
    day: int
    by_participant: bool = False
    judged: bool = False
    hinted: bool = False

    @property
    def implied(self) -> bool:
        """Whether the article does not say it in so many words."""
        return is_implied(self.claim)


@dataclass(slots=True)
class Option:
    """One value with all claims for it. ``exactness`` grows with precision; ``backing`` are further
    sources that agree with the value in vaguer words; ``borne_out`` if one of them states it."""

    value: str
    said: list[Said] = field(default_factory=list)
    exactness: float = 0.0
    backing: set[str] = field(default_factory=set)
    borne_out: bool = False

    @property
    def sources(self) -> set[str]:
        """The independent sources."""
        return {one.source for one in self.said} | self.backing

    @property
    def implied(self) -> bool:
        """Whether no source says it in so many words, be they vaguer ones."""
        return not self.borne_out and all(one.implied for one in self.said)

    def back(self, vaguer: Option) -> None:
        """Count the sources of a value that this one agrees with, as the more exact of the two."""
        self.backing |= {one.source for one in vaguer.said}
        self.borne_out = self.borne_out or not all(one.implied for one in vaguer.said)


Rulings = dict[str, Ruling]


def options(
    said: Iterable[Said], exactness: Callable[[Said], float] = lambda one: 0.0 * one.day
) -> list[Option]:
    """The claims grouped by value, in the order of the values."""
    found: dict[str, Option] = {}
    for one in said:
        option = found.setdefault(one.value, Option(one.value))
        option.said.append(one)
        option.exactness = max(option.exactness, exactness(one))
    return [found[value] for value in sorted(found)]


_CRITERIA: tuple[tuple[str, Callable[[Option], float]], ...] = (
    ("a person's judgement", lambda o: any(one.judged for one in o.said)),
    ("said in so many words", lambda o: not o.implied),
    ("more independent sources", lambda o: len(o.sources)),
    ("more exact", lambda o: o.exactness),
    ("a later report", lambda o: max(one.day for one in o.said)),
    ("stated by a participant", lambda o: any(one.by_participant for one in o.said)),
)


def choose(found: Sequence[Option]) -> tuple[Option, str]:
    """The accepted option of at least one, and the reason."""
    ranked = sorted(found, key=lambda o: o.value)
    ranked.sort(key=lambda o: tuple(weigh(o) for _, weigh in _CRITERIA), reverse=True)
    best = ranked[0]
    if len(ranked) == 1:
        return best, ALONE
    second = ranked[1]
    for name, weigh in _CRITERIA:
        if weigh(best) != weigh(second):
            if name == "more independent sources":
                return best, f"{name} ({len(best.sources)} against {len(second.sources)})"
            return best, name
    return best, "nothing decides between the sources; the first value in order is taken"


def rule(said: Iterable[Said], standing: Standing, reason: str) -> Rulings:
    """One ruling for several claims."""
    return {one.id: Ruling(standing, reason) for one in said}


def lost(said: Iterable[Said], best: Option, reason: str) -> Rulings:
    """Rulings for claims whose value is not the accepted one and does not agree with it."""
    rulings: Rulings = {}
    for one in said:
        if one.implied and not best.implied:
            rulings[one.id] = Ruling(
                Standing.REJECTED, f"{implication(one.claim)}; others say it otherwise in words"
            )
        else:
            rulings[one.id] = Ruling(Standing.DISPUTED, reason)
    return rulings


def implication(claim: Claim) -> str:
    """That a claim was concluded, and from what."""
    return f"only implied ({claim.implied_by})" if claim.implied_by else "only implied"


def majority(said: Sequence[Said], exactness: Callable[[Said], float] = lambda one: 0.0 * one.day) -> Rulings:
    """One value is accepted, all others are disputed."""
    found = options(said, exactness)
    best, reason = choose(found)
    rulings = rule(best.said, Standing.ACCEPTED, reason)
    for option in found:
        if option is not best:
            rulings |= lost(option.said, best, f"another value is accepted: {reason}")
    return rulings
