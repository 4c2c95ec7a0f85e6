"""Which days the words of a report give an event: lengths, bounds, tours, the day of the news, and none invented."""

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


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    return lambda text: list(pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"])


def days(meetings: Meetings, kind: str, country: str | None = None) -> list[tuple[str | None, str | None]]:
    """First and last day of the events of a kind, those in one country if given."""
    return [
        (one["date"]["start"], one["date"]["end"])
        for one in meetings
        if one["kind"] == kind and country in {None, one["country"]}
    ]


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        (f"Two days of talks between {PERU} and {ECUADOR} began in Oslo on Monday.", "meeting", 14, 15),
        (f"Three days of talks between {PERU} and {ECUADOR} ended in Oslo on Tuesday.", "meeting", 13, 15),
        (f"{PERU} and {ECUADOR} will begin three days of talks in Oslo on Sunday.", "meeting", 20, 22),
        (f"{NORWAY} repeated it before leaving Tbilisi yesterday at the end of a four-day visit.", "visit", 12, 15),
        (f"{NORWAY} was speaking on Tuesday, the last day of a two-day mission to Georgia.", "visit", 14, 15),
        (f"{NORWAY} said on Tuesday, the first day of a three-day visit to Georgia, that it was so.", "visit", 15, 17),
        (f"Speaking at the end of a three-day visit to Tbilisi, {NORWAY} said it was so.", "visit", 14, 16),
        (f"{NORWAY}, winding up a two-day visit to Tbilisi, said it was so.", "visit", 15, 16),
        (f"{NORWAY} will be in Georgia from Sunday to Wednesday.", "visit", 20, 23),
        (f"{NORWAY} will fly to Tbilisi on Friday. Her visit, which will last until Monday, is long.", "visit", 18, 21),
    ],
)  # fmt: skip
def test_a_length_or_a_bound_gives_the_other_end(
    read: Read, text: str, kind: str, start: int, end: int
) -> None:
    assert (f"2012-05-{start:02}", f"2012-05-{end:02}") in days(read(text), kind)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        (f"{NORWAY} will arrive in Tbilisi on Friday, one day before her planned talks with {GEORGIA}.", "meeting", 19),
        (f"{NORWAY} met {GEORGIA} in Tbilisi on Monday, two days after talks with {PERU} in Rome.", "meeting", 12),
        (f"{NORWAY} called {GEORGIA} the day after she stepped into office on May 3.", "call", 4),
        (
            f"{NORWAY} left yesterday ahead of a trip to Rome next week, fresh from talks with {GEORGIA} earlier in the day.",
            "meeting",
            15,
        ),
        (f"{NORWAY} said on Tuesday it was so. She was received by {GEORGIA} in Tbilisi.", "meeting", 15),
        (
            f"{NORWAY}, who arrived in Tbilisi on Monday, told reporters on Tuesday after talks with {GEORGIA} that it was.",
            "meeting",
            15,
        ),
        (f"{NORWAY} arrived in Tbilisi on Tuesday for a three-day visit. She held talks with {GEORGIA}.", "meeting", 15),
    ],
)  # fmt: skip
def test_a_day_is_counted_from_another(read: Read, text: str, kind: str, day: int) -> None:
    assert (f"2012-05-{day:02}",) * 2 in days(read(text), kind)


@pytest.mark.parametrize(
    "text",
    [
        f"{NORWAY} will travel to the Caucasus from May 25 to 29. She will visit Georgia and Armenia.",
        f"{NORWAY} will visit Georgia and Armenia. She leaves Oslo on May 25 and returns on May 29.",
        f"{NORWAY} will visit Georgia and Armenia. During the May 25-29 trip, she will meet refugees.",
        f"{NORWAY} will visit Georgia and Armenia this month. The trip will take place from May 25 to 29.",
        f"{NORWAY} will visit Georgia and Armenia in a five-day tour starting on May 25.",
        f"{NORWAY} will be in the Caucasus on 25-29 May. She will go to Georgia and Armenia.",
        f"{NORWAY} is planning a trip to the Caucasus from May 25 to 29. She wants to visit Georgia and Armenia.",
        f"{NORWAY} would travel to the Caucasus May 25-29, visiting Georgia and Armenia.",
    ],
)
def test_a_tour_told_as_a_whole_dates_its_stops(read: Read, text: str) -> None:
    found = read(text)
    for country in ("Georgia", "Armenia"):
        assert days(found, "visit", country) == [("2012-05-25", "2012-05-29")]
    assert {one["status"] for one in found} == {"planned"}


def test_a_stop_with_days_of_its_own_keeps_them(read: Read) -> None:
    found = read(
        f"{NORWAY} will travel to the Caucasus from May 25 to 29. She will visit Georgia on May 26 and 27. "
        "She will then visit Armenia."
    )
    assert days(found, "visit", "Georgia") == [("2012-05-26", "2012-05-27")]
    assert days(found, "visit", "Armenia") == [("2012-05-25", "2012-05-29")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{NORWAY} praised the deal after talks with {GEORGIA} in Tbilisi.", "meeting"),
        (f"{NORWAY} has met {GEORGIA} in Tbilisi.", "meeting"),
        (f"{NORWAY} told a news conference during a stopover in Tbilisi that it was so.", "visit"),
    ],
)
def test_news_without_a_day_is_of_the_month_until_publication(read: Read, text: str, kind: str) -> None:
    found = [one for one in read(text) if one["kind"] == kind]
    assert [one["date"] for one in found] == [
        {"start": "2012-05-01", "end": "2012-05-16", "precision": "month"}
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{NORWAY} has already met {GEORGIA} twice in Tbilisi.",
        f"{NORWAY} had met {GEORGIA} in Tbilisi.",
        f"{NORWAY} met {GEORGIA} in Tbilisi weeks after she took office.",
    ],
)
def test_what_was_before_the_news_is_not_dated_by_it(read: Read, text: str) -> None:
    assert all(one["date"]["start"] is None for one in read(text) if one["kind"] == "meeting")


def test_the_narrower_of_two_dates_of_a_visit_counts(read: Read) -> None:
    found = read(f"{NORWAY}'s trip to Tbilisi later this week will help. She leaves for Tbilisi on Friday.")
    assert days(found, "visit") == [("2012-05-18", "2012-05-18")]


def test_one_more_stop_is_not_the_place_of_the_whole_visit(read: Read) -> None:
    found = read(f"{NORWAY} will pay a visit to Georgia on Friday. She will also visit Batumi.")
    assert [one["place"] for one in found if one["kind"] == "visit"] == [None]


@pytest.mark.parametrize(("year", "start"), [(2011, "2012-05-25"), (2009, None)])
def test_a_year_that_a_tour_to_come_cannot_have_had_is_not_believed(
    read: Read, year: int, start: str | None
) -> None:
    found = read(
        f"{NORWAY} will travel to the Caucasus from 25 to 29 May {year}. She will visit Georgia and Armenia."
    )
    assert {(one["status"], one["date"]["start"]) for one in found} == {("planned", start)}


def test_today_is_the_day_of_the_dateline(read: Read) -> None:
    found = read(f"TBILISI, May 14 (Test) - {NORWAY} met {GEORGIA} today and will fly to Rome tomorrow.")
    assert days(found, "meeting") == [("2012-05-14", "2012-05-14")]


@pytest.mark.parametrize(
    "told",
    [
        f"During her recent visit to Georgia, {NORWAY} was quiet.",
        f"{NORWAY}, who has just returned from a visit to Georgia, agreed.",
    ],
)
def test_a_recent_visit_was_in_the_month_until_publication(read: Read, told: str) -> None:
    found = read(f"The price of oil rose. {'Traders were content. ' * 6}{told}")
    assert days(found, "visit", "Georgia") == [("2012-05-01", "2012-05-16")]


def test_a_day_on_a_line_of_its_own_dates_what_follows(read: Read) -> None:
    found = read(
        f"DIARY OF THE WEEK\n\nMonday, 21 May\n{PERU} receives {ECUADOR} in Lima.\n\nTuesday, 22 May\n"
        f"{NORWAY} visits Tbilisi.\n\nThursday 24 - Friday 25 May\n{GEORGIA} pays a visit to Peru. "
        "On Friday he is received by Quispe in Lima.\n"
    )
    assert ("2012-05-21", "2012-05-21") in days(found, "meeting")
    assert days(found, "visit", "Georgia") == [("2012-05-22", "2012-05-22")]
    assert days(found, "visit", "Peru") == [("2012-05-24", "2012-05-25")]
    assert ("2012-05-25", "2012-05-25") in days(found, "meeting")
    assert {one["status"] for one in found} == {"planned"}


def test_a_date_that_opens_a_paragraph_dates_it(read: Read) -> None:
    found = read(
        f"CHRONOLOGY\n\nMarch 1993 -- {PERU} and {ECUADOR} meet in Lima and agree to meet again.\n\n"
        f"10-12 December 1996: {ECUADOR} pays a state visit to Peru.\n\n"
        "Autumn 1998 -- Quispe, who had met Andrade in Oslo in 1995, visits Quito.\n"
    )
    assert days(found, "visit") == [("1996-12-10", "1996-12-12"), ("1998-09-01", "1998-11-30")]
    assert ("1993-03-01", "1993-03-31") in days(found, "meeting", "Peru")
    assert days(found, "meeting", "Norway") == [("1995-01-01", "1995-12-31")]
    assert {one["status"] for one in found if one["date"]["start"]} == {"held"}


@pytest.mark.parametrize(
    "text",
    [
        f"15 May 2012 -- {PERU} spoke. {ECUADOR} will visit Lima.",
        f"Lima, 15 May 2012\n\n{PERU} spoke. {ECUADOR} will visit Lima.",
        f"{PERU} spoke.\n\nIn May 2010: no talks.\n\nOn 3 June 2010 he spoke.\n\n{ECUADOR} will visit Lima.",
    ],
)
def test_one_date_above_a_text_dates_no_event(read: Read, text: str) -> None:
    assert days(read(text), "visit") == [(None, None)]


@pytest.mark.parametrize(
    "head", ["MEDIA RELEASE\n15 May 2012", "Press release, Tuesday 15 May 2012", "Lima, May 15, 2012"]
)
def test_today_in_a_release_is_the_day_of_its_head(read: Read, head: str) -> None:
    assert days(read(f"{head}\n\n{PERU} today met {ECUADOR} in Lima."), "meeting") == [
        ("2012-05-15", "2012-05-15")
    ]


def test_a_city_lies_in_its_country_though_that_is_not_named(read: Read) -> None:
    for city, country in (("Geneva", "Switzerland"), ("Sochi", "Russia"), ("Sharm el-Sheikh", "Egypt")):
        (found,) = read(f"{PERU} met {ECUADOR} in {city} on Monday.")
        assert (found["place"], found["country"]) == (city, country)


@pytest.mark.parametrize(
    "text",
    [
        f"{NORWAY} will visit Georgia for five days starting on Sunday.",
        f"{NORWAY} will pay a five-day visit to Georgia beginning Sunday.",
        f"{NORWAY} will visit Georgia from Sunday for five days.",
    ],
)
def test_a_stay_runs_from_the_day_it_starts_on(read: Read, text: str) -> None:
    assert days(read(text), "visit") == [("2012-05-20", "2012-05-24")]


def test_two_leaders_who_met_did_so_on_the_day_of_the_news(read: Read) -> None:
    found = read(f"{PERU} and {ECUADOR} agreed on Tuesday to reopen the border. The two leaders met in Lima.")
    assert days(found, "meeting") == [("2012-05-15", "2012-05-15")]


@pytest.mark.parametrize(
    "text",
    [
        f"{NORWAY} will be in Lima on Sunday, Quito on Monday and Tbilisi on Tuesday.",
        f"{NORWAY} will travel to Peru (May 20), Ecuador (21 May) and Georgia (22).",
        f"{NORWAY} flies to Lima on Sunday. She goes on to Quito on Monday and flies to Tbilisi on Tuesday.",
    ],
)
def test_each_stop_has_its_own_day(read: Read, text: str) -> None:
    found = read(text)
    for country, day in (("Peru", 20), ("Ecuador", 21), ("Georgia", 22)):
        assert days(found, "visit", country) == [(f"2012-05-{day}", f"2012-05-{day}")]


def test_one_date_behind_the_last_stop_is_that_of_the_tour(read: Read) -> None:
    found = read(f"{NORWAY} will visit Peru, Ecuador and Georgia from May 20 to 24.")
    assert {one for country in ("Peru", "Ecuador", "Georgia") for one in days(found, "visit", country)} == {
        ("2012-05-20", "2012-05-24")
    }


def test_a_weekday_after_a_later_stop_is_that_of_the_week_after(read: Read) -> None:
    found = read(
        f"{NORWAY} flies to Lima on Sunday. On Tuesday she flies to Quito. She will be in Tbilisi from Wednesday to Friday."
    )
    assert days(found, "visit", "Georgia") == [("2012-05-23", "2012-05-25")]


def test_a_weekday_of_something_else_to_come_is_the_next(read: Read) -> None:
    found = read(f"{NORWAY} flies to Lima on Sunday. {PERU} will visit Ecuador on Friday.")
    assert days(found, "visit", "Ecuador") == [("2012-05-18", "2012-05-18")]


def test_what_somebody_was_somewhere_for_was_then(read: Read) -> None:
    found = read(f"{NORWAY} has returned from Lima. She was there on Monday and Tuesday to see {PERU}.")
    assert [
        (one["status"], one["date"]["start"], one["date"]["end"]) for one in found if one["kind"] == "meeting"
    ] == [("held", "2012-05-14", "2012-05-15")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (
            f"{PERU} telephoned {ECUADOR} on Sunday. The call came two days after {NORWAY} visited Tbilisi.",
            11,
            11,
        ),
        (f"{PERU} met {ECUADOR} in Lima on Sunday, a day before {NORWAY} visited Tbilisi.", 14, 14),
        (
            f"{PERU} telephoned {ECUADOR} on Sunday. The call came a week after {NORWAY} visited Tbilisi.",
            3,
            9,
        ),
        (
            f"The accord was signed in Lima on Monday. On the eve of the signing {NORWAY} visited Tbilisi.",
            13,
            13,
        ),
        (f"Peru voted on Sunday. The day after the vote {NORWAY} visited Tbilisi.", 14, 14),
    ],
)
def test_what_is_counted_from_another_event_has_its_day(read: Read, text: str, first: int, last: int) -> None:
    assert days(read(text), "visit", "Georgia") == [(f"2012-05-{first:02}", f"2012-05-{last:02}")]


def test_what_is_counted_from_something_undated_stays_undated(read: Read) -> None:
    found = read(f"On the eve of the signing in 2003 of something else, {NORWAY} visited Tbilisi.")
    assert all(start is None or start.startswith("2003") for start, _ in days(found, "visit"))


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        (f"{NORWAY}'s visit to Tbilisi, due to begin on May 20, is her first.", "visit", 20, 20),
        (f"{NORWAY} will visit Tbilisi on May 20. Her stay will last three days.", "visit", 20, 22),
        (f"The summit of {PERU} and {ECUADOR}, originally scheduled for May 10, will be held on May 21.", "summit", 21, 21),
        (f"The visit by {NORWAY} to Georgia will take place from May 20 to May 22.", "visit", 20, 22),
        (f"{PERU} met {ECUADOR} in Lima on Monday. Earlier, she met {GEORGIA}.", "meeting", 14, 14),
    ],
)  # fmt: skip
def test_words_between_a_date_and_its_event_do_not_part_them(
    read: Read, text: str, kind: str, start: int, end: int
) -> None:
    found = days(read(text), kind)
    assert set(found) == {(f"2012-05-{start:02}", f"2012-05-{end:02}")}


def test_a_weekday_behind_a_city_is_no_part_of_its_name(read: Read) -> None:
    (found,) = read(f"{PERU} met with {ECUADOR} in Tbilisi Monday. She said so later on.")
    assert (found["place"], found["date"]["start"]) == ("Tbilisi", "2012-05-14")


def test_talks_are_no_vaguer_than_their_visit_of_some_days(read: Read) -> None:
    found = read(
        f"{NORWAY} will visit Tbilisi next week for talks with {GEORGIA}. The trip is set for May 21 to 23."
    )
    assert days(found, "meeting") == [("2012-05-21", "2012-05-23")]


def test_a_summit_to_be_held_behind_a_comma_is_then(read: Read) -> None:
    found = read(
        f"{NORWAY} will ask {GEORGIA} for it during the NATO summit, to be held on Sunday in Lima, she said on Tuesday."
    )
    assert days(found, "summit") == [("2012-05-20", "2012-05-20")]


def test_text_of_a_release_counts_today_from_the_day_of_its_issue(read: Read) -> None:
    found = read(
        f"FOR INFORMATION\n\nText of news release issued in Lima May 14, 2012.\n\n{PERU} today met {ECUADOR}."
    )
    assert days(found, "meeting") == [("2012-05-14", "2012-05-14")]
