"""Idle workers, kept ready; dead ones replaced; a dead source brought back."""

from __future__ import annotations

import threading
import time
from typing import Final

from communique.errors import Overloaded, StoreError
from communique.sparql.workers.source import Delta, Source, SourceGone, WorkerGone, WorkerProcess, log

_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 5.0
_READY: Final = 2
"""Idle workers kept ready. Each commit makes them anew, and the zygote does nothing else meanwhile; a query
that finds none ready has one forked for it."""

_LOOK: Final = 0.25
"""Seconds between two looks at whether the source lives."""


class Pool:
    """Has up to ``size`` workers of the newest commit, and some of them ready before they are wanted."""

    def __init__(self, source: Source, size: int, commit: str) -> None:
        self._source = source
        self._size = size
        self._changed = threading.Condition()
        self._idle: list[WorkerProcess] = []
        self._busy: set[int] = set()
        self._commit = commit
        self._down = False
        self._closed = False
        self._keeper = threading.Thread(target=self._keep, name="keeper of workers", daemon=True)
        self.kills = 0
        """How many workers have been killed."""
        self.restarts = 0
        """How often the source has been brought back."""

    def start(self) -> None:
        """Start the source and the first workers."""
        self._source.start()
        self._keeper.start()

    @property
    def ready(self) -> bool:
        """Whether workers can be had."""
        return self._keeper.is_alive() and not self._down and not self._closed

    @property
    def commit(self) -> str:
        """The newest commit: what the next worker holds."""
        return self._commit

    def processes(self) -> list[int]:
        """Process ids of the workers, idle and busy."""
        with self._changed:
            return sorted([*self._busy, *(worker.pid for worker in self._idle)])

    def take(self) -> WorkerProcess:
        """A worker of the newest commit; ``Overloaded`` while there can be none."""
        with self._changed:
            if self._closed:
                raise Overloaded("The server is shutting down. Try again.", retry_after=5)
            if self._down:
                raise Overloaded("The query processes are being restarted. Try again.", retry_after=1)
            while self._idle:
                worker = self._idle.pop()
                if worker.commit == self._commit and not worker.ended:
                    self._busy.add(worker.pid)
                    return worker
                self._bury(worker)
        try:
            worker = self._spawn()
        except SourceGone as gone:
            self._mark_down()
            raise Overloaded("The query processes are being restarted. Try again.", retry_after=1) from gone
        with self._changed:
            self._busy.add(worker.pid)
        return worker

    def give(self, worker: WorkerProcess, *, reusable: bool) -> None:
        """Take a worker back that has finished its answer."""
        with self._changed:
            self._busy.discard(worker.pid)
            spent = worker.reniced or not reusable or worker.commit != self._commit
            if spent or self._closed or len(self._idle) >= self._size:
                self._bury(worker)
            else:
                self._idle.append(worker)
            self._changed.notify_all()

    def kill(self, worker: WorkerProcess) -> None:
        """End a worker that is still at work."""
        worker.kill()
        self._source.bury(worker)
        with self._changed:
            self.kills += 1
            self._busy.discard(worker.pid)
            self._changed.notify_all()

    def cause(self, worker: WorkerProcess) -> int | None:
        """Why a worker ended by itself, as wait status; forgets the worker."""
        status = self._source.cause(worker)
        with self._changed:
            self._busy.discard(worker.pid)
            self._changed.notify_all()
        return status

    def advance(self, delta: Delta) -> None:
        """Move to a commit: the next query sees it, running ones finish on what they have."""
        try:
            self._source.advance(delta)
        except SourceGone:
            self._mark_down()
        with self._changed:
            self._commit = delta.commit
            self._changed.notify_all()

    def close(self) -> None:
        """End every worker and the source."""
        with self._changed:
            self._closed = True
            for worker in self._idle:
                self._bury(worker)
            self._idle.clear()
            self._changed.notify_all()
        self._source.close()
        if self._keeper.is_alive():
            self._keeper.join(timeout=30)
            self._source.close()  # what the keeper was making meanwhile

    def _spawn(self) -> WorkerProcess:
        """A new worker; another where it ended while it came up, which is no fault of the source."""
        try:
            return self._source.spawn()
        except WorkerGone:
            return self._source.spawn()

    def _mark_down(self) -> None:
        with self._changed:
            self._down = True
            for worker in self._idle:
                self._bury(worker)
            self._idle.clear()
            self._changed.notify_all()

    def _bury(self, worker: WorkerProcess) -> None:
        worker.kill()
        self._source.bury(worker)

    def _keep(self) -> None:
        """Restart the source when it is down, replace workers that are missing or out of date."""
        while True:
            with self._changed:
                while not (self._closed or self._down or self._wanting()):
                    self._changed.wait(_LOOK)
                    if not (self._is_closed() or self._source.alive):
                        self._mark_down()
                if self._is_closed():
                    return
                down = self._down
            if down:
                self._restart()
                continue
            try:
                worker = self._spawn()
            except SourceGone:
                if not self._closed:
                    self._mark_down()
                continue
            with self._changed:
                if self._is_closed() or worker.commit != self._commit:
                    self._bury(worker)
                else:
                    self._idle.append(worker)

    def _wanting(self) -> bool:
        """Whether a worker must be made; lets go of idle ones that are dead or out of date."""
        for worker in [one for one in self._idle if one.commit != self._commit or one.ended]:
            self._idle.remove(worker)
            self._bury(worker)
        return len(self._idle) < min(_READY, self._size - len(self._busy))

    def _is_closed(self) -> bool:
        return self._closed

    def _restart(self) -> None:
        pause = _FIRST_PAUSE
        while not self._closed:
            try:
                self._source.restart()
            except StoreError as failed:
                log.error("the query processes could not be restarted: %s", failed)
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            with self._changed:
                self._down = False
                self.restarts += 1
            return
