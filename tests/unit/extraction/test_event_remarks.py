"""What is but hoped for, played, put on another day or said in a dialogue; who came along; where it was not."""

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

NORWAY = "Norwegian Prime Minister Kari Solberg"
PERU = "Peruvian President Hugo Quispe"
JAPAN = "Japanese Foreign Minister Shintaro Mori"
GEORGIA = "Georgian Foreign Minister Irakli Lomidze"


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    return lambda text: list(pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"])


def brief(one: dict[str, Any]) -> tuple[str, str, str, str | None, str | None]:
    """Kind, status, participants, place and days."""
    days = one["date"] or {}
    first, last = days.get("start"), days.get("end")
    who = ", ".join(sorted(one["participants"]))
    return one["kind"], one["status"], who, one["place"], first if first == last else f"{first}/{last}"


@pytest.mark.parametrize(
    "text",
    [
        "The national team meets Pakistan in Dhaka on Sunday.",
        "Germany and France meet in the semi-final on Saturday in Lyon.",
        "Brazil and Argentina will meet in the final in Caracas on Sunday.",
        "England met Sweden in a friendly on Tuesday.",
        f"Calls for a meeting between {PERU} and {JAPAN} have come to nothing.",
        f"Hopes of a summit between {PERU} and {NORWAY} have faded.",
        f"{PERU} and {NORWAY} visited a school in Oslo.",
    ],
)
def test_what_is_played_or_hoped_for_in_vain_is_no_meeting(read: Read, text: str) -> None:
    assert [one for one in read(text) if one["kind"] != "visit"] == []


def test_countries_whose_ministers_meet_before_a_final_do_not_play(read: Read) -> None:
    said = read(f"{GEORGIA} met {JAPAN} in Tokyo on Tuesday after the final of the cup.")
    assert brief(said[0]) == ("meeting", "held", "Irakli Lomidze, Shintaro Mori", "Tokyo", "2012-05-15")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"A meeting between {PERU} and {JAPAN} has been rescheduled for 14 June.",
            ("meeting", "planned", "Hugo Quispe, Shintaro Mori", None, "2012-06-14"),
        ),
        (
            f"{JAPAN} flew home. {PERU} was to have received him on Friday.",
            ("meeting", "cancelled", "Hugo Quispe, Shintaro Mori", None, "2012-05-18"),
        ),
        (
            f"{JAPAN} said that the storm would not prevent him from visiting Ghana on Sunday.",
            ("visit", "planned", "Shintaro Mori", None, "2012-05-20"),
        ),
        (
            f"{NORWAY} visited {PERU} at his home on Monday.",
            ("meeting", "held", "Hugo Quispe, Kari Solberg", None, "2012-05-14"),
        ),
        (
            f"{PERU}, who is on holiday in Austria, was visited there by {NORWAY} on Monday.",
            ("meeting", "held", "Hugo Quispe, Kari Solberg", None, "2012-05-14"),
        ),
        (
            f"OSLO - {NORWAY} met {PERU} on Tuesday, a day after a stopover in Rome, where she met {JAPAN}.",
            ("meeting", "held", "Hugo Quispe, Kari Solberg", "OSLO", "2012-05-15"),
        ),
        (
            f"OSLO - {NORWAY} met {PERU} on Tuesday, a day after a stopover in Rome, where she met {JAPAN}.",
            ("meeting", "held", "Kari Solberg, Shintaro Mori", "Rome", "2012-05-14"),
        ),
    ],
)
def test_each_is_told_as_it_was(
    read: Read, text: str, expected: tuple[str, str, str, str | None, str | None]
) -> None:
    assert expected in [brief(one) for one in read(text)]


def test_talks_at_the_residence_of_a_state_are_not_in_that_state(read: Read) -> None:
    said = read(f"BELGRADE, May 16 - {NORWAY} talked with {PERU} at the British residence on Tuesday.")
    assert {one["country"] for one in said if one["kind"] == "meeting"} <= {None, "Serbia"}


def test_who_will_accompany_a_visitor_comes_along_on_the_journey_that_is_planned(read: Read) -> None:
    said = read(
        f"{PERU} will visit Ghana from 22 to 25 May. He will be accompanied by Foreign Minister Rosa Huaman. "
        "Mr Quispe, who is currently visiting Kenya, will fly in from Nairobi."
    )
    along = {tuple(one["delegations"]): sorted(one["participants"]) for one in said if one["kind"] == "visit"}
    assert along == {("Ghana",): ["Hugo Quispe", "Rosa Huaman"], ("Kenya",): ["Hugo Quispe"]}


DIALOGUE = (
    "{peru} received {japan} in Lima today.\n\n"
    "President of Peru Hugo Quispe: I am happy to see you in Lima. We last met in Kyoto in May 2011.\n\n"
    "Japanese Minister for Foreign Affairs Shintaro Mori: Thank you. Last month we saw each other in Rome, "
    "and you called me on 12 April.\n"
)


def test_we_and_you_are_those_who_speak_by_turns(read: Read) -> None:
    said = {brief(one) for one in read(DIALOGUE.format(peru=PERU, japan=JAPAN)) if one["kind"] != "visit"}
    both = "Hugo Quispe, Shintaro Mori"
    assert said == {
        ("meeting", "held", both, "Lima", "2012-05-16"),
        ("meeting", "held", both, "Kyoto", "2011-05-01/2011-05-31"),
        ("meeting", "held", both, "Rome", "2012-04-01/2012-04-30"),
        ("call", "held", both, None, "2012-04-12"),
    }


def test_we_may_be_the_speaker_and_somebody_just_named(read: Read) -> None:
    text = DIALOGUE.replace("Thank you.", "I spoke with Polish Premier Jan Wolski; we had met in Bonn.")
    said = [brief(one) for one in read(text.format(peru=PERU, japan=JAPAN))]
    assert not any("Quispe" in who and place == "Bonn" for _, _, who, place, _ in said)


def test_we_of_an_interview_are_not_those_who_ask_and_answer(read: Read) -> None:
    text = DIALOGUE.replace("President of Peru Hugo Quispe:", "Question:")
    said = [brief(one) for one in read(text.format(peru=PERU, japan=JAPAN))]
    assert not any(place == "Kyoto" for *_, place, _ in said)


def test_him_is_not_a_relative_named_in_passing(read: Read) -> None:
    said = read(
        f"{JAPAN}, whose father Kenji was an ambassador, will fly to Lima on June 14. {PERU} has agreed to see him."
    )
    assert "Hugo Quispe, Shintaro Mori" in {brief(one)[2] for one in said}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("The Middle East Quartet met in Amman on Monday.", "{a} and {b} took part."),
        ("The six-party talks resumed in Amman on Monday.", "{a} and {b} attended."),
    ],
)
def test_who_took_part_met_where_a_body_or_nobody_named_is_said_to_have_met(
    read: Read, first: str, then: str
) -> None:
    said = read(f"{first} {then.format(a=GEORGIA, b=JAPAN)}")
    assert [brief(one) for one in said] == [
        ("meeting", "held", "Irakli Lomidze, Shintaro Mori", "Amman", "2012-05-14")
    ]


def test_a_visit_put_off_was_to_the_country_of_the_dateline(read: Read) -> None:
    said = read(f"ACCRA, May 16 - {PERU}'s state visit, due to begin on Monday, has been postponed.")
    assert [(brief(one)[:3], one["delegations"]) for one in said] == [
        (("visit", "cancelled", "Hugo Quispe"), ["Ghana"])
    ]


def test_talks_at_a_mission_are_no_visit_to_the_guests_country(read: Read) -> None:
    said = read(f"{PERU} received {JAPAN} at the Peruvian mission on Monday.")
    assert [one["kind"] for one in said] == ["meeting"]


def test_who_sent_a_letter_was_not_met(read: Read) -> None:
    said = read(
        f"{PERU} received {JAPAN}, who brought him a letter from President Jose Eduardo dos Santos, on Monday."
    )
    assert [brief(one)[2] for one in said if one["kind"] == "meeting"] == ["Hugo Quispe, Shintaro Mori"]


def test_talks_of_who_came_the_day_before_were_since(read: Read) -> None:
    said = read(f"LIMA, May 16 - {JAPAN}, who arrived in Lima late on Monday, was received by {PERU}.")
    days = {one["kind"]: brief(one)[4] for one in said}
    assert days["visit"] == "2012-05-14"
    assert days["meeting"] != "2012-05-14"
