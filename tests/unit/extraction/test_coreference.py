"""Who is meant by titles and nouns without a name."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article


def meetings(pipeline: Pipeline, text: str) -> list[set[str]]:
    record = pipeline.record(Article(text, date(2020, 6, 1)))
    return [set(one["participants"]) for one in record["meetings"] if one["kind"] != "visit"]


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (
            (
                "Foreign Minister Karin Lindahl of Sweden travels this week. In Accra, she met Ghanaian Foreign "
                "Minister Esi Botwe. The Minister met President Abdou Sarr in Dakar."
            ),
            {"Karin Lindahl", "Abdou Sarr"},
        ),
        (
            (
                "US President Paul Harland flew to Chile. In Santiago, Harland met Chilean President Luis Pena. "
                "The president also met opposition leader Ana Bravo."
            ),
            {"Paul Harland", "Ana Bravo"},
        ),
        (
            (
                "Indian Prime Minister Ravi Menon met Chinese Premier Zhao Wenbin in Delhi. Menon praised "
                "the talks. The visiting premier later met opposition leader Sonal Rao."
            ),
            {"Zhao Wenbin", "Sonal Rao"},
        ),
        (
            (
                "Secretary of State Helen Clark met Russian Foreign Minister Oleg Malkin in Geneva. "
                "Malkin praised the talks. The secretary later met Turkish President Ali Gun."
            ),
            {"Helen Clark", "Ali Gun"},
        ),
        (
            (
                "French President Luc Morel spoke. Egyptian President Nabil Farid arrived in Paris on Sunday. "
                "The president then met opposition leader Ana Bravo."
            ),
            {"Nabil Farid", "Ana Bravo"},
        ),
    ],
)
def test_a_title_means_who_acts_in_the_text(pipeline: Pipeline, text: str, met: set[str]) -> None:
    """Not the holder of such an office who was named last as an object; but a nearer one who acts himself."""
    assert met in meetings(pipeline, text)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (
            (
                "President Kaluba will receive British minister David Holt and American envoy Andrew Young in "
                "Lusaka. The two envoys will meet Tanzanian President Juma Nyoni in Dodoma."
            ),
            {"David Holt", "Andrew Young", "Juma Nyoni"},
        ),
        (
            (
                "PARIS - Minister Luc Morel received Karl Kinzel of Germany and Aldo Dini of Italy. Both visitors "
                "then met opposition leader Ana Bravo."
            ),
            {"Karl Kinzel", "Aldo Dini", "Ana Bravo"},
        ),
        (
            (
                "Chinese President Jiang Wen arrived. US President Paul Harland arrived. Russian President Oleg "
                "Malkin arrived. The three presidents met in Shanghai."
            ),
            {"Jiang Wen", "Paul Harland", "Oleg Malkin"},
        ),
        (
            "Japan's Prime Minister Jun Koizuka greeted South Korean President Kim Dae-ho. The pair met in Seoul.",
            {"Jun Koizuka", "Kim Dae-ho"},
        ),
    ],
)
def test_so_many_are_those_who_were_named_together(pipeline: Pipeline, text: str, met: set[str]) -> None:
    assert met in meetings(pipeline, text)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (
            (
                "Indian Prime Minister Ravi Menon greeted Chinese Premier Zhao Wenbin. Menon later met his guest "
                "in Delhi."
            ),
            [{"Ravi Menon", "Zhao Wenbin"}],
        ),
        (
            (
                "Indian Prime Minister Ravi Menon had invited Chinese Premier Zhao Wenbin. President Abdul Kamal "
                "met the Chinese visitor in Delhi."
            ),
            [{"Abdul Kamal", "Zhao Wenbin"}],
        ),
        ("Indian Prime Minister Ravi Menon spoke. He then met a guest in Delhi.", []),
        ("Chinese Premier Zhao Wenbin arrived. President Abdul Kamal met the guest of honour.", []),
    ],
)
def test_a_guest_is_the_other_of_those_who_meet(pipeline: Pipeline, text: str, met: list[set[str]]) -> None:
    assert [one for one in meetings(pipeline, text) if len(one) > 1] == met


def test_a_wife_of_that_given_name_is_not_the_minister(pipeline: Pipeline) -> None:
    text = (
        "US President Paul Harland met Chilean President Ana Bravo. His wife Ana came too. "
        "Bravo praised the talks."
    )
    record = pipeline.record(Article(text, date(2020, 6, 1)))
    assert {one["name"]: set(one["aliases"]) for one in record["persons"]}["Ana Bravo"] == {
        "Ana Bravo",
        "Bravo",
    }


def test_she_is_rather_who_is_known_to_be_a_woman(pipeline: Pipeline) -> None:
    text = "Thuya Shwe Oo met Secretary of State Helen Clark. She then met Foreign Minister Wuna Lwin in Rangoon."
    assert {"Helen Clark", "Wuna Lwin"} in meetings(pipeline, text)


def test_a_release_prints_its_own_minister_with_a_capital(pipeline: Pipeline) -> None:
    """And may name him only below; in small letters some minister is meant."""
    text = "The {} met Saudi Foreign Minister Adel Farid in Riyadh. Secretary Harland will brief reporters."
    assert meetings(pipeline, text.format("Secretary")) == [{"Harland", "Adel Farid"}]
    for other in ("secretary", "Prime Minister"):
        assert {"Harland", "Adel Farid"} not in meetings(pipeline, text.format(other))


def test_who_is_chosen_for_an_office_is_its_holder_and_not_who_chooses(pipeline: Pipeline) -> None:
    text = "President Harland spoke beside William Holt, his nominee as head of the Federal Trade Commission."
    record = pipeline.record(Article(text, date(2020, 6, 1)))
    assert {(one["holder"], one["title"].split()[0]) for one in record["offices"]} == {
        ("Harland", "President"),
        ("William Holt", "Head"),
    }


def test_who_is_joined_by_and_is_not_he_himself(pipeline: Pipeline) -> None:
    text = (
        "British minister David Holt left to see President Juma Nyoni. He and President Nyoni met in London."
    )
    assert {"David Holt", "Juma Nyoni"} in meetings(pipeline, text)
