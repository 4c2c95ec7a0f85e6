"""What one more article costs, by the size of the corpus, and how many IRIs it changes.

    python -m tests.bench.resolution_growth [--sizes 100 1000 10000] [--additions 50]

People and events grow with the articles, as news does: each size has its own world. The additions are
articles of that world that were held back, added one at a time in the order of a fixed shuffle. Times are
processor time, so that other work on the machine does not count. The second
table is of worlds in which one person takes part in 30 % of all events; "hub" are additions that name the
person, "other" those that do not.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.bench.resolution_world import World, world

from communique.resolution.change import Change
from communique.resolution.incremental import Resolver, Source
from communique.resolution.resolver import sources


@dataclass(frozen=True, slots=True)
class Addition:
    """One measured addition; ``hub`` if it names the person who is everywhere."""

    seconds: float
    change: Change
    hub: bool


def grow(size: int, additions: int, hub: float) -> tuple[float, float, list[Addition]]:
    """Seconds of the build, share of IRIs that moved while the last tenth was added, and the additions."""
    total = size + additions
    corpus = world(World(total // 5, total // 2, total, hub=hub), seed=size)
    named = {member.article for member, person in corpus.persons.items() if person == 0}
    everything = sources(corpus.articles, corpus.extractions)
    random.Random(7).shuffle(everything)
    held_back, last = everything[:additions], everything[additions : additions + max(1, size // 10)]
    resolver = Resolver()
    start = time.process_time()
    resolver.change(everything[additions + len(last) :])
    seconds = time.process_time() - start
    before = len(resolver.resolution().clusters)
    moved = len(resolver.change(last).gone) / before
    return seconds, moved, [_measured(resolver, source, named) for source in held_back]


def _measured(resolver: Resolver, source: Source, named: set[str]) -> Addition:
    start = time.process_time()
    change = resolver.change([source])
    return Addition(time.process_time() - start, change, source.article_id in named)


def line(label: str, found: Sequence[Addition]) -> str:
    """Median and 90th percentile of the cost, median of what was touched."""
    if not found:
        return f"{label:28s} none"
    costs = sorted(1000 * one.seconds for one in found)
    return (
        f"{label:28s} {len(found):3d} additions   median {statistics.median(costs):7.2f} ms   "
        f"p90 {costs[int(0.9 * (len(costs) - 1))]:7.2f} ms   "
        f"clusters touched {_median(len(o.change.come | o.change.gone) for o in found):5.0f}   "
        f"claims {_median(len(o.change.claims) for o in found):5.0f}"
    )


def _median(values: Iterable[int]) -> float:
    return statistics.median(list(values))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--additions", type=int, default=50)
    options = parser.parse_args()
    for hub in (0.0, 0.3):
        print("no hub" if not hub else f"a person in {hub:.0%} of the events")
        for size in options.sizes:
            seconds, moved, found = grow(size, options.additions, hub)
            print(line(f"{size} articles", found))
            if hub:
                print(line("  hub", [one for one in found if one.hub]))
                print(line("  other", [one for one in found if not one.hub]))
            print(f"{'':28s} built in {seconds:.1f} s; the last tenth changed {moved:.2%} of all IRIs")


if __name__ == "__main__":
    main()
