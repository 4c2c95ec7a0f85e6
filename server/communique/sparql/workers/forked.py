"""Workers forked from a zygote that holds the snapshot in memory: the server's side of it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from communique.errors import StoreError
from communique.sparql.workers import frames
from communique.sparql.workers.dataset import DefaultGraph
from communique.sparql.workers.source import Delta, SourceGone, WorkerGone, WorkerProcess, hello, launch, log

JOURNAL_BYTES: Final = 16 * 1024 * 1024
"""From this size of commits since the snapshot, a new snapshot is written."""


class ForkedWorkers:
    """A ``Source`` with the data in memory, read from an N-Quads file.

    Commits are kept until a newer snapshot has them, so that a zygote that died comes back with all.
    """

    def __init__(
        self,
        snapshot: Path,
        commit: str,
        *,
        memory: int,
        default_graph: DefaultGraph,
        user_graphs: str,
        about: str = "",
        empty_graphs: Sequence[str] = (),
        journal_bytes: int = JOURNAL_BYTES,
    ) -> None:
        self._snapshot = snapshot
        self._commit = commit
        self._settings: dict[str, Any] = {
            "memory": memory,
            "default_graph": default_graph,
            "user_graphs": user_graphs,
            "about": about,
        }
        self._empty_graphs = set(empty_graphs)
        self._journal: list[Delta] = []
        self._journal_bytes = journal_bytes
        self._rewrites: list[tuple[Path, Delta]] = []
        self._folder = tempfile.TemporaryDirectory(prefix="communique-snapshot-", ignore_cleanup_errors=True)
        self._lock = threading.RLock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ended: list[int] = []
        self._ended_lock = threading.Lock()
        self._epoch = 0

    def start(self) -> None:
        """Start the zygote and wait until it has loaded."""
        with self._lock:
            ours, theirs = socket.socketpair()
            with theirs:
                module = "communique.sparql.workers.zygote"
                self._process = launch([sys.executable, "-m", module], theirs)
            self._control = ours
            self._epoch += 1
            self._take_ended()
            settings = {
                **self._settings,
                "snapshot": str(self._snapshot.absolute()),
                "empty_graphs": sorted(self._empty_graphs),
            }
            try:
                frames.send_message(ours, settings)
                reply, _, _ = frames.receive_message(ours)
                if "error" in reply:
                    raise StoreError(f"The snapshot {self._snapshot} cannot be loaded: {reply['error']}")
                for delta in self._journal:
                    self._send(delta)
            except (frames.PeerGone, SourceGone) as gone:
                self._bury_zygote()
                raise StoreError(
                    f"The process that loads {self._snapshot} ended before it was ready; "
                    "its last words are in the log. Is there memory enough?"
                ) from gone
            except StoreError:
                self._bury_zygote()
                raise
            log.info(
                "zygote %d serves commit %s of %d quads", self._process.pid, self._commit, reply["quads"]
            )

    @property
    def alive(self) -> bool:
        """Whether the zygote lives."""
        return self.pid is not None

    def spawn(self) -> WorkerProcess:
        """Fork a worker from the newest snapshot."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                reply = self._ask({"do": "fork", "ended": self._take_ended()}, fd=theirs.fileno())
            except SourceGone:
                ours.close()
                raise
            commit, epoch = self._commit, self._epoch
        try:
            return hello(ours, reply["pid"], commit, epoch)
        except WorkerGone:
            self._collect(reply["pid"], epoch)
            raise

    def bury(self, worker: WorkerProcess) -> None:
        """Have the zygote collect the process when it forks the next time."""
        worker.close()
        self._collect(worker.pid, worker.epoch)

    def _collect(self, pid: int, epoch: int) -> None:
        with self._ended_lock:
            if epoch == self._epoch:
                self._ended.append(pid)

    def cause(self, worker: WorkerProcess) -> int | None:
        """Ask the zygote how its child ended."""
        worker.close()
        with self._lock:
            if worker.epoch != self._epoch:
                return None
            try:
                status: int | None = self._ask({"do": "status", "pid": worker.pid})["status"]
            except SourceGone:
                return None
            return status

    def advance(self, delta: Delta) -> None:
        """Apply a commit in the zygote. It is kept even when the zygote dies of it or is dead."""
        with self._lock:
            self._adopt_rewrite()
            self._commit = delta.commit
            self._journal.append(delta)
            self._send(delta)
            waiting = sum(last in self._journal for _, last in self._rewrites)
            if sum(kept.size for kept in self._journal) > self._journal_bytes * (waiting + 1):
                self._rewrite()

    def restart(self) -> None:
        """Start another zygote with every commit so far."""
        with self._lock:
            self._bury_zygote()
            self.start()

    def close(self) -> None:
        """End the zygote and every worker of its group."""
        with self._lock:
            self._bury_zygote(group=True)
        self._folder.cleanup()

    @property
    def pid(self) -> int | None:
        """The zygote's process id, while it lives."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def _send(self, delta: Delta) -> None:
        header = {
            "do": "advance",
            "removed": len(delta.removed),
            "created": delta.created,
            "dropped": delta.dropped,
        }
        reply = self._ask(header, delta.removed + delta.added)
        if "error" in reply:
            self._journal.remove(delta)
            raise StoreError(f"Commit {delta.commit} is no N-Quads: {reply['error']}")

    def _rewrite(self) -> None:
        """Have a fork of the zygote write what it holds, to start from that the next time."""
        path = Path(self._folder.name, f"{len(self._rewrites)}-{self._epoch}.nq")
        writer = self._ask({"do": "write", "path": str(path)})["pid"]
        with self._ended_lock:
            self._ended.append(writer)
        self._rewrites.append((path, self._journal[-1]))

    def _take_ended(self) -> list[int]:
        with self._ended_lock:
            ended, self._ended = self._ended, []
            return ended

    def _adopt_rewrite(self) -> None:
        """Forget the commits that a finished snapshot has."""
        for path, last in self._rewrites:
            if last in self._journal and path.exists():
                covered = self._journal.index(last) + 1
                del self._journal[:covered]
                empty = path.with_suffix(".graphs").read_text(encoding="utf-8")
                self._empty_graphs = set(json.loads(empty))
                if self._snapshot.parent == path.parent:
                    self._snapshot.unlink()
                self._snapshot = path

    def _ask(self, header: dict[str, Any], payload: bytes = b"", fd: int = -1) -> dict[str, Any]:
        if self._control is None:
            raise SourceGone("there is no zygote")
        try:
            frames.send_message(self._control, header, payload, fd)
            return frames.receive_message(self._control)[0]
        except frames.PeerGone as gone:
            raise SourceGone("the zygote has ended") from gone

    def _bury_zygote(self, *, group: bool = False) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                if group:
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()
            self._process.wait()
            self._process = None
