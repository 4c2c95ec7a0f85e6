"""Keys of clusters: a function of the members alone, so that any order of articles gives the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from communique.model.claims import Entity, Extraction, Kind
from communique.model.identity import Member
from communique.model.text import Article
from communique.resolution.folding import slug

Rank = tuple[str, str, int, str]
"""Publication date (ISO; articles without one come last), article id, offset, local id."""


def offsets(extraction: Extraction) -> dict[str, int]:
    """For every entity of an extraction where it is first named, else where a claim about it starts."""
    first: dict[str, int] = {}
    for claim in extraction.claims:
        start = claim.words.start
        if start < first.get(claim.subject, start + 1):
            first[claim.subject] = start
    return {
        e.id: min((m.span.start for m in e.mentions), default=first.get(e.id, 0)) for e in extraction.entities
    }


def rank(article: Article | None, member: Member, offset: int) -> Rank:
    """What members are ordered by; the smallest of a cluster gives it its key."""
    published = article.published if article else None
    return ((published or date.max).isoformat(), member.article, offset, member.local)


def key(kind: Kind, label: str, smallest: Rank) -> str:
    """``person/asaad-al-shaibani-1a2b3c4d``: kind, slug and short hash of the smallest member."""
    _, article, offset, local = smallest
    digest = hashlib.sha256(f"{article}\0{offset}\0{local}".encode()).hexdigest()[:8]
    return f"{kind.value}/{slug(label)}-{digest}"


def gazetteer_key(entities: Iterable[Entity]) -> str | None:
    """The smallest gazetteer key among the entities, if one has any."""
    return min((e.gazetteer for e in entities if e.gazetteer), default=None)
