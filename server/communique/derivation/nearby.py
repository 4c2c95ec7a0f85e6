"""The rules around what a change touched: the same as over the whole graph, at the cost of the change.

For each rule, in order: the foci that a changed triple may concern are found by walking from its subject
backwards along the paths that the rule declares, over the triples before and after the change; what the
rule reads of these foci is copied into a small store, as the rule would see it (what it and later rules
make is left out); the rule is run there for these foci alone. What it now makes, and no longer makes, is a
change for the rules after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from communique.derivation.production import Productions
from communique.derivation.rule import Reads, Rule, rules
from communique.derivation.template import Text
from communique.derivation.whole import triples_of
from communique.store import Delta, Overlay

FEW = 2
"""Up to so many predicates are asked for one by one: of what is named everywhere, very much is said."""


def rederive(view: Overlay, productions: Productions, base: str) -> Delta:
    """What changes in ``<base>graph/derived`` after the change that ``view`` shows.

    ``productions`` are brought up to date. Raises ``ValueError`` if some rule is not bounded.
    """
    return _Nearby(view, productions, base).run()


class _Nearby:
    def __init__(self, view: Overlay, productions: Productions, base: str) -> None:
        self._view = view
        self._productions = productions
        self._base = base
        self._derived = ox.NamedNode(f"{base}graph/derived")
        self._ranks: dict[str, int] = {}
        self._fresh = ox.Store()
        self._read_before: dict[ox.NamedNode, list[ox.Quad]] = {}
        self._changed = {ox.Quad(q.subject, q.predicate, q.object) for q in view.changed()}

    def run(self) -> Delta:
        numbered = rules()
        unbounded = [rule.name for rule in numbered if not rule.bounded]
        if unbounded:
            raise ValueError(f"rules that do not say what they read: {', '.join(unbounded)}")
        self._ranks = {rule.name: rank for rank, rule in enumerate(numbered)}
        for rank, rule in enumerate(numbered):
            foci = self._foci(rule)
            if foci:
                self._settle(rule, rank, foci)
        return self._delta()

    def _settle(self, rule: Rule, rank: int, foci: set[ox.NamedNode]) -> None:
        """Run one rule for some foci and note what changes by it."""
        region = ox.Store()
        region.extend(self._read(rule.reads, foci, rank))
        names = sorted(focus.value for focus in foci)
        made = rule.produced(region, self._base, names)
        changed: set[Text] = set()
        for focus in names:
            changed |= self._productions.replace(rule.name, focus, made.get(focus, ()))
        for quad in triples_of(changed):
            self._changed.add(quad)
            self._fresh.add(quad)

    def _foci(self, rule: Rule) -> set[ox.NamedNode]:
        """The values of a rule's focus that some changed triple may concern."""
        foci: set[ox.NamedNode] = set()
        for reads in rule.reads:
            nodes = _iris(q.subject for q in self._changed if q.predicate.value in reads.predicates)
            for step in reversed(reads.path):
                predicate = ox.NamedNode(step.predicate)
                if step.back:
                    nodes = _iris(q.object for node in nodes for q in self._ever(node, predicate, None))
                else:
                    nodes = _iris(q.subject for node in nodes for q in self._ever(None, predicate, node))
            foci |= nodes
        if rule.having is not None:
            having = ox.NamedNode(rule.having)
            foci = {focus for focus in foci if any(self._ever(focus, having, None))}
        return foci

    def _ever(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode, value: ox.NamedNode | None
    ) -> Iterator[ox.Quad]:
        """Triples before or after the change, also those that rules made or make."""
        yield from self._view.ever(subject, predicate, value)
        yield from self._fresh.quads_for_pattern(subject, predicate, value, None)

    def _read(self, declared: Sequence[Reads], foci: set[ox.NamedNode], rank: int) -> Iterator[ox.Quad]:
        """What a rule of this rank reads of its foci, as triples of one graph."""
        for reads in declared:
            nodes = foci
            for step in reads.path:
                predicate = ox.NamedNode(step.predicate)
                if step.back:
                    nodes = _iris(q.subject for node in nodes for q in self._now(None, predicate, node, rank))
                else:
                    nodes = _iris(q.object for node in nodes for q in self._now(node, predicate, None, rank))
            for node in nodes:
                for quad in self._said(node, reads.predicates):
                    if self._visible(quad, rank):
                        yield ox.Quad(quad.subject, quad.predicate, quad.object)
                for quad in self._fresh.quads_for_pattern(node, None, None, None):
                    if quad.predicate.value in reads.predicates and self._made_below(_text(quad), rank):
                        yield quad

    def _now(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode, value: ox.NamedNode | None, rank: int
    ) -> Iterator[ox.Quad]:
        """Triples after the change that a rule of this rank sees."""
        for quad in self._view.quads_for_pattern(subject, predicate, value):
            if self._visible(quad, rank):
                yield ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in self._fresh.quads_for_pattern(subject, predicate, value, None):
            if self._made_below(_text(quad), rank):
                yield quad

    def _said(self, node: ox.NamedNode, predicates: frozenset[str]) -> Iterator[ox.Quad]:
        """What is said of a node with these predicates, after the change, less what rules make of it now."""
        if len(predicates) > FEW:
            yield from (quad for quad in self._about(node) if quad.predicate.value in predicates)
            return
        for name in predicates:
            yield from self._view.quads_for_pattern(node, ox.NamedNode(name), None)

    def _about(self, node: ox.NamedNode) -> list[ox.Quad]:
        """All that is said of a node after the change, less what rules make of it now; read once."""
        if node not in self._read_before:
            self._read_before[node] = list(self._view.quads_for_pattern(node, None, None))
        return self._read_before[node]

    def _visible(self, quad: ox.Quad, rank: int) -> bool:
        """Whether a triple comes from no rule, or from one before this rank."""
        if quad.graph_name != self._derived:
            return True
        text = _text(quad)
        return self._made_below(text, rank) or self._is_given(quad, text)

    def _made_below(self, text: Text, rank: int) -> bool:
        return any(self._ranks.get(rule, rank) < rank for rule in self._productions.makers(text))

    def _is_given(self, quad: ox.Quad, text: Text) -> bool:
        """Whether a triple of the derived graph was put there by no rule: a decision about identity."""
        return self._view.adds(quad) or not self._productions.made_before(text)

    def _delta(self) -> Delta:
        """Lines of the derived graph to take out and to put in."""
        removed, added = [], []
        for quad in self._changed:
            text = _text(quad)
            standing = self._view.quads_for_pattern(quad.subject, quad.predicate, quad.object)
            graphs = {found.graph_name for found in standing}
            derived = ox.Quad(quad.subject, quad.predicate, quad.object, self._derived)
            there = self._derived in graphs
            given = there and self._is_given(derived, text)
            elsewhere = bool(graphs - {self._derived})
            wanted = given or (bool(self._productions.makers(text)) and not elsewhere)
            if wanted and not there:
                added.append(f"{text} {self._derived} .")
            elif there and not wanted:
                removed.append(f"{text} {self._derived} .")
        return Delta(removed=tuple(sorted(removed)), added=tuple(sorted(added)))


def _iris(terms: Iterable[object]) -> set[ox.NamedNode]:
    return {term for term in terms if isinstance(term, ox.NamedNode)}


def _text(quad: ox.Quad) -> Text:
    return f"{quad.subject} {quad.predicate} {quad.object}"
