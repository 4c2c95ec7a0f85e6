"""What is checked around a change finds what the check of the whole graph finds about what changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from communique.reference import ontology_lines
from communique.validation import Report, load, validate, validate_nearby
from communique.validation.article import Reads
from communique.validation.nearby import Value
from communique.validation.report import Severity
from communique.validation.shape import read_shapes, shapes_text

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted((ROOT / "ontology" / "examples").glob("*.trig"))
CASES = sorted((ROOT / "tests" / "ontology" / "audits").glob("*.trig"))
FIXTURES = sorted((ROOT / "tests" / "ontology" / "fixtures").glob("*.failing.ttl"))
REFERENCE = ox.NamedNode("http://127.0.0.1:8000/graph/reference")
BROUGHT = ("audit:20-", "audit:21-", "audit:22-")


@cache
def vocabulary() -> tuple[ox.Quad, ...]:
    return tuple(load(f"{line} {REFERENCE} ." for line in ontology_lines()))


def of_file(file: Path) -> set[ox.Quad]:
    return set(ox.parse(path=str(file)))


def store_of(quads: set[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend([*vocabulary(), *quads])
    return store


def keys(report: Report, changed: set[ox.Quad]) -> set[tuple[str, ...]]:
    """The violations about what changed: subjects, and terms and things that changed statements name."""
    subjects = {q.subject.value for q in changed if isinstance(q.subject, ox.NamedNode)}
    named = {t.value for q in changed for t in (q.predicate, q.object) if isinstance(t, ox.NamedNode)}
    return {
        result.key
        for result in report.violations
        if result.focus in subjects or (result.check.startswith(BROUGHT) and result.focus in named)
    }


def mutated(quads: set[ox.Quad], chance: Random) -> set[ox.Quad]:
    """Some statements taken out, and some given the value that another has of the same predicate."""
    after = set(quads)
    for quad in chance.sample(sorted(quads, key=str), 3):
        after.discard(quad)
        if chance.random() < 0.6:
            others = sorted({q.object for q in quads if q.predicate == quad.predicate}, key=str)
            after.add(ox.Quad(quad.subject, quad.predicate, chance.choice(others), quad.graph_name))
    return after


@pytest.mark.parametrize("file", [*CASES, *FIXTURES], ids=lambda file: file.name)
def test_what_comes_with_a_fault_is_found(file: Path) -> None:
    quads = of_file(file)
    store = store_of(quads)
    assert {r.key for r in validate_nearby(store, quads).results} == keys(validate(store), quads)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_whatever_is_changed_in_a_sound_graph_the_faults_are_found(file: Path, seed: int) -> None:
    before = of_file(file)
    after = mutated(before, Random(seed))
    store = store_of(after)
    assert {r.key for r in validate_nearby(store, before ^ after).results} == keys(
        validate(store), before ^ after
    )


def test_no_shape_that_keeps_an_article_out_reads_further_than_the_copy_goes() -> None:
    strict = [
        part
        for shape in read_shapes(shapes_text())
        for part in shape.walk()
        if part.path is not None and part.severity == Severity.VIOLATION
    ]
    assert {part.path.steps for part in strict if part.path} == {1}
    assert Reads.of(strict).steps == 1


class Counted:
    """Counts what is read of a store."""

    def __init__(self, store: ox.Store) -> None:
        self.store, self.read = store, 0

    def quads_for_pattern(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, value: Value
    ) -> Iterator[ox.Quad]:
        """The quads that fit."""
        for quad in self.store.quads_for_pattern(subject, predicate, value):
            self.read += 1
            yield quad


def test_who_has_met_very_many_costs_no_more_than_who_has_met_one() -> None:
    """What is read of a thing grows with what it says, by one statement each, and not with what names it."""
    dip, base = "https://w3id.org/communique/ns#", "http://127.0.0.1:8000/"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

    def met(number: int) -> tuple[set[ox.Quad], set[ox.Quad]]:
        hub, other, why = (ox.NamedNode(f"{base}{n}") for n in ("hub", f"p{number}", f"d{number}"))
        parts = (("subject", hub), ("predicate", ox.NamedNode(f"{dip}met")), ("object", other))
        derived = {ox.Quad(why, ox.NamedNode(rdf + name), value) for name, value in parts}
        derived.add(ox.Quad(why, ox.NamedNode(f"{rdf}type"), ox.NamedNode(f"{dip}Derivation")))
        derived.add(ox.Quad(why, ox.NamedNode(f"{dip}rule"), ox.Literal("11-met")))
        person = {ox.Quad(other, ox.NamedNode(f"{rdf}type"), ox.NamedNode(f"{dip}Person"))}
        return {*derived, ox.Quad(hub, ox.NamedNode(f"{dip}met"), other)}, person

    def cost(times: int) -> int:
        pairs = [met(number) for number in range(times)]
        quads = Counted(store_of({q for come, known in pairs for q in come | known}))
        assert not [r for r in validate_nearby(quads, pairs[0][0]).violations if r.focus == f"{base}hub"]
        return quads.read

    assert cost(200) - cost(1) <= 2 * 199
