"""One check for the claims of every extractor: nothing leaves that its words do not bear out.

A claim is dropped, and counted in the notes, whose offsets lie outside the text, whose printed value is
not what stands at its words, whose evidence does not hold its words or anybody it speaks of, whose
date no expression in its words can mean, or which takes a place for somebody who has offices or bases.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from communique.extraction import time
from communique.model.claims import Claim, Entity, Extraction, Kind, Predicate, Ref, Text, When
from communique.model.text import Article

_NAMED = frozenset({Kind.PERSON, Kind.BASE})
_AROUND = 40
"""Characters beside the words of a date."""
_PARTS = frozenset(
    {
        Predicate.PARTICIPANT, Predicate.HOST, Predicate.VISITOR, Predicate.CALLER, Predicate.INVITEE,
        Predicate.LEADER, Predicate.MEMBER, Predicate.HELD_OFFICE,
    }
)  # fmt: skip
_PARTIES = frozenset({Predicate.OFFICE_OF, Predicate.REPRESENTS, Predicate.OPERATOR})
"""What countries and organisations have: a province has neither ministers nor bases of its own."""


def verify(article: Article, extraction: Extraction) -> Extraction:
    """The extraction with only those claims that hold, and a note for each kind of failure."""
    entities = {one.id: one for one in extraction.entities}
    own = article.id  # a hash of the whole text
    failures: Counter[str] = Counter()
    kept: list[Claim] = []
    for claim in extraction.claims:
        foreign = claim.article != own
        reason = next(_failures(article, entities, claim, foreign=foreign), None)
        if reason is None:
            kept.append(claim)
        else:
            failures[reason] += 1
    kept = _attached(entities, kept)
    notes = tuple(f"{count} claims dropped: {reason}" for reason, count in sorted(failures.items()))
    return replace(extraction, claims=tuple(kept), notes=(*extraction.notes, *notes))


def _failures(
    article: Article, entities: Mapping[str, Entity], claim: Claim, *, foreign: bool
) -> Iterator[str]:
    text = article.text
    spans = (claim.words, *claim.evidence)
    if foreign or not claim.evidence or any(span.end > len(text) for span in spans):
        yield "offsets outside the article"
        return
    if any(not text[span.start : span.end].strip() for span in spans):
        yield "empty evidence"
    if not any(span.overlaps(claim.words) for span in claim.evidence):
        yield "words outside the evidence"
    if claim.subject not in entities or (isinstance(claim.object, Ref) and claim.object.id not in entities):
        yield "unknown entity"
        return
    if claim.predicate in _PARTIES and not _is_party(entities, claim):
        yield "a place where a country or an organisation is needed"
    if claim.verbatim is not None and claim.verbatim not in text:
        yield "quoted words that the article does not have"
    named = claim.predicate is Predicate.NAME and entities[claim.subject].kind in _NAMED
    if named and claim.object != Text(article.quote(claim.words)):
        yield "a name that does not stand at its words"
    if claim.predicate in _PARTS and claim.implied_by is None and not _spoken_of(entities, claim):
        yield "somebody whom the evidence does not mention"
    if isinstance(claim.object, When) and claim.implied_by is None and not _datable(article, claim):
        yield "a date that its words cannot mean"


def _is_party(entities: Mapping[str, Entity], claim: Claim) -> bool:
    party = entities[claim.object.id].kind if isinstance(claim.object, Ref) else None
    return party in (Kind.COUNTRY, Kind.ORGANIZATION)


def _spoken_of(entities: Mapping[str, Entity], claim: Claim) -> bool:
    """Whether the person of the claim is mentioned in the evidence, by name or by a phrase."""
    named = claim.subject if claim.predicate is Predicate.HELD_OFFICE else None
    if named is None and isinstance(claim.object, Ref):
        named = claim.object.id
    if named is None:
        return False
    mentions = [one.span for one in entities[named].mentions]
    return any(span.overlaps(mention) for span in claim.evidence for mention in mentions)


def _datable(article: Article, claim: Claim) -> bool:
    """Whether some expression of time in the words can mean a day of the claimed interval.

    "May" is a month by the words around it ("in May"), so they are read with these where need be.
    """
    assert isinstance(claim.object, When)
    if article.published is None:
        return _datable_on(article, claim, None)
    return any(  # a report may count from the day of its dateline
        _datable_on(article, claim, article.published - timedelta(days=delay))
        for delay in range(time.DELAY + 1)
        if article.published.toordinal() > delay
    )


def _datable_on(article: Article, claim: Claim, written: date | None) -> bool:
    assert isinstance(claim.object, When)
    if _meant(_timexes(article.quote(claim.words), written), claim.object):
        return True
    start, end = max(0, claim.words.start - _AROUND), claim.words.end + _AROUND
    around = _timexes(article.text[start:end], written)
    return _meant([one for one in around if one.span.shift(start).overlaps(claim.words)], claim.object)


@functools.lru_cache(maxsize=256)
def _timexes(words: str, written: date | None) -> tuple[time.Timex, ...]:
    """The expressions in words that many claims of an article rest on: "on Monday"."""
    return time.timexes(words, written)


def _meant(found: Iterable[time.Timex], wanted: When) -> bool:
    for one in found:
        meant = [one.interval(direction) for direction in (None, "past", "future")]
        if any(interval is not None and interval.overlaps(wanted.interval) for interval in meant):
            return True
        if all(interval is None for interval in meant):
            return True  # relative to something that stands elsewhere in the article
    return False


def _attached(entities: Mapping[str, Entity], claims: list[Claim]) -> list[Claim]:
    """Without events that lost their kind, and without what spoke of these alone."""
    events = {c.subject for c in claims if entities[c.subject].kind is Kind.EVENT}
    kinded = {c.subject for c in claims if c.predicate is Predicate.KIND}
    lost = events - kinded
    return [
        claim
        for claim in claims
        if claim.subject not in lost and not (isinstance(claim.object, Ref) and claim.object.id in lost)
    ]
