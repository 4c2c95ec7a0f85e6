"""What extraction costs beside parsing, on our own articles (``tests/articles``)."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.unit.extraction import measure

from communique.extraction import annotate, zones
from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

ROUNDS = 5


def own() -> list[Article]:
    """The annotated articles of the tests."""
    return [measure.read(path) for path in measure.articles()]


def seconds(work: Callable[[Article], object], articles: list[Article]) -> float:
    """CPU time of this process for all articles."""
    began = time.process_time()
    for article in articles:
        work(article)
    return time.process_time() - began


def bench_extraction_beside_parsing() -> None:
    """Rounds of both in turn, on one core; the aim is at most 1.5 times parsing alone."""
    articles = own()
    for model in ("md", "sm"):
        pipeline, parser = Pipeline(model), annotate.load(model)

        def parse(article: Article, parser: annotate.Parser = parser) -> None:
            with parser.nlp.memory_zone():
                found, _ = zones.find(article.text, article.title)
                annotate.parse(parser, article.text, found)

        seconds(parse, articles)
        seconds(pipeline.extract, articles)
        rounds = [(seconds(parse, articles), seconds(pipeline.extract, articles)) for _ in range(ROUNDS)]
        ratios = sorted(whole / alone for alone, whole in rounds)
        alone, whole = (statistics.median(one) for one in zip(*rounds, strict=True))
        each = 1000 / len(articles)
        print(
            f"\n{model}: parsing {alone * each:.0f} ms an article, all of extraction {whole * each:.0f} ms; "
            f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
            end="",
        )
    print()
