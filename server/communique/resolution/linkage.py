"""Linking records of one kind across articles, a change at a time.

Records that say the same are pooled into one profile, so that cost follows the number of different
names and not of mentions. Blocks bring profiles together that may be one; a matcher weighs each pair;
``grouping`` clusters each connected component. A change recomputes only the components it reaches,
and the result is the one that all records at once would give, because every step is a function of
a pair or of a component.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic

from communique.model.identity import Member, Merge
from communique.resolution.grouping import CHOICES, JUDGED, Constraints, Edge, Pair, group
from communique.resolution.profiles import Blocks, Group, Matcher, Open, Profile, R, Shift, Verdicts


class Linkage(Generic[R]):
    """The state of one kind of record: profiles, blocks, edges, groups."""

    def __init__(self, matcher: Matcher[R]) -> None:
        self.matcher = matcher
        self.profiles: dict[str, Profile[R]] = {}
        self.profile_of: dict[Member, str] = {}
        self.groups: dict[Member, Group] = {}
        self.open: dict[str, tuple[Open, ...]] = {}
        self._verdicts = Verdicts()
        self._judged: frozenset[Member] = frozenset()
        self._same_as: dict[Member, set[Member]] = defaultdict(set)
        self._apart_from: dict[Member, set[Member]] = defaultdict(set)
        self._looks: dict[str, object] = {}
        self._doubts: dict[str, tuple[Open, ...]] = {}
        self._blocks: dict[str, Blocks] = {}
        self._index: dict[str, set[str]] = defaultdict(set)
        self._edges: dict[str, dict[str, Edge]] = defaultdict(dict)
        self._component: dict[str, str] = {}
        self._component_members: dict[str, tuple[str, ...]] = {}
        self._home: dict[str, Member] = {}
        self._opened: list[Open] = []
        self._closed: list[Open] = []
        self._groups_in: dict[str, tuple[Member, ...]] = {}

    def update(
        self, records: Mapping[Member, R], removed: Iterable[Member] = (), verdicts: Verdicts | None = None
    ) -> Shift:
        """Take in new and changed records, forget removed ones; ``verdicts`` replaces the judgements."""
        touched: set[str] = set()
        changed = dict(records)
        if verdicts is not None and verdicts != self._verdicts:
            changed = self._judge(verdicts) | changed
        for member in set(removed) - records.keys():
            self._forget(member, touched)
            changed.pop(member, None)
        for member, record in changed.items():
            self._forget(member, touched)
            self._learn(record, touched)
        self._opened, self._closed = [], []
        shift = self._regroup(touched)
        shift.moved |= changed.keys()
        shift.opened, shift.closed = self._opened, self._closed
        return shift

    def first_of(self, member: Member) -> Member | None:
        """The first member of a member's group; None if the member is unknown."""
        pid = self.profile_of.get(member)
        return None if pid is None else self._home[pid]

    def home(self, pid: str) -> Member:
        """The first member of a profile's group."""
        return self._home[pid]

    def record(self, member: Member) -> R | None:
        """The record of a member, if it has been taken in."""
        pid = self.profile_of.get(member)
        return None if pid is None else self.profiles[pid].records[member]

    def records_of(self, first: Member) -> list[R]:
        """All records of a group, by rank."""
        records = (r for pid in self.groups[first].profiles for r in self.profiles[pid].records.values())
        return sorted(records, key=lambda record: record.rank)

    def together(self, base: str) -> frozenset[str]:
        """The ids of all profiles with this signature: one, and those set apart by judgements."""
        return frozenset(self._index.get(f"#{base}", ()))

    def merges_of(self, first: Member) -> list[Merge]:
        """Why the members of a group are one: first what pooled them, then the edges between profiles."""
        group = self.groups[first]
        merges = []
        for pid in group.profiles:
            profile = self.profiles[pid]
            one, why = profile.first.member, (self.matcher.pooled(profile),)
            others = sorted(member for member in profile.records if member != one)
            merges += [Merge(one, other, "same-profile", 0.99, why) for other in others]
        for a, b, edge in group.merged:
            left, right = self.profiles[a].first, self.profiles[b].first
            if right.rank < left.rank:
                left, right = right, left
            sure = confidence(edge.score)
            merges.append(Merge(left.member, right.member, edge.method, sure, edge.reasons, edge.against))
        return merges

    def _judge(self, verdicts: Verdicts) -> dict[Member, R]:
        """Change the judgements; the records of all they name must be placed anew."""
        affected = self._judged | verdicts.members
        self._verdicts, self._judged = verdicts, verdicts.members
        self._same_as = defaultdict(set)
        for left, right in verdicts.same:
            self._same_as[left].add(right)
            self._same_as[right].add(left)
        self._apart_from = defaultdict(set)
        for left, right in verdicts.different:
            self._apart_from[left].add(right)
            self._apart_from[right].add(left)
        return {
            member: self.profiles[self.profile_of[member]].records[member]
            for member in affected
            if member in self.profile_of
        }

    def _profile_id(self, record: R) -> str:
        signature = self.matcher.signature(record)
        if record.member in self._judged:
            return f"{signature}\0{record.member.article}\0{record.member.local}"
        return signature

    def _forget(self, member: Member, touched: set[str]) -> None:
        pid = self.profile_of.pop(member, None)
        if pid is None:
            return
        touched.add(pid)
        if not self.profiles[pid].drop(member):
            del self.profiles[pid]

    def _learn(self, record: R, touched: set[str]) -> None:
        pid = self._profile_id(record)
        if pid not in self.profiles:
            self.profiles[pid] = Profile(pid, record)
        self.profiles[pid].take(record)
        self.profile_of[record.member] = pid
        touched.add(pid)

    def _regroup(self, touched: set[str]) -> Shift:
        altered = {pid for pid in touched if self._altered(pid)}
        stale = {self._component[pid] for pid in altered if pid in self._component}
        reached = {pid for root in stale for pid in self._component_members[root]} | altered
        owners = set(altered)
        for pid in sorted(altered):
            owners |= self._reindex(pid)
        for pid in sorted(altered):
            if pid in self.profiles:
                self._reweigh(pid)
        before: dict[Member, Group] = {}
        homes: dict[str, Member] = {}
        for root in stale:
            self._take_down(root, before, homes)
        built: set[str] = set()
        for pid in sorted(reached):
            if pid in self.profiles and pid not in built:
                component = self._connected(pid)
                for root in {self._component[p] for p in component if p in self._component}:
                    self._take_down(root, before, homes)
                built.update(component)
                self._build(component)
        for pid in built:
            owners |= {other for other, edge in self._edges[pid].items() if not _joins(edge)}
        for pid in sorted(owners | built):
            self._reopen(pid)
        return self._shift(before, homes, built, touched)

    def _altered(self, pid: str) -> bool:
        """Whether a touched profile is to be compared anew: not if it only has one record more or less and
        all that comparisons look at is as before."""
        profile = self.profiles.get(pid)
        if profile is None:
            self._looks.pop(pid, None)
            return True
        look = (profile.first.rank, self.matcher.look(profile))
        if self._looks.get(pid) == look and pid in self._component and "\0" not in pid:
            return False
        self._looks[pid] = look
        return True

    def _reindex(self, pid: str) -> set[str]:
        """Take a profile out of its blocks and edges and, if it still exists, put it into its blocks;
        returns the profiles it had edges to."""
        old = self._blocks.pop(pid, None)
        if old is not None:
            for key in [*_written(old), f"#{pid.split(chr(0), 1)[0]}"]:
                self._index[key].discard(pid)
                if not self._index[key]:
                    del self._index[key]
        others = set(self._edges.pop(pid, {}))
        for other in others:
            self._edges[other].pop(pid, None)
        if pid in self.profiles:
            blocks = self._blocks[pid] = self.matcher.blocks(self.profiles[pid])
            for key in [*_written(blocks), f"#{self.profiles[pid].base}"]:
                self._index[key].add(pid)
        return others

    def _reopen(self, pid: str) -> None:
        """Link a profile to groups that it may belong to, by edges that are too weak to join them. Such an
        edge belongs to its weak end, else to the smaller id; a weak profile is linked to few groups."""
        old = self._doubts.pop(pid, ())
        new: list[Open] = []
        if pid in self.profiles:
            weak = self.matcher.weak(self.profiles[pid])
            edges = sorted(self._edges[pid].items(), key=lambda item: (-item[1].score, item[0]))
            for other, edge in edges:
                if _joins(edge) or self._home[other] == self._home[pid]:
                    continue
                other_weak = self.matcher.weak(self.profiles[other])
                if pid > other if weak == other_weak else other_weak:
                    continue
                pair = sorted((self._home[pid], self._home[other]))
                new.append(Open(pair[0], pair[1], edge))
                if weak and len(new) == CHOICES:
                    break
        if new:
            self._doubts[pid] = tuple(new)
        if tuple(new) != old:
            self._closed += old
            self._opened += new

    def _reweigh(self, pid: str) -> None:
        blocks = self._blocks[pid]
        near: set[str] = set()
        for key in [*_read(blocks), f"#{self.profiles[pid].base}"]:
            near |= self._index.get(key, set())
        profile = self.profiles[pid]
        near |= self._judged_with(profile)
        near.discard(pid)
        for other in near:
            if other in self._edges[pid]:
                continue
            edge = self._weigh(profile, self.profiles[other])
            if edge is not None:
                self._edges[pid][other] = edge
                self._edges[other][pid] = edge

    def _weigh(self, a: Profile[R], b: Profile[R]) -> Edge | None:
        if a.id > b.id:
            a, b = b, a
        if self._same_as and b.id in self._judged_with(a):
            return Edge(JUDGED, 0.0, "judgement", ("a person judged that they are the same",))
        if a.base == b.base:
            return Edge(20.0, 0.0, "same-profile", (self.matcher.pooled(a),))
        return self.matcher.compare(a, b)

    def _judged_with(self, profile: Profile[R]) -> set[str]:
        """Profiles that a judgement "same" joins to this one."""
        if "\0" not in profile.id:
            return set()
        others = {other for member in profile.records for other in self._same_as.get(member, ())}
        return {self.profile_of[other] for other in others if other in self.profile_of}

    def _connected(self, start: str) -> list[str]:
        seen, stack = {start}, [start]
        while stack:
            for other, edge in self._edges.get(stack.pop(), {}).items():
                if other not in seen and _joins(edge):
                    seen.add(other)
                    stack.append(other)
        return sorted(seen)

    def _take_down(self, root: str, before: dict[Member, Group], homes: dict[str, Member]) -> None:
        """Remove the groups of a component, writing down what they were."""
        self._closed += self.open.pop(root, ())
        for pid in self._component_members.pop(root, ()):
            self._component.pop(pid, None)
            homes[pid] = self._home.pop(pid)
        for first in self._groups_in.pop(root, ()):
            before[first] = self.groups.pop(first)

    def _build(self, component: list[str]) -> None:
        """Cluster one component and write down its groups."""
        root = component[0]
        inside = set(component)
        edges: dict[Pair, Edge] = {
            (a, b): edge
            for a in component
            for b, edge in self._edges.get(a, {}).items()
            if a < b and _joins(edge)
        }
        weak = frozenset(pid for pid in component if self.matcher.weak(self.profiles[pid]))
        apart = self._judged_apart(inside)
        constraints = Constraints(self._conflict, weak, judged=apart, review=self._review)
        grouping = group(component, edges, constraints)
        for pids in grouping.groups:
            own = set(pids)
            first = min((self.profiles[pid].first for pid in pids), key=lambda record: record.rank).member
            merged = tuple(found for found in grouping.merged if found[0] in own)
            self.groups[first] = Group(first, pids, merged)
            self._home.update(dict.fromkeys(pids, first))
        self.open[root] = tuple(
            Open(min(pair), max(pair), edge)
            for a, b, edge in grouping.candidates
            for pair in ((self._home[a], self._home[b]),)
        )
        self._opened += self.open[root]
        self._groups_in[root] = tuple({self._home[pid] for pid in component})
        self._component_members[root] = tuple(component)
        self._component.update(dict.fromkeys(component, root))

    def _conflict(self, a: str, b: str) -> str | None:
        left, right = self.profiles[a], self.profiles[b]
        return None if left.base == right.base else self.matcher.conflict(left, right)

    def _review(self, groups: Sequence[Sequence[str]]) -> list[tuple[int, int, Edge]]:
        return self.matcher.review([[self.profiles[pid] for pid in ids] for ids in groups])

    def _judged_apart(self, inside: set[str]) -> frozenset[Pair]:
        pairs = set()
        for a in inside:
            for member in self.profiles[a].records if "\0" in a else ():
                for other in self._apart_from.get(member, ()):
                    b = self.profile_of.get(other, "")
                    if b in inside and a != b:
                        pairs.add((a, b) if a < b else (b, a))
        return frozenset(pairs)

    def _shift(
        self, before: Mapping[Member, Group], homes: Mapping[str, Member], built: set[str], touched: set[str]
    ) -> Shift:
        """Compare the groups taken down with those built in their place."""
        after = {self._home[pid] for pid in built}
        shift = Shift(gone=before.keys() - after)
        for first in after:
            old, new = before.get(first), self.groups[first]
            if old is None or old.profiles != new.profiles or not touched.isdisjoint(new.profiles):
                shift.come.add(first)
        for pid in touched - built:
            if pid in self._home:
                shift.come.add(self._home[pid])
        for pid in built:
            if pid in homes and homes[pid] != self._home[pid]:
                shift.moved.update(self.profiles[pid].records)
        return shift


def _joins(edge: Edge) -> bool:
    """Whether an edge brings two profiles into one component."""
    return edge.silent or edge.score >= edge.merge


def confidence(bits: float) -> float:
    """Bits of evidence as a number between 0 and 1, with even odds at 4 bits."""
    return round(1.0 / (1.0 + math.exp(-max(-20.0, min(20.0, (bits - 4.0) / 1.5)))), 3)


def _written(blocks: Blocks) -> list[str]:
    """The places in the index where others find a profile."""
    marked = (("=", blocks.both), ("?", blocks.asks), ("!", blocks.offers), ("~", blocks.seeks))
    return [mark + key for mark, keys in marked for key in keys]


def _read(blocks: Blocks) -> list[str]:
    """The places in the index where a profile finds those it is compared with."""
    marked = (("=", blocks.both), ("?!", blocks.asks), ("?~", blocks.offers), ("!", blocks.seeks))
    return [mark + key for marks, keys in marked for key in keys for mark in marks]
