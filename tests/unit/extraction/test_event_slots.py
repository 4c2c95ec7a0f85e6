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
        (
            "Peruvian President Hugo Quispe called on President Rosa Andrade of Ecuador in Quito on Monday.",
            "Quito",
            "Ecuador",
        ),
        (f"{PAIR} held talks on the sidelines of a conference in Bogota on Monday.", "Bogota", "Colombia"),
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


@pytest.mark.parametrize(("month", "number"), [("March", "03"), ("May", "05"), ("April", "04")])
def test_a_month_that_is_a_word_besides_keeps_its_date(pipeline: Pipeline, month: str, number: str) -> None:
    text = f"{PAIR} met in Lima in {month}."
    (found,) = pipeline.record(Article(text, date(2012, 6, 16)))["meetings"]
    assert found["date"]["start"] == f"2012-{number}-01"


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("Peruvian President Hugo Quispe sets out on Friday on a visit to Chile.", "visit", "18", "18"),
        (
            "Peruvian President Hugo Quispe arrived in Santiago, accompanied by ten businessmen, on 9 May.",
            "visit",
            "09",
            "09",
        ),
        (
            (
                "Peruvian President Hugo Quispe began his visit to Chile on May 3 and attended the Santiago "
                "Summit of the Forum on Trade and Cooperation held from May 7 to 8."
            ),
            "summit",
            "07",
            "08",
        ),
        (f"{PAIR} will attend the Bogota summit slated for May 21 to 22.", "summit", "21", "22"),
        (
            "Peruvian President Hugo Quispe postponed a visit to Chile which was to have begun on 20 May.",
            "visit",
            "20",
            "20",
        ),
        (
            f"{PAIR} have cancelled their meeting, which was to have been held this month.",
            "meeting",
            "01",
            "31",
        ),
        (
            (
                "Peruvian President Hugo Quispe is due to fly to Quito for talks on Friday with "
                "Ecuadorean President Rosa Andrade."
            ),
            "visit",
            "18",
            "18",
        ),
        (
            f"{PAIR} agreed on Monday to reopen the border. They met for an hour in Quito.",
            "meeting",
            "14",
            "14",
        ),
        (
            (
                "Peruvian President Hugo Quispe met Chilean President Ana Rojas on Monday and later spoke by phone "
                "with Ecuadorean President Rosa Andrade."
            ),
            "call",
            "14",
            "14",
        ),
        (
            (
                "The plan will be presented on Friday when Peruvian Foreign Minister Hugo Quispe meets "
                "Ecuadorean President Rosa Andrade."
            ),
            "meeting",
            "18",
            "18",
        ),
        (f"Officials said on Monday it was late. {PAIR} met before the ceremony.", "meeting", "14", "14"),
    ],
)
def test_the_days_of_an_event_are_those_that_belong_to_it(
    tell: Callable[[str, str], Meeting], text: str, kind: str, first: str, last: str
) -> None:
    found = tell(text, kind)["date"]
    assert (found["start"], found["end"]) == (f"2012-05-{first}", f"2012-05-{last}")


def test_what_was_before_is_given_no_day(tell: Callable[[str, str], Meeting]) -> None:
    found = tell(f"Officials said on Monday it was late. {PAIR} previously met in Quito.", "meeting")
    assert found["date"]["start"] is None


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        (f"Officials said they had this week held talks in Lima. {PAIR} met.", "meeting", "held"),
        (
            "Peruvian President Hugo Quispe said he had this week spoken with Ecuadorean President Rosa Andrade.",
            "call",
            "held",
        ),
        (
            (
                "Peruvian President Hugo Quispe will be the first foreign leader to be received by "
                "Ecuadorean President Rosa Andrade."
            ),
            "meeting",
            "planned",
        ),
        ("Peruvian President Hugo Quispe was the first head of state to visit Chile.", "visit", "held"),
        ("Peruvian President Hugo Quispe hoped to visit Chile.", "visit", "planned"),
    ],
)
def test_the_status_of_an_event(
    tell: Callable[[str, str], Meeting], text: str, kind: str, status: str
) -> None:
    assert tell(text, kind)["status"] == status


def test_advice_not_to_go_is_no_refusal(pipeline: Pipeline) -> None:
    text = "Friends have advised Peruvian President Hugo Quispe not to go to Chile."
    assert not pipeline.record(Article(text, PUBLISHED))["meetings"]


def test_what_talks_were_about_is_no_place(pipeline: Pipeline) -> None:
    text = (
        "Peruvian President Hugo Quispe on Monday held talks with Ecuadorean President Rosa Andrade "
        "on the latest events in the Palestinian territories."
    )
    (found,) = pipeline.record(Article(text, PUBLISHED))["meetings"]
    assert found["place"] is None
    assert found["country"] != "Palestine"


def test_a_two_day_meeting_that_ended_began_the_day_before(tell: Callable[[str, str], Meeting]) -> None:
    found = tell(f"{PAIR} wrapped up a two-day meeting in Lima on Tuesday.", "meeting")["date"]
    assert (found["start"], found["end"]) == ("2012-05-14", "2012-05-15")


def test_the_year_of_a_conference_is_not_that_of_the_visit(tell: Callable[[str, str], Meeting]) -> None:
    found = tell("Peruvian President Hugo Quispe will visit Chile for this year's trade fair.", "visit")[
        "date"
    ]
    assert found["start"] is None


def test_an_arrival_gives_no_day_to_the_visit_it_came_after(tell: Callable[[str, str], Meeting]) -> None:
    found = tell("President Hugo Quispe of Peru arrived here on Monday after a state visit to Mali.", "visit")
    assert (found["country"], found["date"]["start"]) == ("Mali", None)


def test_the_place_of_a_visit_lies_in_the_country_visited(tell: Callable[[str, str], Meeting]) -> None:
    text = "President Hugo Quispe of Peru visited Mali on Monday. His visit came ahead of a summit in Rome."
    found = tell(text, "visit")
    assert (found["place"], found["country"]) == (None, "Mali")


def test_a_day_of_leaving_home_is_of_the_visit_planned_for_the_week(
    tell: Callable[[str, str], Meeting],
) -> None:
    text = (
        "President Hugo Quispe of Peru, who leaves for Mali on Sunday, will pay a visit to Bamako next week."
    )
    found = tell(text, "visit")
    assert (found["date"]["start"], found["date"]["end"]) == ("2012-05-21", "2012-05-27")


def test_what_ended_on_a_day_began_as_many_days_before(tell: Callable[[str, str], Meeting]) -> None:
    text = (
        "A meeting of officials from Peru and Mali ended in Lima on Monday. "
        "The four-day meeting dealt with trade, the officials said."
    )
    found = tell(text, "meeting")
    assert (found["date"]["start"], found["date"]["end"]) == ("2012-05-11", "2012-05-14")


def test_talks_that_a_remark_was_made_in_were_on_its_day(tell: Callable[[str, str], Meeting]) -> None:
    text = (
        "LIMA - Peru will buy more cotton, President Hugo Quispe said on Tuesday. "
        "He made the remark when holding talks with visiting Malian President Amadou Keita. "
        "Keita arrived in Lima on Sunday for a three-day visit."
    )
    found = tell(text, "meeting")
    assert (found["date"]["start"], found["date"]["end"]) == ("2012-05-15", "2012-05-15")


def test_two_who_spent_days_somewhere_have_not_met_there(pipeline: Pipeline) -> None:
    text = (
        "Peruvian Finance Minister Hugo Quispe and Malian Prime Minister Amadou Keita spent two days in Rome."
    )
    assert not [
        one for one in pipeline.record(Article(text, PUBLISHED))["meetings"] if one["kind"] == "meeting"
    ]


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("Kenyan President Anne Mwangi received Ghanaian President Kofi Addo at State House on Monday.", "Nairobi", "Kenya"),
        ("Ghanaian President Kofi Addo was received by Peruvian President Hugo Quispe at the presidential palace.", "Lima", "Peru"),
        ("Georgian Foreign Minister Irakli Lomidze received Ghanaian President Kofi Addo at the Foreign Ministry.", "Tbilisi", "Georgia"),
        ("Ghanaian President Kofi Addo met Peruvian President Hugo Quispe at UN headquarters on Monday.", "New York", "United States"),
    ],
)  # fmt: skip
def test_a_house_that_every_government_has_is_in_the_capital_of_the_host(
    tell: Callable[[str, str], Meeting], text: str, place: str, country: str
) -> None:
    found = tell(text, "meeting")
    assert (found["place"], found["country"]) == (place, country)


@pytest.mark.parametrize(
    "text",
    [
        "Ghanaian President Kofi Addo met Peruvian President Hugo Quispe at the presidential palace on Monday.",
        "Peruvian President Hugo Quispe received Ghanaian President Kofi Addo in a palace on Monday.",
        "Peruvian President Hugo Quispe received Ghanaian President Kofi Addo and spoke of the presidential palace.",
    ],
)
def test_whose_house_it_is_is_not_guessed(tell: Callable[[str, str], Meeting], text: str) -> None:
    assert tell(text, "meeting")["place"] is None


def test_what_is_called_by_a_conference_is_none(pipeline: Pipeline) -> None:
    text = "Kenyan President Moses Kip met Ugandan Foreign Minister Paul Okello at the conference centre in Nairobi."
    found = pipeline.record(Article(text, PUBLISHED))["meetings"]
    assert [(one["kind"], one["place"]) for one in found] == [("meeting", "Nairobi")]
