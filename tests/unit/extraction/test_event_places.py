"""Where an event was: homonymous cities, lesser towns, scenes set by other words and sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2012, 5, 16)
"""A Wednesday."""
Where = list[tuple[str, str | None, str | None]]


@pytest.fixture(scope="module")
def places(pipeline: Pipeline) -> Callable[[str], Where]:
    """Kind, place and country of each event, in the order of the text."""

    def read(text: str) -> Where:
        found: list[dict[str, Any]] = pipeline.record(Article(text, PUBLISHED))["meetings"]
        return [(one["kind"], one["place"], one["country"]) for one in found]

    return read


PAIR = "Peruvian President Hugo Quispe and Ecuadorean President Rosa Andrade"
BRIEFED = "Peruvian President Hugo Quispe briefed his Ecuadorean counterpart, Rosa Andrade,"


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        (f"{PAIR} met in San Juan, Argentina, on Monday.", "San Juan", "Argentina"),
        (f"{PAIR} met in Tripoli, Lebanon, on Monday.", "Tripoli", "Lebanon"),
        (f"{PAIR} met in Hyderabad in Pakistan on Monday.", "Hyderabad", "Pakistan"),
        (f"{PAIR} met in St. Petersburg, Florida, on Monday.", "St. Petersburg", "United States"),
        (f"{PAIR} met in Tripoli, Libya, on Monday.", "Tripoli", "Libya"),
        (f"{PAIR} met in London, Canada said on Monday.", "London", "United Kingdom"),
        (f"{PAIR} met in London, Canada's largest newspaper said.", "London", "United Kingdom"),
    ],
)
def test_the_state_behind_a_city_says_which_city_of_that_name_is_meant(
    places: Callable[[str], Where], text: str, place: str, country: str
) -> None:
    assert places(text) == [("meeting", place, country)]


def test_a_city_once_put_into_its_state_is_the_same_further_on(places: Callable[[str], Where]) -> None:
    told = places(
        f"{PAIR} met in Tripoli, Lebanon, on Monday. "
        "In Tripoli Mr Quispe also met Bolivian Foreign Minister Ana Copa."
    )
    assert {(place, country) for _, place, country in told} == {("Tripoli", "Lebanon")}


def test_two_cities_of_one_name_are_kept_apart(places: Callable[[str], Where]) -> None:
    told = places(
        f"{PAIR} met in Tripoli, Libya, on Monday. "
        "Mr Quispe met Bolivian Foreign Minister Ana Copa in Tripoli, Lebanon, on Tuesday."
    )
    assert [country for _, _, country in told] == ["Libya", "Lebanon"]


def test_a_list_of_stops_puts_no_city_into_the_next_country(places: Callable[[str], Where]) -> None:
    told = places("President Hugo Quispe of Peru will visit London, Canada and France next week.")
    assert ("visit", "London", "United Kingdom") in told


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        (f"{PAIR} met in Kobero, Burundi, on Monday.", "Kobero", "Burundi"),
        (f"{PAIR} met in Huntsville, Ontario, on Monday.", "Huntsville", "Canada"),
        (f"{PAIR} met in Hillsborough, Northern Ireland, on Monday.", "Hillsborough", "Northern Ireland"),
        (f"{PAIR} met at State House, Entebbe, on Monday.", "Entebbe", "Uganda"),
        (f"{PAIR} met in parliament, Germany said on Monday.", None, None),
    ],
)
def test_a_town_no_list_knows_lies_in_the_state_named_behind_it(
    places: Callable[[str], Where], text: str, place: str | None, country: str | None
) -> None:
    assert places(text) == [("meeting", place, country)]


@pytest.mark.parametrize("words", ["Back in Dakar", "Back home in Dakar", "Over in Dakar"])
def test_back_in_a_city_sets_the_scene(places: Callable[[str], Where], words: str) -> None:
    told = places(f"{words}, President Abou Sy received Malian Foreign Minister Adama Keita on Monday.")
    assert told == [("meeting", "Dakar", "Senegal")]


@pytest.mark.parametrize(
    ("head", "place"),
    [
        (
            "Meeting with the president of Peru\n\nMarch 18, 2012, 15:40   Novo-Ogaryovo, Moscow Region",
            "Novo-Ogaryovo",
        ),
        ("Meeting with the president of Peru\n\nMarch 18, 2012, 15:40   The Kremlin, Moscow", "Moscow"),
        ("Meeting with the president of Peru\n\nMarch 18, 2012\n17:50\nSochi", "Sochi"),
        ("Meeting with the president of Peru\n\nSochi\nMarch 18, 2012", "Sochi"),
        ("Meeting with the president of Peru\n\nMarch 18, 2012, 15:40   State Council", None),
        ("Meeting with the president of Peru\n\nSochi", None),
    ],
)
def test_a_line_of_date_and_place_above_a_release_says_where_it_was(
    places: Callable[[str], Where], head: str, place: str | None
) -> None:
    told = places(f"{head}\n\nRussian President Oleg Tarasov met Peruvian President Hugo Quispe.")
    assert [(kind, where) for kind, where, _ in told] == [("meeting", place)]


def test_no_place_of_a_headline_is_taken_for_that_of_the_dateline(places: Callable[[str], Where]) -> None:
    told = places(
        "Leaders ready for talks in Paris\n\n"
        "ROME, May 15 (TP) - Italian President Aldo Berti met Peruvian President Hugo Quispe on Tuesday."
    )
    assert [country for _, _, country in told] == ["Italy"]


def test_the_lead_with_a_guest_of_no_known_state_is_of_the_dateline(places: Callable[[str], Where]) -> None:
    told = places(
        "GENEVA, May 15 (TP) - Mediator Lars Holm met Peruvian President Hugo Quispe on Tuesday.\n\n"
        "Mr Holm had met Ecuadorean President Rosa Andrade earlier."
    )
    assert [country for _, _, country in told] == ["Switzerland", None]


FIRST = "British Foreign Secretary Giles Ashworth met Pakistani Foreign Minister Asif Durrani in Islamabad on Monday. "


@pytest.mark.parametrize(
    ("then", "place"),
    [
        ("He had separate talks with Pakistani President Karim Shah.", "Islamabad"),
        ("On Tuesday Mr Ashworth held talks with Pakistani Prime Minister Karim Shah.", "Islamabad"),
        ("The same day he held talks with Afghan President Hamid Popal.", None),
        ("He had met Pakistani President Karim Shah last year.", None),
        ("Mr Durrani met Chinese Foreign Minister Sun Guoping on Tuesday.", None),
    ],
)
def test_a_guest_stays_with_his_hosts(places: Callable[[str], Where], then: str, place: str | None) -> None:
    told = places(FIRST + then)
    assert [where for _, where, _ in told] == ["Islamabad", place]


def test_who_arrived_on_a_day_talked_there_on_that_day(places: Callable[[str], Where]) -> None:
    told = places(
        "British Foreign Secretary Giles Ashworth arrived in Amman on Monday. "
        "He held talks with Saudi Foreign Minister Faisal Dosari the same day."
    )
    assert told[-1] == ("meeting", "Amman", "Jordan")


def test_who_has_gone_on_is_no_longer_there(places: Callable[[str], Where]) -> None:
    told = places(
        FIRST + "He flew to Kabul on Tuesday. On Wednesday he held talks with Pakistani President Karim Shah."
    )
    assert told[-1][1] != "Islamabad"


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("BULGARIAN FOREIGN MINISTER IN SKOPJE. ", "Skopje"),
        ("Boyanova off to Skopje\n\n", "Skopje"),
        ("BULGARIAN FOREIGN MINISTER IN THE NORTH. ", None),
        ("BULGARIAN FOREIGN MINISTER TO RETURN FROM ATHENS. ", None),
        ("Floods threaten Skopje\n\n", None),
    ],
)
def test_the_line_above_names_the_city_of_a_visit(
    places: Callable[[str], Where], head: str, place: str | None
) -> None:
    told = places(
        f"{head}Bulgarian Foreign Minister Nadia Boyanova on 15 May began a visit to Macedonia. "
        "She is to meet Macedonian President Boris Trajanov."
    )
    assert told == [("visit", place, "North Macedonia"), ("meeting", place, "North Macedonia")]


@pytest.mark.parametrize(
    ("words", "place"),
    [("In the same city", "Quito"), ("At the same venue", "Quito"), ("At the same time", None)],
)
def test_the_same_city_is_the_one_named_before(
    places: Callable[[str], Where], words: str, place: str | None
) -> None:
    told = places(
        f"{PAIR} met in Quito on Monday. "
        f"{words} Bolivian President Ana Copa met Chilean President Luis Soto on Tuesday."
    )
    assert told[-1][1] == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{PAIR} met in Quito on Monday. They spoke of the bombing in Haiphong.", "Quito"),
        (f"{BRIEFED} on the attack in Srinagar on Monday.", None),
        (f"{BRIEFED} on Monday in Srinagar.", "Srinagar"),
    ],
)
def test_what_is_spoken_of_is_no_scene(places: Callable[[str], Where], text: str, place: str | None) -> None:
    assert places(text)[-1][1] == place


TALKS = "Peruvian Foreign Minister Ana Torres met Omani Foreign Minister Said Al Habsi in Muscat on Monday. "


def test_whom_somebody_also_met_was_met_in_the_same_place(places: Callable[[str], Where]) -> None:
    found = places(TALKS + "Trade grew. Prices fell. Torres also met UN Special Envoy Jan Berg.")
    assert found == [("meeting", "Muscat", "Oman")] * 2


def test_who_has_travelled_on_since_met_others_elsewhere(places: Callable[[str], Where]) -> None:
    found = places(TALKS + "Torres flew to Cairo on Tuesday. She also met UN Special Envoy Jan Berg.")
    assert found[-1][:2] == ("meeting", None)


def test_the_country_of_what_is_discussed_is_not_where_it_is(places: Callable[[str], Where]) -> None:
    found = places(TALKS + "The two ministers discussed the ceasefire in Yemen.")
    assert {country for _, _, country in found} == {"Oman"}
    assert [place for _, place, _ in places(f"{PAIR} discussed tariffs in Rome.")] == ["Rome"]
