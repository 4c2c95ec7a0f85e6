"""Alignments add the words of other vocabularies, and repeat no triple."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

ONTOLOGY = Path(__file__).parents[2] / "ontology"
FILES = sorted((ONTOLOGY / "alignments").glob("*.ttl"))
QUERY = (ONTOLOGY / "alignments" / "materialise.rq").read_text(encoding="utf-8")
DIP = "https://w3id.org/communique/ns#"


def quads(file: Path) -> list[ox.Quad]:
    return list(ox.parse(path=str(file)))


def declared() -> set[str]:
    return {q.subject.value for q in quads(ONTOLOGY / "dip.ttl") if isinstance(q.subject, ox.NamedNode)}


def aligned(*files: Path) -> tuple[set[ox.Triple], set[ox.Triple]]:
    """What the worked examples say, and what the alignments add to it."""
    given = {q.triple for f in (ONTOLOGY / "examples").glob("*.trig") for q in quads(f)}
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in given)
    for file in (ONTOLOGY / "dip.ttl", *files):
        store.extend(quads(file))
    found = store.query(QUERY)
    assert isinstance(found, ox.QueryTriples)
    return given, set(found)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_an_alignment_speaks_of_declared_terms_and_of_foreign_ones(file: Path) -> None:
    ours = declared()
    axioms = [
        q for q in quads(file) if q.predicate.value.rpartition("#")[2] in {"subClassOf", "subPropertyOf"}
    ]
    assert axioms
    for quad in axioms:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode)
        assert quad.subject.value in ours
        assert not quad.object.value.startswith(DIP)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_an_alignment_adds_triples_of_its_vocabulary_and_repeats_none(file: Path) -> None:
    given, found = aligned(file)
    assert found
    assert found & given == set()
    foreign = {t.object.value if t.predicate.value.endswith("#type") else t.predicate.value for t in found}  # type: ignore[union-attr]  # a class is an IRI
    assert not {iri for iri in foreign if iri.startswith(DIP)}


def test_materialising_twice_adds_nothing_more() -> None:
    given, found = aligned(*FILES)
    store = ox.Store()
    for file in (ONTOLOGY / "dip.ttl", *FILES):
        store.extend(quads(file))
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in given | found)
    again = store.query(QUERY)
    assert isinstance(again, ox.QueryTriples)
    assert list(again) == []


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_readme_says_of_each_alignment_what_is_lost(file: Path) -> None:
    readme = (ONTOLOGY / "alignments" / "README.md").read_text(encoding="utf-8")
    lost = next(q.object.value for q in quads(file) if q.predicate.value.endswith("#comment"))  # type: ignore[union-attr]  # a comment is a literal
    assert f"[`{file.name}`]({file.name})" in readme
    assert lost in readme
