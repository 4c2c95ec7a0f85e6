"""Encounters told in one list are one for each who was met alone, and one where all met."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2019, 5, 16)

Told = list[tuple[str, tuple[str, ...], str | None]]


def read(pipeline: Pipeline, text: str) -> Told:
    """Kind, surnames and place of each talk or call of a text."""
    meetings = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    return sorted(
        (one["kind"], tuple(sorted(name.split()[-1] for name in one["participants"])), one["place"])
        for one in meetings
        if one["kind"] in {"meeting", "call"}
    )


def test_whoever_is_met_in_a_city_of_his_own_is_met_alone(pipeline: Pipeline) -> None:
    text = (
        "Danish Foreign Minister Per Lund is to see President Kofi Ansah of Ghana in Accra, Prime Minister Ayi "
        "Dosseh of Togo in Lome and the President of Benin, Paul Adjovi, in Cotonou before flying home."
    )
    assert read(pipeline, text) == [
        ("meeting", ("Adjovi", "Lund"), "Cotonou"),
        ("meeting", ("Ansah", "Lund"), "Accra"),
        ("meeting", ("Dosseh", "Lund"), "Lome"),
    ]


def test_whoever_is_met_on_a_day_of_his_own_is_met_alone(pipeline: Pipeline) -> None:
    text = (
        "Danish envoy Per Lund met Ghanaian President Kofi Ansah on Monday and Togolese Prime Minister Ayi Dosseh "
        "on Wednesday."
    )
    assert read(pipeline, text) == [
        ("meeting", ("Ansah", "Lund"), None),
        ("meeting", ("Dosseh", "Lund"), None),
    ]


def test_officials_of_the_states_on_a_tour_are_met_at_home(pipeline: Pipeline) -> None:
    text = (
        "Danish Foreign Minister Per Lund will be in Accra and Lome next week and will meet Ghanaian President "
        "Kofi Ansah and Togolese Prime Minister Ayi Dosseh."
    )
    assert read(pipeline, text) == [
        ("meeting", ("Ansah", "Lund"), "Accra"),
        ("meeting", ("Dosseh", "Lund"), "Lome"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Danish Foreign Minister Per Lund telephoned {a} and {b}.", "call"),
        ("Danish Foreign Minister Per Lund had bilateral meetings with {a} and {b}.", "meeting"),
        ("Danish Foreign Minister Per Lund met separately with {a} and {b}.", "meeting"),
        ("Danish Foreign Minister Per Lund met with {a} and with {b}.", "meeting"),
        ("On the margins Danish Foreign Minister Per Lund met {a} and {b}.", "meeting"),
    ],
)
def test_words_say_that_each_was_met_alone(pipeline: Pipeline, text: str, kind: str) -> None:
    names = {"a": "Ghanaian President Kofi Ansah", "b": "the Prime Minister of Togo, Ayi Dosseh"}
    assert read(pipeline, text.format(**names)) == [
        (kind, ("Ansah", "Lund"), None),
        (kind, ("Dosseh", "Lund"), None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Danish Foreign Minister Per Lund met {a} and {b}.",
        "Danish Foreign Minister Per Lund held trilateral talks with {a} and {b}.",
        "Danish Foreign Minister Per Lund held separate talks with Ghana's Kofi Ansah and Ghana's Ayi Dosseh.",
        "Danish Foreign Minister Per Lund received {a} and {b} in Aarhus.",
    ],
)
def test_without_such_words_they_met_together(pipeline: Pipeline, text: str) -> None:
    names = {"a": "Ghanaian President Kofi Ansah", "b": "the Prime Minister of Togo, Ayi Dosseh"}
    assert [people for _, people, _ in read(pipeline, text.format(**names))] == [("Ansah", "Dosseh", "Lund")]


def test_whose_kinsman_or_predecessor_is_met_is_not_met(pipeline: Pipeline) -> None:
    text = (
        "Togolese Prime Minister Ayi Dosseh spoke on Monday. Danish envoy Per Lund saw Ghanaian President Kofi Ansah "
        "in Accra and Dosseh's predecessor, Jean Sika, in Lome."
    )
    assert all("Dosseh" not in people for _, people, _ in read(pipeline, text))


def test_guests_at_the_dinner_of_others_have_not_met(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah and Togolese Prime Minister Ayi Dosseh attended the bankers' dinner. "
        "The bankers were pleased."
    )
    assert read(pipeline, text) == []


def test_heads_of_states_that_are_not_told_are_met_at_home(pipeline: Pipeline) -> None:
    text = "Danish Premier Per Lund had bilateral meetings with Togolese Premier Ayi Dosseh and King Bako. He spoke of oil."
    assert [people for _, people, _ in read(pipeline, text)] == [("Bako", "Lund"), ("Dosseh", "Lund")]


def test_counterparts_of_several_countries_are_met_one_by_one_beside_a_gathering(pipeline: Pipeline) -> None:
    text = (
        "Danish Foreign Minister Per Lund will attend the ASEAN ministerial meeting in Lima and have bilateral "
        "meetings with his counterparts from Peru, Canada and Singapore."
    )
    meetings = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    sides = [tuple(one["delegations"]) for one in meetings if one["kind"] == "meeting"]
    assert {("Peru",), ("Canada",), ("Singapore",)} <= set(sides)


def test_presidents_named_in_the_order_of_the_cities_are_met_in_these(pipeline: Pipeline) -> None:
    text = (
        "Ecuadorean President Sixto Duran flew to Santiago and Buenos Aires for meetings with Presidents Eduardo "
        "Frei and Carlos Menem."
    )
    assert read(pipeline, text) == [
        ("meeting", ("Duran", "Frei"), "Santiago"),
        ("meeting", ("Duran", "Menem"), "Buenos Aires"),
    ]


def test_whom_a_traveller_meets_there_he_meets_together(pipeline: Pipeline) -> None:
    text = (
        "Danish Premier Per Lund, who visited Accra and Lome last week and met Ghanaian President Kofi Ansah and "
        "Togolese President Ayi Dosseh in Rome, is ill."
    )
    assert [people for _, people, _ in read(pipeline, text)] == [("Ansah", "Dosseh", "Lund")]
