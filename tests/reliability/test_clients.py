"""Clients that leave, dawdle or stay half: they hold nothing, and the others do not notice."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.reliability.serving import RunningServer, read_to_the_end

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def patient(snapshot: Path) -> Iterator[RunningServer]:
    """A server that gives up on a slow client after two seconds instead of ten."""
    limits = {"spool_bytes": 65536, "slow_client": 2.0, "anonymous_deadline": 30.0}
    with RunningServer(snapshot, limits=limits) as running:
        yield running


def busy(server: RunningServer) -> float:
    """CPU seconds that the workers use in a third of a second."""

    def used() -> float:
        ticks = 0
        for pid in server.workers:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / 100

    before, pids = used(), server.workers
    time.sleep(0.33)
    return used() - before if server.workers == pids else 0.0


def idle_within(server: RunningServer, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if busy(server) < 0.05:
            return True
    return False


@pytest.mark.parametrize("query", [ENDLESS, STREAM])
@pytest.mark.parametrize("manner", ["close", "reset", "half-close"])
def test_work_stops_when_its_client_leaves_before_or_after_the_first_byte(
    patient: RunningServer, query: str, manner: str
) -> None:
    sock = patient.connect()
    sock.sendall(patient.request(query, format="csv"))
    if query == STREAM:
        assert sock.recv(1000)
    else:
        time.sleep(0.6)
        assert busy(patient) > 0.05
    if manner == "reset":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if manner == "half-close":
        sock.shutdown(socket.SHUT_WR)
        began = time.monotonic()
        read_to_the_end(sock)
        assert time.monotonic() - began < 20
    sock.close()
    assert idle_within(patient, 3)


def test_slow_senders_and_silent_ones_are_cut_off_and_hold_no_thread(patient: RunningServer) -> None:
    socks = [patient.connect() for _ in range(120)]
    for number, sock in enumerate(socks):
        sock.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nquery" if number % 3 else b"GE"
        )
    assert patient.get("SELECT (1 AS ?n) {}", timeout=5)[0] == 200
    began = time.monotonic()
    replies = set()
    for sock in socks:
        replies.add(read_to_the_end(sock).split(b"\r\n")[0])
        sock.close()
    assert replies == {b"HTTP/1.1 408 Request Timeout"}
    assert time.monotonic() - began < 15


def test_slow_readers_are_cut_off_and_hold_no_slot(patient: RunningServer) -> None:
    socks = []
    for _ in range(6):
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.connect(("127.0.0.1", patient.port))
        sock.sendall(patient.request(f"{STREAM} LIMIT 40000", format="csv"))
        socks.append(sock)
    time.sleep(3)
    assert patient.get("SELECT (2 AS ?n) {}", timeout=5)[0] == 200
    assert idle_within(patient, 20)
    time.sleep(3)
    for sock in socks:
        with sock:
            reply = read_to_the_end(sock)
        assert reply.startswith(b"HTTP/1.1 503") or not reply.endswith(b"\r\n0\r\n\r\n")


def test_a_body_that_comes_in_pieces_is_put_together(patient: RunningServer) -> None:
    whole = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n"
    )
    chunked = whole + b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n"
    sized = whole + b"Content-Length: 6\r\n\r\nASK {}"
    for request in (chunked, sized):
        with patient.connect() as sock:
            for place in range(0, len(request), 40):
                sock.sendall(request[place : place + 40])
                time.sleep(0.005)
            reply = read_to_the_end(sock)
        assert b"200 OK" in reply
        assert reply.endswith(b'"boolean":true}')


def test_requests_after_each_other_and_at_once_on_one_connection_are_all_answered(
    patient: RunningServer,
) -> None:
    one = patient.request("ASK {}")
    with patient.connect() as sock:
        sock.sendall(one + one)
        sock.sendall(patient.request("ASK {}", "Connection: close"))
        reply = read_to_the_end(sock)
    assert reply.count(b"HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /" + b"x" * 400_000, b"431"),
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: odd\r\n\r\n", b"400"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n0\r\n\r\n",
            b"400",
        ),
    ],
)
def test_what_is_no_http_is_the_clients_fault(
    patient: RunningServer, request_bytes: bytes, status: bytes
) -> None:
    with patient.connect() as sock:
        sock.sendall(request_bytes)
        reply = read_to_the_end(sock)
    assert reply.split(b" ")[1] == status
    head, _, body = reply.partition(b"\r\n\r\n")
    assert json.loads(body)["status"] == int(status)
    assert b"Access-Control-Allow-Origin: *" in head


def test_health_is_answered_while_every_slot_and_thread_is_taken(patient: RunningServer) -> None:
    with contextlib.ExitStack() as stack:
        socks = [stack.enter_context(patient.connect(f"127.0.0.{2 + number % 20}")) for number in range(120)]
        for number, sock in enumerate(socks):
            sock.sendall(patient.request(f"{ENDLESS} #{number}", timeout="4"))
        time.sleep(0.5)
        assert patient.status("/health", timeout=2) == 200
        statuses = [sock.recv(1000).split(b" ")[1] for sock in socks]
    assert set(statuses) <= {b"503", b"504"}
    assert b"503" in statuses


def test_the_server_ends_with_all_its_processes_when_asked_to(snapshot: Path) -> None:
    with RunningServer(snapshot) as server:
        family = server.family()
        assert len(family) >= 4
        with server.connect() as sock:
            sock.sendall(server.request(f"{STREAM} LIMIT 60000", "Connection: close", format="csv"))
            start = sock.recv(1000)
            began = time.monotonic()
            server.terminate()
            reply = start + read_to_the_end(sock)
        assert reply.startswith(b"HTTP/1.1 200")
        assert reply.endswith(b"\r\n0\r\n\r\n") or b"Content-Length" in reply
        server.wait(15)
        assert time.monotonic() - began < 12
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in family):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_second_server_on_the_port_is_refused_clearly(snapshot: Path) -> None:
    with RunningServer(snapshot) as server, pytest.raises(RuntimeError, match="did not come up"):
        RunningServer(snapshot, port=server.port).__enter__()
