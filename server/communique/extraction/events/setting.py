"""Where and when: the place and date expressions that belong to one telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clause import (
    conjuncts,
    governor,
    head_of_conjunction,
    phrases,
    prepositions_above,
    verbal,
)
from communique.extraction.events.event import Dated, Located
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from communique.extraction.document import Analysis, Referent
    from communique.extraction.events.telling import Telling

_AT = frozenset({"in", "at", "near", "outside", "aboard"})
_EXCLUDED = frozenset({"since", "until", "till", "after", "before", "ahead"})
_DESCRIBING = frozenset(
    [
        "hold",
        "schedule",
        "slate",
        "set",
        "plan",
        "open",
        "begin",
        "start",
        "due",
        "convene",
        "take",
        "expect",
        "host",
        "arrange",
        "conduct",
        "end",
    ]
)


def place(analysis: Analysis, trigger: Token, verb: Token | None) -> Located | None:
    """The place of an event: below its noun or verb first, then in the clause that holds it."""
    for head in _heads(trigger, verb):
        found = _place_below(analysis, head)
        if found is not None:
            return found
    return None


def _heads(trigger: Token, verb: Token | None) -> Iterator[Token]:
    """The trigger, what describes it ("to be held in"), and the verbs above it while they share its time and place."""
    yield trigger
    for child in trigger.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_ in _DESCRIBING:
            yield child
            yield from (below for below in child.children if below.dep_ == "xcomp")
    if verb is not None and verb != trigger:
        yield verb
    current = verb if verb is not None else trigger
    for _ in range(4):
        above = _shared(current)
        if above is None:
            return
        yield above
        current = above


def _shared(verb: Token) -> Token | None:
    """The verb above that has the same time: "is scheduled on Monday to meet", "arrived on Monday and met"."""
    head = verb.head
    if head == verb or not verbal(head):
        return None
    if verb.dep_ == "xcomp" or (verb.dep_ in {"conj", "advcl"} and not _own_subject(verb)):
        return head
    return None


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def _place_below(analysis: Analysis, head: Token) -> Located | None:
    for preposition, noun in phrases(head):
        if preposition in _AT:
            found = located(analysis, noun)
            if found is not None:
                return found
    for child in head.children:
        if child.dep_ == "advmod" and child.lower_ == "here" and analysis.dateline_place:
            return Located(analysis.dateline_place, Span(child.idx, child.idx + 4), "dateline")
        if child.dep_ in {"compound", "nmod"} and not verbal(head):
            places = [one for one in analysis.places_at(child) if one.kind is Kind.PLACE]
            if places and child.i == head.i - 1:
                return Located(places[0].id, analysis.span(child.i, child.i + 1))
    return None


def located(analysis: Analysis, noun: Token) -> Located | None:
    """The place that a noun names or lies in: "Geneva", "a hotel in Geneva", "the Chinese capital"."""
    places = analysis.places_at(noun)
    if places:
        return Located(places[0].id, _words(analysis, noun, places[0]))
    for child in noun.children:
        if child.dep_ in {"appos", "poss"}:
            places = analysis.places_at(child)
            if places:
                return Located(places[0].id, _words(analysis, child, places[0]))
    for preposition, below in phrases(noun):
        if preposition in {"in", "of", "at", "near", "outside"}:
            places = analysis.places_at(below)
            if places:
                return Located(places[0].id, _words(analysis, below, places[0]))
    return None


def _words(analysis: Analysis, token: Token, referent: Referent) -> Span:
    for reference in analysis.references_at(token):
        if referent.id in reference.referents:
            return reference.span
    return analysis.span(token.i, token.i + 1)


def date(analysis: Analysis, trigger: Token, verb: Token | None, rivals: set[int]) -> Dated | None:
    """The date of an event: below its trigger, then in its clause, then in the clauses that share its time.

    ``rivals`` are the token indices of other triggers in the sentence, whose dates are their own.
    """
    for head in _heads(trigger, verb):
        for timex in analysis.timexes:
            if timex.interval is None or not timex.anchors_event:
                continue
            top = analysis.doc[timex.start : timex.end].root
            if _hangs_on(top, head, rivals - {trigger.i, head.i}):
                return Dated(timex.interval, timex.span)
    return None


def _hangs_on(token: Token, head: Token, rivals: set[int]) -> bool:
    """Whether a date depends on ``head`` with only prepositions and plain nouns between."""
    current = token
    preposition = prepositions_above(head_of_conjunction(token))
    if preposition in _EXCLUDED:
        return False
    for _ in range(8):
        if current == head:
            return True
        if current.i in rivals or (current != token and verbal(current)):
            return False
        if current.head == current:
            return False
        current = current.head
    return False


def inherits(telling: Telling) -> bool:
    """Whether the telling's noun hangs on the clause of a speech ("speaking after talks")."""
    outer = governor(telling.trigger)
    return outer is not None and verbal(outer) and bool(conjuncts(telling.trigger))
