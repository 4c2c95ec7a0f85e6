"""Workers on checkpoints of data on disk do what forked ones do."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from communique.errors import DeadlineExceeded, Forbidden, StoreError, UsageError
from communique.sparql.evaluation import Evaluation
from communique.sparql.limits import Limits
from communique.sparql.updates import GraphWrite, Update
from communique.sparql.workers import seccomp, spawned
from communique.sparql.workers.spawned import SpawnedWorkers
from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import TierOnly, Writer

LIMITS = Limits(workers=1, new_slots=1, memory_bytes=256 << 20)
USERS = "http://b/graph/user/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

pytestmark = pytest.mark.skipif(not seccomp.available(), reason="no seccomp: these workers would not start")


def source_in(folder: Path, commit: str = "0", triples: int = 300) -> SpawnedWorkers:
    snapshot = folder / "data.nq"
    lines = [f"<urn:s{n}> <urn:p> <urn:o> <http://b/{n % 3}> .\n" * 2 for n in range(triples)]
    lines.append("<urn:s1> <urn:p> <urn:o> .\n_:x <urn:q> _:y .\n")
    snapshot.write_text("".join(lines), encoding="utf-8")
    return SpawnedWorkers(
        snapshot,
        commit,
        folder / "served",
        memory=LIMITS.memory_bytes,
        default_graph="merged",
        user_graphs=USERS,
        empty_graphs=["http://b/empty"],
    )


@pytest.fixture(scope="module")
def tier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryTier]:
    folder = tmp_path_factory.mktemp("spawned")
    tier = QueryTier(folder, limits=LIMITS, base="http://b/", source=source_in(folder))
    tier.start()
    yield tier
    tier.close()


def count(tier: QueryTier) -> int:
    return int(b"".join(tier.query(Evaluation(COUNT, "csv")).frames).split()[1])


def ask(tier: QueryTier, pattern: str) -> bool:
    return b"true" in b"".join(tier.query(Evaluation(f"ASK {{ {pattern} }}")).frames)


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_query_sees_the_merged_default_graph_and_graphs_that_hold_nothing(tier: QueryTier) -> None:
    assert count(tier) == 301
    assert ask(tier, "GRAPH <http://b/empty> {}")


def test_a_query_ends_at_its_deadline_and_its_process_is_replaced(tier: QueryTier) -> None:
    with pytest.raises(DeadlineExceeded):
        tier.query(Evaluation(ENDLESS, deadline=0.5))
    assert count(tier) == 301


def test_a_worker_that_opens_files_reaches_no_network(tier: QueryTier) -> None:
    with pytest.raises(Forbidden):
        tier.query(Evaluation("ASK { SERVICE <http://127.0.0.1:9000/> { ?s ?p ?o } }"))


def test_a_commit_is_seen_by_the_next_query(tier: QueryTier) -> None:
    line = b"<urn:new> <urn:p> <urn:o> <http://b/1> .\n"
    tier.advance(b"", line, "1")
    assert ask(tier, "<urn:new> ?p ?o")
    tier.advance(line, b"", "2")
    assert not ask(tier, "<urn:new> ?p ?o")
    with pytest.raises(StoreError):
        tier.advance(b"", b"nonsense\n", "3")
    assert tier.commit == "2"


def test_a_write_is_worked_out_on_a_copy_and_committed(tier: QueryTier) -> None:
    writer = Writer(tier, TierOnly(tier), "http://b/", writable=True)
    writer.update(Update("DELETE WHERE { ?s <urn:q> ?o } ; INSERT DATA { <urn:w> <urn:p> 1 }"))
    assert ask(tier, "<urn:w> <urn:p> 1")
    assert not ask(tier, "?s <urn:q> ?o")
    assert writer.write(GraphWrite("put", f"{USERS}g", b"<urn:a> <urn:b> <urn:c> .\n")).created
    assert ask(tier, f"GRAPH <{USERS}g> {{ <urn:a> <urn:b> <urn:c> }}")


def test_data_that_stand_at_the_commit_are_not_loaded_again(tmp_path: Path) -> None:
    for snapshot_matters in (True, False):
        source = source_in(tmp_path)
        if not snapshot_matters:
            (tmp_path / "data.nq").write_text("this would not load\n", encoding="utf-8")
        tier = QueryTier(tmp_path, limits=LIMITS, base="http://b/", source=source)
        tier.start()
        assert count(tier) == 301
        tier.close()
    other = QueryTier(tmp_path, limits=LIMITS, source=source_in(tmp_path, "later", 30))
    other.start()
    assert count(other) == 31
    other.close()


def test_an_owner_that_dies_comes_back_with_every_commit(tmp_path: Path) -> None:
    source = source_in(tmp_path)
    tier = QueryTier(tmp_path, limits=LIMITS, base="http://b/", source=source)
    tier.start()
    try:
        tier.advance(b"", b"<urn:new> <urn:p> <urn:o> <http://b/1> .\n", "1")
        owner = source.owner
        assert owner is not None
        os.kill(owner, signal.SIGKILL)
        wait_for(lambda: tier.ready and tier.state()["restarts"] == 1)
        assert ask(tier, "<urn:new> ?p ?o")
        tier.advance(b"", b"<urn:newer> <urn:p> <urn:o> <http://b/1> .\n", "2")
        assert count(tier) == 303
        workers = tier.pool.processes()
    finally:
        tier.close()
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in [owner, *workers]))
    assert not (tmp_path / "served" / "checkpoints").exists()


def test_without_seccomp_it_does_not_start_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spawned, "can_forbid_network", lambda: False)
    tier = QueryTier(tmp_path, limits=LIMITS, source=source_in(tmp_path))
    with pytest.raises(UsageError, match="--weak-sandbox"):
        tier.start()
    tier.close()
