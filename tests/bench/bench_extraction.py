"""What extraction costs beside parsing, and whether its memory stays flat (COMMUNIQUE_BENCH_ARTICLES=10000).

Articles are our own (``tests/articles``), with a name and numbers of its own in each, so that no two
hold the same words.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.unit.extraction import measure

from communique.extraction import annotate, zones
from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

ARTICLES = int(os.environ.get("COMMUNIQUE_BENCH_ARTICLES", "1000"))
ROUNDS = 5
SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ren",
    "tu",
    "sha",
    "dov",
    "el",
    "ni",
    "zor",
    "pa",
    "qui",
    "ber",
    "ost",
    "an",
    "vel",
]


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


def varied(articles: list[Article], count: int) -> Iterator[Article]:
    """Articles with a new name and new numbers in each."""
    chance = random.Random(1)
    for number in range(count):
        article = articles[number % len(articles)]
        name = " ".join("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
        line = f"\n\nForeign Minister {name} paid {chance.randrange(10**9)} crowns on page {number}.\n"
        yield replace(article, text=article.text + line)


def bench_memory() -> None:
    """Resident memory after each tenth of the articles; the last is the peak of the process."""
    pipeline, articles = Pipeline(), own()
    step = max(1, ARTICLES // 10)
    shown: list[float] = []
    for number, article in enumerate(varied(articles, ARTICLES), start=1):
        pipeline.extract(article)
        if number % step == 0:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            shown.append(pages * resource.getpagesize() / 2**20)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{ARTICLES} articles, MiB after each tenth: {' '.join(f'{one:.0f}' for one in shown)}; peak {peak:.0f}"
    )
