"""Installations as one article names them, and the country in which each of them lies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from communique.extraction.document import Analysis
from communique.model.claims import Kind
from communique.model.text import Span

_SOIL = frozenset({"soil", "territory", "coast", "shore", "land", "water"})
_BEFORE = frozenset({"in", "on", "of", ",", "northern", "southern", "central", "eastern", "western"})


@dataclass(slots=True)
class Installation:
    """One installation with all that the article says of it."""

    name: str
    kind: str
    spans: list[tuple[Span, int]] = field(default_factory=list)
    operator: tuple[str, Span, str | None] | None = None
    host: tuple[str, Span, str | None] | None = None
    near: tuple[str, Span] | None = None


def settle(analysis: Analysis, bases: Collection[Installation]) -> None:
    """Host: the country of the place, one named behind it, the dateline's or the operator's own."""
    for base in bases:
        span, _ = base.spans[0]
        if base.near is not None:
            country = analysis.country_of(analysis.referents[base.near[0]])
            if country is not None:
                base.host = (country.id, base.near[1], None)
        for spot, number in base.spans:
            named = _named(analysis, spot, number)
            if named is not None and base.host is None:
                base.host = (*named, None)
        if base.host is None and analysis.dateline_country is not None:
            foreign = base.operator is not None and base.operator[0] != analysis.dateline_country
            if foreign or base.operator is None:
                base.host = (analysis.dateline_country, span, "dateline")
        if base.host is None:
            base.host = _beside(analysis, bases, base)
        if base.host is None and base.operator is not None:
            base.host = (base.operator[0], span, "operator")


def _soil(analysis: Analysis, end: int) -> bool:
    """Whether "Greek" or "Greece's" goes on with its soil, coast or waters."""
    rest = [token for token in analysis.doc[end : end + 3] if token.lower_ not in {"'s", "'"}]
    return bool(rest) and rest[0].lemma_.lower() in _SOIL


def _beside(
    analysis: Analysis, bases: Collection[Installation], base: Installation
) -> tuple[str, Span, str] | None:
    """The host of another base that stands in the same sentence, where that is said."""
    sentences = {number for _, number in base.spans}
    for other in bases:
        if other.near is not None and sentences & {number for _, number in other.spans}:
            country = analysis.country_of(analysis.referents[other.near[0]])
            if country is not None:
                return country.id, other.near[1], "the base beside it"
        if other.host is not None and sentences & {number for _, number in other.spans}:
            return other.host[0], other.host[1], "the base beside it"
    return None


def _named(analysis: Analysis, span: Span, sentence: int) -> tuple[str, Span] | None:
    """A country named as a location in the sentence, nearest to the base."""
    one = analysis.sentences[sentence]
    best: tuple[int, str, Span] | None = None
    for reference in (r for c in analysis.of_kind(Kind.COUNTRY) for r in c.references):
        if not one.start <= reference.start < one.end or reference.of_title:
            continue
        if _soil(analysis, reference.end):
            return reference.referents[0], reference.span
        if reference.detector != "country":
            continue
        before = analysis.doc[reference.start - 1].lower_ if reference.start else ""
        if before not in _BEFORE:
            continue
        distance = abs(reference.span.start - span.end)
        if best is None or distance < best[0]:
            best = (distance, reference.referents[0], reference.span)
    return (best[1], best[2]) if best else None
