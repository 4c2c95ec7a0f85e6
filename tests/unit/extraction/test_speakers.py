"""Who speaks by office first and by name below, whom a leader's aide serves, and for which state a spokesman speaks."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.claims import Modality, Predicate
from communique.model.text import Article


def held(pipeline: Pipeline, text: str, year: int = 1996) -> dict[str, tuple[str, str | None]]:
    record = pipeline.record(Article(text, date(year, 6, 7)))
    return {o["holder"]: (o["title"], o["polity"]) for o in record["offices"]}


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        (
            (
                "OSLO, June 7 (Reuter) - Norway's President Nils Berg is likely to visit Ghana next year, the foreign "
                'minister said on Friday.\n"A meeting is planned," Per Lund told a news conference.'
            ),
            "Per Lund",
            ("Minister of Foreign Affairs", "Norway"),
        ),
        (
            (
                "MANILA, June 7 (Reuter) - The Philippines will host talks in May, the foreign minister said on Friday.\n"
                '"We have asked all claimants," Rodolfo Siazar told reporters.'
            ),
            "Rodolfo Siazar",
            ("Minister of Foreign Affairs", "Philippines"),
        ),
        (
            (
                "LIMA, Peru (AP) - Peru will resume payments, the finance minister said Thursday.\n"
                "Cesar Vasquez Belan said the first one would be made in June."
            ),
            "Cesar Vasquez Belan",
            ("Minister of Finance", "Peru"),
        ),
        (
            (
                "KHARTOUM, June 7 (AFP) - Sudan rejected the threat, a foreign ministry spokesman said.\n"
                '"We do not accept threats," Najib Khalil said.'
            ),
            "Najib Khalil",
            ("Spokesman of the Ministry of Foreign Affairs", "Sudan"),
        ),
        (
            (
                "GAZA, June 7 (Reuter) - Norway gave Ghanaian President Kofi Ansah leave to land, an Ansah adviser said.\n"
                '"The problem is over," Yaw Mensah told Reuters.'
            ),
            "Yaw Mensah",
            ("Adviser", "Ghana"),
        ),
    ],
)
def test_who_speaks_without_a_name_is_named_below(
    pipeline: Pipeline, text: str, name: str, office: tuple[str, str]
) -> None:
    assert held(pipeline, text)[name] == office
    (claim,) = (
        one
        for one in pipeline.extract(Article(text, date(1996, 6, 7))).claims
        if one.predicate is Predicate.HELD_OFFICE
        and name.rsplit(maxsplit=1)[-1] in one.subject + text
        and one.implied_by
    )
    assert claim.modality is Modality.IMPLIED


@pytest.mark.parametrize(
    "rest",
    [
        '"It was hell," Zoran Petrovic, a baker, told Reuters.',
        'A witness said shots were fired. "It was hell," Zoran Petrovic told Reuters.',
        '"It is late," analyst Zoran Petrovic told Reuters.',
        '"It is late," Foreign Minister Aleksandar Dimov told Reuters. "No comment," Zoran Petrovic said.',
        '"It is late," Dusan Ilic said. "It is not," Zoran Petrovic said.',
        "Zoran Petrovic fled.",
    ],
)
def test_a_speaker_of_whom_more_or_nothing_is_told_has_no_office(pipeline: Pipeline, rest: str) -> None:
    text = f"SKOPJE, June 7 (Reuter) - Talks would resume, the foreign minister said on Friday.\n{rest}"
    assert "Zoran Petrovic" not in held(pipeline, text)


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Halabi and Netanyahu aide Dan Gold could meet in Ramallah.", "Dan Gold", ("Aide", "Israel")),
        (
            "MOSCOW (AP) - Yeltsin spokesman Sergei Karp met Kohl adviser Jan Bitter.",
            "Sergei Karp",
            ("Spokesman", "Russia"),
        ),
        ("MOSCOW (AP) - Kohl adviser Jan Bitter arrived in Vienna.", "Jan Bitter", ("Adviser", "Germany")),
        (
            "PARIS (AP) - Boeing spokesman Tim Neal said nothing.",
            "Tim Neal",
            ("Spokesman of the Boeing", "Boeing"),
        ),
        ("PARIS (AP) - Trade adviser Tim Neal said nothing.", "Tim Neal", ("Trade Adviser", "France")),
    ],
)
def test_a_leader_before_an_aide_tells_the_state(
    pipeline: Pipeline, text: str, name: str, office: tuple[str, str]
) -> None:
    assert held(pipeline, text)[name] == office


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("RAMALLAH (AP) - U.S. Middle East envoy Dan Mason held talks in Paris.", "Dan Mason", ("Envoy to Middle East", "United States")),
        ("CAIRO (AP) - Russia's Middle East envoy Viktor Posuv came.", "Viktor Posuv", ("Envoy to Middle East", "Russia")),
        ("ATHENS (AP) - British Cyprus envoy David Han came.", "David Han", ("Envoy to Cyprus", "United Kingdom")),
        ("ATHENS (AP) - EU Balkans envoy David Han came.", "David Han", ("Envoy to Balkans", "European Union")),
        ("ATHENS (AP) - Cyprus envoy David Han came.", "David Han", ("Envoy", "Cyprus")),
    ],
)  # fmt: skip
def test_who_sends_an_envoy_stands_before_where_he_serves(
    pipeline: Pipeline, text: str, name: str, office: tuple[str, str]
) -> None:
    assert held(pipeline, text)[name] == office


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("BONN (AP) - Germany said it had been promised by the Russian government that it would wait.", "Germany"),
        ("GENEVA (AP) - Japan said it had told the Chinese government that tests must end.", "Japan"),
        ("GENEVA (AP) - Tests must end, delegates said. The Chinese government disagreed.", "China"),
    ],
)  # fmt: skip
def test_a_spokesman_speaks_for_the_state_that_spoke_before(
    pipeline: Pipeline, text: str, state: str
) -> None:
    found = held(pipeline, f"{text} Foreign Ministry spokesman Martin Weyer said so.")
    assert found["Martin Weyer"][1] == state


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        (
            "Deputy Secretary of State Strobe Mason flew to Ottawa to meet his Russian counterpart.",
            "Strobe Mason",
            "United States",
        ),
        (
            "DHAKA (AP) - Under-Secretary of State for Foreign and Commonwealth Affairs Liam Hart told reporters.",
            "Liam Hart",
            "United Kingdom",
        ),
        (
            "MINSK (AP) - Under Secretary of State for Political Affairs Liam Hart told reporters.",
            "Liam Hart",
            "United States",
        ),
        (
            "Wolf Krause is the political director of Bonn's foreign ministry, officials from Moscow said.",
            "Wolf Krause",
            "Germany",
        ),
    ],
)
def test_the_words_of_the_office_tell_the_state(pipeline: Pipeline, text: str, name: str, state: str) -> None:
    assert held(pipeline, text)[name][1] == state
