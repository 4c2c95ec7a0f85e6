"""How sure a figure of extraction is: 95 % intervals from resampled articles (percentile bootstrap).

``python tests/unit/extraction/intervals.py GOLD_DIR [SCORER]`` scores a folder of annotated articles and prints,
for articles with even and with odd numbers, precision-recall F1 of each category with its interval. SCORER is a
file with ``Tally`` and ``score_article`` such as ``../shared/eval/score.py`` (beside GOLD_DIR by default).
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from communique.extraction.pipeline import Pipeline

sys.path.insert(0, str(Path(__file__).parents[3]))
from tests.unit.extraction.measure import CATEGORIES, gold_of, read

ROUNDS = 2000
Counts = tuple[int, int, int]
"""Right, wrong, missed."""


def f1(counts: Sequence[Counts]) -> float:
    """F1 over the pooled counts of some articles; 1 where there is nothing to find and nothing was."""
    right, wrong, missed = (sum(one[i] for one in counts) for i in range(3))
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0


def interval(counts: Sequence[Counts], rounds: int = ROUNDS, seed: int = 1) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of F1 when as many articles are drawn with replacement."""
    draw = random.Random(seed)
    found = sorted(f1(draw.choices(counts, k=len(counts))) for _ in range(rounds))
    return found[round(0.025 * (rounds - 1))], found[round(0.975 * (rounds - 1))]


def counted(scorer: ModuleType, pipeline: Pipeline, paths: Sequence[Path]) -> dict[str, list[Counts]]:
    """The counts of each article by category."""
    counts: dict[str, list[Counts]] = {category: [] for category in CATEGORIES}
    for path in paths:
        tally = scorer.Tally()
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        scorer.score_article(path.stem, text, gold_of(path), pipeline.record(read(path)), tally)
        for category, found in counts.items():
            found.append((tally.tp[category], tally.fp[category], tally.fn[category]))
    return counts


def loaded(path: Path) -> ModuleType:
    """A scorer from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file; give that of a scorer")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(folder: Path, scorer: Path) -> Iterator[str]:
    """One line for each half and category."""
    paths = [path for path in sorted(folder.glob("*.txt")) if path.with_suffix(".gold.json").exists()]
    if not paths:
        raise SystemExit(f"{folder} holds no annotated article (NAME.txt with NAME.gold.json beside it)")
    module, pipeline = loaded(scorer), Pipeline()
    for name, rest in (("even", 0), ("odd", 1)):
        half = [path for path in paths if int(path.name[:3]) % 2 == rest]
        for category, counts in counted(module, pipeline, half).items():
            low, high = interval(counts)
            yield f"{name:4} {category:16} {f1(counts):.3f}  95 % {low:.3f}..{high:.3f}  ({len(half)} articles)"


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    if not given:
        raise SystemExit(__doc__)
    for line in lines(given[0], given[1] if len(given) > 1 else given[0].parent / "score.py"):
        sys.stdout.write(line + "\n")
