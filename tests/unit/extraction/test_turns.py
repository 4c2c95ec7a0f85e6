"""Interviews and transcripts: who says "I" in which turn."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def met(pipeline: Pipeline, text: str) -> list[set[str]]:
    record = pipeline.record(Article(text, date(2020, 6, 1)))
    return [set(one["participants"]) for one in record["meetings"]]


def test_a_label_in_capitals_says_who_speaks(pipeline: Pipeline) -> None:
    text = (
        "SECRETARY HARLAND: Good afternoon. I met Chinese State Councilor Tang Wei in Beijing today.\n\n"
        "FOREIGN MINISTER LI: Thank you. I met Kim Dae-ho in Pyongyang on Friday.\n\n"
        "QUESTION: Did you meet anybody else?\n\n"
        "SECRETARY HARLAND: I met South Korean President Roh Min in Seoul on Sunday."
    )
    assert met(pipeline, text) == [{"Harland", "Tang Wei"}, {"Li", "Kim Dae-ho"}, {"Harland", "Roh Min"}]


@pytest.mark.parametrize(("ask", "tell"), [("Q:", "A:"), ("Q.", "A."), ("QUESTION:", "ANSWER:"), ("Q", "A:")])
def test_the_answers_are_of_whom_the_text_names_outside_of_the_dialogue(
    pipeline: Pipeline, ask: str, tell: str
) -> None:
    text = (
        "US Secretary of State Paul Harland gave an interview in Bonn.\n\n"
        f"{ask} Did you see Foreign Minister Boris Levin again?\n\n"
        f"{tell} Yes, I met him in Reykjavik on Sunday.\n\n"
        f"{ask} And French President Luc Morel?\n\n"
        f"{tell} I met Morel in Paris last week."
    )
    assert met(pipeline, text) == [{"Paul Harland", "Boris Levin"}, {"Paul Harland", "Luc Morel"}]


def test_who_is_named_before_each_turn_and_does_not_only_ask_speaks(pipeline: Pipeline) -> None:
    text = (
        "Globe: You met Soviet leader Boris Levin?\n\nKolb: Yes, I met him in Bonn last year.\n\n"
        "Globe: Will you see him again?\n\nKolb: I will meet Levin in Moscow on Friday."
    )
    assert met(pipeline, text) == [{"Kolb", "Boris Levin"}] * 2


def test_a_paragraph_that_names_the_speaker_is_no_part_of_his_turn(pipeline: Pipeline) -> None:
    text = (
        "French President Luc Morel spoke to the Globe.\n\nQ: Whom did you meet?\n\n"
        "A: I met Polish President Adam Zielinski in Warsaw.\n\n"
        "Morel will be visited by Ana Bravo on Friday, and I know her."
    )
    record = pipeline.record(Article(text, date(2020, 6, 1)))
    assert {"Luc Morel", "Adam Zielinski"} in [set(one["participants"]) for one in record["meetings"]]
    with pipeline.reading(Article(text, date(2020, 6, 1))) as (analysis, _):
        assert analysis.quotes is not None
        assert analysis.quotes.at(text.index("I know")) is None
        assert analysis.quotes.at(text.index("I met")) is not None


def test_one_label_makes_no_dialogue(pipeline: Pipeline) -> None:
    text = (
        "ROME: Italian Foreign Minister Aldo Ferro met Polish President Adam Zielinski on Monday.\n\n"
        "Background: The two met in Warsaw in 2019."
    )
    with pipeline.reading(Article(text, date(2020, 6, 1))) as (analysis, _):
        assert analysis.quotes is not None
        assert analysis.quotes.at(text.index("met Polish")) is None
        assert analysis.dateline is not None
