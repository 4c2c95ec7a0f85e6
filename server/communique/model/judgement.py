"""A person's decision about identity or a claim. It outranks the program's and survives rebuilds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What was decided."""

    SAME = "same"
    DIFFERENT = "different"
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    MAYBE = "maybe"
    """Proposed by a service, for a person to decide: has no effect of its own."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of ``judgements.csv``.

    ``left`` and ``right`` name article-local entities (``<article>#<local id>``) for same and different, or
    ``right`` is the IRI of a thing in another graph, as it always is for maybe;
    for accept, reject and correct ``left`` is a claim id and ``right`` is empty or the corrected value.
    """

    verdict: Verdict
    left: str
    right: str
    who: str
    when: str
    why: str
