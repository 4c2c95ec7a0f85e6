"""Entity tags: weak ones for answers, by what decides them; strong ones for graphs, by what they hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_TAG = re.compile(r'(W/)?"([^"]*)"')


def answer_tag(*decides: object) -> str:
    """The weak tag of an answer.

    ``decides`` is everything that the answer depends on: commit, version of the software, public URL,
    text, dataset, format, coding and options. Equal values give equal tags, and no two lists of values
    share one by accident, since each is hashed with its own length.
    """
    digest = hashlib.sha256()
    for each in decides:
        part = repr(each).encode("utf-8", "surrogatepass")
        digest.update(len(part).to_bytes(8, "big") + part)
    return f'W/"{digest.hexdigest()[:32]}"'


def graph_tag(lines: Iterable[bytes]) -> str:
    """The content of a graph as a tag without quotes: a hash of its sorted N-Triples lines.

    Serialisations of one graph share it up to the suffix that ``graph_etag`` adds, so that a tag got
    with one format guards a write in another.
    """
    digest = hashlib.sha256()
    for line in sorted(line.strip() for line in lines):
        digest.update(line + b"\n")
    return digest.hexdigest()[:32]


def graph_etag(tag: str, variant: str) -> str:
    """The strong ETag of one serialisation of a graph."""
    return f'"{tag}-{variant}"'


def opaque_tags(header: str) -> tuple[str, ...]:
    """The opaque tags that an If-Match or If-None-Match header lists, strong or weak."""
    return tuple(found[1] for found in _TAG.findall(header))


def strong_graph_tags(header: str) -> tuple[str, ...] | None:
    """The contents that an If-Match header allows, ``None`` for ``*``.

    A weak tag never matches (RFC 9110, section 13.1.1).
    """
    if header.strip() == "*":
        return None
    return tuple(tag.rpartition("-")[0] or tag for weak, tag in _TAG.findall(header) if not weak)


def graph_tags(header: str) -> tuple[str, ...]:
    """The contents that an If-None-Match header names, by the weak comparison; ``()`` for ``*``."""
    return tuple(tag.rpartition("-")[0] or tag for tag in opaque_tags(header))


def matches(header: str, etag: str) -> bool:
    """Whether If-None-Match names this ETag, by the weak comparison (RFC 9110, section 8.8.3.2)."""
    found = _TAG.fullmatch(etag)
    return found is not None and found[2] in opaque_tags(header)
