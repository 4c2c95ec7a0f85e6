"""Errors of the parser that the words themselves show, put right before anything reads the parse."""

from __future__ import annotations

from spacy.symbols import mark
from spacy.tokens import Doc, Token

_FRONTED = frozenset({"before", "after", "following", "until"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def reattach(doc: Doc) -> None:
    """Hang "Lund's arrival" on "before" in "Before Lund's arrival, Berg will visit Ghana".

    The models now and then read such a phrase as a clause whose verb is that of the sentence, so that the
    verb has two subjects.
    """
    for token in doc:
        if token.dep == mark and token.lower_ in _FRONTED:
            first = _first_subject(token)
            if first is not None:
                token.dep_, first.dep_ = "prep", "pobj"
                first.head = token


def _first_subject(fronted: Token) -> Token | None:
    """The noun right behind the word, if its verb has another subject behind a comma."""
    own = [child for child in fronted.head.children if child.dep_ in _SUBJECTS and child.i > fronted.i]
    if len(own) < 2 or own[0].left_edge.i != fronted.i + 1 or own[0].pos_ not in {"NOUN", "PROPN"}:
        return None
    between = fronted.doc[own[0].i + 1 : own[1].i]
    return own[0] if any(token.text == "," for token in between) else None
