"""Workers spawned on checkpoints of data on disk: the server's side, for stores that outgrow memory.

A worker takes about 0.1 s to come up, where a forked one takes milliseconds, and scans are three times
slower; but memory does not limit the size. These workers must open files, so seccomp alone keeps them
from the network: where there is none, the server does not start unless told to (``weak_sandbox``).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from communique.errors import StoreError, UsageError
from communique.sparql.workers import frames
from communique.sparql.workers.confinement import can_forbid_network
from communique.sparql.workers.dataset import DefaultGraph
from communique.sparql.workers.source import Delta, SourceGone, WorkerProcess, hello, launch, log

IN_MEMORY_QUADS: Final = 20_000_000
"""Up to about this many quads the data fit into memory (320 MB a million, the default graph not counted)."""

_MODULE: Final = "communique.sparql.workers.checkpoints"


class SpawnedWorkers:
    """A ``Source`` with the data in ``folder``, loaded from an N-Quads file unless they are there already.

    ``folder`` belongs to this object: it holds the served data, which are not the store of record, and
    checkpoints of them.
    """

    def __init__(
        self,
        snapshot: Path,
        commit: str,
        folder: Path,
        *,
        memory: int,
        default_graph: DefaultGraph,
        user_graphs: str,
        about: str = "",
        empty_graphs: Sequence[str] = (),
        weak_sandbox: bool = False,
    ) -> None:
        self._folder = folder
        self._commit = commit
        self._settings: dict[str, Any] = {
            "folder": str(folder),
            "snapshot": str(snapshot.absolute()),
            "default_graph": default_graph,
            "user_graphs": user_graphs,
            "about": about,
            "empty_graphs": list(empty_graphs),
        }
        self._memory = memory
        self._weak = weak_sandbox
        self._lock = threading.RLock()
        self._pending: Delta | None = None
        self._control: socket.socket | None = None
        self._owner: subprocess.Popen[bytes] | None = None
        self._workers: dict[int, tuple[subprocess.Popen[bytes], Path]] = {}
        self._buried: list[subprocess.Popen[bytes]] = []
        self._readers: Counter[Path] = Counter()
        self._checkpoint = folder
        self._epoch = 0
        self._number = 0

    def start(self) -> None:
        """Start the owner, load if need be, and make the first checkpoint."""
        if not (self._weak or can_forbid_network()):
            raise UsageError(
                "There is no seccomp on this machine, so workers that read files could reach the network. "
                "Serve a store that fits into memory, or accept it with --weak-sandbox."
            )
        with self._lock:
            ours, theirs = socket.socketpair()
            with theirs:
                self._owner = launch([sys.executable, "-m", _MODULE], theirs)
            self._control = ours
            self._epoch += 1
            commits = [self._commit, *([self._pending.commit] if self._pending else [])]
            try:
                reply = self._ask({**self._settings, "commits": commits})
                shutil.rmtree(self._folder / "checkpoints", ignore_errors=True)
                (self._folder / "checkpoints").mkdir(parents=True)
                if self._pending is not None:
                    self._apply(self._pending)
                else:
                    checkpoint = self._next()
                    self._ask({"do": "checkpoint", "checkpoint": str(checkpoint)})
                    self._checkpoint = checkpoint
            except (SourceGone, StoreError) as failed:
                self._bury_owner()
                raise StoreError(f"{self._settings['snapshot']} cannot be served: {failed}") from failed
            log.info("owner %d serves commit %s, %d quads", self._owner.pid, self._commit, reply["quads"])

    @property
    def alive(self) -> bool:
        """Whether the owner lives; buries workers that have ended meanwhile."""
        self._reap()
        return self._owner is not None and self._owner.poll() is None

    def spawn(self) -> WorkerProcess:
        """Start a worker on the newest checkpoint."""
        with self._lock:
            if not self.alive:
                raise SourceGone("the owner of the data has ended")
            checkpoint, commit, epoch = self._checkpoint, self._commit, self._epoch
            self._readers[checkpoint] += 1
        settings = {
            "checkpoint": str(checkpoint),
            "memory": self._memory,
            "weak": self._weak,
            "default_graph": self._settings["default_graph"],
            "user_graphs": self._settings["user_graphs"],
            "about": self._settings["about"],
        }
        ours, theirs = socket.socketpair()
        with theirs:
            process = launch([sys.executable, "-m", _MODULE, json.dumps(settings)], theirs)
        with self._lock:
            self._workers[process.pid] = process, checkpoint
        try:
            return hello(ours, process.pid, commit, epoch)
        except SourceGone:
            process.kill()
            self._forget(process.pid)
            raise

    def bury(self, worker: WorkerProcess) -> None:
        """Let go of a worker; it is collected when it has ended."""
        worker.close()
        self._forget(worker.pid)

    def cause(self, worker: WorkerProcess) -> int | None:
        """The wait status of a worker that has ended."""
        worker.close()
        process = self._forget(worker.pid)
        if process is None:
            return None
        code = process.wait()
        return -code if code < 0 else code << 8

    def advance(self, delta: Delta) -> None:
        """Apply a commit to the data on disk; the next worker opens the checkpoint after it."""
        with self._lock:
            self._pending = delta
            self._apply(delta)

    def restart(self) -> None:
        """Start another owner, which goes on with the data and the commit that was under way."""
        with self._lock:
            self._bury_owner()
            self.start()

    def close(self) -> None:
        """End every process and forget the checkpoints; the data stay for the next start."""
        with self._lock:
            self._bury_owner()
            for pid in list(self._workers):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                self._forget(pid)
            for process in self._buried:
                process.wait()
        shutil.rmtree(self._folder / "checkpoints", ignore_errors=True)

    @property
    def owner(self) -> int | None:
        """The process that owns the data, while it lives."""
        owner = self._owner
        return owner.pid if owner is not None and owner.poll() is None else None

    def _apply(self, delta: Delta) -> None:
        checkpoint = self._next()
        header = {
            "do": "advance",
            "commit": delta.commit,
            "checkpoint": str(checkpoint),
            "removed": len(delta.removed),
            "created": delta.created,
            "dropped": delta.dropped,
        }
        try:
            self._ask(header, delta.removed + delta.added)
        except StoreError:
            self._pending = None
            raise
        old, self._checkpoint = self._checkpoint, checkpoint
        self._commit, self._pending = delta.commit, None
        self._remove_unread(old)

    def _next(self) -> Path:
        self._number += 1
        return self._folder / "checkpoints" / f"{self._epoch}-{self._number}"

    def _ask(self, header: dict[str, Any], payload: bytes = b"") -> dict[str, Any]:
        if self._control is None:
            raise SourceGone("the owner of the data has ended")
        try:
            frames.send_message(self._control, header, payload)
            reply = frames.receive_message(self._control)[0]
        except frames.PeerGone as gone:
            raise SourceGone("the owner of the data has ended") from gone
        if "error" in reply:
            raise StoreError(reply["error"])
        return reply

    def _forget(self, pid: int) -> subprocess.Popen[bytes] | None:
        """Strike a worker off; its checkpoint goes when nobody reads it any more."""
        with self._lock:
            process, checkpoint = self._workers.pop(pid, (None, self._checkpoint))
            if process is None:
                return None
            self._buried.append(process)
            self._readers[checkpoint] -= 1
            self._remove_unread(checkpoint)
        return process

    def _remove_unread(self, checkpoint: Path) -> None:
        if checkpoint != self._checkpoint and self._readers[checkpoint] <= 0:
            del self._readers[checkpoint]
            if checkpoint != self._folder:
                shutil.rmtree(checkpoint, ignore_errors=True)

    def _reap(self) -> None:
        with self._lock:
            self._buried = [process for process in self._buried if process.poll() is None]

    def _bury_owner(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._owner is not None:
            self._owner.kill()
            self._owner.wait()
            self._owner = None
