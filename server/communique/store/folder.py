"""A store as a folder: the corpus file and the quads, kept in step by a redo log.

A commit first writes the new articles and the delta of quads into ``corpus.sqlite``, in one
transaction; then it applies the delta to the quads, in one transaction that also leaves the
commit's id there; then it marks the commit as done. Whoever opens the store after a crash in
between finds the prepared commit and carries it out, so that both sides show it or neither does.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from communique.errors import StoreError
from communique.store.base import Commit, Delta
from communique.store.corpus import CorpusFile
from communique.store.embedded import EmbeddedStore, dump_checkpoint
from communique.store.locks import held

WAIT = 600.0
"""Seconds that a commit waits for another one to end."""


@dataclass(slots=True)
class StoreFolder:
    """An open store. Make one with ``writing`` or ``reading``."""

    path: Path
    corpus: CorpusFile
    quads: EmbeddedStore

    def commit(self, delta: Delta, message: str, change: Callable[[CorpusFile], None]) -> Commit | None:
        """Make ``change`` to the corpus and apply ``delta``, as one; None if there was nothing to do."""
        with self.corpus.transaction():
            change(self.corpus)
            commit = self.corpus.prepare(delta, message) if delta else None
        if commit is not None:
            self.quads.apply(delta, commit.id)
            self.corpus.finish(commit)
        return commit

    def recover(self) -> None:
        """Carry out a commit that was prepared when its process died."""
        unfinished = self.corpus.unfinished()
        if unfinished is None:
            return
        commit, delta = unfinished
        if self.quads.mark() != commit.id:
            self.quads.apply(delta, commit.id)
        self.corpus.finish(commit)

    def need_quads_of(self, commit: Commit) -> None:
        """``StoreError`` if the quads are not those of this commit: an empty answer would be a false one."""
        if self.quads.mark() != commit.id:
            raise StoreError(
                f"{self.path / 'quads'} was lost or replaced: it is not what commit {commit.id} left there. "
                "Restore a backup, or write it anew from the same articles with `communique build`"
            )


@contextmanager
def writing(path: Path, wait: float = WAIT) -> Iterator[StoreFolder]:
    """The store at ``path`` for changing it, made if it is not there; waits for other writers."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path} cannot be made: {error.strerror}; choose another --store") from error
    with held(path / "write.lock", "another change of the store", wait):
        corpus = CorpusFile(path / "corpus.sqlite")
        try:
            corpus.workings.prepare()
            quads = EmbeddedStore(path / "quads")
            try:
                store = StoreFolder(path, corpus, quads)
                store.recover()
                yield store
            finally:
                quads.close()
        finally:
            corpus.close()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a store held at one commit: ``file`` has it as N-Quads. ``base`` is that of its IRIs.

    ``empty`` are the names of graphs that exist and hold nothing, which N-Quads cannot say.
    """

    file: Path
    commit: Commit
    base: str
    empty: tuple[str, ...] = ()


def snapshot(path: Path, target: Path, wait: float = WAIT) -> Snapshot:
    """Write what the store holds to the N-Quads file ``target``.

    Only a checkpoint is made under the lock (hard links, some milliseconds); it is read afterwards.
    """
    checkpoint = target.with_name(target.name + ".checkpoint")
    with writing(existing(path), wait) as store:
        commit = store.corpus.last()
        base = store.corpus.setting("base")
        if commit is None or base is None:
            raise StoreError(f"{path} holds nothing yet: `communique build PATH... --store {path}` fills it")
        store.need_quads_of(commit)
        store.quads.backup(checkpoint)
    try:
        empty = dump_checkpoint(checkpoint, target)
    finally:
        shutil.rmtree(checkpoint, ignore_errors=True)
    return Snapshot(target, commit, base, empty)


def existing(path: Path) -> Path:
    """``path``, if a store lies there; else ``StoreError`` says how to make one."""
    if not (path / "corpus.sqlite").is_file():
        raise StoreError(f"{path} is no store: make one with `communique build PATH... --store {path}`")
    return path
