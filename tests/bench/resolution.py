"""Scores and cost of resolution on a synthetic corpus whose truth is known.

    python -m tests.bench.resolution [--articles 10000] [--people 2000] [--events 5000] [--seed 1]

Prints B-cubed precision, recall and F1 of persons and events, the same by kind of noise, wall time and
peak memory of the process.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from tests.bench.resolution_world import Corpus, World, world

from communique.model.identity import Member
from communique.resolution import resolve

Scores = tuple[float, float, float]


def bcubed(found: Mapping[Member, str], truth: Mapping[Member, int], items: Iterable[Member]) -> Scores:
    """B-cubed over some items, judged in the clusters of all."""
    mine, right, both = Counter(found.values()), Counter(truth.values()), Counter[tuple[str, int]]()
    for member, true in truth.items():
        both[found[member], true] += 1
    chosen = list(items)
    shared = [both[found[m], truth[m]] for m in chosen]
    precision = sum(n / mine[found[m]] for n, m in zip(shared, chosen, strict=True)) / len(chosen)
    recall = sum(n / right[truth[m]] for n, m in zip(shared, chosen, strict=True)) / len(chosen)
    return precision, recall, 2 * precision * recall / (precision + recall)


def report(
    name: str, found: Mapping[Member, str], truth: Mapping[Member, int], kinds: Mapping[Member, str]
) -> None:
    """Print the scores of all members and of each kind."""
    scores = bcubed(found, truth, truth)
    print(f"{name:32s} {len(truth):7d}   P {scores[0]:.4f}   R {scores[1]:.4f}   F1 {scores[2]:.4f}")
    grouped: dict[str, list[Member]] = defaultdict(list)
    for member in truth:
        grouped[kinds[member]].append(member)
    for kind, members in sorted(grouped.items()):
        p, r, f = bcubed(found, truth, members)
        print(f"  {kind:30s} {len(members):7d}   P {p:.4f}   R {r:.4f}   F1 {f:.4f}")


def tags(corpus: Corpus) -> dict[Member, str]:
    """Whether a person has kin or namesakes."""
    return {member: corpus.people[person].tag for member, person in corpus.persons.items()}


def main() -> None:
    """Generate, resolve, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("articles", 10000), ("people", 2000), ("events", 5000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    corpus = world(World(options.people, options.events, options.articles), options.seed)
    varied = sum(corpus.noise[m] != "as usual" for m in corpus.persons) / len(corpus.persons)
    print(
        f"{len(corpus.articles)} articles, {sum(len(e.claims) for e in corpus.extractions)} claims, "
        f"{len(corpus.persons)} mentions of {len(set(corpus.persons.values()))} people ({varied:.0%} varied), "
        f"{len(corpus.events)} reports of {len(set(corpus.events.values()))} events"
    )
    start = time.perf_counter()
    resolution = resolve(corpus.articles, corpus.extractions)
    seconds = time.perf_counter() - start
    found = resolution.cluster_of
    people = {member: found[member] for member in corpus.persons}
    events = {member: found[member] for member in corpus.events}
    report("persons", people, corpus.persons, corpus.noise)
    report("persons, by kin and namesakes", people, corpus.persons, tags(corpus))
    report("events", events, corpus.events, corpus.noise)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{seconds:.1f} s, {peak:.2f} GB peak, {len(resolution.candidates)} candidates")


if __name__ == "__main__":
    main()
