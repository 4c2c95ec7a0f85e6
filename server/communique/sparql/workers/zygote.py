"""The zygote: one process with one thread that holds the snapshot in memory and forks workers from it.

Workers share its memory (copy-on-write), so a new one costs milliseconds, and a commit moves them all:
the zygote applies it between two forks, and workers forked before go on with what they have.

Started by the server as ``python -m communique.sparql.workers.zygote <descriptor>``; it speaks messages
(``frames``) over that descriptor and ends, with all its workers, when the server does.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from communique.sparql.workers import frames, seccomp
from communique.sparql.workers.confinement import forbid_everything, limit_memory
from communique.sparql.workers.dataset import Dataset
from communique.sparql.workers.evaluate import rehearse, serve


class Zygote:
    """The state of the process, and what it does on each message."""

    def __init__(self, control: socket.socket, settings: dict[str, Any]) -> None:
        self._control = control
        self._memory = int(settings["memory"])
        self._dataset = Dataset(settings["default_graph"], settings["user_graphs"], about=settings["about"])
        self._unreaped: set[int] = set()

    def load(self, snapshot: Path, empty_graphs: list[str]) -> int:
        """Load the snapshot, and use every format once, so that no worker has to open a module."""
        quads = self._dataset.load(snapshot, empty_graphs)
        rehearse()
        seccomp.available()
        gc.collect()
        gc.freeze()
        return quads

    def run(self) -> None:
        """Serve messages until the server ends."""
        while True:
            if self._unreaped and not select.select([self._control], [], [], 0.02)[0]:
                self._reap()
                continue
            header, payload, fd = frames.receive_message(self._control)
            reply = self._do(header, payload, fd)
            self._reap()
            frames.send_message(self._control, reply)

    def _do(self, header: dict[str, Any], payload: bytes, fd: int) -> dict[str, Any]:
        match header["do"]:
            case "fork":
                self._unreaped.update(header["ended"])
                return {"pid": self._fork(fd)}
            case "status":
                return {"status": _status(header["pid"])}
            case "advance":
                return self._advance(header, payload)
            case "write":
                return {"pid": self._write(Path(header["path"]))}
            case other:
                raise ValueError(f"unknown message {other!r}")

    def _fork(self, fd: int) -> int:
        pid = os.fork()
        if pid == 0:
            self._control.close()
            memory = self._memory

            def confine() -> None:
                limit_memory(memory)
                forbid_everything()

            try:
                serve(self._dataset, socket.socket(fileno=fd), confine)
            finally:
                os._exit(0)
        os.close(fd)
        return pid

    def _advance(self, header: dict[str, Any], payload: bytes) -> dict[str, Any]:
        started = time.perf_counter()
        cut = header["removed"]
        try:
            self._dataset.advance(payload[:cut], payload[cut:], header["created"], header["dropped"])
        except (SyntaxError, ValueError) as bad:
            return {"error": str(bad)}
        return {"seconds": time.perf_counter() - started}

    def _write(self, path: Path) -> int:
        """Fork a process that writes the snapshot as it is now, and go on."""
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                self._control.close()
                part = path.with_suffix(".part")
                path.with_suffix(".graphs").write_text(json.dumps(self._dataset.empty_graphs()), "utf-8")
                with part.open("wb") as file:
                    ox.serialize(self._dataset.quads(), file, ox.RdfFormat.N_QUADS)
                part.rename(path)
                status = 0
            finally:
                os._exit(status)
        return pid

    def _reap(self) -> None:
        """Collect ended workers that the server has let go of."""
        for pid in list(self._unreaped):
            try:
                if os.waitpid(pid, os.WNOHANG)[0]:
                    self._unreaped.discard(pid)
            except ChildProcessError:
                self._unreaped.discard(pid)


def _status(pid: int) -> int | None:
    """Wait for a worker that is ending; its wait status."""
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return None


def main(descriptor: int) -> None:
    """Be the zygote of the server at the other end of ``descriptor``."""
    control = socket.socket(fileno=descriptor)
    control.setblocking(True)
    try:
        settings, _, _ = frames.receive_message(control)
        zygote = Zygote(control, settings)
        try:
            quads = zygote.load(Path(settings["snapshot"]), settings["empty_graphs"])
        except (SyntaxError, ValueError, OSError) as bad:
            frames.send_message(control, {"error": str(bad)})
            return
        frames.send_message(control, {"quads": quads})
        zygote.run()
    except frames.PeerGone:
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
