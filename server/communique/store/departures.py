"""Which things left the graph with a commit, what they were called, and what took their place."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from communique.store.base import Commit, Delta

_TYPE = " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
_LABEL = " <http://www.w3.org/2000/01/rdf-schema#label> "
_REPLACED = " <http://purl.org/dc/terms/isReplacedBy> "
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Departure:
    """``label`` is what the thing ``iri`` was called last; ``successor`` the IRI of the thing that most of
    the mentions that stayed went to, or empty; ``commit`` the one that took it out."""

    iri: str
    label: str
    successor: str
    commit: Commit


def departed(delta: Delta) -> dict[str, tuple[str, str]]:
    """By the IRI of each thing that a delta takes out: its label, and its successor, either may be empty.

    What is a fragment of a document (sentences, claims, mentions) has no address of its own, and is left out.
    """
    gone = _subjects(delta.removed) - _subjects(delta.added)
    if not gone:
        return {}
    labels = {
        line.split(" ", 1)[0].strip("<>"): found[1]
        for line in delta.removed
        if _LABEL in line and (found := _QUOTED.search(line, line.index(_LABEL)))
    }
    now = dict(_replaced(delta.added))
    heirs: dict[str, Counter[str]] = {}
    for mention, before in _replaced(delta.removed):
        if before in gone and mention in now:
            heirs.setdefault(before, Counter())[now[mention]] += 1
    return {iri: (json.loads(f'"{labels.get(iri, "")}"'), _most(heirs.get(iri))) for iri in sorted(gone)}


def _subjects(lines: Iterable[str]) -> set[str]:
    """What gets a class in these lines, but for fragments and what clients keep in graphs of their own."""
    return {
        iri
        for line in lines
        if _TYPE in line and "/graph/user/" not in line
        if "#" not in (iri := line.split(" ", 1)[0].strip("<>"))
    }


def _replaced(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        if _REPLACED in line:
            subject, _, value, _ = line.split(" ", 3)
            yield subject, value.strip("<>")


def _most(counted: Counter[str] | None) -> str:
    """The one counted most often; of several the smallest."""
    return min(counted, key=lambda iri: (-counted[iri], iri)) if counted else ""
