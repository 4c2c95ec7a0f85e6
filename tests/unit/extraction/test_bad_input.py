"""Texts that are no plain English article: a clear outcome, and offsets that stay exact."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import UnreadableArticle
from communique.extraction.pipeline import MAX_CHARACTERS, Pipeline
from communique.extraction.text import annotate, language, zones
from communique.model.text import Article

DAY = date(2020, 6, 1)
SENTENCE = "French Foreign Minister Paul Marchand met Polish President Adam Zielinski in Warsaw on Monday. "


def assert_exact(pipeline: Pipeline, text: str) -> None:
    article = Article(text, DAY)
    extraction = pipeline.extract(article)
    for claim in extraction.claims:
        assert any(span.overlaps(claim.words) for span in claim.evidence)
        assert article.quote(claim.words).strip()
    for entity in extraction.entities:
        for mention in entity.mentions:
            assert article.quote(mention.span) == mention.text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            (
                "Der Außenminister ist am Montag in der Hauptstadt eingetroffen und hat sich mit dem Präsidenten zu einem "
                "Gespräch über die Lage in der Region getroffen, das auch von der Opposition und den Parteien begrüßt wird."
            ),
            "German",
        ),
        (
            (
                "Le ministre des affaires étrangères est arrivé dans la capitale pour une visite de deux jours et il a été "
                "reçu par le président qui a dit que les relations avec la France sont bonnes et dans les mains du peuple."
            ),
            "French",
        ),
        ("وصل وزير الخارجية إلى العاصمة يوم الاثنين واجتمع مع الرئيس", "Arabic"),
        ("Министр иностранных дел прибыл в столицу и встретился с президентом", "Cyrillic"),
        ("外交部长星期一抵达首都并会见了总统", "Chinese"),
    ],
)
def test_another_language_is_refused_by_its_name(pipeline: Pipeline, text: str, name: str) -> None:
    with pytest.raises(UnreadableArticle, match=name):
        pipeline.extract(Article(text, DAY))


def test_another_language_is_read_when_forced() -> None:
    text = (
        "Der Minister Paul Marchand ist am Montag in der Hauptstadt und hat sich mit dem Präsidenten getroffen. "
        * 3
    )
    assert Pipeline(force=True).extract(Article(text, DAY)).engine


def test_a_short_or_english_text_is_not_refused() -> None:
    assert language.other_than_english(SENTENCE) is None
    assert language.other_than_english(SENTENCE * 20) is None


def test_a_text_that_is_no_article_is_refused_with_its_length(pipeline: Pipeline) -> None:
    with pytest.raises(UnreadableArticle, match=f"{MAX_CHARACTERS + 1:,} characters"):
        pipeline.extract(Article("x" * (MAX_CHARACTERS + 1), DAY))


def test_a_text_without_spaces_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(UnreadableArticle, match="no words"):
        pipeline.extract(Article("x" * 5000, DAY))


def test_a_long_line_is_parsed_in_pieces_with_exact_offsets(pipeline: Pipeline) -> None:
    text = SENTENCE * 700
    found, _ = zones.find(text)
    doc, sentences = annotate.parse(annotate.load(), text, found)
    assert len(text) > 60_000
    assert all(doc[i].text == text[doc[i].idx : doc[i].idx + len(doc[i])] for i in range(0, len(doc), 97))
    assert text[sentences[-1].span.start : sentences[-1].span.end] == SENTENCE.strip()


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200f", "\u00ad", "\x07", "\ufeff", "\u202e", "\u00a0", "\U0001f600"]
)
def test_invisible_characters_do_not_move_offsets(pipeline: Pipeline, mark: str) -> None:
    text = mark + SENTENCE.replace(" met", f" {mark}met").replace("Warsaw", f"{mark}Warsaw") + mark
    assert_exact(pipeline, text)
    record = pipeline.record(Article(text, DAY))
    assert {person["name"] for person in record["persons"]} == {"Paul Marchand", "Adam Zielinski"}


def test_encoded_data_in_the_text_does_no_harm(pipeline: Pipeline) -> None:
    assert_exact(pipeline, SENTENCE + "A" * 20_000 + " " + SENTENCE)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                SENTENCE,
                "“He said so,” Mr Zielinski added. ",
                "\n\n",
                "\n",
                "\t",
                "’s ",
                "—",
                "\u200b",
                "(",
                '"',
                "MOSCOW, ",
            ]
        ),
        max_size=8,
    )
)
def test_whatever_is_put_together_offsets_are_exact(pieces: list[str]) -> None:
    assert_exact(_shared(), SENTENCE + "".join(pieces))


_PIPELINES: list[Pipeline] = []


def _shared() -> Pipeline:
    if not _PIPELINES:
        _PIPELINES.append(Pipeline())
    return _PIPELINES[0]
