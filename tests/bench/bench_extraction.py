"""What extraction costs beside parsing, on our own articles (``tests/articles``)."""

from __future__ import annotations

import gc
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.unit.extraction import measure

from communique.extraction.pipeline import Pipeline
from communique.extraction.text import annotate, zones
from communique.model.text import Article

ROUNDS = 5


def own() -> list[Article]:
    """The annotated articles of the tests."""
    return [measure.read(path) for path in measure.articles()]


def seconds(work: Callable[[Article], object], article: Article) -> float:
    """CPU time of this process for one article."""
    began = time.process_time()
    work(article)
    return time.process_time() - began


def bench_extraction_beside_parsing() -> None:
    """Both in turn on each article, on one core; the aim is at most 1.5 times parsing alone.

    The least of some rounds counts for each article, for what else the machine does only adds to it.
    """
    articles = own()
    for model in ("md", "sm"):
        pipeline, parser = Pipeline(model), annotate.load(model)
        gc.freeze()  # as a worker process of ``labour`` does

        def parse(article: Article, parser: annotate.Parser = parser) -> None:
            with parser.nlp.memory_zone():
                found, _ = zones.find(article.text, article.title)
                annotate.parse(parser, article.text, found)

        alone, whole = [math.inf] * len(articles), [math.inf] * len(articles)
        for _ in range(ROUNDS):
            for index, article in enumerate(articles):
                alone[index] = min(alone[index], seconds(parse, article))
                whole[index] = min(whole[index], seconds(pipeline.extract, article))
        each = 1000 / len(articles)
        ratios = sorted(all_ / parsing for all_, parsing in zip(whole, alone, strict=True))
        print(
            f"\n{model}: parsing {sum(alone) * each:.1f} ms an article, all of extraction {sum(whole) * each:.1f} ms; "
            f"ratio {sum(whole) / sum(alone):.2f} (of single articles {ratios[0]:.2f} to {ratios[-1]:.2f})",
            end="",
        )
    print()
