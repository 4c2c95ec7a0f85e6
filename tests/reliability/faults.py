"""Faults at random moments of answers in every format: does any client take a part for the whole?

python tests/reliability/faults.py --responses 1000 [--browser] [--seconds 600]

Ten answers at a time, one in each format and each to a reader drawn by lot, stream while their workers or
the zygote are killed, or while their memory, their time or the disk runs out. A client that takes a body with
status 200 for complete must have all of it. The moments are drawn from the time that such answers take on
this machine, measured at the start. Prints a table by format.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.reliability.fault_readers import (
    PLAIN,
    BrowserFetch,
    Fetch,
    NodeFetch,
    Verdict,
    by_csv_reader,
    by_curl,
)
from tests.reliability.serving import RunningServer, kill, write_snapshot

ROWS = 1_400
PATTERN = "{{ SELECT * {{ ?s ?p ?o . ?a ?b ?c }} LIMIT {rows} }} {fault}"
SELECT = f"SELECT * {{{{ {PATTERN} }}}}"
CONSTRUCT = f"CONSTRUCT {{{{ ?s ?b ?o . ?a ?p ?s }}}} {{{{ {PATTERN} }}}}"
"""Their subjects take turns, so that no format can group them: a third of a MiB or more in each."""

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

SLOWLY = "FILTER(!REGEX('x', CONCAT('y\\\\d', ENCODE_FOR_URI(CONCAT(STR(?o), STR(?c))))))"
"""Lets every row pass and makes each cost about a twentieth of a millisecond."""

BOMB = "FILTER(IF(CONTAINS(CONCAT(STR(?o), STR(?c)), 'of article {article},'), STRLEN({huge}) > 0, true))"
"""Lets rows pass until one of this article comes, which needs more memory than there is."""

DISK_BYTES = 280 << 10
"""Room for one answer on the full disk; every format needs more."""

KILLS = {"worker killed": 5, "zygote killed": 0.4, "both killed": 0.4, "": 12.2}
"""What strikes ten answers together, and how often; else each has one of these to itself:"""

FAULTS = {"none": 2, "memory": 2, "deadline": 4, "disk full": 4}


@dataclass(frozen=True)
class Trial:
    """What is asked of which server by which reader, and what a complete answer would have."""

    form: str
    url: str
    reader: str
    size: int
    fault: str

    @property
    def asked(self) -> tuple[str, str]:
        """The address and the media type."""
        return self.url, FORMATS[self.form][0]

    def judge(self, verdict: Verdict) -> str:
        """``complete``, ``refused`` by a status, ``broken`` as the reader says, or ``FALSE``."""
        status, size = verdict
        if status == 200:
            return "complete" if size == self.size else "FALSE"
        return "refused" if status else "broken"


@dataclass
class Tally:
    """How the answers ended: by format, by fault and by reader."""

    by_format: dict[str, Counter[str]] = field(default_factory=lambda: {form: Counter() for form in FORMATS})
    by_fault: Counter[str] = field(default_factory=Counter)
    by_reader: Counter[str] = field(default_factory=Counter)

    def add(self, trial: Trial, end: str) -> None:
        """Count one answer."""
        self.by_format[trial.form][end] += 1
        self.by_format[trial.form]["faults"] += trial.fault != "none"
        self.by_fault[f"{trial.fault}: {end}"] += 1
        self.by_reader[f"{trial.reader}: {end}"] += 1

    def lines(self) -> Iterator[str]:
        """The tables."""
        ends = ("broken", "refused", "complete", "FALSE")
        titles = ("responses", "faults", "broken off", "refused", "complete", "false completes")
        yield f"{'format':<8}" + "".join(f"{title:>12}" for title in titles[:-1]) + f"{titles[-1]:>17}"
        totals: Counter[str] = Counter()
        for form, found in self.by_format.items():
            totals.update(found)
            yield self._line(form, found, ends)
        yield self._line("all", totals, ends)
        yield "refused: failed before the first byte, with its true status; complete: at the end before the fault"
        for counter in (self.by_fault, self.by_reader):
            yield ""
            yield from (f"{name:<28} {count:>6}" for name, count in sorted(counter.items()))

    @staticmethod
    def _line(name: str, found: Counter[str], ends: tuple[str, ...]) -> str:
        numbers = [sum(found[end] for end in ends), found["faults"], *(found[end] for end in ends[:-1])]
        return f"{name:<8}" + "".join(f"{number:>12}" for number in numbers) + f"{found['FALSE']:>17}"


class Bench:
    """Servers that stream early, one of them with little room on its disk, and the readers."""

    def __init__(self, roomy: RunningServer, full: RunningServer, fetchers: dict[str, Fetch]) -> None:
        self._roomy = roomy
        self._full = full
        self._fetchers = fetchers
        self._plain = dict(PLAIN) | ({"curl": by_curl} if shutil.which("curl") else {})
        self._pool = ThreadPoolExecutor(12)
        self._articles: list[str] = []
        self._sizes = self._measured()
        slow = [self._trial(form, "none", "http.client", fault=SLOWLY) for form in FORMATS]
        self._fetch(slow)  # makes the workers
        began = time.monotonic()
        self._fetch(slow)
        self.span = time.monotonic() - began
        """Seconds that ten slow answers take at once."""

    def round(self, rng: random.Random) -> Iterator[tuple[Trial, str]]:
        """An answer in each format, with their faults, and how each ended."""
        [together] = rng.choices(list(KILLS), list(KILLS.values()))
        trials = [self._drawn(form, together, rng) for form in FORMATS]
        actor = threading.Thread(target=self._strike, args=(together, rng.uniform(0, self.span)))
        if together:
            actor.start()
        verdicts = self._fetch(trials)
        if together:
            actor.join()
            if together != "worker killed":
                self._roomy.wait_until_whole()
        for trial, verdict in zip(trials, verdicts, strict=True):
            yield trial, trial.judge(verdict)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def _measured(self) -> dict[str, int]:
        """The size of a complete answer in each format; all are larger than the full disk has room for.

        On the way, the articles that its rows speak of.
        """
        found = {}
        for form, (accept, query) in FORMATS.items():
            status, body = self._roomy.get(query.format(rows=ROWS, fault=""), accept)
            assert status == 200
            assert len(body) > DISK_BYTES, (form, len(body))
            found[form] = len(body)
            if form == "csv":
                self._articles = sorted(set(re.findall(r"of article (\d+),", body.decode())))
        return found

    def _drawn(self, form: str, together: str, rng: random.Random) -> Trial:
        fault = together or rng.choices(list(FAULTS), list(FAULTS.values()))[0]
        readers = sorted([*self._plain, *self._fetchers, *(["csv reader"] if form == "csv" else [])])
        return self._trial(form, fault, rng.choice(readers), **self._hardship(fault, rng))

    def _hardship(self, fault: str, rng: random.Random) -> dict[str, str]:
        """What the request has so that the fault strikes while the answer is on its way."""
        if fault == "memory":
            huge = "'aaaaaaaaaa'"
            for _ in range(6):
                huge = f"REPLACE({huge}, 'a', '{'a' * 100}')"
            return {"fault": BOMB.format(article=rng.choice(self._articles), huge=huge)}
        if fault == "deadline":
            return {"fault": SLOWLY, "timeout": f"{rng.uniform(0.1, max(self.span / 2, 0.2)):.3f}"}
        return {"fault": SLOWLY if fault in {"worker killed", "both killed"} else ""}

    def _trial(self, form: str, fault_name: str, reader: str, fault: str, **parameters: str) -> Trial:
        server = self._full if fault_name == "disk full" else self._roomy
        query = FORMATS[form][1].format(rows=ROWS, fault=fault)
        size = ROWS + 1 if reader == "csv reader" else self._sizes[form]
        return Trial(form, server.url(query, **parameters), reader, size, fault_name)

    def _fetch(self, trials: list[Trial]) -> list[Verdict]:
        """All at once."""
        plain = self._plain | {"csv reader": by_csv_reader}
        singly = {
            trial: self._pool.submit(plain[trial.reader], *trial.asked)
            for trial in trials
            if trial.reader in plain
        }
        groups = {name: [trial for trial in trials if trial.reader == name] for name in self._fetchers}
        browser = groups.pop("fetch (chromium)", [])
        several = {
            name: self._pool.submit(self._fetchers[name].many, [trial.asked for trial in group])
            for name, group in groups.items()
            if group
        }
        found: dict[Trial, Verdict] = {}
        if browser:  # in this thread, since a page belongs to its own
            shown = self._fetchers["fetch (chromium)"].many([trial.asked for trial in browser])
            found |= dict(zip(browser, shown, strict=True))
        for name, answers in several.items():
            found |= dict(zip(groups[name], answers.result(), strict=True))
        found |= {trial: answer.result() for trial, answer in singly.items()}
        return [found[trial] for trial in trials]

    def _strike(self, fault: str, after: float) -> None:
        """What happens to the server while it answers."""
        victims = [self._roomy.zygote] if fault != "worker killed" else []
        time.sleep(after)
        if fault != "zygote killed":
            victims = [*self._roomy.workers, *victims]
        for pid in victims:
            kill(pid)


@contextlib.contextmanager
def opened(snapshot: Path, browser: bool) -> Iterator[Bench]:
    """Everything up."""
    limits = {"spool_bytes": 32768, "memory_bytes": 64 << 20, "anonymous_deadline": 30.0}
    limits |= {"workers": 20, "new_slots": 4}
    with contextlib.ExitStack() as stack:
        roomy = stack.enter_context(RunningServer(snapshot, limits=limits))
        full = stack.enter_context(RunningServer(snapshot, limits=limits, file_bytes=DISK_BYTES))
        fetchers: dict[str, Fetch] = {}
        if shutil.which("node"):
            fetchers["fetch (node)"] = stack.enter_context(NodeFetch())
        if browser:
            fetchers["fetch (chromium)"] = stack.enter_context(BrowserFetch(f"http://127.0.0.1:{roomy.port}"))
        for server in (roomy, full):
            server.wait_until_answering()
        bench = Bench(roomy, full, fetchers)
        stack.callback(bench.close)
        yield bench


def run(responses: int, seed: int, browser: bool, seconds: float) -> Tally:
    """So many answers in each format, or as many as there is time for."""
    rng = random.Random(seed)
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        snapshot = write_snapshot(Path(folder, "data.nq"), 125)
        with opened(snapshot, browser) as bench:
            ends = time.monotonic() + seconds
            for _ in range(responses):
                if time.monotonic() > ends:
                    break
                for trial, end in bench.round(rng):
                    tally.add(trial, end)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=1000, help="for each format")
    parser.add_argument("--seconds", type=float, default=4 * 3600, help="stop after so long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--browser", action="store_true", help="read with Chromium too")
    wanted = parser.parse_args()
    began = time.monotonic()
    tally = run(wanted.responses, wanted.seed, wanted.browser, wanted.seconds)
    print("\n".join(tally.lines()))
    print(f"\n{time.monotonic() - began:.0f} seconds")
    return 1 if any(found["FALSE"] for found in tally.by_format.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
