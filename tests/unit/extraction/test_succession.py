"""Offices that are told by who had them before or after, and what looks like that and is not."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def held(pipeline: Pipeline, text: str) -> set[tuple[str, str, str]]:
    record = pipeline.record(Article(text, date(2020, 6, 1)))
    return {(o["holder"], o["role"], o["status"]) for o in record["offices"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("French Foreign Minister Paul Marchand said Claire Dumas would replace Luc Perrin.", "Luc Perrin"),
        ("French Foreign Minister Paul Marchand replaced Luc Perrin at the talks.", "Luc Perrin"),
        ("Egyptian Foreign Minister Hassan Farouk succeeded in convincing Hedi Mansour.", "Hedi Mansour"),
        ("Chilean Defence Minister Ana Soto handed over a letter to Pablo Reyes.", "Pablo Reyes"),
        ("Kofi Mensa, who leads the Ghanaian delegation, met Rosa Delgado.", "Kofi Mensa"),
        (
            "The winners were Ann Kelly (Ireland) and Jan Novak (Poland). The ministers applauded.",
            "Ann Kelly",
        ),
    ],
)
def test_nobody_gets_an_office_that_is_not_told(pipeline: Pipeline, text: str, name: str) -> None:
    assert name not in {holder for holder, _, _ in held(pipeline, text)}


def test_who_is_replaced_as_minister_was_minister(pipeline: Pipeline) -> None:
    text = "Zachary Onya of Kenya replaces Elijah Mwanga as foreign minister."
    assert held(pipeline, text) == {
        ("Zachary Onya", "foreign-minister", "current"),
        ("Elijah Mwanga", "foreign-minister", "former"),
    }


def test_who_will_be_replaced_still_holds_the_office(pipeline: Pipeline) -> None:
    text = "Karin Holm will replace Swedish Foreign Minister Lars Ekman next month."
    assert ("Karin Holm", "foreign-minister", "designate") in held(pipeline, text)
    assert ("Lars Ekman", "foreign-minister", "current") in held(pipeline, text)


def test_an_office_told_by_succession_rests_on_the_verb(pipeline: Pipeline) -> None:
    text = "Kenyan Finance Minister Peter Ochieng took over from Daniel Kiprono in May."
    record = pipeline.record(Article(text, date(2020, 6, 1)))
    (office,) = [one for one in record["offices"] if one["holder"] == "Daniel Kiprono"]
    assert (office["as_written"], office["rule"]) == ("took", "succession")
    assert office["polity"] == "Kenya"


def test_a_spokesman_is_not_who_he_speaks_for(pipeline: Pipeline) -> None:
    text = "A spokesman for Serbian President Boris Tadinovic refused to comment on Monday."
    assert held(pipeline, text) == {("Boris Tadinovic", "president", "current")}
