"""Events that a noun tells of: "talks with", "X's visit to", "a US-Soviet summit", "in a telephone call"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.events.clauses import outlook
from communique.extraction.events.clauses.clause import governor, phrases, possessors, prepositions_above
from communique.extraction.events.constructions import talks, visits
from communique.extraction.events.constructions.standing import standing
from communique.model.claims import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.telling import Telling
    from communique.extraction.gazetteer.frames import Frames, NounFrame

_COMMON = frozenset({"mission", "exchange", "tour", "stop", "stay", "round"})
"""Nouns that tell of nothing where they are part of a name."""


def tellings(analysis: Analysis, frames: Frames, noun: Token) -> Iterator[Telling]:
    """What one noun tells of; nothing for most nouns."""
    frame = frames.nouns.get(noun.lemma_.lower()) or _capital(frames, noun)
    if (
        frame is None
        or noun.pos_ not in {"NOUN", "PROPN"}
        or _named(analysis, noun)
        or _of_house(frames, noun)
    ):
        return
    yield from _told(analysis, frames, frame, noun)


def hyphenated(analysis: Analysis, frames: Frames, last: Token) -> Iterator[Telling]:
    """What "a sit-down with X", "a tete-a-tete" tell of, of which ``last`` is the last part."""
    if last.i == 0 or last.nbor(-1).text != "-":
        return
    doc, start = last.doc, last.i
    while (
        start > 0 and not (before := doc[start - 1]).whitespace_ and (before.is_alpha or before.text == "-")
    ):
        start -= 1
    parts = doc[start : last.i + 1]
    frame = frames.nouns.get(parts.text.lower())
    goes_on = last.i + 1 < len(doc) and doc[last.i + 1].text == "-" and not last.whitespace_
    if frame is None or goes_on:
        return
    noun = next((token for token in parts if token.head not in parts or token.head == token), last)
    if noun.dep_ not in {"amod", "compound", "nmod", "advmod"} and noun.tag_ not in {"VB", "VBD"}:
        yield from _told(analysis, frames, frame, noun)


def _told(analysis: Analysis, frames: Frames, frame: NounFrame, noun: Token) -> Iterator[Telling]:
    if (frame.multilateral and _inside(frames, noun)) or _part_of_compound(frames, noun):
        return
    if (frame.multilateral and _definition(noun)) or _of_else(frames, noun):
        return
    bound = noun.lemma_.lower() == "way"
    if bound and (prepositions_above(noun) != "on" or not possessors(noun)):
        return
    kind = kind_of(analysis, frames, frame, noun)
    if kind is None:
        return
    view = outlook.of_noun(frames, noun)
    if view.status is None:
        return
    where = standing(frames, noun)
    if kind == "visit":
        found = visits.tellings(analysis, frames, noun, where)
    else:
        found = talks.tellings(analysis, frames, kind, noun, where)
    for telling in found:
        telling.status, telling.modality = view.status, view.modality
        if bound:  # "was on her way to Rome"
            telling.status, telling.modality = "planned", Modality.PLANNED
        opening = where.verb is not None and where.verb.lemma_ in frames.words["opening"]
        included = {child.lemma_ for child in noun.children if child.dep_ == "relcl"}
        if telling.shared and opening and included & frames.words["covering"]:
            # "opening a tour that includes": the others are still to come
            telling.status, telling.modality = "planned", Modality.PLANNED
        telling.plural = noun.tag_ in {"NNS", "NNPS"} and noun.lemma_ != "talk"
        telling.multilateral = frame.multilateral
        telling.soft, telling.weak = frame.soft, frame.weak
        apposed = noun.dep_ in {"appos", "npadvmod"} and telling.soft and not possessors(noun)
        telling.vague = (where.relation == "attr" or apposed) and any(
            child.lower_ in {"first", "second", "third", "last", "latest", "only"} for child in noun.children
        )
        yield telling
        if (
            telling.kind == "press-conference"
            and telling.status == "held"
            and len(telling.parties.people) > 1
        ):
            # whoever faces the press together has met; what is told of that takes it over
            yield replace(telling, kind="meeting", soft=True, rule="noun:joint-conference")


def _capital(frames: Frames, noun: Token) -> NounFrame | None:
    """ "Talks" at the start of a sentence, which the tagger takes for a name."""
    first = noun.is_sent_start or not noun.nbor(-1).is_alpha
    if noun.tag_ not in {"NNP", "NNPS"} or not first or not noun.lower_.endswith("s"):
        return None
    frame = frames.nouns.get(noun.lower_[:-1])
    return frame if frame is not None and frame.kind == "meeting" else None


def _of_else(frames: Frames, noun: Token) -> bool:
    """ "Another round of blockades": no round of talks."""
    if noun.lemma_ not in {"round", "session"}:
        return False
    told = [token for preposition, token in phrases(noun) if preposition == "of" and token.pos_ == "NOUN"]
    known = frames.nouns.keys() | frames.words["joint"]
    return bool(told) and not any(token.lemma_.lower() in known for token in told)


def _definition(noun: Token) -> bool:
    """ "The group is a major regional forum": what it is, not what took place."""
    present = noun.dep_ == "attr" and noun.head.lemma_ == "be" and noun.head.tag_ in {"VBZ", "VBP"}
    return present and any(child.lower_ in {"a", "an"} for child in noun.children)


def _inside(frames: Frames, noun: Token) -> bool:
    """ "the Beijing Summit of the Forum on ...": the forum is the summit's name."""
    outer = governor(noun)
    return outer is not None and prepositions_above(noun) == "of" and outer.lemma_.lower() in frames.nouns


def _part_of_compound(frames: Frames, noun: Token) -> bool:
    """ "A summit meeting", "a conference call": the second word tells of it."""
    return noun.dep_ == "compound" and noun.head.i == noun.i + 1 and noun.head.lemma_.lower() in frames.nouns


def _of_house(frames: Frames, noun: Token) -> bool:
    """ "The conference centre", "the Summit Hotel": where it may take place, and not that it does."""
    return noun.dep_ == "compound" and noun.nbor().lemma_.lower() in frames.words["venue"]


def _named(analysis: Analysis, noun: Token) -> bool:
    """Whether the noun is part of the name of an organisation or of an office."""
    if any(reference.detector == "organization" for reference in analysis.references_at(noun)):
        return True
    if noun.pos_ == "PROPN" and noun.lemma_.lower() in _COMMON:
        return True
    if noun.lemma_.lower() == "exchange" and not any(
        preposition == "of" and token.lemma_ in {"view", "opinion", "idea"}
        for preposition, token in phrases(noun)
    ):
        return True
    return any(title.start <= noun.i < title.end for title in analysis.titles)


def _of_persons(analysis: Analysis, frames: Frames, noun: Token) -> bool:
    """ "A call with X", "granted an audience to X", "a call from President X"."""
    verb = noun.head if noun.dep_ == "dobj" and noun.head.lemma_ in frames.words["granting"] else None
    given = [one for head in (noun, verb) if head is not None and verb is not None for one in phrases(head)]
    return (
        any(name in {"with", "between"} for name, _ in phrases(noun))
        or any(
            child.lower_ == "with" and any(map(analysis.people_at, noun.doc[child.i + 1 : child.i + 3]))
            for child in noun.children
        )
        or any(name == "from" and analysis.people_at(token) for name, token in phrases(noun))
        or any(name in {"to", "by"} and analysis.people_at(token) for name, token in given)
        or (noun.head.lemma_ == "pay" and any(name in {"on", "upon"} for name, _ in phrases(noun)))
    )


def _numbered(word: Token) -> bool:
    """ "Six-party talks": of six parties, and of no political party."""
    return any(child.dep_ == "nummod" for child in word.children)


def kind_of(analysis: Analysis, frames: Frames, frame: NounFrame, noun: Token) -> str | None:
    """The kind of what a noun tells of, None where the words around it say that it is none."""
    kind = frame.kind
    before = {child.lower_ for child in noun.children if child.dep_ in {"compound", "amod", "nmod"}}
    compounds = frames.compounds.get(noun.lemma_.lower(), ())
    fitting = next((one for one in compounds if before & one.words), None)
    if fitting is not None:
        kind = fitting.kind
    elif any(one.required for one in compounds) and not _of_persons(analysis, frames, noun):
        return None
    at_home = {
        child.lower_
        for child in noun.children
        if child.dep_ in {"compound", "amod", "nmod"}
        and not (frame.multilateral and analysis.polities_at(child))
        and not _numbered(child)
    }
    if fitting is None and at_home & frames.words["domestic"]:
        return None  # "a council meeting", but not "a Security Council summit"
    if kind == "meeting" and before & frames.words["phone"]:
        return "call"
    if kind == "call" and noun.dep_ == "dobj" and noun.head.lemma_ == "pay":
        return "meeting"  # "paid a call in Lima to the finance minister": in person
    return kind
