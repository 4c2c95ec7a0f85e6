"""Whether the memory of extraction stays flat over many articles (COMMUNIQUE_BENCH_ARTICLES=10000).

Articles are our own (``tests/articles``), or with COMMUNIQUE_BENCH_TEXTS those of a folder, JSON Lines or CSV file.
In each, three in ten of its capitalised words are made up anew and all years moved, so that every article
brings names that no cache has seen.
"""

from __future__ import annotations

import os
import random
import re
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.unit.extraction import measure

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article
from communique.reading import read

ARTICLES = int(os.environ.get("COMMUNIQUE_BENCH_ARTICLES", "1000"))
TEXTS = os.environ.get("COMMUNIQUE_BENCH_TEXTS")
CHANGED = 0.3
"""The share of names that are made up anew."""
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


def varied(articles: Sequence[Article], count: int) -> Iterator[Article]:
    """So many articles, each with words and years of its own."""
    chance = random.Random(1)
    for number in range(count):
        article = articles[number % len(articles)]
        yield replace(article, text=_renamed(article.text, chance))


def _renamed(text: str, chance: random.Random) -> str:
    new: dict[str, str] = {}
    later = chance.randrange(40)

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word.isdigit():
            return str(int(word) + later)
        if word not in new:
            made = "".join(chance.choices(SYLLABLES, k=4)).capitalize()
            new[word] = made if chance.random() < CHANGED else word
        return new[word]

    return re.sub(r"\b(?:19[5-7]\d|[A-Z][a-z]{3,})\b", other, text)


def resident() -> float:
    """Resident memory of this process, MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def slope(values: Sequence[float]) -> float:
    """The least-squares rise from one value to the next."""
    middle, mean = (len(values) - 1) / 2, sum(values) / len(values)
    spread = sum((index - middle) ** 2 for index in range(len(values)))
    return sum((index - middle) * (value - mean) for index, value in enumerate(values)) / spread


def bench_memory() -> None:
    """Resident memory after each tenth of the articles, its rise over the last half, and the peak."""
    pipeline = Pipeline(force=True)
    articles = [measure.read(path) for path in measure.articles()]
    if TEXTS:
        articles += [one for one in read([TEXTS], undated=True) if isinstance(one, Article)]
    step = max(1, ARTICLES // 10)
    shown: list[float] = []
    print(f"\n{ARTICLES} articles made of {len(articles)}; {resident():.0f} MiB before the first")
    for number, article in enumerate(varied(articles, ARTICLES), start=1):
        pipeline.extract(article)
        if number % step == 0:
            shown.append(resident())
            print(f"{number:6}  {shown[-1]:7.1f} MiB", flush=True)
    rise = slope(shown[len(shown) // 2 :]) * 1000 / step
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"the last half rises by {rise:.2f} MiB in 1,000 articles; peak {peak:.0f} MiB")
