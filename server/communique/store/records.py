"""Articles and extractions as JSON, for the corpus file. Reading back gives equal objects."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from communique.model.claims import (
    Claim,
    Concept,
    Entity,
    Extraction,
    Kind,
    Mention,
    Modality,
    Outside,
    Predicate,
    Ref,
    Text,
    Value,
    When,
)
from communique.model.text import Article, Span
from communique.model.when import Interval

_ARTICLE_TEXTS = ("title", "publisher", "language", "url", "rights", "path", "published_basis", "abstract_of")
_CLAIM_TEXTS = ("article", "subject", "rule", "extractor", "said_by", "implied_by", "verbatim", "capacity")


def article_to_json(article: Article) -> str:
    """Metadata and text of an article."""
    record: dict[str, Any] = {name: getattr(article, name) for name in _ARTICLE_TEXTS}
    record["text"] = article.text
    record["published"] = article.published.isoformat() if article.published else None
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def article_from_json(content: str) -> Article:
    """What ``article_to_json`` wrote."""
    record = json.loads(content)
    published = date.fromisoformat(record["published"]) if record["published"] else None
    return Article(text=record["text"], published=published, **{n: record[n] for n in _ARTICLE_TEXTS})


def extraction_to_json(extraction: Extraction) -> str:
    """Entities, claims and unread sentences of an extraction."""
    record = {
        "article": extraction.article,
        "engine": extraction.engine,
        "notes": list(extraction.notes),
        "unread": [_span(span) for span in extraction.unread],
        "entities": [_entity(entity) for entity in extraction.entities],
        "claims": [_claim(claim) for claim in extraction.claims],
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def extraction_from_json(content: str) -> Extraction:
    """What ``extraction_to_json`` wrote."""
    record = json.loads(content)
    return Extraction(
        article=record["article"],
        engine=record["engine"],
        notes=tuple(record["notes"]),
        unread=tuple(Span(*span) for span in record["unread"]),
        entities=tuple(_to_entity(entity) for entity in record["entities"]),
        claims=tuple(_to_claim(claim) for claim in record["claims"]),
    )


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "kind": entity.kind,
        "label": entity.label,
        "gazetteer": entity.gazetteer,
        "within": entity.within,
        "mentions": [[*_span(m.span), m.text, m.detector, m.nominal] for m in entity.mentions],
    }


def _to_entity(record: dict[str, Any]) -> Entity:
    return Entity(
        id=record["id"],
        kind=Kind(record["kind"]),
        label=record["label"],
        gazetteer=record["gazetteer"],
        within=record["within"],
        mentions=tuple(Mention(Span(m[0], m[1]), m[2], m[3], m[4]) for m in record["mentions"]),
    )


def _claim(claim: Claim) -> dict[str, Any]:
    record: dict[str, Any] = {name: getattr(claim, name) for name in _CLAIM_TEXTS}
    record["predicate"] = claim.predicate
    record["modality"] = claim.modality
    record["confidence"] = claim.confidence
    record["words"] = _span(claim.words)
    record["evidence"] = [_span(span) for span in claim.evidence]
    record["object"] = _value(claim.object)
    return record


def _to_claim(record: dict[str, Any]) -> Claim:
    return Claim(
        predicate=Predicate(record["predicate"]),
        object=_to_value(record["object"]),
        words=Span(*record["words"]),
        evidence=tuple(Span(*span) for span in record["evidence"]),
        confidence=record["confidence"],
        modality=Modality(record["modality"]),
        **{name: record[name] for name in _CLAIM_TEXTS},
    )


def _value(value: Value) -> list[Any]:
    match value:
        case Ref(id=local):
            return ["ref", local]
        case Text(value=text, language=language):
            return ["text", text, language]
        case Concept(scheme=scheme, key=key):
            return ["concept", scheme, key]
        case When(interval=i):
            return ["when", i.start.isoformat(), i.end.isoformat(), i.precision, i.lasting]
        case Outside(iri=iri):
            return ["outside", iri]


def _to_value(record: list[Any]) -> Value:
    kind, *rest = record
    if kind == "ref":
        return Ref(rest[0])
    if kind == "text":
        return Text(rest[0], rest[1])
    if kind == "concept":
        return Concept(rest[0], rest[1])
    if kind == "outside":
        return Outside(rest[0])
    start, end, precision, lasting = rest
    return When(Interval(date.fromisoformat(start), date.fromisoformat(end), precision, lasting))
