"""The extraction record: one JSON object for an article, made of claims alone.

The format is described in ``docs`` of the command ``communique extract``: persons, offices, meetings and
bases with the words they rest on. Any extractor's claims give records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from communique.extraction import gazetteer
from communique.model.claims import (
    Claim,
    Concept,
    Entity,
    Extraction,
    Kind,
    Predicate,
    Ref,
    Text,
    When,
)
from communique.model.text import Article, Span

MAX_EVIDENCE = 1500
"""Characters of one piece of evidence; a longer sentence is cut around the words."""

_ABBREVIATION = 4
"""Letters up to which capitals are no shouted name."""

_PARTS = (
    Predicate.PARTICIPANT, Predicate.HOST, Predicate.VISITOR, Predicate.CALLER, Predicate.INVITEE,
)  # fmt: skip
_STATUS = {"postponed": "cancelled", "refused": "cancelled"}
_CAPACITY = {"interim": "acting", "outgoing": "current", "late": "former"}


class _Claims:
    """Claims of one extraction by subject and predicate, most confident first."""

    def __init__(self, article: Article, extraction: Extraction) -> None:
        self.article = article
        self.entities: Mapping[str, Entity] = {one.id: one for one in extraction.entities}
        self.of: dict[tuple[str, Predicate], list[Claim]] = defaultdict(list)
        for claim in sorted(extraction.claims, key=lambda c: (-c.confidence, c.words)):
            self.of[claim.subject, claim.predicate].append(claim)

    def ref(self, subject: str, predicate: Predicate) -> Entity | None:
        for claim in self.of[subject, predicate]:
            if isinstance(claim.object, Ref):
                return self.entities[claim.object.id]
        return None

    def concept(self, subject: str, predicate: Predicate) -> str | None:
        for claim in self.of[subject, predicate]:
            if isinstance(claim.object, Concept):
                return claim.object.key
        return None

    def label(self, subject: str, predicate: Predicate) -> str | None:
        entity = self.ref(subject, predicate)
        return entity.label if entity else None

    def evidence(self, claims: Iterable[Claim]) -> list[dict[str, Any]]:
        """The evidence of these claims, in order of their first use, none twice."""
        spans: dict[Span, None] = {}
        for claim in claims:
            for span in claim.evidence:
                spans.setdefault(_cut(span, claim.words))
        return [self._quote(span) for span in spans]

    def _quote(self, span: Span) -> dict[str, Any]:
        return {"start": span.start, "end": span.end, "text": self.article.quote(span)}


def record(article: Article, extraction: Extraction) -> dict[str, Any]:
    """The record of one article."""
    claims = _Claims(article, extraction)
    return {
        "article": {
            "path": article.path,
            "id": article.id,
            "title": article.title,
            "publisher": article.publisher,
            "published": article.published.isoformat() if article.published else None,
            "sha256": article.sha256,
        },
        "persons": _persons(claims, extraction),
        "offices": _offices(claims, extraction),
        "meetings": _meetings(claims, extraction),
        "bases": _bases(claims, extraction),
        "engine": extraction.engine,
        "notes": list(extraction.notes),
    }


def _cut(span: Span, words: Span) -> Span:
    if span.end - span.start <= MAX_EVIDENCE:
        return span
    if not span.contains(words) or words.end - words.start > MAX_EVIDENCE:
        return Span(span.start, span.start + MAX_EVIDENCE)
    start = max(span.start, min(words.start - 300, span.end - MAX_EVIDENCE))
    return Span(start, min(span.end, start + MAX_EVIDENCE))


def _persons(claims: _Claims, extraction: Extraction) -> list[dict[str, Any]]:
    found = []
    for person in extraction.entities:
        names = claims.of[person.id, Predicate.NAME]
        if person.kind is not Kind.PERSON or not names:
            continue
        aliases = dict.fromkeys(
            claim.object.value
            for claim in sorted(names, key=lambda c: c.words)
            if isinstance(claim.object, Text)
        )
        found.append({"name": person.label, "aliases": list(aliases), "evidence": claims.evidence(names)})
    return found


def _offices(claims: _Claims, extraction: Extraction) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, str | None], dict[str, Any]] = {}
    for claim in extraction.claims:
        if claim.predicate is not Predicate.HELD_OFFICE or not isinstance(claim.object, Ref):
            continue
        office = claims.entities[claim.object.id]
        polity = claims.label(office.id, Predicate.OFFICE_OF)
        holder = claims.entities[claim.subject].label
        capacity = claim.capacity or "current"
        entry = {
            "holder": holder,
            "title": office.label,
            "as_written": claim.verbatim,
            "polity": polity,
            "status": _CAPACITY.get(capacity, capacity),
            "evidence": claims.evidence([claim]),
            "role": claims.concept(office.id, Predicate.ROLE),
            "rule": claim.rule,
            "capacity": capacity,
            "confidence": claim.confidence,
        }
        implied = next(
            (c.implied_by for c in claims.of[office.id, Predicate.OFFICE_OF] if c.implied_by), None
        )
        if implied:
            entry["polity_implied_by"] = implied
        found.setdefault((claim.subject, office.label, polity), entry)
    return list(found.values())


def _meetings(claims: _Claims, extraction: Extraction) -> list[dict[str, Any]]:
    found = []
    for event in extraction.entities:
        kind = claims.concept(event.id, Predicate.KIND)
        if event.kind is not Kind.EVENT or kind is None or kind == "press-conference":
            continue  # the record has no kind for a press conference; the graph does
        status = claims.concept(event.id, Predicate.STATUS) or "held"
        parts = [c for p in _PARTS for c in claims.of[event.id, p] if isinstance(c.object, Ref)]
        people = dict.fromkeys(claims.entities[c.object.id].label for c in parts if isinstance(c.object, Ref))
        sides = claims.of[event.id, Predicate.DELEGATION]
        delegations = dict.fromkeys(
            label
            for c in sides
            if isinstance(c.object, Ref)
            for label in [_represented(claims, c.object.id)]
            if label
        )
        where = claims.ref(event.id, Predicate.PLACE)
        basis = [*claims.of[event.id, Predicate.KIND], *claims.of[event.id, Predicate.STATUS], *parts, *sides]
        found.append(
            {
                "kind": kind,
                "participants": list(people),
                "delegations": list(delegations),
                "place": _place(claims, event.id, where),
                "country": _country(claims, where),
                "date": _date(claims, event.id),
                "status": _STATUS.get(status, status),
                "evidence": claims.evidence(basis),
                "confidence": basis[0].confidence,
                "rule": basis[0].rule,
            }
        )
    return found


def _represented(claims: _Claims, delegation: str) -> str | None:
    return claims.label(delegation, Predicate.REPRESENTS)


def _place(claims: _Claims, event: str, where: Entity | None) -> str | None:
    """The place as the article prints it ("Kiev", "Leningrad"); its usual name where no name is printed."""
    if where is None or where.kind is Kind.COUNTRY:
        return None
    named = [one for one in where.mentions if not one.nominal]
    words = [claim.words for claim in claims.of[event, Predicate.PLACE] if claim.object == Ref(where.id)]
    told = [one for one in named if one.span in words] or named
    if not told:
        return where.label
    printed = " ".join(told[0].text.split())
    return printed.title() if printed.isupper() and len(printed) > _ABBREVIATION else printed


def _country(claims: _Claims, where: Entity | None) -> str | None:
    if where is None:
        return None
    if where.kind is Kind.COUNTRY:
        return where.label
    if where.within is None:
        return None
    for entity in claims.entities.values():
        if entity.gazetteer == where.within:
            return entity.label
    polity = gazetteer.load().polities.get(where.within)  # "in Geneva": the article names no Switzerland
    return polity.label if polity is not None else None


def _date(claims: _Claims, event: str) -> dict[str, Any]:
    for claim in claims.of[event, Predicate.DATE]:
        if isinstance(claim.object, When):
            interval = claim.object.interval
            return {
                "start": interval.start.isoformat(),
                "end": interval.end.isoformat(),
                "precision": interval.precision,
            }
    return {"start": None, "end": None, "precision": "unknown"}


def _bases(claims: _Claims, extraction: Extraction) -> list[dict[str, Any]]:
    found = []
    for base in extraction.entities:
        if base.kind is not Kind.BASE:
            continue
        basis = [claim for claim in extraction.claims if claim.subject == base.id]
        if not basis:
            continue
        names = [c for c in claims.of[base.id, Predicate.NAME] if isinstance(c.object, Text)]
        found.append(
            {
                "name": base.label if names else None,
                "kind": claims.concept(base.id, Predicate.BASE_KIND) or "other",
                "operator": claims.label(base.id, Predicate.OPERATOR),
                "location": claims.label(base.id, Predicate.NEAR),
                "host_country": claims.label(base.id, Predicate.HOST_COUNTRY),
                "evidence": claims.evidence(basis),
            }
        )
    return found
