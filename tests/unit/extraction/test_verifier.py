"""Nothing leaves an extractor that its words do not bear out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from communique.extraction.verifier import verify
from communique.model.claims import (
    Claim,
    Concept,
    Entity,
    Extraction,
    Kind,
    Mention,
    Predicate,
    Ref,
    Text,
    When,
)
from communique.model.text import Article, Span
from communique.model.when import Interval

TEXT = "Paul Marchand met Adam Zielinski in Warsaw on 1 June 2020. It rained."
ARTICLE = Article(TEXT, date(2020, 6, 1))
FIRST = Span(0, TEXT.index(".") + 1)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def claim(subject: str, predicate: Predicate, value: Text | Ref | Concept | When, words: str) -> Claim:
    return Claim(ARTICLE.id, subject, predicate, value, at(words), (FIRST,), "test")


PEOPLE = tuple(
    Entity(name, Kind.PERSON, label, (Mention(at(label), label, "test"),))
    for name, label in (("person-a", "Paul Marchand"), ("person-b", "Adam Zielinski"))
)
EVENT = Entity("event-1", Kind.EVENT, "met")
GOOD = (
    claim("person-a", Predicate.NAME, Text("Paul Marchand"), "Paul Marchand"),
    claim("event-1", Predicate.KIND, Concept("eventkind", "meeting"), "met"),
    claim("event-1", Predicate.PARTICIPANT, Ref("person-b"), "Adam Zielinski"),
    claim("event-1", Predicate.DATE, When(Interval.day(date(2020, 6, 1))), "1 June 2020"),
)


def verified(*claims: Claim) -> Extraction:
    return verify(ARTICLE, Extraction(ARTICLE.id, (*PEOPLE, EVENT), claims))


def test_claims_that_their_words_bear_out_stay() -> None:
    assert verified(*GOOD).claims == GOOD
    assert verified(*GOOD).notes == ()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (replace(GOOD[0], object=Text("Paul Marchant")), "a name that does not stand at its words"),
        (replace(GOOD[0], evidence=(Span(0, 10_000),)), "offsets outside the article"),
        (replace(GOOD[0], evidence=()), "offsets outside the article"),
        (replace(GOOD[0], evidence=(at("It rained"),)), "words outside the evidence"),
        (replace(GOOD[0], article="0" * 16), "offsets outside the article"),
        (replace(GOOD[0], verbatim="Pierre Marchand"), "quoted words that the article does not have"),
        (replace(GOOD[2], object=Ref("person-c")), "unknown entity"),
        (
            replace(GOOD[2], words=at("It rained"), evidence=(at("It rained"),)),
            "somebody whom the evidence does not mention",
        ),
        (replace(GOOD[3], object=When(Interval.day(date(2020, 6, 2)))), "a date that its words cannot mean"),
        (replace(GOOD[3], words=at("Warsaw")), "a date that its words cannot mean"),
    ],
)
def test_any_other_claim_is_dropped_and_counted(bad: Claim, reason: str) -> None:
    result = verified(GOOD[1], bad)
    assert result.claims == (GOOD[1],)
    assert result.notes == (f"1 claims dropped: {reason}",)


def test_an_event_that_loses_its_kind_is_gone_altogether() -> None:
    kindless = replace(GOOD[1], evidence=(at("It rained"),))
    assert verified(GOOD[0], kindless, GOOD[2]).claims == (GOOD[0],)


def test_a_place_has_no_offices_and_no_bases() -> None:
    """The vocabulary has none such: the article would be kept out of the graph for it."""
    where = Entity("place-1", Kind.PLACE, "Warsaw", (Mention(at("Warsaw"), "Warsaw", "test"),))
    state = Entity("country-1", Kind.COUNTRY, "Poland")
    office = Entity("office-1", Kind.OFFICE, "head")
    owned = [claim("office-1", Predicate.OFFICE_OF, Ref(one.id), "Warsaw") for one in (where, state)]
    result = verify(ARTICLE, Extraction(ARTICLE.id, (where, state, office), tuple(owned)))
    assert result.claims == (owned[1],)
    assert result.notes == ("1 claims dropped: a place where a country or an organisation is needed",)
