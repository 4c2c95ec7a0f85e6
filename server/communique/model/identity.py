"""Who and what is the same across articles, and which claims stand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from communique.model.claims import Kind


class Standing(StrEnum):
    """What the graph makes of a claim (Wikidata's rank, with its reason named)."""

    ACCEPTED = "accepted"
    COMPATIBLE = "compatible"
    """Vaguer than what is accepted, and not wrong."""
    SUPERSEDED = "superseded"
    """Overtaken by a later report: planned, then held."""
    DISPUTED = "disputed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """An article-local entity: article id and local id."""

    article: str
    local: str

    def digest(self, offset: int) -> str:
        """Eight hex digits that end the key of every cluster in which this member is the smallest.

        ``offset`` is where the article first names it (``Extraction.offsets``).
        """
        named = f"{self.article}\0{offset}\0{self.local}"
        return hashlib.sha256(named.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Members that are one thing. ``key`` is a function of the members alone and makes the IRI.

    ``key`` has the form ``person/asaad-al-shaibani-1a2b3c4d`` (kind, slug, short hash of the smallest
    member by publication date, article id and offset); for what the gazetteer knows, its key
    (``country/syria``). ``label`` is the preferred name, ``variants`` all other printed names,
    ``misprints`` those that are taken for misspellings.
    """

    key: str
    kind: Kind
    label: str
    members: tuple[Member, ...]
    variants: tuple[str, ...] = ()
    misprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two members were taken for one: what spoke for it and what against."""

    left: Member
    right: Member
    method: str
    confidence: float
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two clusters (by key) that may be one; they are kept apart and linked."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided about one claim, and why, in words."""

    standing: Standing
    reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The whole decision over a corpus; a pure function of articles, extractions and judgements.

    ``cluster_of`` maps every member to the key of its cluster; ``rulings`` maps claim ids.
    ``copies`` maps the id of an article that repeats another's text to the id of that other.
    """

    clusters: Mapping[str, Cluster]
    cluster_of: Mapping[Member, str]
    rulings: Mapping[str, Ruling]
    merges: tuple[Merge, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    copies: Mapping[str, str] | None = None
