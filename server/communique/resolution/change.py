"""What a change to the corpus touched."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.model.identity import Candidate, Cluster, Member


@dataclass(slots=True)
class Change:
    """What a change to the corpus touched.

    ``come`` are keys of clusters that are new or different, ``gone`` of those that are no more (what is
    known to the gazetteer counts when it comes, goes or is called otherwise only). ``renamed`` are those of
    them that are new or have another label. ``joined`` are keys of all clusters whose
    merges may be others. ``claims`` are ids of claims that are new, gone or ruled otherwise. ``moved`` are
    members whose cluster has another key than before, ``retold`` those whose record or cluster changed.
    ``articles`` are those whose own graph may read otherwise. ``earlier`` are the clusters of before, by
    key, of those that are different now.
    """

    come: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    renamed: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set, compare=False)
    articles: set[str] = field(default_factory=set, compare=False)
    claims: set[str] = field(default_factory=set)
    moved: set[Member] = field(default_factory=set)
    retold: set[Member] = field(default_factory=set, compare=False)
    earlier: dict[str, Cluster] = field(default_factory=dict, compare=False)
    candidates_come: set[Candidate] = field(default_factory=set)
    candidates_gone: set[Candidate] = field(default_factory=set)
