"""Who else was there: "also present were X and Y", "taking part in the talks on the Russian side was Z"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from communique.extraction.events.clauses import outlook
from communique.extraction.events.clauses.clause import (
    agents,
    objects,
    passive,
    phrases,
    surface_subjects,
    verbal,
)
from communique.extraction.events.parties.referents import parties_of
from communique.extraction.events.telling import Parties, Telling

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.gazetteer.frames import Frames

_OPENING = frozenset({"also", "and", "those", "the", "others", "other", "among", "who", "were", ","})
"""Words that may stand before "present" at the start of the sentence."""
_ATTEND = frozenset({"attend", "join", "participate", "sit"})
_CLAUSE = frozenset({"who", "which", "that", ";", "while", "when", "where", "although"})


def tellings(analysis: Analysis, frames: Frames, verb: Token) -> Iterator[Telling]:
    """More people for the talks told of just before; nothing for most verbs."""
    rule = "verb:attend"
    if verb.lemma_ == "be":
        front = _front(analysis, frames, verb)
        if front and not _of_else(frames, front):
            found = behind_verb(analysis, frames, verb)
        else:
            found = _present(analysis, frames, verb) or _among(analysis, frames, verb)
    elif verb.lemma_ in frames.words["including"] and (front := _front(analysis, frames, verb)):
        if front[0].lower_ == "attended" and _of_else(frames, front):
            return
        found = _listed(analysis, frames, verb)
    elif verb.lemma_ == "join" and passive(verb):
        found = _people(analysis, frames, agents(verb))  # "they were later joined by Z"
    elif verb.lemma_ in frames.words["leading"] and _of_talks(analysis, frames, verb):
        found = _leaders(analysis, frames, verb)
        rule = "verb:lead"
    elif verb.lemma_ in frames.words["representing"] and passive(verb) and verb.dep_ in {"ROOT", "conj"}:
        found = represented(analysis, frames, verb)  # "Chad was represented by X, Mali by Y"
        rule = "verb:represent"
    else:
        return
    view = outlook.of_verb(frames, verb)
    if found.people and view.status in {"held", "planned"}:
        yield Telling(
            kind="meeting", trigger=verb, verb=verb, sentence=analysis.sentence_of(verb), rule=rule,
            parties=found, status=view.status, modality=view.modality, joins=True, definite=True,
        )  # fmt: skip


def attends(telling: Telling) -> bool:
    """Whether "X attended the meeting", "took part in the talks" tell of talks that were told before."""
    verb = telling.verb
    if verb is None or not telling.definite or not telling.rule.startswith("noun:"):
        return False
    if telling.date is not None or telling.place is not None or telling.parties.sides:
        return False  # another one
    if any(child.lower_ == "with" for child in telling.trigger.children):
        return False
    part = verb.lemma_ == "take" and any(child.lower_ == "part" for child in verb.children)
    return part or verb.lemma_ in _ATTEND


def at_gathering(analysis: Analysis, frames: Frames, noun: Token) -> Parties:
    """X and Y in "taking part in the summit are X and Y", "leaders attending the summit included X and Y"."""
    sentence = analysis.sentence_of(noun)
    for token in noun.doc[noun.i + 1 : sentence.end]:
        if verbal(token) and (token.lemma_ == "be" or token.lemma_ in frames.words["including"]):
            front = _front(analysis, frames, token)
            if not front:
                return Parties()
            of_be = token.lemma_ == "be"
            return behind_verb(analysis, frames, token) if of_be else _listed(analysis, frames, token)
    return Parties()


def _of_talks(analysis: Analysis, frames: Frames, verb: Token) -> bool:
    """Whether the sentence after talks says who led a side there; no delegation that goes somewhere."""
    groups = objects(verb)
    sentence = analysis.sentence_of(verb)
    return (
        verb.dep_ in {"ROOT", "conj", "ccomp"}
        and any(token.lemma_.lower() in frames.words["delegations"] | {"side"} for token in groups)
        and any(
            analysis.polities_at(child) or child.tag_ == "PRP$" or analysis.polities_at(below)
            for token in groups
            for child in token.children
            for below in (child, *child.children)
        )
        and not any(name in {"to", "in"} for head in (verb, *groups) for name, _ in phrases(head))
        and sentence.index > 0
    )


def _leaders(analysis: Analysis, frames: Frames, verb: Token) -> Parties:
    """X and Y in "the Irish side was led by X, the Welsh by Y", "X headed his country's delegation"."""
    found = _people(analysis, frames, agents(verb) if passive(verb) else surface_subjects(verb))
    for token in verb.doc[verb.i + 1 : analysis.sentence_of(verb).end]:
        if token.lower_ == "by":
            for child in token.children:
                found.add(parties_of(analysis, frames, child) if child.dep_ == "pobj" else Parties())
        elif token.lower_ == "that" and not passive(verb):
            for child in token.children:  # "and Y that of Wales"
                found.add(parties_of(analysis, frames, child) if analysis.people_at(child) else Parties())
    found.sides.clear()
    return found


def represented(analysis: Analysis, frames: Frames, verb: Token) -> Parties:
    """X and Y in "Chad was represented at the talks by X, Mali by Y"."""
    found = Parties()
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if verbal(token):
            break
        for child in token.children if token.lower_ == "by" else ():
            if child.dep_ == "pobj":
                found.people.update(parties_of(analysis, frames, child).people)
    return found


def _people(analysis: Analysis, frames: Frames, tokens: Iterable[Token]) -> Parties:
    """Who is named by nouns, without the sides that they are of."""
    found = Parties()
    for token in tokens:
        found.add(parties_of(analysis, frames, token))
    found.sides.clear()
    return found


def _front(analysis: Analysis, frames: Frames, verb: Token) -> list[Token]:
    """The words before the verb, if they say no more than who was there."""
    sentence = analysis.sentence_of(verb)
    before = list(verb.doc[sentence.start : verb.i])
    words = [token for token in before if token.lower_ not in _OPENING]
    if not words or any(analysis.people_at(token) for token in before):
        return []
    officials = words[0].lemma_.lower() in frames.words["officials"]
    attending = words[1:2] if officials and len(words) > 1 else words[:1]
    if not attending or attending[0].lower_ not in frames.words["attending"]:
        return []
    if attending[0].lower_ == "taking" and not any(token.lower_ == "part" for token in words[:3]):
        return []
    inside = frames.nouns.keys() | {"attendance"}
    if attending[0].lower_ in {"in", "at"} and not any(token.lemma_.lower() in inside for token in words[:4]):
        return []
    return [*attending, *words[words.index(attending[0]) + 1 :]]


def _of_else(frames: Frames, front: list[Token]) -> bool:
    """ "Present at the launch were ...": no talks."""
    for token in front:
        preposition = token.head.lower_ if token.dep_ == "pobj" else ""
        attended = token.dep_ == "dobj" and token.lemma_ != "part"
        if (preposition in {"at", "in"} or attended) and token.pos_ in {"NOUN", "PROPN"}:
            known = token.lemma_.lower() in frames.nouns or token.lemma_.lower() in {"occasion", "attendance"}
            if not known:
                return True
    return False


def behind_verb(analysis: Analysis, frames: Frames, verb: Token) -> Parties:
    """Everybody named behind the verb, to the next clause."""
    found = Parties()
    for token in verb.doc[verb.i + 1 : analysis.sentence_of(verb).end]:
        if token.lower_ in _CLAUSE or (verbal(token) and token.dep_ not in {"acl", "amod"}):
            break
        if analysis.people_at(token) and token.pos_ != "PRON":
            found.add(parties_of(analysis, frames, token))
    found.sides.clear()
    return found


def _listed(analysis: Analysis, frames: Frames, verb: Token) -> Parties:
    found = _people(analysis, frames, objects(verb))
    return found if len(found.people) else behind_verb(analysis, frames, verb)


def _among(analysis: Analysis, frames: Frames, verb: Token) -> Parties:
    """ "X and Y are among the thirty heads of state attending"."""
    attending = any(
        name == "among"
        and any(below.lower_ in {"attending", "participating", "present"} for below in token.subtree)
        for name, token in phrases(verb)
    )
    return _people(analysis, frames, surface_subjects(verb) if attending else ())


def _present(analysis: Analysis, frames: Frames, verb: Token) -> Parties:
    """ "X and Y were also present", "Z was in attendance"."""
    adjective = next((c for c in verb.children if c.dep_ == "acomp" and c.lower_ == "present"), None)
    places = [*phrases(adjective)] if adjective is not None else []
    there = adjective is not None and all(
        preposition == "at" and token.lemma_.lower() in frames.nouns for preposition, token in places
    )
    there = there or any(
        (preposition, token.lower_) in {("in", "attendance"), ("on", "hand")}
        for preposition, token in phrases(verb)
    )
    return _people(analysis, frames, surface_subjects(verb) if there else ())
