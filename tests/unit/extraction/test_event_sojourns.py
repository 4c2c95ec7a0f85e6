"""Days told within an announced visit: of the month, of the week, and counted from its first to its last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.extraction.time import Timex, timexes
from communique.model.text import Article

PUBLISHED = date(2012, 5, 16)
"""A Wednesday."""
Meetings = list[dict[str, Any]]
Read = Callable[[str], Meetings]

PERU = "Peruvian President Hugo Quispe"
ECUADOR = "Ecuadorean President Rosa Andrade"
NORWAY = "Norwegian Prime Minister Kari Solberg"
VISIT = f"{PERU} will pay a state visit to Norway from July 9 to 13. "


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    return lambda text: list(pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"])


def days(meetings: Meetings, kind: str) -> list[tuple[str | None, str | None]]:
    """First and last day of the events of a kind."""
    return [(one["date"]["start"], one["date"]["end"]) for one in meetings if one["kind"] == kind]


def last(text: str) -> Timex:
    """The last date expression of a text."""
    return timexes(text, PUBLISHED)[-1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("will visit Chile from July 9 to 13. He will see the king on the 11th.", date(2012, 7, 11)),
        ("will visit Chile from July 9 to 13. He will see the king on Thursday.", date(2012, 7, 12)),
        ("will arrive in Lima on July 9. He will see the king on the 11th.", date(2012, 7, 11)),
        ("will arrive in Lima on July 30. He will leave on the 2nd.", date(2012, 8, 2)),
        ("will visit Chile from July 9 to 13. On July 10 he rests. On Friday he leaves.", date(2012, 7, 13)),
        ("Mr. Quispe will visit Chile from July 9 to 13. On Friday Mr. Quispe leaves.", date(2012, 7, 13)),
        ("Agenda for 4-10 June\n\nMr. Quispe will see the king on Thursday.", date(2012, 6, 7)),
        ("will visit Chile next week. He will see the king on Thursday.", date(2012, 5, 24)),
        ("will visit on Monday and Tuesday of next week. He will see him on Tuesday.", date(2012, 5, 22)),
    ],
)
def test_days_behind_an_announced_span_lie_within_it(words: str, expected: date) -> None:
    days = last(words).interval("future")
    assert days is not None
    assert days.start == days.end == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("will visit Chile from July 9 to 13. He will see the king on the 20th.", date(2012, 5, 20)),
        ("will visit Chile from July 9 to 11. He will see the king on Sunday.", date(2012, 5, 20)),
        ("will visit Chile from July 9 to 13. On Friday Mr. Quispe will see the king.", date(2012, 5, 18)),
        ("will visit Chile next week. Mr. Quispe will see the king on Thursday.", date(2012, 5, 17)),
        ("A summit is due on July 9. He will see the king on Sunday.", date(2012, 5, 20)),
        ("will visit Chile from July 9 to 13. He will see the king on the 18th of this month.", date(2012, 5, 18)),
    ],
)  # fmt: skip
def test_days_that_do_not_fit_into_the_span_are_the_next(words: str, expected: date) -> None:
    days = last(words).interval("future")
    assert days is not None
    assert days.start == expected


def test_what_was_said_on_a_weekday_behind_an_announced_span_was_then() -> None:
    days = last("will visit Chile from July 9 to 13. He met the king on Monday.").interval("past")
    assert days is not None
    assert days.start == date(2012, 5, 14)


def test_talks_are_on_the_numbered_day_of_the_visit_that_was_announced(read: Read) -> None:
    found = read(f"{VISIT}He will arrive in Bergen on the 9th. He will hold talks with {NORWAY} on the 11th.")
    assert days(found, "meeting") == [("2012-07-11", "2012-07-11")]
    assert days(found, "visit") == [("2012-07-09", "2012-07-13")]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("on the second day", "2012-07-10"),
        ("on the first day of his visit", "2012-07-09"),
        ("on the last day of the visit", "2012-07-13"),
        ("on the evening of his arrival", "2012-07-09"),
        ("upon his arrival", "2012-07-09"),
    ],
)
def test_talks_to_come_are_on_the_day_counted_within_the_visit(read: Read, when: str, expected: str) -> None:
    found = read(f"{VISIT}{when.capitalize()} he will hold talks with {NORWAY}.")
    assert days(found, "meeting") == [(expected, expected)]


def test_a_day_of_something_else_is_no_day_of_the_visit(read: Read) -> None:
    found = read(f"{VISIT}He will hold talks with {NORWAY} on the second day of the strike.")
    assert days(found, "meeting") == [("2012-07-09", "2012-07-13")]


def test_talks_that_began_and_ended_lasted_from_the_one_day_to_the_other(read: Read) -> None:
    found = read(f"Talks between {PERU} and {ECUADOR} began in Quito on Monday and ended today.")
    assert days(found, "meeting") == [("2012-05-14", "2012-05-16")]


def test_talks_of_two_days_that_ended_today_began_yesterday(read: Read) -> None:
    found = read(f"{PERU} held two days of talks with {ECUADOR} in Quito that ended on Wednesday.")
    assert days(found, "meeting") == [("2012-05-15", "2012-05-16")]


def test_where_somebody_travels_on_a_day_he_meets_others_on_that_day(read: Read) -> None:
    found = read(
        f"{PERU} will visit Australia from July 9 to 13. On Thursday he will fly to Melbourne where he will "
        "meet the Premier of Victoria, Mr John Cain."
    )
    assert days(found, "meeting") == [("2012-07-12", "2012-07-12")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("from Thursday to Saturday of next week", (date(2012, 5, 24), date(2012, 5, 26))),
        ("on Monday and Tuesday of next week", (date(2012, 5, 21), date(2012, 5, 22))),
        ("from Tuesday to Thursday last week", (date(2012, 5, 8), date(2012, 5, 10))),
    ],
)
def test_weekdays_of_a_week_that_is_named_are_in_it(words: str, expected: tuple[date, date]) -> None:
    days = last(words).interval()
    assert days is not None
    assert (days.start, days.end) == expected


@pytest.mark.parametrize("stay", ["the visit", "his stay"])
def test_the_visit_during_which_the_host_meets_the_guest_is_the_guests(read: Read, stay: str) -> None:
    found = read(f"{VISIT}During {stay}, {NORWAY} will meet with Quispe.")
    assert days(found, "visit") == days(found, "meeting") == [("2012-07-09", "2012-07-13")]
    assert [one["country"] for one in found] == ["Norway", "Norway"]


def test_a_visit_of_somebody_from_elsewhere_is_his_own(read: Read) -> None:
    found = read(f"{VISIT}Before that, {ECUADOR} will meet with Quispe in Lima during a visit to Peru.")
    assert ["Rosa Andrade"] in [one["participants"] for one in found if one["kind"] == "visit"]


def test_each_of_several_met_on_weekdays_of_a_week_to_come_is_met_on_his(read: Read) -> None:
    found = read(
        f"{PERU} will visit Norway next week. He will meet {NORWAY} on Thursday and King Harald on Friday."
    )
    assert days(found, "meeting") == [("2012-05-24", "2012-05-24"), ("2012-05-25", "2012-05-25")]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("leaves tonight on a four-day visit to Norway", "planned"),
        ("left last night on a four-day visit to Norway", "held"),
        ("is in Norway tonight on a four-day visit", "held"),
    ],
)
def test_who_leaves_tonight_has_not_yet_left(read: Read, words: str, status: str) -> None:
    found = read(f"{PERU} {words}.")
    assert {one["status"] for one in found if one["kind"] == "visit"} == {status}


def test_a_visit_lasts_until_the_day_of_leaving_though_its_talks_are_before(read: Read) -> None:
    found = read(
        f"{PERU} will arrive in Oslo on Monday, July 9, and leave on Thursday. "
        f"On Tuesday he will meet {NORWAY}."
    )
    assert days(found, "visit") == [("2012-07-09", "2012-07-12")]
    assert days(found, "meeting") == [("2012-07-10", "2012-07-10")]


def test_the_day_that_a_visit_began_is_not_that_of_what_was_done_on_it(read: Read) -> None:
    found = read(f"On a visit that began on Monday, {PERU} met {ECUADOR}.")
    assert days(found, "meeting") == [("2012-05-01", "2012-05-16")]
