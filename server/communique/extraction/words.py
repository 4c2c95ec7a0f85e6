"""Words as the title and name grammar reads them: coarser than tokens, the same for every parser.

"Secretary-General", "al-Shaibani", "U.S." and "Wetang'ula" are one word each; "'s" and punctuation
marks are words of their own.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from communique.extraction.layout import Sentence
from communique.model.text import Span

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}(?=$|[^\w])"  # U.S., D.P.R.K.
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Messrs|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Sens?|Reps?|Govs?|Hon|Rev|St|Jr|Sr|Brig|Amb|Rear"
    r"|Min|Vice|Pres|Dep)\.(?=[\s\-,;)])"
    r"|[A-Z]\.(?=\s*[A-Z])"  # an initial
    r"|\b(?:Tan|Datuk|Dato'?) Sri\b(?!\s+Lanka)|\bToh Puan\b"
    r"|'s\b|(?<=s)'(?=\s|$)"
    r"|(?:[eE]x|[tT]hen|[mM]id|[nN]on|[pP]ro|[lL]ate)-(?=[A-Z]|minister|president|prime|foreign)"
    r"|-(?:elect|designate)\b"
    r"|\b(?:[aAeE]l|[aAuU]l|[aA]s|[aA]sh|[aA]d|[aA]n|[aA]r)-\s(?=[A-Z])\w+(?:-\w+)*"  # al- Maliki, cut
    r"|\w+(?:(?:'(?!s\b)|-(?!-|elect\b|designate\b|led\b|based\b|backed\b|born\b)|&)\w+)*"
    r"|--+|\.\.+|``|''|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its place in the text and in the doc, and the sentence it stands in."""

    text: str
    low: str
    span: Span
    first: int
    """Index of its first token."""
    last: int
    """Index behind its last token."""
    sentence: int

    @property
    def capital(self) -> bool:
        """Whether it starts with an upper-case letter (or with one behind a particle: al-Assad)."""
        return self.text[0].isupper() or (
            "-" in self.text and len(self.text) > 3 and self.text.split("-", 1)[1].lstrip()[:1].isupper()
        )

    @property
    def alphabetic(self) -> bool:
        """Whether it consists of letters (and hyphens, apostrophes, dots)."""
        return self.text[0].isalpha()


def split(doc: Doc, sentences: Sequence[Sentence], text: str) -> list[Word]:
    """The words of all sentences in order; ``text`` is the doc's, which spaCy would join anew."""
    starts = doc.to_array("IDX").tolist()
    words: list[Word] = []
    for sentence in sentences:
        for match in _WORD.finditer(text, sentence.span.start, sentence.span.end):
            start, end = match.span()
            first = bisect.bisect_right(starts, start) - 1
            last = bisect.bisect_left(starts, end, first)
            word = match.group()
            words.append(Word(word, word.lower(), Span(start, end), first, last, sentence.index))
    return words
