"""Lists of a government that name portfolios without the word minister."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def held(pipeline: Pipeline, text: str) -> set[tuple[str, str, str | None]]:
    record = pipeline.record(Article(text, date(1985, 6, 1)))
    return {(o["holder"], o["title"], o["polity"]) for o in record["offices"]}


@pytest.mark.parametrize(
    "listed",
    [
        "Prime Minister: Moussa Bako; Foreign Affairs: Ide Omar; Interior: Major Amadou Tiba.",
        "Prime minister - Moussa Bako; foreign affairs - Ide Omar; interior - Amadou Tiba.",
        "\n\nPrime Minister: Moussa Bako\nForeign Affairs: Ide Omar\nInterior: Amadou Tiba\n",
    ],
)
def test_an_entry_of_a_government_list_is_an_office(pipeline: Pipeline, listed: str) -> None:
    text = f"NIAMEY, June 1 - Niger announced a new government on Monday. It has three members: {listed}"
    assert held(pipeline, text) == {
        ("Moussa Bako", "Prime Minister", "Niger"),
        ("Ide Omar", "Minister of Foreign Affairs", "Niger"),
        ("Amadou Tiba", "Minister of Interior", "Niger"),
    }


def test_a_portfolio_in_brackets_is_that_of_the_name_before(pipeline: Pipeline) -> None:
    text = "NIAMEY, June 1 - Niger's cabinet has two new members, Ide Omar (Finance) and Luc Tiba (Defence)."
    assert held(pipeline, text) == {
        ("Ide Omar", "Minister of Finance", "Niger"),
        ("Luc Tiba", "Minister of Defence", "Niger"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "The minister gave prizes to Ann Bell (Science), John Hill (Culture) and Mary Stone (Sports).",
        "The minister was absent. Health: Dr John Hill answers questions. Home: Ann Bell on gardens.",
        "Interior: Ide Omar. The minister was absent.",
    ],
)
def test_a_list_of_other_things_is_no_government(pipeline: Pipeline, text: str) -> None:
    assert held(pipeline, text) == set()
