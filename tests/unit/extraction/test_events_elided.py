"""What a sentence leaves out and another says: repeated encounters, pairs, gatherings, visitors, calls."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

PUBLISHED = date(2019, 5, 16)


def read(pipeline: Pipeline, text: str) -> list[dict[str, Any]]:
    """The meetings of the record of a text."""
    found: list[dict[str, Any]] = pipeline.record(Article(text, PUBLISHED, publisher="Test"))["meetings"]
    return found


def told(meetings: list[dict[str, Any]], kind: str, *names: str) -> list[dict[str, Any]]:
    """Those of a kind in which people of these names take part, and nobody else."""
    return [
        one
        for one in meetings
        if one["kind"] == kind
        and len(one["participants"]) == len(names)
        and all(any(name in person for person in one["participants"]) for name in names)
    ]


def test_each_place_and_day_of_one_sentence_is_an_encounter(pipeline: Pipeline) -> None:
    text = (
        "Peruvian President Ana Torres and Chilean President Luis Soto met in Lima in January "
        "and again in Santiago in March."
    )
    found = told(read(pipeline, text), "meeting", "Torres", "Soto")
    assert [(one["place"], one["date"]["start"]) for one in found] == [
        ("Lima", "2019-01-01"),
        ("Santiago", "2019-03-01"),
    ]


def test_a_list_of_two_places_without_days_is_one_encounter(pipeline: Pipeline) -> None:
    text = "Peruvian President Ana Torres met Chilean President Luis Soto in January in Lima, the capital."
    assert len(read(pipeline, text)) == 1


def test_who_was_met_on_another_day_has_a_meeting_of_his_own(pipeline: Pipeline) -> None:
    text = (
        "British Foreign Secretary John Marsh met Egyptian President Adel Fahmy on Monday "
        "and Foreign Minister Sami Radi on Tuesday."
    )
    found = read(pipeline, text)
    assert told(found, "meeting", "Marsh", "Fahmy")[0]["date"]["start"] == "2019-05-13"
    assert told(found, "meeting", "Marsh", "Radi")[0]["date"]["start"] == "2019-05-14"


def test_as_did_somebody_tells_of_a_second_meeting(pipeline: Pipeline) -> None:
    text = (
        "Iranian Foreign Minister Reza Karimi met Austrian Chancellor Karl Huber in Vienna on Monday, "
        "as did Russian Deputy Foreign Minister Oleg Panin."
    )
    assert told(read(pipeline, text), "meeting", "Panin", "Huber")


def test_the_two_ministers_are_the_only_two_named(pipeline: Pipeline) -> None:
    text = (
        "Hungarian Foreign Minister Laszlo Kovacs and Slovak Foreign Minister Jan Novak disagree about the dam. "
        "The two ministers met in Vienna on Tuesday."
    )
    assert told(read(pipeline, text), "meeting", "Kovacs", "Novak")[0]["place"] == "Vienna"


def test_of_three_ministers_none_are_the_two(pipeline: Pipeline) -> None:
    text = (
        "Hungarian Foreign Minister Laszlo Kovacs, Slovak Foreign Minister Jan Novak and Polish Foreign Minister "
        "Adam Lis disagree about the dam. The two ministers met in Vienna on Tuesday."
    )
    assert not told(read(pipeline, text), "meeting", "Kovacs", "Novak")


def test_the_two_countries_are_those_told_of_before(pipeline: Pipeline) -> None:
    text = (
        "India and Pakistan are at odds over the river. "
        "The two countries' delegations met in Geneva on Monday."
    )
    (found,) = read(pipeline, text)
    assert set(found["delegations"]) == {"India", "Pakistan"}
    assert found["place"] == "Geneva"


def test_they_are_the_two_of_the_sentence(pipeline: Pipeline) -> None:
    text = (
        "Frank Dole is the U.S. Defense Secretary. Philippine Defence Secretary Jose Cruz said he had told Dole "
        "of the decision when they met in Singapore in April."
    )
    assert told(read(pipeline, text), "meeting", "Cruz", "Dole")[0]["place"] == "Singapore"


def test_who_attends_the_summit_attends_that_whose_place_was_told(pipeline: Pipeline) -> None:
    text = (
        "The summit of the Americas will be held in Lima on May 20. "
        "Mexican President Jorge Prieto will take part in the summit."
    )
    (found,) = told(read(pipeline, text), "summit", "Prieto")
    assert (found["place"], found["date"]["start"]) == ("Lima", "2019-05-20")


def test_a_visiting_envoy_visits_the_country_whose_people_he_meets(pipeline: Pipeline) -> None:
    text = (
        "The visiting Danish foreign minister, Mette Lund, praised the ties on Monday. "
        "Lund met Kenyan President Daniel Mwangi."
    )
    (found,) = told(read(pipeline, text), "visit", "Lund")
    assert found["country"] == "Kenya"


def test_visiting_before_a_name_at_the_start_of_a_sentence(pipeline: Pipeline) -> None:
    text = "RIYADH, May 16 - Visiting Iraqi Prime Minister Haider Jabouri said on Monday that oil was dear."
    assert told(read(pipeline, text), "visit", "Jabouri")[0]["country"] == "Saudi Arabia"


def test_who_speaks_from_his_own_capital_calls(pipeline: Pipeline) -> None:
    text = (
        "Danish Foreign Minister Mette Lund spoke on Monday with Kenyan President Daniel Mwangi about peace."
    )
    assert told(read(pipeline, text), "call", "Lund", "Mwangi")


def test_who_speaks_during_a_visit_does_not_call(pipeline: Pipeline) -> None:
    text = (
        "Danish Foreign Minister Mette Lund visited Nairobi on Monday. "
        "Lund spoke with Kenyan President Daniel Mwangi about peace."
    )
    found = read(pipeline, text)
    assert told(found, "meeting", "Lund", "Mwangi")
    assert not told(found, "call", "Lund", "Mwangi")


def test_those_present_and_those_who_stand_together_meet(pipeline: Pipeline) -> None:
    present = (
        "Present at the meeting in Prague on Monday were Czech Foreign Minister Jan Dvorak "
        "and German Foreign Minister Karl Huber."
    )
    assert told(read(pipeline, present), "meeting", "Dvorak", "Huber")
    beside = (
        "Standing alongside Ukrainian President Petro Bondar in Berlin, German Chancellor Anna Brandt "
        "promised more aid on Monday."
    )
    assert told(read(pipeline, beside), "meeting", "Brandt", "Bondar")


def test_who_is_welcomed_to_a_country_visits_it(pipeline: Pipeline) -> None:
    text = "French President Luc Martin will welcome Kenyan President Daniel Mwangi to Paris on May 20."
    found = read(pipeline, text)
    assert told(found, "visit", "Mwangi")[0]["country"] == "France"
    assert told(found, "meeting", "Martin", "Mwangi")


def test_a_plea_to_somebody_is_no_call_on_him(pipeline: Pipeline) -> None:
    text = "British Prime Minister Ann Clark called on Iranian President Hassan Mokri to free the detainees."
    assert read(pipeline, text) == []


@pytest.mark.parametrize(
    "words",
    [
        "will call on Prime Minister Paul Grey, and have talks with Australian Foreign Minister Ann Cole.",
        "is to fly to Sydney on Monday, meet Australian Foreign Minister Ann Cole and visit a school.",
        "was to travel to Sydney on Monday, tour the port and meet with Australian Foreign Minister Ann Cole.",
    ],
)
def test_what_is_joined_to_an_infinitive_is_as_far_ahead(pipeline: Pipeline, words: str) -> None:
    (found,) = told(read(pipeline, f"Peruvian President Ana Torres {words}"), "meeting", "Torres", "Cole")
    assert found["status"] == "planned"


def test_who_is_named_before_will_and_with_his_country_is_the_one_who_will(pipeline: Pipeline) -> None:
    text = "At the invitation of Prime Minister Paul Grey, President Torres of Peru will pay a visit to Australia in June."
    assert told(read(pipeline, text), "visit", "Torres")


def test_a_second_with_names_further_people(pipeline: Pipeline) -> None:
    text = (
        "Peruvian President Ana Torres will have talks with the Prime Minister, Mr Grey, and with the Australian "
        "Minister for Defence, Senator Cole."
    )
    assert {name for one in read(pipeline, text) for name in one["participants"]} == {
        "Ana Torres",
        "Grey",
        "Cole",
    }


@pytest.mark.parametrize(
    "words",
    [
        "Danish Foreign Minister Lars Holm flew in for talks with Ghanaian President Kofi Ansah on Sunday.",
        "Danish Foreign Minister Lars Holm jetted in on Sunday.",
        "Danish Foreign Minister Lars Holm flew in the previous day for a two-day trip.",
    ],
)
def test_who_flies_in_visits_the_country_of_the_dateline(pipeline: Pipeline, words: str) -> None:
    assert told(read(pipeline, f"ACCRA - {words}"), "visit", "Holm")[0]["delegations"] == ["Ghana"]


@pytest.mark.parametrize(
    "words",
    [
        "Ghanaian Foreign Minister Kwame Badu flew in from London on Sunday.",
        "Danish Foreign Minister Lars Holm flew in a military helicopter on Sunday.",
    ],
)
def test_who_flies_home_or_in_a_helicopter_does_not(pipeline: Pipeline, words: str) -> None:
    assert told(read(pipeline, f"ACCRA - {words}"), "visit") == []


def test_whom_somebody_sees_in_order_to_do_something_he_meets(pipeline: Pipeline) -> None:
    text = "Danish Foreign Minister Lars Holm saw Ghanaian President Kofi Ansah to discuss the border."
    assert told(read(pipeline, text), "meeting", "Holm", "Ansah")
    for end in ("leave the hall", "to be a threat", "to have failed"):
        text = f"Danish Foreign Minister Lars Holm saw Ghanaian President Kofi Ansah {end}."
        assert told(read(pipeline, text), "meeting") == []


def test_a_sentence_that_the_full_stop_of_an_hour_does_not_end_tells_of_both(pipeline: Pipeline) -> None:
    text = (
        "Danish Prime Minister Lars Holm took off for Accra at 6 p.m. He will see President Kofi Ansah "
        "of Ghana tomorrow and dine with Foreign Minister Kwame Badu."
    )
    assert told(read(pipeline, text), "meeting", "Holm", "Ansah")


def test_a_second_with_behind_talks_that_somebody_comes_for(pipeline: Pipeline) -> None:
    text = "He flies to Accra for talks with President Kofi Ansah, and with Prime Minister Kwame Badu."
    found = read(pipeline, f"Danish Foreign Minister Lars Holm is on a tour. {text}")
    assert told(found, "meeting", "Holm", "Ansah", "Badu")


def test_a_call_on_a_day_with_somebody(pipeline: Pipeline) -> None:
    text = (
        "Iraqi Deputy Prime Minister Tareq Aziz is in Rome. In a call on Sunday with Aziz, "
        "U.N. Secretary-General Kofi Annan urged restraint."
    )
    assert told(read(pipeline, text), "call", "Aziz", "Annan")


def test_whom_somebody_meets_separately_he_meets_one_by_one(pipeline: Pipeline) -> None:
    text = (
        "Danish Foreign Minister Lars Holm sat down separately with Ghanaian President Kofi Ansah "
        "and Foreign Minister Kwame Badu."
    )
    found = read(pipeline, text)
    assert told(found, "meeting", "Holm", "Ansah")
    assert told(found, "meeting", "Holm", "Badu")


def test_who_meet_somebody_separately_meet_him_one_by_one(pipeline: Pipeline) -> None:
    text = (
        "Foreign ministers Lars Holm of Denmark and Ayi Dosseh of Togo met {} Ghanaian President Kofi Ansah."
    )
    found = read(pipeline, text.format("separately with"))
    assert told(found, "meeting", "Holm", "Ansah")
    assert told(found, "meeting", "Dosseh", "Ansah")
    assert told(read(pipeline, text.format("with")), "meeting", "Holm", "Dosseh", "Ansah")


def test_talks_with_the_two_are_with_those_who_talked(pipeline: Pipeline) -> None:
    text = (
        "Danish Foreign Minister Lars Holm met his Ghanaian counterpart Kwame Badu in Accra. "
        "In her talks with the two, Togolese Prime Minister Afi Dosseh urged calm."
    )
    assert told(read(pipeline, text), "meeting", "Holm", "Badu", "Dosseh")


@pytest.mark.parametrize(
    "talks", ["Consultations on the border ended in Rome on Sunday.", "Talks on Togo took place in Rome."]
)
def test_who_represented_their_states_at_talks_took_part(pipeline: Pipeline, talks: str) -> None:
    text = "Denmark was represented by Danish Foreign Minister Lars Holm, Ghana by Ghanaian envoy Kwame Badu."
    found = told(read(pipeline, f"{talks} {text}"), "meeting", "Holm", "Badu")
    assert [one["place"] for one in found] == ["Rome"]


def test_who_is_represented_where_nobody_talked_does_not_meet(pipeline: Pipeline) -> None:
    text = "The old king was buried in Rome. Denmark was represented by Foreign Minister Lars Holm, Ghana by Kwame Badu."
    assert told(read(pipeline, text), "meeting") == []


def test_those_who_attended_and_who_joined_the_session(pipeline: Pipeline) -> None:
    text = (
        "NATO foreign ministers met in Antalya on Sunday. Ministers who attended included Denmark's Lars Holm "
        "and Italy's Paolo Neri. Ghanaian Foreign Minister Kwame Badu also joined the session."
    )
    assert told(read(pipeline, text), "meeting", "Holm", "Neri", "Badu")
    text = "NATO foreign ministers met in Antalya on Sunday. Leaders who attended the funeral included Lars Holm."
    assert told(read(pipeline, text), "meeting", "Holm") == []


def test_the_counterpart_of_whoever_is_named_behind_the_participle(pipeline: Pipeline) -> None:
    text = (
        "ACCRA - Receiving his Danish counterpart Lars Holm in Accra, Foreign Minister Kwame Badu said the line "
        "would open. The Danish minister will leave for Lome on Friday."
    )
    assert told(read(pipeline, text), "visit", "Holm")


def test_the_two_foreign_secretaries_are_those_who_were_called_so(pipeline: Pipeline) -> None:
    text = (
        "Indian foreign secretary Ravi Menon met Pakistani foreign secretary Tariq Baig on Tuesday. "
        "Danish foreign minister Lars Holm had a meeting with Ghanaian foreign minister Kwame Badu. "
        "The two foreign secretaries will meet again in Colombo in October."
    )
    assert len(told(read(pipeline, text), "meeting", "Menon", "Baig")) == 2


def test_each_by_names_who_attended(pipeline: Pipeline) -> None:
    text = (
        "The meeting was attended by ministers from both countries and by Danish Prime Minister Lars Holm, "
        "and by President Kofi Ansah of Ghana."
    )
    assert told(read(pipeline, text), "meeting", "Holm", "Ansah")


def test_who_speaks_to_reporters_after_meeting_somebody_met_him(pipeline: Pipeline) -> None:
    text = "Danish Foreign Minister Lars Holm said so in a statement to journalists just after meeting {}."
    assert told(
        read(pipeline, text.format("Ghanaian President Kofi Ansah at the castle")), "meeting", "Holm", "Ansah"
    )


def test_who_has_come_on_a_day_and_will_be_received_is_not_received_that_day(pipeline: Pipeline) -> None:
    text = "Danish envoy Lars Holm, who flew to Accra on Monday, will be received by Ghanaian President Kofi Ansah."
    (found,) = told(read(pipeline, text), "meeting", "Holm", "Ansah")
    assert found["status"] == "planned"
    assert found["date"]["start"] is None


def test_who_grants_an_audience_gives_it(pipeline: Pipeline) -> None:
    text = "Danish Foreign Minister Lars Holm was granted an audience by King Jigme Khesar of Bhutan."
    assert told(read(pipeline, text), "meeting", "Holm", "Khesar")


def test_who_sits_in_on_talks_takes_part(pipeline: Pipeline) -> None:
    text = "Danish Foreign Minister Lars Holm met Ghanaian President Kofi Ansah. Foreign Minister Kwame Badu sat {}."
    assert told(read(pipeline, text.format("in on the talks")), "meeting", "Holm", "Ansah", "Badu")
    assert told(read(pipeline, text.format("in on part of the talks")), "meeting", "Holm", "Ansah", "Badu")
    assert told(read(pipeline, text.format("in the garden")), "meeting", "Holm", "Ansah")


def test_whom_somebody_expects_to_be_somewhere_he_does_not_see(pipeline: Pipeline) -> None:
    text = "Ghanaian President Kofi Ansah expects Danish Foreign Minister Lars Holm to be in Accra on Monday."
    assert told(read(pipeline, text), "meeting") == []


def test_who_had_breakfast_with_one_and_was_received_by_another_met_both(pipeline: Pipeline) -> None:
    text = (
        "Peruvian President Ana Torres had breakfast with Paul Grey and was received by Queen Anne of Norway."
    )
    assert {one["status"] for one in read(pipeline, text)} == {"held"}


@pytest.mark.parametrize(
    "back", ["They had met in Rome.", "It was their first meeting since they met in Rome."]
)
def test_where_two_had_met_before_is_not_where_they_met_now(pipeline: Pipeline, back: str) -> None:
    text = f"Danish Foreign Minister Lars Holm met Ghanaian President Kofi Ansah on Monday. {back}"
    found = told(read(pipeline, text), "meeting", "Holm", "Ansah")
    assert [(one["place"], one["date"] and one["date"]["start"]) for one in found] == [
        (None, "2019-05-13"),
        ("Rome", None),
    ]
