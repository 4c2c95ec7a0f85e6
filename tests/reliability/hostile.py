"""Eight hostile clients against one server, and what became of it: python tests/reliability/hostile.py.

Prints one table and ends with status 1 if any line of it fails. ``--seconds 60`` is the short form.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.reliability.hostile_clients import Client, Findings
from tests.reliability.hostile_requests import FAMILIES
from tests.reliability.serving import RunningServer, kill, resident, write_snapshot, zombies

CLIENTS = 8
MEMORY = 512 << 20
WORKERS, NEW_SLOTS = 3, 4
FINE = {503, 504, 507}
GOOD_QUERY = "SELECT ?s ?o {{ ?s <http://example.org/quote> ?o }} OFFSET {offset} LIMIT 5"


@dataclass
class Line:
    """One line of the table."""

    what: str
    found: str
    allowed: str
    passed: bool
    of_the_machine: bool = False
    """Whether it says as much about what else the machine does as about the server."""


class Canary:
    """Listens on a loopback port that nobody has any business with."""

    def __init__(self) -> None:
        self._socks = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._socks[0].getsockname()[1]
        if socket.has_ipv6:
            try:
                self._socks.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
            except OSError:
                print("no IPv6 loopback: the canary listens on IPv4 alone", file=sys.stderr)
        self.heard = 0
        self._threads = [threading.Thread(target=self._listen, args=(sock,)) for sock in self._socks]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sock in self._socks:
            sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for sock in self._socks:
            sock.close()

    def _listen(self, sock: socket.socket) -> None:
        while True:
            try:
                connection, _ = sock.accept()
            except OSError:
                return
            self.heard += 1
            connection.close()


@dataclass
class Watch:
    """Looks at the server's processes while it is attacked."""

    server: RunningServer
    web: int
    zygote: int
    exits: int = 0
    zygotes: int = 1
    unready: int = 0
    web_bytes: int = 0
    total_bytes: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Once a second until told to stop."""
        while not self.stop.wait(1.0):
            family = self.server.family()
            if self.web not in family:
                self.exits += 1
                self.web = self.server.web
            if self.zygote not in family:
                self.zygotes += 1
                self.zygote = next(iter(self.server.family() - {self.server.pid, self.web}), 0)
            self.web_bytes = max(self.web_bytes, resident(self.web))
            self.total_bytes = max(self.total_bytes, sum(map(resident, family)))
            self.unready += self.server.status("/health", timeout=5) != 200


def hostile(
    port: int, canary: int, requests: int, rate: float, until: float, seed: int, pipe: Connection
) -> None:
    """The hostile clients, in a process of their own so that they cost the well-behaved one nothing."""
    os.nice(5)
    clients = [Client(number, port, canary, 1.0, seed) for number in range(CLIENTS)]
    share = -(-requests // CLIENTS)
    threads = [threading.Thread(target=client.run, args=(share, rate / CLIENTS, until)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pipe.send([client.findings for client in clients])


def well_behaved(server: RunningServer, until: float, stop: threading.Event) -> tuple[list[float], int]:
    """Ask small queries ten times a second: seconds of each answer, and how many were not right."""
    seconds, wrong, number = [], 0, 0
    while time.monotonic() < until and not stop.is_set():
        number += 1
        began = time.monotonic()
        try:
            status, body = server.get(GOOD_QUERY.format(offset=number % 900), timeout=10)
            right = status == 200 and len(json.loads(body)["results"]["bindings"]) == 5
        except (OSError, ValueError):
            right = False
        took = time.monotonic() - began
        seconds.append(took)
        wrong += not right
        time.sleep(max(0.0, 0.1 - took))
    return seconds, wrong


def kill_workers(server: RunningServer, kills: int) -> tuple[int, int]:
    """Kill so many workers; zombies and processes that are left then."""
    done = 0
    ends = time.monotonic() + 120
    while done < kills and time.monotonic() < ends:
        for pid in server.workers:
            kill(pid)
            done += 1
        server.get(f"SELECT * {{ VALUES ?n {{ {done} }} }}")
    server.wait_until_answering()
    time.sleep(1)
    return zombies(server.family()), len(server.workers)


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of all lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=24 * 60, help="stop after so long")
    parser.add_argument("--requests", type=int, default=24_000)
    parser.add_argument("--rate", type=float, default=20, help="requests a second, all clients together")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--lenient", action="store_true", help="print the latencies without judging them")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with Canary() as canary, tempfile.TemporaryDirectory() as folder:
        snapshot = write_snapshot(Path(folder, "data.nq"), 125)
        limits = {
            "workers": WORKERS,
            "anonymous_deadline": 1.0,
            "memory_bytes": MEMORY,
            "spool_bytes": 1 << 20,
        }
        with RunningServer(snapshot, limits=limits) as server:
            server.wait_until_answering()
            out = attack(server, canary, wanted)
    lines = [*lines_on_requests(out), *lines_on_the_good_client(out), *lines_on_the_server(out)]
    print_tables(lines, statuses(out.findings))
    judged = [line for line in lines if not (wanted.lenient and line.of_the_machine)]
    return 0 if all(line.passed for line in judged) else 1


def attack(server: RunningServer, canary: Canary, wanted: argparse.Namespace) -> Outcome:
    """Everything that is done to the server, one after the other."""
    calm, _ = well_behaved(server, time.monotonic() + min(20.0, wanted.seconds / 8), threading.Event())
    watch = Watch(server, server.web, server.zygote)
    watcher = threading.Thread(target=watch.run)
    watcher.start()
    until = time.monotonic() + wanted.seconds
    ours, theirs = multiprocessing.Pipe()
    began = time.monotonic()
    process = multiprocessing.get_context("spawn").Process(
        target=hostile,
        args=(server.port, canary.port, wanted.requests, wanted.rate, until, wanted.seed, theirs),
    )
    process.start()
    over = threading.Event()
    good: list[tuple[list[float], int]] = []
    friend = threading.Thread(target=lambda: good.append(well_behaved(server, until + 120, over)))
    friend.start()
    findings: list[Findings] = ours.recv()
    took = time.monotonic() - began
    over.set()
    friend.join()
    process.join()
    watch.stop.set()
    watcher.join()
    dead, processes = kill_workers(server, wanted.kills)
    return Outcome(findings, calm, good[0], watch, canary.heard, took, wanted.kills, dead, processes)


@dataclass(frozen=True)
class Outcome:
    """What an attack has brought to light."""

    findings: list[Findings]
    calm: list[float]
    good: tuple[list[float], int]
    watch: Watch
    heard: int
    took: float
    kills: int
    zombies: int
    workers: int
    """How many there were after the kills."""


def statuses(findings: list[Findings]) -> dict[str, Counter[int]]:
    """How often each family got which status; 0 for a connection that was closed."""
    families: dict[str, Counter[int]] = {name: Counter() for name in FAMILIES}
    for found in findings:
        for (name, status), count in found.statuses.items():
            families[name][status] += count
    return families


def lines_on_requests(out: Outcome) -> list[Line]:
    """What was sent, and how it was answered."""
    sent = sum((found.sent for found in out.findings), Counter[str]())
    total = sum(sent.values())
    most = max(sent, key=lambda name: sent[name])
    bound = sum((found.bound for found in out.findings), Counter[str]())
    late = [each for found in out.findings for each in found.late]
    tied = sum(found.tied_up for found in out.findings)
    slowest = max(found.slowest for found in out.findings)
    answered = sum(statuses(out.findings).values(), Counter[int]())
    bad = sum(count for status, count in answered.items() if status >= 500 and status not in FINE)
    share = bound.total() / total
    print("deadline-bound:", dict(bound.most_common(12)), file=sys.stderr)
    for name, each in late[:5]:
        print(f"late: {name} {each:.2f} s", file=sys.stderr)
    return [
        Line("requests in seconds", f"{total:,} in {out.took:.0f}", "", True),
        Line("families", f"{len(sent)}", ">= 20", len(sent) >= 20),
        Line("largest family", f"{most}: {sent[most] / total:.1%}", "<= 10 %", sent[most] / total <= 0.10),
        Line("deadline-bound", f"{share:.1%}", "<= 10 %", share <= 0.10, of_the_machine=True),
        Line("5xx besides 503, 504, 507", f"{bad}", "0", bad == 0),
        Line("later than deadline + 1 s", f"{len(late)} (slowest {slowest:.2f} s)", "0", not late),
        Line("slow connections not cut off", f"{tied}", "0", tied == 0),
    ]


def lines_on_the_good_client(out: Outcome) -> list[Line]:
    """Whether somebody who behaves well noticed anything."""
    seconds, wrong = out.good
    p95, calm95 = percentile(seconds, 0.95), percentile(out.calm, 0.95)
    allowed = max(2 * calm95, 0.05)
    right = 1 - wrong / max(len(seconds), 1)
    shown, most = f"{p95 * 1000:.1f} ms", f"<= {allowed * 1000:.0f} ms"
    return [
        Line("good client: right answers", f"{right:.2%} of {len(seconds)}", ">= 99 %", right >= 0.99),
        Line("good client: p95", shown, most, p95 <= allowed, of_the_machine=True),
        Line("good client: median", f"{statistics.median(seconds) * 1000:.1f} ms", "", True),
    ]


def lines_on_the_server(out: Outcome) -> list[Line]:
    """How its processes fared, and whom it talked to."""
    watch, slots = out.watch, WORKERS + NEW_SLOTS
    cap = (512 << 20) + slots * (MEMORY + (256 << 20))
    web, every = watch.web_bytes, watch.total_bytes
    return [
        Line("server exits", f"{watch.exits}", "0", watch.exits == 0),
        Line("zygote deaths", f"{watch.zygotes - 1}", "0", watch.zygotes == 1),
        Line("/health not answered", f"{watch.unready}", "0", watch.unready == 0),
        Line("web process, most memory", f"{web >> 20} MiB", "<= 512", web <= 512 << 20),
        Line("all processes, most memory", f"{every >> 20} MiB", f"<= {cap >> 20}", every <= cap),
        Line("connections at the canary", f"{out.heard}", "0", out.heard == 0),
        Line(f"zombies after {out.kills} kills", f"{out.zombies}", "0", out.zombies == 0),
        Line("workers after the kills", f"{out.workers}", f"1 to {slots}", 1 <= out.workers <= slots),
    ]


def print_tables(lines: list[Line], families: dict[str, Counter[int]]) -> None:
    width = max(len(name) for name in families)
    for name, counted in families.items():
        counts = "  ".join(f"{status or 'closed'}: {count}" for status, count in sorted(counted.items()))
        print(f"{name:<{width}}  {counts}")
    print()
    for line in lines:
        print(f"{'ok  ' if line.passed else 'FAIL'} {line.what:<30} {line.found:<28} {line.allowed}")


if __name__ == "__main__":
    sys.exit(main())
