"""Where workers come from, seen from the server: forked from a zygote or spawned on a checkpoint."""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Final, Protocol

from communique.errors import CommuniqueError, Overloaded, TooLarge
from communique.sparql.workers import frames

log: Final = logging.getLogger("communique.workers")

_TUNABLES: Final = ":".join(filter(None, ["glibc.malloc.hugetlb=1", os.environ.get("GLIBC_TUNABLES")]))
"""Huge pages for the heap where kernel and C library have them; others ignore the variable, and what the
operator sets in it goes before. With a million quads there are fewer page tables for a fork to copy."""


class SourceGone(Exception):
    """No worker can be had now: the process that makes them has ended."""


class WorkerGone(SourceGone):
    """A worker ended while it came up; another may come up."""


@dataclass(frozen=True, slots=True)
class Delta:
    """One commit: quads that go and quads that come (N-Quads), and graphs that come to be or are gone."""

    removed: bytes
    added: bytes
    commit: str
    created: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of both parts."""
        return len(self.removed) + len(self.added)


@dataclass(slots=True)
class WorkerProcess:
    """One worker, idle or at work, and the socket to it."""

    pid: int
    thread: int
    """Kernel's id of the thread that evaluates, which on Linux is what has a priority."""
    sock: socket.socket
    commit: str
    """The snapshot it holds."""
    epoch: int
    """Which life of its source made it."""
    reader: frames.FrameReader = field(init=False)
    reniced: bool = False
    looked: float = 0.0
    """When its memory was last measured (monotonic)."""

    def __post_init__(self) -> None:
        self.reader = frames.FrameReader(self.sock)

    @property
    def ended(self) -> bool:
        """Whether an idle worker has died: its socket is at its end, where otherwise nothing is to read."""
        poll = select.poll()
        poll.register(self.sock, select.POLLIN)
        return bool(poll.poll(0))

    def lower_priority(self) -> None:
        """Let everything else go first; it cannot be undone without rights, so the process is spent."""
        if not self.reniced:
            self.reniced = True
            try:
                os.setpriority(os.PRIO_PROCESS, self.thread, 19)
            except ProcessLookupError:
                log.debug("worker %d ended before its priority was lowered", self.pid)

    def kill(self) -> None:
        """End the process at once. Its id cannot have been given to another: nobody has reaped it yet."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            log.debug("worker %d had ended already", self.pid)

    def close(self) -> None:
        """Let go of the socket; an idle worker ends by that alone."""
        self.sock.close()


class Source(Protocol):
    """Makes workers and buries them. Every method may be called from any thread."""

    def start(self) -> None:
        """Get ready to make workers; ``StoreError`` if the data cannot be read."""

    @property
    def alive(self) -> bool:
        """Whether it still can make workers, as far as can be seen without asking for one."""

    def spawn(self) -> WorkerProcess:
        """A new worker on the newest snapshot; ``SourceGone`` if there can be none now."""

    def bury(self, worker: WorkerProcess) -> None:
        """Forget a killed or closed worker, in the background."""

    def cause(self, worker: WorkerProcess) -> int | None:
        """The wait status of a worker that ended by itself; ``None`` if nobody knows it."""

    def advance(self, delta: Delta) -> None:
        """Make every worker after this call see the commit."""

    def restart(self) -> None:
        """Come back after ``SourceGone``; may be tried again when it fails with ``StoreError``."""

    def close(self) -> None:
        """End every process."""


def hello(sock: socket.socket, pid: int, commit: str, epoch: int) -> WorkerProcess:
    """Wait until a new worker is confined and ready."""
    sock.settimeout(30)
    try:
        header, _, _ = frames.receive_message(sock)
    except frames.PeerGone as gone:
        sock.close()
        raise WorkerGone(f"worker {pid} ended while it came up") from gone
    except TimeoutError as late:
        sock.close()
        raise SourceGone(f"worker {pid} did not come up") from late
    return WorkerProcess(pid, header["thread"], sock, commit, epoch)


def error_of_death(status: int | None, memory: int) -> CommuniqueError:
    """What the end of a worker means for the query it was evaluating."""
    killed = os.WTERMSIG(status) if status is not None and os.WIFSIGNALED(status) else None
    if killed == signal.SIGABRT:
        return TooLarge(
            f"The query needed more than the {memory >> 20} MiB of memory that one may have, and was "
            "stopped. Ask for less at a time: add LIMIT, drop DISTINCT or ORDER BY, or narrow the patterns."
        )
    if killed in {signal.SIGSEGV, signal.SIGBUS, signal.SIGILL}:
        return TooLarge("The query nests deeper or is longer than can be evaluated. Split it into several.")
    return Overloaded(
        "The process that evaluated the query was ended by the system. Try again.", retry_after=1
    )


def log_output(stream: IO[bytes], name: str) -> threading.Thread:
    """Write each line that a process says on its standard error into the log, until it ends."""

    def follow() -> None:
        with stream:
            for line in stream:
                log.warning("%s: %s", name, line.decode(errors="replace").rstrip()[:2000])

    thread = threading.Thread(target=follow, name=f"log of {name}", daemon=True)
    thread.start()
    return thread


def launch(command: Sequence[str], inherited: socket.socket) -> subprocess.Popen[bytes]:
    """Start a process of ours in a group of its own, with one socket and its errors in the log."""
    process = subprocess.Popen(
        [*command, str(inherited.fileno())],
        pass_fds=[inherited.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "GLIBC_TUNABLES": _TUNABLES},
    )
    assert process.stderr is not None
    log_output(process.stderr, command[-1].rpartition(".")[2])
    return process
