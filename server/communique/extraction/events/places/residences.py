"""Houses that every state has one of: "received him at State House", "at the presidential palace"."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import yaml

from communique import resources
from communique.extraction.events.places import setting

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.event import Located
    from communique.extraction.events.telling import Telling

OF_HOST = "the house of the host's government"


@functools.cache
def _houses() -> frozenset[tuple[str, ...]]:
    data = yaml.safe_load(resources.read("data", "gazetteer", "residences.yaml"))
    return frozenset(tuple(words.split()) for words in data["houses"])


def place(analysis: Analysis, telling: Telling) -> Located | None:
    """The capital of the host's state, where the talks were in a house that each government has."""
    hosts = [name for name, part in telling.parties.parts.items() if part == "host"]
    states = {
        one.id: one for name in hosts if (one := analysis.polity_of(analysis.referents[name])) is not None
    }
    if telling.group != "talks" or len(states) != 1:
        return None
    head = telling.verb if telling.verb is not None else telling.trigger
    for noun in head.subtree:
        if noun.dep_ == "pobj" and noun.head.lower_ in {"at", "in"} and _house(noun):
            words = analysis.span(noun.i, noun.i + 1)
            return setting.capital(analysis, next(iter(states.values())), words, OF_HOST)
    return None


def _house(noun: Token) -> bool:
    """Whether a noun and the words before it are such a house."""
    before = [noun.lower_]
    for token in reversed(list(noun.doc[max(noun.sent.start, noun.i - 3) : noun.i])):
        if token.lower_ in {"'s", "the", "his", "her"}:
            continue
        before.insert(0, token.lower_)
        if tuple(before) in _houses():
            return True
    return False
