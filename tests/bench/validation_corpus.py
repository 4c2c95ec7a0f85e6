"""A graph of any size made by repeating one worked example, in which some people and offices recur."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

EXAMPLE = Path(__file__).parents[2] / "ontology" / "examples" / "03-visit-with-talks.trig"
BASE = "http://127.0.0.1:8000/"
# What each repetition has for itself, and what a hub shares with all others.
OWN = re.compile(rf"<{BASE}(article|event|delegation|derivation|remark|agent|disagreement)/([^>#]+)")
SHARED = re.compile(rf"<{BASE}(person|office|tenure)/([^>#]+)")


def example() -> list[str]:
    """The N-Quads lines of the worked example."""
    return sorted(f"{quad} ." for quad in ox.parse(path=str(EXAMPLE)))


def repetition(lines: list[str], number: int, hubs: int = 10) -> list[str]:
    """The example as article ``number``: three in ten speak of the ``hubs`` people whom others speak of too."""
    people = f"hub{number % hubs}" if number % 10 < 3 else str(number)
    renamed = []
    for line in lines:
        own = OWN.sub(rf"<{BASE}\1/\2-{number}", line)
        renamed.append(SHARED.sub(rf"<{BASE}\1/\2-{people}", own))
    return renamed


def article_iri(number: int) -> str:
    """The IRI of the article of one repetition."""
    name = next(m.group(2) for line in example() if (m := OWN.search(line)) and m.group(1) == "article")
    return f"{BASE}article/{name}-{number}"


def corpus(articles: int, start: int = 0) -> Iterator[str]:
    """N-Quads lines of so many articles; lines that two of them share come more than once."""
    lines = example()
    for number in range(start, start + articles):
        yield from repetition(lines, number)
