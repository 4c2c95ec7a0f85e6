"""What linking records across articles speaks of: profiles, blocks, matchers, groups, changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from communique.model.identity import Member
from communique.resolution.grouping import Edge
from communique.resolution.keys import Rank


class Record(Protocol):
    """What is linked: something that one article says of one entity."""

    @property
    def member(self) -> Member:
        """The article-local entity."""
        ...

    @property
    def rank(self) -> Rank:
        """Its place in the order of members."""
        ...


R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class Profile(Generic[R]):
    """Records that a matcher cannot tell apart; never empty. ``first`` has the smallest rank.
    ``base`` is the signature, without the mark of a profile that stands alone because it was judged."""

    id: str
    first: R
    base: str = ""
    records: dict[Member, R] = field(default_factory=dict)
    memo: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def sample(self) -> R:
        """Any of the records; they agree in all that the signature holds."""
        return self.first

    def take(self, record: R) -> None:
        """Add a record."""
        self.records[record.member] = record
        self.memo.clear()
        if record.rank <= self.first.rank:
            self.first = record

    def drop(self, member: Member) -> bool:
        """Remove a record; says whether any is left."""
        del self.records[member]
        self.memo.clear()
        if self.records and member == self.first.member:
            self.first = min(self.records.values(), key=lambda record: record.rank)
        return bool(self.records)

    def union(self, name: str, values: Callable[[R], Iterable[str]]) -> frozenset[str]:
        """All that ``values`` gives for any record; kept under ``name`` until the records change."""
        if name not in self.memo:
            self.memo[name] = frozenset(value for record in self.records.values() for value in values(record))
        return self.memo[name]

    def __post_init__(self) -> None:
        self.base = self.id.partition("\0")[0]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Block keys. Profiles that share one of ``both`` are compared; so are one that asks and one that
    offers or asks the same, and one that seeks with one that offers. Weak profiles ask for family names
    that strong ones only offer; those that seek are not compared with each other."""

    both: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    seeks: frozenset[str] = frozenset()


class Matcher(Protocol[R]):
    """How records of one kind are compared. All methods are pure."""

    def signature(self, record: R) -> str:
        """What two records must share to be pooled."""
        ...

    def blocks(self, profile: Profile[R]) -> Blocks:
        """The block keys of a profile."""
        ...

    def compare(self, a: Profile[R], b: Profile[R]) -> Edge | None:
        """The evidence on a pair, or None if it is not worth keeping."""
        ...

    def look(self, profile: Profile[R]) -> object:
        """What ``compare``, ``blocks`` and ``conflict`` look at in a profile beside its signature."""
        ...

    def conflict(self, a: Profile[R], b: Profile[R]) -> str | None:
        """Why the two can never be in one group, or None."""
        ...

    def review(self, groups: Sequence[Sequence[Profile[R]]]) -> list[tuple[int, int, Edge]]:
        """Pairs of groups (by place) that are one, or candidates, in view of all that each group knows."""
        ...

    def pooled(self, profile: Profile[R]) -> str:
        """In words, what all records of a profile share."""
        ...

    def weak(self, profile: Profile[R]) -> bool:
        """Whether the profile names too little to be merged while there is a rival."""
        ...


@dataclass(frozen=True, slots=True)
class Group:
    """Profiles (by id) that are one; ``first`` is the member of the smallest rank, which names the group.
    ``merged`` are the edges along which it grew."""

    first: Member
    profiles: tuple[str, ...]
    merged: tuple[tuple[str, str, Edge], ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """Two groups (by their first members) that may be one."""

    left: Member
    right: Member
    edge: Edge


@dataclass(slots=True)
class Shift:
    """What a change did: ``gone`` are first members of groups that are no more, ``come`` of groups that
    are new or have other members or records, ``moved`` members whose group has another first member now, or
    whose record changed. ``opened`` and ``closed`` are candidates after and before."""

    gone: set[Member] = field(default_factory=set)
    come: set[Member] = field(default_factory=set)
    moved: set[Member] = field(default_factory=set)
    opened: list[Open] = field(default_factory=list)
    closed: list[Open] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Pairs of members that a person judged to be the same, or different."""

    same: frozenset[tuple[Member, Member]] = frozenset()
    different: frozenset[tuple[Member, Member]] = frozenset()

    @property
    def members(self) -> frozenset[Member]:
        """Everybody that a judgement names."""
        return frozenset(member for pair in self.same | self.different for member in pair)
