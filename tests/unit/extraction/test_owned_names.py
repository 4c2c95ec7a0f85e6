"""Names behind a country, names behind two titles."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Talks were held with Japan's Mitsubishi Heavy on Monday.", set()),
        ("Japan's Shigeki Takemori sat down with reporters.", {"Shigeki Takemori"}),
        ("He dined with Italy's Giorgia Ferro.", {"Giorgia Ferro"}),
    ],
)
def test_who_is_named_behind_a_countrys_possessive_is_a_person_if_met_like_one(
    pipeline: Pipeline, text: str, persons: set[str]
) -> None:
    record = pipeline.record(Article(text, date(2020, 6, 3)))
    assert {one["name"] for one in record["persons"]} == persons


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("The prime minister and President Emile Moreau of France agreed.", {"President"}),
        (
            "Prime Minister and Finance Minister Anwar Said of Malaysia agreed.",
            {"Prime Minister", "Minister of Finance"},
        ),
    ],
)
def test_a_minister_without_a_name_is_not_who_is_named_next(
    pipeline: Pipeline, text: str, titles: set[str]
) -> None:
    record = pipeline.record(Article(text, date(2020, 6, 3)))
    assert {one["title"] for one in record["offices"]} == titles


def test_who_a_call_was_received_from_takes_part(pipeline: Pipeline) -> None:
    text = "Omani Crown Prince Tariq Al Busri received a phone call today from the Prime Minister of India, Ravi Menon."
    events = pipeline.record(Article(text, date(2020, 6, 3)))["meetings"]
    assert [(one["kind"], set(one["participants"])) for one in events] == [
        ("call", {"Tariq Al Busri", "Ravi Menon"})
    ]


def test_what_is_called_after_a_king_is_no_king(pipeline: Pipeline) -> None:
    text = (
        "He landed at King Hamad International Airport, crossed the King Saad Bridge and Reyes Boulevard, "
        "and saw President Peter Hall."
    )
    record = pipeline.record(Article(text, date(2020, 6, 3)))
    assert [one["holder"] for one in record["offices"]] == ["Peter Hall"]


@pytest.mark.parametrize(
    "text",
    [
        "Walter Grayson will visit Beijing on Sunday. The Chinese president will receive him.",
        "Walter Grayson spoke to Anna Koch. The German chancellor smiled.",
    ],
)
def test_a_title_is_not_given_to_a_visitor_nor_to_one_of_two(pipeline: Pipeline, text: str) -> None:
    record = pipeline.record(Article(text, date(2020, 6, 3)))
    assert [one for one in record["offices"] if one["holder"] == "Walter Grayson"] == []


def test_they_are_the_two_whose_clause_it_is(pipeline: Pipeline) -> None:
    text = (
        "Japanese Prime Minister Kenji Morita received Cambodian Prime Minister Sok Vannak on Friday. Morita and "
        "Malaysian Prime Minister Anwar Said signed the pact when they met in Osaka on Saturday."
    )
    events = pipeline.record(Article(text, date(2020, 6, 8)))["meetings"]
    assert [set(one["participants"]) for one in events if one["place"] == "Osaka"] == [
        {"Kenji Morita", "Anwar Said"}
    ]


def test_the_two_are_those_named_just_before_and_not_who_talked_earlier(pipeline: Pipeline) -> None:
    text = (
        "Syrian Vice President Omar Haddad met Iraqi Foreign Minister Tariq Nasser in Geneva.\n\n"
        "U.S. envoy Daniel Roth was driven to the house of Israeli Prime Minister Yitzhak Shalev. "
        "The two met for an hour."
    )
    events = pipeline.record(Article(text, date(2020, 6, 8)))["meetings"]
    assert {frozenset(one["participants"]) for one in events if one["kind"] == "meeting"} == {
        frozenset({"Omar Haddad", "Tariq Nasser"}),
        frozenset({"Daniel Roth", "Yitzhak Shalev"}),
    }


def test_a_shouted_heading_gives_only_names_that_return_in_small_letters(pipeline: Pipeline) -> None:
    text = (
        "SLOVENE PREMIER POSTPONES ZAGREB VISIT. Janez Drnov put off a visit to Croatia. "
        "PRESIDENT HARLAND MEETS LEVIN. President Harland met Soviet leader Boris Levin in Geneva on Tuesday."
    )
    record = pipeline.record(Article(text, date(1986, 6, 8)))
    assert {one["name"] for one in record["persons"]} == {"Janez Drnov", "Harland", "Boris Levin"}


def test_an_entry_of_an_agenda_takes_place_where_it_starts(pipeline: Pipeline) -> None:
    text = (
        "The week ahead\n\nEuropean ministers have a full agenda this week, officials said.\n\n"
        "WARSAW - Polish President Marek Zarski meets Lithuanian President Rimantas Adomkus.\n\n"
        "BRUSSELS - NATO Secretary-General Hendrik Vos meets Afghan Defence Minister Rahim Wardan."
    )
    events = pipeline.record(Article(text, date(2007, 6, 3)))["meetings"]
    assert [(one["place"], one["country"]) for one in events] == [
        ("Warsaw", "Poland"),
        ("Brussels", "Belgium"),
    ]
