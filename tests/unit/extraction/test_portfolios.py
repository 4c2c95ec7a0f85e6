"""Ministers of several things, leaders of a persuasion, and titles that belong to somebody else beside them."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def held(pipeline: Pipeline, text: str) -> set[tuple[str, str, str | None]]:
    record = pipeline.record(Article(text, date(1996, 6, 7)))
    return {(o["holder"], o["title"], o["polity"]) for o in record["offices"]}


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Public Service, Labour and Social Welfare Minister", "Public Service, Labour and Social Welfare"),
        ("Finance, Planning and Economic Affairs Minister", "Finance, Planning and Economic Affairs"),
        ("Women, Family and Community Development Minister", "Women, Family and Community Development"),
        ("Home (Interior) Minister", "Home Affairs"),
        ("Foreign (External) Minister", "Foreign Affairs"),
        ("Labour Minister", "Labour"),
        ("Labour Foreign Minister", "Foreign Affairs"),
        ("Social Affairs and Labour Minister", "Social Affairs and Labour"),
    ],
)
def test_a_minister_of_several_things_keeps_them_all(pipeline: Pipeline, words: str, title: str) -> None:
    text = f"HARARE, June 7 (Reuter) - {words} Florence Moyo told state radio that Zimbabwe would hire."
    assert held(pipeline, text) == {("Florence Moyo", f"Minister of {title}", "Zimbabwe")}


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("veteran Marxist leader", "Leader"),
        ("Communist leader", "Leader"),
        ("exiled Islamist leader", "Leader"),
        ("Communist Party leader", "Leader of the Communist Party"),
        ("Labour leader", "Leader of the Labour"),
    ],
)
def test_a_persuasion_before_a_leader_is_no_party(pipeline: Pipeline, words: str, title: str) -> None:
    text = f"CONAKRY, June 7 (Reuter) - Guinea mourned {words} Ahmed Keita. Guinea has a new leader."
    assert {name for one, name, _ in held(pipeline, text) if one == "Ahmed Keita"} == {title}


def test_a_party_before_a_prime_minister_is_no_part_of_the_office(pipeline: Pipeline) -> None:
    text = "CANBERRA, June 7 (Reuter) - Labour Prime Minister Bob Harke has decided against an election."
    assert held(pipeline, text) == {("Bob Harke", "Prime Minister", "Australia")}


def test_what_a_successor_was_once_is_not_what_he_takes_over(pipeline: Pipeline) -> None:
    text = (
        "OSLO, June 7 (Reuter) - Norwegian Ambassador to Ghana Nils Berg is winding up his term. He will be replaced "
        "by Per Lund, a former Norwegian envoy to Egypt."
    )
    assert held(pipeline, text) == {
        ("Nils Berg", "Ambassador to Ghana", "Norway"),
        ("Per Lund", "Ambassador to Ghana", "Norway"),
        ("Per Lund", "Envoy to Egypt", "Norway"),
    }


def test_several_in_a_list_are_nobody_named_before_them(pipeline: Pipeline) -> None:
    text = (
        "LJUBLJANA, June 7 (Reuter) - Polish President Adam Kwasek is to meet Prime Minister Janez Drnov, "
        "representatives of Slovenian political parties and representatives of the Chamber of Economy."
    )
    assert held(pipeline, text) == {
        ("Adam Kwasek", "President", "Poland"),
        ("Janez Drnov", "Prime Minister", "Slovenia"),
    }
    both = "Adam Kwasek and Jan Nowak, presidents of Poland and Ukraine, met."
    assert held(pipeline, both) >= {("Jan Nowak", "President", "Ukraine")}
