"""``judgements.csv``: what persons decided, beside the corpus; it outranks the program.

Columns ``verdict,left,right,who,when,why``. For ``same`` and ``different`` left and right are
article-local entities (``<article>#<local id>``), or right is the IRI of a thing in another graph: ``same``
then links to it. ``maybe`` proposes such a link and has no effect until a person decides. For ``accept``,
``reject`` and ``correct`` left is a claim id, and right the corrected value: a text, the key of a concept,
an EDTF date, or the local id of an entity of the same article. Of several decisions about one pair or
claim the latest ``when`` holds.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from communique.errors import InputError
from communique.model.claims import Claim, Concept, Extraction, Outside, Predicate, Ref, Text, Value, When
from communique.model.identity import Member
from communique.model.judgement import Judgement, Verdict
from communique.model.when import Interval
from communique.resolution.profiles import Verdicts

HEADER = ("verdict", "left", "right", "who", "when", "why")
RULE = "judgement"
"""The rule of claims that a person made, by a correction or a link."""
BESIDE = (Verdict.SAME, Verdict.DIFFERENT, Verdict.MAYBE)
"""Verdicts on two things."""
_OUTSIDE = re.compile(r"""https?://[^\s<>"{}|^`\\]+""")


@dataclass(frozen=True, slots=True)
class Decisions:
    """Judgements as resolution uses them: ``links`` are those that link an entity to another graph;
    ``conflicts`` says in words which contradict each other."""

    verdicts: Verdicts = field(default_factory=Verdicts)
    claims: Mapping[str, Judgement] = field(default_factory=dict)
    links: Mapping[Member, tuple[Judgement, ...]] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()


def read(path: Path) -> tuple[Judgement, ...]:
    """The judgements of a file, in its order; none if there is no such file.

    Raises ``InputError`` with file and line for a row that is not what it should be.
    """
    if not path.exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = next(rows, None)
        if header is None:
            return ()
        if tuple(name.strip() for name in header) != HEADER:
            raise InputError(
                f"{path}, line 1: the header is {','.join(header)!r}; it must be {','.join(HEADER)!r}"
            )
        return tuple(
            _judgement(row, path, rows.line_num) for row in rows if any(cell.strip() for cell in row)
        )


def _judgement(row: Sequence[str], path: Path, line: int) -> Judgement:
    where = f"{path}, line {line}"
    if len(row) != len(HEADER):
        raise InputError(f"{where}: {len(row)} cells where {len(HEADER)} are needed ({','.join(HEADER)})")
    verdict, left, right, who, when, why = (cell.strip() for cell in row)
    if verdict not in set(Verdict):
        raise InputError(f"{where}: the verdict is {verdict!r}; it must be one of {', '.join(Verdict)}")
    judgement = Judgement(Verdict(verdict), left, right, who, when, why)
    problem = fault(judgement)
    if problem:
        raise InputError(f"{where}: {problem}")
    return judgement


def fault(judgement: Judgement) -> str | None:
    """What is wrong with a judgement, in words, or None."""
    if not judgement.who or not judgement.when:
        return "who and when must be given"
    if judgement.verdict in BESIDE:
        outside = is_outside(judgement.right)
        if judgement.verdict is Verdict.MAYBE and not outside:
            return f"{judgement.right!r} is no IRI of another graph (http://... or https://...)"
        for name in (judgement.left,) if outside else (judgement.left, judgement.right):
            if member(name) is None:
                return f"{name!r} names no entity; it must be like 1a2b3c4d5e6f7a8b#person-10-23"
        return "left and right are the same entity" if judgement.left == judgement.right else None
    if not judgement.left or "#" in judgement.left:
        return f"{judgement.left!r} is no claim id (16 hex digits)"
    if judgement.verdict is Verdict.CORRECT and not judgement.right:
        return "a correction needs the right value"
    return None


def write(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write a file anew, atomically: a reader sees the old one or the new one."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(HEADER)
        rows.writerows((j.verdict.value, j.left, j.right, j.who, j.when, j.why) for j in judgements)
    draft.replace(path)


def add(path: Path, judgement: Judgement) -> None:
    """Add one judgement to a file; it is made if there is none. Raises ``InputError`` for a faulty one."""
    problem = fault(judgement)
    if problem:
        raise InputError(f"judgement {judgement.verdict} {judgement.left}: {problem}")
    write(path, (*read(path), judgement))


def is_outside(name: str) -> bool:
    """Whether a name is the IRI of a thing in another graph."""
    return _OUTSIDE.fullmatch(name) is not None


def member(name: str) -> Member | None:
    """The entity that ``<article>#<local id>`` names, or None if it has not that form."""
    article, mark, local = name.partition("#")
    return Member(article, local) if article and mark and local else None


def decide(judgements: Iterable[Judgement]) -> Decisions:
    """Sort out judgements, whatever their order: the latest about a pair or claim holds; what a service
    proposes (``maybe``) never outranks a decision."""
    ordered = sorted(judgements, key=lambda j: (j.when, j.verdict, j.left, j.right, j.who, j.why))
    pairs: dict[tuple[Member, Member], Judgement] = {}
    links: dict[tuple[Member, str], Judgement] = {}
    claims: dict[str, Judgement] = {}
    conflicts = []
    for judgement in ordered:
        left, right = member(judgement.left), member(judgement.right)
        if judgement.verdict is Verdict.MAYBE:
            continue
        if judgement.verdict not in BESIDE:
            earlier = claims.get(judgement.left)
            claims[judgement.left] = judgement
        elif left is not None and is_outside(judgement.right):
            earlier = links.get((left, judgement.right))
            links[left, judgement.right] = judgement
        elif left is None or right is None or left == right:
            conflicts.append(f"{_shown(judgement)}: {fault(judgement)}; it is left out")
            continue
        else:
            pair = (left, right) if left < right else (right, left)
            earlier = pairs.get(pair)
            pairs[pair] = judgement
        if earlier is not None and (earlier.verdict, earlier.right) != (judgement.verdict, judgement.right):
            conflicts.append(f"{_shown(judgement)} replaces {_shown(earlier)}")
    same = frozenset(pair for pair, j in pairs.items() if j.verdict is Verdict.SAME)
    different = frozenset(pair for pair, j in pairs.items() if j.verdict is Verdict.DIFFERENT)
    conflicts += _circles(same, different)
    return Decisions(Verdicts(same, different), claims, _linked(links), tuple(conflicts))


def _linked(links: Mapping[tuple[Member, str], Judgement]) -> dict[Member, tuple[Judgement, ...]]:
    """The links that hold, by entity."""
    found: dict[Member, tuple[Judgement, ...]] = {}
    for (left, _), judgement in sorted(links.items(), key=lambda item: item[0]):
        if judgement.verdict is Verdict.SAME:
            found[left] = (*found.get(left, ()), judgement)
    return found


def _shown(judgement: Judgement) -> str:
    right = f" {judgement.right}" if judgement.right else ""
    return f"{judgement.verdict} {judgement.left}{right} ({judgement.who}, {judgement.when})"


def _circles(
    same: frozenset[tuple[Member, Member]], different: frozenset[tuple[Member, Member]]
) -> list[str]:
    """Pairs judged different that a chain of "same" joins; the chain holds."""
    root: dict[Member, Member] = {}

    def find(one: Member) -> Member:
        while root.setdefault(one, one) != one:
            one = root[one]
        return one

    for left, right in sorted(same):
        root[find(left)] = find(right)
    return [
        f"{a.article}#{a.local} and {b.article}#{b.local} are judged different; a chain of same joins them"
        for a, b in sorted(different)
        if find(a) == find(b)
    ]


def corrected(extraction: Extraction, decisions: Decisions) -> Extraction:
    """The extraction with a claim more for each correction of one of its claims, and for each link of one of
    its entities to another graph.

    The graph must be made of this, too. A second call adds nothing. Raises ``InputError`` for a value that
    the claim cannot have.
    """
    by_claim = {name: j for name, j in decisions.claims.items() if j.verdict is Verdict.CORRECT}
    if not by_claim and not decisions.links:
        return extraction
    known = {claim.id for claim in extraction.claims}
    made = [
        _corrected(claim, by_claim[claim.id], extraction)
        for claim in extraction.claims
        if by_claim and claim.id in by_claim
    ]
    made += _links(extraction, decisions)
    added = [claim for claim in made if claim.id not in known]
    return replace(extraction, claims=(*extraction.claims, *added)) if added else extraction


def _links(extraction: Extraction, decisions: Decisions) -> Iterator[Claim]:
    """A claim for every link; it rests on the sentence that names the entity."""
    for entity in extraction.entities if decisions.links else ():
        for judgement in decisions.links.get(Member(extraction.article, entity.id), ()):
            about = [claim for claim in extraction.claims if claim.subject == entity.id]
            about.sort(key=lambda claim: (claim.predicate is not Predicate.NAME, claim.words, claim.id))
            if about:
                yield Claim(
                    extraction.article,
                    entity.id,
                    Predicate.EXACT_MATCH,
                    Outside(judgement.right),
                    about[0].words,
                    about[0].evidence,
                    RULE,
                    f"judgement of {judgement.who}, {judgement.when}: {judgement.why}",
                )


def _corrected(claim: Claim, judgement: Judgement, extraction: Extraction) -> Claim:
    return replace(
        claim,
        object=_value(claim, judgement, extraction),
        rule=RULE,
        extractor=f"judgement of {judgement.who}",
        confidence=1.0,
        implied_by=None,
        verbatim=None,
    )


def _value(claim: Claim, judgement: Judgement, extraction: Extraction) -> Value:
    right = judgement.right
    match claim.object:
        case Text(language=language):
            return Text(right, language)
        case Concept(scheme=scheme):
            return Concept(scheme, right.rpartition("/")[2])
        case When():
            try:
                return When(Interval.from_edtf(right))
            except ValueError as error:
                raise InputError(f"{_shown(judgement)}: {right!r} is no EDTF date: {error}") from error
        case Outside():
            return Outside(right)
        case Ref():
            local = right.rpartition("#")[2]
            if local not in {entity.id for entity in extraction.entities}:
                raise InputError(f"{_shown(judgement)}: article {claim.article} has no entity {local!r}")
            return Ref(local)


def dangling(judgements: Iterable[Judgement], extractions: Iterable[Extraction]) -> tuple[str, ...]:
    """In words, the judgements that cannot take effect: they name an entity or claim that the corpus has not
    (it may come with another article), or two entities of different kinds."""
    kinds: dict[Member, str] = {}
    claims: set[str] = set()
    for extraction in extractions:
        kinds |= {Member(extraction.article, e.id): e.kind.value for e in extraction.entities}
        claims |= {claim.id for claim in extraction.claims}
    found = []
    for judgement in judgements:
        if judgement.verdict in BESIDE:
            sides = [(name, kinds.get(one) if (one := member(name)) else None) for name in _sides(judgement)]
            missing = [name for name, kind in sides if kind is None]
            if missing:
                found.append(f"{_shown(judgement)}: the corpus has no entity {' and no '.join(missing)}")
            elif len({kind for _, kind in sides}) > 1:
                found.append(f"{_shown(judgement)}: a {sides[0][1]} and a {sides[1][1]} are never one")
        elif judgement.left not in claims:
            found.append(f"{_shown(judgement)}: the corpus has no claim {judgement.left}")
    return tuple(found)


def _sides(judgement: Judgement) -> tuple[str, ...]:
    """The entities of the corpus that a judgement names."""
    return (judgement.left,) if is_outside(judgement.right) else (judgement.left, judgement.right)
