"""Delegations whose leader or members the words name: "led a delegation that included A, B and C"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import agents, passive, surface_subjects
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.gazetteer.frames import Frames


@dataclass(frozen=True, slots=True)
class Delegation:
    """``leader`` and ``members`` are ids of persons with their words, ``polity`` is for whom it speaks.

    ``words`` is the phrase that names the delegation, ``sentence`` the sentence it stands in.
    """

    words: Span
    sentence: Span
    polity: str | None
    leader: tuple[str, Span] | None
    members: tuple[tuple[str, Span], ...]


def find(analysis: Analysis, frames: Frames) -> list[Delegation]:
    """The delegations of the article in text order."""
    found: list[Delegation] = []
    for token in analysis.doc:
        if token.pos_ == "NOUN" and token.lemma_.lower() in frames.words["delegations"]:
            delegation = _read(analysis, frames, token)
            if delegation is not None:
                found.append(delegation)
    return found


def _read(analysis: Analysis, frames: Frames, noun: Token) -> Delegation | None:
    leader = next(_named(analysis, list(_leaders(frames, noun))), None)
    members = tuple(
        one for one in _named(analysis, _included(frames, noun)) if leader is None or one[0] != leader[0]
    )
    if leader is None and not members:
        return None
    start = min(token.i for token in (noun, *(c for c in noun.children if c.i < noun.i)))
    return Delegation(
        words=analysis.span(start, noun.i + 1),
        sentence=analysis.sentence_of(noun).span,
        polity=_polity(analysis, noun, leader, members),
        leader=leader,
        members=members,
    )


def _leaders(frames: Frames, noun: Token) -> Iterator[Token]:
    """ "X led a delegation", "a delegation led by X", "a delegation under X"."""
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in frames.words["leading"]:
        yield from surface_subjects(verb)
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_ in frames.words["leading"]:
            yield from agents(child) if passive(child) or child.tag_ == "VBN" else ()
        if child.dep_ == "prep" and child.lower_ == "under":
            yield from (below for below in child.children if below.dep_ == "pobj")


def _included(frames: Frames, noun: Token) -> list[Token]:
    """The tokens behind "that included", "including", "made up of", to the end of the sentence."""
    for token in noun.subtree:
        if token.i > noun.i and token.lemma_ in frames.words["including"]:
            sentence = list(noun.sent)
            return [other for other in sentence if other.i > token.i]
    return []


def _named(analysis: Analysis, tokens: list[Token]) -> Iterator[tuple[str, Span]]:
    """Persons that the tokens name, each once, with the words."""
    seen: set[str] = set()
    for token in tokens:
        for person in analysis.people_at(token):
            if person.id not in seen and token.pos_ != "PRON":
                seen.add(person.id)
                reference = analysis.reference_at(token)
                span = reference.span if reference else analysis.span(token.i, token.i + 1)
                yield person.id, span


def _polity(
    analysis: Analysis,
    noun: Token,
    leader: tuple[str, Span] | None,
    members: tuple[tuple[str, Span], ...],
) -> str | None:
    """Whom it speaks for: a demonym before the noun, else the leader's or a member's polity."""
    for child in noun.children:
        if child.i < noun.i:
            for one in analysis.polities_at(child):
                return one.id
    people = [one for one in (leader, *members) if one is not None]
    for name, _ in people:
        polity = analysis.referents[name].polity
        if polity is not None and analysis.referents[polity].kind in {Kind.COUNTRY, Kind.ORGANIZATION}:
            return polity
    return None
