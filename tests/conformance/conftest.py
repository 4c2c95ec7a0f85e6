"""A real server for the W3C suites: writable, the unnamed graph as default graph, empty before each test."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.conformance.writable_server import SECRET  # noqa: E402 - found on the path above

QUERY = "application/sparql-query"
SUITES = ROOT.parent / "shared" / "w3c" / "sparql11"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Endpoint:
    """A client of the server under test."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.written = True

    def call(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        """Send one request; writes are allowed."""
        given = {"Authorization": f"Bearer {SECRET}", **(headers or {})}
        self.written |= method not in {"GET", "HEAD"} and given.get("Content-Type") != QUERY
        self.connection.request(method, path, body=body, headers=given)
        response = self.connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, response.read())

    def load(self, content: bytes, media_type: str, graph: str | None) -> None:
        """Add a document to a graph, over HTTP."""
        where = "default" if graph is None else f"graph={quote(graph, safe='')}"
        reply = self.call("POST", f"/graph-store?{where}", {"Content-Type": media_type}, content)
        assert reply.status in {201, 204}, reply.body


@pytest.fixture(scope="session")
def suite_folder() -> Path:
    if not SUITES.is_dir():
        message = f"the W3C suites are not at {SUITES}; get w3c/rdf-tests and put its sparql11 folder there"
        if os.environ.get("COMMUNIQUE_CI") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return SUITES


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    program = Path(__file__).with_name("writable_server.py")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(program), str(port), str(folder)], stdout=subprocess.PIPE, stderr=log
        )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == str(port).encode(), (folder / "log").read_text()
        found = Endpoint(port)
        yield found
        found.connection.close()
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


@pytest.fixture
def endpoint(server: Endpoint) -> Endpoint:
    """The server with an empty store: no quad, no graph."""
    # a server closes a connection that was idle while this process ran other files' tests (RFC 9112, 9.5)
    server.connection.close()
    if server.written:
        assert server.call("DELETE", "/graph-store").status == 204
        graphs = server.call("GET", "/sparql.csv?query=SELECT%20%3Fg%20%7BGRAPH%20%3Fg%20%7B%7D%7D")
        assert graphs.body == b"g\r\n"
        server.written = False
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
