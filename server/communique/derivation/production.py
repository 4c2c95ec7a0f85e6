"""Which rule made which triple for which focus: what tells whether a triple still has a maker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from communique.derivation.template import Text
from communique.store import Workings

Maker = tuple[str, str]
"""A rule, by its name, and one value of its focus."""


class Productions:
    """The productions that a store keeps, with the changes of one commit before they are written."""

    def __init__(self, workings: Workings) -> None:
        self._workings = workings
        self._changed: dict[Maker, frozenset[Text]] = {}
        self._makers: dict[Text, set[Maker]] = {}
        self._kept: dict[Text, list[Maker]] = {}

    def of(self, rule: str, focus: str) -> frozenset[Text]:
        """What a rule makes for a focus."""
        found = self._changed.get((rule, focus))
        return frozenset(self._workings.produced(rule, focus)) if found is None else found

    def replace(self, rule: str, focus: str, texts: Iterable[Text]) -> frozenset[Text]:
        """Let a rule make something else for a focus; returns what it no longer makes or did not before."""
        before, after = self.of(rule, focus), frozenset(texts)
        if before == after:
            return frozenset()
        self._changed[rule, focus] = after
        for text in before - after:
            self._makers.get(text, set()).discard((rule, focus))
        for text in after:
            self._makers.setdefault(text, set()).add((rule, focus))
        return before ^ after

    def makers(self, text: Text) -> set[str]:
        """The rules that make a triple now."""
        kept = {maker for maker in self._before(text) if maker not in self._changed}
        return {rule for rule, _ in kept | self._makers.get(text, set())}

    def made_before(self, text: Text) -> bool:
        """Whether a rule made the triple as of the last commit."""
        return bool(self._before(text))

    def _before(self, text: Text) -> list[Maker]:
        if text not in self._kept:
            self._kept[text] = self._workings.makers(text)
        return self._kept[text]

    def write(self) -> None:
        """Put the changes into the tables; belongs into the transaction of the commit."""
        for (rule, focus), texts in self._changed.items():
            self._workings.reproduce(rule, focus, texts)


def write_all(workings: Workings, productions: Mapping[str, Mapping[str, Iterable[Text]]]) -> None:
    """Put what every rule made of the whole graph into the tables, in place of all that was there."""
    workings.forget_productions()
    for rule, made in productions.items():
        for focus, texts in made.items():
            workings.reproduce(rule, focus, texts)
