"""Lists of a government, which name portfolios without the word minister.

"Foreign Affairs: X; Interior: Major Y", one a line or in a row, and "X (Finance), Y (Defence)".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from communique.extraction.gazetteer.office_words import OfficeWords
from communique.extraction.titles.office_names import normal
from communique.extraction.titles.phrase import Phrase
from communique.extraction.words import Word

_COLONS = frozenset({":", "-", "–", "--"})
_SMALL = frozenset({"and", "of", "the", "&", ",", "for"})
_GOVERNMENT = frozenset(
    {"cabinet", "government", "minister", "ministers", "ministry", "reshuffle", "portfolios"}
)
_FOREMOST = frozenset({"foreign", "external", "defence", "defense", "interior", "finance", "justice"})
"""Portfolios of which a list of a government has one at least, and none of prizes has."""
_LONGEST = 8
"""Words of a portfolio at most."""
_NEAR = 16
"""Words from one entry of a list to the next at most."""
_Entry = tuple[int, int, Phrase | None]
"""First word and the one behind the last of what stands before the colon; its title, if it is one."""


def add(phrases: Sequence[Phrase], words: Sequence[Word], text: str, lexicon: OfficeWords) -> list[Phrase]:
    """The titles of an article with those of its lists, in order; those of lists are marked so.

    ``text`` is the article's, with its line breaks.
    """
    if not any(word.low in _GOVERNMENT for word in words):
        return list(phrases)
    by_end = {phrase.end: phrase for phrase in phrases}
    taken = {index for phrase in phrases for index in range(phrase.start, phrase.end)}
    found = {phrase.start: phrase for phrase in phrases}
    for entries in (
        _runs(_colons(words, text, by_end, lexicon), words),
        _runs(_brackets(words, taken, lexicon), words),
    ):
        for start, end, phrase in entries:
            one = phrase or _minister(words, start, end, lexicon)
            found[one.start] = replace(one, listed=True)
    return sorted(found.values(), key=lambda one: one.start)


def _runs(entries: Iterator[_Entry], words: Sequence[Word]) -> Iterator[_Entry]:
    """Those entries that stand in a row of at least two, one of them a portfolio alone."""
    run: list[_Entry] = []
    for entry in entries:
        if run and entry[0] - run[-1][1] > _NEAR:
            yield from _kept(run, words)
            run = []
        run.append(entry)
    yield from _kept(run, words)


def _kept(run: list[_Entry], words: Sequence[Word]) -> list[_Entry]:
    if len(run) < 2 or all(phrase is not None for _, _, phrase in run):
        return []
    lows = {words[i].low for start, end, _ in run for i in range(start, end)}
    return run if lows & _FOREMOST else []


def _colons(
    words: Sequence[Word], text: str, by_end: dict[int, Phrase], lexicon: OfficeWords
) -> Iterator[_Entry]:
    for colon, word in enumerate(words):
        if word.text not in _COLONS or colon + 1 >= len(words) or not words[colon + 1].capital:
            continue
        phrase = by_end.get(colon)
        start = phrase.start if phrase is not None else _portfolio_before(words, colon, lexicon)
        if start is not None and _opened(words, text, start) and not (phrase and phrase.plural):
            yield start, colon, phrase


def _opened(words: Sequence[Word], text: str, start: int) -> bool:
    """Whether an entry of a list may start at a word."""
    if start == 0 or words[start - 1].sentence != words[start].sentence or words[start - 1].text == ";":
        return True
    broken = "\n" in text[words[start - 1].span.end : words[start].span.start]
    return words[start].capital and (broken or words[start - 1].text in {":", ".", "-", "–", ","})


def _portfolio_before(words: Sequence[Word], stop: int, lexicon: OfficeWords) -> int | None:
    """The first word of the portfolio that ends before a word."""
    start = stop
    while start > 0 and stop - start < _LONGEST and words[start - 1].sentence == words[stop - 1].sentence:
        low = words[start - 1].low
        if low not in lexicon.portfolios and low not in _SMALL:
            break
        start -= 1
    while start < stop and words[start].low in _SMALL:
        start += 1
    told = any(words[i].low in lexicon.portfolio_roles for i in range(start, stop))
    return start if told else None


def _brackets(words: Sequence[Word], taken: set[int], lexicon: OfficeWords) -> Iterator[_Entry]:
    for opened, word in enumerate(words):
        if word.text != "(" or opened == 0 or not words[opened - 1].capital:
            continue
        near = range(opened + 1, min(opened + _LONGEST, len(words)))
        end = next((i for i in near if words[i].text == ")"), None)
        if end is None or taken & set(range(opened + 1, end)):
            continue
        start = _portfolio_before(words, end, lexicon)
        if start == opened + 1:
            yield start, end, None


def _minister(words: Sequence[Word], start: int, end: int, lexicon: OfficeWords) -> Phrase:
    head = lexicon.head_at(["minister"], 0)
    assert head is not None  # the list of titles has it
    title, role = normal(head, [], [word.text for word in words[start:end]], lexicon)
    return Phrase(start=start, end=end, core=(start, end), head=end - 1, role=role, title=title)
