"""Who takes part in what is told, and whether they are of different states."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2019, 5, 16)


def read(pipeline: Pipeline, text: str) -> list[tuple[str, str, set[str]]]:
    """Kind, status and surnames of each event of a text."""
    meetings = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    return [
        (one["kind"], one["status"], {name.split()[-1] for name in one["participants"]}) for one in meetings
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Per Lund met Foreign Minister Kofi Ansah on Monday.",
        "Special envoy Per Lund held talks with President Kofi Ansah on Monday.",
        "President Kofi Ansah received Foreign Minister Per Lund on Monday.",
        "Secretary-General Per Lund met Defence Minister Kofi Ansah on Monday.",
    ],
)
def test_offices_may_tell_that_two_are_of_two_states(pipeline: Pipeline, text: str) -> None:
    assert ("meeting", "held", {"Lund", "Ansah"}) in read(pipeline, text)


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Per Lund met former foreign minister Kofi Ansah on Monday.",
        "Mayor Per Lund met opposition leader Kofi Ansah on Monday.",
        "Education Minister Per Lund met Governor Kofi Ansah on Monday.",
    ],
)
def test_other_offices_do_not(pipeline: Pipeline, text: str) -> None:
    assert read(pipeline, text) == []


def test_a_sentence_may_begin_with_who_is_visiting(pipeline: Pipeline) -> None:
    text = (
        "LOME, May 16 (Test) -- Visiting Ghanaian President Kofi Ansah and his Togolese counterpart Ayi Dosseh had "
        "a meeting here today."
    )
    assert ("meeting", "held", {"Ansah", "Dosseh"}) in read(pipeline, text)


def test_a_count_of_encounters_is_no_date(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah and Togolese President Ayi Dosseh met for an hour on Monday, their second "
        "session in three days."
    )
    assert read(pipeline, text) == [("meeting", "held", {"Ansah", "Dosseh"})]


def test_whose_aides_are_met_is_not_met(pipeline: Pipeline) -> None:
    text = "Ghanaian President Kofi Ansah sat down with Togolese President Ayi Dosseh's aides on Monday."
    assert all("Dosseh" not in people for _, _, people in read(pipeline, text))


def test_who_is_called_visiting_is_the_visitor(pipeline: Pipeline) -> None:
    text = "Togolese President Ayi Dosseh held talks with visiting Ghanaian President Kofi Ansah in Lome on Monday."
    assert read(pipeline, text) == [
        ("visit", "held", {"Ansah"}),
        ("meeting", "held", {"Ansah", "Dosseh"}),
    ] or read(pipeline, text) == [
        ("meeting", "held", {"Ansah", "Dosseh"}),
        ("visit", "held", {"Ansah"}),
    ]


def test_who_spoke_with_somebody_far_away_called_though_they_have_met_before(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah spoke today with Togolese President Ayi Dosseh. He met President Dosseh in "
        "Lome on March 5."
    )
    assert {one[0] for one in read(pipeline, text)} == {"call", "meeting"}


@pytest.mark.parametrize(
    "text",
    [
        "Presidents Kofi Ansah and Per Lund failed to agree in a two-hour meeting on Saturday.",
        "President Kofi Ansah and Norwegian President Per Lund bridged the gap during talks on Saturday.",
    ],
)
def test_two_presidents_in_talks_are_of_two_states(pipeline: Pipeline, text: str) -> None:
    assert ("meeting", "held", {"Lund", "Ansah"}) in read(pipeline, text)


def test_a_call_about_a_recent_visit_was_no_part_of_the_visit(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah spoke today with Togolese President Ayi Dosseh. The presidents discussed "
        "Ansah's recent visit to Lome."
    )
    assert read(pipeline, text) == [
        ("call", "held", {"Ansah", "Dosseh"}),
        ("visit", "held", {"Ansah"}),
    ]


def test_who_spoke_with_somebody_in_the_days_of_his_visit_met_him(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah spoke on Tuesday with Togolese President Ayi Dosseh. He visited Togo from "
        "Monday to Wednesday."
    )
    assert "call" not in {one[0] for one in read(pipeline, text)}


@pytest.mark.parametrize(
    "told",
    [
        "Foreign Minister Kwame Badu attended the meeting.",
        "The meeting was attended by Foreign Minister Kwame Badu and British envoy Paul Webb.",
        "Foreign Minister Kwame Badu and British envoy Paul Webb took part in the talks.",
    ],
)
def test_who_attended_the_meeting_was_at_the_one_just_told_of(pipeline: Pipeline, told: str) -> None:
    text = "Ghanaian President Kofi Ansah met Togolese President Ayi Dosseh in Lome on Monday. "
    found = read(pipeline, text + told)
    assert len(found) == 1
    assert {"Ansah", "Dosseh", "Badu"} <= found[0][2]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ghanaian President Kofi Ansah turned down an invitation to meet {b}.", "cancelled"),
        ("Ghanaian President Kofi Ansah has declined an offer of talks with {b}.", "cancelled"),
        ("Ghanaian President Kofi Ansah did not reject an offer to meet {b}.", "planned"),
        ("Ghanaian President Kofi Ansah accepted an invitation to meet {b}.", "planned"),
    ],
)
def test_what_was_offered_and_spurned_does_not_come_about(pipeline: Pipeline, text: str, status: str) -> None:
    found = read(pipeline, text.format(b="Togolese President Ayi Dosseh"))
    assert found == [("meeting", status, {"Ansah", "Dosseh"})]


def test_who_joins_somebody_in_a_city_meets_him(pipeline: Pipeline) -> None:
    text = "Ghanaian President Kofi Ansah will join Togolese President Ayi Dosseh in Lome on Friday."
    assert ("meeting", "planned", {"Ansah", "Dosseh"}) in read(pipeline, text)


def test_who_joins_somebody_in_an_opinion_does_not(pipeline: Pipeline) -> None:
    text = "Ghanaian President Kofi Ansah joined Togolese President Ayi Dosseh in condemning the coup."
    assert read(pipeline, text) == []


def test_what_would_have_been_was_not(pipeline: Pipeline) -> None:
    text = "Ghanaian President Kofi Ansah would have met Togolese President Ayi Dosseh in Lome on Friday."
    assert read(pipeline, text) == [("meeting", "cancelled", {"Ansah", "Dosseh"})]


def test_a_first_time_that_is_to_come_is_the_plan_just_told_of(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah will meet Togolese President Ayi Dosseh on Friday. It will be the first time "
        "that Ansah and Dosseh have met."
    )
    assert read(pipeline, text) == [("meeting", "planned", {"Ansah", "Dosseh"})]


def test_who_calls_for_talks_between_others_has_no_part_in_them(pipeline: Pipeline) -> None:
    text = "Ghanaian President Kofi Ansah called for talks between Togolese Premier Ayi Dosseh and Mali's Oumar Ba."
    assert all("Ansah" not in people for _, _, people in read(pipeline, text))


def test_the_lead_of_a_dispatch_tells_of_talks_where_it_was_written(pipeline: Pipeline) -> None:
    text = (
        "GENEVA (Test) - Ghanaian President Kofi Ansah and Togolese President Ayi Dosseh met for two hours on "
        "Tuesday."
    )
    meetings = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    assert [one["place"] for one in meetings] == ["Geneva"]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Ghanaian President Kofi Ansah rang up Mr. Dosseh.", "call", "held"),
        ("Ghanaian President Kofi Ansah handed Dosseh a letter from the pope.", "meeting", "held"),
        ("Ghanaian President Kofi Ansah is to lunch with Dosseh on Friday.", "meeting", "planned"),
        ("Ghanaian President Kofi Ansah crossed paths with Dosseh in Lome on Monday.", "meeting", "held"),
    ],
)
def test_the_other_side_is_found_where_the_parser_errs(
    pipeline: Pipeline, text: str, kind: str, status: str
) -> None:
    before = "Togolese President Ayi Dosseh spoke to parliament. "
    assert (kind, status, {"Ansah", "Dosseh"}) in read(pipeline, before + text)


def test_who_is_called_may_stand_before_how_often(pipeline: Pipeline) -> None:
    text = "Egyptian President Mohamed Morsi slept. US President Barack Obama called Morsi three times on Monday."
    assert read(pipeline, text) == [("call", "held", {"Obama", "Morsi"})]


def test_a_telephone_does_not_consult(pipeline: Pipeline) -> None:
    text = (
        "U.S. Secretary of State Condoleezza Rice, who has put off her holiday, consulted by telephone with French "
        "President Nicolas Sarkozy."
    )
    assert read(pipeline, text) == [("call", "held", {"Rice", "Sarkozy"})]


def test_what_somebody_is_called_is_no_call(pipeline: Pipeline) -> None:
    text = "Togolese President Ayi Dosseh spoke. Ghanaian President Kofi Ansah called Dosseh a dictator."
    assert read(pipeline, text) == []


def test_aides_who_are_to_join_do_not_make_a_summit_planned(pipeline: Pipeline) -> None:
    text = (
        "US President Donald Trump and North Korean leader Kim Jong Un held a summit in Singapore on Tuesday. The two "
        "met for an hour before being joined by aides including Secretary of State Mike Pompeo."
    )
    assert {status for _, status, _ in read(pipeline, text)} == {"held"}


def test_who_joins_others_for_talks_takes_part_in_these(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah and Togolese President Ayi Dosseh were joined by Malian President Oumar Ba for "
        "three-way talks on Monday."
    )
    assert read(pipeline, text) == [("meeting", "held", {"Ansah", "Dosseh", "Ba"})]


def test_a_shuttle_visits_both_ends(pipeline: Pipeline) -> None:
    text = "U.S. Secretary of State Alexander Haig shuttled between London and Buenos Aires last week."
    assert read(pipeline, text) == [("visit", "held", {"Haig"}), ("visit", "held", {"Haig"})]


def test_who_attends_the_dinner_of_somebody_meets_him(pipeline: Pipeline) -> None:
    text = "U.S. envoy Jeane Kirk attended a dinner given by Argentine Ambassador Esteban Takacs."
    assert read(pipeline, text) == [("meeting", "held", {"Kirk", "Takacs"})]


def test_talks_belong_to_the_visit_of_the_news_and_not_to_one_of_the_past(pipeline: Pipeline) -> None:
    text = (
        "Iranian Foreign Minister Kamal Kharrazi visited Denmark from May 13 to 15. The visit returned one that Danish "
        "Foreign Minister Per Lund paid to Iran in July 2017. Kharrazi and Lund exchanged views on trade."
    )
    meetings = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    talks = [one for one in meetings if one["kind"] == "meeting"]
    assert [one["country"] for one in talks] == ["Denmark"]


def test_who_opens_a_conference_takes_part_in_it(pipeline: Pipeline) -> None:
    text = "The donors' conference in Lome was opened on Monday by President Kofi Ansah of Ghana."
    assert read(pipeline, text) == [("conference", "held", {"Ansah"})]


def test_two_without_offices_are_of_the_two_countries_that_their_sentence_names(pipeline: Pipeline) -> None:
    text = (
        "Barack Obama and Hassan Rouhani spoke by phone on Monday, the first conversation between US and Iranian "
        "presidents since 1979."
    )
    assert read(pipeline, text) == [("call", "held", {"Obama", "Rouhani"})]


def test_two_without_offices_and_countries_are_nobody(pipeline: Pipeline) -> None:
    assert read(pipeline, "Paul Webb and Peter Lund spoke by phone on Monday about the price of bread.") == []


def test_who_walked_out_of_a_meeting_was_there(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah walked out of a meeting with Togolese President Ayi Dosseh on Monday."
    )
    assert read(pipeline, text) == [("meeting", "held", {"Ansah", "Dosseh"})]


def test_who_are_among_those_attending_take_part(pipeline: Pipeline) -> None:
    text = (
        "President Kofi Ansah opened the summit of ECOWAS in Accra on Monday. President Ayi Dosseh of Togo and Premier "
        "Oumar Ba of Mali are among the leaders attending."
    )
    assert ("summit", "held", {"Ansah", "Dosseh", "Ba"}) in read(pipeline, text)


def test_who_was_present_did_not_attend_what_is_denied(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah denied that he had met Togolese President Ayi Dosseh. Premier Oumar Ba was "
        "present."
    )
    assert all("Ba" not in people for _, _, people in read(pipeline, text))


def test_who_is_not_named_at_a_gathering_is_called_from_it(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah and Togolese President Ayi Dosseh attended the summit of ECOWAS in Lome. Ansah "
        "said he had spoken to Danish Premier Per Lund on Thursday."
    )
    assert ("call", "held", {"Ansah", "Lund"}) in read(pipeline, text)


def test_who_briefed_somebody_met_him_though_a_clause_tells_it(pipeline: Pipeline) -> None:
    text = "Ghanaian envoy Kofi Ansah, who briefed Danish Premier Per Lund in Aarhus on Friday, is ill."
    assert read(pipeline, text) == [("meeting", "held", {"Ansah", "Lund"})]


def test_a_country_with_an_article_owns_a_name_in_a_list(pipeline: Pipeline) -> None:
    text = "Indonesia's Ali Alatas, Thailand's Prachuab Chai and the Philippines' Domingo Siazon met Hun Sen of Laos."
    assert any({"Alatas", "Chai", "Siazon"} <= people for _, _, people in read(pipeline, text))


def test_who_led_or_stood_for_a_delegation_was_at_the_summit(pipeline: Pipeline) -> None:
    text = (
        "Ghanaian President Kofi Ansah opened the summit of ECOWAS in Accra on Monday. The bridge was closed. Roads "
        "were wet. Shops did well. Togo was represented by Foreign Minister Ayi Dosseh."
    )
    assert ("summit", "held", {"Ansah", "Dosseh"}) in read(pipeline, text)


def test_a_body_called_council_may_hold_a_summit(pipeline: Pipeline) -> None:
    text = "Ghanaian President Kofi Ansah took part in a UN Security Council summit in New York on Monday."
    assert ("summit", "held", {"Ansah"}) in read(pipeline, text)


def test_who_calls_after_a_comma_is_not_joined_to_whom_another_meets(pipeline: Pipeline) -> None:
    text = (
        "Palestinian leader Yasser Arafat left for Cairo, where he was to brief President Hosni Mubarak, and Saudi Crown "
        "Prince Abdullah telephoned him."
    )
    assert all(not {"Mubarak", "Abdullah"} <= people for _, _, people in read(pipeline, text))


def test_who_is_due_to_meet_somebody_has_not_yet(pipeline: Pipeline) -> None:
    text = "Ghanaian President Kofi Ansah, due to meet Togolese President Ayi Dosseh on Friday, said he was tired."
    assert read(pipeline, text) == [("meeting", "planned", {"Ansah", "Dosseh"})]


@pytest.mark.parametrize(
    "text",
    [
        "Danish Premier Per Lund told Ghanaian President Kofi Ansah over lunch that trade came first.",
        "Danish Premier Per Lund paid a call on Ghanaian President Kofi Ansah.",
        "Danish General Per Lund signed a work plan with his Ghanaian counterpart, General Kofi Ansah.",
    ],
)
def test_words_over_lunch_calls_paid_and_plans_signed_are_meetings(pipeline: Pipeline, text: str) -> None:
    assert read(pipeline, text) == [("meeting", "held", {"Lund", "Ansah"})]
