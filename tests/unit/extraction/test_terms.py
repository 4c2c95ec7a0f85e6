"""Whether a term of office was over, or had not begun, when the article appeared."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def capacities(pipeline: Pipeline, text: str) -> dict[tuple[str, str], str]:
    """The capacity in which each holder has each role; the family name stands for the holder."""
    record = pipeline.record(Article(text, date(2001, 6, 1)))
    return {(o["holder"].split()[-1], o["role"]): o["capacity"] for o in record["offices"]}


@pytest.mark.parametrize(
    ("text", "holder", "role", "capacity"),
    [
        ("Ana Soto was Chile's ambassador to Peru when the war began.", "Soto", "ambassador", "former"),
        ("Jan Kowalik had been foreign minister of Poland before.", "Kowalik", "foreign-minister", "former"),
        ("Ana Soto, who served as ambassador to Peru for Chile, spoke.", "Soto", "ambassador", "former"),
        ("Ana Soto resigned as Chile's defence minister on Monday.", "Soto", "defence-minister", "former"),
        (
            "Ana Soto refused to resign as Chile's defence minister.",
            "Soto",
            "defence-minister",
            "current",
        ),
        ("Lars Ekman has been Sweden's prime minister for a year.", "Ekman", "prime-minister", "current"),
        (
            "Lars Ekman was nominated to be Sweden's foreign minister.",
            "Ekman",
            "foreign-minister",
            "designate",
        ),
        ("Lars Ekman is to become Sweden's foreign minister.", "Ekman", "foreign-minister", "designate"),
        ("Officials said Lars Ekman was Sweden's prime minister.", "Ekman", "prime-minister", "current"),
        (
            "Lars Ekman was the first Swedish prime minister to visit Chad.",
            "Ekman",
            "prime-minister",
            "current",
        ),
        ("Also present was Swedish Prime Minister Lars Ekman.", "Ekman", "prime-minister", "current"),
    ],
)
def test_the_verb_tells_whether_somebody_holds_the_office(
    pipeline: Pipeline, text: str, holder: str, role: str, capacity: str
) -> None:
    assert capacities(pipeline, text)[holder, role] == capacity


@pytest.mark.parametrize(
    ("behind", "capacity"),
    [
        (", president of Ghana from 1981 to 1993,", "former"),
        (", president of Ghana between 1981 and 1993,", "former"),
        (" (president of Ghana 1981-93)", "former"),
        (", president of Ghana until last month,", "former"),
        (", president of Ghana in the mid-1980s,", "former"),
        (", president of Ghana in the fallen government,", "former"),
        (", president of Ghana since 1993,", "current"),
        (", president of Ghana until 2004,", "current"),
    ],
)
def test_dates_behind_a_title_tell_whether_its_time_is_over(
    pipeline: Pipeline, behind: str, capacity: str
) -> None:
    found = capacities(pipeline, f"Kofi Mensa{behind} spoke in Accra on Monday.")
    assert found["Mensa", "president"] == capacity


def test_who_has_died_holds_no_office_any_more(pipeline: Pipeline) -> None:
    text = "Lars Ekman, the Swedish prime minister, died on Friday. Foreign Minister Karin Holm wept."
    found = capacities(pipeline, text)
    assert found["Ekman", "prime-minister"] == "former"
    assert found["Holm", "foreign-minister"] == "current"


def test_nobody_else_has_the_office_of_who_has_died(pipeline: Pipeline) -> None:
    text = (
        "Kofi Mensa, president of Ghana, was assassinated in Accra. President Lars Ekman flew to Ghana for "
        "the funeral of Kofi Mensa. Finland, where Mr Ekman governs, sent help to Ghana."
    )
    record = pipeline.record(Article(text, date(2001, 6, 1)))
    polity = {o["holder"]: o["polity"] for o in record["offices"]}
    assert polity["Kofi Mensa"] == "Ghana" != polity["Lars Ekman"]


def test_who_was_overthrown_has_lost_the_office_and_who_nearly_was_has_not(pipeline: Pipeline) -> None:
    text = "President Kofi Mensa of Ghana was overthrown. Chad's president, Idris Saleh, was nearly ousted."
    found = capacities(pipeline, text)
    assert (found["Mensa", "president"], found["Saleh", "president"]) == ("former", "current")


@pytest.mark.parametrize(
    "text",
    [
        "Lars Ekman, the prime minister of Sweden, was shot. Ekman had been prime minister from 1995 to 1997.",
        "Swedish Prime Minister Lars Ekman fled to Oslo. Mr. Ekman, the ousted prime minister, is ill.",
    ],
)
def test_former_and_present_office_of_one_man_make_no_namesake(pipeline: Pipeline, text: str) -> None:
    persons = pipeline.record(Article(text, date(2001, 6, 1)))["persons"]
    assert [one["name"] for one in persons] == ["Lars Ekman"]


@pytest.mark.parametrize(("year", "capacity"), [(1972, "current"), (2001, "former")])
def test_a_president_whom_the_list_knows_to_be_gone_is_none(
    pipeline: Pipeline, year: int, capacity: str
) -> None:
    text = "In February 1972 President Richard Nixon went to China."
    record = pipeline.record(Article(text, date(year, 6, 1)))
    assert [o["capacity"] for o in record["offices"]] == [capacity]


def test_who_is_president_currently_is_no_namesake_of_long_ago(pipeline: Pipeline) -> None:
    text = "Laos has no coast. Kaysone Phom, currently the nation's president, met the press."
    assert set(capacities(pipeline, text).values()) == {"current"}


def test_a_king_of_long_ago_is_told_by_the_state_that_the_article_names(pipeline: Pipeline) -> None:
    text = "Saudi monarchs came to Britain twice. King Faisal of Saudi Arabia visited in 1967."
    assert capacities(pipeline, text)["Faisal", "monarch"] == "former"


def test_who_is_sacked_beside_another_loses_the_office_too(pipeline: Pipeline) -> None:
    text = "Vietnam's parliament sacked Prime Minister Tran Van Bo and President Truong Minh."
    assert set(capacities(pipeline, text).values()) == {"former"}


def test_who_relinquishes_a_post_has_it_no_more(pipeline: Pipeline) -> None:
    text = "Ana Soto of Chile relinquished her post as finance minister."
    assert capacities(pipeline, text) == {("Soto", "finance-minister"): "former"}
