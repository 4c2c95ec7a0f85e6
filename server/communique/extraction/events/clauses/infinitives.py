"""Events that are to be, were to be, or are but wished for: "due to be held", "hopes of a summit faded"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.gazetteer.frames import Frames


_FADING = frozenset({"fade", "dash", "evaporate", "recede", "vanish", "dim", "wane", "shatter", "founder"})
_VAIN = frozenset({"nothing", "naught", "nowhere", "unheard", "unheeded", "unanswered", "vain", "futile"})


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


def moved(verb: Token) -> bool:
    """ "Has been rescheduled for May 3": it will be, on another day."""
    return verb.lemma_ == "reschedule" and any(
        child.lower_ in {"for", "to"} and any(below.ent_type_ == "DATE" for below in child.children)
        for child in verb.children
    )


def faded(noun: Token) -> bool:
    """ "Calls for a summit have come to nothing", "hopes of a meeting faded"."""
    verb = noun.head
    if noun.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    if verb.lemma_ in _FADING:
        return True
    after = [child for child in verb.children if child.i > verb.i]
    below = {token.lower_ for child in after for token in (child, *child.children)}
    return verb.lemma_ in {"come", "go", "remain", "prove"} and bool(below & _VAIN)
