"""What claims state, read from the lines of articles: which lines of the accepted view a change may move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from communique.graph.terms import RDF, concept, dip

_SUBJECT, _PREDICATE, _OBJECT = (f"<{RDF}{name}>" for name in ("subject", "predicate", "object"))
_STANDING, _ACCEPTED = dip("standing"), concept("standing", "accepted")


class Told:
    """The claims that differ before and after a change, by the thing (as ``<IRI>``) that they are about.

    ``before`` and ``after`` hold lines of the default graph: what the accepted ones among them state.
    ``dated`` are things of which one gives the date: then more lines follow from it than its own.
    """

    def __init__(self) -> None:
        self.before: dict[str, set[str]] = defaultdict(set)
        self.after: dict[str, set[str]] = defaultdict(set)
        self.dated: set[str] = set()
        self.things: set[str] = set()

    def take(self, before: set[str], after: set[str], graph: str) -> None:
        """Take in the lines of an article's graph (an IRI) before and after the change."""
        changed = {line.split(" ", 1)[0] for line in before ^ after}
        for lines, stated in ((before, self.before), (after, self.after)):
            for said in _claims(lines, changed, f" <{graph}> .").values():
                thing = said.get(_SUBJECT, "")
                if thing:
                    self.things.add(thing)
                if said.get(_STANDING) == _ACCEPTED:
                    stated[thing].add(f"{thing} {said[_PREDICATE]} {said[_OBJECT]} .")
                if said.get(_PREDICATE) == dip("date"):
                    self.dated.add(thing)


def _claims(lines: Iterable[str], subjects: set[str], suffix: str) -> dict[str, dict[str, str]]:
    """Of some subjects what makes a claim, by predicate."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if subject in subjects and predicate in (_SUBJECT, _PREDICATE, _OBJECT, _STANDING):
            found[subject][predicate] = rest.removesuffix(suffix)
    return found
