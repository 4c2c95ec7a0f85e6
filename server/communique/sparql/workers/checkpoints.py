"""The process that owns the served data on disk, and the workers that read checkpoints of it.

For stores that do not fit into memory. ``python -m communique.sparql.workers.checkpoints <descriptor>``
is the owner: it loads, applies commits and makes checkpoints. With a second argument it is a worker: it
opens one checkpoint and answers queries. A worker never opens the directory that the owner writes, where
half of such openings fail.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from communique.sparql.workers import frames
from communique.sparql.workers.confinement import forbid_network, limit_memory
from communique.sparql.workers.dataset import Dataset
from communique.sparql.workers.evaluate import rehearse, serve

SERVED, OWN, MARK = "served", "own", "commit"


def own(control: socket.socket) -> None:
    """Be the owner: one message to open or load, then commits and checkpoints until the server ends."""
    settings, _, _ = frames.receive_message(control)
    folder = Path(settings["folder"])
    try:
        dataset, quads = _open(folder, settings)
    except (OSError, SyntaxError, ValueError) as bad:
        frames.send_message(control, {"error": str(bad)})
        return
    frames.send_message(control, {"quads": quads})
    while True:
        header, payload, _ = frames.receive_message(control)
        try:
            _do(dataset, folder, header, payload)
        except (OSError, SyntaxError, ValueError) as bad:
            frames.send_message(control, {"error": str(bad)})
        else:
            frames.send_message(control, {})


def _open(folder: Path, settings: dict[str, Any]) -> tuple[Dataset, int]:
    """What the folder holds, if it stands at the commit wanted; else the snapshot, loaded anew."""
    mark = folder / MARK
    keep = mark.exists() and mark.read_text(encoding="utf-8") in settings["commits"]
    if not keep:
        for name in (SERVED, OWN):
            shutil.rmtree(folder / name, ignore_errors=True)
        mark.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    stores = [ox.Store(str(folder / name)) for name in (SERVED, OWN)]
    dataset = Dataset(settings["default_graph"], settings["user_graphs"], *stores, about=settings["about"])
    if keep:
        return dataset, len(dataset.served)
    quads = dataset.load_in_bulk(Path(settings["snapshot"]), settings["empty_graphs"])
    dataset.flush()
    mark.write_text(settings["commits"][0], encoding="utf-8")
    return dataset, quads


def _do(dataset: Dataset, folder: Path, header: dict[str, Any], payload: bytes) -> None:
    """Apply a commit, and make a checkpoint to read from."""
    if header["do"] == "advance":
        cut = header["removed"]
        dataset.advance(payload[:cut], payload[cut:], header["created"], header["dropped"])
        dataset.flush()
        (folder / MARK).write_text(header["commit"], encoding="utf-8")
    dataset.backup(Path(header["checkpoint"]))


def read(sock: socket.socket, settings: dict[str, Any]) -> None:
    """Be a worker on one checkpoint, without network and other programs."""
    checkpoint = Path(settings["checkpoint"])
    stores = [ox.Store.read_only(str(checkpoint / name)) for name in (SERVED, OWN)]
    dataset = _Checkpoint(
        settings["default_graph"], settings["user_graphs"], *stores, about=settings["about"]
    )
    dataset.checkpoint = checkpoint
    rehearse()

    def confine() -> None:
        limit_memory(settings["memory"])
        forbid_network(weak=settings["weak"])

    serve(dataset, sock, confine)


class _Checkpoint(Dataset):
    """A dataset that cannot be written: a write is worked out on a copy, which shares its files."""

    checkpoint: Path

    def unmerge(self) -> ox.Store:
        """As ``Dataset.unmerge``, on a copy that ends with the checkpoint.

        The engine opens its files when it first needs them, so the copy must stay while it is in use.
        """
        self.served = self._copied(self.served)
        return super().unmerge()

    def advance(
        self, removed: bytes, added: bytes, created: Sequence[str] = (), dropped: Sequence[str] = ()
    ) -> None:
        """As ``Dataset.advance``, on copies: what a commit would make of the data is asked for before it."""
        alike = self._own is self.served
        self.served = self._copied(self.served)
        self._own = self.served if alike else self._copied(self._own)
        super().advance(removed, added, created, dropped)

    def _copied(self, store: ox.Store) -> ox.Store:
        folder = Path(tempfile.mkdtemp(prefix="write-", dir=self.checkpoint))
        store.backup(str(folder / SERVED))
        return ox.Store(str(folder / SERVED))


def main(descriptor: int, settings: dict[str, Any] | None) -> None:
    """Be the owner or, with settings, a worker."""
    sock = socket.socket(fileno=descriptor)
    sock.setblocking(True)
    try:
        if settings is None:
            own(sock)
        else:
            read(sock, settings)
    except frames.PeerGone:
        os.kill(os.getpid(), signal.SIGKILL)  # without RocksDB's long goodbye


if __name__ == "__main__":
    import json

    main(int(sys.argv[-1]), json.loads(sys.argv[1]) if len(sys.argv) > 2 else None)
