"""Who speaks first by office and then by name: "the foreign minister said. ... , NAME told reporters".

The lead of a report lets an office speak, and a sentence below brings the full name without a title. The two
are one where exactly one speaker stands before without a name, and exactly one follows without an office.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from communique.extraction.document import Analysis, Referent, Title
from communique.extraction.layout import Sentence
from communique.model.claims import Kind

RULE = "title-speaker"
"""The rule of a title that got its holder so."""
_SAYING = frozenset(
    {"say", "tell", "add", "announce", "declare", "state", "explain", "warn", "reply", "comment"}
)
_REACH = 3
"""Sentences within which the name follows."""
_NO_OFFICE = frozenset({"diplomat", "legislator", "leader", "counterpart", "royal", "religious-leader"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_UNSPEAKING = frozenset(
    {
        "ministry", "statement", "agency", "government", "report", "radio", "television",
        "newspaper", "office", "embassy", "court", "communique", "paper", "daily", "service",
        "cabinet", "army", "party", "department", "parliament", "commission", "council", "company",
        "state", "police", "group", "letter", "bulletin",
    }
)  # fmt: skip
"""Nouns of what speaks and is nobody."""
_DESCRIBED = frozenset({",", "(", "of", "from", "at", "-", "--", "–", "—", "who", "and"})
"""What follows a name of which more is told."""


def named_below(analysis: Analysis) -> Iterator[tuple[Title, Referent]]:
    """Titles that speak without a name, with the persons who hold them."""
    held = {title.role for title in analysis.titles if title.holders and title.capacity != "former"}
    for title in list(analysis.titles):
        if title.holders or title.plural or title.capacity != "current" or title.role in held | _NO_OFFICE:
            continue
        if title.role == "spokesperson" and " " not in title.title:
            continue  # "a spokesman said": of what is not told
        here = analysis.sentence_of(title)
        if not here.trusted or not _speaks(analysis.doc[title.start : title.end].root):
            continue
        below = analysis.sentences[here.index + 1 : here.index + 1 + _REACH]
        people = dict.fromkeys(one.id for sentence in below for one in _newcomers(analysis, sentence))
        if len(people) != 1:
            continue
        person = analysis.referents[next(iter(people))]
        last = analysis.sentence_of(person.references[0]).index
        if not any(True for number in range(here.index, last + 1) for _ in _others(analysis, number, title)):
            yield title, person


def _speaks(noun: Token) -> bool:
    """Whether a noun is the subject of a verb of saying, or its words are cited."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "to" and noun.head.head.lower_ == "according":
        return True
    return noun.dep_ in _SUBJECTS and noun.head.lemma_ in _SAYING


def _newcomers(analysis: Analysis, sentence: Sentence) -> Iterator[Referent]:
    """Persons with full names who speak here first, and of whom nothing else is told."""
    for person in analysis.of_kind(Kind.PERSON):
        if person.roles or person.polity is not None or not person.references:
            continue
        first = person.references[0]
        if not sentence.start <= first.start < first.end < sentence.end:
            continue
        before, behind = analysis.doc[max(sentence.start, first.start - 1)], analysis.doc[first.end]
        if not _speaks(analysis.doc[first.head]) and behind.lemma_ not in _SAYING:
            continue
        plain = first.start == sentence.start or before.pos_ in {"PUNCT", "VERB", "ADV", "CCONJ", "SCONJ"}
        if plain and len(person.label.split()) > 1 and behind.lower_ not in _DESCRIBED:
            yield person


def _others(analysis: Analysis, number: int, title: Title) -> Iterator[Token]:
    """Other speakers of a sentence who have no name: "a resident said"."""
    sentence = analysis.sentences[number]
    for token in analysis.doc[sentence.start : sentence.end]:
        if token.tag_ != "NN" or title.start <= token.i < title.end or not _speaks(token):
            continue
        if token.lemma_.lower() not in _UNSPEAKING and not analysis.people_at(token):
            yield token
