"""Deterministic clustering under constraints: from decisions about pairs to groups.

Nothing here depends on the order in which articles came: edges are sorted by score and by the ids of
what they join, and every decision is a function of one connected component.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

CHOICES = 3
"""To how many groups a weak profile is linked as a candidate."""
JUDGED = 1000.0
"""The score of an edge that a person decided."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What speaks for and against two profiles being one, in bits.

    From ``merge`` bits on they are one unless a constraint forbids it; below, a candidate. ``method``
    names the rule. A ``silent`` edge only brings two profiles into one component, for ``review``.
    """

    score: float
    merge: float
    method: str
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    silent: bool = False


Pair = tuple[str, str]


@dataclass(slots=True)
class Grouping:
    """Groups of profile ids, the edges along which they grew, and edges that stayed open."""

    groups: list[tuple[str, ...]]
    merged: list[tuple[str, str, Edge]] = field(default_factory=list)
    candidates: list[tuple[str, str, Edge]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Constraints:
    """``conflict`` says why two profiles cannot be one, or None; ``weak`` profiles name too little to be
    merged while a second group fits nearly as well (within ``margin`` bits). ``review`` looks at the groups
    as wholes (by their profiles) and may join pairs of them, given by their places."""

    conflict: Callable[[str, str], str | None]
    weak: frozenset[str]
    margin: float = 2.0
    judged: frozenset[Pair] = frozenset()
    review: Callable[[Sequence[Sequence[str]]], list[tuple[int, int, Edge]]] | None = None


class _Forest:
    def __init__(self, ids: Iterable[str]) -> None:
        self.members: dict[str, list[str]] = {i: [i] for i in ids}
        self.root: dict[str, str] = {i: i for i in self.members}
        self.forced: set[str] = set()

    def union(self, a: str, b: str, *, forced: bool = False) -> None:
        a, b = self.root[a], self.root[b]
        if a == b:
            return
        if len(self.members[a]) < len(self.members[b]):
            a, b = b, a
        for member in self.members[b]:
            self.root[member] = a
        self.members[a] += self.members.pop(b)
        if forced or b in self.forced:
            self.forced.add(a)


def group(ids: Sequence[str], edges: Mapping[Pair, Edge], constraints: Constraints) -> Grouping:
    """Cluster one connected component. ``edges`` has one entry a pair, with the smaller id first."""
    forest = _Forest(sorted(ids))
    outcome = Grouping([])
    spoken = ((pair, edge) for pair, edge in edges.items() if not edge.silent)
    ordered = sorted(spoken, key=lambda item: (-item[1].score, item[0]))
    weak = constraints.weak
    kept: list[tuple[Pair, Edge, str | None]] = []
    for (a, b), edge in ordered:
        if edge.score < JUDGED and (a in weak or b in weak):
            continue
        _merge_or_keep(forest, (a, b), edge, constraints, outcome, kept)
    _attach_weak(forest, ordered, constraints, outcome, kept)
    if constraints.review is not None:
        groups = sorted(sorted(members) for members in forest.members.values())
        for i, j, edge in sorted(constraints.review(groups), key=lambda found: (-found[2].score, found[:2])):
            _merge_or_keep(forest, (groups[i][0], groups[j][0]), edge, constraints, outcome, kept)
    for (a, b), edge, obstacle in kept:
        if forest.root[a] != forest.root[b]:
            against = edge.against + ((obstacle,) if obstacle and obstacle not in edge.against else ())
            outcome.candidates.append(
                (a, b, Edge(edge.score, edge.merge, edge.method, edge.reasons, against))
            )
    outcome.groups = sorted(tuple(sorted(members)) for members in forest.members.values())
    return outcome


def _merge_or_keep(
    forest: _Forest,
    pair: Pair,
    edge: Edge,
    constraints: Constraints,
    outcome: Grouping,
    kept: list[tuple[Pair, Edge, str | None]],
) -> None:
    a, b = pair
    if forest.root[a] == forest.root[b]:
        return
    if edge.score < edge.merge:
        kept.append((pair, edge, None))
        return
    obstacle = _obstacle(forest, a, b, constraints)
    if obstacle is not None and edge.score < JUDGED:
        kept.append((pair, edge, obstacle))
        return
    if obstacle is not None and pair in constraints.judged:
        return
    forest.union(a, b, forced=edge.score >= JUDGED)
    outcome.merged.append((a, b, edge))


def _obstacle(forest: _Forest, a: str, b: str, constraints: Constraints) -> str | None:
    """Why the groups of two profiles cannot be one; a judgement "same" silences all but judgements."""
    left, right = forest.members[forest.root[a]], forest.members[forest.root[b]]
    for x in left:
        for y in right:
            if ((x, y) if x < y else (y, x)) in constraints.judged:
                return "a person judged that they are different"
    if forest.root[a] in forest.forced or forest.root[b] in forest.forced:
        return None
    for x in left:
        for y in right:
            reason = constraints.conflict(x, y)
            if reason is not None:
                return reason
    return None


def _attach_weak(
    forest: _Forest,
    ordered: list[tuple[Pair, Edge]],
    constraints: Constraints,
    outcome: Grouping,
    kept: list[tuple[Pair, Edge, str | None]],
) -> None:
    """Attach weak profiles, the best supported first: to a group that names more, where no second such
    group fits as well; else to one another."""
    weak = constraints.weak
    by_weak: dict[str, list[tuple[Pair, Edge]]] = {}
    for pair, edge in ordered:
        if edge.score < JUDGED:
            for one in pair:
                if one in weak:
                    by_weak.setdefault(one, []).append((pair, edge))
    queue = sorted(by_weak, key=lambda one: (-by_weak[one][0][1].score, one))
    firm = {forest.root[pid] for pid in forest.root if pid not in weak}
    for one in queue:
        options = _options(forest, one, by_weak[one])
        strong = [option for option in options if not firm.isdisjoint(forest.members[option[0]])]
        for place, (_, pair, edge) in enumerate(strong[:CHOICES]):
            rivals = len(strong) > 1 and strong[1][2].score > strong[0][2].score - constraints.margin
            if place == 0 and not rivals:
                _merge_or_keep(forest, pair, edge, constraints, outcome, kept)
            else:
                kept.append((pair, edge, "another fits as well" if rivals else None))
    for one in queue:
        if firm.isdisjoint(forest.members[forest.root[one]]):
            for _, pair, edge in _options(forest, one, by_weak[one])[:CHOICES]:
                if pair[0] in weak and pair[1] in weak:
                    _merge_or_keep(forest, pair, edge, constraints, outcome, kept)


def _options(forest: _Forest, one: str, edges: list[tuple[Pair, Edge]]) -> list[tuple[str, Pair, Edge]]:
    """The groups that a profile may join, each with its best edge, the best first."""
    best: dict[str, tuple[str, Pair, Edge]] = {}
    for pair, edge in edges:
        root = forest.root[pair[1] if pair[0] == one else pair[0]]
        if root != forest.root[one] and root not in best:
            best[root] = (root, pair, edge)
    return sorted(best.values(), key=lambda option: (-option[2].score, option[1]))
