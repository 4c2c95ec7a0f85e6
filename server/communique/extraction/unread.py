"""Sentences that look as if they told of a meeting or an office and gave no claim.

So that a gap is visible: a trigger word with two parties beside it, or a person beside a title that
nobody was found to hold.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

import yaml

from communique import resources
from communique.extraction import frames
from communique.extraction.document import Analysis, Finding, Sentence
from communique.model.claims import Kind, Predicate
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def find(analysis: Analysis, findings: Iterable[Finding]) -> tuple[Span, ...]:
    """The spans of such sentences of the body, in order."""
    told: set[Span] = set()
    titled: set[str] = set()
    for finding in findings:
        for fact in finding.facts:
            if finding.entity.kind in {Kind.EVENT, Kind.DELEGATION}:
                told.update(fact.evidence)
            if fact.predicate is Predicate.HELD_OFFICE:
                told.update(fact.evidence)
                titled.add(finding.entity.id)
    return tuple(
        sentence.span
        for sentence in analysis.sentences
        if sentence.trusted
        and sentence.span not in told
        and (_meeting(analysis, sentence) or _office(analysis, sentence, titled))
    )


def _meeting(analysis: Analysis, sentence: Sentence) -> bool:
    verbs, nouns = _cues()
    tokens = analysis.doc[sentence.start : sentence.end]
    cue = any(
        (token.pos_ == "VERB" and token.lemma_ in verbs and not _of_things(analysis, token))
        or (token.pos_ == "NOUN" and token.lemma_ in nouns and not _appeal(analysis, token))
        for token in tokens
    )
    if not cue:
        return False
    parties = {
        one.id for token in tokens for one in (*analysis.people_at(token), *analysis.polities_at(token))
    }
    return len(parties) >= 2 and any(analysis.people_at(token) for token in tokens)


def _of_things(analysis: Analysis, verb: Token) -> bool:
    """ "Met its targets", "demands were not met": nobody is met."""
    if verb.lemma_ != "meet":
        return False
    officials = frames.load().words["officials"]
    return any(
        child.dep_ in {"dobj", "nsubjpass"}
        and child.lemma_.lower() not in officials
        and child.pos_ == "NOUN"
        and not analysis.people_at(child)
        for child in verb.children
    )


def _appeal(analysis: Analysis, noun: Token) -> bool:
    """ "His call to take the fight to Congress", "a common call of the two": no call to somebody."""
    if noun.lemma_ != "call" or any(child.lower_ in {"phone", "telephone"} for child in noun.children):
        return False
    heads = (noun, noun.head)
    return not any(
        child.lower_ in {"with", "from", "to", "between"}
        and any(analysis.people_at(token) for token in child.subtree)
        for head in heads
        for child in head.children
        if child.dep_ in {"prep", "dative"}
    )


def _office(analysis: Analysis, sentence: Sentence, titled: set[str]) -> bool:
    nameless = any(
        not title.holders and not title.plural and sentence.start <= title.start < sentence.end
        for title in analysis.titles
    )
    if not nameless:
        return False
    people = {
        one.id
        for token in analysis.doc[sentence.start : sentence.end]
        for reference in analysis.references_at(token)
        if not reference.nominal
        for one in analysis.people_at(token)
    }
    return bool(people - titled)


@functools.cache
def _cues() -> tuple[frozenset[str], frozenset[str]]:
    data = yaml.safe_load(resources.read("data", "gazetteer", "cues.yaml"))
    return frozenset(data["verbs"]), frozenset(data["nouns"])
