"""A president of whom nobody says what he presides over is no head of state where companies are told of."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def polities(pipeline: Pipeline, text: str) -> dict[str, str | None]:
    found = pipeline.record(Article(text, date(1987, 3, 23), publisher="Reuters"))["offices"]
    return {one["holder"]: one["polity"] for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "NEW YORK, March 23 - Lund Graphics Corp said its chairman resigned, with President Kye Berg taking his place.",
        "NEW YORK, March 23 - Lund Laboratories Inc expects revenues to rise. President Olav Berg said so on Monday.",
        "NEW YORK, March 23 - Cuba Berg, a vice president at Northwest Lund Corp of Salt Lake City, shared the view.",
    ],
)
def test_a_president_among_companies_is_none_of_a_state(pipeline: Pipeline, text: str) -> None:
    assert set(polities(pipeline, text).values()) == {None}


@pytest.mark.parametrize(
    ("text", "holder", "state"),
    [
        (
            "WASHINGTON, March 23 - President Reagan said that Lund Graphics Corp had broken the law.",
            "Reagan",
            "United States",
        ),
        (
            "ACCRA, March 23 - Ghanaian President Kofi Ansah said that Lund Graphics Corp had broken the law.",
            "Kofi Ansah",
            "Ghana",
        ),
        (
            "ACCRA, March 23 - President Kofi Ansah said that Ghana had broken no law.",
            "Kofi Ansah",
            "Ghana",
        ),
        (
            "HARARE, March 23 - Vice President Joseph Ncube spoke. Lund Graphics Corp had broken Zimbabwe's law.",
            "Joseph Ncube",
            "Zimbabwe",
        ),
    ],
)
def test_a_president_whom_words_or_the_list_give_a_state_keeps_it(
    pipeline: Pipeline, text: str, holder: str, state: str
) -> None:
    assert polities(pipeline, text)[holder] == state


def test_years_that_the_list_does_not_know_leave_the_state(pipeline: Pipeline) -> None:
    text = "ACCRA, March 23 - President Kofi Ansah said that Lund Graphics Corp had broken Ghana's law."
    known = Article(text, date(1987, 3, 23), publisher="Reuters")
    later = Article(text, date(2087, 3, 23), publisher="Reuters")
    told = [[one["polity"] for one in pipeline.record(article)["offices"]] for article in (known, later)]
    assert told == [[None], ["Ghana"]]
