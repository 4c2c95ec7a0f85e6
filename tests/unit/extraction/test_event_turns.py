"""What the words leave out: the verb of the next encounter, the name of a delegation, where a visitor left from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2012, 5, 16)
"""A Wednesday."""
Said = list[tuple[str, str, str | None, str | None]]
Read = Callable[[str], Said]

NORWAY = "Norwegian Prime Minister Kari Solberg"
PERU = "Peruvian President Hugo Quispe"
JAPAN = "Japanese Foreign Minister Shintaro Mori"
GEORGIA = "Georgian Foreign Minister Irakli Lomidze"


def brief(one: dict[str, Any]) -> tuple[str, str, str | None, str | None]:
    days = one["date"] or {}
    first, last = days.get("start"), days.get("end")
    who = ", ".join(sorted([*one["participants"], *one["delegations"]]))
    return one["kind"], who, one["place"], first if first == last else f"{first}/{last}"


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    return lambda text: [
        brief(one) for one in pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    ]


@pytest.mark.parametrize(
    ("text", "then"),
    [
        (f"On Saturday {NORWAY} met {PERU} and on Sunday {JAPAN}.", (None, "2012-05-13")),
        (f"{NORWAY} met {PERU} on Saturday and, on Monday, {JAPAN}.", (None, "2012-05-14")),
        (f"{NORWAY} saw {PERU} on Monday morning and later in the day {JAPAN}.", (None, "2012-05-14")),
        (
            f"{NORWAY} had talks with {PERU} in Paris on Tuesday and the previous day in Geneva with {JAPAN}.",
            ("Geneva", "2012-05-14"),
        ),
        (
            f"{NORWAY} held talks on Tuesday with {PERU} and the day before with {JAPAN}.",
            (None, "2012-05-14"),
        ),
        (f"{NORWAY} will receive {PERU} on Monday and on Tuesday {JAPAN}.", (None, "2012-05-22")),
    ],
)
def test_who_follows_a_day_behind_and_was_met_then(
    read: Read, text: str, then: tuple[str | None, str | None]
) -> None:
    said = [one for one in read(text) if one[0] == "meeting"]
    assert len(said) == 2, said
    assert {one[1] for one in said} == {"Hugo Quispe, Kari Solberg", "Kari Solberg, Shintaro Mori"}
    assert next(one[2:] for one in said if "Mori" in one[1]) == then


@pytest.mark.parametrize(
    "text",
    [
        f"{NORWAY} met {PERU} on Saturday and on Sunday {JAPAN} resigned.",
        f"{NORWAY} met {PERU} on Monday, a day before {JAPAN}'s speech.",
        f"{NORWAY} met {PERU} in Oslo in May and, on Sunday, the Japanese minister, Shintaro Mori, denied it.",
    ],
)
def test_who_does_something_else_on_the_next_day_was_not_met(read: Read, text: str) -> None:
    assert [one[1] for one in read(text)] == ["Hugo Quispe, Kari Solberg"]


def test_it_and_the_delegation_are_those_who_came(read: Read) -> None:
    said = read(
        f"PRAGUE, May 16 - A delegation led by {GEORGIA} arrived here today. It is to be received by Czech "
        "President Jan Novotny. The delegation met Czech Defence Minister Petr Svoboda in the afternoon."
    )
    assert {one[1] for one in said if one[0] == "meeting"} == {
        "Irakli Lomidze, Jan Novotny",
        "Irakli Lomidze, Petr Svoboda",
    }


def test_it_is_no_delegation_where_something_else_was_spoken_of(read: Read) -> None:
    said = read(
        f"PRAGUE, May 16 - A delegation led by {GEORGIA} arrived here today. The treaty is ten years old. "
        "It was received by Czech President Jan Novotny with delight."
    )
    assert [one[0] for one in said] == ["visit"]


def test_who_is_later_said_to_lead_a_delegation_was_met(read: Read) -> None:
    said = read(
        f"{PERU} met a delegation from Malta on Monday. The delegation, headed by Maltese Tourism Minister "
        "Francis Borg, arrived on Sunday."
    )
    assert ("meeting", "Francis Borg, Hugo Quispe", None, "2012-05-14") in said


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("left for home yesterday after a four-day visit", "2012-05-12/2012-05-15"),
        ("left here for home yesterday after a four-day visit", "2012-05-12/2012-05-15"),
        ("returned home yesterday at the end of an official visit", "2012-05-15"),
    ],
)
def test_who_goes_home_leaves_the_place_of_writing(read: Read, text: str, days: str) -> None:
    said = read(f"PRAGUE, May 16 - {GEORGIA} {text}.")
    assert [(one[0], one[1], one[3]) for one in said] == [("visit", "Czech Republic, Irakli Lomidze", days)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("left for Ghana on Monday on a four-day trip", "2012-05-14/2012-05-17"),
        ("who left for Ghana on Monday on a four-day trip, will sign a treaty", "2012-05-14/2012-05-17"),
        ("returned home on Monday after a four-day visit to Ghana", "2012-05-11/2012-05-14"),
    ],
)
def test_a_stay_is_counted_from_the_day_of_leaving_home_and_back_from_that_of_going_home(
    read: Read, text: str, days: str
) -> None:
    joint = ", " if text.startswith("who") else " "
    said = read(f"{GEORGIA}{joint}{text}.")
    assert [(one[0], one[3]) for one in said if one[0] == "visit"] == [("visit", days)]


def test_a_return_told_in_passing_does_not_place_the_next_talks(read: Read) -> None:
    said = read(f"{GEORGIA}, who had returned from Quito on Sunday, met {JAPAN}.")
    assert next(one[2] for one in said if one[0] == "meeting") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{PERU} met Menachem Begin for the second day running on Tuesday.",
            ("meeting", "Hugo Quispe, Menachem Begin", None, "2012-05-15"),
        ),
        (
            f"{PERU} had talks with Israeli Prime Minister Menachem Begin in Cairo on Tuesday.",
            ("meeting", "Hugo Quispe, Menachem Begin", "Cairo", "2012-05-15"),
        ),
        (
            f"{PERU} had a bilateral with {JAPAN} on Tuesday.",
            ("meeting", "Hugo Quispe, Shintaro Mori", None, "2012-05-15"),
        ),
        (
            f"On Friday {PERU} is to receive {JAPAN}.",
            ("meeting", "Hugo Quispe, Shintaro Mori", None, "2012-05-18"),
        ),
        (
            f"{PERU} said {JAPAN} had accepted the plan at a meeting they had on Tuesday.",
            ("meeting", "Hugo Quispe, Shintaro Mori", None, "2012-05-15"),
        ),
        (
            f"It will come up during a Vienna visit next month by {JAPAN}.",
            ("visit", "Austria, Shintaro Mori", "Vienna", "2012-06-01/2012-06-30"),
        ),
        (
            "A World Bank mission will travel to Brazil on Monday.",
            ("visit", "Brazil, World Bank", None, "2012-05-21"),
        ),
        (
            f"Ghana is the last leg of {JAPAN}'s African tour.",
            ("visit", "Ghana, Shintaro Mori", None, "2012-05-16"),
        ),
    ],
)
def test_an_event_is_read_in_the_words_of_the_wires(
    read: Read, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert expected in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "France and Germany were meeting their commitments.",
        "Egypt and Israel meet the conditions.",
        "Italy and Spain will meet the deadline in Brussels.",
    ],
)
def test_who_meets_terms_meets_nobody(read: Read, text: str) -> None:
    assert read(text) == []
