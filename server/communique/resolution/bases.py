"""Military bases across articles: by name, operator, host country and kind; a misprint by its company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from communique.model.claims import Kind, Predicate
from communique.model.identity import Member
from communique.resolution.facts import ArticleFacts, actor
from communique.resolution.folding import fold, skeleton
from communique.resolution.grouping import Edge
from communique.resolution.keys import Rank
from communique.resolution.profiles import Blocks, Profile
from communique.resolution.spelling import knowledge


@dataclass(frozen=True, slots=True)
class BaseRecord:
    """One base in one article. ``names`` are folded, without words such as "naval base"; ``beside`` are the
    names of other bases in the same sentences; ``printed`` are the names as printed (see
    ``ArticleFacts.named``)."""

    member: Member
    rank: Rank
    names: frozenset[str]
    kind: str
    operators: frozenset[str]
    host: str
    beside: frozenset[str]
    printed: tuple[str, ...] = ()


def base_records(facts: ArticleFacts) -> dict[Member, BaseRecord]:
    """The records of all bases of an article."""
    names = {base.id: _names(facts, base.id) for base in facts.of_kind(Kind.BASE)}
    sentences = {
        base: {span for claim in facts.claims.get(base, ()) for span in claim.evidence} for base in names
    }
    records = {}
    for base, own in names.items():
        others = [other for other in names if other != base and sentences[base] & sentences[other]]
        beside = {name for other in others for name in names[other]} - own
        kind = facts.concept(base, Predicate.BASE_KIND)
        records[facts.member(base)] = BaseRecord(
            facts.member(base),
            facts.ranks[base],
            own,
            "" if kind == "other" else kind,
            frozenset(actor(entity) for entity in facts.refs(base, Predicate.OPERATOR)),
            next((actor(entity) for entity in facts.refs(base, Predicate.HOST_COUNTRY)), ""),
            frozenset(beside),
            facts.named(base),
        )
    return records


def _names(facts: ArticleFacts, base: str) -> frozenset[str]:
    return frozenset(name for printed in facts.printed(base) if (name := core(printed)))


def core(printed: str) -> str:
    """The folded name without words such as "naval base"."""
    return " ".join(word for word in fold(printed).split() if word not in knowledge().installation)


class BaseMatcher:
    """Compares bases."""

    def signature(self, record: BaseRecord) -> str:
        """All that the article says of the base; one without a name stands alone."""
        alone = "" if record.names else f"{record.member.article}#{record.member.local}"
        lists = (record.names, record.operators, record.beside)
        return "|".join((*(";".join(sorted(part)) for part in lists), record.kind, record.host, alone))

    def blocks(self, profile: Profile[BaseRecord]) -> Blocks:
        """By name; and by host and kind, where a misprint can be told by its company."""
        base = profile.sample
        keys = {f"n:{skeleton(name)}" for name in base.names}
        if base.host:
            keys.add(f"h:{base.host}")
        return Blocks(frozenset(keys))

    def compare(self, a: Profile[BaseRecord], b: Profile[BaseRecord]) -> Edge | None:
        """The same name; two bases of one operator in one country meet in ``review``."""
        left, right = a.sample, b.sample
        if self.conflict(a, b):
            return None
        named = max((alike(x, y) for x in left.names for y in right.names), default=0.0)
        if named:
            score, reasons = 4.0 * named, ["the same name" if named == SAME_NAME else "another spelling"]
            for text, same in (
                ("the same host country", left.host and left.host == right.host),
                ("the same operator", left.operators & right.operators),
                ("the same kind", left.kind and left.kind == right.kind),
            ):
                if same:
                    score += 1.5
                    reasons.append(text)
            return Edge(score, 6.0, "base-name", tuple(reasons))
        if left.host and left.host == right.host and _may_share(left.operators, right.operators, left.host):
            return Edge(0.0, 6.0, "base-context", silent=True)
        return None

    def look(self, profile: Profile[BaseRecord]) -> object:
        """Nothing: the signature holds all."""
        del profile
        return None

    def conflict(self, a: Profile[BaseRecord], b: Profile[BaseRecord]) -> str | None:
        """Different countries, or kinds; or the two are named side by side."""
        left, right = a.sample, b.sample
        if left.host and right.host and left.host != right.host:
            return f"in different countries ({left.host}; {right.host})"
        if left.kind and right.kind and left.kind != right.kind:
            return f"a {left.kind} and a {right.kind} base"
        if left.beside & right.names or right.beside & left.names:
            return "one sentence names both as two"
        return None

    def review(self, groups: Sequence[Sequence[Profile[BaseRecord]]]) -> list[tuple[int, int, Edge]]:
        """Groups of which one is a misprint of the other, told by its company."""
        return in_the_place_of(groups)

    def pooled(self, profile: Profile[BaseRecord]) -> str:
        """Name and place in words."""
        base = profile.sample
        return f"the same name ({', '.join(sorted(base.names))}), kind, operator and host country"

    def weak(self, profile: Profile[BaseRecord]) -> bool:
        """A base without a name is never merged while there is another."""
        return not profile.sample.names


SAME_NAME = 2.0


def alike(a: str, b: str) -> float:
    """2 for the same name of a base, 1.2 for another spelling, 0 for another name."""
    if a == b:
        return SAME_NAME
    same = skeleton(a) == skeleton(b) and len(skeleton(a)) > 2
    return 1.2 if same or (min(len(a), len(b)) >= 6 and OSA.distance(a, b) <= 1) else 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    """What a group of reports knows of its base."""

    names: frozenset[str]
    kinds: frozenset[str]
    operators: frozenset[str]
    hosts: frozenset[str]
    beside: frozenset[str]


def _known(profiles: Sequence[Profile[BaseRecord]]) -> _Known:
    records = [profile.sample for profile in profiles]
    return _Known(
        frozenset(name for r in records for name in r.names),
        frozenset(r.kind for r in records if r.kind),
        frozenset(name for r in records for name in r.operators),
        frozenset(r.host for r in records if r.host),
        frozenset(name for r in records for name in r.beside),
    )


def _may_share(a: frozenset[str], b: frozenset[str], host: str) -> bool:
    """Whether operators agree. The host country's name before a base ("Syria's airbase") says where it is,
    not who runs it."""
    left, right = a - {host}, b - {host}
    return not left or not right or bool(left & right)


def in_the_place_of(groups: Sequence[Sequence[Profile[BaseRecord]]]) -> list[tuple[int, int, Edge]]:
    """Of two bases that articles name together one is the same, so the other may be too, misprinted.

    Kind and host country must be the same, operators must not contradict each other, both must be named
    in one sentence with the same third base, and no further base of this kind, operator and country may
    be known; if one of the two has no kind printed they are candidates only.
    """
    known = [_known(group) for group in groups]
    found = []
    for i, a in enumerate(known):
        for j, b in enumerate(known[:i]):
            if not (a.names and b.names and a.hosts & b.hosts):
                continue
            host = min(a.hosts & b.hosts)
            if not _may_share(a.operators, b.operators, host):
                continue
            shared = sorted(x for x in a.beside for y in b.beside if alike(x, y))
            together = any(alike(x, y) for x in a.beside for y in b.names)
            if not shared or together or (a.kinds and b.kinds and not a.kinds & b.kinds):
                continue
            operator = "/".join(sorted((a.operators | b.operators) - {host})) or "unknown"
            reasons = [
                f"operator ({operator}) and country ({host}) agree",
                f"each is named in one sentence with {shared[0]}",
            ]
            rivals = any(
                host in c.hosts and c.kinds & a.kinds & b.kinds and _may_share(c.operators, a.operators, host)
                for k, c in enumerate(known)
                if k not in (i, j)
            )
            against = ["the names do not resemble each other"] + ["there is another such base"] * rivals
            if a.kinds & b.kinds:
                reasons.append(f"both are {min(a.kinds & b.kinds)} bases")
            score = 6.5 if a.kinds & b.kinds and not rivals else 4.5
            found.append((j, i, Edge(score, 6.0, "base-context", tuple(reasons), tuple(against))))
    return found
