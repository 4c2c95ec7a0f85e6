"""Formal and former names of states."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def polities(pipeline: Pipeline, text: str, year: int) -> dict[str, str | None]:
    record = pipeline.record(Article(text, date(year, 6, 1)))
    return {o["holder"]: o["polity"] for o in record["offices"]}


@pytest.mark.parametrize(
    ("formal", "polity"),
    [
        ("the People's Republic of Angola", "Angola"),
        ("the Mongolian People's Republic", "Mongolia"),
        ("the Socialist Republic of Romania", "Romania"),
        ("the Georgian Soviet Socialist Republic", "Georgia"),
        ("the Republic of Guinea", "Guinea"),
        ("the Sultanate of Oman", "Oman"),
        ("British Guiana", "Guyana"),
        ("South Viet Nam", "South Vietnam"),
    ],
)
def test_a_title_takes_the_formal_name_of_its_state(pipeline: Pipeline, formal: str, polity: str) -> None:
    text = f"Tomas Orlu, prime minister of {formal}, arrived on Monday."
    assert polities(pipeline, text, 1979) == {"Tomas Orlu": polity}


def test_the_day_of_a_republic_is_no_name_of_a_state(pipeline: Pipeline) -> None:
    text = "Tomas Orlu, the prime minister, saw the Indian Republic Day parade."
    found = pipeline.record(Article(text, date(2015, 1, 26)))
    assert [o["as_written"] for o in found["offices"]] == ["prime minister"]


@pytest.mark.parametrize(("year", "polity"), [(1980, "West Germany"), (1995, "Germany")])
def test_a_name_means_the_state_that_bore_it_then(pipeline: Pipeline, year: int, polity: str) -> None:
    text = "Hanno Sorabe, Foreign Minister of the Federal Republic of Germany, arrived."
    assert polities(pipeline, text, year) == {"Hanno Sorabe": polity}


def test_a_dateline_in_capitals_is_of_the_state_of_its_time(pipeline: Pipeline) -> None:
    text = "SAIGON, June 1 - Interior Minister Bui Xuan resigned today."
    assert polities(pipeline, text, 1964) == {"Bui Xuan": "South Vietnam"}


def test_a_second_title_keeps_the_state_behind_its_name(pipeline: Pipeline) -> None:
    text = "Tomas Orlu, prime minister of Ghana, and President Luc Bamba of Chad met."
    assert polities(pipeline, text, 1979) == {"Tomas Orlu": "Ghana", "Luc Bamba": "Chad"}
