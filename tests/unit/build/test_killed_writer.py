"""A writer that is killed at any moment leaves a store that is of one commit, and can be gone on with."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.bench.store_world import Places, small

from communique.build import check
from communique.store import existing, writing

SCRIPT = Path(__file__).with_name("killed_writer.py")
ROOT = SCRIPT.parents[3]
BEGAN = 4
STANDING = "PREFIX dip: <https://w3id.org/communique/ns#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX standing: <https://w3id.org/communique/concept/standing/>"
ACCEPTED_AND_NOT_THERE = f"""{STANDING} ASK {{
  GRAPH ?article {{ ?claim dip:standing standing:accepted ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }}
  FILTER NOT EXISTS {{ ?s ?p ?o }} }}"""
THERE_AND_NOT_ACCEPTED = f"""{STANDING} ASK {{
  ?s ?p ?o . FILTER(?p IN (dip:status, dip:date, dip:place, dip:participant, dip:visitor, dip:heldOffice))
  FILTER NOT EXISTS {{ GRAPH ?article {{
    ?claim dip:standing standing:accepted ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }} }} }}"""


def contradicts(store: Path) -> bool:
    """Whether some claim's standing contradicts the accepted view, in what a reader would be given."""
    with writing(existing(store)) as opened:
        held = ox.Store()
        lines = "\n".join(opened.quads.lines()).encode()
        held.bulk_load(lines, format=ox.RdfFormat.N_QUADS)
    return bool(held.query(ACCEPTED_AND_NOT_THERE)) or bool(held.query(THERE_AND_NOT_ACCEPTED))


def killed_within(store: Path, seed: int, seconds: float) -> bool:
    """Let a writer work for so long after it has begun with an article, then kill it; whether it lived."""
    beats = store.with_name("beats")
    beats.write_bytes(b"")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with writing(store) as opened:
        began = len(opened.corpus.ids())
    command = [sys.executable, str(SCRIPT), str(store), str(seed), str(began), str(beats)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as writer:
        while not beats.stat().st_size and writer.poll() is None:
            time.sleep(0.005)
        time.sleep(seconds)
        alive = writer.poll() is None
        writer.kill()
    return alive


def test_a_writer_killed_at_random_moments_contradicts_nothing_and_ends_as_one_build(tmp_path: Path) -> None:
    chance, seed, store = random.Random(5), 3, tmp_path / "store"
    news = small(seed)
    ids = sorted(news.articles)
    news.fill(store, ids[:BEGAN])
    kills = 0
    for _ in range(6):
        kills += killed_within(store, seed, chance.uniform(0.0, 2.5))
        assert not contradicts(store)
    assert not check(store, Places())
    assert kills >= 2
    with writing(store) as opened:
        missing = sorted(set(ids) - opened.corpus.ids())
    for key in missing:
        assert news.change(store, [key]) is not None
    assert not check(store, Places())


@pytest.mark.parametrize("moment", ["prepared", "applied"])
def test_a_commit_that_its_writer_did_not_live_to_finish_is_carried_out(tmp_path: Path, moment: str) -> None:
    seed, store = 2, tmp_path / "store"
    news = small(seed)
    ids = sorted(news.articles)
    news.fill(store, ids[:BEGAN])
    command = [
        sys.executable,
        str(SCRIPT),
        str(store),
        str(seed),
        str(BEGAN),
        str(tmp_path / "beats"),
        moment,
    ]
    died = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert died.returncode == -signal.SIGKILL
    assert not contradicts(store)
    with writing(store) as opened:
        assert opened.corpus.ids() == set(ids[: BEGAN + 1])
    assert not check(store, Places())
    assert news.change(store, ids[BEGAN + 1 : BEGAN + 3]) is not None
    assert not check(store, Places())
