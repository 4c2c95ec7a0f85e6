"""The whole pipeline: records from claims, unread sentences, the engine in the provenance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from communique.errors import ResourceMissing
from communique.extraction.pipeline import Pipeline
from communique.extraction.record import MAX_EVIDENCE, record
from communique.extraction.text import annotate
from communique.model.claims import Kind
from communique.model.text import Article

TEXT = (
    "WARSAW, June 1 (PAP) -- French Foreign Minister Paul Marchand met Polish President Adam Zielinski on Monday. "
    "He said France would stay."
)
ARTICLE = Article(TEXT, date(2020, 6, 1), path="a.txt", publisher="PAP")


@pytest.fixture(scope="module", params=["md", "sm"])
def pipeline(request: pytest.FixtureRequest) -> Pipeline:
    return Pipeline(request.param)


def test_a_record_holds_who_what_and_the_words(pipeline: Pipeline) -> None:
    found = pipeline.record(ARTICLE)
    assert [person["name"] for person in found["persons"]] == ["Paul Marchand", "Adam Zielinski"]
    assert {office["title"] for office in found["offices"]} == {"Minister of Foreign Affairs", "President"}
    for items in (found["persons"], found["offices"], found["meetings"]):
        for item in items:
            assert item["evidence"]
            for piece in item["evidence"]:
                assert TEXT[piece["start"] : piece["end"]] == piece["text"]
                assert len(piece["text"]) <= MAX_EVIDENCE


def test_a_record_is_made_of_the_claims_alone(pipeline: Pipeline) -> None:
    assert record(ARTICLE, pipeline.extract(ARTICLE)) == pipeline.record(ARTICLE)


def test_the_same_article_gives_the_same_claims(pipeline: Pipeline) -> None:
    assert pipeline.extract(ARTICLE) == pipeline.extract(ARTICLE)


def test_the_engine_names_the_language_model(pipeline: Pipeline) -> None:
    assert "en_core_web" in pipeline.extract(ARTICLE).engine


def test_a_pronoun_is_a_mention_that_names_nobody(pipeline: Pipeline) -> None:
    people = [one for one in pipeline.extract(ARTICLE).entities if one.kind is Kind.PERSON]
    assert [m.text for one in people for m in one.mentions if m.detector == "pronoun"] == ["He"]
    assert all(m.nominal for one in people for m in one.mentions if m.detector == "pronoun")


def test_a_sentence_like_a_meeting_without_a_claim_is_listed() -> None:
    text = "Talk of a summit between Adam Zielinski and Paul Marchand made Mr Zielinski laugh."
    article = Article(text, date(2020, 6, 1))
    extraction = Pipeline().extract(article)
    told = {
        span for claim in extraction.claims if claim.subject.startswith("event") for span in claim.evidence
    }
    assert told or [article.quote(span) for span in extraction.unread] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The demands that Russia and Adam Zielinski had named were not met by Poland.",
        "Adam Zielinski hailed a common call by Poland and Russia for calm.",
    ],
)
def test_demands_that_are_met_and_calls_for_calm_are_not_listed(pipeline: Pipeline, text: str) -> None:
    assert pipeline.extract(Article(text, date(2020, 6, 1))).unread == ()


def test_a_model_that_is_not_installed_is_named_with_the_remedy() -> None:
    with pytest.raises(ResourceMissing, match="pip install"):
        annotate.load("en_core_web_nowhere")


def test_the_digest_of_a_model_changes_with_any_byte(tmp_path: Path) -> None:
    (tmp_path / "vocab").mkdir()
    (tmp_path / "vocab" / "strings.json").write_text("[]")
    before = annotate.digest(tmp_path)
    (tmp_path / "vocab" / "strings.json").write_text("[1]")
    assert annotate.digest(tmp_path) != before


def test_whoever_heads_for_a_city_is_no_head_of_a_side_that_nobody_named(pipeline: Pipeline) -> None:
    """A mention of nobody once ended the reading of the article at the next "where"."""
    text = "On Sunday Lula heads for Buenos Aires to attend the inauguration, where he is expected to meet Fidel Castro."
    found = pipeline.record(Article(text, date(2003, 5, 23), publisher="Test"))
    assert "Fidel Castro" in [one["name"] for one in found["persons"]]
