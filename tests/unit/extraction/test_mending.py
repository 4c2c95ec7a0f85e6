"""Texts that were damaged on their way are read as if they were whole, and quoted as they stand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extraction.pipeline import Pipeline
from communique.extraction.text import mending
from communique.model.text import Article

DAY = date(2020, 6, 3)
WHOLE = (
    "French Foreign Minister Paul Marchand met Polish President Adam Zielinski in Warsaw on Monday. "
    "They discussed negotiations. Vice-president Ana Bravo will receive Marchand in Lima on Friday."
)
DAMAGED = [
    WHOLE.replace("Minister", "Mini\u00adster").replace("Zielinski", "Zie\u00adlinski"),
    WHOLE.replace("Marchand", "Mar\u200bchand").replace("Warsaw", "War\u2060saw"),
    WHOLE.replace("negotiations", "negotia\u00ad\ntions").replace("President", "Presi\u00ad dent"),
    "<p>"
    + WHOLE.replace("Paul Marchand", '<a href="x">Paul Marchand</a>').replace(". T", ".</p>\n<p>T")
    + "</p>",
    WHOLE.replace(" met ", "&nbsp;met ").replace(" on Monday", "&#32;on Monday"),
    WHOLE.replace(". ", "."),
    WHOLE.replace(" ", "  "),
    WHOLE.replace("Minister Paul Marchand", "Minis-\nter Paul Mar-\nchand").replace("Vice-", "Vice-\n"),
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_text_says_what_the_whole_one_does(pipeline: Pipeline, text: str) -> None:
    whole, found = (pipeline.record(Article(one, DAY)) for one in (WHOLE, text))
    assert [one["name"] for one in found["persons"]] == [one["name"] for one in whole["persons"]]
    for kind, slots in (
        ("offices", ("holder", "title", "polity")),
        ("meetings", ("participants", "date", "place")),
    ):
        told = [[{slot: one[slot] for slot in slots} for one in record[kind]] for record in (found, whole)]
        assert told[0] == told[1]


@pytest.mark.parametrize("text", DAMAGED)
def test_it_is_quoted_as_it_stands(pipeline: Pipeline, text: str) -> None:
    article = Article(text, DAY)
    extraction = pipeline.extract(article)
    assert extraction.article == article.id
    names = {one.id for one in extraction.entities}
    for entity in extraction.entities:
        for mention in entity.mentions:
            quoted, words = article.quote(mention.span), mention.text
            assert [c for c in quoted if c.isalpha()] == [c for c in words if c.isalpha()]
    marchand = next(one for one in extraction.entities if one.label == "Paul Marchand")
    first = min(one.span for one in marchand.mentions if not one.nominal)
    bare = "".join(c for c in article.quote(first) if c.isalpha())
    assert (bare, marchand.id) == ("PaulMarchand", f"person-{first.start}-{first.end}")
    for claim in extraction.claims:
        assert claim.article == article.id
        assert claim.subject in names
        assert claim.verbatim is None or claim.verbatim in text


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "See www.example.org/News.Html, write to a.Bell@example.org or read the Q&A at AT&T.",
        "It grew by 3.5 percent, i.e. more than St.Kitts did, where x < y and a <- b.",
        "9 March 2014, 15:40   Novo-Ogaryovo\n\n" + WHOLE,
        "A cease-fire held.\n- one\n- two",
    ],
)
def test_what_is_whole_is_left_alone(text: str) -> None:
    article = Article(text, DAY)
    assert mending.mend(article) is article


def test_a_prefix_keeps_its_hyphen_at_a_line_end() -> None:
    mended = mending.mend(Article("He met Vice-\npresident Bell for nego-\ntiations there.", DAY))
    assert mended.text == "He met Vice-president Bell for negotiations there."


@given(st.text(alphabet='ab.,A \n-\u00ad\u200b<p>/&;"', max_size=60))
def test_every_character_of_the_copy_has_its_place(text: str) -> None:
    mended = mending.mended(text)
    if mended is not None:
        assert len(mended.text) == len(mended.starts) == len(mended.ends)
        assert list(mended.starts) == sorted(mended.starts)
        assert list(mended.ends) == sorted(mended.ends)
        kept = [(c, text[a:b]) for c, a, b in zip(mended.text, mended.starts, mended.ends, strict=True)]
        assert all(c == place or not c.isalpha() or "&" in place for c, place in kept)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("President [as-Sadat] met [Secretary of State Cyrus] Vance.", "President as-Sadat met Secretary of State Cyrus Vance."),
        ("[Text] Cairo, 26 Mar (MENA)--President Farid left.", "[Text] Cairo, 26 Mar (MENA)-- President Farid left."),
        ("He [the minister] left [applause].", "He [the minister] left [applause]."),
    ],
)  # fmt: skip
def test_what_a_monitoring_service_added_or_ran_together_is_read_on(text: str, mended: str) -> None:
    assert mending.mend(Article(text, DAY)).text == mended
