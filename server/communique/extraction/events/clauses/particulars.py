"""Clauses behind an event's noun that tell its day and place: "slated for", "he was to have made in"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import prepositions_above, verbal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from communique.extraction.gazetteer.frames import Frames


def tellers(frames: Frames, trigger: Token) -> Iterator[Token]:
    """The clauses, the nearest first; none for an event that a verb tells of, which has its own."""
    if verbal(trigger):
        return
    told: set[int] = set()
    for clause in (*describers(frames, trigger), *_of_which(frames, trigger), *_behind(frames, trigger)):
        if clause.i not in told:
            told.add(clause.i)
            yield clause


def _of_which(frames: Frames, noun: Token) -> Iterator[Token]:
    """ "A visit he was to have made in", "talks that she held on", "which was to have been held in"."""
    wanted = frames.words["engage"] | frames.words["describing"]
    for clause in noun.children:
        if clause.dep_ != "relcl":
            continue
        if clause.lemma_ in wanted:
            yield clause
        yield from (
            below for below in clause.children if below.dep_ in {"xcomp", "ccomp"} and below.lemma_ in wanted
        )


def _behind(frames: Frames, noun: Token) -> Iterator[Token]:
    """ "Held from May 4 to 5" right behind the noun's phrase, which the parser hangs on the verb."""
    after = noun.right_edge.i + 1
    if after >= len(noun.doc) or prepositions_above(noun) in frames.words["before"]:
        return
    clause = noun.doc[after]
    whose = any(child.dep_ in {"nsubj", "nsubjpass", "mark", "aux"} for child in clause.children)
    if (
        clause.tag_ in {"VBN", "VBD"}
        and clause.dep_ == "advcl"
        and not whose
        and clause.lemma_ in frames.words["describing"]
    ):
        yield clause


def describers(frames: Frames, noun: Token) -> Iterator[Token]:
    """Participles and clauses that say when and where an event noun was: "to be held in", "slated for".

    They may hang on a noun further down, unless that is an event itself.
    """
    for token in noun.subtree:
        if (
            token.dep_ not in {"acl", "relcl"}
            or token.lemma_ not in frames.words["describing"]
            or token.i < noun.i
            or any(child.lower_ == "who" for child in token.children)
        ):
            continue  # "a call from X, who held talks in Oslo", tells nothing of the call
        above = token.head
        while above != noun and not verbal(above) and above.head != above:
            if above.lemma_.lower() in frames.nouns and prepositions_above(above) != "of":
                break
            above = above.head
        if above == noun:
            yield token
            yield from (below for below in token.children if below.dep_ == "xcomp")
    yield from _still_to_come(frames, noun)


def _still_to_come(frames: Frames, noun: Token) -> Iterator[Token]:
    """ "The summit of ASEAN, to be held in Manila", where the parser hangs the infinitive on a verb above."""
    start = noun.right_edge.i + 1
    start += start < len(noun.doc) and noun.doc[start].text == ","
    after = list(noun.doc[start : start + 3])
    if not after or after[0].lower_ != "to" or after[0].sent_start == 1:
        return
    for token in after[1:]:
        if token.pos_ == "VERB":
            passive_or_place = token.tag_ == "VBN" or token.lemma_ in {"take", "begin", "start", "open"}
            if (
                token.lemma_ in frames.words["describing"]
                and passive_or_place
                and not noun.is_ancestor(token)
            ):
                yield token
            return
