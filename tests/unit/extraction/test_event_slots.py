"""Which place, days and status the words around an event give it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2012, 5, 16)
"""A Wednesday."""
Meeting = dict[str, Any]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline("md")


@pytest.fixture(scope="module")
def tell(pipeline: Pipeline) -> Callable[[str, str], Meeting]:
    def read(text: str, kind: str) -> Meeting:
        found = pipeline.record(Article(text, PUBLISHED))["meetings"]
        right = [one for one in found if one["kind"] == kind]
        assert right, found
        return dict(right[-1])

    return read


PAIR = "Peruvian President Hugo Quispe and Ecuadorean President Rosa Andrade"


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        (f"{PAIR} met on Monday in the Peruvian border town of Huayrapata.", "Huayrapata", "Peru"),
        (f"{PAIR} met on Monday in Brazil's largest city of Sao Paulo.", "Sao Paulo", "Brazil"),
        (f"{PAIR} held talks in a quiet Montevideo mansion on Monday.", "Montevideo", "Uruguay"),
        (f"{PAIR} held talks on Monday at a Lima villa in Peru.", "Lima", "Peru"),
        (f"{PAIR} will meet again in the Argentine capital in July.", "Buenos Aires", "Argentina"),
        (f"{PAIR} held talks in Singapore on Monday.", "Singapore", "Singapore"),
        (f"{PAIR} held talks in Peru on Monday.", None, "Peru"),
        (f"{PAIR} met on Monday in north Peru's Quillacuna Province.", "Quillacuna Province", "Peru"),
    ],
)
def test_words_that_call_something_a_place_give_the_place(
    tell: Callable[[str, str], Meeting], text: str, place: str | None, country: str
) -> None:
    found = tell(text, "meeting")
    assert found["place"] == place
    assert found["country"] in {country, None}


def test_there_is_the_place_named_last(tell: Callable[[str, str], Meeting]) -> None:
    found = tell(
        "Peruvian President Hugo Quispe flew to Quito on Monday. "
        "He conferred there on Tuesday with Ecuadorean President Rosa Andrade.",
        "meeting",
    )
    assert found["place"] == "Quito"


def test_where_behind_a_country_is_the_city_of_it_named_before(tell: Callable[[str, str], Meeting]) -> None:
    found = tell(
        "Peruvian President Hugo Quispe is in Quito for a state visit to Ecuador, "
        "where he will meet President Rosa Andrade.",
        "meeting",
    )
    assert found["place"] == "Quito"


def test_a_summit_planned_for_a_city_is_there(tell: Callable[[str, str], Meeting]) -> None:
    found = tell(
        "The summit between Peru and Ecuador, which is planned for Bogota in July, is near.", "summit"
    )
    assert found["place"] == "Bogota"
