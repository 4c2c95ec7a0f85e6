"""How far the articles that were looked at lie from those only scored, and how sure that is (bootstrap).

``python tests/unit/extraction/intervals.py [GOLD_DIR [SCORER]]`` scores a folder of annotated articles
(``../shared/eval/dev`` beside the checkout by default) and prints for each category F1 of the articles with
even numbers, which were looked at while the rules were written, and of those with odd numbers, their difference,
and the 95 % percentile intervals of the three when articles are drawn anew with replacement, 10,000 times.
SCORER is a file with ``Tally`` and ``score_article`` such as ``../shared/eval/score.py`` (beside GOLD_DIR by
default).
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from communique.extraction.pipeline import Pipeline

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from tests.unit.extraction.measure import CATEGORIES, articles, gold_of, read  # noqa: E402 - path above

DRAWS = 10_000
SEED = 1
DEVELOPMENT = ROOT.parent / "shared" / "eval" / "dev"
Counts = tuple[int, int, int]
"""Right, wrong, missed."""
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """F1 of one category in two sets of articles, with the 95 % intervals."""

    category: str
    looked_at: float
    only_scored: float
    looked_at_range: Range
    only_scored_range: Range
    difference_range: Range

    @property
    def difference(self) -> float:
        """What the articles that were only scored lose."""
        return self.looked_at - self.only_scored


def f1(counts: Sequence[Counts]) -> float:
    """F1 over the pooled counts of some articles; 1 where there is nothing to find and nothing was."""
    right, wrong, missed = (sum(one[i] for one in counts) for i in range(3))
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0


def redrawn(counts: Sequence[Counts], chance: random.Random, draws: int = DRAWS) -> list[float]:
    """F1 of as many articles as given, drawn from them with replacement, in each of some draws."""
    return [f1(chance.choices(counts, k=len(counts))) for _ in range(draws)]


def middle(values: Sequence[float]) -> Range:
    """The 2.5th and the 97.5th percentile."""
    ranked = sorted(values)
    return ranked[round(0.025 * (len(ranked) - 1))], ranked[round(0.975 * (len(ranked) - 1))]


def compared(
    category: str, looked_at: Sequence[Counts], only_scored: Sequence[Counts], draws: int = DRAWS
) -> Row:
    """The row of one category; the two sets are redrawn independently of each other."""
    chance = random.Random(SEED)
    one, other = redrawn(looked_at, chance, draws), redrawn(only_scored, chance, draws)
    apart = [a - b for a, b in zip(one, other, strict=True)]
    return Row(category, f1(looked_at), f1(only_scored), middle(one), middle(other), middle(apart))


def counted(scorer: ModuleType, pipeline: Pipeline, paths: Sequence[Path]) -> dict[str, list[Counts]]:
    """The counts of each article by category."""
    counts: dict[str, list[Counts]] = {category: [] for category in CATEGORIES}
    for path in paths:
        tally = scorer.Tally()
        article = read(path)
        scorer.score_article(path.stem, article.text, gold_of(path), pipeline.record(article), tally)
        for category, found in counts.items():
            found.append((tally.tp[category], tally.fp[category], tally.fn[category]))
    return counts


def loaded(path: Path) -> ModuleType:
    """A scorer from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"{path}: there is no such Python file; give that of a scorer")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def halves(folder: Path) -> tuple[list[Path], list[Path]]:
    """The annotated articles of a folder with even and with odd numbers."""
    found = [path for path in articles(folder) if path.with_suffix(".gold.json").exists()]
    nameless = [path.name for path in found if not path.name[:3].isdigit()]
    if nameless:
        raise SystemExit(f"{folder}: {nameless[0]} does not begin with a number of three digits")
    even, odd = ([path for path in found if int(path.name[:3]) % 2 == rest] for rest in (0, 1))
    if not even or not odd:
        raise SystemExit(
            f"{folder}: annotated articles (NNN_name.txt with NNN_name.gold.json beside it) with even and with "
            f"odd numbers are needed; there are {len(even)} and {len(odd)}"
        )
    return even, odd


def rows(looked_at: Mapping[str, list[Counts]], only_scored: Mapping[str, list[Counts]]) -> Iterator[Row]:
    """One row for each category."""
    for category, counts in looked_at.items():
        yield compared(category, counts, only_scored[category])


def table(found: Iterator[Row]) -> Iterator[str]:
    """A line for each row, with the heading before them."""
    yield f"{'':15}  {'looked at':22}  {'only scored':22}  difference"
    for row in found:
        cells = (
            f"{value:6.3f} ({low:.3f} to {high:.3f})"
            for value, (low, high) in (
                (row.looked_at, row.looked_at_range),
                (row.only_scored, row.only_scored_range),
                (row.difference, row.difference_range),
            )
        )
        yield f"{row.category:15}  {'  '.join(cells)}"


def main(folder: Path, scorer: Path) -> None:
    """Print the table of a folder."""
    module = loaded(scorer)
    even, odd = halves(folder)
    pipeline = Pipeline()
    sys.stdout.write(
        f"F1 of {len(even)} and {len(odd)} articles, 95 % intervals of {DRAWS:,} draws (seed {SEED})\n"
    )
    for line in table(rows(counted(module, pipeline, even), counted(module, pipeline, odd))):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    gold = Path(sys.argv[1]) if len(sys.argv) > 1 else DEVELOPMENT
    main(gold, Path(sys.argv[2]) if len(sys.argv) > 2 else gold.parent / "score.py")
