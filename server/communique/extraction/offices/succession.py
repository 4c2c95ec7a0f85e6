"""Who had an office before or after another, and whose deputy somebody is.

"X succeeded Y", "Y was replaced by X", "X took over from Y", "X replaces Y as minister", "his predecessor,
Y", "her deputy, Z": the office is told once, and both have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from communique.extraction.document import Analysis, Referent, Title
from communique.extraction.gazetteer.office_words import OfficeWords
from communique.extraction.layout import READ

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_POWER = frozenset({"power", "office", "reins", "post", "leadership", "job", "position"})
_ROUND = frozenset({"talks", "meeting", "session", "conference", "summit", "ceremony", "negotiations"})
"""Where somebody is replaced for an occasion only."""
_MOVING = frozenset({"move", "go", "shift", "switch", "transfer"})
_MINISTRY = frozenset({"ministry", "portfolio", "department", "of", "for", "newly", "new", "created", "the"})
_BEFORE = frozenset({"predecessor"})
_AFTER = frozenset({"successor"})
_NEIGHBOURS = _BEFORE | _AFTER


@dataclass(frozen=True, slots=True)
class Handover:
    """``first`` had the office that ``second`` has after him; told by the words ``start:end``."""

    first: Referent
    second: Referent
    start: int
    end: int
    future: bool = False
    ordered: Title | None = None
    """The office where words behind the verb name it: "replaces X as foreign minister"."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """``person`` gets the ministry of ``subject``; told by the words ``start:end``."""

    person: Referent
    subject: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deputy:
    """``deputy`` is the deputy of ``chief``; told by the words ``start:end``."""

    chief: Referent
    deputy: Referent
    start: int
    end: int


def handovers(analysis: Analysis) -> Iterator[Handover]:
    """All handovers of an article."""
    yield from afterwards(analysis)
    for token in _tokens(analysis):
        if token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in _NEIGHBOURS:
            pair = _kept_by(analysis, token)
            if pair is not None:
                owner, named = pair
                first, second = (named, owner) if token.lemma_.lower() in _BEFORE else (owner, named)
                yield Handover(first, second, token.i, token.i + 1)
        elif token.pos_ == "VERB":
            yield from _of_verb(analysis, token)


def afterwards(analysis: Analysis) -> Iterator[Handover]:
    """ "X becomes minister of planning after Y": who is named right behind had it before."""
    for title in analysis.titles:
        doc, stop = analysis.doc, analysis.sentence_of(title).end
        near = {token.lemma_ for token in doc[max(0, title.start - 3) : title.start]}
        if len(title.holders) != 1 or title.end + 1 >= stop or "become" not in near:
            continue
        if doc[title.end].lower_ in {"after", "replacing", "succeeding"}:
            named = _named(analysis, title.end + 1, stop)
            if len(named) == 1 and named[0].id != title.holders[0]:
                second = analysis.referents[title.holders[0]]
                yield Handover(named[0], second, title.end, title.end + 1, False, title)


def transfers(analysis: Analysis, lexicon: OfficeWords) -> Iterator[Transfer]:
    """ "X, who moves to agriculture", "Y goes to the ministry of industry"."""
    for token in _tokens(analysis):
        if token.lemma_ not in _MOVING or token.pos_ != "VERB":
            continue
        for child in token.children:
            if child.lower_ != "to" or child.i < token.i:
                continue
            for noun in child.children:
                subject = _subject(noun, lexicon)
                moved = [one for one in token.children if one.dep_ == "dobj"]
                people = _objects(analysis, token) if moved else _doers(analysis, token)
                if subject and noun.dep_ == "pobj" and len(people) == 1:
                    yield Transfer(people[0], subject, noun.left_edge.i, noun.right_edge.i + 1)


def _subject(noun: Token, lexicon: OfficeWords) -> str:
    """The portfolio that a noun phrase names; empty where it names something else."""
    words = [token for token in noun.subtree if token.pos_ not in {"DET", "PUNCT", "SPACE"}]
    while words and (words[0].lower_ in _MINISTRY or words[0].pos_ in {"ADV", "VERB", "ADJ"}):
        if words[0].lower_ in lexicon.portfolios:
            break
        words.pop(0)
    plain = [token for token in words if token.lower_ not in {"and", "of", ",", "'s"}]
    if not plain or len(plain) > 4 or any(token.lower_ not in lexicon.portfolios for token in plain):
        return ""
    return " ".join(t.text.capitalize() if t in plain else t.lower_ for t in words).replace(" 's", "'s")


def deputies(analysis: Analysis) -> Iterator[Deputy]:
    """ "his deputy, NAME": all that are told outside of titles."""
    titled = {index for title in analysis.titles for index in range(title.start, title.end)}
    for token in _tokens(analysis):
        if token.lower_ == "deputy" and token.i not in titled:
            pair = _kept_by(analysis, token)
            if pair is not None:
                yield Deputy(*pair, token.i, token.i + 1)


def _tokens(analysis: Analysis) -> Iterator[Token]:
    for sentence in analysis.sentences:
        if sentence.zone in READ:
            yield from analysis.doc[sentence.start : sentence.end]


def _kept_by(analysis: Analysis, noun: Token) -> tuple[Referent, Referent] | None:
    """Owner and bearer of "his predecessor, NAME" or "NAME, his predecessor"."""
    doc, sentence = analysis.doc, analysis.sentence_of(noun)
    owners = [one for c in noun.children if c.dep_ == "poss" for one in analysis.people_at(c)]
    before = noun.i - 1
    while before > sentence.start and doc[before].pos_ == "ADJ":
        before -= 1
    if not owners and before >= sentence.start:
        behind = before - 1 if doc[before].lower_ in {"'s", "'"} and before > sentence.start else before
        owners = list(analysis.people_at(behind)) if doc[before].tag_ in {"PRP$", "POS"} else []
    place = noun.i + 1
    while place < sentence.end and doc[place].text in {",", "("}:
        place += 1
    named = _named(analysis, place, sentence.end)
    if not named and doc[before].tag_ == "PRP$" and doc[max(before - 1, 0)].text == ",":
        named = list(analysis.people_at(before - 2))
    if len(owners) == 1 and len(named) == 1 and owners[0] is not named[0]:
        return owners[0], named[0]
    return None


def _named(analysis: Analysis, place: int, stop: int) -> list[Referent]:
    """The person whose name starts at a word, with honorifics and titles before it."""
    for index in range(place, min(place + 6, stop)):
        for one in analysis.references_at(index):
            if not one.nominal and one.start <= place < one.end and one.detector not in {"pronoun"}:
                people = list(analysis.people_at(index))
                if people:
                    return people
        if analysis.doc[index].pos_ not in {"PROPN", "ADJ", "NOUN"}:
            return []
    return []


def _of_verb(analysis: Analysis, verb: Token) -> Iterator[Handover]:
    lemma = verb.lemma_.lower()
    future = any(c.lower_ in {"will", "would", "to", "shall"} and c.dep_ == "aux" for c in verb.children)
    doers = _doers(analysis, verb)
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    if lemma in {"succeed", "replace"}:
        others = _agents(analysis, verb) if passive else _objects(analysis, verb)
        pair = (doers, others) if passive else (others, doers)
    elif lemma == "take" and _particle(verb, "over"):
        pair = (_behind(analysis, verb, "from"), doers)
    elif lemma == "hand" and _particle(verb, "over"):
        given = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_ not in _POWER]
        pair = ([], []) if given else (doers, _behind(analysis, verb, "to"))
    else:
        return
    firsts, seconds = pair
    if len(firsts) != 1 or len(seconds) != 1 or firsts[0] is seconds[0] or _for_once(verb):
        return
    yield Handover(firsts[0], seconds[0], verb.i, verb.i + 1, future, _as(analysis, verb))


def _doers(analysis: Analysis, verb: Token) -> list[Referent]:
    """The subject, also of the verb that this one is joined to or that governs it."""
    token = verb
    for _ in range(4):
        for child in token.children:
            if child.dep_ in _SUBJECTS:
                return list(analysis.people_at(child))
        if token.dep_ == "relcl":
            return list(analysis.people_at(token.head))
        if token.dep_ not in {"conj", "xcomp", "advcl"} or token.head.i == token.i:
            return []
        token = token.head
    return []


def _objects(analysis: Analysis, verb: Token) -> list[Referent]:
    for child in verb.children:
        if child.dep_ in {"dobj", "dative", "oprd"} and child.i > verb.i:
            people = list(analysis.people_at(child))
            if people:
                return people
    stop = analysis.sentence_of(verb).end
    place = verb.i + 1
    if place < stop and analysis.doc[place].lower_ == "as":
        for title in analysis.titles:
            if title.start <= place + 2 and title.end > place + 1 and len(title.holders) == 1:
                return [analysis.referents[title.holders[0]]]
    return _named(analysis, place, stop)


def _agents(analysis: Analysis, verb: Token) -> list[Referent]:
    return _behind(analysis, verb, "by")


def _behind(analysis: Analysis, verb: Token, preposition: str) -> list[Referent]:
    for child in verb.subtree:
        if child.lower_ == preposition and child.i > verb.i and child.i - verb.i < 8:
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return list(analysis.people_at(noun))
    return []


def _particle(verb: Token, word: str) -> bool:
    return any(child.lower_ == word and child.i - verb.i <= 2 for child in verb.children)


def _for_once(verb: Token) -> bool:
    """ "replaced X at the talks": no office changes hands."""
    return any(
        noun.lower_ in _ROUND
        for child in verb.children
        if child.lower_ in {"at", "in", "on", "during"}
        for noun in child.children
    )


def _as(analysis: Analysis, verb: Token) -> Title | None:
    """The title behind "as" in the clause of the verb."""
    stop = analysis.sentence_of(verb).end
    for title in sorted(analysis.titles, key=lambda one: one.start):
        if verb.i < title.start < min(stop, verb.i + 14) and not title.plural:
            near = analysis.doc[max(verb.i, title.start - 2) : title.start]
            if any(token.lower_ == "as" for token in near):
                return title
    return None
