"""A real server for the W3C suites: writable, the unnamed graph as default graph, empty before each test."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.web.plain_store import TOKENS, WRITER, PlainStore  # noqa: E402 - found on the path above

from communique.web.app import create_app  # noqa: E402 - found on the path above
from communique.web.settings import Settings  # noqa: E402 - found on the path above

SUITES = ROOT.parent / "shared" / "w3c" / "sparql11"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Endpoint:
    """A client of the server under test."""

    def __init__(self, store: PlainStore, host: str, port: int) -> None:
        self.store = store
        self.host = host
        self.port = port
        self.url = f"http://{host}:{port}/"
        self._connection = HTTPConnection(host, port, timeout=60)

    def call(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        """Send one request; writes are allowed."""
        self._connection.request(method, path, body=body, headers={**WRITER, **(headers or {})})
        response = self._connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, response.read())

    def load(self, content: bytes, media_type: str, graph: str | None) -> None:
        """Add a document to a graph, over HTTP."""
        where = "default" if graph is None else f"graph={quote(graph, safe='')}"
        reply = self.call("POST", f"/graph-store?{where}", {"Content-Type": media_type}, content)
        assert reply.status in {201, 204}, reply.body


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Tests print only what fails."""


@pytest.fixture(scope="session")
def suite_folder() -> Path:
    if not SUITES.is_dir():
        message = f"the W3C suites are not at {SUITES}; get w3c/rdf-tests and put its sparql11 folder there"
        if os.environ.get("COMMUNIQUE_CI") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return SUITES


@pytest.fixture(scope="session")
def server() -> Iterator[Endpoint]:
    store = PlainStore("unnamed", writable=True)
    running = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=_Quiet)
    store.base = f"http://127.0.0.1:{running.port}/"
    settings = Settings(base=store.base, default_graph="unnamed", writable=True, tokens=TOKENS, pages=False)
    running.app = create_app(settings, store, store)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield Endpoint(store, "127.0.0.1", running.port)
    running.shutdown()
    running.server_close()


@pytest.fixture
def endpoint(server: Endpoint) -> Endpoint:
    """The server with an empty store."""
    server.store.clear()
    return server


_RUN: Counter[str] = Counter()
_PASSED: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what ran, by suite."""
    found = re.search(
        r"tests/conformance/test_(\w+)\.py::test_(?:case|conversation|check)\[(?:([\w-]+)/)?", report.nodeid
    )
    if found is None or (report.when != "call" and report.passed):
        return
    name = found[2] or found[1].replace("_", "-")
    _RUN[name] += 1
    _PASSED[name] += report.passed


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the number expected beside the number run."""
    if not _RUN:
        return
    from tests.conformance.known_failures import KNOWN

    known = Counter(name.partition("/")[0] for name in KNOWN)
    terminalreporter.section("W3C SPARQL 1.1 conformance")
    total = sum(_RUN.values())
    for name in sorted(_RUN):
        good = _PASSED[name] - known[name]
        line = f"{name:24} {good:4} of {expected_count(name):4} pass, {_RUN[name]} run"
        terminalreporter.write_line(line + (f", {known[name]} known failures" if known[name] else ""))
    terminalreporter.write_line(
        f"{'all':24} {sum(_PASSED.values()) - sum(known[n] for n in _RUN):4} of {total:4} pass"
    )
    for name, reason in KNOWN.items():
        if name.partition("/")[0] in _RUN:
            terminalreporter.write_line(f"  known failure {name}: {reason}")


def expected_count(name: str) -> int:
    """How many tests a suite has, by its manifest as we counted it."""
    from tests.conformance import (
        test_graph_store_protocol,
        test_protocol,
        test_service_description,
        test_suites,
    )

    alone = {
        "protocol": test_protocol.EXPECTED,
        "graph-store-protocol": test_graph_store_protocol.EXPECTED,
        "service-description": test_service_description.EXPECTED,
    }
    return alone.get(name) or test_suites.EXPECTED[name]
