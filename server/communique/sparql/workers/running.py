"""The queries that run now: who asked what, since when, and how to stop one."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

StopReason = Literal["client", "administrator", "shutdown"]
State = Literal["queued", "running", "sending"]


@dataclass(eq=False, slots=True)
class Running:
    """One query under way. ``state``: waits for a slot, is evaluated, or is complete and being sent."""

    text: str
    operation: str
    client: str
    deadline: float
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    arrived: datetime = field(default_factory=lambda: datetime.now(UTC))
    started: float = field(default_factory=time.monotonic)
    state: State = "queued"
    bytes: int = 0
    """Size of the answer so far."""
    stopped: StopReason | None = None
    on_stop: Callable[[], None] | None = None

    @property
    def seconds(self) -> float:
        """Age."""
        return time.monotonic() - self.started

    def stop(self, reason: StopReason) -> None:
        """Stop the work at once; the first reason stays."""
        if self.stopped is None:
            self.stopped = reason
        if self.on_stop is not None:
            self.on_stop()


class RunningQueries:
    """A register of queries under way, for ``GET /queries`` and ``DELETE /queries/<id>``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[str, Running] = {}

    def add(self, query: Running) -> None:
        """Enter a query."""
        with self._lock:
            self._running[query.id] = query

    def remove(self, query: Running) -> None:
        """Strike a query that has ended; a second time does nothing."""
        with self._lock:
            self._running.pop(query.id, None)

    def list(self) -> list[Running]:
        """The queries under way, the oldest first."""
        with self._lock:
            return sorted(self._running.values(), key=lambda query: query.started)

    def stop(self, query_id: str, reason: StopReason = "administrator") -> bool:
        """Stop one query; ``False`` if none of this id is under way."""
        with self._lock:
            query = self._running.get(query_id)
        if query is None:
            return False
        query.stop(reason)
        return True
