"""What adding one article to a store costs end to end (without its extraction), by the size of the store.

    python -m tests.bench.bench_store_growth [--sizes 100 1000 10000] [--additions 50]

Each addition opens the store, recalls what it needs, resolves, writes lines, runs rules and checks around
what it touched, commits, and closes the store. Worlds are those of ``resolution_growth``: people and events
grow with the articles; in the second table one person takes part in 30 % of all events. Processor time is
that of this process; wall time includes waiting for the disk, and for whatever else the machine does. The
last column is the share of all IRIs of things that were there before the additions and are not afterwards
(they lead on to others).
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.resolution_world import World
from tests.bench.store_world import Archive

from communique.store import CorpusFile


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one addition; ``hub`` if it names the person who is everywhere; quads that changed."""

    processor: float
    wall: float
    quads: int
    hub: bool


def grow(size: int, additions: int, hub: float) -> tuple[float, float, list[Cost]]:
    """Seconds of the build, share of IRIs that moved on during the additions, and the additions."""
    total = size + additions
    news = Archive.of(World(total // 5, total // 2, total, hub=hub), seed=size)
    ids = sorted(news.articles)
    random.Random(7).shuffle(ids)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder)
        start = time.perf_counter()
        news.fill(store, ids[additions:])
        seconds = time.perf_counter() - start
        before = things(store)
        found = [_measured(news, store, article) for article in ids[:additions]]
        return seconds, len(before - things(store)) / len(before), found


def things(store: Path) -> set[str]:
    """The keys of all clusters."""
    corpus = CorpusFile(store / "corpus.sqlite")
    try:
        return {key for key, _ in corpus.workings.entries("known.resolver.groups")}
    finally:
        corpus.close()


def _measured(news: Archive, store: Path, article: str) -> Cost:
    everywhere = max(news.named, key=lambda person: len(news.named[person]))
    processor, wall = time.process_time(), time.perf_counter()
    result = news.change(store, [article])
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    assert result is not None
    quads = result.commit.added + result.commit.removed if result.commit else 0
    return Cost(processor, wall, quads, article in news.named[everywhere])


def line(label: str, found: Sequence[Cost]) -> str:
    """Medians and 90th percentile."""
    if not found:
        return f"{label:16s} none"
    costs = sorted(1000 * one.processor for one in found)
    return (
        f"{label:16s} {len(found):3d} additions   processor median {statistics.median(costs):7.0f} ms   "
        f"p90 {costs[int(0.9 * (len(costs) - 1))]:7.0f} ms   "
        f"wall median {1000 * statistics.median(one.wall for one in found):7.0f} ms   "
        f"quads {statistics.median(one.quads for one in found):5.0f}"
    )


def table(sizes: Sequence[int], additions: int) -> None:
    """Measure and print."""
    for hub in (0.0, 0.3):
        print("no hub" if not hub else f"a person in {hub:.0%} of the events")
        for size in sizes:
            seconds, moved, found = grow(size, additions, hub)
            print(line(f"{size} articles", found))
            if hub:
                print(line("  hub", [one for one in found if one.hub]))
                print(line("  other", [one for one in found if not one.hub]))
            print(
                f"{'':16s} built in {seconds:.0f} s; the additions changed {moved:.2%} of all IRIs",
                flush=True,
            )


def bench_an_addition_by_the_size_of_the_store() -> None:
    """The short form: 10,000 articles are built for some ten minutes first."""
    table((100, 1000), 20)


def main() -> None:
    """Measure and print what the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--additions", type=int, default=50)
    options = parser.parse_args()
    table(options.sizes, options.additions)


if __name__ == "__main__":
    main()
