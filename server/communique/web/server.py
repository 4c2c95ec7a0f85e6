"""The server: one gunicorn process with threads in front of the query tier, on a loopback address."""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import ClientDisconnected

from communique import errors
from communique.errors import CommuniqueError, UsageError
from communique.sparql.limits import Limits
from communique.web.connections import Pace, PatientWorker, has_left
from communique.web.service import CANCELLED

LEAST_RATE: Final = 16 * 1024
"""Bytes a second that a client must take or send on average, after its first ten seconds."""

SPARE_THREADS: Final = 24
"""Threads beyond those that evaluate or queue: for pages, files and answers on their way to clients."""

SWITCH_SECONDS: Final = 0.0005
"""How long a thread may keep the interpreter while others want it: reading one long query takes 100 ms."""

log: Final = logging.getLogger("communique.server")


@dataclass(frozen=True, slots=True)
class Started:
    """What a server serves: the application, and what to do when it ends."""

    application: WSGIApplication
    stop: Callable[[], None]


def serve(
    start: Callable[[], Started],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    announce: Callable[[str, int], None] = lambda _host, _port: None,
) -> None:
    """Serve until SIGTERM or SIGINT; then let running requests finish, and return.

    ``start`` is called in the process that serves, before the first request, and may raise an error of
    ``communique.errors``, which ``serve`` then raises too. ``announce`` hears the address (``port`` 0
    chooses a free one). ``UsageError`` if the address cannot be had.
    """
    limits = limits or Limits()
    _probe(host, port)
    with tempfile.TemporaryDirectory(prefix="communique-server-") as folder:
        report = Path(folder, "failure.json")
        server = _Server(start, host, port, limits, announce, report)
        try:
            Arbiter(server).run()
        except SystemExit as ended:
            if report.exists():
                raise _failure(json.loads(report.read_text(encoding="utf-8"))) from None
            if ended.code:
                raise CommuniqueError(f"The server ended with status {ended.code}; see its log.") from None


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's view of the server."""

    def __init__(
        self,
        start: Callable[[], Started],
        host: str,
        port: int,
        limits: Limits,
        announce: Callable[[str, int], None],
        report: Path,
    ) -> None:
        self._start = start
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._limits = limits
        self._announce = announce
        self._report = report
        self._started: Started | None = None
        self.pace = Pace(limits.slow_client, LEAST_RATE)
        super().__init__()

    def load_config(self) -> None:
        """One process, so that there is one query tier; threads for every query that runs or waits."""
        threads = self._limits.slots + self._limits.queue + SPARE_THREADS
        settings: dict[str, Any] = {
            "bind": self._address,
            "workers": 1,
            "worker_class": PatientWorker,
            "threads": threads,
            "worker_connections": 1000,
            "keepalive": 15,
            "timeout": 120,
            "graceful_timeout": 10,
            "limit_request_line": 0,
            "limit_request_field_size": 16 * 1024,
            "forwarded_allow_ips": "",
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self._announce_address,
            "worker_exit": self._stop,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """Start what is served, in the process that serves it; where that fails, leave a report and end."""
        try:
            self._started = self._start()
        except CommuniqueError as failed:
            self._report.write_text(json.dumps([type(failed).__name__, str(failed)]), encoding="utf-8")
            # This is a copy of the process that waits in ``serve``: it must not unwind what that one holds,
            # the folder of the report and the lock of the store.
            os._exit(Arbiter.WORKER_BOOT_ERROR)
        sys.setswitchinterval(SWITCH_SECONDS)
        threads = self.cfg.threads
        return FairShare(self._started.application, most=threads // 2)

    def _announce_address(self, worker: Any) -> None:
        host, port = worker.sockets[0].getsockname()[:2]
        self._announce(host, port)

    def _stop(self, _arbiter: Any, _worker: Any) -> None:
        if self._started is not None:
            self._started.stop()


class FairShare:
    """Gives each request the means to see that its client has left, and no address all the threads."""

    def __init__(self, application: WSGIApplication, most: int) -> None:
        self._application = application
        self._most = most
        self._lock = threading.Lock()
        self._busy: Counter[str] = Counter()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or 503 when this address has as many requests under way as it may."""
        sock: socket.socket | None = environ.get("gunicorn.socket")
        if sock is not None:
            environ[CANCELLED] = lambda: has_left(sock)
        environ["wsgi.input"] = _Input(environ["wsgi.input"])
        address = str(environ.get("REMOTE_ADDR", ""))
        with self._lock:
            self._busy[address] += 1
            crowded = self._busy[address] > self._most
        try:
            if crowded:
                body = _refuse(start_response, self._most)
            else:
                body = self._application(environ, start_response)
        except BaseException:
            self._done(address)
            raise
        return _Body(body, lambda: self._done(address))

    def _done(self, address: str) -> None:
        with self._lock:
            self._busy[address] -= 1
            if not self._busy[address]:
                del self._busy[address]


class _Body:
    """A body that says when it has been sent or given up."""

    def __init__(self, body: Iterable[bytes], done: Callable[[], None]) -> None:
        self._body = body
        self._done = done

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        """Close the body and count the request as done."""
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            self._done()


class _Input:
    """A request's body, whose faults are the client's."""

    def __init__(self, body: InputStream) -> None:
        self._body = body

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes; ``ClientDisconnected``, a 400, if they are no HTTP or do not come."""
        with self._blaming():
            return self._body.read(size)

    def readline(self, size: int = -1, /) -> bytes:
        """As ``read``, up to the end of a line."""
        with self._blaming():
            return self._body.readline(size)

    def readlines(self, hint: int = -1, /) -> list[bytes]:
        """As ``read``, in lines."""
        with self._blaming():
            return self._body.readlines(hint)

    def __iter__(self) -> Iterator[bytes]:
        while line := self.readline():
            yield line

    @staticmethod
    @contextmanager
    def _blaming() -> Iterator[None]:
        try:
            yield
        except (ParseException, ConnectionError) as fault:
            raise ClientDisconnected(f"the body of the request cannot be read: {fault}") from fault


def _refuse(start_response: StartResponse, most: int) -> Iterable[bytes]:
    problem = {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": f"Your address has {most} requests under way, which is its share. Try again in a second.",
    }
    body = json.dumps(problem).encode()
    headers = [
        ("Content-Type", "application/problem+json"),
        ("Content-Length", str(len(body))),
        ("Retry-After", "1"),
        ("Access-Control-Allow-Origin", "*"),
    ]
    start_response("503 Service Unavailable", headers)
    return [body]


def _probe(host: str, port: int) -> None:
    """Raise ``UsageError`` if the address cannot be had, before gunicorn would try for seconds."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(address)
    except OSError as taken:
        reason = os.strerror(taken.errno) if taken.errno and taken.errno > 0 else str(taken)
        raise UsageError(f"{host}:{port} cannot be served: {reason}. Choose another with --port.") from taken


def _failure(report: list[str]) -> CommuniqueError:
    name, message = report
    kind: type[CommuniqueError] = getattr(errors, name, CommuniqueError)
    return kind(message)
