"""Whether confidence means something: of claims with this confidence, how many were right.

``python tests/unit/extraction/reliability.py [FOLDER...]`` prints the table for annotated articles: for each
confidence that the rules give, how many offices and meetings had it, which share of them is in the gold, and
Wilson's 95 % interval of that share; of several folders together. Without one it is ``tests/articles``.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.extraction.pipeline import Pipeline

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from tests.unit.extraction import measure  # noqa: E402 - found on the path above

Outcomes = Mapping[tuple[str, float], list[bool]]
"""Whether each item was right, by category and stated confidence."""


@dataclass(frozen=True, slots=True)
class Row:
    """Items of one category with one confidence."""

    category: str
    confidence: float
    items: int
    right: int

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval of the share that is right, at 95 %."""
        z, n, p = 1.96, self.items, self.right / self.items
        middle, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def outcomes(pairs: Iterable[tuple[measure.Record, measure.Record]]) -> Outcomes:
    """Of gold and record of each article: which offices and meetings of the record are in the gold."""
    found: dict[tuple[str, float], list[bool]] = defaultdict(list)
    for gold, record in pairs:
        people = measure.People(gold, record)
        fits = {
            "offices": lambda g, f, people=people: measure.office_fits(people, g, f),
            "meetings": lambda g, f, people=people: measure.meeting_fits(people, g, f),
        }
        for category, fit in fits.items():
            matched = set(measure.best(gold[category], record[category], fit).values())
            for index, item in enumerate(record[category]):
                found[category, item["confidence"]].append(index in matched)
    return found


def table(found: Outcomes) -> Iterator[Row]:
    """One row for each confidence, the highest first."""
    for (category, confidence), right in sorted(found.items(), key=lambda one: (one[0][0], -one[0][1])):
        yield Row(category, confidence, len(right), sum(right))


def main(folders: Sequence[Path]) -> None:
    """Print the table of some folders together."""
    pipeline = Pipeline()
    paths = [path for folder in folders for path in measure.articles(folder)]
    pairs = ((measure.gold_of(path), pipeline.record(measure.read(path))) for path in paths)
    sys.stdout.write(f"{'':10}stated   right of    share  95 %\n")
    for row in table(outcomes(pairs)):
        low, high = row.interval
        share = row.right / row.items
        sys.stdout.write(
            f"{row.category:10}{row.confidence:6.2f}  {row.right:5} {row.items:5}   {share:.2f}  {low:.2f}-{high:.2f}\n"
        )


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [measure.ARTICLES])
