"""One server on one store: a snapshot for the query tier, a follower of its commits, the application."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from communique.sparql.workers.tier import QueryTier
from communique.store import existing, snapshot
from communique.store.locks import held
from communique.web.app import create_app
from communique.web.follower import Follower
from communique.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Hosted:
    """A server that could answer now: its application, its tier, and what it serves."""

    app: Flask
    tier: QueryTier
    follower: Follower
    base: str


@contextmanager
def hosted(store: Path, settings: Settings) -> Iterator[Hosted]:
    """Serve ``store`` for the length of a block; ``StoreBusy`` if another server does already."""
    with (
        held(existing(store) / "serve.lock", "another server"),
        tempfile.TemporaryDirectory(prefix="communique-") as scratch,
    ):
        held_now = snapshot(store, Path(scratch) / "snapshot.nq")
        settings = replace(settings, base=held_now.base)
        tier = QueryTier(
            held_now.file,
            limits=settings.limits,
            default_graph=settings.default_graph,
            base=held_now.base,
            commit=held_now.commit.id,
            committed=held_now.commit.made,
            spool_folder=Path(scratch),
        )
        tier.start()
        follower = Follower(store, tier, held_now.commit.number)
        try:
            follower.start()
            yield Hosted(create_app(settings, tier), tier, follower, held_now.base)
        finally:
            follower.close()
            tier.close()
