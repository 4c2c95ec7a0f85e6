"""What the query tier costs and how it holds, on about a million quads (COMMUNIQUE_BENCH_ARTICLES=12500).

Every figure is of this machine and of what else it does at the time: read them as ratios.
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.reliability.serving import BASE, RunningServer, resident, write_snapshot

from communique.errors import DeadlineExceeded, Overloaded
from communique.sparql.evaluation import Evaluation
from communique.sparql.limits import Limits
from communique.sparql.updates import GraphWrite, Update
from communique.sparql.workers.forked import ForkedWorkers
from communique.sparql.workers.spawned import SpawnedWorkers
from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import TierOnly, Writer

ARTICLES = int(os.environ.get("COMMUNIQUE_BENCH_ARTICLES", "12500"))
LIMITS = Limits(workers=2, new_slots=2)
USERS = f"{BASE}graph/user/"
TINY = "SELECT ?o {{ <{base}article/{article:016x}#claim-1> <http://example.org/quote> ?o }}"
ROWS = "SELECT * {{ ?s ?p ?o }} LIMIT {rows}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"


def show(what: str, seconds: list[float]) -> None:
    """Median, 99th percentile and largest, in milliseconds."""
    values = sorted(1000 * value for value in seconds)
    tail = values[min(len(values) - 1, int(len(values) * 0.99))]
    print(f"{what:<58} p50 {statistics.median(values):9.2f}  p99 {tail:9.2f}  max {values[-1]:9.2f} ms")


def timed(work: Callable[..., object], *arguments: object) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def ask(tier: QueryTier, text: str, form: str = "json") -> bytes:
    return b"".join(tier.query(Evaluation(text, form, deadline=60, spool_bytes=1 << 30)).frames)


def ask_often(tier: QueryTier, times: int) -> None:
    for number in range(times):
        ask(tier, tiny(number))


def tiny(number: int) -> str:
    return TINY.format(base=BASE, article=number * 7919 % ARTICLES)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("bench") / "data.nq", ARTICLES)


@pytest.fixture(scope="module")
def source(snapshot: Path) -> ForkedWorkers:
    return ForkedWorkers(snapshot, "0", memory=1 << 30, default_graph="merged", user_graphs=USERS)


@pytest.fixture(scope="module")
def tier(snapshot: Path, source: ForkedWorkers) -> Iterator[QueryTier]:
    tier = QueryTier(snapshot, limits=LIMITS, source=source)
    print(f"\n{ARTICLES * 80:,} quads; the zygote is up after {timed(tier.start):.1f} s", end="")
    assert source.pid is not None
    print(f" with {resident(source.pid) >> 20} MiB, the merged default graph among them")
    yield tier
    tier.close()


def bench_small_queries(tier: QueryTier, snapshot: Path) -> None:
    """A label lookup: in this process, through the tier, and over HTTP."""
    store = ox.Store()
    store.extend(ox.parse(path=str(snapshot), format=ox.RdfFormat.N_QUADS))
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")

    def inside(number: int) -> object:
        result = store.query(tiny(number))
        assert isinstance(result, ox.QuerySolutions)
        return result.serialize(format=ox.QueryResultsFormat.JSON)

    show("lookup, in process", [timed(inside, number) for number in range(2000)])
    show("lookup, through the tier", [timed(ask, tier, tiny(number)) for number in range(2000)])
    for clients in (1, 2, 4):
        began = time.perf_counter()
        threads = [threading.Thread(target=ask_often, args=(tier, 1000)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(
            f"lookup, through the tier, {clients} threads: {clients * 1000 / (time.perf_counter() - began):,.0f}/s"
        )


def bench_http(snapshot: Path) -> None:
    """The same over HTTP, each on a new connection, in no cache."""
    with RunningServer(snapshot) as server:
        server.wait_until_answering(60)
        show("lookup, over HTTP", [timed(server.get, tiny(number)) for number in range(500)])


def bench_large_results(tier: QueryTier) -> None:
    """A hundred thousand rows in each format."""
    for form in ("json", "xml", "csv", "tsv"):
        query = ROWS.format(rows=100_000)
        seconds = [timed(ask, tier, query, form) for _ in range(3)]
        size = len(ask(tier, query, form))
        show(f"100,000 rows as {form}, {size / 1e6:.1f} MB", seconds)


def come_and_go(source: ForkedWorkers | SpawnedWorkers) -> None:
    """A worker comes up and is killed."""
    worker = source.spawn()
    worker.kill()
    source.bury(worker)


def bench_kill(tier: QueryTier, source: ForkedWorkers) -> None:
    """How late a query is killed, and how soon another worker takes the place."""
    over = []
    for _ in range(10):
        began = time.perf_counter()
        try:
            tier.query(Evaluation(ENDLESS, deadline=0.5)).close()
        except DeadlineExceeded:
            over.append(time.perf_counter() - began - 0.5)
    show("a query is stopped so long after its deadline", over)
    show("fork a worker, confined and ready, and kill it", [timed(come_and_go, source) for _ in range(30)])


def bench_commits_under_load(tier: QueryTier) -> None:
    """One article of 82 quads replaced by each commit while two clients read."""
    over, failures = threading.Event(), []
    seconds: list[float] = []

    def read() -> None:
        number = 0
        while not over.is_set():
            number += 1
            try:
                seconds.append(timed(ask, tier, tiny(number)))
            except Overloaded as failed:
                failures.append(failed)

    def article(number: int) -> bytes:
        graph = f"<{BASE}article/new>"
        lines = [
            f'<{BASE}article/new#{n}> <http://example.org/is> "{number} {n}" {graph} .\n' for n in range(82)
        ]
        return "".join(lines).encode()

    tier.advance(b"", article(0), "first")
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    commits = []
    for number in range(1, 201):
        commits.append(timed(tier.advance, article(number - 1), article(number), str(number)))
        time.sleep(0.02)
    over.set()
    for reader in readers:
        reader.join()
    show("commit of 82 + 82 quads under load", commits)
    show(f"lookup meanwhile ({len(seconds):,}, {len(failures)} failed)", seconds)
    print(f"commit, 100,000 quads: {timed(tier.advance, b'', big(100_000), 'big'):.2f} s")


def big(size: int) -> bytes:
    lines = (f"<urn:s{n}> <urn:p> <urn:o{n % 100}> <{BASE}article/big> .\n" for n in range(size))
    return "".join(lines).encode()


def bench_writes(tier: QueryTier) -> None:
    """Updates and uploads, from text to the next query seeing them."""
    writer = Writer(tier, TierOnly(tier), BASE, writable=True)
    mine = f"{USERS}mine"

    def insert(number: int, targets: tuple[str, ...] | None) -> None:
        text = f"INSERT DATA {{ GRAPH <{mine}> {{ <urn:n{number}> <urn:p> {number} }} }}"
        writer.update(Update(text, targets=targets))

    show("update of a named graph, its targets known", [timed(insert, n, (mine,)) for n in range(10)])
    show(
        "update, targets unknown: everything compared",
        [timed(insert, n, None) for n in range(90, 93)],
    )
    triples = b"".join(b"<urn:s%d> <urn:p> <urn:o> .\n" % number for number in range(1000))
    show(
        "PUT of 1,000 triples",
        [timed(writer.write, GraphWrite("put", mine, triples)) for _ in range(3)],
    )


def bench_zygote_death(tier: QueryTier, source: ForkedWorkers) -> None:
    """From the death of the zygote to the next answer."""
    assert source.pid is not None
    os.kill(source.pid, signal.SIGKILL)
    began = time.perf_counter()
    restarts = tier.state()["restarts"]
    while tier.state()["restarts"] == restarts:
        time.sleep(0.01)
    ask(tier, "ASK {}")
    print(f"answers again {time.perf_counter() - began:.1f} s after the zygote's death")


def bench_data_on_disk(snapshot: Path, tmp_path: Path) -> None:
    """Spawned workers on a checkpoint of the same data."""
    source = SpawnedWorkers(
        snapshot, "0", tmp_path / "served", memory=1 << 30, default_graph="merged", user_graphs=USERS
    )
    tier = QueryTier(snapshot, limits=LIMITS, source=source)
    print(f"on disk: loaded after {timed(tier.start):.1f} s")
    try:
        show("on disk: lookup", [timed(ask, tier, tiny(number)) for number in range(1000)])
        show("on disk: 100,000 rows as json", [timed(ask, tier, ROWS.format(rows=100_000))])
        show("on disk: a worker comes up", [timed(come_and_go, source) for _ in range(5)])
        line = b"<urn:s> <urn:p> <urn:o> <urn:g> .\n"
        show("on disk: commit", [timed(tier.advance, b"", line, f"d{n}") for n in range(10)])
    finally:
        tier.close()
