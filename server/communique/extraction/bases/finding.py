"""Military installations as findings: kind, operator, host, place, and what is said of their future."""

from __future__ import annotations

from collections.abc import Sequence

from communique.extraction.bases.hosts import Installation
from communique.extraction.bases.installations import Finder
from communique.extraction.document import Analysis, Fact, Finding
from communique.extraction.gazetteer import Gazetteer, base_words
from communique.extraction.gazetteer.base_words import BaseWords
from communique.extraction.text.quotes import speaker_of
from communique.extraction.words import Word
from communique.model.claims import Concept, Entity, Kind, Mention, Modality, Predicate, Ref, Text
from communique.model.text import Span


def find(analysis: Analysis, words: Sequence[Word], gazetteer: Gazetteer) -> tuple[Finding, ...]:
    """One finding for each named installation, and one for each remark about its future."""
    lexicon = base_words.load()
    findings: list[Finding] = []
    for base in Finder(analysis, words, lexicon, gazetteer).find():
        name = analysis.fresh_id(Kind.BASE, base.spans[0][0])
        mentions = tuple(Mention(span, analysis.quote(span), "base") for span, _ in base.spans)
        findings.append(Finding(Entity(name, Kind.BASE, base.name, mentions), tuple(_facts(analysis, base))))
        findings.extend(_remarks(analysis, base, name, lexicon))
    return tuple(findings)


def _facts(analysis: Analysis, base: Installation) -> list[Fact]:
    span, sentence = base.spans[0]
    evidence = tuple(dict.fromkeys(analysis.sentences[number].span for _, number in base.spans))
    facts = [Fact(Predicate.BASE_KIND, Concept("basekind", base.kind), span, evidence, "base-kind")]
    for printed in dict.fromkeys(analysis.quote(one) for one, _ in base.spans):
        where = next(one for one, _ in base.spans if analysis.quote(one) == printed)
        facts.append(
            Fact(Predicate.NAME, Text(printed), where, (analysis.sentences[sentence].span,), "base-name")
        )
    for predicate, value in ((Predicate.OPERATOR, base.operator), (Predicate.HOST_COUNTRY, base.host)):
        if value is not None:
            holding = [one.span for one in analysis.sentences if one.span.contains(value[1])]
            facts.append(_related(predicate, value, tuple(dict.fromkeys((*evidence, *holding)))))
    if base.near is not None:
        facts.append(Fact(Predicate.NEAR, Ref(base.near[0]), base.near[1], evidence, "base-place"))
    return facts


def _related(predicate: Predicate, value: tuple[str, Span, str | None], evidence: tuple[Span, ...]) -> Fact:
    polity, words, implied_by = value
    return Fact(
        predicate, Ref(polity), words, evidence, f"base-{predicate.value.lower()}",
        confidence=0.85 if implied_by is None else 0.6,
        modality=Modality.STATED if implied_by is None else Modality.IMPLIED, implied_by=implied_by,
    )  # fmt: skip


def _remarks(analysis: Analysis, base: Installation, name: str, lexicon: BaseWords) -> list[Finding]:
    """What is said of a base's future: the sentence, with its speaker if it is reported speech."""
    found: list[Finding] = []
    for number in dict.fromkeys(number for _, number in base.spans):
        sentence = analysis.sentences[number]
        tokens = analysis.doc[sentence.start : sentence.end]
        if not any(token.lemma_.lower() in lexicon.future for token in tokens):
            continue
        entity = Entity(
            analysis.fresh_id(Kind.REMARK, sentence.span), Kind.REMARK, analysis.quote(sentence.span)
        )
        speaker = speaker_of(analysis, number)
        modality = Modality.REPORTED if speaker else Modality.STATED
        values = ((Predicate.ABOUT, Ref(name)), (Predicate.REMARK_TEXT, Text(analysis.quote(sentence.span))))
        facts = tuple(
            Fact(
                predicate, value, sentence.span, (sentence.span,), "base-remark",
                confidence=0.7, modality=modality, said_by=speaker,
            )
            for predicate, value in values
        )  # fmt: skip
        found.append(Finding(entity, facts))
    return found
