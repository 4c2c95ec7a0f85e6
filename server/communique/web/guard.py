"""SHACL before a write: a graph of users for which shapes are stated conforms to them after every commit.

The statement is SHACL's own (section 3.1.2): ``<graph> sh:shapesGraph <shapes>``, in any graph of users. In
the shapes graph itself it outlives the replacement of the data. The shapes are SHACL Core; what cannot be
checked is refused rather than passed over. They are turned into SPARQL here and evaluated in the sandbox,
on the data as the write would leave them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from communique.errors import InvalidGraph, QueryError, ResourceMissing, ShapesViolated
from communique.sparql.evaluation import Evaluation
from communique.sparql.prefixes import PREFIXES
from communique.sparql.triples import RDF, A, Triple, iri, literal, read_ntriples, term
from communique.sparql.updates import is_user_graph
from communique.sparql.workers.source import Delta
from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import Effect
from communique.validation.compiled import Check, compile_shapes
from communique.validation.shape import read_shapes

MOST_TRIPLES: Final = 5000
MOST_SHAPES: Final = 5000
"""Shapes of one shapes graph, each counted as often as it is referred to: what SPARQL of them would cost."""
DEEPEST: Final = 50
"""Shapes within shapes."""
MOST_RESULTS: Final = 100
"""Results of one constraint that a report lists."""
DEADLINE: Final = 30.0
"""Seconds for all constraints of one graph."""

_SH: Final = PREFIXES["sh"]
_STATES: Final = f"<{_SH}shapesGraph>"
_STATEMENT: Final = re.compile(rf"<([^>]*)> {re.escape(_STATES)} <([^>]*)> <([^>]*)> \.")
_NODE_SHAPE: Final = f"<{_SH}NodeShape>"
_CLASS: Final = f"<{PREFIXES['rdfs']}Class>"
_KNOWN: Final = frozenset({
    "shapesGraph", "path", "property", "severity", "message", "name", "description", "order", "group",
    "defaultValue", "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "class", "datatype",
    "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive",
    "minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang", "equals", "disjoint",
    "lessThan", "lessThanOrEquals", "hasValue", "in", "not", "and", "or", "xone", "node",
    "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "closed", "ignoredProperties",
    "inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "declare",
    "prefix", "namespace",
})  # fmt: skip
"""What of SHACL's vocabulary a shapes graph may use here; anything else might mean more than is checked."""

_LISTS: Final = frozenset(f"<{RDF}{name}>" for name in ("first", "rest"))
_FOLLOWED: Final = _LISTS | {
    f"<{_SH}{name}>"
    for name in (
        *("property", "node", "not", "and", "or", "xone", "qualifiedValueShape", "in", "languageIn"),
        *("path", "inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"),
        "ignoredProperties",
    )
}
"""By what shapes, paths and lists refer to others that are read with them."""

Row = dict[str, dict[str, str]]
"""One solution: a variable's term as SPARQL Results JSON has it."""


@dataclass(frozen=True, slots=True, order=True)
class Guarded:
    """``graph`` conforms to ``shapes``, as the graph ``where`` states."""

    where: str
    graph: str
    shapes: str


@dataclass(frozen=True, slots=True)
class ShapesGuard:
    """A guard for ``Writer``; ``base`` is the store's, below which ``graph/user/`` are users' graphs."""

    tier: QueryTier
    base: str

    def __call__(self, effect: Effect) -> None:
        """``ShapesViolated`` if a graph would break its shapes, ``InvalidGraph`` if these are of no use."""
        before = self._stated()
        after = (before - set(_statements(effect.removed))) | set(_statements(effect.added))
        changed = {*effect.graphs, *effect.created, *effect.dropped}
        for each in sorted(after):
            concerned = each not in before or each.graph in changed or each.shapes in changed
            of_users = is_user_graph(each.where, self.base) and is_user_graph(each.graph, self.base)
            if concerned and of_users and each.graph not in effect.dropped:
                self._check(effect, each.graph, each.shapes)

    def _stated(self) -> set[Guarded]:
        """What is stated in the snapshot that is served."""
        text = f"SELECT ?where ?graph ?shapes {{ GRAPH ?where {{ ?graph {_STATES} ?shapes }} }}"
        rows = json.loads(self._ask(Evaluation(text, "json")))["results"]["bindings"]
        return {
            Guarded(*(row[name]["value"] for name in ("where", "graph", "shapes")))
            for row in rows
            if all(each["type"] == "uri" for each in row.values())
        }

    def _check(self, effect: Effect, graph: str, shapes: str) -> None:
        try:
            checks = compiled(self._content(effect, shapes))
            rows = self._foresee(effect, graph, [check.query for check in checks])
        except (InvalidGraph, ResourceMissing, ValueError) as unusable:
            raise InvalidGraph(f"<{shapes}> cannot guard <{graph}>: {unusable}") from unusable
        except QueryError as failed:
            if failed.status != QueryError.status:
                raise
            raise InvalidGraph(f"<{shapes}> cannot guard <{graph}>: {failed}") from failed
        found = [(check, row) for check, each in zip(checks, rows, strict=True) for row in each]
        violations = [check for check, _ in found if check.shape.severity == "Violation"]
        if violations:
            first = violations[0].shape.message or f"{violations[0].component} of {violations[0].shape.iri}"
            most = any(len(each) == MOST_RESULTS for each in rows)
            raise ShapesViolated(
                f"<{graph}> would break the shapes of <{shapes}> in {'at least ' if most else ''}"
                f"{len(violations)} places, the first: {first} Nothing has been changed.",
                report="".join(f"{' '.join(triple)} .\n" for triple in report(found)),
            )

    def _content(self, effect: Effect, graph: str) -> list[Triple]:
        """The triples of a graph as the write would leave them."""
        dumped = self._ask(Evaluation("", "nq", operation="dump", named_graphs=(graph,), default_graphs=()))
        lines = set(dumped.splitlines()) - set(effect.removed.splitlines())
        end = f" {iri(graph)} .".encode()
        lines |= {line for line in effect.added.splitlines() if line.endswith(end)}
        if len(lines) > MOST_TRIPLES:
            raise InvalidGraph(f"it has {len(lines):,} triples where {MOST_TRIPLES:,} is the most")
        triples = list(read_ntriples(line.decode() for line in lines))
        if len(triples) < len(lines):
            raise InvalidGraph("it has triple terms of RDF 1.2, which shapes know nothing of")
        return triples

    def _foresee(self, effect: Effect, graph: str, queries: Sequence[str]) -> list[list[Row]]:
        delta = Delta(effect.removed, effect.added, effect.commit, effect.created, effect.dropped)
        limited = [f"{query} LIMIT {MOST_RESULTS}" for query in queries]
        answer = self.tier.foresee(delta, graph, limited, DEADLINE)
        lines = b"".join(answer.frames).splitlines()
        return [json.loads(line)["results"]["bindings"] for line in lines]

    def _ask(self, evaluation: Evaluation) -> bytes:
        return b"".join(self.tier.query(evaluation).frames)


def _statements(nquads: bytes) -> Iterator[Guarded]:
    for line in nquads.decode().splitlines():
        if found := _STATEMENT.fullmatch(line):
            yield Guarded(found[3], found[1], found[2])


def compiled(triples: Sequence[Triple]) -> tuple[Check, ...]:
    """The constraints of a shapes graph as SPARQL.

    ``InvalidGraph`` or ``ResourceMissing`` for shapes that mean more than is checked here, and for none.
    """
    shapes = {subject for subject, predicate, value in triples if (predicate, value) == (A, _NODE_SHAPE)}
    for subject, predicate, value in sorted(triples):
        name = predicate[1:-1].removeprefix(_SH)
        if predicate.startswith(f"<{_SH}") and name not in _KNOWN:
            raise InvalidGraph(f"sh:{name} (of {subject}) is not supported here")
        if predicate == A and value == _CLASS and subject in shapes:
            raise InvalidGraph(f"{subject} is class and shape in one; give the shape sh:targetClass")
    _weigh(triples)
    lines = "".join(f"{' '.join(triple)} .\n" for triple in triples)
    checks = compile_shapes(read_shapes(lines))
    if not checks:
        raise InvalidGraph("it has no shape with a target and a constraint")
    return checks


def _weigh(triples: Sequence[Triple]) -> None:
    """Refuse shapes that refer to themselves, and those that grow beyond measure when written out."""
    below: dict[str, dict[str, bool]] = {}
    for subject, predicate, value in triples:
        if predicate in _FOLLOWED:
            below.setdefault(subject, {})[value] = predicate not in _LISTS
    weights: dict[str, int] = {}
    depths: dict[str, int] = {}
    for root in list(below):
        path, under_way = [root], {root}
        while path:
            node = path[-1]
            inner = {child: deeper for child, deeper in below[node].items() if child in below}
            child = next((each for each in inner if each not in weights), None)
            if child is None:
                weights[node] = 1 + sum(weights[each] for each in inner)
                depths[node] = max((depths[each] + deeper for each, deeper in inner.items()), default=0)
                under_way.discard(path.pop())
            elif child in under_way:
                raise InvalidGraph(f"its shapes or lists refer to themselves, at {child}")
            else:
                path.append(child)
                under_way.add(child)
            if weights.get(node, 0) > MOST_SHAPES or depths.get(node, 0) > DEEPEST:
                raise InvalidGraph(f"its shapes refer to others too often or too deep, at {node}")


def report(found: Sequence[tuple[Check, Row]]) -> Iterator[Triple]:
    """The validation report (SHACL, section 3.6)."""
    root = "_:report"
    yield root, A, iri(_SH + "ValidationReport")
    yield root, iri(_SH + "conforms"), literal(False)
    for number, (check, row) in enumerate(found, 1):
        node = f"_:result{number}"
        yield root, iri(_SH + "result"), node
        yield node, A, iri(_SH + "ValidationResult")
        yield node, iri(_SH + "focusNode"), term(row.get("focus") or row["this"])
        yield node, iri(_SH + "resultSeverity"), iri(_SH + check.shape.severity)
        yield node, iri(_SH + "sourceConstraintComponent"), iri(_SH + check.component)
        shape = check.shape.iri
        yield node, iri(_SH + "sourceShape"), shape if shape.startswith("_:") else iri(shape)
        if check.shape.message:
            yield node, iri(_SH + "resultMessage"), literal(check.shape.message)
        if "path" in row:
            yield node, iri(_SH + "resultPath"), term(row["path"])
        elif check.path is not None and re.fullmatch(r"<[^<>]*>", check.path):
            yield node, iri(_SH + "resultPath"), check.path
        if "value" in row:
            yield node, iri(_SH + "value"), term(row["value"])
