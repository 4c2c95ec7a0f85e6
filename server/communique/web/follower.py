"""A running server follows the store: each commit that another process makes moves the query tier on."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from communique.errors import CommuniqueError
from communique.sparql.evaluation import Evaluation
from communique.sparql.workers.source import Delta as TierDelta
from communique.sparql.workers.tier import QueryTier
from communique.store import Commit, CorpusFile, Delta, snapshot
from communique.web.about import About

PAUSE: Final = 0.25
"""Seconds between two looks at the log of commits; a look takes about 0.1 ms."""

log = logging.getLogger("communique.follower")


class Follower:
    """Moves a tier along the log of commits of a store, from commit ``number`` on.

    Where the log no longer has a delta that is needed (the server slept through more commits than the log
    keeps), the tier is moved by the difference between what it holds and a snapshot of the store.
    ``moved`` is told each commit that is served from now on; ``about`` describes it in a graph of its own.
    """

    def __init__(
        self,
        store: Path,
        tier: QueryTier,
        number: int,
        moved: Callable[[Commit], None] = lambda _commit: None,
        about: About | None = None,
    ) -> None:
        self._store = store
        self._tier = tier
        self._number = number
        self._moved = moved
        self._about = about
        self._turn = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower of the store", daemon=True)

    def start(self) -> None:
        """Follow from now on."""
        self._thread.start()

    def close(self) -> None:
        """Stop following; returns when the last step is done."""
        self._stop.set()
        self._thread.join()

    def catch_up(self) -> int:
        """Take every commit that is there now; the number of the one that is then served."""
        with self._turn:
            corpus = CorpusFile(self._store / "corpus.sqlite")
            try:
                commits = corpus.log(after=self._number)
                deltas = [corpus.delta(commit.number) for commit in commits]
            finally:
                corpus.close()
            for commit, delta in zip(commits, deltas, strict=True):
                if delta is None:
                    self._leap()
                    break
                self._take(commit, delta, last=commit is commits[-1])
            return self._number

    def _leap(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            held = snapshot(self._store, Path(scratch) / "snapshot.nq")
            wanted = set(held.file.read_text(encoding="utf-8").splitlines())
        dump = Evaluation("", format="nq", operation="dump", deadline=600, max_bytes=2**40)
        answer = self._tier.query(dump)
        try:
            served = set(b"".join(answer.frames).decode("utf-8").splitlines())
        finally:
            answer.close()
        delta = Delta(removed=tuple(served - wanted), added=tuple(wanted - served))
        self._take(held.commit, delta, last=True)

    def _take(self, commit: Commit, delta: Delta, *, last: bool) -> None:
        removed, added = ("\n".join(lines).encode("utf-8") for lines in (delta.removed, delta.added))
        step = TierDelta(removed, added, commit.id, delta.graphs, delta.dropped)
        if self._about is not None:
            step = self._about.renewed(step, commit.made) if last else self._about.withdrawn(step)
        self._tier.advance(
            step.removed,
            step.added,
            step.commit,
            created=step.created,
            dropped=step.dropped,
            committed=commit.made,
        )
        self._number = commit.number
        self._moved(commit)
        log.info("serving commit %s: %s", commit.id, commit.message)

    def _run(self) -> None:
        while not self._stop.wait(PAUSE):
            try:
                self.catch_up()
            except CommuniqueError as error:
                # The old commit stays served; the next look may find the store in order again.
                log.error("cannot follow the store: %s", error)
