"""Every shape has a fixture that conforms and one that does not, and three engines read both alike."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique import resources
from communique.validation.article import check_nodes, shipped_shapes
from communique.validation.report import Result
from communique.validation.shape import Shape, read_shapes, shapes_text
from communique.validation.whole import check_shapes, shipped_checks

FIXTURES = Path(__file__).parent / "fixtures"
SHAPES = {shape.iri.rpartition("#")[2]: shape for shape in read_shapes(shapes_text())}
CASES = sorted(FIXTURES.glob("*.ttl"))
SH = "http://www.w3.org/ns/shacl#"


def store_of(file: Path) -> ox.Store:
    store = ox.Store()
    store.extend(ox.parse(path=str(file)))
    return store


def nodes_of(store: ox.Store) -> set[ox.NamedNode]:
    terms = [t for q in store for t in (q.subject, q.object)]
    return {t for t in terms if isinstance(t, ox.NamedNode)}


def by_sparql(file: Path) -> list[Result]:
    return check_shapes(store_of(file), shipped_checks())


def belongs(result: Result, shape: Shape) -> bool:
    return result.check in {part.iri for part in (shape, *shape.properties)}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_shape_has_a_fixture_that_conforms_and_one_that_does_not(name: str) -> None:
    shape = SHAPES[name]
    assert not [r for r in by_sparql(FIXTURES / f"{name}.valid.ttl") if belongs(r, shape)]
    found = {(r.check, r.component) for r in by_sparql(FIXTURES / f"{name}.failing.ttl") if belongs(r, shape)}
    promised = {(part.iri, c.component) for part in (shape, *shape.properties) for c in part.constraints}
    assert found == promised, "the failing fixture breaks every constraint of its shape"


def test_every_fixture_belongs_to_a_shape() -> None:
    assert {file.name.split(".")[0] for file in CASES} == set(SHAPES)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_shape_says_in_plain_words_what_is_wrong_and_how_bad_it_is(name: str) -> None:
    for part in (SHAPES[name], *SHAPES[name].properties):
        if part.constraints:
            assert re.fullmatch(r"[A-Z].{10,}\.|[A-Z].{10,}\?", part.message), part.iri
            assert part.severity in {"Violation", "Warning", "Info"}
            assert not part.iri.startswith("_:"), "a report names the shape, so it needs a name"


@pytest.mark.parametrize("file", CASES, ids=lambda f: f.stem)
def test_pyshacl_and_the_compiled_shapes_agree_on_every_fixture(file: Path) -> None:
    store = store_of(file)
    pyshacl = check_nodes(store, nodes_of(store), shipped_shapes())
    compiled = check_shapes(store, shipped_checks())
    assert {(r.key, r.severity) for r in pyshacl} == {(r.key, r.severity) for r in compiled}


@pytest.mark.parametrize("file", CASES, ids=lambda f: f.stem)
def test_rudof_agrees_with_pyshacl_on_every_fixture(file: Path) -> None:
    """Same conforms flag, same set of focus node, path and constraint kind."""
    if os.environ.get("COMMUNIQUE_CI"):
        import pyrudof
    else:
        pyrudof = pytest.importorskip("pyrudof")
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_shacl(shapes_text())
    rudof.read_data(file.read_text(encoding="utf-8"))
    report = rudof.validate_shacl()
    theirs = {(e.focus_node, iris(e.path), e.constraint_component.removeprefix(SH)) for e in report}
    store = store_of(file)
    ours = check_nodes(store, nodes_of(store), shipped_shapes())
    assert report.conforms == (not ours)
    assert theirs == {(r.focus, iris(r.path), r.component) for r in ours}


def iris(path: str | None) -> tuple[str, ...]:
    """The predicates of a path, which the two write differently, and its inverse mark."""
    return tuple(re.findall(r"\^|https?://[^<>\s()|]+", path or ""))


def test_the_predicates_that_can_be_claimed_are_those_of_the_model() -> None:
    from communique.model.claims import Predicate

    subject = next(p for p in SHAPES["Claim"].properties if p.iri.endswith("#Claim-predicate"))
    allowed = next(c for c in subject.constraints if c.kind == "In")
    names = {t.value.rpartition("#")[2] for t in allowed.terms}
    written = {p.value for p in Predicate} - {"name", "kind"}
    assert names == written | {"type", "prefLabel", "altLabel", "hiddenLabel"}


def test_shapes_use_declared_terms_only() -> None:
    declared = {
        quad.subject.value
        for quad in ox.parse(
            resources.read("ontology", "dip.ttl").encode("utf-8"), format=ox.RdfFormat.TURTLE
        )
        if isinstance(quad.subject, ox.NamedNode)
    }
    used = {
        term.value
        for quad in ox.parse(shapes_text().encode("utf-8"), format=ox.RdfFormat.TURTLE)
        for term in (quad.object,)
        if isinstance(term, ox.NamedNode) and term.value.startswith("https://w3id.org/communique/ns#")
    }
    assert used <= declared
