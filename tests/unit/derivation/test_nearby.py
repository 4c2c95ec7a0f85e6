"""The rules around what a change touched end where the rules over the whole graph do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from communique.derivation import Productions, Rule, derive, rederive, rules
from communique.store import CorpusFile, Delta, Overlay, canonical
from communique.store.embedded import EmbeddedStore

CASES = Path(__file__).parents[2] / "ontology" / "rules"
BASE = "http://127.0.0.1:8000/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HOLDER = ox.NamedNode("https://w3id.org/communique/ns#holder")


def lines_of(case: Path) -> list[str]:
    """The triples of a case, as quads of the default graph."""
    return canonical(f"{q.subject} {q.predicate} {q.object} ." for q in ox.parse(path=str(case)))


class Growing:
    """A store that is changed by what each change touches."""

    def __init__(self, folder: Path) -> None:
        self.corpus = CorpusFile(folder / "corpus.sqlite")
        self.corpus.workings.prepare()
        self.quads = EmbeddedStore(folder / "quads")

    def change(self, delta: Delta) -> None:
        view = Overlay(self.quads, f"{BASE}graph/user/", delta)
        productions = Productions(self.corpus.workings)
        view.lay(rederive(view, productions, BASE))
        with self.corpus.transaction():
            productions.write()
        self.quads.apply(view.delta(), "x")

    def derived(self) -> list[str]:
        return sorted(self.quads.within(f"{BASE}graph/derived"))


@contextmanager
def growing(folder: Path) -> Iterator[Growing]:
    store = Growing(folder)
    try:
        yield store
    finally:
        store.quads.close()
        store.corpus.close()


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_whatever_comes_and_goes_the_rules_make_what_they_make_of_the_whole(
    rule: Rule, seed: int, tmp_path: Path
) -> None:
    """Triple by triple in small lots, some of which go again: each rule's case exercises its own declaration."""
    chance = Random(seed)
    waiting = lines_of(CASES / f"{rule.name}.in.ttl")
    chance.shuffle(waiting)
    held: set[str] = set()
    with growing(tmp_path) as store:
        while waiting:
            come = {waiting.pop() for _ in range(min(len(waiting), chance.randint(2, 24)))}
            gone = {line for line in sorted(held) if chance.random() < 0.1 and waiting}
            waiting[:0] = sorted(gone)
            held = (held - gone) | come
            store.change(Delta(removed=tuple(sorted(gone)), added=tuple(sorted(come))))
            assert store.derived() == derive(sorted(held), BASE)
        assert store.derived()
        store.change(Delta(removed=tuple(sorted(held))))
        assert not store.derived()


def test_claims_of_another_kind_are_no_reason_to_run_a_rule(tmp_path: Path) -> None:
    """A name of a person in office leaves the tenures alone: brackets in the declaration of a rule see to that."""
    with growing(tmp_path) as store:
        store.change(Delta(added=tuple(lines_of(CASES / "05-tenures.in.ttl"))))
        persons = {quad.object for quad in store.quads.matching(None, HOLDER, None, None)}
        person = min(one.value for one in persons if isinstance(one, ox.NamedNode))
        name = f"<{BASE}article/x#claim-1>"
        naming = (
            f"{name} <{RDF}subject> <{person}> .",
            f"{name} <{RDF}predicate> <http://www.w3.org/2004/02/skos/core#altLabel> .",
            f'{name} <{RDF}object> "Another" .',
        )
        view = Overlay(store.quads, f"{BASE}graph/user/", Delta(added=naming))
        productions = Watched(store.corpus)
        assert not rederive(view, productions, BASE)
        assert ("05-tenures", person) not in productions.settled
        assert ("15-disagreements", person) not in productions.settled


class Watched(Productions):
    """Notes for which foci rules were run."""

    def __init__(self, corpus: CorpusFile) -> None:
        super().__init__(corpus.workings)
        self.settled: set[tuple[str, str]] = set()

    def replace(self, rule: str, focus: str, texts: Iterable[str]) -> frozenset[str]:
        self.settled.add((rule, focus))
        return super().replace(rule, focus, texts)
