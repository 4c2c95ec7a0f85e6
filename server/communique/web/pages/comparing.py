"""Two things side by side: what each is said to be, where they agree, and the sentences of both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.web.pages.answering import Visit
from communique.web.pages.dates import interval
from communique.web.pages.graph import iri, text
from communique.web.pages.portrait import Fact, Portrait, portrait
from communique.web.pages.readings import Reading
from communique.web.pages.terms import Iri, bind
from communique.web.pages.wording import DIP, forward, rank

MOST_SENTENCES = 8
VALUES = 8
_MENTION = re.compile(r"(.+/article/[^/?#]+)#[a-z]+-(\d+)-(\d+)")
_SENTENCE = """
SELECT ?sentence ?start ?quote ?label ?publisher ?issued WHERE {
  ?sentence dip:inArticle $article ; oa:start ?start ; oa:end ?end ; oa:exact ?quote .
  FILTER(?start <= $at && $at < ?end)
  OPTIONAL { $article rdfs:label ?label }
  OPTIONAL { $article dcterms:publisher ?publisher }
  OPTIONAL { $article dcterms:issued ?issued }
} LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an article names something: its sentence, cut around the words."""

    sentence: Iri
    article: Iri
    source: str
    issued: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a thing of the graph with its portrait, or a mention in one article."""

    thing: Iri
    label: str
    portrait: Portrait | None
    mention: Mention | None
    sentences: tuple[Reading, ...]
    """One reading for each sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One property with the values on both sides. ``verdict``: same, different, compatible or empty."""

    title: str
    left: tuple[Fact, ...]
    right: tuple[Fact, ...]
    verdict: str


def side(visit: Visit, thing: Iri) -> Side | None:
    """What there is to compare of a thing or a mention; None if the graph knows neither."""
    match = _MENTION.fullmatch(thing.value)
    if match and (article := visit.paths.named(match[1])) is not None:
        found = _mention(visit, article, int(match[2]), int(match[3]))
        return Side(thing, found.words or thing.local, None, found, ()) if found else None
    whole = portrait(visit, thing)
    if whole is None:
        return None
    said = [reading for group in whole.groups for fact in group.facts for reading in fact.readings]
    kept: dict[tuple[Iri, int], Reading] = {}
    for reading in said:
        kept.setdefault((reading.article, reading.start), reading)
    ordered = sorted(
        kept.values(), key=lambda reading: (reading.issued, reading.article.value, reading.start)
    )
    return Side(thing, whole.label, whole, None, tuple(ordered[:MOST_SENTENCES]))


def lines(left: Portrait, right: Portrait) -> list[Line]:
    """The properties that either has, those that tell most first."""
    groups = {
        side: {group.predicate: group for group in found.groups} for side, found in ((0, left), (1, right))
    }
    names = tuple(found.names.facts if found.names else () for found in (left, right))
    printed = any(fact.claims for facts in names for fact in facts)
    found = [Line("Names", names[0][:VALUES], names[1][:VALUES], _verdict(*names))] if printed else []
    for predicate in sorted({*groups[0], *groups[1]}, key=rank):
        one, other = (
            groups[side][predicate].facts[:VALUES] if predicate in groups[side] else () for side in (0, 1)
        )
        if predicate.value != f"{DIP}candidateFor":
            found.append(Line(forward(predicate), one, other, _verdict(one, other)))
    return found


def _verdict(left: Sequence[Fact], right: Sequence[Fact]) -> str:
    if not left or not right:
        return ""
    values = [{fact.value for fact in facts} for facts in (left, right)]
    if values[0] == values[1]:
        return "same"
    if values[0] & values[1]:
        return "compatible"
    days = [[interval(str(fact.value)) for fact in facts] for facts in (left, right)]
    if any(one and other and one.overlaps(other) for one in days[0] for other in days[1]):
        return "compatible"
    return "different"


def _mention(visit: Visit, article: Iri, start: int, end: int) -> Mention | None:
    query = visit.shown("The sentence of a mention", bind(_SENTENCE, article=article, at=start))
    for row in visit.graph.rows(query):
        sentence, first, quote = iri(row, "sentence"), int(text(row, "start")), text(row, "quote")
        if sentence is not None:
            source = text(row, "publisher") or text(row, "label")
            return Mention(
                sentence,
                article,
                source,
                text(row, "issued"),
                quote[: start - first],
                quote[start - first : end - first],
                quote[end - first :],
            )
    return None
