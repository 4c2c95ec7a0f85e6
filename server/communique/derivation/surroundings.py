"""What lies around nodes of a store that is about to change, as rules of each rank see it; read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from communique.derivation.production import Productions
from communique.derivation.rule import Rule, Step
from communique.derivation.template import Text
from communique.graph.identity import DECIDED
from communique.store import Overlay

FEW = 2
"""Up to so many predicates are asked for one by one: of what is named everywhere, very much is said."""
Nodes = set[ox.NamedNode]


class Surroundings:
    """Triples around nodes, before and after the change that ``view`` shows and what rules make of it.

    ``productions`` tell which rules make a triple: a rule sees what those before it make, by their order in
    ``numbered``, and what no rule makes.
    """

    def __init__(
        self, view: Overlay, productions: Productions, derived: ox.NamedNode, numbered: Sequence[Rule]
    ) -> None:
        self._view = view
        self._productions = productions
        self._derived = derived
        self._ranks = {rule.name: rank for rank, rule in enumerate(numbered)}
        self._makers: dict[str, list[int]] = defaultdict(list)
        for rank, rule in enumerate(numbered):
            for predicate in rule.made:
                self._makers[predicate].append(rank)
        self._said: dict[ox.NamedNode, dict[str, list[ox.Quad]]] = {}
        self._said_with: dict[tuple[ox.NamedNode, str], list[ox.Quad]] = {}
        self._pointing: dict[tuple[ox.NamedNode, str], list[ox.Quad]] = {}
        self._conditional: dict[tuple[ox.NamedNode, Step], Nodes] = {}
        self._fresh: dict[ox.NamedNode, list[ox.Quad]] = defaultdict(list)
        self._fresh_pointing: dict[ox.NamedNode, list[ox.Quad]] = defaultdict(list)

    def take(self, quad: ox.Quad) -> None:
        """Take in a triple that a rule makes now, or no longer makes."""
        if isinstance(quad.subject, ox.NamedNode):
            self._fresh[quad.subject].append(quad)
        if isinstance(quad.object, ox.NamedNode):
            self._fresh_pointing[quad.object].append(quad)

    def leads_from(self, nodes: Nodes, path: Sequence[Step]) -> Nodes:
        """Whence a path leads to these nodes, before or after the change."""
        for step in reversed(path):
            nodes = {node for node in nodes if self._ever_meets(node, step)}
            nodes = _iris(end for node in nodes for end in self._ever(node, step.predicate, not step.back))
        return nodes

    def leads_somewhere(self, node: ox.NamedNode, path: Sequence[Step]) -> bool:
        """Whether a path leads from a node to any, before or after the change."""
        if not path:
            return True
        step, rest = path[0], path[1:]
        if not rest and step.where is None:
            return any(True for _ in self._ever(node, step.predicate, step.back))
        if step.back and step.where is not None:
            near = self._may_end(node, step)
            ends = {end for end in near if node in set(self._ever(end, step.predicate, back=False))}
        else:
            ends = _iris(self._ever(node, step.predicate, step.back))
        return any(self._ever_meets(end, step) and self.leads_somewhere(end, rest) for end in ends)

    def led_to(self, nodes: Nodes, path: Sequence[Step], rank: int) -> Nodes:
        """Where a path leads from these nodes after the change, as a rule of this rank sees it."""
        for step in path:
            if step.back and step.where is not None:
                near = ((node, end) for node in nodes for end in self._may_end(node, step))
                ends = {end for node, end in near if node in set(self._now(end, step.predicate, False, rank))}
            else:
                ends = _iris(e for node in nodes for e in self._now(node, step.predicate, step.back, rank))
            nodes = {end for end in ends if self._meets(end, step, rank)}
        return nodes

    def about(self, node: ox.NamedNode, predicates: frozenset[str], rank: int) -> Iterator[ox.Quad]:
        """What is said of a node with these predicates after the change, as a rule of this rank sees it."""
        if len(predicates) > FEW:
            self._read(node)
        for name in predicates:
            for quad in self._held_with(node, name):
                if self._sees(quad, rank):
                    yield ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in self._fresh.get(node, ()):
            if quad.predicate.value in predicates and self._made_below(quad, rank):
                yield quad

    def given(self, quad: ox.Quad) -> bool:
        """Whether a triple of the derived graph was put there by no rule: a decision about identity."""
        predicate = quad.predicate.value
        if predicate not in DECIDED:
            return False
        made = self._makers.get(predicate)
        return not made or self._view.adds(quad) or not self._productions.made_before(text(quad))

    def _may_end(self, node: ox.NamedNode, step: Step) -> Nodes:
        """Where a step back with a condition may lead: of all that names a thing only what meets it, at some
        time, is looked at."""
        assert step.where is not None
        key, wanted = step.where[0], ox.NamedNode(step.where[1])
        if (node, step) not in self._conditional:
            predicate, condition = ox.NamedNode(step.predicate), ox.NamedNode(key)
            self._conditional[node, step] = self._view.having(predicate, node, condition, wanted)
            for end in self._conditional[node, step]:
                self._read(end)
        fresh = (*self._lately(node, step.predicate, back=True), *self._lately(wanted, key, back=True))
        return self._conditional[node, step] | _iris(quad.subject for quad in fresh)

    def _ever_meets(self, node: ox.NamedNode, step: Step) -> bool:
        if step.where is None:
            return True
        wanted = ox.NamedNode(step.where[1])
        return any(end == wanted for end in self._ever(node, step.where[0], back=False))

    def _meets(self, node: ox.NamedNode, step: Step, rank: int) -> bool:
        if step.where is None:
            return True
        wanted = ox.NamedNode(step.where[1])
        return any(end == wanted for end in self._now(node, step.where[0], False, rank))

    def _ever(self, node: ox.NamedNode, predicate: str, back: bool) -> Iterator[object]:
        """Ends of triples before or after the change, also of those that rules made or make."""
        for quad in (*self._before(node, predicate, back), *self._lately(node, predicate, back)):
            yield quad.subject if back else quad.object

    def _now(self, node: ox.NamedNode, predicate: str, back: bool, rank: int) -> Iterator[object]:
        """Ends of triples after the change that a rule of this rank sees."""
        held = (quad for quad in self._before(node, predicate, back) if self._sees(quad, rank))
        made = (quad for quad in self._lately(node, predicate, back) if self._made_below(quad, rank))
        for quad in (*held, *made):
            yield quad.subject if back else quad.object

    def _before(self, node: ox.NamedNode, predicate: str, back: bool) -> list[ox.Quad]:
        return self._held_pointing(node, predicate) if back else self._held_with(node, predicate)

    def _lately(self, node: ox.NamedNode, predicate: str, back: bool) -> Iterator[ox.Quad]:
        """Triples that rules make now or no longer make."""
        fresh = self._fresh_pointing if back else self._fresh
        return (quad for quad in fresh.get(node, ()) if quad.predicate.value == predicate)

    def _read(self, node: ox.NamedNode) -> None:
        """Read all that is said of a node before or after the change, at once."""
        if node not in self._said:
            said: dict[str, list[ox.Quad]] = {}
            self._said[node] = said
            for quad in self._view.ever(node, None, None):
                said.setdefault(quad.predicate.value, []).append(quad)

    def _held_with(self, node: ox.NamedNode, predicate: str) -> list[ox.Quad]:
        if node in self._said:
            return self._said[node].get(predicate, [])
        if (node, predicate) not in self._said_with:
            found = self._view.ever(node, ox.NamedNode(predicate), None)
            self._said_with[node, predicate] = list(found)
        return self._said_with[node, predicate]

    def _held_pointing(self, node: ox.NamedNode, predicate: str) -> list[ox.Quad]:
        if (node, predicate) not in self._pointing:
            found = self._view.ever(None, ox.NamedNode(predicate), node)
            self._pointing[node, predicate] = list(found)
        return self._pointing[node, predicate]

    def _sees(self, quad: ox.Quad, rank: int) -> bool:
        """Whether a triple stands after the change and comes from no rule, or from one before this rank."""
        stays = not self._view.removes(quad)
        if stays and quad.graph_name != self._derived:
            return True
        return self._made_below(quad, rank) or (stays and self.given(quad))

    def _made_below(self, quad: ox.Quad, rank: int) -> bool:
        """Whether a rule before this rank makes a triple."""
        if not any(maker < rank for maker in self._makers.get(quad.predicate.value, ())):
            return False
        return any(self._ranks[rule] < rank for rule in self._productions.makers(text(quad)))


def text(quad: ox.Quad) -> Text:
    """The triple of a quad in N-Triples form, without the full stop."""
    return f"{quad.subject} {quad.predicate} {quad.object}"


def _iris(terms: Iterable[object]) -> Nodes:
    return {term for term in terms if isinstance(term, ox.NamedNode)}
