"""What a sentence tells of one event is not taken for what it tells of another, or of none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(1996, 8, 30)


def read(pipeline: Pipeline, text: str, kind: str | None = None) -> list[dict[str, Any]]:
    meetings = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    return [one for one in meetings if kind in {None, one["kind"]}]


def days(one: dict[str, Any]) -> tuple[str, str] | None:
    told = one["date"] or {}
    return (told["start"], told["end"]) if told.get("start") else None


@pytest.mark.parametrize("fronted", ["Before Lund's arrival in Bonn", "Ahead of Lund's visit to Bonn"])
def test_who_travels_before_an_arrival_travels_alone_and_on_days_of_his_own(
    pipeline: Pipeline, fronted: str
) -> None:
    text = (
        "The ministry said Norwegian Premier Per Lund would visit Bonn. "
        f"{fronted}, German Defence Minister Volker Ruehe will visit Ghana from September 2 to 4."
    )
    told = {one["country"]: (one["participants"], days(one)) for one in read(pipeline, text, "visit")}
    assert told == {
        "Germany": (["Per Lund"], None),
        "Ghana": (["Volker Ruehe"], ("1996-09-02", "1996-09-04")),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Norway had barred President Kofi Ansah of Ghana from flying to Oslo for talks with Premier Per Lund.",
        "Norway prevented President Kofi Ansah of Ghana from visiting Oslo.",
    ],
)
def test_what_somebody_was_kept_from_is_cancelled_and_his_own(pipeline: Pipeline, text: str) -> None:
    found = read(pipeline, text)
    assert {one["status"] for one in found} == {"cancelled"}
    assert [one["participants"] for one in found if one["kind"] == "visit"] == [["Kofi Ansah"]]


def test_what_somebody_had_wanted_did_not_come_about(pipeline: Pipeline) -> None:
    text = (
        "Norwegian Premier Per Lund had wanted to meet Ghanaian opposition leader Kofi Ansah during Lund's "
        "official visit to Ghana last month."
    )
    assert [(one["kind"], one["status"], days(one)) for one in read(pipeline, text)] == [
        ("visit", "held", ("1996-07-01", "1996-07-31"))
    ]


def test_the_fourth_meeting_this_year_was_not_the_whole_year(pipeline: Pipeline) -> None:
    text = (
        "Norway pledged aid on Tuesday. Norwegian Premier Per Lund and his Ghanaian counterpart, Kofi Ansah, met "
        "in Accra. It was their fourth meeting this year."
    )
    assert [
        one["date"] is None or days(one) != ("1996-01-01", "1996-08-30") for one in read(pipeline, text)
    ] == [True]


def test_who_meet_for_a_summit_hold_one_event(pipeline: Pipeline) -> None:
    text = "Norwegian Premier Per Lund and Ghanaian President Kofi Ansah are due to meet in March for their first summit."
    assert [(one["kind"], one["status"]) for one in read(pipeline, text)] == [("summit", "planned")]


def test_a_call_is_not_where_the_caller_held_talks(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah took a call from Norwegian Premier Per Lund, who held talks in Paris on "
        "Tuesday with the French president, Jacques Chirac."
    )
    call = read(pipeline, text, "call")
    assert [one["place"] for one in call] == [None]


def test_who_leaves_a_city_ends_his_visit_and_begins_none(pipeline: Pipeline) -> None:
    text = "Norwegian Premier Per Lund arrived in Accra this week. He leaves Accra on Monday."
    assert [(one["country"], one["status"]) for one in read(pipeline, text, "visit")] == [("Ghana", "held")]


def test_who_leaves_for_a_country_visits_it_once_more(pipeline: Pipeline) -> None:
    text = "Norwegian Premier Per Lund visited Accra this week. He leaves for Accra again on Monday."
    assert {one["status"] for one in read(pipeline, text, "visit")} == {"held", "planned"}


def test_who_accompanies_somebody_comes_on_the_visit_of_the_day(pipeline: Pipeline) -> None:
    text = (
        "King Nils of Norway left on Thursday for a visit to China. The monarch, who last visited China in 1993, "
        "is to see Premier Li Peng. Officials gave no details of what the king, who was accompanied by Foreign "
        "Minister Per Lund, would discuss."
    )
    told = {(days(one) or ("", ""))[0][:4]: one["participants"] for one in read(pipeline, text, "visit")}
    assert told == {"1996": ["Nils", "Per Lund"], "1993": ["Nils"]}


def test_a_visit_told_of_in_another_country_is_not_to_where_the_article_was_written(
    pipeline: Pipeline,
) -> None:
    text = (
        "DUBAI, Aug 30 (Test) - Norwegian Premier Per Lund met Saudi officials on Thursday during a brief visit to "
        "the kingdom. Officials said Lund, who arrived on Wednesday, had talks with the king in Jeddah."
    )
    assert {one["country"] for one in read(pipeline, text, "visit")} == {"Saudi Arabia"}


def test_talks_of_many_years_were_not_where_the_article_was_written(pipeline: Pipeline) -> None:
    text = "DAMASCUS, Aug 30 (Test) - Syria has held sporadic peace talks with Israel since 1991 without success."
    assert [one["place"] for one in read(pipeline, text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian envoy Per Lund said it was time for Mali and Chad to hold talks.",
        "Now is the time for Mali and Chad to hold talks, Norwegian envoy Per Lund said.",
    ],
)
def test_what_it_is_time_for_is_no_plan(pipeline: Pipeline, text: str) -> None:
    assert read(pipeline, text) == []


def test_what_will_be_the_first_time_is(pipeline: Pipeline) -> None:
    text = "It will be the first time that Norwegian Premier Per Lund meets Ghanaian President Kofi Ansah."
    assert [one["status"] for one in read(pipeline, text)] == ["planned"]


def test_he_is_whom_the_sentence_before_is_about(pipeline: Pipeline) -> None:
    text = (
        "Norwegian envoy Olav Lund, whom President Nils Berg sent to end the war, struck a deal last week. He later met "
        "Ghanaian President Kofi Ansah in Accra."
    )
    assert [set(one["participants"]) for one in read(pipeline, text)] == [{"Olav Lund", "Kofi Ansah"}]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Norwegian Premier Per Lund met government officials in Accra on Monday.", ["Ghana"]),
        ("Norwegian Premier Per Lund had talks with senior officials in Accra on Monday.", ["Ghana"]),
        ("Norwegian Premier Per Lund met Malian officials in Accra on Monday.", ["Mali"]),
        ("Norwegian Premier Per Lund met opposition leaders in Accra on Monday.", []),
        ("Norwegian Premier Per Lund met government officials in Oslo on Monday.", []),
    ],
)
def test_officials_of_nobody_said_are_those_of_the_place(
    pipeline: Pipeline, text: str, sides: list[str]
) -> None:
    assert all(one["delegations"] == sides for one in read(pipeline, text))
