"""The rules around what a change touched: the same as over the whole graph, at the cost of the change.

For each rule, in order: the foci that a changed triple may concern are found by walking from its subject
backwards along the paths that the rule declares, over the triples before and after the change; what the
rule reads of these foci is copied into a small store, as the rule would see it (what it and later rules
make is left out); the rule is run there for these foci alone. What it now makes, and no longer makes, is a
change for the rules after it.
"""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from communique.derivation.production import Productions
from communique.derivation.rule import Rule, rules
from communique.derivation.surroundings import Nodes, Surroundings, text
from communique.derivation.template import Text
from communique.derivation.whole import triples_of
from communique.store import Delta, Overlay


def rederive(view: Overlay, productions: Productions, base: str) -> Delta:
    """What changes in ``<base>graph/derived`` after the change that ``view`` shows.

    ``productions`` are brought up to date. Raises ``ValueError`` if some rule is not bounded.
    """
    unbounded = [rule.name for rule in rules() if not rule.bounded]
    if unbounded:
        raise ValueError(f"rules that do not say what they read: {', '.join(unbounded)}")
    return _Nearby(view, productions, base).run()


class _Nearby:
    def __init__(self, view: Overlay, productions: Productions, base: str) -> None:
        self._view = view
        self._productions = productions
        self._base = base
        self._derived = ox.NamedNode(f"{base}graph/derived")
        self._around = Surroundings(view, productions, self._derived, rules())
        self._changed: set[ox.Quad] = set()
        self._subjects: dict[str, Nodes] = defaultdict(set)
        for quad in view.changed():
            self._note(ox.Quad(quad.subject, quad.predicate, quad.object))

    def run(self) -> Delta:
        for rank, rule in enumerate(rules()):
            foci = self._foci(rule)
            if foci:
                self._settle(rule, rank, foci)
        return self._delta()

    def _note(self, quad: ox.Quad) -> None:
        """Note that a triple is another than before."""
        self._changed.add(quad)
        if isinstance(quad.subject, ox.NamedNode):
            self._subjects[quad.predicate.value].add(quad.subject)

    def _foci(self, rule: Rule) -> Nodes:
        """The values of a rule's focus that some changed triple may concern."""
        foci: Nodes = set()
        for reads in rule.reads:
            nodes = {node for predicate in reads.predicates for node in self._subjects.get(predicate, ())}
            foci |= self._around.leads_from(nodes, reads.path)
        somewhere = self._around.leads_somewhere
        return {focus for focus in foci if all(somewhere(focus, path) for path in rule.having)}

    def _settle(self, rule: Rule, rank: int, foci: Nodes) -> None:
        """Run one rule for some foci and note what changes by it."""
        region = ox.Store()
        for reads in rule.reads:
            nodes = self._around.led_to(foci, reads.path, rank)
            region.extend(q for node in nodes for q in self._around.about(node, reads.predicates, rank))
        names = sorted(focus.value for focus in foci)
        made = rule.produced(region, self._base, names)
        changed: set[Text] = set()
        for focus in names:
            changed |= self._productions.replace(rule.name, focus, made.get(focus, ()))
        for quad in triples_of(changed):
            self._note(quad)
            self._around.take(quad)

    def _delta(self) -> Delta:
        """Lines of the derived graph to take out and to put in."""
        removed, added = [], []
        for quad in self._changed:
            standing = self._view.quads_for_pattern(quad.subject, quad.predicate, quad.object)
            graphs = {found.graph_name for found in standing}
            derived = ox.Quad(quad.subject, quad.predicate, quad.object, self._derived)
            there = self._derived in graphs
            given = there and self._around.given(derived)
            elsewhere = bool(graphs - {self._derived})
            wanted = given or (bool(self._productions.makers(text(quad))) and not elsewhere)
            if wanted and not there:
                added.append(f"{text(quad)} {self._derived} .")
            elif there and not wanted:
                removed.append(f"{text(quad)} {self._derived} .")
        return Delta(removed=tuple(sorted(removed)), added=tuple(sorted(added)))
