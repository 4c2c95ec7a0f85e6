"""The table of reliability counts what was right by the confidence that was stated."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.unit.extraction.reliability import Row, outcomes, table

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def office(holder: str, confidence: float, title: str = "Prime Minister") -> dict[str, Any]:
    return {
        "holder": holder, "title": title, "as_written": title, "polity": "Kenya", "confidence": confidence,
    }  # fmt: skip


def record(*offices: dict[str, Any]) -> dict[str, Any]:
    people = [{"name": name, "aliases": [name]} for name in ("Grace Wanjiru", "Peter Otieno")]
    return {"persons": people, "offices": list(offices), "meetings": [], "bases": []}


def test_items_are_counted_by_what_was_stated_and_right_if_the_gold_has_them() -> None:
    gold = record(office("Grace Wanjiru", 1.0), office("Peter Otieno", 1.0))
    found = record(
        office("Grace Wanjiru", 0.95),
        office("Peter Otieno", 0.8, "Chief of Protocol"),
        office("Peter Otieno", 0.8),
    )
    rows = list(table(outcomes([(gold, found), (gold, found)])))
    assert rows == [Row("offices", 0.95, 2, 2), Row("offices", 0.8, 4, 2)]


def test_an_event_with_named_people_is_surer_than_a_summit_or_one_of_sides_alone() -> None:
    text = (
        "ACCRA, June 1 (GNA) -- Kenyan Foreign Minister Grace Wanjiru met Ghanaian President Kofi Badu on Monday.\n\n"
        "Delegations of Togo and Benin held talks in Lome on Sunday.\n\n"
        "Ms Wanjiru will attend an African Union summit in Luanda in July."
    )
    found = Pipeline().record(Article(text, date(2020, 6, 1)))["meetings"]
    stated = {(one["kind"], bool(one["participants"])): one["confidence"] for one in found}
    assert stated["meeting", True] > stated["meeting", False] == stated["summit", True]


def test_the_interval_is_wilson_s() -> None:
    low, high = Row("offices", 0.9, 10, 9).interval
    assert (round(low, 3), round(high, 3)) == pytest.approx((0.596, 0.982), abs=0.001)
