"""What the server's worker tells the application of a request."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from types import SimpleNamespace
from wsgiref.types import StartResponse, WSGIEnvironment

from gunicorn.config import Config
from gunicorn.http import RequestParser

from communique.web.connections import Pace, PacedSocket, PatientWorker
from communique.web.service import ARRIVED


class Body(list[bytes]):
    """A body that can be closed."""

    def close(self) -> None:
        """Nothing is held."""


def test_the_application_hears_when_the_request_was_there() -> None:
    heard: list[float] = []

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        heard.append(environ[ARRIVED])
        start_response("204 No Content", [])
        return Body()

    config, (ours, theirs) = Config(), socket.socketpair()
    worker = PatientWorker.__new__(PatientWorker)
    worker.cfg, worker.wsgi, worker.alive = config, application, True
    sock = PacedSocket(fileno=ours.detach())
    sock.begin(lambda: Pace(5.0, 1))
    with sock, theirs:
        parser = RequestParser(config, iter([b"GET /ready HTTP/1.1\r\nHost: localhost\r\n\r\n"]), ("::1", 1))
        connection = SimpleNamespace(sock=sock, client=("::1", 1), server=("::1", 2), arrived=12.5)
        worker.handle_request(next(parser), connection)
        assert theirs.recv(100).startswith(b"HTTP/1.1 204")
    assert heard == [12.5]
