"""A migration turns old data into new; exports carry RDF 1.2 reifiers and the words of other vocabularies."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from communique.alignment import aligned, alignments
from communique.cli import communique
from communique.errors import UsageError
from communique.exchange import exported
from communique.reification import reified

ONTOLOGY = Path(__file__).parents[2] / "ontology"
CHANGES = sorted(ONTOLOGY.glob("migration/*/*-detect.rq"))
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
REIFIES = ox.NamedNode(f"{RDF}reifies")
BASE = "http://127.0.0.1:8000/"


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


def parsed(lines: list[str]) -> set[ox.Quad]:
    return set(ox.parse("\n".join(lines).encode("utf-8"), format=ox.RdfFormat.N_QUADS))


def taken_apart(quad: ox.Quad) -> set[ox.Quad]:
    """The three triples that a reifier stands for, or the quad itself."""
    if quad.predicate != REIFIES or not isinstance(quad.object, ox.Triple):
        return {quad}
    said = {"subject": quad.object.subject, "predicate": quad.object.predicate, "object": quad.object.object}
    return {
        ox.Quad(quad.subject, ox.NamedNode(RDF + name), term, quad.graph_name) for name, term in said.items()
    }


def test_an_rdf_1_2_export_is_the_same_graph_with_reifiers_for_statements(demo: list[str]) -> None:
    """Taken apart again it is what it was, each statement in its own graph."""
    written = parsed(reified(demo))
    assert len([q for q in written if q.predicate == REIFIES]) > 400
    assert set().union(*(taken_apart(quad) for quad in written)) == parsed(demo)


@pytest.mark.parametrize("suffix", ["nq", "trig", "ttl", "nt", "rdf"])
def test_the_export_of_reifiers_is_read_again_in_every_format_that_carries_them(
    suffix: str, demo_store: Path, demo: list[str]
) -> None:
    written = CliRunner().invoke(
        communique, ["export", "--rdf12", "--format", suffix, "--store", str(demo_store)]
    )
    assert written.exit_code == 0, written.output
    form = ox.RdfFormat.from_extension(suffix)
    assert form is not None
    read = {q.triple for q in ox.parse(written.stdout_bytes, format=form)}
    assert read == {q.triple for q in parsed(reified(demo))}


def test_a_format_that_cannot_carry_reifiers_is_refused_and_others_are_named(demo_store: Path) -> None:
    with pytest.raises(UsageError, match=r"JSON-LD cannot carry .* use --format nq, trig"):
        exported(demo_store, "jsonld", rdf12=True)


def test_no_export_has_words_of_other_vocabularies_unless_it_is_asked_for_them(
    demo_store: Path, demo: list[str]
) -> None:
    foreign = "https://schema.org/attendee"
    graph = f"<{BASE}graph/aligned> ."
    assert not [line for line in demo if foreign in line.split(" ")[1] or line.endswith(graph)]
    lines = exported(demo_store, "nq", align=["schema"]).decode("utf-8").splitlines()
    added = sorted(set(lines) - set(demo))
    assert [line for line in added if f"<{foreign}>" in line]
    assert all(line.endswith(graph) for line in added)
    assert len(lines) == len(demo) + len(added)


def test_all_alignments_together_repeat_no_triple_of_any_graph(demo: list[str]) -> None:
    """Not even one that the graph says in those words already."""
    said = [line.replace("graph/aligned", "graph/derived") for line in aligned(demo, BASE, alignments())[::7]]
    added = aligned([*demo, *said], BASE, alignments())
    counts = Counter(q.triple for q in [*parsed(demo), *parsed(said), *parsed(added)])
    assert len(added) > 1000
    assert [triple for triple, count in counts.items() if count > 1] == []


def test_what_users_wrote_is_not_aligned() -> None:
    person = f"<{BASE}person/x> <{RDF}type> <https://w3id.org/communique/ns#Person>"
    assert aligned([f"{person} <{BASE}graph/user/notes> ."], BASE, ["foaf"]) == []
    assert aligned([f"{person} ."], BASE, ["foaf"]) != []


def test_an_alignment_that_is_none_is_refused_and_those_there_are_named() -> None:
    with pytest.raises(UsageError, match=r"no alignment to colour; there are dcmi, foaf"):
        aligned([], BASE, ["colour"])
