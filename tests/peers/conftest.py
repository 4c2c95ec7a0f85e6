"""A real server on a small graph, for the clients that people hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.conformance.writable_server import SECRET

DATA = b"""
@prefix : <http://e/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:anna a :Person ; rdfs:label "Anna"@en ; :age 41 . :ben a :Person ; rdfs:label "Ben, \\"B.\\"" ; :knows :anna .
:talks { :m1 a :Meeting ; :participant :anna , :ben }
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """Where the server is, and the secret with which it may be written."""

    url: str
    secret: str = SECRET

    @property
    def sparql(self) -> str:
        """Its endpoint."""
        return f"{self.url}sparql"


def needed(program: str) -> None:
    """Skip without a program that a test needs; fail where nothing may be missing."""
    if os.environ.get("COMMUNIQUE_CI") == "1":
        pytest.fail(f"{program} is not installed")
    pytest.skip(f"{program} is not installed")


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    program = Path(__file__).parents[1] / "conformance" / "writable_server.py"
    process = subprocess.Popen(
        [sys.executable, str(program), str(port), str(tmp_path_factory.mktemp("peers"))],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == str(port).encode()
        yield Peer(f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


@pytest.fixture
def peer(started: Peer) -> Peer:
    """The server with the small graph and nothing else."""
    headers = {"Content-Type": "application/trig", "Authorization": f"Bearer {started.secret}"}
    request = Request(f"{started.url}graph-store", data=DATA, headers=headers, method="PUT")
    with urlopen(request) as reply:
        assert reply.status == 204
    return started
