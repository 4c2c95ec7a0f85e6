"""The default graph is a set of triples, however many graphs they stand in."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import QueryError
from communique.sparql.evaluation import UNNAMED_GRAPH
from communique.sparql.workers.dataset import Dataset, DefaultGraph

USERS = "http://b/graph/user/"
ONE, TWO, USER = "<http://b/1>", "<http://b/2>", f"<{USERS}x>"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def loaded(nquads: str, default_graph: DefaultGraph = "merged") -> Dataset:
    dataset = Dataset(default_graph, USERS)
    dataset.advance(b"", nquads.encode())
    return dataset


def count(dataset: Dataset, default: tuple[str, ...] | None, named: tuple[str, ...] | None = None) -> int:
    view = dataset.view(default, named)
    result = view.store.query(COUNT, **view.arguments)
    assert isinstance(result, ox.QuerySolutions)
    number = next(result)["n"]
    assert isinstance(number, ox.Literal)
    return int(number.value)


TRIPLE = "<urn:s> <urn:p> <urn:o>"


def test_a_triple_in_several_graphs_counts_once_in_the_merged_default_graph() -> None:
    dataset = loaded(f"{TRIPLE} {ONE} .\n{TRIPLE} {TWO} .\n{TRIPLE} .\n")
    assert count(dataset, None) == 1


def test_users_graphs_are_no_part_of_the_default_graph() -> None:
    dataset = loaded(f"{TRIPLE} {USER} .\n")
    assert count(dataset, None) == 0
    assert count(dataset, (f"{USERS}x",)) == 1


def test_the_unnamed_default_graph_is_what_the_store_has() -> None:
    dataset = loaded(f"{TRIPLE} {ONE} .\n<urn:a> <urn:b> <urn:c> .\n", "unnamed")
    assert count(dataset, None) == 1


@pytest.mark.parametrize("default_graph", ["merged", "unnamed"])
def test_several_default_graphs_are_merged_without_counting_twice(default_graph: DefaultGraph) -> None:
    dataset = loaded(f"{TRIPLE} {ONE} .\n{TRIPLE} {TWO} .\n<urn:a> <urn:b> <urn:c> {TWO} .\n", default_graph)
    assert count(dataset, ("http://b/1", "http://b/2")) == 2
    assert count(dataset, ("http://b/1", "http://b/1")) == 1
    assert count(dataset, ("http://b/1", "http://b/2"), ("http://b/1",)) == 2
    assert count(dataset, (UNNAMED_GRAPH, "http://b/1")) == 1


@pytest.mark.parametrize("default_graph", ["merged", "unnamed"])
def test_the_unnamed_graph_can_be_read_alone(default_graph: DefaultGraph) -> None:
    dataset = loaded(f"{TRIPLE} {ONE} .\n<urn:a> <urn:b> <urn:c> .\n", default_graph)
    assert count(dataset, (UNNAMED_GRAPH,)) == 1
    assert count(dataset, (UNNAMED_GRAPH,), ("http://b/1",)) == 1


def test_a_dataset_with_named_graphs_only_has_an_empty_default_graph() -> None:
    dataset = loaded(f"{TRIPLE} {ONE} .\n{TRIPLE} .\n")
    assert count(dataset, None, ("http://b/1",)) == 0
    view = dataset.view(None, ("http://b/1",))
    graphs = view.store.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } }", **view.arguments)
    assert isinstance(graphs, ox.QuerySolutions)
    assert [str(row["g"]) for row in graphs] == [ONE]


def test_a_name_that_is_no_iri_is_refused() -> None:
    with pytest.raises(QueryError, match="no absolute IRI"):
        loaded("").view(("not an iri",), None)


def test_labels_of_blank_nodes_survive_loading_so_that_deltas_find_them(tmp_path: Path) -> None:
    snapshot = tmp_path / "s.nq"
    snapshot.write_text(f"_:left <urn:p> _:right {ONE} .\n", encoding="utf-8")
    dataset = Dataset("merged", USERS)
    assert dataset.load(snapshot) == 1
    dataset.advance(f"_:left <urn:p> _:right {ONE} .\n".encode(), b"")
    assert list(dataset.quads()) == []
    assert count(dataset, None) == 0


def test_a_delta_that_cannot_be_parsed_changes_nothing() -> None:
    dataset = loaded(f"{TRIPLE} {ONE} .\n")
    with pytest.raises(SyntaxError):
        dataset.advance(f"{TRIPLE} {ONE} .\n".encode(), b"this is no quad\n")
    assert count(dataset, None) == 1


def test_a_dropped_graph_takes_its_triples_out_of_the_default_graph() -> None:
    dataset = loaded(f"{TRIPLE} {ONE} .\n<urn:a> <urn:b> <urn:c> {TWO} .\n")
    dataset.advance(b"", b"", created=["http://b/3"], dropped=["http://b/1"])
    assert count(dataset, None) == 1
    assert {str(name) for name in dataset.served.named_graphs()} == {TWO, "<http://b/3>"}
    assert dataset.empty_graphs() == ["http://b/3"]


TERMS = st.sampled_from(["<urn:1>", "<urn:2>", "<urn:3>"])
QUADS = st.tuples(TERMS, TERMS, TERMS, st.sampled_from(["", ONE, TWO, USER])).map(
    lambda parts: " ".join(filter(None, parts)) + " .\n"
)
COMMITS = st.lists(st.tuples(st.frozensets(QUADS), st.frozensets(QUADS)), max_size=6)


@settings(max_examples=150, deadline=None)
@given(commits=COMMITS, default_graph=st.sampled_from(["merged", "unnamed"]))
def test_moving_by_commits_ends_where_loading_the_result_ends(
    commits: list[tuple[frozenset[str], frozenset[str]]], default_graph: DefaultGraph
) -> None:
    """Whatever is removed and added, in whatever graphs: the same quads and the same default graph."""
    moved = Dataset(default_graph, USERS)
    quads: frozenset[str] = frozenset()
    for removed, added in commits:
        moved.advance("".join(removed).encode(), "".join(added).encode())
        quads = quads - removed | added
    fresh = loaded("".join(quads), default_graph)
    assert set(moved.served) == set(fresh.served)
    assert set(moved.quads()) == set(fresh.quads())
    assert set(moved.unmerge()) == set(fresh.unmerge()) == set(fresh.quads())
