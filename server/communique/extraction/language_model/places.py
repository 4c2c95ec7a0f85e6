"""Where in the article the words stand that the model copied, and where those it names are mentioned."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.extraction.document import Analysis, Reference, Referent
from communique.extraction.layout import Sentence
from communique.model.text import Span

_MARKS = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]', "-": "[-‐‑–]"}


def located(analysis: Analysis, words: str, sentences: Sequence[Sentence]) -> tuple[Span, Sentence] | None:
    """The one place of the words in the first of the sentences that has them; None if there is none or two.

    Case counts; white space, and the shapes of quotation marks and hyphens, do not.
    """
    parts = ["".join(_MARKS.get(sign, re.escape(sign)) for sign in part) for part in words.split()]
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)")
    for sentence in sentences:
        found = [match.span() for match in pattern.finditer(analysis.quote(sentence.span))]
        if len(found) == 1:
            start, end = found[0]
            return Span(sentence.span.start + start, sentence.span.start + end), sentence
        if found:
            return None
    return None


def mentioned(one: Referent, sentences: Sequence[Sentence]) -> Reference | None:
    """A mention of somebody in these sentences: by name rather than by "he", in the first that has one."""
    for nominal in (False, True):
        for sentence in sentences:
            for reference in sorted(one.references, key=lambda r: r.span):
                if reference.nominal is nominal and sentence.span.contains(reference.span):
                    return reference
    return None
