"""One server on one store: a snapshot for the query tier, a follower of its commits, the application."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from communique.sparql.description import Described
from communique.sparql.evaluation import about_graph
from communique.sparql.workers.confinement import can_forbid_network
from communique.sparql.workers.source import Delta
from communique.sparql.workers.spawned import SpawnedWorkers
from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import Writer
from communique.store import Snapshot, existing, snapshot
from communique.store.locks import held
from communique.web.about import About
from communique.web.app import create_app
from communique.web.commits import StoreCommits
from communique.web.description import described_as
from communique.web.follower import Follower
from communique.web.guard import ShapesGuard
from communique.web.judging import EXTENSION, Judging
from communique.web.linked import departing
from communique.web.server import Started, serve
from communique.web.settings import Settings

log: Final = logging.getLogger("communique.server")

LOADING: Final = "loading"
"""The commit of the bare snapshot, before the description of the server is added to it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens; port 0 lets the system choose one."""

    host: str = "127.0.0.1"
    port: int = 8000


def host(
    store: Path,
    settings: Settings,
    address: Address,
    announce: Callable[[str, int], None],
) -> None:
    """Serve ``store`` until SIGTERM or SIGINT.

    ``announce`` hears the address once requests are answered. ``StoreBusy`` if another server serves the
    store already, ``UsageError`` if the address cannot be had.
    """
    with held(existing(store) / "serve.lock", "another server"):
        serve(
            lambda: start(store, settings),
            host=address.host,
            port=address.port,
            limits=settings.limits,
            announce=announce,
        )


def start(store: Path, settings: Settings) -> Started:
    """Everything behind a server, ready to answer; ``stop`` of what comes back ends it."""
    if not can_forbid_network():
        log.warning("no system call filter here: queries are kept from the network by the words they may use")
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="communique-")))
        found = snapshot(store, scratch / "snapshot.nq")
        tier = QueryTier(
            found.file,
            limits=settings.limits,
            default_graph=settings.default_graph,
            base=found.base,
            commit=LOADING,
            committed=found.commit.made,
            empty_graphs=found.empty,
            spool_folder=scratch,
            source=_from_files(store, found, settings, stack),
        )
        tier.start()
        stack.callback(tier.close)
        settings = replace(settings, base=found.base)
        about = About(tier, found.base, partial(_described, settings))
        first = about.renewed(Delta(b"", b"", found.commit.id), found.commit.made)
        tier.advance(b"", first.added, first.commit, committed=found.commit.made)
        follower = Follower(store, tier, found.commit.number, about=about)
        follower.start()
        stack.callback(follower.close)
        commits = StoreCommits(store, follower)
        writer = Writer(
            tier,
            commits,
            found.base,
            writable=settings.writable,
            guard=ShapesGuard(tier, found.base),
            limits=settings.limits,
        )
        application = create_app(settings, tier, writer)
        judging = Judging(store, follower.catch_up)
        stack.callback(judging.close)
        application.extensions[EXTENSION] = judging
        application.extensions[departing.EXTENSION] = departing.departures(store)
        return Started(application, stack.pop_all().close)
    raise AssertionError("an ExitStack swallows nothing here")


def _from_files(store: Path, found: Snapshot, settings: Settings, stack: ExitStack) -> SpawnedWorkers | None:
    """Workers that read files, for data that are too large for memory; their files go with the server."""
    with found.file.open("rb") as lines:
        quads = sum(1 for _ in lines)
    if quads <= settings.disk_above:
        return None
    folder = store / "served"
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    return SpawnedWorkers(
        found.file,
        LOADING,
        folder,
        memory=settings.limits.memory_bytes,
        default_graph=settings.default_graph,
        user_graphs=f"{found.base}graph/user/",
        about=about_graph(found.base),
        empty_graphs=found.empty,
        weak_sandbox=settings.weak_sandbox,
    )


def _described(settings: Settings, issued: datetime) -> Described:
    root = (settings.public_url or settings.base).rstrip("/") + "/"
    return described_as(settings, root, root + "sparql", issued, writable=True)
