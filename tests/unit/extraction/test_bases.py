"""Military installations: which words name one, who runs it, and in which country it lies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.claims import Kind, Predicate
from communique.model.text import Article

DAY = date(2025, 8, 1)


def bases(pipeline: Pipeline, text: str) -> dict[str, dict[str, Any]]:
    return {base["name"]: base for base in pipeline.record(Article(text, DAY))["bases"]}


def test_two_bases_of_one_phrase_are_two(pipeline: Pipeline) -> None:
    found = bases(pipeline, "Russia keeps military bases at Tartus and Hmeimim in Syria.")
    assert set(found) == {"Tartus", "Hmeimim"}
    assert {base["host_country"] for base in found.values()} == {"Syria"}


def test_each_base_of_a_list_has_its_own_kind(pipeline: Pipeline) -> None:
    found = bases(
        pipeline, "The Russian naval base in Tartus and the air base at Hmeimim stay open in Syria."
    )
    assert {name: base["kind"] for name, base in found.items()} == {"Tartus": "naval", "Hmeimim": "air"}


def test_the_name_may_stand_before_the_noun(pipeline: Pipeline) -> None:
    assert set(bases(pipeline, "U.S. jets left Andersen Air Force Base in Guam.")) == {
        "Andersen Air Force Base"
    }


def test_a_possessive_tells_the_operator(pipeline: Pipeline) -> None:
    found = bases(pipeline, "France's air base at Kossei in Chad was closed by the army.")
    assert found["Kossei"]["operator"] == "France"
    assert found["Kossei"]["host_country"] == "Chad"


@pytest.mark.parametrize(
    "text",
    [
        "The party lost its power base in Anatolia.",
        "The government widened the tax base in Chile.",
        "The troops returned to their base.",
        "The company is based in Tartus.",
    ],
)
def test_other_bases_and_nameless_ones_are_none(pipeline: Pipeline, text: str) -> None:
    assert bases(pipeline, text) == {}


def test_what_is_said_of_its_future_is_a_remark_with_its_speaker(pipeline: Pipeline) -> None:
    text = "Russian Foreign Minister Igor Malkin said the naval base at Tartus in Syria would remain."
    extraction = pipeline.extract(Article(text, DAY))
    remarks = [one for one in extraction.entities if one.kind is Kind.REMARK]
    about = [claim for claim in extraction.claims if claim.predicate is Predicate.ABOUT]
    assert len(remarks) == len(about) == 1
    assert about[0].said_by is not None
    assert extraction.entity(about[0].said_by).label == "Igor Malkin"


@pytest.mark.parametrize(
    ("text", "name", "operator", "host"),
    [
        ("The Cuban listening post at Torrens, near Havana, will close.", "Torrens", "Cuba", "Cuba"),
        (
            "Greece will close the American air base at Kalamos, officials said.",
            "Kalamos",
            "United States",
            "Greece",
        ),
        (
            "About 300 French soldiers are stationed at Camp Delorme in Djibouti.",
            "Camp Delorme",
            "France",
            "Djibouti",
        ),
        (
            "The base at Karsan, leased to the United States since 2001, is in Uzbekistan.",
            "Karsan",
            "United States",
            "Uzbekistan",
        ),
        (
            "Japan wants the U.S. Marine Corps air station at Hotaka moved.",
            "Hotaka",
            "United States",
            "Japan",
        ),
        (
            "Kandahar is the second military base of Canadian troops in Afghanistan.",
            "Kandahar",
            "Canada",
            "Afghanistan",
        ),
        (
            "The Rosas naval base, which is used by the United States, lies in Spain.",
            "Rosas naval base",
            "United States",
            "Spain",
        ),
        ("Rebels in Chad overran the French garrison at the oasis of Fardou.", "Fardou", "France", "Chad"),
        (
            "Kyrgyzstan asked Russia to keep its military bases at Osh and Karatal, Moscow's only bases abroad.",
            "Karatal",
            "Russia",
            "Kyrgyzstan",
        ),
    ],
)
def test_operator_and_host_are_read_from_the_words_around(
    pipeline: Pipeline, text: str, name: str, operator: str, host: str
) -> None:
    found = bases(pipeline, text)[name]
    assert (found["operator"], found["host_country"]) == (operator, host)


def test_foreign_forces_of_the_article_run_the_base_it_names(pipeline: Pipeline) -> None:
    """The words may stand in another sentence, which is then evidence, too."""
    text = "A bomb went off outside the Lindenau base in West Germany. A British Army spokesman said nobody died."
    found = bases(pipeline, text)["Lindenau base"]
    assert found["operator"] == "United Kingdom"
    assert any("British Army" in one["text"] for one in found["evidence"])


def test_without_foreign_forces_nothing_is_said_of_the_operator(pipeline: Pipeline) -> None:
    assert (
        bases(pipeline, "Soldiers left the Lindenau army base in West Germany.")["Lindenau army base"][
            "operator"
        ]
        is None
    )


def test_a_base_in_joint_use_has_no_single_operator(pipeline: Pipeline) -> None:
    text = "American troops arrived on Monday. Both armies will jointly use the Lindenau shooting range in Germany."
    assert bases(pipeline, text)["Lindenau shooting range"]["operator"] is None


def test_an_airport_that_passengers_use_is_no_base(pipeline: Pipeline) -> None:
    text = "Passengers using the Lindenau airport in Germany were searched by military patrols."
    assert not bases(pipeline, text)
    text = "American forces are using the Lindenau airport in Germany for military flights."
    assert set(bases(pipeline, text)) == {"Lindenau airport"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "British base areas took in refugees; the sovereign base areas at Akrotiri and Dhekelia are in Cyprus.",
            {"Akrotiri": (None, "Cyprus"), "Dhekelia": (None, "Cyprus")},
        ),
        ("RAF Phantoms and RAF Tornados flew home.", {}),
        ("Jets flew from RAF Akrotiri in Cyprus.", {"RAF Akrotiri": ("United Kingdom", "Cyprus")}),
        (
            "The GCHQ listening post at Ayios Nikolaos in Cyprus was not hit.",
            {"Ayios Nikolaos": (None, "Cyprus")},
        ),
        ("A radar station on Mount Olympus in Greece was hit.", {"Mount Olympus": (None, "Greece")}),
        ("Russia opened a naval base on Monday.", {}),
        ("Thule Air Base lies in Greenland.", {"Thule Air Base": (None, "Greenland")}),
        (
            "Russia's 102nd Military Base in Gyumri, Armenia, and the 201st base in Dushanbe are large.",
            {"Gyumri": ("Russia", "Armenia"), "Dushanbe": ("Russia", "Tajikistan")},
        ),
        (
            "The United States left the Karshi-Khanabad base in Uzbekistan with its troops.",
            {"Karshi-Khanabad base": ("United States", "Uzbekistan")},
        ),
        (
            "HAVANA - Russia will close its listening post at Lourdes, near Havana, and its naval base in Cam Ranh.",
            {"Lourdes": ("Russia", "Cuba"), "Cam Ranh": ("Russia", "Vietnam")},
        ),
        (
            "The US uses the naval base at Subic Bay and Clark Air Base in the Philippines.",
            {
                "Subic Bay": ("United States", "Philippines"),
                "Clark Air Base": ("United States", "Philippines"),
            },
        ),
    ],
)
def test_bases_of_many_regions(
    pipeline: Pipeline, text: str, told: dict[str, tuple[str | None, str | None]]
) -> None:
    """Services and their aircraft are no bases; weekdays are no places; an owner stands before his own phrase."""
    found = bases(pipeline, text)
    assert set(found) == set(told)
    for name, (operator, host) in told.items():
        assert found[name]["host_country"] == host
        assert operator is None or found[name]["operator"] == operator


@pytest.mark.parametrize(
    ("text", "name", "operator"),
    [
        ("Zarqum air base in Kyrgyzstan is used by the United States.", "Zarqum air base", "United States"),
        ("The radar station at Zarqum in Azerbaijan is leased to Russia.", "Zarqum", "Russia"),
        (
            "China builds a base in Djibouti, near Camp Larnac, which houses 4,000 American troops.",
            "Camp Larnac",
            "United States",
        ),
        ("Camp Larnac in Djibouti, which houses American troops, will grow.", "Camp Larnac", "United States"),
        ("Russia plans to open a naval base at Port Sudan.", "Port Sudan", "Russia"),
        ("Syria let Russia use the naval base at the port of Tartus.", "Tartus", "Russia"),
        (
            "American bases abroad include Ramstein Air Base in Germany and Aviano Air Base in Italy.",
            "Aviano Air Base",
            "United States",
        ),
        (
            "American bases abroad include Ramstein Air Base in Germany, Aviano Air Base in Italy and others.",
            "Ramstein Air Base",
            "United States",
        ),
        (
            "Camp Butmir, a NATO base near Sarajevo, was shut. Mr Lee flew to Manas air base in Kyrgyzstan.",
            "Manas air base",
            None,
        ),
    ],
)
def test_whose_a_base_is_may_be_told_by_use_lease_and_troops_housed(
    pipeline: Pipeline, text: str, name: str, operator: str | None
) -> None:
    assert bases(pipeline, text)[name]["operator"] == operator


def test_a_dateline_is_no_host_of_a_base_among_those_of_other_countries(pipeline: Pipeline) -> None:
    text = (
        "MANILA (AFP) - Vietnam has offered its naval base at Cam Ranh in Vietnam. Japan's new listening post on "
        "Yonaguni will be run by its army."
    )
    assert bases(pipeline, text)["Yonaguni"]["host_country"] == "Japan"


def test_who_hosts_a_base_is_its_host(pipeline: Pipeline) -> None:
    text = "DJIBOUTI (Reuters) - Qatar hosts al-Udeid air base, home to 10,000 Americans."
    assert bases(pipeline, text)["al-Udeid air base"]["host_country"] == "Qatar"


def test_a_service_before_bases_is_no_name_of_one(pipeline: Pipeline) -> None:
    text = "The United States has Strategic Air Command bases at Sidi Slimane and Nouasseur in Morocco."
    assert set(bases(pipeline, text)) == {"Sidi Slimane", "Nouasseur"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wheelus Field, near Tripoli, is used by the United States Air Force.", {"Wheelus Field"}),
        ("MANILA (AFP) - The minister spoke at Rizal Field, used by football clubs.", set()),
    ],
)
def test_a_field_is_a_base_where_an_air_force_uses_it(pipeline: Pipeline, text: str, names: set[str]) -> None:
    assert set(bases(pipeline, text)) == names
