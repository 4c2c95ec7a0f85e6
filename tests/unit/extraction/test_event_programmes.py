"""Days and places of what the words only put into a journey or a gathering told of elsewhere in the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2012, 5, 16)
"""A Wednesday."""
Meetings = list[dict[str, Any]]
Read = Callable[[str], Meetings]

PERU = "Peruvian President Hugo Quispe"
ECUADOR = "Ecuadorean President Rosa Andrade"
NORWAY = "Norwegian Prime Minister Kari Solberg"
GEORGIA = "Georgian Foreign Minister Irakli Lomidze"
JAPAN = "Japanese Foreign Minister Shintaro Mori"


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    return lambda text: list(pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"])


def told(meetings: Meetings, *names: str) -> tuple[str | None, str | None, str | None]:
    """Place, first and last day of the one event that is no visit and has all these among its people."""
    found = [
        one
        for one in meetings
        if one["kind"] != "visit"
        and all(any(name in person for person in one["participants"]) for name in names)
    ]
    assert len(found) == 1, meetings
    days = found[0]["date"] or {}
    return found[0]["place"], days.get("start"), days.get("end")


def days_of(meetings: Meetings, kind: str) -> list[tuple[str | None, str | None]]:
    """First and last day of the events of a kind."""
    return [(one["date"]["start"], one["date"]["end"]) for one in meetings if one["kind"] == kind]


@pytest.mark.parametrize(
    ("beginning", "further"),
    [
        (
            "leaves Tokyo next Monday on a tour of four South American nations",
            "is due back in Tokyo on May 30",
        ),
        ("will make a tour of South America starting next Monday", "will return home on Wednesday, May 30"),
        (
            "will leave on Monday on a trip to Chile and three other countries",
            "will return to Tokyo on May 30",
        ),
        ("will begin a four-nation tour on Monday", "has said the tour will end on May 30"),
    ],
)
def test_a_tour_lasts_until_the_return_told_further_on(read: Read, beginning: str, further: str) -> None:
    text = f"{JAPAN} {beginning}, the ministry said. In Lima he will meet {PERU}. Mori {further}."
    assert told(read(text), "Quispe") == ("Lima", "2012-05-21", "2012-05-30")


@pytest.mark.parametrize(
    "further", ["Mori will return to Lima on May 30 for a congress.", "The summit will end on May 30."]
)
def test_going_back_to_a_country_of_the_tour_does_not_end_it(read: Read, further: str) -> None:
    text = f"{JAPAN} will begin a four-nation tour on Monday. In Lima he will meet {PERU}. {further}"
    assert told(read(text), "Quispe")[1:] == (None, None)


def test_a_visit_lasts_until_the_return_and_its_weekday_is_the_one_after_the_start(read: Read) -> None:
    text = f"{NORWAY} will leave Oslo on Sunday for Tbilisi. She will hold talks with {GEORGIA}. "
    assert told(read(text + "She will return home on Wednesday."), "Lomidze")[1:] == (
        "2012-05-20",
        "2012-05-23",
    )


def test_who_leaves_on_a_trip_of_ten_days_begins_it(read: Read) -> None:
    """ "Left on Sunday" alone would be the last of the ten days."""
    text = f"{NORWAY} will leave on Sunday on a 10-day trip to Chile and Peru. In Lima she will meet {PERU}."
    assert told(read(text), "Quispe")[1:] == ("2012-05-20", "2012-05-29")


@pytest.mark.parametrize(
    "announced",
    [
        "Ministers of the Commonwealth meet in Kampala from 22 to 24 May",
        "The OSCE Ministerial Council will take place in Kampala on 22-24 May.",
        "The annual meeting of the Commonwealth will open in Kampala on 22-24 May.",
    ],
)
@pytest.mark.parametrize("beside", ["On the margins", "On the sidelines of the meeting"])
def test_talks_beside_a_gathering_have_its_days_and_place(read: Read, announced: str, beside: str) -> None:
    text = f"{announced}\n\n{NORWAY} will speak there. {beside} she will meet {GEORGIA}.\n"
    assert told(read(text), "Solberg", "Lomidze") == ("Kampala", "2012-05-22", "2012-05-24")


def test_talks_beside_another_gathering_have_not_its_days(read: Read) -> None:
    text = "The annual meeting of the OSCE will open in Kampala on 22-24 May. "
    text += f"{NORWAY} will meet {GEORGIA} on the sidelines of the inauguration in Lima."
    assert told(read(text), "Solberg", "Lomidze") == ("Lima", None, None)


def test_talks_held_beside_a_gathering_of_the_past_have_its_days(read: Read) -> None:
    text = "The NATO summit was held in Oslo on 10 and 11 May. "
    text += f"On the margins of the summit, {PERU} held talks with {GEORGIA}."
    meetings = [one for one in read(text) if one["kind"] == "meeting"]
    assert told(meetings, "Quispe", "Lomidze") == ("Oslo", "2012-05-10", "2012-05-11")


@pytest.mark.parametrize(
    "way",
    [
        "will visit Lima from May 22 to 24",
        "will address the UN General Assembly in Lima on May 22-24",
        "will travel to Lima for a conference on 22-24 May",
    ],
)
def test_a_traveller_announced_meets_others_on_the_journey(read: Read, way: str) -> None:
    text = f"{NORWAY} {way}. Trade is on the agenda. She will also meet {GEORGIA}."
    assert told(read(text), "Solberg", "Lomidze") == ("Lima", "2012-05-22", "2012-05-24")


@pytest.mark.parametrize(
    "other",
    [
        f"Before leaving, she will meet {GEORGIA}.",
        f"She will also meet {GEORGIA} in Rome.",
        f"She will receive {GEORGIA} in Oslo.",
        f"{PERU} will meet {GEORGIA}.",
    ],
)
def test_what_is_before_the_journey_elsewhere_or_of_others_is_not_on_it(read: Read, other: str) -> None:
    meetings = read(f"{NORWAY} will visit Lima from May 22 to 24. {other}")
    assert told(meetings, "Lomidze")[1:] == (None, None)


def test_a_day_before_the_words_who_announced_it_is_that_of_the_event(read: Read) -> None:
    text = f"{NORWAY} will receive the Georgian minister, Irakli Lomidze, and the Pope's envoy, Carlo Rossi, on May 22, "
    assert told(read(text + "it was announced here today."), "Lomidze")[1:] == ("2012-05-22", "2012-05-22")


def test_talks_have_not_the_day_of_the_next_stop(read: Read) -> None:
    text = f"{NORWAY} will go on to Tbilisi on 22 May for talks with {GEORGIA} and to Lima on 24 May."
    assert told(read(text), "Lomidze") == ("Tbilisi", "2012-05-22", "2012-05-22")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("On the second day of her visit Solberg called on Georgian President Nino Kapanadze.", 15, 15),
        ("On the last day of the visit she met Georgian President Nino Kapanadze.", 16, 16),
        ("Since her arrival on Monday, Solberg has met Georgian President Nino Kapanadze.", 14, 16),
    ],
)
def test_a_day_counted_within_a_stay_is_that_of_the_talks(
    read: Read, words: str, start: int, end: int
) -> None:
    text = f"TBILISI, May 16 (Reuter) - {NORWAY} arrived here on Monday for a three-day visit. {words}"
    assert told(read(text), "Solberg", "Kapanadze")[1:] == (f"2012-05-{start}", f"2012-05-{end}")


def test_whoever_has_met_others_since_an_arrival_arrived_where_the_report_was_written(read: Read) -> None:
    text = f"TBILISI, May 16 (Reuter) - Since her arrival on Monday, {NORWAY} has met {PERU}."
    assert [one["country"] for one in read(text) if one["kind"] == "visit"] == ["Georgia"]


def test_a_recent_visit_is_no_news_of_the_day(read: Read) -> None:
    text = f"TBILISI - {GEORGIA} spoke on Tuesday. {NORWAY} recently visited Lima, where she met {PERU}."
    assert told(read(text), "Solberg", "Quispe") == ("Lima", "2012-05-01", "2012-05-16")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("On the eve of the summit, {a} held talks with {b}.", "2012-05-13"),
        ("The day after the summit {a} met {b}.", "2012-05-15"),
        ("{a} had met {b} two days before the summit.", "2012-05-12"),
    ],
)
def test_days_are_counted_from_an_event_told_elsewhere(read: Read, words: str, day: str) -> None:
    text = "The NATO summit was held in Oslo on Monday. " + words.format(a=PERU, b=GEORGIA)
    assert told(read(text), "Quispe", "Lomidze")[1:] == (day, day)


def test_the_eve_of_what_is_to_come_is_to_come(read: Read) -> None:
    text = f"{PERU} will meet {GEORGIA} in Rome on the eve of the conference. The conference opens in Oslo on May 25."
    assert told(read(text), "Quispe", "Lomidze") == ("Rome", "2012-05-24", "2012-05-24")


def test_talks_told_again_by_their_first_day_are_not_later_ones(read: Read) -> None:
    text = f"Two days of talks between {PERU} and {GEORGIA} ended in Lima on Tuesday. The talks opened on Monday. "
    meetings = read(text + f"In recent weeks {PERU} has met {NORWAY} twice.")
    assert told(meetings, "Quispe", "Lomidze") == ("Lima", "2012-05-14", "2012-05-15")
    assert told(meetings, "Quispe", "Solberg")[1] == "2012-04-04"


def test_what_is_offered_at_talks_tomorrow_is_offered_at_the_talks_of_tomorrow(read: Read) -> None:
    text = f"{PERU} said that he would offer new proposals at talks with {GEORGIA} in Rome tomorrow."
    assert told(read(text), "Quispe", "Lomidze") == ("Rome", "2012-05-17", "2012-05-17")


def test_days_in_brackets_behind_a_place_are_those_of_all_that_is_told_there(read: Read) -> None:
    text = "In Lima (22-23 May) she will call on Peruvian President Hugo Quispe and hold talks with "
    meetings = read(f"{NORWAY} will go abroad tomorrow. {text}{GEORGIA}.")
    assert told(meetings, "Quispe") == told(meetings, "Lomidze") == ("Lima", "2012-05-22", "2012-05-23")


def test_talks_that_continued_ended_later_than_they_began(read: Read) -> None:
    text = f"Talks between {PERU} and {GEORGIA} began in Oslo on Monday. The talks continued today."
    assert told(read(text), "Quispe", "Lomidze") == ("Oslo", "2012-05-14", "2012-05-16")


@pytest.mark.parametrize("when", ["hours after landing", "shortly after her arrival"])
def test_what_is_hours_after_an_arrival_is_on_its_day(read: Read, when: str) -> None:
    text = (
        f"TBILISI, May 16 (Reuter) - {NORWAY}, who arrived on Monday, held a meeting with {GEORGIA} {when}."
    )
    assert told(read(text), "Solberg", "Lomidze")[1:] == ("2012-05-14", "2012-05-14")


def test_two_who_came_to_a_third_country_met_there(read: Read) -> None:
    text = (
        f"QUITO, May 16 (EFE) - {PERU} and {GEORGIA} arrived here today. Quispe and Lomidze met at a hotel."
    )
    assert told(read(text), "Quispe", "Lomidze")[0] == "Quito"


def test_an_arrival_and_a_departure_for_home_make_a_stay(read: Read) -> None:
    text = f"{NORWAY} arrived in Tbilisi on Monday on an official visit. Solberg leaves for home today."
    found = [one["date"] for one in read(text) if one["kind"] == "visit"]
    assert [(one["start"], one["end"]) for one in found] == [("2012-05-14", "2012-05-16")]


def test_who_is_somewhere_this_week_is_there_the_whole_week_and_met_others_until_now(read: Read) -> None:
    text = f"{NORWAY} is in Peru this week for the Andean Forum. She has met {GEORGIA}."
    meetings = read(text)
    assert told([one for one in meetings if one["kind"] == "meeting"], "Lomidze")[1:] == (
        "2012-05-14",
        "2012-05-16",
    )
    assert [one["date"]["end"] for one in meetings if one["kind"] == "visit"] == ["2012-05-20"]


def test_who_is_still_there_after_a_gathering_was_there_longer(read: Read) -> None:
    text = (
        f"LIMA - {PERU} met {NORWAY} here on Wednesday. Solberg is in Peru for the summit of NATO held from "
    )
    meetings = read(text + "Sunday to Monday. She arrived in Peru on Saturday.")
    assert [one["date"]["end"] for one in meetings if one["kind"] == "visit"] == ["2012-05-16"]


def test_further_stops_without_days_lie_between_the_first_and_the_return(read: Read) -> None:
    text = f"{JAPAN} will leave Tokyo on May 20 for London. He will continue on to Lima and Tbilisi. "
    meetings = read(text + f"In Lima he will see {PERU}. Mori returns home on May 27.")
    assert told(meetings, "Quispe") == ("Lima", "2012-05-20", "2012-05-27")
    stops = {one["country"]: one["date"]["end"] for one in meetings if one["kind"] == "visit"}
    assert stops["Peru"] == stops["Georgia"] == "2012-05-27"


def test_two_planned_in_a_row_with_also_share_their_day(read: Read) -> None:
    text = (
        f"{PERU} will hold talks with {NORWAY} in Lima on May 22. Quispe is also scheduled to meet {GEORGIA}."
    )
    assert told(read(text), "Quispe", "Lomidze") == ("Lima", "2012-05-22", "2012-05-22")


def test_talks_on_the_sidelines_are_on_the_day_of_the_gathering_not_of_what_was_told_before(
    read: Read,
) -> None:
    text = f"The NATO summit was held in Oslo on Tuesday. {PERU} met {ECUADOR} on Monday. "
    meetings = read(text + f"{GEORGIA} also met Quispe on the sidelines.")
    found = [one for one in meetings if one["kind"] == "meeting"]
    assert told(found, "Quispe", "Lomidze") == ("Oslo", "2012-05-15", "2012-05-15")


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("at the American ambassador's residence here", "Oslo"),
        ("at the Georgian embassy here", "Oslo"),
        ("at a hotel here", "Oslo"),
        ("at State House, Nakuru", "Nakuru"),
    ],
)
def test_a_house_lies_where_the_words_say_and_in_no_land_of_its_owner(
    read: Read, where: str, place: str
) -> None:
    text = f"OSLO, May 16 (AFP) - {PERU} held talks with {GEORGIA} {where} on Tuesday."
    found = [one for one in read(text) if one["kind"] == "meeting"]
    assert [one["place"].title() for one in found] == [place]
    assert found[0]["country"] in {"Norway", "Kenya"}


def test_there_is_the_city_whose_country_stands_behind_it(read: Read) -> None:
    text = (
        f"{NORWAY} flew to Cuzco, Peru, on Tuesday. There she will have meetings with {PERU} and {ECUADOR}."
    )
    assert told(read(text), "Quispe")[0] == told(read(text), "Andrade")[0] == "Cuzco"


def test_again_in_another_year_is_another_encounter_and_a_year_later_a_year(read: Read) -> None:
    text = f"{PERU} met {GEORGIA} in Rome in April 2001 and again in September 2003. A year later he visited Chile."
    meetings = read(text)
    assert [one["date"]["start"] for one in meetings if one["kind"] == "meeting"] == [
        "2001-04-01",
        "2003-09-01",
    ]
    assert [one["date"]["end"] for one in meetings if one["kind"] == "visit"] == ["2004-12-31"]


FILLER = "Trade grew. Prices fell. Ports were full. Ships came. Grain was dear. "


def test_what_a_report_tells_without_a_day_was_not_long_before_it(read: Read) -> None:
    text = f"Steel was discussed at length by the two sides. {FILLER}{PERU} held talks with {GEORGIA}."
    assert told(read(text), "Quispe", "Lomidze")[1:] == ("2012-05-01", "2012-05-16")


def test_a_report_that_looks_back_gives_no_days_to_what_has_none(read: Read) -> None:
    text = f"{NORWAY} visited Peru in 1998. {FILLER}{PERU} held talks with {GEORGIA}."
    assert told(read(text), "Quispe", "Lomidze")[1:] == (None, None)


def test_a_gathering_hosted_on_days_to_come_has_them(read: Read) -> None:
    text = f"{PERU} will take part in the G20 summit hosted by {NORWAY} on Saturday and Sunday."
    assert days_of(read(text), "summit") == [("2012-05-19", "2012-05-20")]


def test_talks_of_whoever_was_only_called_by_his_office_above_are_on_his_visit(read: Read) -> None:
    text = "Visit of the Prime Minister of Norway to Georgia, 22 - 23 May 2012\n\n"
    text += f"{NORWAY} will be met at the airport. In the afternoon Solberg will meet {GEORGIA}.\n"
    assert told(read(text), "Solberg", "Lomidze")[1:] == ("2012-05-22", "2012-05-23")


def test_what_somebody_does_this_afternoon_in_the_present_is_to_come(read: Read) -> None:
    text = f"TBILISI - {NORWAY} sees {GEORGIA} this afternoon. She met Georgian President Nino Kapanadze this morning."
    assert sorted(one["status"] for one in read(text) if one["kind"] == "meeting") == ["held", "planned"]


def test_the_rest_of_a_tour_begun_lies_between_the_report_and_its_end(read: Read) -> None:
    text = (
        f"TBILISI - {PERU} arrived here on Monday on the first leg of a ten-day tour. He will go on to Chile."
    )
    assert ("2012-05-16", "2012-05-23") in days_of(read(text), "visit")


def test_who_arrives_and_leaves_again_stays_until_then(read: Read) -> None:
    found = read(f"{PERU} will arrive in Tbilisi on Friday, 18 May and will leave on Tuesday, 22 May.")
    assert days_of(found, "visit") == [("2012-05-18", "2012-05-22")]
