"""Why things are one, or may be: merges and candidates in words, and which candidate to look at first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from communique.errors import UsageError
from communique.model.claims import Claim, Extraction, Outside
from communique.model.identity import Candidate, Cluster, Member, Merge, Resolution, Standing
from communique.model.text import Article

Quote = Callable[[Member], str]
"""How a member is shown: its name as printed, with its article."""


def by_impact(candidates: Iterable[Candidate], claims: Mapping[str, int]) -> tuple[Candidate, ...]:
    """Open candidates, those first whose merging would change most; ``claims`` is how many there are about
    each cluster, by its key.

    What would change are the claims of the smaller side (they get another subject) times the odds
    that the two are one, so a doubtful pair of much reported events comes before a likely one of two
    passing mentions.
    """

    def impact(candidate: Candidate) -> float:
        smaller = min(claims.get(candidate.left, 0), claims.get(candidate.right, 0))
        return candidate.score * (1 + smaller)

    return tuple(sorted(candidates, key=lambda c: (-impact(c), c.left, c.right)))


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def explain(
    resolution: Resolution,
    key: str,
    extractions: Iterable[Extraction] = (),
    articles: Mapping[str, Article] | None = None,
) -> list[str]:
    """Lines of text: what a cluster consists of, what spoke for and against each merge, what it may also
    be, to what in other graphs it is linked, and which of its claims did not stand. ``articles`` by id give
    publishers and days.

    ``extractions`` serve to show printed names and claims; without them members are shown by their ids.
    Raises ``UsageError`` for a key that the resolution has not.
    """
    cluster = resolution.clusters.get(key)
    if cluster is None:
        raise UsageError(f"{key!r} is no cluster of this corpus; keys look like person/name-1a2b3c4d")
    known = {extraction.article: extraction for extraction in extractions}
    quote = _quoting(known, articles or {})
    count = len({member.article for member in cluster.members})
    mentions = _number(len(cluster.members), "mention")
    lines = [f"{cluster.label} ({cluster.kind}): {mentions} in {_number(count, 'article')}"]
    if cluster.variants:
        lines.append(f"  also printed: {', '.join(cluster.variants)}")
    if cluster.misprints:
        lines.append(f"  taken for misprints: {', '.join(cluster.misprints)}")
    lines += [f"  mention: {quote(member)}" for member in cluster.members]
    for merge in resolution.merges:
        if resolution.cluster_of[merge.left] == key:
            lines += _merge_lines(merge, quote)
    for candidate in resolution.candidates:
        if key in (candidate.left, candidate.right):
            lines += _candidate_lines(candidate, key, resolution.clusters)
    lines += _standing_lines(resolution, cluster, known)
    return lines


def _quoting(known: Mapping[str, Extraction], articles: Mapping[str, Article]) -> Quote:
    def quote(member: Member) -> str:
        extraction, article = known.get(member.article), articles.get(member.article)
        label = " ".join(extraction.entity(member.local).label.split()) if extraction else ""
        told = f"{article.publisher or 'unnamed publisher'}, {article.published}: " if article else ""
        return f"{label} ({told}{member.article}#{member.local})".strip()

    return quote


def _merge_lines(merge: Merge, quote: Quote) -> Iterator[str]:
    sure = f"by {merge.method}, confidence {merge.confidence}"
    yield f"  one: {quote(merge.left)} = {quote(merge.right)}, {sure}"
    yield from (f"    for: {reason}" for reason in merge.reasons)
    yield from (f"    against: {reason}" for reason in merge.against)


def _candidate_lines(candidate: Candidate, key: str, clusters: Mapping[str, Cluster]) -> Iterator[str]:
    other = candidate.right if candidate.left == key else candidate.left
    yield f"  maybe also: {clusters[other].label} ({other}), confidence {candidate.score}"
    yield from (f"    for: {reason}" for reason in candidate.reasons)
    yield from (f"    against: {reason}" for reason in candidate.against)


def _standing_lines(
    resolution: Resolution, cluster: Cluster, known: Mapping[str, Extraction]
) -> Iterator[str]:
    members = set(cluster.members)
    for article in sorted({member.article for member in cluster.members} & known.keys()):
        for claim in known[article].claims:
            ruling = resolution.rulings.get(claim.id)
            mine = Member(article, claim.subject) in members
            if mine and ruling is not None and isinstance(claim.object, Outside):
                yield f"  linked: {claim.object.iri} ({article}, claim {claim.id}): {ruling.reason}"
                continue
            if mine and ruling is not None and ruling.standing is not Standing.ACCEPTED:
                yield f"  {ruling.standing}: {_shown(claim)} ({article}, claim {claim.id}): {ruling.reason}"


def _shown(claim: Claim) -> str:
    said = f' "{claim.verbatim}"' if claim.verbatim else ""
    return f"{claim.predicate}{said}"
