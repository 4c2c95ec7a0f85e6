"""What is said about an event: "the first visit since 1990", what it was about, and who says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import subjects, verbal
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.gazetteer.frames import Frames

_SUPERLATIVE = re.compile(
    r"^(?:first|second|third|fourth|fifth|\w+th|last|latest|only|\w+est|highest-level|most)$"
)
_LONGEST = 160
_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning", "covering"})


def described_as(analysis: Analysis, noun: Token) -> list[tuple[str, Span]]:
    """Superlatives of an event noun with the words that belong to them, as printed."""
    found: list[tuple[str, Span]] = []
    said = [child for child in noun.head.children if child.dep_ in {"attr", "acomp"}]
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and said and _SUPERLATIVE.match(said[0].lower_):
        # "X's visit was the first by an official since"
        span = _phrase(analysis, said[0])
        if span is not None:
            found.append((analysis.quote(span), span))
    for head in (noun, *(child for child in noun.children if child.dep_ == "appos")):
        marks = [
            child for child in head.children if child.dep_ == "amod" and _SUPERLATIVE.match(child.lower_)
        ]
        if head.dep_ == "appos" and _SUPERLATIVE.match(head.lower_):
            marks.append(head)
        if not marks or (marks[0].lower_ in {"last", "latest"} and not _since(head)):
            continue
        span = _phrase(analysis, head)
        if span is not None:
            found.append((analysis.quote(span), span))
    return found


def _since(head: Token) -> bool:
    return any(child.lower_ in {"since", "before", "in"} for child in head.children)


def _phrase(analysis: Analysis, head: Token) -> Span | None:
    """From the phrase's first word to its last, without relative clauses and what follows a comma."""
    first, last = head, head
    for child in head.children:
        if child.dep_ in {"det", "poss", "amod", "compound", "nummod", "nmod"} and child.i < head.i:
            edge = child.left_edge
            first = edge if edge.i < first.i else first
        elif child.i > head.i and child.dep_ in {"prep", "advmod", "npadvmod", "acl"}:
            if any(
                token.is_punct and token.text in ",;:" for token in head.doc[last.i + 1 : child.left_edge.i]
            ):
                break
            last = child.right_edge
    span = analysis.span(first.i, last.i + 1)
    return span if span.end - span.start <= _LONGEST else None


def topics(analysis: Analysis, frames: Frames, trigger: Token, verb: Token | None) -> list[tuple[str, Span]]:
    """Topic concepts that the words about an event name, each with the word that gave it."""
    tokens: list[Token] = []
    for head in (trigger, *([verb] if verb is not None and verb != trigger else [])):
        for child in head.children:
            if (child.dep_ == "prep" and child.lower_ in _ABOUT) or (
                child.dep_ in {"advcl", "xcomp"}
                and child.lemma_
                in {
                    "discuss",
                    "review",
                    "negotiate",
                    "address",
                    "talk",
                }
            ):
                tokens.extend(child.subtree)
    if verb is not None and verb.lemma_ in {"discuss", "review", "negotiate"}:
        tokens.extend(token for child in verb.children if child.dep_ == "dobj" for token in child.subtree)
    found: dict[str, Span] = {}
    for token in sorted(set(tokens), key=lambda one: one.i):
        key = frames.topics.get(token.lemma_.lower())
        if key is not None:
            found.setdefault(key, analysis.span(token.i, token.i + 1))
    return list(found.items())


def speaker(analysis: Analysis, frames: Frames, verb: Token | None) -> str | None:
    """The person, country or organisation that the sentence attributes the telling to."""
    current = verb
    for _ in range(8):
        if current is None or current.head == current:
            return None
        head = current.head
        if current.dep_ == "ccomp" and verbal(head) and head.lemma_ in frames.words["reporting"]:
            return _who(analysis, head)
        for child in current.children:
            # "..., the ministry said" hangs below in some parses
            if child.dep_ == "parataxis" and child.lemma_ in frames.words["reporting"]:
                return _who(analysis, child)
        current = head
    return None


def _who(analysis: Analysis, verb: Token) -> str | None:
    for token in subjects(verb):
        for one in (*analysis.people_at(token), *analysis.polities_at(token)):
            return one.id
    return None
