"""Findings and referents of an analysis as the model's claims and entities."""

from __future__ import annotations

from collections.abc import Iterable

from communique.extraction.document import Analysis, Fact, Finding, Reference, Referent
from communique.model.claims import (
    Claim,
    Entity,
    Extraction,
    Kind,
    Mention,
    Predicate,
    Ref,
    Text,
)
from communique.model.text import Span


def assemble(
    analysis: Analysis, findings: Iterable[Finding], unread: tuple[Span, ...], engine: str
) -> Extraction:
    """The extraction of one article; claims in order of the text."""
    article = analysis.article.id  # a hash of the whole text
    entities: dict[str, Entity] = {one.id: _entity(analysis, one) for one in analysis.referents.values()}
    claims: dict[str, Claim] = {}
    for finding in findings:
        entities.setdefault(finding.entity.id, finding.entity)
        for fact in finding.facts:
            claim = _claim(article, finding.entity.id, fact)
            claims.setdefault(claim.id, claim)
    for person in analysis.of_kind(Kind.PERSON):
        for fact in _names(analysis, person):
            claim = _claim(article, person.id, fact)
            claims.setdefault(claim.id, claim)
    used = {claim.subject for claim in claims.values()}
    used |= {claim.object.id for claim in claims.values() if isinstance(claim.object, Ref)}
    used |= {claim.said_by for claim in claims.values() if claim.said_by}
    kept = tuple(one for one in entities.values() if one.mentions or one.id in used)
    ordered = sorted(claims.items(), key=lambda one: (one[1].words, one[1].subject, one[1].predicate, one[0]))
    return Extraction(
        article, kept, tuple(claim for _, claim in ordered), unread, engine, tuple(analysis.notes)
    )


def _entity(analysis: Analysis, one: Referent) -> Entity:
    mentions = tuple(
        Mention(r.span, analysis.quote(r.span), r.detector, r.nominal)
        for r in sorted(one.references, key=lambda r: (r.span, r.detector))
    )
    return Entity(one.id, one.kind, one.label, tuple(dict.fromkeys(mentions)), one.gazetteer, one.within)


def _names(analysis: Analysis, person: Referent) -> Iterable[Fact]:
    """One name claim for each printed form, where it stands first."""
    first: dict[str, Reference] = {}
    for reference in sorted(person.references, key=lambda r: r.span):
        if not reference.nominal:
            first.setdefault(analysis.quote(reference.span), reference)
    for words, reference in first.items():
        sentence = analysis.sentence_of(reference).span
        yield Fact(
            Predicate.NAME, Text(words), reference.span, (sentence,), f"name:{reference.detector}",
            confidence=reference.certainty,
        )  # fmt: skip


def _claim(article: str, subject: str, fact: Fact) -> Claim:
    return Claim(
        article=article,
        subject=subject,
        predicate=fact.predicate,
        object=fact.object,
        words=fact.words,
        evidence=fact.evidence,
        rule=fact.rule,
        confidence=round(fact.confidence, 3),
        modality=fact.modality,
        said_by=fact.said_by,
        implied_by=fact.implied_by,
        verbatim=fact.verbatim,
        capacity=fact.capacity,
    )
