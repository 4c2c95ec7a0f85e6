"""Talks, calls, summits and conferences that a noun tells of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import (
    agents,
    conjuncts,
    objects,
    passive,
    phrases,
    surface_subjects,
    verbal,
)
from communique.extraction.events.clauses.slots import by_phone, pair
from communique.extraction.events.constructions.compounds import compounded
from communique.extraction.events.constructions.standing import definite, engages, holders_of, owners_of
from communique.extraction.events.parties.attendance import at_gathering, behind_verb, represented
from communique.extraction.events.parties.listing import listed_sides
from communique.extraction.events.parties.pairs import pair_before
from communique.extraction.events.parties.referents import behind, parties_of, several
from communique.extraction.events.telling import SUMMITRY, Parties, Telling
from communique.model.claims import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.constructions.standing import Standing
    from communique.extraction.gazetteer.frames import Frames
    from communique.model.text import Span


def tellings(
    analysis: Analysis, frames: Frames, kind: str, noun: Token, where: Standing
) -> Iterator[Telling]:
    """What one noun tells: who takes part by possessor, preposition, compound and the clause around it."""
    parties = Parties()
    owners = owners_of(analysis, noun, where)
    if _bodies_of(analysis, noun):
        # "the economic leaders' meeting of APEC": not the two leaders spoken of
        owners = [token for token in owners if token.tag_ not in {"NNS", "NNPS"}]
    for token in owners:
        parties.add(parties_of(analysis, frames, token))
        if token.lower_ == "their" and not len(parties):
            parties.add(pair_before(analysis, token))
    other = _phrased(analysis, frames, kind, noun, parties)
    if kind in SUMMITRY:
        parties.add(at_gathering(analysis, frames, noun))
    if not owners:
        parties.add(compounded(analysis, noun))
    verb = where.verb
    parties.add(holders_of(analysis, frames, noun))
    if verb is not None:
        if where.relation in {"dobj", "nsubj", "nsubjpass", "attr"}:
            for preposition, token in phrases(verb):
                hospitable = preposition == "for" and noun.lemma_ in frames.words["hospitality"]
                granted = preposition == "to" and verb.lemma_ in frames.words["granting"]
                calling = preposition == "from" and kind == "call"  # "received a call today from X"
                if preposition in {"with", "between", "among"} or hospitable or granted or calling:
                    parties.add(parties_of(analysis, frames, token))
            if noun.lemma_ in frames.words["hospitality"]:
                parties.add(_honoured(analysis, frames, noun, verb))
        joined = verb.lemma_ == "join" and where.relation == "oblique"
        if joined or (where.relation == "nsubj" and verb.lemma_ in frames.words["involving"]):
            for token in [*objects(verb), *(agents(verb) if joined else ())]:
                parties.add(parties_of(analysis, frames, token))
        if (not parties.people or len(parties) < 2 or not owners) and not _of_others(
            frames, noun, where, parties
        ):
            parties.add(_implied(analysis, frames, kind, noun, where, other))
    alone = {} if other or len(parties) else _alone(analysis, frames, where)
    unnamed = verb is not None and not len(parties) and where.relation == "dobj" and engages(frames, verb)
    theirs = _they_had(analysis, frames, noun, parties)
    call = kind == "meeting" and verb is not None and where.relation != "nsubj" and by_phone(frames, noun)
    yield Telling(
        kind="call" if call else kind, trigger=noun, verb=verb, sentence=analysis.sentence_of(noun),
        rule=f"noun:{noun.lemma_.lower()}", parties=parties, definite=definite(noun), alone=alone,
        pair=theirs
        or (unnamed and verb is not None and pair(analysis, frames, verb))
        or (len(parties) == 1 and bool(parties.people) and _with_both(analysis, frames, noun)),
    )  # fmt: skip


def _they_had(analysis: Analysis, frames: Frames, noun: Token, parties: Parties) -> bool:
    """ "X said Y had agreed at a meeting they had"; whether the sentence names no two."""
    for clause in noun.children:
        if clause.dep_ != "relcl" or clause.lemma_ not in frames.words["engage"]:
            continue
        for token in surface_subjects(clause):
            if token.lower_ == "they":
                if len(parties) < 2:
                    parties.add(pair_before(analysis, token))
                return not len(parties)
    return False


def _with_both(analysis: Analysis, frames: Frames, noun: Token) -> bool:
    """ "Her talks with the two", "a meeting with both leaders": with two spoken of before."""
    return any(
        preposition == "with"
        and not analysis.people_at(token)
        and (token.lower_ == "two" or token.lemma_.lower() in frames.words["pair"])
        and {token.lower_, *(child.lower_ for child in token.children)} & {"two", "both"}
        for preposition, token in phrases(noun)
    )


def _of_others(frames: Frames, noun: Token, where: Standing, parties: Parties) -> bool:
    """Whether its subject has no part: "attended the bankers' dinner", "called for talks between A and B"."""
    between = any(child.lower_ == "between" for child in noun.children) and len(parties) > 1
    if between and where.verb is not None and where.preposition == "for":
        return where.verb.lemma_ in frames.words["pressing"]
    attended = where.verb is not None and where.verb.lemma_ == "attend" and where.relation == "dobj"
    return attended and noun.lemma_ in frames.words["hospitality"] and not len(parties)


def _bodies_of(analysis: Analysis, noun: Token) -> bool:
    """Whether the noun names the organisation that meets."""
    near = [child for child in noun.children if child.dep_ in {"compound", "nmod", "amod"}]
    near.extend(token for preposition, token in phrases(noun) if preposition == "of")
    return any(one.kind is Kind.ORGANIZATION for token in near for one in analysis.polities_at(token))


def _phrased(analysis: Analysis, frames: Frames, kind: str, noun: Token, parties: Parties) -> bool:
    """Add the parties that prepositions and participles of the noun name; whether "with" named one."""
    other = False
    roles = frames.roles.get(kind, {})
    for preposition, token in phrases(noun):
        if roles.get(preposition) in {"party", "caller", "callee"}:
            found = parties_of(analysis, frames, token)
            found.sides.update(listed_sides(analysis, token) if found.sides else {})
            parties.add(found)
            other = other or (preposition in {"with", "to"} and bool(len(found) or found.unnamed))
        elif roles.get(preposition) in {"guest", "host"}:
            found = parties_of(analysis, frames, token)
            hospitable = noun.lemma_ in frames.words["hospitality"]
            if found.people and (hospitable if preposition == "for" else noun.lemma_ == "call"):
                parties.add(found)
                other = True
    other = _aside(analysis, frames, noun, parties) or other
    other = _including(analysis, frames, noun, parties) or other
    parties.add(_between(analysis, noun))
    if not other:
        missed = behind(analysis, frames, noun)
        parties.add(missed)
        other = bool(missed.people)
    _invited(analysis, frames, noun, parties)
    return other


def _including(analysis: Analysis, frames: Frames, noun: Token, parties: Parties) -> bool:
    """ "A series of meetings in New York, including with X and Y"; whether somebody was named."""
    for token in noun.doc[noun.i + 1 : noun.sent.end - 2]:
        if verbal(token) and token.lower_ != "including":
            return False
        if token.lower_ != "including":
            continue
        ahead = token.nbor(1)
        if ahead.lower_ in {"one", "those", "talks", "meetings"}:
            ahead = ahead.nbor(1)
        if ahead.lower_ != "with":
            return False
        for named in noun.doc[ahead.i + 1 : min(ahead.i + 6, noun.sent.end)]:
            if analysis.people_at(named) and named.tag_ != "PRP$":
                parties.add(parties_of(analysis, frames, named))
                return True
    return False


def _invited(analysis: Analysis, frames: Frames, noun: Token, parties: Parties) -> None:
    """Add whom a participle behind the noun names, and to whom an audience is granted."""
    if noun.dep_ == "dobj" and noun.head.lemma_ in frames.words["granting"]:
        for preposition, token in phrases(noun):
            if preposition == "to":
                parties.add(parties_of(analysis, frames, token))
    inviting = frames.words["involving"] | frames.words["hosting"]
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_ in inviting:
            tokens = agents(child) if passive(child) else [*objects(child), *_second_subjects(noun)]
            for token in tokens:
                if token != noun:
                    parties.add(parties_of(analysis, frames, token))
        if child.dep_ in {"acl", "relcl"}:
            for preposition, token in phrases(child):
                if preposition in {"with", "between"}:
                    parties.add(parties_of(analysis, frames, token))


def _between(analysis: Analysis, noun: Token) -> Parties:
    """A and B in "between the minister, A, who is ..., and his counterpart, B", whatever the commas do."""
    found = Parties()
    between = next((child for child in noun.children if child.lower_ == "between"), None)
    if between is None:
        return found
    joined = False
    for token in noun.doc[between.i + 1 : noun.sent.end]:
        below = between.is_ancestor(token)
        preposition = token.tag_ == "IN" and token.lower_ not in {"of", "for"}
        if not below and (verbal(token) or preposition or token.text in ".;"):
            break
        if _told_of(token, between):
            continue
        joined = joined or token.lower_ in {"and", "&"}
        for person in analysis.people_at(token):
            found.people.setdefault(person.id, analysis.span(token.i, token.i + 1))
    return found if joined and len(found.people) > 1 else Parties()


def _told_of(token: Token, above: Token) -> bool:
    """Whether a clause below ``above`` that tells of something else holds the token."""
    return any(verbal(one) and one.lemma_ != "be" and above.is_ancestor(one) for one in token.ancestors)


def _aside(analysis: Analysis, frames: Frames, noun: Token, parties: Parties) -> bool:
    """ "Talks on the sidelines with X", "under the mediation of Y"; whether "with" named one."""
    other = False
    for _, token in phrases(noun):
        beside = token.lemma_.lower() in frames.words["aside"]
        if not beside and token.lemma_.lower() not in frames.words["mediation"]:
            continue
        for preposition, below in phrases(token):
            if preposition == ("with" if beside else "of"):
                parties.add(parties_of(analysis, frames, below))
                other = other or beside
    return other


def _implied(
    analysis: Analysis, frames: Frames, kind: str, noun: Token, where: Standing, other: bool
) -> Parties:
    """The subject of the clause, where it takes part: "held talks with", "said after talks with"."""
    found = Parties()
    verb = where.verb
    assert verb is not None
    if verb.lemma_ in frames.words["invitation"] and where.preposition == "to" and not passive(verb):
        # "the host invited X to a summit": X is to take part
        for token in objects(verb):
            found.add(parties_of(analysis, frames, token), "invitee")
        return found
    takes_part = _takes_part(analysis, frames, kind, where, other)
    found.add(_agents(analysis, frames, where, other and takes_part))
    addressed = [] if other or where.relation != "oblique" else _addressed(analysis, frames, where, found)
    if not takes_part and not addressed and not (kind == "call" and where.relation == "oblique"):
        return found
    for token in surface_subjects(verb):
        if token == noun:
            continue
        one = parties_of(analysis, frames, token)
        if where.relation == "oblique":
            if not one.people and token.lemma_.lower() not in frames.words["officials"] and not other:
                one.sides.clear()
            for name in list(one.people):
                if "spokesperson" in analysis.referents[name].roles:
                    del one.people[name]
        found.add(one)
    return found


def _agents(analysis: Analysis, frames: Frames, where: Standing, shared: bool) -> Parties:
    """Who does it in "the session was chaired by X and Y", "it was handed over by X at a meeting with Y"."""
    found = Parties()
    verb = where.verb
    assert verb is not None
    if where.relation == "oblique" and passive(verb) and verb.lemma_ in frames.words["representing"]:
        return represented(analysis, frames, verb)
    if where.relation == "oblique":
        for token in agents(verb) if shared else ():
            found.people.update(parties_of(analysis, frames, token).people)
        return found
    cut = verb.lower_ == "co"  # "co-chaired", cut in three
    heads = [child for child in verb.children if child.dep_ == "xcomp"] if cut else [verb]
    hosting = frames.words["hosting"] | frames.words["attend"] | {"declare"}
    if where.relation in {"nsubj", "nsubjpass"} and passive(verb):
        for token in (one for head in heads if head.lemma_ in hosting for one in agents(head)):
            found.add(parties_of(analysis, frames, token))
        if verb.lemma_ == "attend":  # "by ministers of both countries and by X, and by Y"
            found.people.update(behind_verb(analysis, frames, verb).people)
    return found


def _takes_part(analysis: Analysis, frames: Frames, kind: str, where: Standing, other: bool) -> bool:
    """Whether the subject of the clause takes part, as far as verb and preposition tell."""
    verb = where.verb
    assert verb is not None
    if where.relation in {"dobj", "attr"}:
        told = kind == "press-conference" and verb.lemma_ == "tell"
        return told or engages(frames, verb)
    if where.relation != "oblique" or where.preposition not in frames.words["sharing"]:
        return False
    if where.preposition == "on" and where.above and not other:
        return False  # "went for talks on a summit"
    if other:
        return True
    if where.preposition in frames.words["before"]:
        return False
    near = all(token.lemma_.lower() in frames.words["part"] for token in where.above)
    if (kind in SUMMITRY and near) or verb.lemma_ in frames.words["attend"] | frames.words["engage"]:
        return True
    together = frames.words["after"] | {"at", "over", "during", "in"}
    return where.preposition in together and _several(analysis, frames, verb)


def _second_subjects(noun: Token) -> list[Token]:
    """B and C of "talks involving A, the B and C opened", where the parser has them open as the talks do."""
    if noun.dep_ != "nsubj" or not verbal(noun.head):
        return []
    others = (child for child in noun.head.children if child.dep_ == "nsubj" and child.i > noun.i)
    return [one for child in others for one in conjuncts(child)]


def _alone(analysis: Analysis, frames: Frames, where: Standing) -> dict[str, Span]:
    """X in "X said after talks in Moscow", "X left at the end of talks in Oslo"."""
    over = any(token.lemma_ in {"end", "conclusion", "close"} for token in where.above)
    behind_them = where.preposition in frames.words["after"] | {"during"} or (
        over and where.preposition == "at"
    )
    if where.verb is None or where.relation != "oblique" or not behind_them or passive(where.verb):
        return {}
    found = Parties()
    for token in surface_subjects(where.verb):
        found.add(parties_of(analysis, frames, token))
    return found.people if len(found.people) == 1 and not found.sides else {}


def _honoured(analysis: Analysis, frames: Frames, noun: Token, verb: Token) -> Parties:
    """X in "gave a banquet in honour of X"."""
    found = Parties()
    for head in (noun, verb):
        for _, token in phrases(head):
            if token.lemma_ in {"honour", "honor"}:
                for preposition, guest in phrases(token):
                    if preposition == "of":
                        found.add(parties_of(analysis, frames, guest))
    return found


def _several(analysis: Analysis, frames: Frames, verb: Token) -> bool:
    """ "After talks in Rome, A and B agreed": its subject is of several countries."""
    found = Parties()
    for token in surface_subjects(verb):
        found.add(parties_of(analysis, frames, token))
    return several(analysis, found)


def _addressed(analysis: Analysis, frames: Frames, where: Standing, found: Parties) -> list[Token]:
    """Y in "at a meeting in Geneva, X told Y": who is spoken to takes part."""
    verb = where.verb
    assert verb is not None
    if where.preposition not in {"in", "at", "during", "over"} or passive(verb):
        return []
    heads = (verb, *objects(verb))  # "handed a letter to Y"
    addressed = [*objects(verb), *(t for head in heads for name, t in phrases(head) if name == "to")]
    tokens = [token for token in addressed if analysis.people_at(token)]
    for token in tokens:
        found.add(parties_of(analysis, frames, token))
    return tokens
