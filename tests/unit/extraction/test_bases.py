"""Military installations: which words name one, who runs it, and in which country it lies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.claims import Kind, Predicate
from communique.model.text import Article

DAY = date(2025, 8, 1)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def bases(pipeline: Pipeline, text: str) -> dict[str, dict[str, Any]]:
    return {base["name"]: base for base in pipeline.record(Article(text, DAY))["bases"]}


def test_two_bases_of_one_phrase_are_two(pipeline: Pipeline) -> None:
    found = bases(pipeline, "Russia keeps military bases at Tartus and Hmeimim in Syria.")
    assert set(found) == {"Tartus", "Hmeimim"}
    assert {base["host_country"] for base in found.values()} == {"Syria"}


def test_each_base_of_a_list_has_its_own_kind(pipeline: Pipeline) -> None:
    found = bases(
        pipeline, "The Russian naval base in Tartus and the air base at Hmeimim stay open in Syria."
    )
    assert {name: base["kind"] for name, base in found.items()} == {"Tartus": "naval", "Hmeimim": "air"}


def test_the_name_may_stand_before_the_noun(pipeline: Pipeline) -> None:
    assert set(bases(pipeline, "U.S. jets left Andersen Air Force Base in Guam.")) == {
        "Andersen Air Force Base"
    }


def test_a_possessive_tells_the_operator(pipeline: Pipeline) -> None:
    found = bases(pipeline, "France's air base at Kossei in Chad was closed by the army.")
    assert found["Kossei"]["operator"] == "France"
    assert found["Kossei"]["host_country"] == "Chad"


@pytest.mark.parametrize(
    "text",
    [
        "The party lost its power base in Anatolia.",
        "The government widened the tax base in Chile.",
        "The troops returned to their base.",
        "The company is based in Tartus.",
    ],
)
def test_other_bases_and_nameless_ones_are_none(pipeline: Pipeline, text: str) -> None:
    assert bases(pipeline, text) == {}


def test_what_is_said_of_its_future_is_a_remark_with_its_speaker(pipeline: Pipeline) -> None:
    text = "Russian Foreign Minister Igor Malkin said the naval base at Tartus in Syria would remain."
    extraction = pipeline.extract(Article(text, DAY))
    remarks = [one for one in extraction.entities if one.kind is Kind.REMARK]
    about = [claim for claim in extraction.claims if claim.predicate is Predicate.ABOUT]
    assert len(remarks) == len(about) == 1
    assert about[0].said_by is not None
    assert extraction.entity(about[0].said_by).label == "Igor Malkin"
