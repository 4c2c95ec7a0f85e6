"""Commits while queries run: every answer is of one commit, and none fails because of it."""

from __future__ import annotations

import csv
import io
import threading
from pathlib import Path

from tests.reliability.serving import quads

from communique.sparql.evaluation import Evaluation
from communique.sparql.limits import Limits
from communique.sparql.workers.tier import QueryTier

COMMITS = 80
PAIR = "SELECT ?x ?y { <urn:a> <urn:is> ?x . <urn:b> <urn:is> ?y }"
ALL = "SELECT ?x ?n { ?s <urn:is> ?x . { SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?c a <http://example.org/Claim> } } } }"


def facts(number: int) -> bytes:
    """What changes with each commit, in two graphs and the unnamed one at once."""
    lines = [
        f'<urn:{name}> <urn:is> "{number}" {graph} .\n'
        for name, graph in (("a", "<urn:1>"), ("b", "<urn:2>"))
    ]
    lines += [f'<urn:many{n}> <urn:is> "{number}" .\n' for n in range(200)]
    return "".join(lines).encode()


class Reader(threading.Thread):
    """Asks again and again, and notes what must not be."""

    def __init__(self, tier: QueryTier, query: str, over: threading.Event) -> None:
        super().__init__()
        self._tier, self._query, self._over = tier, query, over
        self.answers = 0
        self.commits: set[str] = set()
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self._over.is_set():
            least = int(self._tier.commit)
            answer = self._tier.query(Evaluation(self._query, "csv", spool_bytes=4096, deadline=60))
            rows = list(csv.reader(io.StringIO(b"".join(answer.frames).decode())))[1:]
            self.answers += 1
            self.commits.add(answer.commit)
            numbers = {value for row in rows for value in (row if self._query == PAIR else row[:1])}
            if numbers != {answer.commit} or len(rows) not in {1, 202}:
                self.wrong.append(f"commit {answer.commit}: {rows[:3]}")
            if int(answer.commit) < least:
                self.wrong.append(f"commit {answer.commit} after {least} was served")


def test_no_answer_fails_mixes_or_goes_back_while_commits_come(tmp_path: Path) -> None:
    snapshot = tmp_path / "data.nq"
    snapshot.write_bytes("".join(line + "\n" for line in quads(25)).encode() + facts(0))
    tier = QueryTier(snapshot, limits=Limits(workers=2), commit="0")
    tier.start()
    over = threading.Event()
    readers = [Reader(tier, query, over) for query in (PAIR, PAIR, ALL)]
    try:
        for reader in readers:
            reader.start()
        for number in range(1, COMMITS + 1):
            tier.advance(facts(number - 1), facts(number), str(number))
            assert tier.commit == str(number)
    finally:
        over.set()
        for reader in readers:
            reader.join()
        tier.close()
    assert [wrong for reader in readers for wrong in reader.wrong] == []
    assert len(set.union(*(reader.commits for reader in readers))) > COMMITS // 4
