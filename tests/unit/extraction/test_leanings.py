"""What stands before a name or a title and is no part of it: leanings, who is the first of a kind, small particles."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def offices(pipeline: Pipeline, text: str) -> list[tuple[str, str, str | None]]:
    found = pipeline.record(Article(text, date(1996, 12, 6), publisher="Test"))["offices"]
    return [(one["holder"], one["title"], one["polity"]) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It was a victory for the pro-European Michael Lund, deputy prime minister of Norway.",
            ("Michael Lund", "Deputy Prime Minister", "Norway"),
        ),
        (
            "Pro-European Norwegian MP Ann Berg said so.",
            ("Ann Berg", "Member of Parliament", "Norway"),
        ),
        (
            "Ghana's pro-Iranian foreign minister, Kofi Ansah, said so.",
            ("Kofi Ansah", "Minister of Foreign Affairs", "Ghana"),
        ),
    ],
)
def test_a_leaning_is_part_of_no_name_and_no_title(
    pipeline: Pipeline, text: str, expected: tuple[str, str, str]
) -> None:
    assert offices(pipeline, text) == [expected]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Norway's first woman prime minister, Ann Berg, spoke.", "Prime Minister"),
        ("Norway's first ever foreign minister, Ann Berg, spoke.", "Minister of Foreign Affairs"),
        ("Norway's first deputy prime minister, Ann Berg, spoke.", "First Deputy Prime Minister"),
    ],
)
def test_the_first_of_a_kind_holds_no_first_rank(pipeline: Pipeline, text: str, title: str) -> None:
    assert offices(pipeline, text) == [("Ann Berg", title, "Norway")]


def test_bantu_particles_are_part_of_names(pipeline: Pipeline) -> None:
    text = (
        "Zairean Prime Minister Kengo wa Dondo met Malawian President Bingu wa Mutharika. Mr wa Dondo left."
    )
    assert offices(pipeline, text) == [
        ("Kengo wa Dondo", "Prime Minister", "Zaire"),
        ("Bingu wa Mutharika", "President", "Malawi"),
    ]


def test_a_body_is_named_up_to_its_abbreviation(pipeline: Pipeline) -> None:
    text = "Bill Lund, general secretary of the International Confederation of Free Trade Unions (ICFTU), said so."
    assert [one[:2] for one in offices(pipeline, text)] == [
        ("Bill Lund", "General Secretary of International Confederation of Free Trade Unions")
    ]
