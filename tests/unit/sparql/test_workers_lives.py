"""The processes of the query tier: which ends, which comes back, and that none is left."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
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
    asked,
    count,
    exists,
    snapshot_in,
    wait_for,
)

from communique.errors import (
    Overloaded,
    TooLarge,
)
from communique.sparql.limits import Limits
from communique.sparql.workers.forked import ForkedWorkers
from communique.sparql.workers.source import WorkerProcess, hello
from communique.sparql.workers.tier import QueryTier


@pytest.fixture(scope="module")
def tier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryTier]:
    tier = QueryTier(snapshot_in(tmp_path_factory.mktemp("tier")), limits=LIMITS, base="http://b/")
    tier.start()
    yield tier
    tier.close()


def test_an_idle_worker_that_died_is_not_given_a_query(tier: QueryTier) -> None:
    for pid in tier.pool.processes():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.05)
    assert asked(tier, COUNT)


def test_a_worker_that_the_system_ends_gives_an_error_that_says_to_try_again(tier: QueryTier) -> None:
    def ended() -> bool:
        for pid in tier.pool.processes():
            os.kill(pid, signal.SIGKILL)
        return False

    timer = threading.Timer(0.3, ended)
    timer.start()
    with pytest.raises(Overloaded, match="ended by the system"):
        asked(tier, ENDLESS)
    timer.join()


def test_a_zygote_that_dies_comes_back_with_every_commit(tmp_path: Path) -> None:
    """Also when a newer snapshot has been written meanwhile, with graphs that hold nothing."""
    source = ForkedWorkers(
        snapshot_in(tmp_path),
        "0",
        memory=LIMITS.memory_bytes,
        default_graph="merged",
        user_graphs="http://b/graph/user/",
        journal_bytes=2000,
    )
    tier = QueryTier(tmp_path, limits=LIMITS, source=source)
    tier.start()
    try:
        for number in range(60):
            line = f"<urn:new{number}> <urn:p> <urn:o> <http://b/n> .\n".encode()
            tier.advance(b"", line, str(number), created=[f"http://b/empty{number}"])
        first = source.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        with contextlib.suppress(Overloaded):
            while asked(tier, COUNT):
                for pid in tier.pool.processes():
                    os.kill(pid, signal.SIGKILL)
        wait_for(lambda: tier.ready and tier.state()["restarts"] == 1)
        assert count(tier) == 1060
        empty = asked(tier, "SELECT (COUNT(*) AS ?n) { GRAPH ?g {} FILTER(CONTAINS(STR(?g), 'empty')) }")
        assert empty.split()[1] == b"60"
    finally:
        tier.close()


def test_a_worker_that_ends_while_it_comes_up_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The zygote lives, so that nobody has to wait until another has loaded the data."""
    born: list[int] = []

    def stillborn(sock: socket.socket, pid: int, commit: str, epoch: int) -> WorkerProcess:
        born.append(pid)
        if len(born) == 1:
            os.kill(pid, signal.SIGKILL)
            while sock.recv(1 << 16):  # what it could still say
                pass
        return hello(sock, pid, commit, epoch)

    monkeypatch.setattr("communique.sparql.workers.forked.hello", stillborn)
    source = ForkedWorkers(
        snapshot_in(tmp_path, 10),
        "0",
        memory=LIMITS.memory_bytes,
        default_graph="merged",
        user_graphs="http://b/graph/user/",
    )
    tier = QueryTier(tmp_path, limits=LIMITS, source=source)
    tier.start()
    try:
        zygote = source.pid
        wait_for(lambda: tier.ready and bool(tier.pool.processes()))
        assert source.pid == zygote
        assert born[0] not in tier.pool.processes()
        assert asked(tier, COUNT)
    finally:
        tier.close()
    wait_for(lambda: not any(exists(pid) for pid in born))


def test_no_process_is_left_unburied_after_many_kills_nor_after_the_end(tmp_path: Path) -> None:
    tier = QueryTier(snapshot_in(tmp_path, 10), limits=LIMITS)
    tier.start()
    seen: set[int] = set()
    try:
        for _ in range(60):
            with contextlib.suppress(Overloaded):
                asked(tier, COUNT)
            for pid in tier.pool.processes():
                seen.add(pid)
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.003)
        # A kill takes effect when the kernel comes to it: a query may still meet such a process, but not two.
        wait_for(lambda: not seen & set(tier.pool.processes()))
        asked(tier, COUNT)
        wait_for(lambda: sum(exists(pid) for pid in seen) <= LIMITS.slots)
    finally:
        tier.close()
    wait_for(lambda: not any(exists(pid) for pid in seen))
    assert len(seen) > 60


def test_memory_is_also_kept_by_looking_where_the_kernel_does_not(tmp_path: Path) -> None:
    limits = Limits(workers=2, memory_bytes=64 << 20)
    source = ForkedWorkers(
        snapshot_in(tmp_path), "0", memory=1 << 40, default_graph="merged", user_graphs="http://b/graph/user/"
    )
    tier = QueryTier(tmp_path, limits=limits, source=source, sample_memory=True)
    tier.start()
    try:
        with pytest.raises(TooLarge, match=r"held \d+ MiB"):
            asked(tier, BOMB)
    finally:
        tier.close()
