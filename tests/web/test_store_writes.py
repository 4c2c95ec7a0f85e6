"""What clients write lies in the store, survives a build, and never touches what the build owns."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.errors import Forbidden
from communique.sparql.updates import GraphWrite, Update
from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import Writer
from communique.store import Delta, snapshot, writing
from communique.web.commits import StoreCommits
from communique.web.follower import Follower

BASE = "http://127.0.0.1:8000/"
MINE = f"{BASE}graph/user/mine"
OWNED = f'<{BASE}person/a> <http://e.org/p> "1" .'


def commit(store: Path, delta: Delta) -> str:
    with writing(store) as opened:
        opened.corpus.set("base", BASE)
        made = opened.commit(delta, "build", lambda _corpus: None)
        assert made is not None
        return made.id


class Served:
    """A store with the parts of a server that write."""

    def __init__(self, store: Path, scratch: Path) -> None:
        self.store = store
        found = snapshot(store, scratch / "snapshot.nq")
        self.tier = QueryTier(
            found.file, workers=1, base=BASE, commit=found.commit.id, empty_graphs=found.empty
        )
        self.tier.start()
        self.follower = Follower(store, self.tier, found.commit.number)
        self.writer = Writer(self.tier, StoreCommits(store, self.follower), BASE)

    def lines(self) -> list[str]:
        with writing(self.store) as opened:
            return sorted(opened.quads.lines())


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    commit(tmp_path / "store", Delta(added=(OWNED,)))
    made = Served(tmp_path / "store", tmp_path)
    yield made
    made.tier.close()


def test_an_update_of_a_users_graph_is_a_commit_of_the_store(served: Served) -> None:
    done = served.writer.update(
        Update(f"INSERT DATA {{ GRAPH <{MINE}> {{ <http://e.org/s> <http://e.org/p> 1.0 }} }}")
    )
    assert done.id == served.tier.commit
    assert len(served.lines()) == 2
    assert any(f"<{MINE}>" in line for line in served.lines())


def test_an_update_of_what_the_build_owns_is_forbidden_and_changes_nothing(served: Served) -> None:
    for text in (
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT { GRAPH ?g { ?s ?s ?s } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "CLEAR ALL",
    ):
        with contextlib.suppress(Forbidden):
            served.writer.update(Update(text))
        assert served.lines() == [OWNED]


def test_a_write_after_a_commit_of_the_command_line_is_worked_out_anew(served: Served) -> None:
    commit(served.store, Delta(added=(f'<{BASE}person/b> <http://e.org/p> "2" .',)))
    served.writer.write(GraphWrite("put", MINE, b'<http://e.org/s> <http://e.org/p> "x" .\n'))
    assert len(served.lines()) == 3


def test_an_empty_graph_is_there_after_a_new_start(served: Served, tmp_path: Path) -> None:
    served.writer.write(GraphWrite("put", MINE, b""))
    found = snapshot(served.store, tmp_path / "again.nq")
    assert found.empty == (MINE,)
