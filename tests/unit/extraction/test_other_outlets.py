"""Extraction on articles in the manner of other outlets (``tests/outlets``): floors by category and parser.

Reshuffles, credentials, dialogues, obituaries, biographical boxes: harder than ``tests/articles``. The floors in
``tests/floors.toml`` stand just under what was measured; they are raised with a gain and never lowered.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from communique.extraction.pipeline import Pipeline

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from tests.unit.extraction.measure import articles, measured, records_of  # noqa: E402 - found on the path above

OUTLETS = ROOT / "tests" / "outlets"
FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))["outlets"]


@pytest.mark.parametrize("model", ["md", "sm"])
def test_no_category_falls_below_its_floor(model: str) -> None:
    found = measured(OUTLETS, records_of(Pipeline(model), articles(OUTLETS)))
    assert not {name: found[name] for name, floor in FLOORS[model].items() if found[name] < floor}
