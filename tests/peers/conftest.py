"""Real servers for the clients that people hold, and one printed line for each thing that a client did."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.conformance.writable_server import SECRET
from tests.web.pages.site import things

from communique.build import Options, build
from communique.store import snapshot

HERE = "tests/peers/"
ROOT = Path(__file__).parents[2]
DATA = b"""
@prefix : <http://e/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:anna a :Person ; rdfs:label "Anna"@en ; :age 41 . :ben a :Person ; rdfs:label "Ben, \\"B.\\"" ; :knows :anna .
:talks { :m1 a :Meeting ; :participant :anna , :ben }
"""

CLIENTS = {
    "sparqlwrapper": ("SPARQLWrapper", "pypi:SPARQLWrapper"),
    "rdflib": ("rdflib", "pypi:rdflib"),
    "pyoxigraph": ("pyoxigraph", "pypi:pyoxigraph"),
    "pandas": ("pandas", "pypi:pandas"),
    "networkx": ("networkx", "pypi:networkx"),
    "reconciler": ("reconciler", "pypi:reconciler"),
    "csvw": ("csvw", "pypi:csvw"),
    "openrefine": ("OpenRefine", "its requests, replayed"),
    "comunica": ("Comunica", "npm:tests/peers/comunica/node_modules/@comunica/query-sparql"),
    "comunica_traversal": (
        "Comunica link traversal",
        "npm:tests/peers/comunica/node_modules/@comunica/query-sparql-link-traversal",
    ),
    "reactodia": ("Reactodia", "npm:server/ui/node_modules/@reactodia/workspace"),
    "graph_explorer": ("AWS Graph Explorer", "its requests, replayed"),
    "yasgui": ("Yasgui", "its requests, replayed"),
    "sib_editor": ("SIB sparql-editor", "its requests, replayed"),
    "lodview": ("LodView", "its requests, replayed"),
    "trifid": ("Trifid", "its requests, replayed"),
    "protege": ("Protégé (OWL API)", "its requests, replayed"),
    "browser": ("linked data in a browser", "its requests, replayed"),
    "curl": ("curl", "curl"),
}
"""Clients by the first words of a test's name: what they are called, and where their version stands."""
NOT_RUN = {
    "OpenRefine": "a Java program that no package registry has",
    "Protégé": "a Java program that no package registry has",
    "AWS Graph Explorer": "a web application in an image of containers, on no package registry",
    "LodView": "a Java servlet, last changed in 2023, on no package registry",
    "Trifid": "a server of its own, which would be tested rather than us",
    "Yasgui": "runs in a browser only",
    "SIB sparql-editor": "not on the npm registry under its name",
    "Gephi": "a Java program; networkx reads the same GEXF",
    "Cytoscape": "a Java program; networkx reads the same GraphML",
}
"""Why some clients are not run themselves."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Where the server is, and the secret with which it may be written."""

    url: str
    secret: str = SECRET

    @property
    def sparql(self) -> str:
        """Its endpoint."""
        return f"{self.url}sparql"


@dataclass(frozen=True, slots=True)
class Served:
    """The demo graph behind ``communique serve``, at the very addresses that its IRIs are."""

    url: str
    store: ox.Store

    @property
    def sparql(self) -> str:
        """Its endpoint."""
        return f"{self.url}sparql"

    def things(self, cls: str) -> list[str]:
        """IRIs of all things of a ``dip:`` class, sorted."""
        return things(self.store, cls)

    def objects(self, subject: str, predicate: str) -> set[str]:
        """IRIs and texts that a thing has, in any graph."""
        found = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
        return {quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode | ox.Literal)}


def needed(program: str) -> None:
    """Skip without a program that a test needs; fail where nothing may be missing."""
    if os.environ.get("COMMUNIQUE_CI") == "1":
        pytest.fail(f"{program} is not installed")
    pytest.skip(f"{program} is not installed")


def node(*command: str, folder: Path) -> bytes:
    """What a Node program prints; fails with what it complains of."""
    found = subprocess.run(["node", *command], cwd=folder, capture_output=True, check=False, timeout=240)
    assert found.returncode == 0, found.stderr.decode()[-2000:]
    return found.stdout


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    """An empty server that may be written."""
    port = free_port()
    program = Path(__file__).parents[1] / "conformance" / "writable_server.py"
    command = [sys.executable, str(program), str(port), str(tmp_path_factory.mktemp("peers"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().strip() == str(port).encode()
            yield Peer(f"http://127.0.0.1:{port}/")
        finally:
            process.terminate()


@pytest.fixture
def peer(started: Peer) -> Peer:
    """The server with the small graph and nothing else."""
    headers = {"Content-Type": "application/trig", "Authorization": f"Bearer {started.secret}"}
    request = Request(f"{started.url}graph-store", data=DATA, headers=headers, method="PUT")
    with urlopen(request) as reply:
        assert reply.status == 204
    return started


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``communique build`` and ``communique serve`` on the demo articles."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    url, store = f"http://127.0.0.1:{port}/", folder / "store"
    build(
        [str(ROOT / "data" / "articles")], store, Options(jobs=1, base=url), lambda _stage, _done, _of: None
    )
    graph = ox.Store()
    graph.bulk_load(path=str(snapshot(store, folder / "graph.nq").file), format=ox.RdfFormat.N_QUADS)
    command = [sys.executable, "-m", "communique", "serve", "--store", str(store), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            assert next(line.split()[-1] for line in process.stdout if line.startswith("Pages")) == url
            yield Served(url, graph)
        finally:
            process.terminate()


def _version(source: str) -> str:
    kind, _, name = source.partition(":")
    if kind == "pypi":
        return metadata.version(name)
    if kind == "npm":
        file = ROOT / name / "package.json"
        found = re.search(r'"version": *"([^"]+)"', file.read_text("utf-8")) if file.is_file() else None
        return found[1] if found else "not installed"
    if kind == "curl":
        if shutil.which("curl") is None:
            return "not installed"
        said = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=False)
        return said.stdout.split()[1]
    return f"({source})"


def _line(report: pytest.TestReport) -> str:
    """Client, version, what was done, and how it went."""
    name, _, variant = report.nodeid.rpartition("::test_")[2].partition("[")
    client = max((key for key in CLIENTS if name.startswith(f"{key}_")), key=len)
    called, source = CLIENTS[client]
    done = name.removeprefix(f"{client}_").replace("_", " ") + (f" [{variant}" if variant else "")
    end = {"passed": "ok", "failed": "FAILED", "skipped": f"not run: {_reason(report)}"}[report.outcome]
    return f"{called} {_version(source)}: {done}: {end}"


def _reason(report: pytest.TestReport) -> str:
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line for each thing that a client did, where nothing but the clients was asked for."""
    if not config.args or any(HERE.strip("/") not in argument for argument in config.args):
        return
    reports = [
        report
        for outcome in ("passed", "failed", "skipped", "error")
        for report in terminalreporter.stats.get(outcome, [])
        if isinstance(report, pytest.TestReport) and report.nodeid.startswith(HERE)
        if report.when == "call" or report.outcome != "passed"
    ]
    terminalreporter.section("clients")
    for line in sorted(_line(report) for report in reports):
        terminalreporter.write_line(line)
    terminalreporter.section("not run themselves")
    for client, reason in NOT_RUN.items():
        terminalreporter.write_line(f"{client}: {reason}")
    failed = sum(report.outcome == "failed" for report in reports)
    terminalreporter.write_line(f"{len(reports)} requests and sessions of clients, {failed} failures")
