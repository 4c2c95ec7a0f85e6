"""The shapes compiled to SPARQL and pySHACL find the same, for every constraint kind of SHACL core."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from communique.validation.article import flattened, results_of
from communique.validation.compiled import compile_shapes
from communique.validation.shape import Shape, read_shapes
from communique.validation.translation import to_rdflib
from communique.validation.whole import check_shapes

KINDS = (Path(__file__).parent / "kinds.ttl").read_text(encoding="utf-8")
SHAPES = read_shapes(KINDS)
CHECKS = compile_shapes(SHAPES)
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
XSD = "http://www.w3.org/2001/XMLSchema#"


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:t:{name}")


def typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))


NODES = [iri(name) for name in "abcd"]
WORDS = [
    ox.Literal("ab"),
    ox.Literal("b"),
    ox.Literal(""),
    ox.Literal("Cab"),
    ox.Literal("ab", language="en"),
    ox.Literal("abc", language="en"),
    ox.Literal("x", language="en-gb"),
    ox.Literal("x", language="de"),
    typed("2030-05-04", "date"),
    typed("2030-13-04", "date"),
    typed("1", "integer"),
]
NUMBERS = [
    typed("1", "integer"),
    typed("2", "integer"),
    typed("2.5", "decimal"),
    typed("3", "integer"),
]
triples = st.one_of(
    st.tuples(st.sampled_from(NODES), st.just(TYPE), st.sampled_from([iri("A"), iri("B")])),
    st.tuples(
        st.sampled_from(NODES), st.sampled_from([iri("p"), iri("q")]), st.sampled_from([*NODES, *WORDS])
    ),
    st.tuples(st.sampled_from(NODES), st.sampled_from([iri("n"), iri("m")]), st.sampled_from(NUMBERS)),
)


Key = tuple[str, str, str, str, str]


def by_sparql(data: set[ox.Triple]) -> set[Key]:
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in data)
    return {result.key for result in check_shapes(store, CHECKS)}


def by_pyshacl(data: set[ox.Triple], shapes: Graph) -> set[Key]:
    graph = Graph()
    for triple in data:
        graph.add(to_rdflib(triple))
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=False, do_owl_imports=False)
    assert isinstance(report, Graph)
    return {result.key for result in results_of(report, shapes)}


@settings(max_examples=60, deadline=None)
@given(st.lists(triples, max_size=14))
def test_both_engines_find_the_same(found: list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]]) -> None:
    data = {ox.Triple(*parts) for parts in [*found, (iri("a"), TYPE, iri("A"))]}
    shapes = Graph().parse(data=KINDS, format="turtle")
    assert by_sparql(data) == by_pyshacl(data, shapes)


@settings(max_examples=15, deadline=None)
@given(st.lists(triples, max_size=14))
def test_flattened_shapes_find_the_same_as_the_shapes_as_written(
    found: list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]],
) -> None:
    data = {ox.Triple(*parts) for parts in [*found, (iri("a"), TYPE, iri("A"))]}
    written = Graph().parse(data=KINDS, format="turtle")
    flat = flattened(Graph().parse(data=KINDS, format="turtle"))
    assert by_pyshacl(data, written) == by_pyshacl(data, flat)


def kinds_of(shape: Shape) -> set[str]:
    return {constraint.kind for part in shape.walk() for constraint in part.constraints}


CORE = {
    "Class", "Datatype", "NodeKind", "MinCount", "MaxCount", "MinExclusive", "MinInclusive", "MaxExclusive",
    "MaxInclusive", "MinLength", "MaxLength", "Pattern", "LanguageIn", "UniqueLang", "Equals", "Disjoint",
    "LessThan", "LessThanOrEquals", "Not", "And", "Or", "Xone", "Node", "QualifiedMinCount",
    "QualifiedMaxCount", "Closed", "HasValue", "In",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(CORE))
def test_every_constraint_kind_of_shacl_core_is_compared_and_can_fail(kind: str) -> None:
    """A graph in which nearly everything is wrong brings out each kind at least once."""
    assert kind in set().union(*(kinds_of(shape) for shape in SHAPES))
    a, p, q, n, m = (iri(x) for x in "apqnm")
    wrong = {
        ox.Triple(a, TYPE, iri("A")),
        ox.Triple(a, p, iri("b")),
        ox.Triple(a, p, iri("c")),
        ox.Triple(iri("b"), TYPE, iri("B")),
        ox.Triple(iri("c"), TYPE, iri("B")),
        ox.Triple(a, q, iri("c")),
        ox.Triple(a, p, ox.Literal("x", language="de")),
        ox.Triple(a, p, ox.Literal("y", language="de")),
        ox.Triple(a, p, ox.Literal("")),
        ox.Triple(a, n, typed("1", "integer")),
        ox.Triple(a, n, typed("3", "integer")),
        ox.Triple(a, m, typed("1", "integer")),
        ox.Triple(iri("d"), TYPE, iri("A")),
    }
    assert f"{kind}ConstraintComponent" in {key[1] for key in by_sparql(wrong)}
