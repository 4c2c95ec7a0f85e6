"""Who brought a message: "received a message from King X, delivered by Foreign Minister Y"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extraction.events.clauses import outlook
from communique.extraction.events.clauses.clause import agents, surface_subjects
from communique.extraction.events.parties.referents import parties_of
from communique.extraction.events.telling import Parties, Telling

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.gazetteer.frames import Frames

_UP = 4
"""Nouns between "delivered" and the message that it is said of: "a message from the King of Y, delivered"."""


def tellings(analysis: Analysis, frames: Frames, verb: Token) -> Iterator[Telling]:
    """The meeting of whoever received a message with whoever brought it; nothing for most verbs."""
    if verb.lemma_ not in frames.words["delivering"] or verb.tag_ not in {"VBN", "VBD"}:
        return
    bringing = agents(verb)
    message = _message(frames, verb) if bringing else None
    if message is None or message.dep_ != "dobj" or message.head.lemma_ not in frames.words["accepting"]:
        return
    receiving = message.head
    found = Parties()
    for token in (*surface_subjects(receiving), *bringing):
        found.add(Parties(people=parties_of(analysis, frames, token).people))
    view = outlook.of_verb(frames, receiving)
    if len(found.people) > 1 and view.status is not None:
        yield Telling(
            kind="meeting", trigger=verb, verb=receiving, sentence=analysis.sentence_of(verb),
            rule=f"verb:{verb.lemma_}", parties=found, status=view.status, modality=view.modality,
        )  # fmt: skip


def _message(frames: Frames, verb: Token) -> Token | None:
    """The message that a participle stands behind, as what was received."""
    token = verb
    for _ in range(_UP):
        token = token.head
        if token.lemma_.lower() in frames.words["message"]:
            return token
        if token.lemma_ in frames.words["accepting"]:
            received = [child for child in token.children if child.dep_ == "dobj" and child.i < verb.i]
            return next((one for one in received if one.lemma_.lower() in frames.words["message"]), None)
    return None
