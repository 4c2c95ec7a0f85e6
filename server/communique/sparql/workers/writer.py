"""The writer: an update is evaluated in a process that can be killed; what it did becomes one commit.

The text is evaluated once. What goes on, to the store and to the query tier, are the quads that it
removed and added and the graphs that it made and dropped.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from communique.errors import Forbidden, GraphMissing, Overloaded, StaleGraph, TooLarge
from communique.sparql.evaluation import UNNAMED_GRAPH, never
from communique.sparql.limits import Limits
from communique.sparql.updates import Commit, GraphWrite, Update, is_user_graph
from communique.sparql.workers.stream import Stream
from communique.sparql.workers.tier import QueryTier

_ATTEMPTS: Final = 5


class BaseMoved(Exception):
    """The store has a newer commit than the one that an effect was worked out on."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a write does: sorted N-Quads that go and come, graphs that come to be and are gone.

    ``graphs`` are all graphs that it changes, ``UNNAMED_GRAPH`` among them; ``commit`` is the snapshot on
    which it was worked out.
    """

    removed: bytes
    added: bytes
    created: tuple[str, ...]
    dropped: tuple[str, ...]
    graphs: tuple[str, ...]
    commit: str

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.created or self.dropped)


Commits = Callable[[Effect], str]
"""Makes an effect durable, moves the query tier to it, and gives the id of the commit.

Raises ``BaseMoved`` if the store no longer stands at ``effect.commit``; then it is worked out again.
"""


class TierOnly:
    """Commits to the query tier alone: a server without a store, whose data end with it."""

    def __init__(self, tier: QueryTier) -> None:
        self._tier = tier

    def __call__(self, effect: Effect) -> str:
        """The id hashes everything that has happened so far."""
        digest = hashlib.sha256(effect.commit.encode())
        for part in (effect.removed, effect.added, repr((effect.created, effect.dropped)).encode()):
            digest.update(len(part).to_bytes(8, "big") + part)
        commit = digest.hexdigest()[:16]
        self._tier.advance(
            effect.removed, effect.added, commit, created=effect.created, dropped=effect.dropped
        )
        return commit


@dataclass(slots=True)
class Writer:
    """An ``Updater``: one write after the other, each one commit or none.

    ``commits`` makes them durable. Without ``writable`` only users' graphs below ``base`` may change.
    ``guard`` sees every effect before it is committed and may raise ``InvalidGraph``.
    """

    tier: QueryTier
    commits: Commits
    base: str
    writable: bool = False
    guard: Callable[[Effect], None] | None = None
    limits: Limits = field(default_factory=Limits)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False)

    def update(self, update: Update, cancelled: Callable[[], bool] = never) -> Commit:
        """As ``Updater.update``."""
        size = len(update.text.encode(errors="surrogatepass"))
        if size > self.limits.update_bytes:
            raise TooLarge(
                f"The update has {size:,} bytes where {self.limits.update_bytes:,} is the most. "
                "Send large data as graphs (Graph Store Protocol), or in several updates."
            )
        until = time.monotonic() + update.deadline
        return self._commit(lambda: self._update(update, until, cancelled), until)

    def write(self, write: GraphWrite) -> Commit:
        """As ``Updater.write``."""
        until = time.monotonic() + self.limits.token_deadline
        return self._commit(lambda: self._write(write, until), until)

    def _commit(self, work: Callable[[], tuple[Effect, bool]], until: float) -> Commit:
        """Do the work while nobody else writes, and commit its effect."""
        if not self._turn.acquire(timeout=max(until - time.monotonic(), 0)):
            raise Overloaded("Other writes are under way. Try again a little later.", retry_after=5)
        try:
            for _ in range(_ATTEMPTS):
                effect, created = work()
                self._check(effect)
                if not effect:
                    return Commit(effect.commit, created)
                if self.guard is not None:
                    self.guard(effect)
                try:
                    return Commit(self.commits(effect), created)
                except BaseMoved:
                    continue
        finally:
            self._turn.release()
        raise Overloaded("The store changes faster than this write can follow. Try again.", retry_after=5)

    def _check(self, effect: Effect) -> None:
        """Raise ``Forbidden`` for an effect on what belongs to the build."""
        if self.writable:
            return
        for graph in (*effect.graphs, *effect.created, *effect.dropped):
            if not is_user_graph(graph, self.base):
                name = "the unnamed graph" if graph == UNNAMED_GRAPH else f"<{graph}>"
                raise Forbidden(
                    f"{name} belongs to the build and is read-only; graphs below {self.base}graph/user/ may "
                    "change. Nothing has been changed."
                )

    def _update(self, update: Update, until: float, cancelled: Callable[[], bool]) -> tuple[Effect, bool]:
        left = max(until - time.monotonic(), 0.001)
        head, effect = _read(self.tier.update(replace(update, deadline=left), cancelled))
        return effect, bool(head["created"])

    def _write(self, write: GraphWrite, until: float) -> tuple[Effect, bool]:
        head, effect = _read(self.tier.write(write, max(until - time.monotonic(), 0.001)))
        existed, tag = head["existed"], head["tag"]
        unwanted = write.if_none_match
        if unwanted is not None and existed and (not unwanted or tag in unwanted):
            raise StaleGraph("The graph is what If-None-Match says it must not be; nothing was changed.")
        if write.if_match is not None and not (existed and (not write.if_match or tag in write.if_match)):
            raise StaleGraph("The graph is no longer what If-Match says. Fetch it again, then decide.")
        if write.action == "delete" and not existed:
            raise GraphMissing(f"There is no graph <{write.graph}> to delete.")
        return effect, not existed


def _read(answer: Stream) -> tuple[dict[str, Any], Effect]:
    """The effect that a worker has worked out, and the line that came before it."""
    line, _, quads = b"".join(answer.frames).partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    created, dropped, graphs = (tuple(head[name]) for name in ("created", "dropped", "graphs"))
    cut = head["removed"]
    return head, Effect(quads[:cut], quads[cut:], created, dropped, graphs, answer.commit)
