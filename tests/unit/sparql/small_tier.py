"""A query tier on a small snapshot, for the tests of what it answers and of what it survives."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from communique.sparql.evaluation import Evaluation
from communique.sparql.limits import Limits
from communique.sparql.workers.tier import QueryTier

LIMITS = Limits(workers=2, new_slots=1, memory_bytes=96 << 20, spool_bytes=32768)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
BOMB = (
    "SELECT (STRLEN(?x30) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    + " }"
)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def snapshot_in(folder: Path, triples: int = 1000) -> Path:
    path = folder / "data.nq"
    lines = [f"<urn:s{n}> <urn:p{n % 7}> <urn:o{n % 13}> <http://b/{n % 5}> .\n" for n in range(triples)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def asked(tier: QueryTier, text: str, **wishes: object) -> bytes:
    return b"".join(tier.query(Evaluation(text, **{"format": "csv", **wishes})).frames)  # type: ignore[arg-type]  # any field


def count(tier: QueryTier) -> int:
    return int(asked(tier, COUNT).split()[1])


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
