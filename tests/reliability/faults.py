"""Faults at random moments of answers in every format: does any client take a part for the whole?

python tests/reliability/faults.py --responses 1000 [--browser] [--seconds 600]

Each answer streams while a worker or the zygote is killed, its memory, its time or the disk runs out. A
client that takes a body with status 200 for complete must have all of it. Prints a table by format.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.reliability.fault_readers import (
    PLAIN,
    BrowserFetch,
    NodeFetch,
    Reader,
    by_csv_reader,
    by_curl,
)
from tests.reliability.serving import RunningServer, kill, write_snapshot

ROWS = 12_000
SELECT = "SELECT * {{ {{ SELECT * {{ ?s ?p ?o . ?a ?b ?c }} LIMIT {rows} }} {fault} }}"
CONSTRUCT = "CONSTRUCT {{ ?s ?b ?o }} {{ {{ SELECT * {{ ?s ?p ?o . ?a ?b ?c }} LIMIT {rows} }} {fault} }}"

FORMATS = {
    "json": ("application/sparql-results+json", SELECT),
    "xml": ("application/sparql-results+xml", SELECT),
    "csv": ("text/csv", SELECT),
    "tsv": ("text/tab-separated-values", SELECT),
    "ttl": ("text/turtle", CONSTRUCT),
    "nt": ("application/n-triples", CONSTRUCT),
    "nq": ("application/n-quads", CONSTRUCT),
    "trig": ("application/trig", CONSTRUCT),
    "rdfxml": ("application/rdf+xml", CONSTRUCT),
    "jsonld": ("application/ld+json", CONSTRUCT),
}

SLOWLY = "FILTER(!REGEX('x', CONCAT('\\\\w{3}', ENCODE_FOR_URI(CONCAT(STR(?o), STR(?c))))))"
"""Lets every row pass and makes each cost about a tenth of a millisecond."""

BOMB = "FILTER(IF(CONTAINS(CONCAT(STR(?o), STR(?c)), 'of article {article},'), STRLEN({huge}) > 0, true))"
"""Lets rows pass until one of this article comes, which needs more memory than there is."""

FAULTS = {
    "none": 2,
    "worker killed": 5,
    "zygote killed": 0.4,
    "both killed": 0.4,
    "memory": 2,
    "deadline": 4,
    "disk full": 4,
}
"""What happens, and how often."""


@dataclass
class Trial:
    """What is asked, and what a complete answer would have."""

    form: str
    accept: str
    query: str
    size: int


class Bench:
    """Servers that stream early, one of them with little room on its disk, and the readers."""

    def __init__(self, snapshot: Path, browser: bool) -> None:
        self._snapshot = snapshot
        self._browser = browser

    @contextlib.contextmanager
    def open(self) -> Iterator[tuple[RunningServer, RunningServer, dict[str, Reader]]]:
        """Everything up."""
        limits = {"spool_bytes": 65536, "memory_bytes": 64 << 20, "anonymous_deadline": 8.0}
        with contextlib.ExitStack() as stack:
            roomy = stack.enter_context(RunningServer(self._snapshot, limits=limits))
            full = stack.enter_context(RunningServer(self._snapshot, limits=limits, file_bytes=600 << 10))
            readers: dict[str, Reader] = dict(PLAIN)
            if shutil.which("curl"):
                readers["curl"] = by_curl
            if shutil.which("node"):
                readers["fetch (node)"] = stack.enter_context(NodeFetch())
            if self._browser:
                origin = f"http://127.0.0.1:{roomy.port}"
                readers["fetch (chromium)"] = stack.enter_context(BrowserFetch(origin))
            for server in (roomy, full):
                server.wait_until_answering()
            yield roomy, full, readers


def hardship(fault: str, rng: random.Random) -> str:
    """What is added to the query so that the fault strikes while the answer is on its way."""
    if fault == "memory":
        huge = "'aaaaaaaaaa'"
        for _ in range(6):
            huge = f"REPLACE({huge}, 'a', '{'a' * 100}')"
        return BOMB.format(article=rng.randrange(125), huge=huge)
    return SLOWLY if fault in {"worker killed", "both killed", "deadline"} else ""


def sizes(server: RunningServer, rows: int) -> dict[str, int]:
    """The size of a complete answer in each format."""
    found = {}
    for form, (accept, query) in FORMATS.items():
        status, body = server.get(query.format(rows=rows, fault=""), accept)
        assert status == 200
        found[form] = len(body)
    return found


def hurt(server: RunningServer, fault: str, after: float) -> Callable[[], None]:
    """What happens to the server while it answers."""

    victims = server.workers if fault in {"worker killed", "both killed"} else []
    if fault in {"zygote killed", "both killed"}:
        victims.append(server.zygote)

    def act() -> None:
        time.sleep(after)
        for pid in victims:
            kill(pid)

    return act


def attempt(server: RunningServer, reader: Reader, trial: Trial, fault: str, rng: random.Random) -> str:
    """One answer with one fault: ``right``, ``refused``, ``broken`` (the client says so) or ``LIE``."""
    parameters = {"timeout": f"{rng.uniform(0.15, 0.7):.3f}"} if fault == "deadline" else {}
    actor = None
    if fault.endswith("killed"):
        actor = threading.Thread(target=hurt(server, fault, rng.uniform(0.0, 0.6)))
        actor.start()
    status, size = reader(server.url(trial.query, **parameters), trial.accept)
    if actor is not None:
        actor.join()
        if fault != "worker killed":
            server.wait_until_whole()
    if status == 200:
        return "right" if size == trial.size else "LIE"
    return "broken" if status == 0 else "refused"


def run(
    responses: int, seed: int, browser: bool, seconds: float
) -> tuple[dict[str, Counter[str]], Counter[str], Counter[str]]:
    """Verdicts by format, by fault and by reader."""
    rng = random.Random(seed)
    by_format: dict[str, Counter[str]] = {form: Counter() for form in FORMATS}
    by_fault: Counter[str] = Counter()
    by_reader: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(write_snapshot(Path(folder, "data.nq"), 125), browser)
        with bench.open() as (roomy, full, readers):
            whole = sizes(roomy, ROWS)
            ends = time.monotonic() + seconds
            for number in range(responses * len(FORMATS)):
                if time.monotonic() > ends:
                    break
                form = list(FORMATS)[number % len(FORMATS)]
                [fault] = rng.choices(list(FAULTS), list(FAULTS.values()))
                extra = hardship(fault, rng)
                accept, query = FORMATS[form]
                usable = dict(readers)
                if form == "csv":
                    usable["csv reader"] = by_csv_reader
                name = rng.choice(sorted(usable))
                size = ROWS + 1 if name == "csv reader" else whole[form]
                trial = Trial(form, accept, query.format(rows=ROWS, fault=extra), size)
                verdict = attempt(full if fault == "disk full" else roomy, usable[name], trial, fault, rng)
                by_format[form][verdict] += 1
                by_fault[f"{fault}: {verdict}"] += 1
                by_reader[f"{name}: {verdict}"] += 1
    return by_format, by_fault, by_reader


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=1000, help="for each format")
    parser.add_argument("--seconds", type=float, default=4 * 3600, help="stop after so long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--browser", action="store_true", help="read with Chromium too")
    wanted = parser.parse_args()
    by_format, by_fault, by_reader = run(wanted.responses, wanted.seed, wanted.browser, wanted.seconds)
    print(f"{'format':<8} {'right':>7} {'refused':>8} {'broken':>7} {'LIE':>5}")
    for form, verdicts in by_format.items():
        counts = [verdicts[name] for name in ("right", "refused", "broken", "LIE")]
        print("{:<8} {:>7} {:>8} {:>7} {:>5}".format(form, *counts))
    for counter in (by_fault, by_reader):
        print()
        for name, count in sorted(counter.items()):
            print(f"{name:<28} {count:>6}")
    return 1 if any(verdicts["LIE"] for verdicts in by_format.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
