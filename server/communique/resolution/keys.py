"""Keys of clusters: a function of the members alone, so that any order of articles gives the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from communique.model.claims import Entity, Kind
from communique.model.identity import Member
from communique.model.text import Article
from communique.resolution.folding import slug

Rank = tuple[str, str, int, str]
"""Publication date (ISO; articles without one come last), article id, offset, local id."""


def rank(article: Article | None, member: Member, offset: int) -> Rank:
    """What members are ordered by; the smallest of a cluster gives it its key."""
    published = article.published if article else None
    return ((published or date.max).isoformat(), member.article, offset, member.local)


def key(kind: Kind, label: str, smallest: Rank) -> str:
    """``person/asaad-al-shaibani-1a2b3c4d``: kind, slug and short hash of the smallest member."""
    _, article, offset, local = smallest
    return f"{kind.value}/{slug(label)}-{Member(article, local).digest(offset)}"


def gazetteer_key(entities: Iterable[Entity]) -> str | None:
    """The smallest gazetteer key among the entities, if one has any."""
    return min((e.gazetteer for e in entities if e.gazetteer), default=None)
