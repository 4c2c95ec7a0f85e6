"""Diaries of one person: bare lists of days, places and encounters without a subject."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2012, 5, 10)
"""A Thursday."""
Meetings = list[dict[str, Any]]
Read = Callable[[str], Meetings]
LEAD = (
    "MOSCOW - The following is the programme of Russian Foreign Minister Andrei Volkov, released today:\n\n"
)


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    return lambda text: list(pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"])


def brief(meetings: Meetings) -> set[tuple[str, str, str | None, str | None]]:
    """Kind, participants, place and days of each event."""
    found: set[tuple[str, str, str | None, str | None]] = set()
    for one in meetings:
        days = one["date"] or {}
        span = f"{days.get('start')}/{days.get('end')}"
        found.add((one["kind"], ", ".join(sorted(one["participants"])), one["place"], span))
    return found


def test_a_day_and_a_place_at_the_head_of_an_entry_make_a_visit_and_place_the_talks_behind(
    read: Read,
) -> None:
    said = read(
        LEAD
        + "12-14 May: Belgrade. Talks with Prime Minister Goran Ilic and a call on President Zoran Savic.\n"
        "Thursday, May 17: Rome, dinner with Italian Foreign Minister Piero Galli."
    )
    assert brief(said) == {
        ("visit", "Andrei Volkov", "Belgrade", "2012-05-12/2012-05-14"),
        ("meeting", "Andrei Volkov, Goran Ilic", "Belgrade", "2012-05-12/2012-05-14"),
        ("meeting", "Andrei Volkov, Zoran Savic", "Belgrade", "2012-05-12/2012-05-14"),
        ("visit", "Andrei Volkov", "Rome", "2012-05-17/2012-05-17"),
        ("meeting", "Andrei Volkov, Piero Galli", "Rome", "2012-05-17/2012-05-17"),
    }
    assert {one["status"] for one in said} == {"planned"}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "Arrives Cairo, received by President Samir Farouk",
            {("visit", "Andrei Volkov", "Cairo"), ("meeting", "Andrei Volkov, Samir Farouk", "Cairo")},
        ),
        ("Meets Norwegian Prime Minister Kari Solberg", {("meeting", "Andrei Volkov, Kari Solberg", None)}),
        (
            "bilateral meeting with the President of Peru, Hugo Quispe (Geneva)",
            {("meeting", "Andrei Volkov, Hugo Quispe", "Geneva")},
        ),
        ("Telephone call to Polish Premier Jan Wolski", {("call", "Andrei Volkov, Jan Wolski", None)}),
        ("Leaves Moscow for Madrid", {("visit", "Andrei Volkov", "Madrid")}),
        ("Opening of a school", set()),
        ("Returns to Moscow", set()),
        ("Interview with the daily El Mundo", set()),
    ],
)
def test_an_entry_without_a_subject_is_of_whose_diary_it_is(
    read: Read, entry: str, expected: set[tuple[str, str, str | None]]
) -> None:
    said = read(LEAD + f"Monday, 14 May: {entry}.\nTuesday, 15 May: Work on documents.")
    assert {(kind, who, place) for kind, who, place, _ in brief(said)} == expected
    assert all(day == "2012-05-14/2012-05-14" for _, _, _, day in brief(said))


def test_a_diary_may_be_a_heading_with_days_on_lines_of_their_own(read: Read) -> None:
    said = read(
        "Agenda of the Minister\n\nElena Popa, Foreign Minister of Romania\n\nMonday, May 14\n"
        "Visit to Helsinki\n11:30 Meeting with Prime Minister of Finland Jyrki Laine\n\n"
        "Wednesday, May 16\n10:00 Meeting with Foreign Minister of Ghana Kofi Asare\n"
    )
    assert brief(said) == {
        ("visit", "Elena Popa", "Helsinki", "2012-05-14/2012-05-14"),
        ("meeting", "Elena Popa, Jyrki Laine", "Helsinki", "2012-05-14/2012-05-14"),
        ("meeting", "Elena Popa, Kofi Asare", None, "2012-05-16/2012-05-16"),
    }


def test_a_diary_of_days_gone_by_tells_of_what_was(read: Read) -> None:
    said = read(
        "SUVA - Engagements of Fijian Prime Minister Sitiveni Vula last week, as released by his office:\n\n"
        "Wednesday, 2 May - Met Tongan Foreign Minister Sione Tupou; flew to Canberra\n"
        "Thursday, 3 May - Talks with Prime Minister Anthony Barton in Canberra\n"
    )
    assert {one["status"] for one in said} == {"held"}
    assert ("meeting", "Sione Tupou, Sitiveni Vula", "2012-05-02/2012-05-02") in {
        (kind, who, days) for kind, who, _, days in brief(said)
    }
    assert ("meeting", "Anthony Barton, Sitiveni Vula", "Canberra", "2012-05-03/2012-05-03") in brief(said)


def test_entries_with_subjects_of_their_own_are_not_of_one_person(read: Read) -> None:
    said = read(
        "SOFIA - Events this week, from the calendar of Prime Minister Boyan Kolev and others:\n\n"
        "Monday, 14 May: President Rumen Stoev receives Vietnamese Premier Nguyen Van Thanh.\n"
        "Tuesday, 15 May: Parliament debates the budget; farmers meet in Dobrich.\n"
    )
    assert {who for _, who, _, _ in brief(said)} == {"Nguyen Van Thanh, Rumen Stoev"}


def test_a_list_of_days_that_is_nobodys_diary_tells_of_no_visit(read: Read) -> None:
    said = read(
        "Andrei Volkov: a life\n\n12 May 1980: Belgrade. Born to a teacher.\n3 June 2004: Zurich. Meets his wife.\n"
    )
    assert said == []


def test_a_day_may_stand_before_a_colon(read: Read) -> None:
    """The colon behind "May 14" makes no time of day of it."""
    said = read(LEAD + "May 14: Talks with Serbian President Zoran Savic.\nMay 15: Talks with the press.")
    assert brief(said) == {("meeting", "Andrei Volkov, Zoran Savic", None, "2012-05-14/2012-05-14")}
