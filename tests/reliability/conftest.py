"""One server for the tests that do not break it, and the means to start others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.reliability.serving import RunningServer, write_snapshot


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About ten thousand quads in 125 graphs."""
    return write_snapshot(tmp_path_factory.mktemp("snapshot") / "data.nq", 125)


@pytest.fixture(scope="module")
def server(snapshot: Path) -> Iterator[RunningServer]:
    """A server with the limits of every day, except that answers stream from 64 KiB on."""
    with RunningServer(snapshot, limits={"spool_bytes": 65536}) as running:
        yield running
