"""Infinitives whose subject stands above them: "the talks are due to be held", "is to lunch with X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.gazetteer.frames import Frames


def lowered(frames: Frames, verb: Token) -> Token:
    """The infinitive whose subject stands above it: "held" in "the talks are (due) to be held"."""
    for _ in range(3):
        if verb.lemma_ not in frames.words["raising"]:
            return verb
        adjectives = [child for child in verb.children if child.dep_ in {"acomp", "oprd"}]
        below = [
            child
            for head in (verb, *adjectives)
            for child in head.children
            if child.dep_ in {"xcomp", "ccomp"} and child.tag_ in {"VB", "VBN"} and not _own(child)
        ]
        if not below:
            return verb
        verb = below[0]
    return verb


def infinitive(noun: Token) -> bool:
    """Whether "is to lunch with X" was read as if lunch were a noun."""
    to = noun.head
    return noun.dep_ == "pobj" and to.lower_ == "to" and to.head.lemma_ == "be" and noun.left_edge == noun


def _own(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.children)
