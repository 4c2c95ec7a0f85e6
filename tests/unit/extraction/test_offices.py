"""Who holds which office: one sentence for each construction of news English."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

SENTENCES = yaml.safe_load((Path(__file__).parent / "office_sentences.yaml").read_text(encoding="utf-8"))


def held(pipeline: Pipeline, text: str, publisher: str | None = None) -> set[tuple[str, str, str, str]]:
    record = pipeline.record(Article(text, date(2020, 6, 1), publisher=publisher))
    return {(o["holder"], o["role"], o["polity"] or "-", o["capacity"]) for o in record["offices"]}


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][:60])
def test_the_sentence_says_who_holds_what(pipeline: Pipeline, case: dict[str, list[str] | str]) -> None:
    found = held(pipeline, str(case["text"]))
    for wanted in case["offices"]:
        parts = [part.strip() for part in wanted.split("|")]
        assert any(all(w in {"-", g} for w, g in zip(parts, one, strict=True)) for one in found), (
            wanted,
            found,
        )


def test_a_dateline_tells_whose_minister_it_is(pipeline: Pipeline) -> None:
    text = "LIMA, June 1 (Andina) -- Foreign Minister Rosa Delgado met reporters on Monday."
    assert ("Rosa Delgado", "foreign-minister", "Peru", "current") in held(pipeline, text)


def test_an_implied_polity_says_by_what(pipeline: Pipeline) -> None:
    text = "LIMA, June 1 (Andina) -- Foreign Minister Rosa Delgado met reporters on Monday."
    (office,) = pipeline.record(Article(text, date(2020, 6, 1)))["offices"]
    assert office["polity_implied_by"] == "dateline"


def test_a_monarchy_has_no_president(pipeline: Pipeline) -> None:
    text = "Morocco welcomed President Luis Cardona. He thanked Morocco. Colombia sells coffee to Morocco."
    assert ("Luis Cardona", "president", "Colombia", "current") in held(pipeline, text)


def test_bonn_stood_for_west_germany_once(pipeline: Pipeline) -> None:
    text = "BONN, March 3 - Chancellor Otto Brenner resigned on Tuesday."
    record = pipeline.record(Article(text, date(1987, 3, 3)))
    assert [o["polity"] for o in record["offices"]] == ["West Germany"]


def test_the_minister_without_a_name_adds_no_second_office(pipeline: Pipeline) -> None:
    text = "French Foreign Minister Paul Marchand arrived. The minister spoke. The French minister left."
    assert held(pipeline, text) == {("Paul Marchand", "foreign-minister", "France", "current")}


def test_who_visits_a_country_is_not_its_minister(pipeline: Pipeline) -> None:
    """The speaker's side counts, the place travelled to does not."""
    text = (
        "ROME, June 1 (AN) -- Italian Foreign Minister Lucia Ferrante told reporters in Rome on Monday that "
        "Deputy Foreign Minister Carlo Benetti would visit Libya. Libya has asked for help."
    )
    assert ("Carlo Benetti", "deputy-foreign-minister", "Italy", "current") in held(pipeline, text)


def test_a_country_with_a_president_has_no_second_one(pipeline: Pipeline) -> None:
    text = (
        "Niger and Chad signed a treaty. Niger sent troops to Chad. President Idriss Mahamat, whose Chad needs help, "
        "thanked President Moussa Issoufou of Niger."
    )
    found = held(pipeline, text)
    assert ("Moussa Issoufou", "president", "Niger", "current") in found
    assert ("Idriss Mahamat", "president", "Chad", "current") in found


def test_a_fallen_president_is_a_former_one(pipeline: Pipeline) -> None:
    text = "It was the first visit to Italy since the ouster of President Idris Maghrabi of Libya."
    assert ("Idris Maghrabi", "president", "Libya", "former") in held(pipeline, text)


def test_a_verb_in_a_headline_is_nobodys_name(pipeline: Pipeline) -> None:
    text = "Estonian Foreign Minister Visits Riga\n\nRIGA - Foreign Minister Urmas Kallaste of Estonia is in Riga."
    assert {one[0] for one in held(pipeline, text)} == {"Urmas Kallaste"}


def test_lines_that_point_to_other_articles_tell_no_office(pipeline: Pipeline) -> None:
    text = (
        "Lao Foreign Minister Somsavat Phengsa left Hanoi on Monday after two days of talks there.\n"
        "Also Read: PM Goran Ilic Signs Budget\n"
    )
    assert {one[0] for one in held(pipeline, text)} == {"Somsavat Phengsa"}


def test_a_name_with_its_abbreviation_behind_is_no_person(pipeline: Pipeline) -> None:
    text = "The offensive was led by Harakat Nasr al-Sham (HNS), President Omar Zintani of Libya said."
    people = {one["name"] for one in pipeline.record(Article(text, date(2020, 6, 1)))["persons"]}
    assert people == {"Omar Zintani"}


def test_a_counterpart_of_somebody_whose_office_is_unknown_holds_none(pipeline: Pipeline) -> None:
    text = "The general flew home. His Lao counterpart, Bounmy Sisavath, stayed for another day."
    assert "counterpart" not in {role for _, role, _, _ in held(pipeline, text)}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("The prime minister and President Emile Moreau of France agreed.", {"President"}),
        (
            "Prime Minister and Finance Minister Anwar Said of Malaysia agreed.",
            {"Prime Minister", "Minister of Finance"},
        ),
    ],
)
def test_a_minister_without_a_name_is_not_who_is_named_next(
    pipeline: Pipeline, text: str, titles: set[str]
) -> None:
    record = pipeline.record(Article(text, date(2020, 6, 3)))
    assert {one["title"] for one in record["offices"]} == titles


@pytest.mark.parametrize(
    "text",
    [
        "Walter Grayson will visit Beijing on Sunday. The Chinese president will receive him.",
        "Walter Grayson spoke to Anna Koch. The German chancellor smiled.",
    ],
)
def test_a_title_is_not_given_to_a_visitor_nor_to_one_of_two(pipeline: Pipeline, text: str) -> None:
    record = pipeline.record(Article(text, date(2020, 6, 3)))
    assert [one for one in record["offices"] if one["holder"] == "Walter Grayson"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Omar Dirir served as ambassador to Chad and the president of Mali praised him later.",
        "Omar Dirir served as ambassador to Chad, and the prime minister of Mali later praised him.",
        "Omar Dirir became ambassador to Chad after the president of Mali resigned.",
    ],
)
def test_an_office_of_the_next_clause_is_no_step_of_a_career(pipeline: Pipeline, text: str) -> None:
    assert {role for holder, role, _, _ in held(pipeline, text) if holder == "Omar Dirir"} == {"ambassador"}


def test_the_mayor_of_a_capital_serves_the_city(pipeline: Pipeline) -> None:
    text = "Moscow's mayor, Igor Malkin, met Moscow's envoy to Chad, Oleg Baranov."
    titles = {o["holder"]: o["title"] for o in pipeline.record(Article(text, date(2020, 6, 1)))["offices"]}
    assert titles["Igor Malkin"] == "Mayor of Moscow"


def test_nobody_heads_the_ministries_of_two_states(pipeline: Pipeline) -> None:
    text = "They saw Hans Olsen, Denmark's prime minister, and the foreign minister of Chad."
    assert held(pipeline, text) == {("Hans Olsen", "prime-minister", "Denmark", "current")}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The rally heard Shiv Sena chief Bala Thakur.", "Head of the Shiv Sena"),
        ("The rally heard Puntland leader Said Dirir.", "Leader"),
        ("Yesterday president Luis Cardona of Peru spoke.", "President"),
        ("They met Boeing president Tim Connery in Seattle.", "President of the Boeing"),
        ("BRASILIA - Petrobras president Ana Foster spoke on Friday.", "President of the Petrobras"),
        ("BRASILIA - Outgoing president Ana Foster of Brazil spoke on Friday.", "President"),
    ],
)
def test_a_body_before_a_title_is_named_whole(pipeline: Pipeline, text: str, wanted: str) -> None:
    (office,) = pipeline.record(Article(text, date(2020, 6, 1)))["offices"]
    assert office["title"] == wanted


def test_a_unit_is_nobodys_name(pipeline: Pipeline) -> None:
    text = "Col. Jim Ellery, commander of the 22nd Marine Amphibious Unit, came to Beirut. A minister spoke."
    record = pipeline.record(Article(text, date(1983, 6, 1)))
    assert [person["name"] for person in record["persons"]] == ["Jim Ellery"]


@pytest.mark.parametrize(
    "text", ["Jan Olsen saw President Dahl's plane.", "Jan Olsen, President Dahl's friend, left."]
)
def test_what_a_president_owns_is_no_office(pipeline: Pipeline, text: str) -> None:
    assert "Jan Olsen" not in {holder for holder, _, _, _ in held(pipeline, text)}


def test_a_career_goes_on_with_the_same_holder(pipeline: Pipeline) -> None:
    text = "Peter Mwangi served as Kenyan ambassador to Chad and later as high commissioner to Ghana."
    record = pipeline.record(Article(text, date(2012, 6, 1)))
    assert {one["title"] for one in record["offices"]} == {"Ambassador to Chad", "High Commissioner to Ghana"}


def test_a_prince_of_another_state_in_a_row_does_not_hold_the_office_before_him(pipeline: Pipeline) -> None:
    text = (
        "Bahrain's foreign minister, Prince Saud of Saudi Arabia and Sheikh Nasser of Kuwait met on Monday."
    )
    assert "foreign-minister" not in {role for _, role, _, _ in held(pipeline, text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Val Kilner and director Michael Manx were seen at the cafe in Paris.", "Michael Manx"),
        (
            "Ana Soto was elected president of Peru and Jorge Flores congratulated the minister.",
            "Jorge Flores",
        ),
        ("Idris Saleh was named president of Chad, and Omar Tomba left for Paris.", "Omar Tomba"),
        ("Lt. Gen. (ret.) Amir Dror met Lt. Col. Sultan Karim in Amman.", "Amir Dror"),
        ("Remarks went to leaders of the National Association of Wheat Growers on Monday.", "Growers"),
        ("Lt. Gen. (ret.) Amir Dror met Lt. Col. Sultan Karim in Amman.", "Sultan Karim"),
    ],
)
def test_a_person_without_a_title_of_his_own_holds_no_office(
    pipeline: Pipeline, text: str, name: str
) -> None:
    assert name not in {holder for holder, *_ in held(pipeline, text)}


def test_another_name_told_of_somebody_is_no_second_person(pipeline: Pipeline) -> None:
    text = "Luis Alva, better known as Lucho, is president of Peru. Karim Saleh (alias Abu Walid) is not."
    persons = pipeline.record(Article(text, date(2020, 6, 1)))["persons"]
    assert [(one["name"], set(one["aliases"])) for one in persons] == [
        ("Luis Alva", {"Luis Alva", "Lucho"}),
        ("Karim Saleh", {"Karim Saleh", "Abu Walid"}),
    ]


def test_a_presidential_spokesman_serves_no_president_of_an_organisation(pipeline: Pipeline) -> None:
    text = (
        "World Bank President Paul Wolff arrived in Jakarta for talks with Indonesia. Presidential spokesman "
        "Dino Patti welcomed him. Indonesia hopes for more."
    )
    assert ("Dino Patti", "spokesperson", "Indonesia", "current") in held(pipeline, text)


def test_what_a_movement_is_called_is_no_person(pipeline: Pipeline) -> None:
    text = "Rachid Ghannou, leader of the Islamist movement Nahdat, returned to Tunisia."
    persons = pipeline.record(Article(text, date(2020, 6, 1)))["persons"]
    assert [one["name"] for one in persons] == ["Rachid Ghannou"]
