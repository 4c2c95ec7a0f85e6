"""The scorer itself: what it counts as right, wrong and missed."""

from __future__ import annotations

import copy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from tests.unit.extraction.measure import CATEGORIES, Tally, articles, compare, gold_of  # noqa: E402 - path above

GOLD: dict[str, Any] = {
    "persons": [{"name": "Ana Brito", "aliases": ["Ana Brito", "Brito"]}, {"name": "Li Wen", "aliases": ["Li Wen"]}],
    "offices": [
        {"holder": "Ana Brito", "title": "Minister of Foreign Affairs", "as_written": "Foreign Minister", "polity": "Chile"},
        {"holder": "Li Wen", "title": "Ambassador", "as_written": "ambassador", "polity": "China", "optional": True},
    ],
    "meetings": [
        {
            "kind": "meeting", "participants": ["Ana Brito", "Li Wen"], "delegations": [], "place": "Arica", "country": "Chile",
            "date": {"start": "2001-05-04", "end": "2001-05-04", "precision": "day"}, "status": "held",
        },
        {
            "kind": "visit", "participants": ["Li Wen"], "delegations": ["Chile"], "place": None, "country": "Chile",
            "date": {"start": "2001-05-01", "end": "2001-05-31", "precision": "month"}, "status": "planned",
        },
    ],
    "bases": [],
}  # fmt: skip


def scored(record: Mapping[str, Any]) -> dict[str, float]:
    tally = Tally()
    compare(tally, GOLD, record)
    return {category: tally.f1(category) for category in CATEGORIES}


def changed(where: str, index: int, **values: Any) -> dict[str, Any]:
    record = copy.deepcopy(GOLD)
    record[where][index] |= values
    return record


def test_every_gold_is_right_by_its_own_measure() -> None:
    for path in articles():
        tally = Tally()
        compare(tally, gold_of(path), gold_of(path))
        assert {tally.f1(category) for category in CATEGORIES} == {1.0}, path.name


@pytest.mark.parametrize(
    ("record", "category"),
    [
        (changed("persons", 0, name="Eva Brita", aliases=["Eva Brita"]), "persons"),
        (changed("offices", 0, polity="Peru"), "offices"),
        (changed("offices", 0, title="President", as_written="President"), "offices"),
        (changed("meetings", 0, kind="call"), "meetings"),
        (changed("meetings", 0, participants=["Eva Brita"]), "meetings"),
        (changed("meetings", 0, date={"start": "2001-06-04", "end": "2001-06-04"}), "meetings"),
        (changed("meetings", 0, place="Lima"), "meetings_strict"),
        (changed("meetings", 0, status="planned"), "meetings_strict"),
        (changed("meetings", 0, date={"start": "2001-05-04", "end": "2001-05-05"}), "meetings_strict"),
        (changed("meetings", 1, date={"start": "2001-05-04", "end": "2001-05-04"}), "meetings_strict"),
    ],
)
def test_one_wrong_slot_costs_its_category(record: Mapping[str, Any], category: str) -> None:
    found = scored(record)
    assert found[category] < 1
    if category == "meetings_strict":
        assert found["meetings"] == 1


def test_a_vague_date_may_differ_a_little() -> None:
    assert (
        scored(changed("meetings", 1, date={"start": "2001-05-01", "end": "2001-05-20"}))["meetings_strict"]
        == 1
    )


def test_what_is_optional_costs_nothing_either_way() -> None:
    record = copy.deepcopy(GOLD)
    del record["offices"][1]
    assert scored(record)["offices"] == 1
    assert scored(GOLD)["offices"] == 1


def test_what_is_not_there_is_wrong() -> None:
    record = copy.deepcopy(GOLD)
    record["bases"].append({"name": "Camp Nowhere"})
    assert scored(record)["bases"] == 0
