"""Connections of the server: no thread waits for a client that sends slowly, reads slowly or has left.

gunicorn's ``gthread`` gives a thread to a connection before it has sent anything, and its only loop may
wait two seconds for each that closes. Here the loop collects a request until it is whole, without a
thread, and closes without waiting; a client that takes the answer too slowly is cut off.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import re
import select
import selectors
import socket
import struct
import sys
import termios
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from gunicorn.http import wsgi
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

from communique.web.framing import HonestResponse, announced
from communique.web.refusal import say
from communique.web.service import ARRIVED

HEAD_BYTES: Final = 320 * 1024
"""The longest head: a URL with 64 KiB of query, each byte percent-encoded, and its headers."""
EARLY_BYTES: Final = 320 * 1024
"""Bodies up to this size are collected before a thread is given to the request."""

GATHERED_BYTES: Final = 64 * 1024 * 1024
"""What all requests that are not whole yet may hold together."""

SEND_BUFFER: Final = 256 * 1024
"""What the kernel holds of an answer: more would hide how slowly a client reads."""

LINGER: Final = 2.0
"""Seconds that a closed connection may take to hear it (RFC 9112, 9.6)."""

_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)
_EXPECTS: Final = re.compile(rb"\r\nexpect:", re.IGNORECASE)
_LAST_CHUNK: Final = re.compile(rb"\r\n0+[ \t]*(?:;[^\r\n]*)?\r\n(?:[^\r\n]+\r\n)*\r\n\Z")
_PROBE: Final = re.compile(rb"(?:GET|HEAD) /(?:health|ready)[ ?]")


@dataclass(frozen=True, slots=True)
class Pace:
    """How slow a client may be: ``seconds`` without progress, and ``rate`` bytes a second on average."""

    seconds: float
    rate: int


class PacedSocket(socket.socket):
    """A connection whose blocking calls end when the other side is too slow.

    They then raise ``ConnectionResetError``, as if the client had gone: for the server it has.
    """

    pace: Callable[[], Pace]
    slow: bool = False
    """Whether the other side has been found too slow."""

    def begin(self, pace: Callable[[], Pace]) -> None:
        """Measure from now on: only the time that is spent waiting for the other side."""
        self.pace = pace
        self._waited = 0.0
        self._moved = 0

    def setblocking(self, flag: bool, /) -> None:
        """Blocking means blocking for as long as the pace allows."""
        self.settimeout(self.pace().seconds if flag else 0.0)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """As ``socket.recv``."""
        began = time.monotonic()
        try:
            data = super().recv(size, flags)
        except TimeoutError as slow:
            raise self._too_slow() from slow
        self._note(began, len(data))
        return data

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """As ``socket.sendall``; what counts is progress, not the time that all of it takes."""
        with memoryview(data) as view:
            sent = 0
            while sent < len(view):
                began = time.monotonic()
                self.settimeout(self.pace().seconds)
                try:
                    step = super().send(view[sent : sent + 65536], flags)
                except TimeoutError as slow:
                    raise self._too_slow() from slow
                sent += step
                self._note(began, step)

    def _note(self, began: float, moved: int) -> None:
        pace = self.pace()
        self._waited += time.monotonic() - began
        self._moved += moved
        if self._waited > pace.seconds + self._moved / pace.rate:
            raise self._too_slow()

    def _too_slow(self) -> ConnectionResetError:
        self.slow = True
        return ConnectionResetError(errno.ECONNRESET, "the client is too slow")

    def unsent(self) -> int:
        """Bytes that the kernel still holds for the other side; 0 where it does not say."""
        try:
            return int.from_bytes(fcntl.ioctl(self, termios.TIOCOUTQ, bytes(4)), sys.byteorder)
        except OSError:
            return 0

    def reset(self) -> None:
        """Close at once and drop what the kernel holds; the other side sees a reset, not an end."""
        with contextlib.suppress(OSError):
            self.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()


def has_left(sock: socket.socket) -> bool:
    """Whether the other side has closed its half of the connection, or all of it."""
    poll = select.poll()
    hung_up = getattr(select, "POLLRDHUP", 0)
    try:
        poll.register(sock, select.POLLIN | hung_up)
        events = poll.poll(0)
        if not events:
            return False
        if events[0][1] & (select.POLLHUP | select.POLLERR | select.POLLNVAL | hung_up):
            return True
        return not socket.socket.recv(sock, 1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True


@dataclass(eq=False, slots=True)
class _Waiting:
    """A connection in the loop: idle, with a request on its way, or closing."""

    connection: TConn
    until: float
    data: bytearray = field(default_factory=bytearray)
    closing: bool = False
    unsent: int = 1 << 62


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """The worker: one loop for all connections, threads for whole requests.

    ``self.app.pace`` says how slow a client may be. When three of four threads are busy, a tenth of that.
    """

    def init_process(self) -> None:
        """Set up before the loop runs."""
        self._waiting: dict[int, _Waiting] = {}
        self._gathered = 0
        self._busy = 0
        self._addresses: Counter[str] = Counter()
        self._probes = ThreadPoolExecutor(max_workers=2, thread_name_prefix="probe")
        super().init_process()

    def pace(self) -> Pace:
        """How slow a client may be now."""
        pace: Pace = self.app.pace
        if self._busy < self.cfg.threads * 3 // 4:
            return pace
        return Pace(pace.seconds / 10, pace.rate * 10)

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection into the loop."""
        try:
            accepted, address = listener.accept()
        except OSError:
            return  # the client has left already, or no descriptor is free: the loop asks again
        sock = PacedSocket(fileno=accepted.detach())
        sock.begin(self.pace)
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self.nr_conns += 1
        connection = TConn(self.cfg, sock, address, listener.getsockname())
        self._addresses[_host(connection)] += 1
        if self._addresses[_host(connection)] > self.cfg.worker_connections // 2:
            self._close(connection)
            return
        self._wait(connection, self.pace().seconds)

    def enqueue_req(self, conn: TConn, pool: ThreadPoolExecutor | None = None) -> None:
        """Give a whole request to a thread."""
        self._busy += 1
        conn.sock.begin(self.pace)
        conn.arrived = time.monotonic()
        done = (pool or self.tpool).submit(self.handle, conn)
        done.add_done_callback(lambda future: self.method_queue.defer(self.finish_request, conn, future))

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """After the answer: wait for the next request, or close."""
        self._busy -= 1
        if conn.sock.slow:
            self._close(conn)
        elif fs.cancelled() or fs.exception() is not None or not fs.result() or not self.alive:
            self._linger(conn)
        elif conn.parser.unreader.buf.getvalue():
            self.enqueue_req(conn)
        else:
            self._wait(conn, self.cfg.keepalive)

    def murder_pending(self) -> None:
        """Close what has waited too long; on the way out, all that has nothing under way."""
        now = time.monotonic()
        for waiting in list(self._waiting.values()):
            idle = not waiting.data and not waiting.closing
            if (waiting.until <= now and not self._takes_its_time(waiting)) or (idle and not self.alive):
                self._leave(waiting)
                if waiting.data and not waiting.closing:
                    slow = "The request came too slowly."
                    say(waiting.connection.sock, _host(waiting.connection), 408, slow)
                self._close(waiting.connection)

    def _takes_its_time(self, waiting: _Waiting) -> bool:
        """Whether a closing connection still takes what was sent to it, at the least pace or faster."""
        if not waiting.closing:
            return False
        pace, unsent = self.pace(), waiting.connection.sock.unsent()
        if unsent == 0 or unsent > waiting.unsent - pace.rate * pace.seconds:
            waiting.connection.sock.slow = unsent > 0
            return False
        waiting.unsent = unsent
        waiting.until = time.monotonic() + pace.seconds
        return True

    def handle_request(self, req: Any, conn: TConn) -> bool:
        """Answer one request; says whether the connection can take another."""
        response = None
        try:
            response, environ = wsgi.create(
                req, conn.sock, conn.client, conn.server, self.cfg, response_class=HonestResponse
            )
            environ["wsgi.multithread"] = True
            environ[ARRIVED] = conn.arrived
            if not self.alive:
                response.force_close()
            body = self.wsgi(environ, response.start_response)
            try:
                for part in body:
                    response.write(part)
                response.close()
            finally:
                body.close()
        except OSError:
            raise
        except Exception as failed:
            if not announced(response):
                raise
            # The body has begun: all that is left is to break it off, without its last chunk.
            self.log.info("a reply was broken off: %s", failed)
            return False
        return not response.should_close()

    def handle_error(self, req: Any, client: PacedSocket, addr: Any, exc: BaseException) -> None:
        """Say what was wrong with a request that is no HTTP: the client's fault, never a 5xx."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        if isinstance(exc, LimitRequestLine):
            status = 414
        elif isinstance(exc, LimitRequestHeaders):
            status = 431
        else:
            status = 400
        client.setblocking(False)
        say(client, str(addr[0] if isinstance(addr, tuple) else addr), status, str(exc))

    def handle_quit(self, sig: int, frame: Any) -> None:
        """An interrupt from the keyboard ends the server as gently as SIGTERM does."""
        self.handle_exit(sig, frame)

    def _wait(self, connection: TConn, seconds: float) -> None:
        """Let the loop collect the next request."""
        connection.sock.setblocking(False)
        waiting = _Waiting(connection, time.monotonic() + seconds)
        self._waiting[connection.sock.fileno()] = waiting
        self.poller.register(connection.sock, selectors.EVENT_READ, partial(self._on_readable, waiting))

    def _on_readable(self, waiting: _Waiting, _sock: socket.socket) -> None:
        """Something has come: collect it, and when the request is whole, hand it on."""
        connection = waiting.connection
        try:
            data = socket.socket.recv(connection.sock, 65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._leave(waiting)
            self._close(connection)
        elif not waiting.closing:
            self._collect(waiting, data)

    def _collect(self, waiting: _Waiting, data: bytes) -> None:
        connection = waiting.connection
        if not waiting.data:
            waiting.until = time.monotonic() + self.pace().seconds
        waiting.data += data
        self._gathered += len(data)
        stage = _stage(waiting.data)
        if stage == "more" and self._gathered <= GATHERED_BYTES:
            return
        self._leave(waiting)
        if stage != "whole":
            if stage == "long":
                most = f"Its head is longer than {HEAD_BYTES:,} bytes; send long queries by POST."
                say(connection.sock, _host(connection), 431, most)
            else:
                say(connection.sock, _host(connection), 503, "Too many requests are on their way.")
            self._linger(connection)
            return
        connection.init()
        connection.parser.unreader.unread(bytes(waiting.data))
        self.enqueue_req(connection, self._probes if _PROBE.match(waiting.data) else None)

    def _linger(self, connection: TConn) -> None:
        """Close for writing, and let the client hear of it before all is closed."""
        try:
            connection.sock.setblocking(False)
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(connection)
            return
        self._wait(connection, LINGER)
        self._waiting[connection.sock.fileno()].closing = True

    def _leave(self, waiting: _Waiting) -> None:
        """Take a connection out of the loop."""
        self._gathered -= len(waiting.data)
        self._waiting.pop(waiting.connection.sock.fileno(), None)
        with contextlib.suppress(OSError, KeyError, ValueError):
            self.poller.unregister(waiting.connection.sock)

    def _close(self, connection: TConn) -> None:
        self.nr_conns -= 1
        host = _host(connection)
        self._addresses[host] -= 1
        if not self._addresses[host]:
            del self._addresses[host]
        if connection.sock.slow:
            connection.sock.reset()
        else:
            connection.close()


def _host(connection: TConn) -> str:
    client = connection.client
    return str(client[0]) if isinstance(client, tuple) else str(client)


def _stage(data: bytearray) -> str:
    """``whole`` when a thread can take the request, ``more`` while it is coming, ``long`` if it never will.

    A body that is larger than ``EARLY_BYTES``, or that waits for "100 Continue", is read by the thread.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return "long" if len(data) > HEAD_BYTES else "more"
    head = data[: end + 4]
    body = len(data) - len(head)
    if body >= EARLY_BYTES or _EXPECTS.search(head):
        return "whole"
    if _CHUNKED.search(head):
        return "whole" if _LAST_CHUNK.search(data, max(end, len(data) - 4096)) else "more"
    length = _LENGTH.search(head)
    wanted = int(length.group(1)) if length else 0
    return "whole" if body >= min(wanted, EARLY_BYTES) else "more"
