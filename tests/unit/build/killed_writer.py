"""A writer that adds synthetic articles to a store one by one, until it is killed or done.

Run with the store, the seed of the world, how many articles the store began with, and a file to which a byte
is written before each addition. With the further word "prepared" or "applied" it kills itself inside the first
commit, before or after the quads are changed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.bench.store_world import Archive, small

from communique.store import Delta, EmbeddedStore


def die_in_commit(moment: str) -> None:
    """Make the next commit the last thing that this process does."""
    apply = EmbeddedStore.apply

    def dying(quads: EmbeddedStore, delta: Delta, mark: str) -> None:
        if moment == "applied":
            apply(quads, delta, mark)
        os.kill(os.getpid(), signal.SIGKILL)

    EmbeddedStore.apply = dying  # type: ignore[assignment, method-assign] # to die at a place that no signal can aim at


def main() -> None:
    """Add what the store lacks, in the order of the ids."""
    store, seed, began, beats = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    if len(sys.argv) > 5:
        die_in_commit(sys.argv[5])
    news: Archive = small(seed)
    for key in sorted(news.articles)[began:]:
        with beats.open("ab") as file:
            file.write(b".")
        assert news.change(store, [key]) is not None


if __name__ == "__main__":
    main()
