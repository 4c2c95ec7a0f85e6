"""The query tier with its real processes: what ends a query, and what survives what."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.sparql.small_tier import (
    BOMB,
    COUNT,
    ENDLESS,
    LIMITS,
    STREAM,
    asked,
    count,
    snapshot_in,
    wait_for,
)

from communique.errors import (
    Cancelled,
    DeadlineExceeded,
    Forbidden,
    NotAcceptable,
    Overloaded,
    QueryError,
    QuerySyntaxError,
    StoreError,
    TooLarge,
)
from communique.sparql.evaluation import Document, Evaluation
from communique.sparql.workers.evaluate import NICENESS
from communique.sparql.workers.tier import QueryTier


@pytest.fixture(scope="module")
def tier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryTier]:
    tier = QueryTier(snapshot_in(tmp_path_factory.mktemp("tier")), limits=LIMITS, base="http://b/")
    tier.start()
    yield tier
    tier.close()


def test_an_answer_says_its_kind_its_commit_and_its_length(tier: QueryTier) -> None:
    answer = tier.query(Evaluation("ASK {}"))
    assert (answer.kind, answer.commit) == ("boolean", tier.commit)
    assert answer.length == len(b"".join(answer.frames))
    graph = tier.query(Evaluation("CONSTRUCT WHERE { ?s ?p ?o }", "nt"))
    assert graph.kind == "graph"
    graph.close()


def test_an_answer_above_the_spool_has_no_length_before_its_end(tier: QueryTier) -> None:
    answer = tier.query(Evaluation(STREAM, "csv", spool_bytes=10_000))
    assert answer.length is None
    answer.close()


def test_an_answer_above_the_spool_is_whole_all_the_same(tier: QueryTier) -> None:
    answer = tier.query(Evaluation("SELECT * { ?s ?p ?o }", "csv", spool_bytes=10_000))
    length = answer.length
    body = b"".join(answer.frames)
    assert length in {None, len(body)}
    assert body == asked(tier, "SELECT * { ?s ?p ?o }", spool_bytes=1 << 30)
    assert body.count(b"\r\n") == 1001


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELECT * {", QuerySyntaxError),
        ("SELECT * { SERVICE <http://127.0.0.1:7/> { ?s ?p ?o } }", Forbidden),
        ("SELECT * { ?s ?p ?o }" + " " * LIMITS.text_bytes, TooLarge),
        (BOMB, TooLarge),
        ("CONSTRUCT WHERE { ?s ?p ?o }", NotAcceptable),
    ],
)
def test_what_cannot_be_answered_raises_and_the_next_query_is_answered(
    tier: QueryTier, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        asked(tier, text)
    assert asked(tier, COUNT)


def test_a_syntax_error_knows_its_place(tier: QueryTier) -> None:
    with pytest.raises(QuerySyntaxError) as wrong:
        asked(tier, "SELECT *\n{ ?s ?p }")
    assert (wrong.value.line, wrong.value.column) == (2, 10)


def test_a_query_ends_at_its_deadline(tier: QueryTier) -> None:
    began = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"after 0\.4 s"):
        asked(tier, ENDLESS, deadline=0.4)
    assert 0.4 <= time.monotonic() - began < 2


def test_the_deepest_text_within_the_limit_is_answered_or_refused(tier: QueryTier) -> None:
    """32,000 nested groups end other engines' servers; here one process at most."""
    for text in ("SELECT * " + "{" * 32_000 + "}" * 32_000, "ASK { FILTER(" + "!" * 60_000 + "true) }"):
        try:
            assert asked(tier, text, format="json", deadline=5)
        except QueryError as refused:
            assert isinstance(refused, TooLarge | DeadlineExceeded)  # noqa: PT017  either is right
    assert asked(tier, COUNT)


def test_a_result_above_its_limit_is_refused(tier: QueryTier) -> None:
    with pytest.raises(TooLarge, match="larger than 5,000 bytes"):
        asked(tier, "SELECT * { ?s ?p ?o }", max_bytes=5000)
    answer = tier.query(Evaluation(STREAM, "csv", max_bytes=200_000, spool_bytes=1000))
    with pytest.raises(TooLarge):
        b"".join(answer.frames)


def test_the_first_rows_come_at_once_and_their_worker_goes_on(tier: QueryTier) -> None:
    """A product of a million rows of which ten are wanted: the engine stops, and no process is spent."""
    kills = tier.pool.kills
    for _ in range(3):
        answer = tier.query(Evaluation(STREAM, "csv", max_rows=10, cut_rows=True))
        assert (b"".join(answer.frames).count(b"\n"), answer.cut) == (11, True)
    assert tier.pool.kills == kills
    whole = tier.query(Evaluation(COUNT, "csv", max_rows=10, cut_rows=True))
    assert (b"".join(whole.frames), whole.cut) == (b"n\r\n1000\r\n", False)


def test_a_row_too_many_is_an_error_before_or_after_the_first_byte(tier: QueryTier) -> None:
    with pytest.raises(TooLarge, match="more than 10 rows"):
        tier.query(Evaluation(STREAM, "csv", max_rows=10))
    answer = tier.query(Evaluation(STREAM, "csv", max_rows=20_000, spool_bytes=1000))
    assert answer.length is None
    with pytest.raises(TooLarge, match="more than 20,000 rows"):
        list(answer.frames)


def test_a_stream_that_fails_raises_and_does_not_end(tier: QueryTier) -> None:
    answer = tier.query(Evaluation(STREAM, "csv", deadline=0.5, spool_bytes=1000))
    assert next(answer.frames)
    with pytest.raises(DeadlineExceeded):
        b"".join(answer.frames)


def test_a_client_that_leaves_stops_the_work_before_and_after_the_first_byte(tier: QueryTier) -> None:
    began = time.monotonic()
    with pytest.raises(Cancelled) as stopped:
        tier.query(Evaluation(ENDLESS), lambda: time.monotonic() - began > 0.1)
    assert stopped.value.by == "client"
    assert time.monotonic() - began < 1
    answer = tier.query(Evaluation(STREAM, "csv", spool_bytes=1000), lambda: time.monotonic() - began > 0.6)
    with pytest.raises(Cancelled):
        b"".join(answer.frames)
    wait_for(lambda: tier.slots.busy == 0, 1)


def test_closing_an_answer_frees_its_slot_at_once(tier: QueryTier) -> None:
    answer = tier.query(Evaluation(STREAM, "csv", spool_bytes=1000))
    next(answer.frames)
    answer.close()
    answer.close()
    wait_for(lambda: tier.slots.busy == 0, 1)
    assert answer.id not in [query.id for query in tier.running.list()]


def test_a_running_query_is_listed_and_can_be_stopped(tier: QueryTier) -> None:
    failures: list[Exception] = []

    def ask() -> None:
        try:
            asked(tier, ENDLESS, client="somebody")
        except Cancelled as stopped:
            failures.append(stopped)

    thread = threading.Thread(target=ask)
    thread.start()
    wait_for(lambda: any(query.state == "running" for query in tier.running.list()))
    [query] = tier.running.list()
    assert (query.text, query.client) == (ENDLESS, "somebody")
    assert tier.stop(query.id)
    thread.join(timeout=2)
    assert [stopped.by for stopped in failures if isinstance(stopped, Cancelled)] == ["administrator"]
    assert not tier.stop(query.id)


def test_new_queries_are_answered_while_long_ones_fill_every_other_slot(tier: QueryTier) -> None:
    ends: list[type[Exception]] = []

    def endless() -> None:
        try:
            asked(tier, ENDLESS, deadline=1.5)
        except (DeadlineExceeded, Overloaded) as ended:
            ends.append(type(ended))

    threads = [threading.Thread(target=endless) for _ in range(LIMITS.workers + 2)]
    for thread in threads:
        thread.start()
    wait_for(lambda: sum(query.seconds > 0.5 for query in tier.running.list()) == len(threads))
    began = time.monotonic()
    assert [asked(tier, COUNT) for _ in range(5)]
    assert time.monotonic() - began < 0.9
    for thread in threads:
        thread.join()
    assert ends == [DeadlineExceeded] * len(threads)


def test_a_document_becomes_sorted_quads_and_reaches_nothing(tier: QueryTier) -> None:
    turtle = b"@prefix e: <http://e/> . e:s e:p [ e:q 01.50 ], e:o ."
    lines = b"".join(tier.parse(Document(turtle, "ttl")).frames).splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 3
    assert any(b'"1.5"^^' in line for line in lines)
    with pytest.raises(Forbidden, match="document type"):
        tier.parse(Document(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><r/>', "rdfxml"))
    with pytest.raises(QueryError):
        tier.parse(Document(b'{"@context": "http://127.0.0.1:7/c", "@id": "urn:a"}', "jsonld"))
    with pytest.raises(QuerySyntaxError):
        tier.parse(Document(b"this is no turtle", "ttl"))


def test_a_dump_has_the_quads_as_the_store_has_them(tier: QueryTier) -> None:
    body = b"".join(tier.query(Evaluation("", "nq", operation="dump")).frames)
    assert body.count(b"\n") == 1000
    one = b"".join(tier.query(Evaluation("", "nq", named_graphs=("http://b/1",), operation="dump")).frames)
    assert {line.split()[3] for line in one.splitlines()} == {b"<http://b/1>"}


def test_every_slot_has_a_worker_though_few_are_kept_ready(tier: QueryTier) -> None:
    taken = [tier.pool.take() for _ in range(LIMITS.slots)]
    assert len({worker.pid for worker in taken}) == LIMITS.slots
    assert not any(worker.ended for worker in taken)
    for worker in taken:
        tier.pool.give(worker, reusable=True)
    assert len(tier.pool.processes()) <= LIMITS.slots
    assert count(tier) == 1000


def test_a_commit_moves_every_later_query_and_none_that_runs(tmp_path: Path) -> None:
    with_tier = QueryTier(snapshot_in(tmp_path), limits=LIMITS, base="http://b/")
    with_tier.start()
    try:
        before = with_tier.query(Evaluation("SELECT * { ?s ?p ?o }", "csv", spool_bytes=1000))
        with_tier.advance(b"", b"<urn:new> <urn:p> <urn:o> <http://b/1> .\n", "1")
        assert b"urn:new" not in b"".join(before.frames)
        assert before.commit == "0"
        after = with_tier.query(Evaluation("ASK { <urn:new> ?p ?o }"))
        assert (b"".join(after.frames), after.commit) == (b'{"head":{},"boolean":true}', "1")
        with pytest.raises(StoreError, match="no N-Quads"):
            with_tier.advance(b"", b"nonsense\n", "2")
        assert with_tier.commit == "1"
        assert count(with_tier) == 1001
    finally:
        with_tier.close()


def test_time_that_passed_before_a_query_came_to_be_evaluated_counts(tier: QueryTier) -> None:
    assert asked(tier, COUNT, deadline=30, begun=time.monotonic() - 20)
    with pytest.raises(DeadlineExceeded, match="after 30 s"):
        asked(tier, COUNT, deadline=30, begun=time.monotonic() - 31)


def test_evaluation_stands_back_behind_what_answers_everybody(tier: QueryTier) -> None:
    asked(tier, COUNT)
    assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in tier.pool.processes()} == {
        min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
    }


def test_a_snapshot_that_cannot_be_read_is_said_at_the_start(tmp_path: Path) -> None:
    bad = tmp_path / "bad.nq"
    bad.write_text("this is no quad\n", encoding="utf-8")
    tier = QueryTier(bad, limits=LIMITS)
    with pytest.raises(StoreError, match=r"bad\.nq cannot be loaded"):
        tier.start()
    tier.close()
