"""A resolution that looks into a resolver instead of being copied out of it.

Writing the graph of one more article asks for a few clusters and rulings only; a copy of all would cost
as much as the corpus is large. A live view is good until the next change of its resolver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from communique.model.identity import Cluster, Member, Resolution
from communique.resolution.incremental import Resolver


class _Clusters(Mapping[str, Cluster]):
    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def __getitem__(self, key: str) -> Cluster:
        return self._resolver.cluster(self._resolver.groups[key])

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._resolver.groups))

    def __len__(self) -> int:
        return len(self._resolver.groups)


class _Keys(Mapping[Member, str]):
    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def __getitem__(self, member: Member) -> str:
        return self._resolver.published[member]

    def __iter__(self) -> Iterator[Member]:
        return iter(self._resolver.published)

    def __len__(self) -> int:
        return len(self._resolver.published)


def live(resolver: Resolver, keys: Iterable[str] = ()) -> Resolution:
    """The resolver's state as a ``Resolution``; merges and candidates are those of the clusters ``keys``."""
    chosen = sorted(key for key in set(keys) if key in resolver.groups)
    merges = [merge for key in chosen for merge in resolver.merges(resolver.groups[key])]
    candidates = {candidate for key in chosen for candidate in resolver.candidates_of(key)}
    return Resolution(
        clusters=_Clusters(resolver),
        cluster_of=_Keys(resolver),
        rulings=resolver.rulings,
        merges=tuple(sorted(merges, key=lambda m: (m.left, m.right, m.method))),
        candidates=tuple(sorted(candidates, key=lambda c: (-c.score, c.left, c.right))),
        copies=resolver.copies.original,
    )
