"""A failure after the first byte breaks the reply off: it never looks like a complete one."""

from __future__ import annotations

import time

import pytest
from tests.reliability.serving import RunningServer, kill, read_to_the_end

LAST_CHUNK = b"\r\n0\r\n\r\n"

FORMATS = {
    "json": "SELECT * { ?s ?p ?o . ?a ?b ?c }",
    "xml": "SELECT * { ?s ?p ?o . ?a ?b ?c }",
    "csv": "SELECT * { ?s ?p ?o . ?a ?b ?c }",
    "tsv": "SELECT * { ?s ?p ?o . ?a ?b ?c }",
    "nt": "CONSTRUCT { ?s ?p ?c } { ?s ?p ?o . ?a ?b ?c }",
}


@pytest.mark.parametrize("form", FORMATS)
def test_a_worker_killed_after_the_first_byte_leaves_no_last_chunk(server: RunningServer, form: str) -> None:
    with server.connect() as sock:
        sock.sendall(server.request(FORMATS[form], "Connection: close", format=form))
        start = sock.recv(1 << 16)
        for worker in server.workers:
            kill(worker)
        reply = start + read_to_the_end(sock)

    head, _, body = reply.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"Transfer-Encoding: chunked" in head
    assert len(body) > 1000
    assert not body.endswith(LAST_CHUNK)


def test_a_deadline_after_the_first_byte_leaves_no_last_chunk(server: RunningServer) -> None:
    with server.connect() as sock:
        sock.sendall(server.request(FORMATS["csv"], "Connection: close", format="csv", timeout="0.6"))
        reply = read_to_the_end(sock)

    head, _, body = reply.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"Transfer-Encoding: chunked" in head
    assert not body.endswith(LAST_CHUNK)
    assert b"stopped" not in body


def test_a_whole_stream_ends_with_the_last_chunk(server: RunningServer) -> None:
    """The opposite case, so that the tests above look for something that is there when all is well."""
    with server.connect() as sock:
        sock.sendall(server.request("SELECT * { ?s ?p ?o }", "Connection: close", format="csv"))
        reply = read_to_the_end(sock)

    head, _, body = reply.partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head
    assert body.endswith(LAST_CHUNK)


def test_an_old_client_that_cannot_see_a_broken_stream_gets_a_length_or_an_error(
    server: RunningServer,
) -> None:
    with server.connect() as sock:
        whole = server.request("SELECT * { ?s ?p ?o }", "Connection: close", format="csv").replace(
            b"HTTP/1.1", b"HTTP/1.0"
        )
        sock.sendall(whole)
        reply = read_to_the_end(sock)
    with server.connect() as sock:
        sock.sendall(
            server.request(FORMATS["csv"], "Connection: close", format="csv", timeout="0.5").replace(
                b"/1.1", b"/1.0"
            )
        )
        late = read_to_the_end(sock)

    head, _, body = reply.partition(b"\r\n\r\n")
    length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    assert int(length.split(b":")[1]) == len(body) > 65536
    assert late.split(b"\r\n")[0].split()[1] in {b"413", b"504"}


def test_the_server_goes_on_after_the_worst(server: RunningServer) -> None:
    """The death of the zygote may be noticed a moment later; then the server comes back by itself."""
    kill(server.zygote)
    until = time.monotonic() + 30
    while (answer := server.get("ASK {}")[1]) != b'{"head":{},"boolean":true}' and time.monotonic() < until:
        time.sleep(0.05)
    assert answer == b'{"head":{},"boolean":true}'
