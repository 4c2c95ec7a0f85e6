"""Each rule turns its input into its expected output, adds nothing the second time, and means the same in rdflib."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from communique.derivation import Rule, derive, rules
from communique.reference import ontology_lines

CASES = Path(__file__).parent / "rules"
EXAMPLES = Path(__file__).parents[2] / "ontology" / "examples"
RULES = {rule.name: rule.query for rule in rules()}
BASE = "http://127.0.0.1:8000/"


def triples_of(file: Path) -> set[ox.Triple]:
    return {ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(path=str(file))}


def store_of(triples: set[ox.Triple]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


def added(name: str, triples: set[ox.Triple]) -> set[ox.Triple]:
    found = store_of(triples).query(RULES[name])
    assert isinstance(found, ox.QueryTriples)
    return set(found) - triples


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {file.name.removesuffix(".in.ttl") for file in CASES.glob("*.in.ttl")} == set(RULES)
    assert {file.name.removesuffix(".out.ttl") for file in CASES.glob("*.out.ttl")} == set(RULES)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_adds_what_is_expected_and_nothing_the_second_time(name: str) -> None:
    given, expected = triples_of(CASES / f"{name}.in.ttl"), triples_of(CASES / f"{name}.out.ttl")
    assert added(name, given) == expected
    assert added(name, given | expected) == set()


def test_hundreds_of_reports_about_one_seat_are_no_more_work_than_their_pairs() -> None:
    """Weighed as triples of reports they would take an hour: a wire names a president in every article."""
    file = CASES / "16-disagreements-on-seats.in.ttl"
    said = [("Mira", "disputed", n) for n in range(80)] + [("Sol", "accepted", n) for n in range(400)]
    reports = [
        f":c{holder}{n} rdf:subject :{holder} ; rdf:predicate dip:heldOffice ; rdf:object :president ;"
        f" dip:standing standing:{standing} ; dip:source :a{holder}{n} ."
        f' :a{holder}{n} dcterms:issued "2030-06-28"^^xsd:date .'
        for holder, standing, n in said
    ]
    text = "\n".join([file.read_text(encoding="utf-8"), *reports])
    quads = ox.parse(text.encode("utf-8"), format=ox.RdfFormat.TURTLE)
    found = added("16-disagreements-on-seats", {ox.Triple(q.subject, q.predicate, q.object) for q in quads})
    between = {str(t.object) for t in found if str(t.predicate).endswith("#between>")}
    assert between >= {f"<{BASE}c{holder}{n}>" for holder, _, n in said}


def demanded(rule: Rule) -> list[tuple[str, str | None]]:
    """Predicates, some with their value, without which a rule is declared to make nothing."""
    needed = [step for path in rule.having for step in path]
    having = [(step.predicate, None) for step in needed if step.where is None]
    steps = [*needed, *(step for reads in rule.reads for step in reads.path)]
    return sorted({*having, *(step.where for step in steps if step.where)}, key=str)


@pytest.mark.parametrize("rule", [rule for rule in rules() if demanded(rule)], ids=lambda rule: rule.name)
def test_a_rule_makes_nothing_without_what_it_is_declared_to_demand(rule: Rule) -> None:
    given = triples_of(CASES / f"{rule.name}.in.ttl")
    assert added(rule.name, given)
    for predicate, value in demanded(rule):
        without = {
            t for t in given if t.predicate.value != predicate or (value and t.object != ox.NamedNode(value))
        }
        assert without != given
        assert not added(rule.name, without)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_means_the_same_in_rdflib(name: str) -> None:
    given = Graph().parse(CASES / f"{name}.in.ttl")
    expected = Graph().parse(CASES / f"{name}.out.ttl")
    found = given.query(RULES[name]).graph
    assert found is not None
    assert {t for t in found if t not in given} == set(expected)


@pytest.mark.parametrize("name", sorted(RULES))
def test_whatever_a_rule_derives_names_the_rule(name: str) -> None:
    """Only classes, bounds and what is said of a derived node itself stand without a derivation."""
    dip = "https://w3id.org/communique/ns#"
    found = triples_of(CASES / f"{name}.out.ttl")
    named = {t.subject for t in found if t.predicate.value == f"{dip}rule"}
    derived = {(t.subject, t.predicate.value.rpartition("#")[2]) for t in found} - {
        (subject, predicate)
        for subject in {t.subject for t in found}
        for predicate in ("type", "earliest", "latest", "attestedFrom", "attestedUntil", "overBy")
    }
    direct = {subject for subject, _ in derived if subject not in named}
    subjects = {t.object for t in found if t.predicate.value.endswith("#subject")}
    assert direct <= subjects


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.trig")), ids=lambda f: f.stem)
def test_the_derived_graph_of_an_example_is_what_the_rules_make_of_the_rest(file: Path) -> None:
    """Merges and candidates come from resolution, all else in that graph from rules."""
    quads = set(ox.parse(path=str(file)))
    reference = ox.NamedNode(f"{BASE}graph/reference")
    described = {
        quad
        for line in ontology_lines()
        for quad in ox.parse(f"{line} {reference} .".encode(), format=ox.RdfFormat.N_QUADS)
    }
    derived = {q for q in quads if q.graph_name == ox.NamedNode(f"{BASE}graph/derived")}
    by_hand = {q for q in derived if is_identity(q)}
    rest = (quads - derived) | described | by_hand
    made = derive([f"{quad} ." for quad in rest], BASE)
    assert set(made) == {f"{quad} ." for quad in derived - by_hand}


def is_identity(quad: ox.Quad) -> bool:
    general = "https://w3id.org/communique/ns#IdentityDecision"
    if isinstance(quad.object, ox.NamedNode) and quad.object.value == general:
        return False
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
    decision = subject.startswith((f"{BASE}merge/", f"{BASE}candidate/"))
    return decision or quad.predicate.value.endswith("#candidateFor")
