"""The intervals of F1 come from articles drawn anew, and those of the difference from both halves."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from tests.unit.extraction.intervals import (  # noqa: E402 - found on the path above
    Row,
    compared,
    counted,
    f1,
    halves,
    loaded,
    middle,
    redrawn,
    table,
)
from tests.unit.extraction.measure import ARTICLES, CATEGORIES, articles  # noqa: E402 - path above

from communique.extraction.pipeline import Pipeline  # noqa: E402 - after the path above

SCORER = """
from collections import Counter

class Tally:
    def __init__(self):
        self.tp, self.fp, self.fn = Counter(), Counter(), Counter()

def score_article(name, text, gold, record, tally):
    tally.tp["persons"] += len(record["persons"])
    tally.fn["offices"] += len(gold["offices"])
"""


def test_f1_is_that_of_the_pooled_counts() -> None:
    assert f1([(1, 0, 1), (2, 1, 0)]) == 6 / 8
    assert f1([(0, 0, 0)]) == 1
    assert f1([(0, 2, 0)]) == 0


def test_draws_are_whole_articles_with_replacement() -> None:
    """Of one right and one wrong article a draw has two right, one of each or two wrong: 1/4, 1/2, 1/4."""
    found = redrawn([(1, 0, 0), (0, 1, 1)], random.Random(5), 4000)
    assert set(found) == {1.0, 0.5, 0.0}
    assert found.count(1.0) / 4000 == pytest.approx(0.25, abs=0.03)
    assert found.count(0.0) / 4000 == pytest.approx(0.25, abs=0.03)


def test_the_interval_leaves_out_a_fortieth_on_each_side() -> None:
    assert middle([float(value) for value in range(1001)]) == (25, 975)


def test_articles_that_are_alike_leave_no_doubt() -> None:
    row = compared("offices", [(9, 1, 1)] * 7, [(8, 2, 2)] * 5, 100)
    assert row.looked_at_range == (0.9, 0.9)
    assert row.only_scored_range == (0.8, 0.8)
    assert row.difference == pytest.approx(0.1)
    assert row.difference_range == pytest.approx((0.1, 0.1))


def test_the_difference_is_less_sure_than_either_half() -> None:
    mixed = [(9, 0, 1), (2, 4, 0), (5, 1, 1), (1, 0, 6), (7, 2, 0), (0, 3, 1)]
    row = compared("meetings", mixed, mixed, 2000)
    (low, high), (below, above) = row.looked_at_range, row.difference_range
    assert row.difference == 0
    assert below < 0 < above
    assert above - below > high - low
    assert compared("meetings", mixed, mixed, 2000) == row


def test_the_table_shows_each_figure_with_its_interval() -> None:
    heading, line = table(iter([Row("bases", 0.9, 0.8, (0.85, 0.95), (0.7, 0.9), (-0.01, 0.2))]))
    assert heading.split() == ["looked", "at", "only", "scored", "difference"]
    assert line.split() == (
        [
            "bases",
            "0.900",
            "(0.850",
            "to",
            "0.950)",
            "0.800",
            "(0.700",
            "to",
            "0.900)",
            "0.100",
            "(-0.010",
            "to",
            "0.200)",
        ]
    )


def test_any_scorer_counts_each_article(tmp_path: Path) -> None:
    (tmp_path / "score.py").write_text(SCORER, encoding="utf-8")
    few = articles(ARTICLES)[:2]
    found = counted(loaded(tmp_path / "score.py"), Pipeline("sm"), few)
    assert set(found) == set(CATEGORIES)
    assert all(right > 0 == wrong for right, wrong, _ in found["persons"])
    assert all(missed > 0 == right for right, _, missed in found["offices"])


def test_a_missing_scorer_and_a_folder_without_two_halves_are_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="give that of a scorer"):
        loaded(tmp_path / "score.py")
    for name in ("002_a", "004_b"):
        (tmp_path / f"{name}.txt").touch()
        (tmp_path / f"{name}.gold.json").touch()
    with pytest.raises(SystemExit, match="there are 2 and 0"):
        halves(tmp_path)
    (tmp_path / "003_c.txt").touch()
    (tmp_path / "003_c.gold.json").touch()
    assert [[path.name[:3] for path in half] for half in halves(tmp_path)] == [["002", "004"], ["003"]]
    (tmp_path / "d.txt").touch()
    (tmp_path / "d.gold.json").touch()
    with pytest.raises(SystemExit, match=r"d\.txt does not begin with a number"):
        halves(tmp_path)
