"""Quotations and who speaks in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from communique.extraction.document import Analysis, Referent
from communique.extraction.layout import Quote, Quotes, ZoneKind
from communique.model.claims import Kind
from communique.model.text import Span

_MARK = re.compile(r"\"|``|''")
SAYING = frozenset(
    {
        "say", "tell", "add", "state", "declare", "announce", "note", "stress", "explain", "reply",
        "respond", "claim", "argue", "insist", "comment", "remark", "write", "ask", "warn", "urge",
        "describe", "quote", "cite", "continue", "conclude", "point", "observe", "assert", "confirm",
        "acknowledge", "admit", "affirm", "reiterate", "emphasise", "emphasize", "underline",
        "underscore", "vow", "pledge", "promise", "recall", "believe", "hope", "think", "suggest",
    }
)  # fmt: skip


def marked(analysis: Analysis) -> list[Span]:
    """The spans between quotation marks; an open quotation ends with its paragraph."""
    text = analysis.text
    spans: list[Span] = []
    for zone in analysis.zones:
        if zone.kind is not ZoneKind.BODY:
            continue
        opened: int | None = None
        for mark in _MARK.finditer(text, zone.span.start, zone.span.end):
            if opened is None:
                opened = mark.start()
            else:
                spans.append(Span(opened, mark.end()))
                opened = None
        if opened is not None and opened < zone.span.end - 1:
            spans.append(Span(opened, zone.span.end))
    return spans


def attribute(
    analysis: Analysis, spans: Sequence[Span], turns: Sequence[tuple[Span, str | None]] = ()
) -> Quotes:
    """Say who speaks in each quotation: the subject of the verb of saying beside it, or who spoke before.

    The turns of a dialogue are quotations whose speaker is known; what is quoted inside one is part of it.
    """
    quotes: list[Quote] = [Quote(span, speaker) for span, speaker in turns]
    if quotes:
        first, last = quotes[0].span.start, quotes[-1].span.end
        spans = [span for span in spans if span.end <= first or span.start >= last]
    for span in spans:
        speaker = _speaker(analysis, span)
        if speaker is None and quotes and not turns and _adjacent(analysis, quotes[-1].span, span):
            speaker = quotes[-1].speaker
        quotes.append(Quote(span, speaker))
    return Quotes(sorted(quotes, key=lambda quote: quote.span.start))


def _adjacent(analysis: Analysis, before: Span, span: Span) -> bool:
    """Whether two quotations stand in one paragraph, or in two that are nothing else."""
    between = analysis.text[before.end : span.start]
    return "\n\n" not in between or not between.strip(" \n,.-")


def _speaker(analysis: Analysis, span: Span) -> str | None:
    nearest: tuple[int, str] | None = None
    for sentence in analysis.sentences:
        if sentence.span.end < span.start - 1 or sentence.span.start > span.end + 1:
            continue
        for token in analysis.doc[sentence.start : sentence.end]:
            if token.lemma_ not in SAYING or span.start <= token.idx < span.end:
                continue
            person = _subject(analysis, token)
            if person is None:
                continue
            distance = min(abs(token.idx - span.end), abs(span.start - token.idx))
            if nearest is None or distance < nearest[0]:
                nearest = (distance, person.id)
    return nearest[1] if nearest else None


def _subject(analysis: Analysis, verb: Token) -> Referent | None:
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            people = analysis.people_at(child)
            if len(people) == 1:
                return people[0]
            polities = [one for one in analysis.polities_at(child) if one.kind is not Kind.PLACE]
            if len(polities) == 1:
                return polities[0]
    return None


def speaker_of(analysis: Analysis, number: int) -> str | None:
    """Who is said to say a sentence: the subject of its verb of saying, or the speaker of its quotation."""
    sentence = analysis.sentences[number]
    for token in analysis.doc[sentence.start : sentence.end]:
        if token.lemma_ in {
            "say",
            "tell",
            "add",
            "stress",
            "state",
            "declare",
            "note",
            "announce",
            "reiterate",
        }:
            for child in token.children:
                if child.dep_ == "nsubj":
                    people = analysis.people_at(child) or analysis.polities_at(child)
                    if len(people) == 1:
                        return people[0].id
    if analysis.quotes is not None:
        quote = analysis.quotes.at(sentence.span.start) or analysis.quotes.at(sentence.span.end - 2)
        if quote is not None:
            return quote.speaker
    return None
