"""One evaluation from its slot to its last byte.

The thread of the request drains the worker until the answer is complete or has outgrown what may be
held back. From there on a thread of its own drains it, into the spool and never to the client, so that
the client's pace is nobody's but the client's. Nothing is handed over before it is certain to be good
up to there; a failure after that is raised from ``frames`` and must break the reply off.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from communique.errors import Cancelled, CommuniqueError, DeadlineExceeded, Overloaded
from communique.sparql.limits import Limits
from communique.sparql.workers import frames
from communique.sparql.workers.memory import MemoryWatch
from communique.sparql.workers.pool import Pool
from communique.sparql.workers.requests import Request, error_from_header
from communique.sparql.workers.running import Running, RunningQueries
from communique.sparql.workers.slots import Slot, Slots
from communique.sparql.workers.source import WorkerProcess, error_of_death, log
from communique.sparql.workers.spool import Spool

_POLL: Final = 0.05


class _TurnedLong(Exception):
    """The query has become long and there is no place for one more; start it again when there is."""


class _LostWorker(Exception):
    """Somebody else ended the worker of a query that had hardly begun; start it again, once."""


@dataclass(frozen=True, slots=True)
class Services:
    """What every stream of a tier shares."""

    pool: Pool
    slots: Slots
    running: RunningQueries
    limits: Limits
    watch: MemoryWatch
    spool_folder: Path | None


class Stream:
    """The ``Answer`` of a tier."""

    def __init__(
        self,
        services: Services,
        request: Request,
        payload: bytes,
        entry: Running,
        spool_bytes: int,
        cancelled: Callable[[], bool],
    ) -> None:
        self.kind: Literal["bindings", "boolean", "graph"] = "bindings"
        self.commit = ""
        self.id = entry.id
        self.cut = False
        self.tag = ""
        self._services = services
        self._request = request
        self._payload = payload
        self._entry = entry
        self._spool_bytes = spool_bytes
        self._cancelled = cancelled
        self._until = entry.started + entry.deadline
        self._spool = Spool(services.spool_folder)
        self._worker: WorkerProcess | None = None
        self._slot: Slot | None = None
        self._begun = 0.0
        self._progress = threading.Condition()
        self._answered = False
        self._complete = False
        self._handed_over = False
        self._error: CommuniqueError | None = None
        self.frames = self._frames()

    @property
    def length(self) -> int | None:
        """Size in bytes, once the answer is complete."""
        return self._spool.size if self._complete else None

    def open(self) -> None:
        """Evaluate until the answer can be handed over; raises what ``Evaluator.query`` may raise."""
        entry, services = self._entry, self._services
        services.running.add(entry)
        entry.on_stop = self._kill
        try:
            queue_until = entry.started + entry.deadline * services.limits.queue_share
            self._slot = services.slots.take(entry.client, queue_until, self._check)
            self._attempt()
        except BaseException as failed:
            self._finish(failed if isinstance(failed, CommuniqueError) else None)
            self.close()
            raise
        if self._complete:
            self._finish(None)
        else:
            self._handed_over = True
            name = f"drain of {self.id}"
            threading.Thread(target=self._drain_to_the_end, name=name, daemon=True).start()

    def close(self) -> None:
        """Stop the evaluation, if it still runs, and free everything."""
        if not self._complete and self._error is None:
            self._entry.stop("client")
        self._services.running.remove(self._entry)
        self._spool.close()

    def _frames(self) -> Iterator[bytes]:
        offset = 0
        try:
            while True:
                with self._progress:
                    while offset >= self._spool.size and not self._complete and self._error is None:
                        self._progress.wait(_POLL)
                        if self._cancelled():
                            self._entry.stop("client")
                if self._error is not None:
                    raise self._error
                data = self._spool.read(offset, frames.CHUNK)
                if not data:
                    return
                offset += len(data)
                yield data
        finally:
            self.close()

    def _evaluate(self) -> None:
        """Start the request on a worker and drain it until it is complete or may be handed over."""
        services = self._services
        self._check()
        worker = self._worker = services.pool.take()
        self.commit = worker.commit
        self._begun = time.monotonic()
        self._entry.state = "running"
        if self._slot is not None and self._slot.long:
            worker.lower_priority()
        try:
            frames.send_message(worker.sock, self._request.header(), self._payload)
        except (frames.PeerGone, TimeoutError):
            raise self._death(worker) from None
        while not self._complete:
            self._step(worker)
            if self._answered and self._spool.size > self._spool_bytes and self._lengthen(worker):
                return

    def _attempt(self) -> None:
        """Evaluate, and begin again where that is right; nothing has been handed over yet."""
        lost = False
        while True:
            try:
                self._evaluate()
            except _TurnedLong:
                self._let_go()
                self._entry.state = "queued"
                slots = self._services.slots
                self._slot = slots.take(self._entry.client, self._until, self._check, long=True)
            except _LostWorker as death:
                if lost:
                    raise death.args[0] from None
                lost = True
            else:
                return
            self._spool.close()
            self._spool = Spool(self._services.spool_folder)
            self._answered = False

    def _step(self, worker: WorkerProcess) -> None:
        """Take one frame, or find that time, memory or patience is at its end."""
        self._check()
        left = self._until - time.monotonic()
        try:
            frame = worker.reader.read(min(_POLL, max(left, 0.001)))
        except frames.PeerGone:
            raise self._death(worker) from None
        if time.monotonic() - self._begun > self._services.limits.long_query and not worker.reniced:
            if not self._lengthen(worker):
                raise _TurnedLong
            self._services.watch.check(worker)
        elif worker.reniced:
            self._services.watch.check(worker)
        if frame is not None:
            self._accept(worker, *frame)

    def _accept(self, worker: WorkerProcess, kind: bytes, data: bytes) -> None:
        if kind == frames.DATA:
            self._spool.append(data)
            self._entry.bytes = self._spool.size
        elif kind == frames.KIND:
            begun = json.loads(data)
            self.kind, self.tag = begun["kind"], begun["tag"]
            self._answered = True
        else:
            header: dict[str, Any] = json.loads(data)
            self._worker = None
            self._services.pool.give(worker, reusable=bool(header.get("reusable")))
            if kind == frames.FAILURE:
                raise error_from_header(header)
            self.cut = bool(header.get("cut"))
            self._complete = True

    def _lengthen(self, worker: WorkerProcess) -> bool:
        """Count the query as long, if there is a place for one more."""
        if self._slot is None or not self._services.slots.lengthen(self._slot):
            return False
        worker.lower_priority()
        return True

    def _drain_to_the_end(self) -> None:
        """Drain the worker while the client reads what is there."""
        failed: CommuniqueError | None = None
        try:
            while not self._complete and self._worker is not None:
                self._step(self._worker)
                with self._progress:
                    self._progress.notify_all()
        except CommuniqueError as error:
            failed = error
        except Exception:  # noqa: BLE001  whatever it was, the reader must hear of it and break the reply off
            log.exception("the drain of %s failed", self.id)
            failed = Overloaded("The answer could not be read from its process. Try again.")
        self._finish(failed)

    def _check(self) -> None:
        """Raise if the work is to end now."""
        if self._entry.stopped is None and self._cancelled():
            self._entry.stopped = "client"
        if self._entry.stopped is not None:
            raise Cancelled(_WHY[self._entry.stopped], by=self._entry.stopped)
        if time.monotonic() >= self._until:
            raise DeadlineExceeded(
                f"The {self._request.operation} was stopped after {self._entry.deadline:g} s, which is as "
                "long as it may take. Narrow the patterns, add LIMIT, or ask for a longer timeout if you may."
            )

    def _death(self, worker: WorkerProcess) -> CommuniqueError:
        """What to say of a worker that is no more: it was stopped, or it ended by itself."""
        status = self._services.pool.cause(worker)
        self._worker = None
        if self._entry.stopped is not None:
            return Cancelled(_WHY[self._entry.stopped], by=self._entry.stopped)
        log.warning("worker %d ended, status %s; query: %.500s", worker.pid, status, self._entry.text)
        error = error_of_death(status, self._services.limits.memory_bytes)
        young = time.monotonic() - self._begun < self._services.limits.long_query
        if isinstance(error, Overloaded) and young and not self._handed_over:
            raise _LostWorker(error)
        return error

    def _kill(self) -> None:
        """End the worker at once; who drains it sees its end."""
        worker = self._worker
        if worker is not None:
            worker.kill()

    def _let_go(self) -> None:
        """Free slot and worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._services.pool.kill(worker)
        slot, self._slot = self._slot, None
        if slot is not None:
            self._services.slots.release(slot)

    def _finish(self, failed: CommuniqueError | None) -> None:
        """The evaluation is over, one way or the other."""
        self._let_go()
        with self._progress:
            self._error = failed
            self._entry.state = "sending"
            self._progress.notify_all()


_WHY: Final = {
    "client": "The client has left, so the work was stopped.",
    "administrator": "An administrator stopped the query.",
    "shutdown": "The server is shutting down, so the query was stopped. Try again in a moment.",
}
