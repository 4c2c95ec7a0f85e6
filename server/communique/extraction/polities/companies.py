"""Names of companies in the words of an article."""

from __future__ import annotations

from collections.abc import Sequence

from communique.extraction.words import Word

SUFFIXES = frozenset(
    {"corp", "inc", "ltd", "co", "plc", "llc", "gmbh", "nv", "ag", "sa", "corporation", "holdings"}
)


def companies(words: Sequence[Word]) -> frozenset[tuple[str, ...]]:
    """The names of companies in an article, in lower case: the words before "Inc" or "Corp"."""
    found: set[tuple[str, ...]] = set()
    for index, word in enumerate(words):
        if not word.capital or word.low.strip(".") not in SUFFIXES:
            continue
        first = index
        while first > 0 and index - first < 4 and _of_company(words[first - 1], word):
            first -= 1
        if first < index:
            found.add(tuple(one.low for one in words[first:index]))
    return frozenset(found)


def _of_company(one: Word, last: Word) -> bool:
    return (
        one.sentence == last.sentence and one.capital and one.alphabetic and one.low not in {"the", "a", "an"}
    )
