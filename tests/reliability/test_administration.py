"""What an administrator sees and stops, what a client may ask of its time, and what is left to the others."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.reliability.serving import RunningServer

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DEADLINE = 60.0
WITHIN = 0.5
SLOTS, SHARE = 6, 3


@pytest.fixture(scope="module")
def server(snapshot: Path) -> Iterator[RunningServer]:
    """Its own deadline is so long that whatever ends earlier was ended."""
    limits = {"anonymous_deadline": DEADLINE, "workers": 4, "new_slots": 2, "queue": 20}
    tokens = [("boss", "admin"), ("guest", "read")]
    with RunningServer(snapshot, limits=limits, tokens=tokens) as running:
        running.wait_until_answering()
        yield running


def call(
    server: RunningServer, method: str, path: str, source: str = "127.0.0.1", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, 90, source_address=(source, 0))
    try:
        connection.request(method, path, headers=headers)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()
    finally:
        connection.close()


def running(server: RunningServer) -> list[dict[str, Any]]:
    """The queries of clients; those by which the server counts its own data are left out."""
    status, _, body = call(server, "GET", "/queries", Authorization="Bearer boss")
    assert status == 200
    listed: list[dict[str, Any]] = json.loads(body)["queries"]
    return [query for query in listed if query["client"] != "description"]


def wait_for_queries(server: RunningServer, number: int) -> list[dict[str, Any]]:
    until = time.monotonic() + 20
    while len(found := running(server)) < number:
        assert time.monotonic() < until
        time.sleep(0.05)
    return found


def test_an_administrator_sees_a_query_and_stops_it(server: RunningServer) -> None:
    with ThreadPoolExecutor(1) as pool:
        client = pool.submit(call, server, "GET", server.path(ENDLESS))
        [query] = wait_for_queries(server, 1)
        assert (query["text"], query["client"], query["deadline"]) == (ENDLESS, "127.0.0.1", DEADLINE)
        stopped = call(server, "DELETE", f"/queries/{query['id']}", Authorization="Bearer boss")
        status, _, body = client.result(timeout=DEADLINE / 2)
    assert (stopped[0], status) == (204, 503)
    assert "administrator" in json.loads(body)["detail"]
    assert running(server) == []
    assert call(server, "DELETE", f"/queries/{query['id']}", Authorization="Bearer boss")[0] == 404


@pytest.mark.parametrize(("token", "status"), [(None, 401), ("guest", 403), ("nobody", 401)])
def test_nobody_else_sees_or_stops_queries(server: RunningServer, token: str | None, status: int) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    assert call(server, "GET", "/queries", **headers)[0] == status
    assert call(server, "DELETE", "/queries/1", **headers)[0] == status


@pytest.mark.parametrize(
    ("parameters", "headers", "told"),
    [
        ({"timeout": "0.5"}, {}, "0.5"),
        ({"timeout": "400ms"}, {}, "0.4"),
        ({}, {"Prefer": "wait=1"}, "1"),
        ({"timeout": "0.001"}, {}, "0.1; asked=0.001"),
    ],
)
def test_a_client_gets_the_deadline_that_it_asks_for(
    server: RunningServer, parameters: dict[str, str], headers: dict[str, str], told: str
) -> None:
    """Statement 30, within half a second and what ten small requests take on this machine; and it is said."""
    began = time.monotonic()
    for number in range(10):
        call(server, "GET", server.path(f"ASK {{}} # {number} {told}"))
    slack = time.monotonic() - began
    began = time.monotonic()
    status, _, body = call(server, "GET", server.path(ENDLESS, **parameters), **headers)
    taken = time.monotonic() - began
    assert status == 504
    granted = float(told.partition(";")[0])
    assert granted <= taken < granted + WITHIN + slack
    assert f"stopped after {told.partition(';')[0]} s" in json.loads(body)["detail"]
    tiny = call(server, "GET", server.path(f"ASK {{}} # {told}", **parameters), **headers)
    assert tiny[1]["x-timeout"] == told


def test_a_deadline_beyond_the_servers_is_cut_and_the_reply_says_so(server: RunningServer) -> None:
    status, headers, _ = call(server, "GET", server.path("ASK {}", timeout="1000"))
    assert (status, headers["x-timeout"]) == (200, f"{DEADLINE:g}; asked=1000")


@pytest.mark.parametrize(
    ("sources", "token"),
    [(["127.0.0.7"], {}), (["127.0.0.7", "127.0.0.8", "127.0.0.9"], {"Authorization": "Bearer guest"})],
    ids=["an address", "a token, wherever it is used"],
)
def test_a_client_holds_half_of_the_slots_and_others_are_answered(
    server: RunningServer, sources: list[str], token: dict[str, str]
) -> None:
    """Another client is whoever has another token, or none: at an address of the greedy one, too."""
    greedy: list[Future[tuple[int, dict[str, str], bytes]]] = []
    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            path = server.path(f"{ENDLESS} # {number}")
            source = sources[number % len(sources)]
            greedy.append(pool.submit(call, server, "GET", path, source, **token))
        queries = wait_for_queries(server, len(greedy))
        until = time.monotonic() + 20
        while sum(query["state"] == "running" for query in queries) < SHARE and time.monotonic() < until:
            queries = running(server)
        assert sum(query["state"] == "running" for query in queries) == SHARE
        assert len({query["client"] for query in queries}) == 1
        other = sources[-1] if token else "127.0.0.8"
        assert call(server, "GET", server.path(f"ASK {{}} # other {len(sources)}"), source=other)[0] == 200
        for query in queries:
            call(server, "DELETE", f"/queries/{query['id']}", Authorization="Bearer boss")
        assert {future.result(timeout=DEADLINE)[0] for future in greedy} == {503}


def test_the_work_of_a_client_that_left_is_off_the_list_before_its_deadline(server: RunningServer) -> None:
    sock = server.connect()
    sock.sendall(server.request(ENDLESS))
    wait_for_queries(server, 1)
    sock.close()
    until = time.monotonic() + DEADLINE / 2
    while running(server) and time.monotonic() < until:
        time.sleep(0.05)
    assert running(server) == []
