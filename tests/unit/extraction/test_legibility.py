"""The copy that is parsed has the text's length and reads better; offsets stay those of the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extraction.pipeline import Pipeline
from communique.extraction.text.legibility import legible
from communique.model.text import Article


@given(st.text())
def test_the_copy_is_as_long_as_the_text(text: str) -> None:
    assert len(legible(text, ())) == len(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("In Accra President Mensah said no.", "In Accra,President Mensah said no."),
        ("He left. In Buenos Aires Dr Molinari met her.", "He left. In Buenos Aires,Dr Molinari met her."),
        ("In April Secretary Grayson flew home.", "In April,Secretary Grayson flew home."),
        ("President Jorge do Carmo met Ana dos Reis.", "President Jorge Do Carmo met Ana Dos Reis."),
    ],
)
def test_what_misleads_the_parser_is_exchanged(text: str, read: str) -> None:
    assert legible(text, ()) == read


@pytest.mark.parametrize(
    "text",
    [
        "In New York City police closed a street.",
        "In Accra, President Mensah said no.",
        "In Washington State Department officials were silent.",
        "In Geneva Accord talks began.",
        "In Principle President Mensah said no.",
        "What do Ghana and Togo want?",
    ],
)
def test_what_is_legible_stays(text: str) -> None:
    assert legible(text, ()) == text


def test_a_place_before_a_name_is_where_it_happens() -> None:
    text = "In Accra President Mensah will meet Togolese Prime Minister Kofi Amegah on Friday."
    (meeting,) = Pipeline().record(Article(text, date(1974, 5, 1)))["meetings"]
    assert set(meeting["participants"]) == {"Mensah", "Kofi Amegah"}
    assert meeting["place"] == "Accra"
    assert meeting["evidence"][0]["text"] == text
