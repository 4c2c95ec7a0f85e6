"""Words of a text as the gazetteer compares them, with their offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’ʿʾ`](?!s\b|S\b)[^\W_]+)*")
_GAP = re.compile(r"(?:[ \u00a0\n]|[-–‐‑]|\.[ \u00a0-]?|['’] ?)?")
_GAP_COMMA = re.compile(r"(?:[ \u00a0\n]|[-–‐‑]|\.[ \u00a0-]?|['’] ?|,[ \u00a0]|[ ]&[ ])?")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as written, folded (no accents, lower case), and where."""

    text: str
    key: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents; curly apostrophes straight."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ı", "i"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> list[Word]:
    """All words of ``text`` in order; "Russia's" gives ``Russia`` and ``s``, "U.S." ``U`` and ``S``."""
    return [Word(m[0], fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


def key_of(form: str) -> tuple[str, ...]:
    """The folded words of a dictionary form."""
    return tuple(word.key for word in words_of(form))


def adjoining(text: str, words: list[Word], first: int, last: int, *, comma: bool = False) -> bool:
    """Whether ``first..last`` follow each other with no more than a space, hyphen or stop between."""
    gap = _GAP_COMMA if comma else _GAP
    return all(gap.fullmatch(text, words[i].end, words[i + 1].start) is not None for i in range(first, last))


def ending(text: str, words: list[Word], last: int) -> int:
    """The end of a match whose last word is ``last``: "U.S." keeps its final stop."""
    word = words[last]
    end = word.end
    dotted = len(word.text) == 1 and last > 0 and text[words[last - 1].end : word.start].startswith(".")
    return end + 1 if dotted and text[end : end + 1] == "." else end


def cased(written: Iterable[Word], form: str) -> bool:
    """Whether words are written as boldly as the form: "US" is not "us", "Turkey" is not "turkey"."""
    shown = [word.text for word in written]
    if form.isupper() and len(form) > 1:
        return all(text.isupper() or text.isdigit() for text in shown)
    wanted = form.split(maxsplit=1)[0]
    return not wanted[:1].isupper() or shown[0][:1].isupper() or shown[0][:1].isdigit()
