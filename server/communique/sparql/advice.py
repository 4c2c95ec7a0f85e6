"""Hints on a query that runs but may not mean what it says: names that the data lack, odd variables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import Final

from communique.errors import QuerySyntaxError
from communique.sparql.dataset import resolve
from communique.sparql.outline import Outline
from communique.sparql.prefixes import PREFIXES, shorten
from communique.sparql.statistics import Statistics
from communique.sparql.tokens import Token

_MOST: Final = 5
_MOST_TOKENS: Final = 2000
_MOST_PAIRS: Final = 2000
"""Comparisons of names, at up to a tenth of a millisecond each: this process has others to serve."""
_LONGEST: Final = 60
"""Characters of a name that is compared."""
_OURS: Final = PREFIXES["dip"]


def advise(of: Outline, statistics: Statistics | None) -> tuple[str, ...]:
    """At most a handful of sentences; none for a query that looks right."""
    if len(of.tokens) > _MOST_TOKENS:
        return ()
    hints = _variables(of)
    if statistics is not None:
        hints = chain(hints, _terms(of, statistics))
    seen: dict[str, None] = {}
    for hint in hints:
        seen[hint] = None
        if len(seen) == _MOST:
            break
    return tuple(seen)


def _variables(of: Outline) -> Iterator[str]:
    """Variables that are projected but never bound, or that look like a slip of the pen for another."""
    if of.form != "select":
        return
    counts = Counter(token.text[1:] for token in of.tokens if token.kind == "variable")
    projected = [token.text[1:] for token in _projection(of.tokens) if token.kind == "variable"]
    others = [name for name, count in counts.items() if count > 1 and len(name) <= _LONGEST]
    single = [name for name, count in counts.items() if count == 1]
    comparable = len(single) * len(others) <= _MOST_PAIRS
    for name in single:
        alike = comparable and 2 < len(name) <= _LONGEST
        close = get_close_matches(name, others, n=1, cutoff=0.75) if alike else []
        meant = f"; did you mean ?{close[0]}?" if close else ""
        if name in projected:
            yield f"?{name} is selected, and nothing gives it a value{meant}"
        elif close:
            yield f"?{name} is used only once{meant}"


def _projection(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens between SELECT and the first group, but for names given by AS."""
    started, renamed = False, False
    for token in tokens:
        if token.text == "{":
            return
        if started and not renamed:
            yield token
        renamed = token.is_word("AS")
        started = started or token.is_word("SELECT")


def _terms(of: Outline, statistics: Statistics) -> Iterator[str]:
    """Names in our vocabulary that the dataset does not use."""
    used = {*statistics.classes, *statistics.properties}
    ours = {term.removeprefix(_OURS): term for term in used if term.startswith(_OURS)}
    for at, token in enumerate(of.tokens):
        if token.kind not in {"iri", "name"} or (at and of.tokens[at - 1].is_word("BASE")):
            continue
        try:
            term = resolve(token, of, None)
        except QuerySyntaxError:
            continue
        name = term.removeprefix(_OURS)
        if term in used or name == term or not name:
            continue
        close = get_close_matches(name, list(ours), n=1, cutoff=0.7) if len(name) <= _LONGEST else []
        meant = f"; did you mean {shorten(ours[close[0]])}?" if close else ""
        yield f"nothing in this dataset uses {shorten(term)}{meant}"
