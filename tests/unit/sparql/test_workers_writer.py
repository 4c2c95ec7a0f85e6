"""A write is evaluated once, in a process of its own, and becomes one commit or none."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from communique.errors import (
    DeadlineExceeded,
    Forbidden,
    GraphMissing,
    InvalidGraph,
    QueryError,
    QuerySyntaxError,
    StaleGraph,
    TooLarge,
)
from communique.sparql.etag import graph_tag
from communique.sparql.evaluation import UNNAMED_GRAPH, Evaluation
from communique.sparql.limits import Limits
from communique.sparql.updates import EVERY_GRAPH, GraphWrite, Update
from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import BaseMoved, Effect, TierOnly, Writer

BASE = "http://b/"
MINE = f"{BASE}graph/user/mine"
LIMITS = Limits(workers=2)


@pytest.fixture(scope="module")
def tier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryTier]:
    path = tmp_path_factory.mktemp("writer") / "data.nq"
    path.write_text(
        f"<urn:a> <urn:p> <urn:o> <{BASE}1> .\n<urn:a> <urn:p> <urn:o> .\n_:x <urn:q> 1 .\n".replace(
            " 1 ", ' "1"^^<http://www.w3.org/2001/XMLSchema#integer> '
        ),
        encoding="utf-8",
    )
    tier = QueryTier(path, limits=LIMITS, base=BASE)
    tier.start()
    yield tier
    tier.close()


@pytest.fixture
def writer(tier: QueryTier) -> Iterator[Writer]:
    """A writer for everything; what it does is undone after the test."""
    writer = Writer(tier, TierOnly(tier), BASE, writable=True)
    before = dump(tier)
    yield writer
    writer.write(GraphWrite("put", EVERY_GRAPH, before))


def dump(tier: QueryTier) -> bytes:
    lines = b"".join(tier.query(Evaluation("", "nq", operation="dump")).frames).splitlines(keepends=True)
    return b"".join(sorted(lines))


def ask(tier: QueryTier, pattern: str) -> bool:
    return b"true" in b"".join(tier.query(Evaluation(f"ASK {{ {pattern} }}")).frames)


def test_an_update_is_seen_by_the_next_query_and_has_a_new_commit(tier: QueryTier, writer: Writer) -> None:
    before = tier.commit
    commit = writer.update(Update(f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:n> <urn:p> 1.50 }} }}"))
    assert commit.id == tier.commit != before
    assert ask(tier, f"GRAPH <{MINE}> {{ <urn:n> <urn:p> 1.5 }}")


def test_an_update_that_changes_nothing_is_no_commit(tier: QueryTier, writer: Writer) -> None:
    before = tier.commit
    assert writer.update(Update("DELETE DATA { <urn:not> <urn:there> 1 }")).id == before == tier.commit


def test_what_differs_each_time_is_evaluated_once(tier: QueryTier) -> None:
    """The quads that are committed are those of the one evaluation: nothing is computed anew."""
    effects: list[Effect] = []

    def commit(effect: Effect) -> str:
        effects.append(effect)
        return TierOnly(tier)(effect)

    writer = Writer(tier, commit, BASE, writable=True)
    writer.update(
        Update(
            f"INSERT {{ GRAPH <{MINE}> {{ [] <urn:at> ?u, ?r }} }} WHERE {{ BIND(UUID() AS ?u) BIND(RAND() AS ?r) }}"
        )
    )
    [effect] = effects
    served = b"".join(tier.query(Evaluation("", "nq", named_graphs=(MINE,), operation="dump")).frames)
    assert sorted(served.splitlines()) == sorted(effect.added.splitlines())
    assert len(effect.added.splitlines()) == 2
    writer.write(GraphWrite("delete", MINE))


def test_blank_nodes_that_are_there_can_be_removed(tier: QueryTier, writer: Writer) -> None:
    writer.update(Update("DELETE WHERE { ?s <urn:q> ?o }"))
    assert not ask(tier, "?s <urn:q> ?o")


def test_the_default_graph_of_an_update_is_the_unnamed_one(tier: QueryTier, writer: Writer) -> None:
    """Although a query sees all graphs merged: what is deleted without GRAPH goes from there alone."""
    writer.update(Update("DELETE WHERE { <urn:a> ?p ?o }"))
    assert ask(tier, f"GRAPH <{BASE}1> {{ <urn:a> ?p ?o }}")
    assert ask(tier, "<urn:a> ?p ?o")
    writer.update(Update(f"DROP GRAPH <{BASE}1>"))
    assert not ask(tier, "<urn:a> ?p ?o")


def test_graphs_that_hold_nothing_are_kept_and_dropped(tier: QueryTier, writer: Writer) -> None:
    writer.update(Update(f"CREATE GRAPH <{MINE}>"))
    assert ask(tier, f"GRAPH <{MINE}> {{}}")
    writer.update(Update(f"DROP GRAPH <{MINE}>"))
    assert not ask(tier, f"GRAPH <{MINE}> {{}}")


def test_a_failing_operation_undoes_the_ones_before(tier: QueryTier, writer: Writer) -> None:
    before = dump(tier)
    with pytest.raises(QueryError):
        writer.update(Update(f"INSERT DATA {{ <urn:x> <urn:y> 1 }} ; CREATE GRAPH <{BASE}1>"))
    assert dump(tier) == before


def test_an_update_within_named_targets_compares_these_alone(tier: QueryTier, writer: Writer) -> None:
    text = f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:t> <urn:p> 1 }} }}"
    writer.update(Update(text, targets=(MINE,)))
    assert ask(tier, f"GRAPH <{MINE}> {{ <urn:t> <urn:p> 1 }}")
    writer.update(Update("DELETE WHERE { ?s <urn:q> ?o }", targets=(UNNAMED_GRAPH,)))
    assert not ask(tier, "?s <urn:q> ?o")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("INSERT DATA {", QuerySyntaxError),
        ("LOAD <http://127.0.0.1:7/x>", Forbidden),
        (
            "INSERT { ?a <urn:x> ?f } WHERE { "
            "?a ?b ?c . ?d ?e ?f . "
            "{ SELECT * { VALUES ?v { "
            + "1 " * 900
            + "} VALUES ?w { "
            + "1 " * 900
            + " } VALUES ?z { "
            + "1 " * 900
            + "} } } }",
            DeadlineExceeded,
        ),
        ("INSERT DATA { <urn:a> <urn:b> '" + "x" * LIMITS.update_bytes + "' }", TooLarge),
    ],
)
def test_an_update_that_cannot_be_done_leaves_everything_as_it_was(
    tier: QueryTier, text: str, error: type[Exception]
) -> None:
    before = dump(tier)
    writer = Writer(tier, TierOnly(tier), BASE, writable=True)
    with pytest.raises(error):
        writer.update(Update(text, deadline=1.0))
    assert dump(tier) == before


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH <{BASE}1> {{ <urn:a> <urn:b> 1 }} }}",
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "CLEAR ALL",
        f"CREATE GRAPH <{BASE}new>",
        f"INSERT {{ GRAPH ?g {{ <urn:a> <urn:b> 1 }} }} WHERE {{ VALUES ?g {{ <{MINE}> <{BASE}1> }} }}",
    ],
)
def test_what_belongs_to_the_build_is_read_only_whatever_the_text_looks_like(
    tier: QueryTier, text: str
) -> None:
    before, writer = dump(tier), Writer(tier, TierOnly(tier), BASE)
    with pytest.raises(Forbidden, match="belongs to the build"):
        writer.update(Update(text))
    assert dump(tier) == before


def test_a_guard_may_refuse_and_then_nothing_changes(tier: QueryTier) -> None:
    def refuse(effect: Effect) -> None:
        raise InvalidGraph(f"{len(effect.added.splitlines())} too many")

    before, writer = dump(tier), Writer(tier, TierOnly(tier), BASE, guard=refuse)
    with pytest.raises(InvalidGraph, match="1 too many"):
        writer.write(GraphWrite("post", MINE, b"<urn:a> <urn:b> <urn:c> .\n"))
    assert dump(tier) == before


def test_a_graph_is_put_posted_and_deleted(tier: QueryTier, writer: Writer) -> None:
    one, two = b"<urn:a> <urn:b> <urn:1> .\n", b"<urn:a> <urn:b> <urn:2> .\n"
    assert writer.write(GraphWrite("put", MINE, one)).created
    assert not writer.write(GraphWrite("post", MINE, two)).created
    assert ask(tier, f"GRAPH <{MINE}> {{ <urn:a> <urn:b> <urn:1>, <urn:2> }}")
    writer.write(GraphWrite("put", MINE, two))
    assert not ask(tier, f"GRAPH <{MINE}> {{ ?s ?p <urn:1> }}")
    writer.write(GraphWrite("delete", MINE))
    assert not ask(tier, f"GRAPH <{MINE}> {{}}")
    with pytest.raises(GraphMissing):
        writer.write(GraphWrite("delete", MINE))
    assert writer.write(GraphWrite("put", MINE, b"")).created
    assert ask(tier, f"GRAPH <{MINE}> {{}}")


def test_conditions_are_kept(tier: QueryTier, writer: Writer) -> None:
    one, two = b"<urn:a> <urn:b> <urn:1> .\n", b"<urn:a> <urn:b> <urn:2> .\n"
    with pytest.raises(StaleGraph):
        writer.write(GraphWrite("put", MINE, one, if_match=()))
    writer.write(GraphWrite("put", MINE, one, if_none_match=()))
    with pytest.raises(StaleGraph):
        writer.write(GraphWrite("put", MINE, two, if_none_match=()))
    with pytest.raises(StaleGraph):
        writer.write(GraphWrite("put", MINE, two, if_match=(graph_tag([two]),)))
    with pytest.raises(StaleGraph):
        writer.write(GraphWrite("delete", MINE, if_none_match=("other", graph_tag([one]))))
    writer.write(GraphWrite("put", MINE, one, if_none_match=(graph_tag([two]),)))
    writer.write(GraphWrite("put", MINE, two, if_match=("other", graph_tag([one]))))
    assert ask(tier, f"GRAPH <{MINE}> {{ ?s ?p <urn:2> }}")


def test_the_dataset_is_replaced_as_one(tier: QueryTier, writer: Writer) -> None:
    writer.write(GraphWrite("put", EVERY_GRAPH, f"<urn:a> <urn:b> <urn:c> <{MINE}> .\n".encode()))
    assert dump(tier) == f"<urn:a> <urn:b> <urn:c> <{MINE}> .\n".encode()
    assert not ask(tier, f"GRAPH <{BASE}1> {{}}")
    writer.write(GraphWrite("delete", EVERY_GRAPH))
    assert dump(tier) == b""


def test_an_effect_on_a_base_that_has_moved_is_worked_out_again(tier: QueryTier) -> None:
    tries: list[str] = []

    def commit(effect: Effect) -> str:
        tries.append(effect.commit)
        if len(tries) == 1:
            tier.advance(b"", b"<urn:other> <urn:p> <urn:o> .\n", "moved")
            raise BaseMoved
        return TierOnly(tier)(effect)

    tier.advance(b"", b"<urn:s> <urn:passing> <urn:o> .\n", "before")
    writer = Writer(tier, commit, BASE, writable=True)
    writer.update(Update("DELETE WHERE { ?s <urn:passing> ?o } ; DELETE WHERE { <urn:other> ?p ?o }"))
    assert tries[1:] == ["moved"]
    assert not ask(tier, "<urn:other> ?p ?o")


def test_writes_at_the_same_time_lose_nothing(tier: QueryTier, writer: Writer) -> None:
    text = f"DELETE {{ GRAPH <{MINE}> {{ <urn:n> <urn:is> ?n }} }} INSERT {{ GRAPH <{MINE}> {{ <urn:n> <urn:is> ?m }} }} WHERE {{ GRAPH <{MINE}> {{ <urn:n> <urn:is> ?n }} BIND(?n + 1 AS ?m) }}"
    writer.update(Update(f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:n> <urn:is> 0 }} }}"))
    threads = [threading.Thread(target=writer.update, args=(Update(text),)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ask(tier, f"GRAPH <{MINE}> {{ <urn:n> <urn:is> 12 }}")
