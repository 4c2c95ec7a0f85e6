"""A migration turns old data into new; claims can be exported as RDF 1.2 reifiers."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

ONTOLOGY = Path(__file__).parents[2] / "ontology"
CHANGES = sorted(ONTOLOGY.glob("migration/*/*-detect.rq"))
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@pytest.mark.parametrize("detect", CHANGES, ids=lambda f: f"{f.parent.name}-{f.name[:2]}")
def test_after_a_migration_the_old_case_is_the_new_one_and_nothing_old_is_left(detect: Path) -> None:
    number = detect.name.removesuffix("-detect.rq")
    store = ox.Store()
    store.extend(ox.parse(path=str(detect.parent / f"{number}.in.trig")))
    assert list_of(store, detect)
    for variant in ("default", "named"):
        store.update((detect.parent / f"{number}-{variant}.ru").read_text(encoding="utf-8"))
    assert set(store) == set(ox.parse(path=str(detect.parent / f"{number}.out.trig")))
    assert list_of(store, detect) == []


def list_of(store: ox.Store, query: Path) -> list[ox.QuerySolution]:
    found = store.query(query.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


@pytest.mark.parametrize("file", sorted((ONTOLOGY / "examples").glob("*.trig")), ids=lambda f: f.stem)
def test_every_claim_and_derivation_becomes_a_reifier_that_turtle_1_2_carries(file: Path) -> None:
    store = ox.Store()
    store.extend(ox.parse(path=str(file)))
    query = (ONTOLOGY / "exports" / "rdf12.rq").read_text(encoding="utf-8")
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QueryTriples)
    triples = set(found)
    text = ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b""
    assert {q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)} == triples
    reified = {t.subject: t.object for t in triples if t.predicate.value == f"{RDF}reifies"}
    stated = {
        q.subject: q.object for q in store.quads_for_pattern(None, ox.NamedNode(f"{RDF}object"), None, None)
    }
    assert reified.keys() == stated.keys()
    for node, triple in reified.items():
        assert isinstance(triple, ox.Triple)
        assert triple.object == stated[node]
    assert not [t for t in triples if t.predicate.value in {f"{RDF}subject", f"{RDF}object"}]
