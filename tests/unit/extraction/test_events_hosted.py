"""Talks whose other side is told by the place alone, and lists of sides that the parser breaks."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2019, 5, 16)


def read(pipeline: Pipeline, text: str) -> list[tuple[str, set[str], set[str], str | None]]:
    """Status, surnames, sides and place of each meeting of a text."""
    meetings = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    return [
        (
            one["status"],
            {name.split()[-1] for name in one["participants"]},
            set(one["delegations"]),
            one["place"],
        )
        for one in meetings
        if one["kind"] == "meeting"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian Foreign Minister Per Lund said after talks in Accra on Monday that the pact was close.",
        "Speaking after talks in Accra, Norwegian Foreign Minister Per Lund said the pact was close.",
        "Norwegian Foreign Minister Per Lund held talks in Accra on Monday.",
        "Norwegian Foreign Minister Per Lund was hopeful. Mr Lund said so following his talks in Accra.",
        "Norwegian Foreign Minister Per Lund left for Lome at the end of talks in Accra on Monday.",
    ],
)
def test_who_talks_in_another_state_talks_with_that_state(pipeline: Pipeline, text: str) -> None:
    assert ("held", {"Lund"}, {"Ghana"}, "Accra") in read(pipeline, text)


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian Foreign Minister Per Lund said after talks in Oslo on Monday that the pact was close.",
        "Norwegian Foreign Minister Per Lund said after talks in Geneva on Monday that the pact was close.",
        "Norwegian Foreign Minister Per Lund said after talks in Accra with rebel commanders that it was close.",
        "Norwegian Foreign Minister Per Lund said after the talks in Accra that the pact was close.",
        "Foreign ministry spokesman Per Lund of Norway said after talks in Accra that the pact was close.",
        "Norwegian Foreign Minister Per Lund said before talks in Accra on Monday that the pact was close.",
    ],
)
def test_nobody_is_put_beside_who_talks_at_home_in_a_city_of_talks_or_with_others(
    pipeline: Pipeline, text: str
) -> None:
    assert not [one for one in read(pipeline, text) if {"Ghana", "Switzerland"} & one[2]]


def test_talks_told_once_with_their_partner_are_not_told_twice(pipeline: Pipeline) -> None:
    text = (
        "Norwegian Foreign Minister Per Lund met Ghanaian President Kofi Ansah in Accra on Monday. "
        "Lund said after talks in Accra that the pact was close."
    )
    assert [(one[1], one[2]) for one in read(pipeline, text)] == [({"Lund", "Ansah"}, set())]


def test_talks_of_others_in_the_city_leave_open_who_talked_there(pipeline: Pipeline) -> None:
    text = (
        "Talks between Mali and Niger opened in Accra on Monday. "
        "Norwegian Foreign Minister Per Lund said after talks in Accra that the pact was close."
    )
    assert [one[2] for one in read(pipeline, text)] == [{"Mali", "Niger"}]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "VIENNA, May 16 - Talks involving Iran, the United States, Russia and Germany opened in Vienna on Monday.",
            {"Iran", "United States", "Russia", "Germany"},
        ),
        (
            "Pacts were signed at the joint meeting of the UN, the African Union, the Arab League and Sudan on Monday.",
            {"United Nations", "African Union", "Arab League", "Sudan"},
        ),
        (
            "The six-party talks, involving China, Japan, South Korea and Russia, resumed on Monday.",
            {"China", "Japan", "South Korea", "Russia"},
        ),
    ],
)
def test_all_sides_of_a_list_take_part(pipeline: Pipeline, text: str, sides: set[str]) -> None:
    assert [one[2] for one in read(pipeline, text)] == [sides]


def test_a_list_ends_where_one_of_it_does_something(pipeline: Pipeline) -> None:
    text = "At a meeting of the African Union, the United States and Ghana promised food on Monday."
    assert not [one for one in read(pipeline, text) if "Ghana" in one[2]]


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian Foreign Minister Per Lund said the pact had been raised with Ghanaian President Kofi Ansah in Accra.",
        "The pact was discussed with Ghanaian President Kofi Ansah, Norwegian Foreign Minister Per Lund said.",
    ],
)
def test_who_says_what_was_raised_with_somebody_raised_it(pipeline: Pipeline, text: str) -> None:
    assert [one[1] for one in read(pipeline, text)] == [{"Lund", "Ansah"}]


@pytest.mark.parametrize(
    "text",
    [
        "The pact was raised with Ghanaian President Kofi Ansah, spokesman Per Lund of Norway said.",
        "The pact was raised with Ghanaian President Kofi Ansah, Norwegian spokesman Per Lund told reporters.",
        "The pact was raised with Ghanaian President Kofi Ansah, the Oslo daily said.",
    ],
)
def test_a_spokesman_only_tells_of_it(pipeline: Pipeline, text: str) -> None:
    assert read(pipeline, text) == []


def test_who_calls_a_summit_telephones_nobody(pipeline: Pipeline) -> None:
    text = (
        "President Kofi Ansah of Ghana, who called the summit, and Mali's President Per Lund backed the pact."
    )
    events = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    assert not [one for one in events if one["kind"] == "call"]
