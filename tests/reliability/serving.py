"""A real server in processes of its own, watched and wounded from outside."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

PROGRAM = Path(__file__).with_name("server_under_test.py")
BASE = "http://127.0.0.1:8000/"


def quads(articles: int) -> Iterator[str]:
    """Claims of made-up articles as N-Quads lines, 80 for each article, which has a graph of its own."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    for article in range(articles):
        graph = f"<{BASE}article/{article:016x}>"
        for claim in range(10):
            subject = f"<{BASE}article/{article:016x}#claim-{claim}>"
            person = f"<{BASE}person/p{(article * 7 + claim) % (articles + 1)}>"
            event = f"<{BASE}event/e{(article * 3 + claim) % (articles // 2 + 1)}>"
            yield f"{subject} <{rdf}type> <http://example.org/Claim> {graph} ."
            yield f"{subject} <{rdf}subject> {person} {graph} ."
            yield f"{subject} <{rdf}predicate> <http://example.org/met> {graph} ."
            yield f"{subject} <{rdf}object> {event} {graph} ."
            yield f'{subject} <http://example.org/quote> "Claim {claim} of article {article}, ünï"@en {graph} .'
            yield f'{subject} <http://example.org/begin> "{claim * 100}"^^<{xsd}integer> {graph} .'
            yield f'{subject} <http://example.org/end> "{claim * 100 + 50}"^^<{xsd}integer> {graph} .'
            yield f'{person} <http://example.org/label> "Person {claim}" {graph} .'


def write_snapshot(path: Path, articles: int) -> Path:
    """The quads as a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in quads(articles))
    return path


def children(pid: int) -> list[int]:
    """Process ids of the living children of a process."""
    found: list[int] = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        lists = list(Path(f"/proc/{pid}/task").glob("*/children"))
        if not lists:
            return _children_by_ps(pid)
        for each in lists:
            found += map(int, each.read_text(encoding="ascii").split())
    return sorted(child for child in found if _lives(child))


def _lives(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _children_by_ps(pid: int) -> list[int]:
    """The same where the kernel has no list."""
    try:
        listed = subprocess.run(
            ["ps", "-o", "pid=,stat=", "--ppid", str(pid)], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return []
    rows = [line.split() for line in listed.stdout.splitlines()]
    return sorted(int(row[0]) for row in rows if row and not row[1].startswith("Z"))


def zombies(pids: set[int]) -> int:
    """How many dead children these processes have not buried."""
    listed = subprocess.run(["ps", "-eo", "ppid=,stat="], capture_output=True, text=True, check=True)
    rows = [line.split() for line in listed.stdout.splitlines()]
    return sum(int(row[0]) in pids and row[1].startswith("Z") for row in rows)


def resident(pid: int) -> int:
    """Proportional share of memory of a process in bytes; 0 if it has ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))


class RunningServer:
    """A server as a context: up when it is entered, ended with all its processes when it is left."""

    def __init__(self, snapshot: Path, *, file_bytes: int | None = None, **options: Any) -> None:
        self._options = {"snapshot": str(snapshot), **options}
        self._file_bytes = file_bytes
        self._process: subprocess.Popen[str]
        self.port = 0

    def __enter__(self) -> Self:
        command = [sys.executable, str(PROGRAM), json.dumps(self._options)]
        if self._file_bytes is not None:
            blocks = self._file_bytes // 512
            command = ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", *command]
        root = str(PROGRAM.parents[2])
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=root
        )
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        if not first.strip().isdigit():
            self._process.kill()
            self._process.communicate()
            raise RuntimeError(f"the server did not come up: {first!r}")
        self.port = int(first)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        finally:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()

    def terminate(self) -> None:
        """Ask the server to end, as a service manager does."""
        self._process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float) -> int:
        """Wait for the end; the exit status."""
        return self._process.wait(timeout=seconds)

    @property
    def pid(self) -> int:
        """The process that was started: gunicorn's master."""
        return self._process.pid

    @property
    def web(self) -> int:
        """The process that speaks HTTP."""
        return children(self.pid)[0]

    @property
    def zygote(self) -> int:
        """The process that holds the data."""
        web = self.web
        found = children(web)
        while not found:
            time.sleep(0.01)
            found = children(web)
        return found[0]

    @property
    def workers(self) -> list[int]:
        """The processes that evaluate."""
        return children(self.zygote)

    def family(self) -> set[int]:
        """Every process of the server."""
        found = {self.pid}
        for _ in range(4):
            found |= {child for pid in list(found) for child in children(pid)}
        return found

    def path(self, query: str, **parameters: str) -> str:
        """The address of a query on this server."""
        extra = "".join(f"&{name}={quote(value, safe='')}" for name, value in parameters.items())
        return f"/sparql?query={quote(query, safe='')}{extra}"

    def url(self, query: str, **parameters: str) -> str:
        """As ``path``, with scheme and port."""
        return f"http://127.0.0.1:{self.port}{self.path(query, **parameters)}"

    def get(
        self,
        query: str,
        accept: str = "application/sparql-results+json",
        timeout: float = 30,
        **parameters: str,
    ) -> tuple[int, bytes]:
        """Status and body; raises what ``http.client`` raises for a reply that is broken off."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", self.path(query, **parameters), headers={"Accept": accept})
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def status(self, path: str, timeout: float = 5) -> int:
        """The status of a plain GET, 0 if there was none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def connect(self, source: str = "127.0.0.1") -> socket.socket:
        """A raw connection, from this loopback address."""
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=30, source_address=(source, 0))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    def request(self, query: str, *headers: str, **parameters: str) -> bytes:
        """The bytes of a GET request."""
        lines = [f"GET {self.path(query, **parameters)} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
        return "\r\n".join(lines).encode()

    def wait_until_answering(self, seconds: float = 20) -> float:
        """Wait until a query is answered; the seconds that it took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with contextlib.suppress(OSError, http.client.HTTPException):
                query = f"SELECT * {{ VALUES ?n {{ {time.monotonic_ns()} }} }}"  # in no cache
                if self.get(query, timeout=2)[0] == 200:
                    return time.monotonic() - began
            time.sleep(0.02)
        raise TimeoutError(f"no answer within {seconds} s")

    def wait_until_whole(self, seconds: float = 20) -> None:
        """Wait until a zygote that has died is noticed and replaced, and queries are answered."""
        time.sleep(0.4)
        self.wait_until_answering(seconds)


def read_to_the_end(sock: socket.socket) -> bytes:
    """Everything that the server sends until it closes."""
    pieces = []
    with contextlib.suppress(ConnectionResetError):
        while piece := sock.recv(1 << 16):
            pieces.append(piece)
    return b"".join(pieces)


def kill(pid: int) -> None:
    """SIGKILL, if the process still lives."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
