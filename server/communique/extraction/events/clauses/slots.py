"""Which dependants of a verb play which part, as its frame says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import (
    MEETING,
    conjuncts,
    objects,
    particle,
    phrases,
    possessors,
    subjects,
    surface_subjects,
    verbal,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.gazetteer.frames import Frames, VerbFrame

_REACH = 18
"""Tokens behind a verb within which "by telephone" belongs to it."""


def fits(frame: VerbFrame, verb: Token) -> bool:
    """Whether particle, objects and subjects are those that the frame asks for, and nothing bars it."""
    if frame.particle is not None and particle(verb) != frame.particle:
        return False
    below = [
        *verb.children,
        *(one for child in verb.children if child.dep_ == "dobj" for one in child.children),
    ]
    misread = [one for one in objects(verb) if one.dep_ == "oprd"] if "oprd" in frame.barred else []
    barred = [one for one in below if one.dep_ in frame.barred and one.head == verb and one not in misread]
    if not all(_apart(child, verb) for child in barred):
        return False
    if any(f"{child.dep_}:{child.lower_}" in frame.barred for child in below):
        return False
    if frame.objects and not any(
        child.dep_ == "dobj" and child.lemma_ in frame.objects for child in verb.children
    ):
        return False
    if frame.aims and not _aimed(frame, verb):
        return False
    return not frame.subjects or any(token.lemma_ in frame.subjects for token in subjects(verb))


def _apart(clause: Token, verb: Token) -> bool:
    """Whether a clause is no complement: it stands before the verb, or says what for behind its object.

    "X left at 6 p.m. He will see Y", read as one sentence; "saw Y to discuss the border".
    """
    if clause.dep_ not in {"ccomp", "xcomp"}:
        return False
    if clause.dep_ == "ccomp" and clause.i < verb.i:
        return True
    acting = clause.lemma_ not in {"be", "have"}  # not: "sees Y to be a threat"
    bound = acting and any(child.lower_ == "to" and child.dep_ == "aux" for child in clause.children)
    return bound and verb.lemma_ in MEETING and any(one.i < clause.i for one in objects(verb))


def _aimed(frame: VerbFrame, verb: Token) -> bool:
    """Whether "for lunch" or the like stands behind the verb or its object."""
    return any(
        preposition in {"for", "at", "over"} and token.lemma_ in frame.aims
        for one in (verb, *objects(verb))
        for head in (one, *(child for child in one.children if child.dep_ == "appos"))
        for preposition, token in phrases(head)
    )


def roles(frame: VerbFrame, verb: Token) -> Iterator[tuple[str, Token]]:
    """Every dependant with the role that the frame gives it."""
    if frame.subject:
        for token in subjects(verb):
            yield frame.subject, token
    if frame.object and not frame.objects:
        for token in objects(verb):
            yield frame.object, token
    for child in verb.children:
        if child.dep_ == "acomp" and verb.lemma_ == "be":  # "is due in Berlin"
            for preposition, token in phrases(child):
                if preposition in frame.preps:
                    yield frame.preps[preposition], token
    for preposition, token in _hanging(frame, verb):
        if preposition in frame.preps:
            yield frame.preps[preposition], token
        elif frame.kind != "visit" and preposition in {"by", "on", "over", "via"}:
            # "spoke by telephone with X": the parser hangs the rest on the telephone
            for below, other in phrases(token):
                if below in frame.preps:
                    yield frame.preps[below], other


def _hanging(frame: VerbFrame, verb: Token) -> Iterator[tuple[str, Token]]:
    """The verb's prepositions, and those of its object: "attended his inauguration in Asuncion"."""
    yield from phrases(verb)
    yield from (("to", child) for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP")
    yield from _joined_above(verb)
    for child in verb.children:
        if child.dep_ == "dobj" and child.lemma_ in frame.objects:
            yield from (one for one in phrases(child) if one[0] in frame.preps)


def _joined_above(verb: Token) -> Iterator[tuple[str, Token]]:
    """ "with Y" in "was to have met with X, the premier, and with Y", which the parser joins to "was"."""
    own = {preposition for preposition, _ in phrases(verb)}
    for child in verb.head.children if verb.dep_ == "xcomp" else ():
        if child.dep_ == "conj" and child.pos_ == "ADP" and child.i > verb.i and child.lower_ in own:
            for below in child.children:
                if below.dep_ == "pobj":
                    yield from ((child.lower_, token) for token in conjuncts(below))


def bearers(frames: Frames, token: Token) -> list[Token]:
    """The token; where it is an event ("her visit is an opportunity to meet"), whose event it is."""
    carried = token.lemma_.lower() in frames.words["vehicle"]
    if carried:
        return [*possessors(token), *(noun for name, noun in phrases(token) if name in {"of", "with"})]
    owners = possessors(token)
    if not owners and token.lemma_.lower() in frames.words["delegations"]:
        return [token]  # "a World Bank mission will travel to"
    return owners if token.lemma_.lower() in frames.nouns else [token]


def pair(analysis: Analysis, frames: Frames, verb: Token) -> bool:
    """Whether the subject is two persons spoken of before: "they", "the two", "both leaders"."""
    for token in surface_subjects(verb):
        if analysis.people_at(token) or token.lemma_.lower() not in frames.words["pair"]:
            continue
        if token.lower_ in {"they", "both", "two", "pair"}:
            return True
        if any(child.lower_ in {"two", "both"} for child in token.children):
            return True
        whose = [*possessors(token), *(noun for name, noun in phrases(token) if name in {"of", "from"})]
        if any(child.lower_ in {"two", "both"} for noun in whose for child in noun.children):
            return True  # "the two countries' delegations", "the presidents of the two countries"
    return False


def paired(analysis: Analysis, frames: Frames, frame: VerbFrame, verb: Token) -> bool:
    """Whether the other party is two persons spoken of before: "telephoned both leaders"."""
    return any(
        not analysis.people_at(token)
        and (
            token.lower_ == "them"
            or (
                token.lemma_.lower() in frames.words["pair"]
                and any(child.lower_ in {"two", "both"} for child in token.children)
            )
        )
        for role, token in roles(frame, verb)
        if role in {"party", "callee", "visitor", "host"}
    )


def by_phone(frames: Frames, token: Token) -> bool:
    """Whether the clause says that it was by telephone or video."""
    return any(
        below.lower_ in frames.words["phone"]
        and below.head.lemma_.lower() not in frames.nouns
        and not any(verbal(above) for above in below.ancestors if token.is_ancestor(above))
        for child in token.children
        if child.dep_ in {"prep", "agent", "npadvmod", "advmod", "dobj", "pobj", "compound", "amod"}
        for below in child.subtree
        if below.i - token.i < _REACH
    )
