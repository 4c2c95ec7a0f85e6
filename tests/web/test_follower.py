"""A server shows what another process commits, whole, and without being told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.sparql.evaluation import Evaluation
from communique.sparql.workers.tier import QueryTier
from communique.store import Delta, snapshot, writing
from communique.store import corpus as corpus_module
from communique.web.follower import Follower


def change(store: Path, *, added: tuple[str, ...] = (), removed: tuple[str, ...] = ()) -> str:
    with writing(store) as opened:
        opened.corpus.set("base", "http://127.0.0.1:8000/")
        commit = opened.commit(Delta(removed, added), "change", lambda _corpus: None)
        assert commit is not None
        return commit.id


def line(number: int) -> str:
    return f'<http://e.org/s{number}> <http://e.org/p> "{number}" <http://e.org/g> .'


def served(tier: QueryTier) -> list[str]:
    answer = tier.query(Evaluation("SELECT ?o { ?s <http://e.org/p> ?o } ORDER BY ?o", format="csv"))
    try:
        return b"".join(answer.frames).decode().split()[1:]
    finally:
        answer.close()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    change(folder, added=(line(1),))
    return folder


@pytest.fixture
def tier(store: Path, tmp_path: Path) -> Iterator[QueryTier]:
    held = snapshot(store, tmp_path / "snapshot.nq")
    made = QueryTier(held.file, workers=1, commit=held.commit.id)
    made.start()
    yield made
    made.close()


def test_catching_up_takes_every_commit_in_order(store: Path, tier: QueryTier) -> None:
    follower = Follower(store, tier, 1)
    change(store, added=(line(2),))
    last = change(store, added=(line(3),), removed=(line(1),))
    assert served(tier) == ["1"]
    assert follower.catch_up() == 3
    assert served(tier) == ["2", "3"]
    assert tier.commit == last


def test_a_running_follower_sees_a_commit_by_itself(store: Path, tier: QueryTier) -> None:
    follower = Follower(store, tier, 1)
    follower.start()
    try:
        last = change(store, added=(line(2),))
        until = time.monotonic() + 20
        while tier.commit != last and time.monotonic() < until:
            time.sleep(0.02)
        assert served(tier) == ["1", "2"]
    finally:
        follower.close()


def test_a_follower_that_slept_too_long_leaps_to_the_newest_commit(
    store: Path, tier: QueryTier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_module, "KEPT_DELTAS", 1)
    follower = Follower(store, tier, 1)
    for number in (2, 3, 4):
        last = change(store, added=(line(number),))
    change_of_names = change(store, removed=(line(1),))
    assert follower.catch_up() == 5
    assert served(tier) == ["2", "3", "4"]
    assert tier.commit == change_of_names != last
