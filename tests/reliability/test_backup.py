"""``communique backup`` of a store that is served and written to: one commit, whole, and nobody waits for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from communique.cli.exchange import backup, restore
from communique.store import Delta, writing
from communique.web.access import Token, digest
from communique.web.host import start
from communique.web.settings import Settings

BASE = "http://127.0.0.1:8000/"
GRAPHS = tuple(f"{BASE}graph/user/{name}" for name in ("one", "two"))
WRITER = {"Authorization": "Bearer ana", "Content-Type": "application/sparql-update"}
SETTINGS = Settings(tokens=(Token("ana", "write", digest("ana")),), pages=False)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    with writing(folder) as opened:
        opened.corpus.set("base", BASE)
        lines = tuple(f'<{BASE}a{n}> <http://e.org/p> "{n}" <{BASE}graph/1> .' for n in range(2000))
        opened.commit(Delta(added=lines), "build", lambda _corpus: None)
    return folder


def client_of(application: object) -> FlaskClient:
    flask = Flask("outer")
    flask.wsgi_app = application  # type: ignore[method-assign, assignment]  # a client for it
    return flask.test_client()


@pytest.fixture
def served(store: Path) -> Iterator[FlaskClient]:
    server = start(store, SETTINGS)
    yield client_of(server.application)
    server.stop()


def numbers(client: FlaskClient) -> list[int]:
    """The number that each of the two graphs holds."""
    query = f"SELECT ?n {{ VALUES ?g {{ {' '.join(f'<{graph}>' for graph in GRAPHS)} }} GRAPH ?g {{ ?s ?p ?n }} }}"
    reply = client.get(f"/sparql?format=json&query={quote(query)}")
    assert reply.status_code == 200, reply.text
    return [int(row["n"]["value"]) for row in json.loads(reply.text)["results"]["bindings"]]


def write(client: FlaskClient, number: int) -> int:
    """The same number into both graphs, in one commit."""
    into = " ".join(f"GRAPH <{graph}> {{ <a:s> <a:p> {number} }}" for graph in GRAPHS)
    old = " ".join(f"CLEAR SILENT GRAPH <{graph}> ;" for graph in GRAPHS)
    return client.post("/update", data=f"{old} INSERT DATA {{ {into} }}", headers=WRITER).status_code


def test_a_backup_under_writes_holds_one_commit_and_is_served_beside_the_first(
    served: FlaskClient, store: Path, tmp_path: Path
) -> None:
    assert write(served, 0) == 204
    over, begun = threading.Event(), threading.Event()
    statuses: list[int] = []

    def keep_writing() -> None:
        while not over.is_set():
            statuses.append(write(served, len(statuses) + 1))
            begun.set()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    assert begun.wait(30)
    try:
        for copy in ("a", "b"):
            done = CliRunner().invoke(backup, [str(tmp_path / copy), "--store", str(store)])
            assert (done.exit_code, "at commit" in done.output) == (0, True), done.output
            assert len(set(numbers(served))) == 1
    finally:
        over.set()
        writer.join()
    assert set(statuses) == {204}
    last = numbers(served)[0]
    found = []
    for copy in ("a", "b"):
        place = tmp_path / f"{copy}-store"
        done = CliRunner().invoke(restore, [str(tmp_path / copy), "--store", str(place)])
        assert done.exit_code == 0, done.output
        second = start(place, SETTINGS)
        try:
            restored = client_of(second.application)
            one, two = numbers(restored)
            assert one == two
            found.append(one)
            count = restored.get("/sparql?format=csv&query=" + quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
            assert count.text.split() == ["n", "2000"]
            assert write(restored, 10_000) == 204
        finally:
            second.stop()
    assert 0 < found[0] <= found[1] <= last
    assert numbers(served) == [last, last]


def test_a_restore_over_a_store_that_is_served_is_refused(
    served: FlaskClient, store: Path, tmp_path: Path
) -> None:
    assert write(served, 1) == 204
    target = str(tmp_path / "copy")
    assert CliRunner().invoke(backup, [target, "--store", str(store)]).exit_code == 0
    done = CliRunner().invoke(restore, [target, "--store", str(store)])
    assert done.exit_code != 0
    assert numbers(served) == [1, 1]
