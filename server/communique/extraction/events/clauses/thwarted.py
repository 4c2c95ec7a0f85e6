"""What did not come about: what somebody was kept from, had only wanted, or thinks that it is time for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import KEEPING, governor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.gazetteer.frames import Frames

_LONGING = frozenset({"want", "hope", "wish", "intend", "mean", "like", "prefer"})


def in_vain(verb: Token) -> bool:
    """ "Was to have visited", "would have visited", "was barred from visiting": it did not come to it."""
    before = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    bound = "to" in before and verb.head.lemma_ == "be" and verb.head.tag_ == "VBD"
    return (verb.tag_ == "VBN" and "have" in before and (bound or "would" in before)) or kept_from(verb)


def kept_from(verb: Token) -> bool:
    """ "Barred X from flying to Oslo", but not "did not stop X from flying to Oslo"."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "from":
        return False
    keeping = governor(verb.head)
    if keeping is None or keeping.lemma_ not in KEEPING:
        return False
    return not any(child.dep_ == "neg" for child in keeping.children)


def longed(verb: Token) -> bool:
    """Whether the verb tells of a wish of before: "had wanted to meet X"."""
    before = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return verb.lemma_ in _LONGING and verb.tag_ == "VBN" and "had" in before


def timely(verb: Token) -> bool:
    """ "It is time for the two to hold talks": what somebody wishes, and no plan."""
    time = verb.head
    if verb.dep_ not in {"relcl", "acl"} or time.lemma_ != "time" or time.head.lemma_ != "be":
        return False
    counted = any(child.dep_ in {"prep", "amod", "poss"} for child in time.children)  # "the first time"
    return not counted and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def advised(frames: Frames, verb: Token) -> bool:
    """ "Advised him not to go": nobody has refused yet."""
    above = verb.head
    return (
        verb.dep_ == "xcomp"
        and verb.tag_ == "VB"
        and (
            above.lemma_ in frames.words["pressing"]
            or above.lemma_ in {"advise", "urge", "tell", "ask", "warn"}
        )
        and any(child.dep_ in {"dobj", "dative", "nsubjpass"} for child in above.children)
    )
