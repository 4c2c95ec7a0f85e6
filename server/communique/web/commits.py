"""What a client wrote becomes a commit of the store, beside those that the command line makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.sparql.workers.writer import BaseMoved, Effect
from communique.store import CorpusFile, Delta, writing
from communique.web.follower import Follower

WAIT: Final = 20.0
"""Seconds that a client's write waits for a build or another change to end."""


@dataclass(frozen=True, slots=True)
class StoreCommits:
    """Makes effects durable in ``store``; ``follower`` then moves the query tier to them."""

    store: Path
    follower: Follower

    def __call__(self, effect: Effect) -> str:
        """The id of the commit; ``BaseMoved`` if another process has committed in between."""
        delta = Delta(
            removed=_lines(effect.removed),
            added=_lines(effect.added),
            graphs=effect.created,
            dropped=effect.dropped,
        )
        with writing(self.store, WAIT) as opened:
            last = opened.corpus.last()
            made = None
            if last is not None and last.id == effect.commit:
                made = opened.commit(delta, "a client's update", _corpus_stays)
        self.follower.catch_up()
        if made is None:
            raise BaseMoved
        return made.id


def _corpus_stays(_corpus: CorpusFile) -> None:
    """Articles are changed by the command line alone."""


def _lines(nquads: bytes) -> tuple[str, ...]:
    return tuple(line for line in nquads.decode("utf-8").split("\n") if line)
