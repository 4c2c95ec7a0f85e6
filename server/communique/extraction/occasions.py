"""Words that look as if they told of a meeting, call or visit, whether or not a rule reads them.

Wider than the event frames on purpose: who and what stands in the clause counts, not which part it plays.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from communique import resources
from communique.extraction.document import Analysis, Referent
from communique.extraction.events.clauses import clause
from communique.extraction.gazetteer import frames
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.model.when import Interval

_APART = frozenset({"ccomp", "parataxis", "advcl", "relcl"})
"""Clauses that tell of something else than the clause they depend on."""
_ENOUGH = 3
"""Parties, places and dates without which a single party makes no occasion."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a clause says of a meeting (``sort`` is talks, visit or call): who, which sides, where, when."""

    sort: str
    people: frozenset[str]
    polities: frozenset[str]
    days: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of ``data/gazetteer/cues.yaml``; ``sorts`` by tag and lemma, ``company`` by first word."""

    sorts: Mapping[tuple[str, str], str]
    company: Mapping[str, tuple[tuple[str, ...], ...]]
    words: Mapping[str, frozenset[str]]


@functools.cache
def cues() -> Cues:
    """The cues, read once."""
    data = yaml.safe_load(resources.read("data", "gazetteer", "cues.yaml"))
    sorts = {
        (tag, lemma): sort
        for tag, name in (("VERB", "verbs"), ("NOUN", "nouns"))
        for sort, lemmas in data.pop(name).items()
        for lemma in lemmas
    }
    company: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in data.pop("company"):
        company[words[0]] = (*company.get(words[0], ()), tuple(words))
    return Cues(sorts, company, {name: frozenset(words) for name, words in data.items()})


def find(analysis: Analysis, start: int, end: int) -> Iterator[Occasion]:
    """The occasions that tokens ``start:end`` look as if they told of."""
    for token in analysis.doc[start:end]:
        sort = _sort(token)
        if sort is None or _figurative(analysis, token) or _unreal(token) or _general(token):
            continue
        occasion = _seen(analysis, token, sort)
        if occasion is not None:
            yield occasion


def _sort(token: Token) -> str | None:
    """What a word may tell of: talks, a visit, a call; None for all others."""
    if token.pos_ == "VERB" and token.lemma_ == "call":
        on = any(child.lower_ in {"on", "upon"} for child in token.children)
        return None if not on or any(child.dep_ in {"xcomp", "ccomp"} for child in token.subtree) else "talks"
    return cues().sorts.get((token.pos_, token.lemma_.lower()))


def _seen(analysis: Analysis, cue: Token, sort: str) -> Occasion | None:
    tokens = list(_clause(cue))
    people = {one.id for token in tokens for one in analysis.people_at(token)}
    polities = {one.id for token in tokens for one in analysis.polities_at(token)}
    places = {one.id: one for token in tokens for one in analysis.places_at(token) if one.kind is Kind.PLACE}
    within = Span(min(token.idx for token in tokens), max(token.idx + len(token) for token in tokens))
    dates = [timex for timex in analysis.timexes if within.contains(timex.span)]
    goal = sort == "visit" and _aimed(cue)
    several = _several(analysis, cue)
    parties = len(people) + len(polities) + _faced(analysis, cue) + goal + 2 * several
    if not (people or polities or (several and (places or dates))):
        return None
    if parties < 2 and parties + len(places) + bool(dates) < _ENOUGH:
        return None
    if sort == "call" and not people and _appeal(analysis, cue):
        return None
    seats = (analysis.country_of(place) for place in places.values())
    sides = polities | {one.id for one in seats if one is not None}
    days = (timex.interval() for timex in dates)
    return Occasion(
        sort,
        frozenset(people),
        frozenset() if sort == "visit" and not goal and cue.pos_ == "NOUN" else frozenset(sides),
        tuple(interval for interval in days if interval is not None),
    )


def _clause(cue: Token) -> Iterator[Token]:
    """The tokens of the clause around a cue, without other clauses below it."""
    head = cue
    while head.dep_ != "ROOT" and not (clause.verbal(head) and _own(head)):
        head = head.head
    yield from _below(head, {one.i for one in (cue, *cue.ancestors, *cue.children)})
    if head.dep_ in {"relcl", "acl"}:
        yield from _below(head.head, set())
    if not any(child.dep_ in {"nsubj", "nsubjpass"} for child in head.children):
        for subject in clause.subjects(head):
            yield from _below(subject, set())


def _own(verb: Token) -> bool:
    """Whether the verb heads a clause with a subject of its own, or one that hangs on a noun."""
    return verb.dep_ in {"relcl", "acl"} or any(
        child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children
    )


def _below(head: Token, through: set[int]) -> Iterator[Token]:
    yield head
    for child in head.children:
        if child.dep_ not in _APART or child.i in through:
            yield from _below(child, through)


def _faced(analysis: Analysis, cue: Token) -> bool:
    """Whether another side is named as such: "met with observers", "talks with rebels", "with East Timor"."""
    objects = [child for child in cue.children if child.dep_ == "dobj"]
    behind = [
        noun
        for child in cue.children
        if child.lower_ in {"with", "between"}
        for noun in child.children
        if noun.dep_ == "pobj"
    ]
    return any(
        _official(noun)
        and not any(child.dep_ == "poss" and child.pos_ == "PRON" for child in noun.children)
        and not _party(analysis, noun)
        for noun in (*objects, *behind)
    ) or any(analysis.polities_at(noun) for noun in behind)


def _several(analysis: Analysis, cue: Token) -> bool:
    """Whether officials whom no name stands for do it: "the two presidents met", "ministers hold talks"."""
    verb = cue if cue.pos_ == "VERB" else cue.head
    return clause.verbal(verb) and any(
        one.tag_ == "NNS" and _official(one) and not _party(analysis, one)
        for one in clause.surface_subjects(verb)
    )


def _aimed(cue: Token) -> bool:
    """Whether a visit has a destination: "visit to the Gulf", "visited Japan", "flew in"."""
    if cue.pos_ == "VERB" and (clause.objects(cue) or clause.particle(cue) == "in"):
        return True
    return any(
        child.lower_ in {"to", "in"} and any(noun.pos_ == "PROPN" for noun in child.subtree)
        for child in cue.children
    )


def _figurative(analysis: Analysis, cue: Token) -> bool:
    """Whether the word means something else here: "met its targets", "the medal arrived", "call to arms"."""
    lemma = cue.lemma_.lower()
    if cue.pos_ == "NOUN":
        return (
            (lemma == "call" and _appeal(analysis, cue))
            or (lemma == "audience" and not _granted(cue))
            or (lemma == "conference" and any(child.lower_ in {"news", "press"} for child in cue.children))
            or (cue.dep_ in {"compound", "nmod", "poss"} and cue.head.pos_ in {"NOUN", "PROPN"})
            or (cue.dep_ in {"dobj", "dative"} and cue.head.lemma_ == "tell")
        )
    if cue.dep_ == "amod":
        return True
    if lemma not in cues().words["of_people"]:
        return clause.passive(cue) and not clause.agents(cue)
    done = [*clause.surface_subjects(cue), *clause.objects(cue)]
    if cues().sorts["VERB", lemma] == "visit" and any(_crowd(analysis, one) for one in done):
        return True
    if lemma in {"visit", "tour"}:
        objects = clause.objects(cue)
        places = [one for one in objects if _party(analysis, one) or analysis.places_at(one)]
        return bool(objects) and not places
    return any(not _party(analysis, one) and not _official(one) for one in done if one.pos_ == "NOUN")


def _party(analysis: Analysis, token: Token) -> tuple[Referent, ...]:
    return (*analysis.people_at(token), *analysis.polities_at(token))


def _crowd(analysis: Analysis, noun: Token) -> bool:
    """ "Thousands of Poles travelled": a people, no side."""
    found = analysis.reference_at(noun)
    return found is not None and found.detector == "demonym" and noun.tag_ in {"NNS", "NNPS"}


def _official(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return lemma in frames.load().words["officials"] or lemma in cues().words["counterparts"]


def _granted(noun: Token) -> bool:
    """ "An audience with the pope", "received in audience"."""
    return noun.head.lemma_ in {"receive", "grant", "give", "in"} or any(
        child.lower_ == "with" for child in noun.children
    )


def _appeal(analysis: Analysis, noun: Token) -> bool:
    """ "His call to take the fight to Congress", "a common call of the two": no call to somebody."""
    if any(child.lower_ in {"phone", "telephone", "conference", "video"} for child in noun.children):
        return False
    return not any(
        child.lower_ in {"with", "from", "to", "between"}
        and any(analysis.people_at(token) for token in child.subtree)
        for head in (noun, noun.head)
        for child in head.children
        if child.dep_ in {"prep", "dative"}
    )


def _unreal(cue: Token) -> bool:
    """Whether the words deny it, wish for it, make it a condition or a means, or say that it should be."""
    words = cues().words
    below = cue
    while below.dep_ != "ROOT":
        head = below.head
        if below.dep_ == "pobj" and head.lower_ in words["means"]:
            return True
        wished = head.lemma_.lower() in words["wishing"] and head.pos_ in {"VERB", "AUX", "ADJ"}
        if wished and below.dep_ not in {"nsubj", "advcl", "relcl"}:
            return True
        if below.dep_ == "advcl" and any(child.lower_ in words["conditions"] for child in below.children):
            return True
        below = head
    verb = cue if cue.pos_ == "VERB" else cue.head
    if cue.pos_ == "VERB" and any(child.dep_ == "neg" for child in cue.children):
        return True
    return any(child.dep_ == "aux" and child.lower_ in words["modals"] for child in verb.children)


def _general(cue: Token) -> bool:
    """Whether no certain occasion is meant ("international meetings", "often met"), or one at home."""
    words = frames.load().words
    if any(child.lower_ in words["habit"] for child in (*cue.children, *cue.head.children)):
        return True
    if cue.pos_ == "VERB":
        subjects = clause.surface_subjects(cue)
        return cue.lemma_ == "meet" and any(
            one.lemma_.lower() in words["domestic"] and not list(clause.objects(cue)) for one in subjects
        )
    if cue.dep_ == "conj" and cue.head.pos_ == "NOUN" and _general(cue.head):
        return True
    if _round(cue) or any(child.lower_ == "any" for child in cue.children):
        return True
    near = [child for child in cue.children if child.dep_ in {"compound", "amod", "nmod"}]
    near += [noun for child in cue.children if child.lower_ == "of" for noun in child.children]
    if any(child.lemma_.lower() in words["domestic"] for child in near):
        return True
    determined = any(
        child.dep_ in {"det", "poss", "nummod"} or child.lower_ in {"with", "between"}
        for child in cue.children
    )
    return cue.tag_ == "NNS" and cue.lemma_ not in cues().words["plural"] and not determined


def _round(cue: Token) -> bool:
    """Whether years of trade talks are meant: "the Tokyo round of talks"."""
    rounds = cue.head.head if cue.head.lower_ == "of" else cue
    return rounds.lemma_.lower() == "round" and any(
        child.dep_ == "compound" and child.pos_ == "PROPN" for child in rounds.children
    )
