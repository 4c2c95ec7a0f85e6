"""Find date expressions: the longest at each point, none overlapping, and what each rests on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from communique.extraction.time import absolute, deictic, other
from communique.extraction.time.draft import Rule
from communique.extraction.time.timex import Timex
from communique.model.text import Span

_RULES: tuple[Rule, ...] = (*absolute.RULES, *deictic.RULES, *other.RULES)
_BOUND = re.compile(
    r"(?:\b(?:[Ss]ince|[Uu]ntil|[Tt]ill|[Uu]p\s+to|[Uu]p\s+until|[Bb]efore|[Aa]fter|[Pp]rior\s+to|[Aa]s\s+of|[Ee]ver\s+since)"
    r"(?:\s+(?:the|at\s+least|about|around|early|on|in))?|\b(?:[Ff]rom))\s*$"
)
_EXCLUDING = re.compile(r"since|until|till|up\s+to|before|after|prior|as\s+of", re.IGNORECASE)


def timexes(text: str, published: date | None) -> tuple[Timex, ...]:
    """All date expressions of ``text`` in order, resolved against the day of publication.

    Without ``published``, what is counted from it has no interval. Offsets are those of ``text``.
    """
    found: list[tuple[int, int, int, Timex]] = []
    for order, rule in enumerate(_RULES):
        for match in rule.pattern.finditer(text):
            span = _trimmed(match)
            if span is None:
                continue
            draft = rule.read(match, published)
            if draft is not None:
                quote = text[span.start : span.end]
                timex = Timex(
                    span, quote, draft.kind, rule.name, draft.reading, draft.hint, draft.days, draft.shift
                )
                found.append((span.start, -span.end, order, timex))
    found.sort(key=lambda one: one[:3])
    kept: list[Timex] = []
    for _, _, _, timex in found:
        if not kept or timex.span.start >= kept[-1].span.end:
            kept.append(_excluded(text, timex))
    return tuple(_anchored(kept, published))


def _trimmed(match: re.Match[str]) -> Span | None:
    words = match.group()
    start = match.start() + len(words) - len(words.lstrip())
    end = match.end() - (len(words) - len(words.rstrip(" ,\n\t")))
    return Span(start, end) if start < end else None


def _excluded(text: str, timex: Timex) -> Timex:
    """A bound of a state ("since 2001") dates no event."""
    if timex.kind not in {"point", "span"}:
        return timex
    before = text[max(0, timex.span.start - 24) : timex.span.start]
    bound = _BOUND.search(before)
    if bound and _EXCLUDING.search(bound[0]):
        return replace(timex, kind="excluded")
    return timex


def _anchored(found: list[Timex], published: date | None) -> list[Timex]:
    """Give relative expressions the date before them in the text, else that of publication."""
    last: Timex | None = None
    out: list[Timex] = []
    for timex in found:
        if timex.kind == "relative" and timex.rule != "eve" and last is not None:
            timex = replace(timex, base=last)
        elif timex.kind in {"point", "span"}:
            known = timex.interval("past") or timex.interval("future")
            if known is not None and known.precision == "day":
                last = timex
        out.append(timex)
    return out
