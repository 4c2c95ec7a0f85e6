"""Who is named in lists, who was there besides, and who "they" and "the two" are."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2019, 5, 16)
MET = "Ghanaian President Kofi Ansah met Togolese President Faure Eyade in Lome on Monday. "


def read(pipeline: Pipeline, text: str) -> list[tuple[str, set[str]]]:
    """Kind and surnames of each event of a text."""
    meetings = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    return [(one["kind"], {name.split()[-1] for name in one["participants"]}) for one in meetings]


@pytest.mark.parametrize(
    "told",
    [
        "Present at the meeting were foreign ministers Kwame Badu and Ayi Dosseh.",
        "Also present were foreign ministers Kwame Badu of Ghana and Ayi Dosseh of Togo.",
        "Attending from the Togolese side were Foreign Minister Ayi Dosseh and Ambassador Kwame Badu.",
        "Taking part in the talks on the Ghanaian side were Foreign Minister Kwame Badu and aide Ayi Dosseh.",
        "Also in the meeting were Foreign Minister Kwame Badu and the ambassador, Ayi Dosseh.",
        "In attendance were Foreign Minister Kwame Badu and Ambassador Ayi Dosseh.",
        "Foreign Minister Kwame Badu and Ambassador Ayi Dosseh were also present.",
        "They were later joined by Foreign Minister Kwame Badu and Ambassador Ayi Dosseh.",
    ],
)
def test_who_was_present_took_part_in_the_talks_just_told_of(pipeline: Pipeline, told: str) -> None:
    assert ("meeting", {"Ansah", "Eyade", "Badu", "Dosseh"}) in read(pipeline, MET + told)


@pytest.mark.parametrize(
    "told",
    [
        "Present at the opening of the stadium were foreign ministers Kwame Badu and Ayi Dosseh.",
        "Foreign Minister Kwame Badu was present in the army for ten years.",
    ],
)
def test_who_was_present_elsewhere_did_not(pipeline: Pipeline, told: str) -> None:
    assert ("meeting", {"Ansah", "Eyade"}) in read(pipeline, MET + told)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Taking part in the Lusaka summit are Zambian President John Phiri, Malawian President Peter Banda "
            "and Kenyan Prime Minister James Otieno."
        ),
        (
            "Leaders attending the summit in Lusaka included Zambian President John Phiri, Malawi's Peter Banda "
            "and James Otieno of Kenya."
        ),
    ],
)
def test_who_is_listed_as_attending_a_summit_takes_part_in_it(pipeline: Pipeline, text: str) -> None:
    assert ("summit", {"Phiri", "Banda", "Otieno"}) in read(pipeline, text)


@pytest.mark.parametrize(
    "text",
    [
        (
            "The talks brought together Armenia's Aram Petrosyan, Georgia's Levan Kobakhidze and Turkish Foreign "
            "Minister Kemal Tuncer."
        ),
        (
            "The three foreign ministers, Aram Petrosyan of Armenia, Levan Kobakhidze of Georgia and Kemal Tuncer "
            "of Turkey, met in Batumi."
        ),
        "Foreign ministers Aram Petrosyan (Armenia), Levan Kobakhidze (Georgia) and Kemal Tuncer (Turkey) met.",
        "Aram Petrosyan, Armenia's foreign minister, Georgia's Levan Kobakhidze and Turkey's Kemal Tuncer met.",
        (
            "Armenia was represented at the talks in Batumi by Foreign Minister Aram Petrosyan, Georgia by its "
            "ambassador, Levan Kobakhidze, and Turkey by Kemal Tuncer."
        ),
    ],
)
def test_countries_between_the_names_of_a_list_do_not_end_it(pipeline: Pipeline, text: str) -> None:
    assert ("meeting", {"Petrosyan", "Kobakhidze", "Tuncer"}) in read(pipeline, text)


def test_who_acts_after_talks_with_somebody_goes_alone(pipeline: Pipeline) -> None:
    """The comma between them makes no list."""
    text = (
        "Fresh from talks in Amman with Jordanian President Farid Sharaf, Chilean Foreign Minister Luis Soto "
        "arrived in Beirut."
    )
    assert ("visit", {"Soto"}) in read(pipeline, text)


def test_who_was_met_separately_has_met_the_same_person(pipeline: Pipeline) -> None:
    text = (
        "Chilean Foreign Minister Luis Soto met Egyptian Foreign Minister Adel Fahmy in Cairo and, separately, "
        "Jordanian Foreign Minister Sami Radi."
    )
    found = read(pipeline, text)
    assert ("meeting", {"Soto", "Fahmy"}) in found
    assert ("meeting", {"Soto", "Radi"}) in found


def test_a_delegation_under_somebody_has_the_country_of_its_adjective(pipeline: Pipeline) -> None:
    text = "A Vietnamese delegation under Deputy Premier Pham Van Thuc arrived in Moscow on Tuesday."
    assert read(pipeline, text) == [("visit", {"Thuc"})]


def test_a_text_may_begin_with_the_word_that_leads_to_a_place(pipeline: Pipeline) -> None:
    """What is looked for before "to" is not there at the start of a text."""
    text = "To a warm welcome by Peruvian President Ana Torres, Chilean President Luis Soto arrived in Lima."
    assert ("visit", {"Soto"}) in read(pipeline, text)


@pytest.mark.parametrize(
    "told",
    [
        "The Israeli delegation was led by Foreign Minister Avi Lieber, the Syrian side by Foreign Minister Farid Sharaf.",
        "Foreign Minister Avi Lieber leads the Israeli delegation, while the Syrian team is headed by Minister Farid Sharaf.",
    ],
)
def test_who_leads_the_sides_of_the_talks_just_told_of_takes_part(pipeline: Pipeline, told: str) -> None:
    text = f"Talks between Israel and Syria opened in Geneva on Monday. {told}"
    assert read(pipeline, text) == [("meeting", {"Lieber", "Sharaf"})]


def test_who_leads_other_teams_takes_no_part_in_talks(pipeline: Pipeline) -> None:
    told = "The Kenyan team was led by John Otieno, its coach, at the games."
    assert ("meeting", {"Ansah", "Eyade"}) in read(pipeline, MET + told)


def test_what_a_picture_shows_has_been(pipeline: Pipeline) -> None:
    """The present tense of a caption looks back; that of a sentence looks ahead."""
    caption = "Jordanian King Faris (left) greets US envoy Dennis Rosen in Amman on Monday."
    for text, start in (
        (caption, "2019-05-13"),
        ("Jordanian King Faris greets US envoy Dennis Rosen in Amman on Monday.", "2019-05-20"),
    ):
        body = f"AMMAN, May 16 (AP) - A poet was freed.\n\n{text}\n\nThe poet, Riad Turki, wrote ten books."
        meetings = pipeline.record(Article(body, PUBLISHED, publisher="Test"))["meetings"]
        assert [one["date"]["start"] for one in meetings if one["kind"] == "meeting"] == [start]


def test_the_two_of_an_office_are_those_whom_the_article_called_so(pipeline: Pipeline) -> None:
    text = (
        "Pakistani Prime Minister Asif Durrani met Indian Prime Minister Rajendra Mehra in Colombo on Monday. "
        "Foreign secretaries Shahid Afridi (Pakistan) and Kamal Menon (India) drafted a statement. "
        "The two foreign secretaries will meet again in New Delhi in October."
    )
    found = read(pipeline, text)
    assert ("meeting", {"Afridi", "Menon"}) in found
    assert ("meeting", {"Durrani", "Mehra"}) in found


def test_the_style_of_an_excellency_is_no_he_and_no_name(pipeline: Pipeline) -> None:
    text = (
        "DOHA, May 16 (QNA) - HE the Minister of Labour Ali Kubaisi received this morning HE Prime Minister of "
        "Morocco Driss Alami. HE Ali Kubaisi also received a telephone call from HE Foreign Minister of the "
        "Republic of Iraq Hoshyar Barwari."
    )
    found = read(pipeline, text)
    assert ("meeting", {"Kubaisi", "Alami"}) in found
    assert ("call", {"Kubaisi", "Barwari"}) in found


def test_who_a_call_was_received_from_takes_part(pipeline: Pipeline) -> None:
    text = "Omani Crown Prince Tariq Al Busri received a phone call today from the Prime Minister of India, Ravi Menon."
    events = pipeline.record(Article(text, date(2020, 6, 3)))["meetings"]
    assert [(one["kind"], set(one["participants"])) for one in events] == [
        ("call", {"Tariq Al Busri", "Ravi Menon"})
    ]


def test_they_are_the_two_whose_clause_it_is(pipeline: Pipeline) -> None:
    text = (
        "Japanese Prime Minister Kenji Morita received Cambodian Prime Minister Sok Vannak on Friday. Morita and "
        "Malaysian Prime Minister Anwar Said signed the pact when they met in Osaka on Saturday."
    )
    events = pipeline.record(Article(text, date(2020, 6, 8)))["meetings"]
    assert [set(one["participants"]) for one in events if one["place"] == "Osaka"] == [
        {"Kenji Morita", "Anwar Said"}
    ]


def test_the_two_are_those_named_just_before_and_not_who_talked_earlier(pipeline: Pipeline) -> None:
    text = (
        "Syrian Vice President Omar Haddad met Iraqi Foreign Minister Tariq Nasser in Geneva.\n\n"
        "U.S. envoy Daniel Roth was driven to the house of Israeli Prime Minister Yitzhak Shalev. "
        "The two met for an hour."
    )
    events = pipeline.record(Article(text, date(2020, 6, 8)))["meetings"]
    assert {frozenset(one["participants"]) for one in events if one["kind"] == "meeting"} == {
        frozenset({"Omar Haddad", "Tariq Nasser"}),
        frozenset({"Daniel Roth", "Yitzhak Shalev"}),
    }
