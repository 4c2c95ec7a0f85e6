"""Events that a verb tells of: "met", "flew to", "was received by", "telephoned"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extraction.events.clauses import outlook
from communique.extraction.events.clauses.clause import agents, objects, passive, phrases, subjects, verbal
from communique.extraction.events.clauses.slots import bearers, by_phone, fits, pair, paired, roles
from communique.extraction.events.constructions import journeys
from communique.extraction.events.constructions.repeats import elided
from communique.extraction.events.description import speaker
from communique.extraction.events.parties import attendance, carriers
from communique.extraction.events.parties.referents import behind, parties_of
from communique.extraction.events.places import setting
from communique.extraction.events.telling import Parties, Telling

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.gazetteer.frames import Frames, VerbFrame
    from communique.model.text import Span

_REACH = 16
"""Tokens behind "received" within which the guest may stand."""
_PARTS = {"host": "host", "visitor": "visitor", "caller": "caller", "callee": "invitee"}


def tellings(analysis: Analysis, frames: Frames, verb: Token) -> Iterator[Telling]:
    """What one verb tells of; nothing for most verbs."""
    yield from attendance.tellings(analysis, frames, verb)
    yield from carriers.tellings(analysis, frames, verb)
    for frame in frames.verbs.get(verb.lemma_.lower(), ()):
        if not fits(frame, verb):
            continue
        if frame.kind == "visit":
            found = list(journeys.tellings(analysis, frames, frame, verb))
        else:
            found = list(_contact(analysis, frames, frame, verb))
        yield from found
        if found and not frame.also:
            return


def _contact(analysis: Analysis, frames: Frames, frame: VerbFrame, verb: Token) -> Iterator[Telling]:
    parties = _filled(analysis, frames, frame, verb)
    if frame.soft and passive(verb) and len(parties.people) == 1 and not agents(verb):
        parties.people.update(_speaker(analysis, frames, verb))
    of_noun = any(token.lemma_ in frames.nouns for _, token in phrases(verb))
    if frame.joins and frame.particle is None and of_noun:
        return  # "took part in the talks" is told by the talks
    unnamed = not len(parties) and frame.subject == "party" and pair(analysis, frames, verb)
    alone = len(parties.people) == 1 and not parties.sides
    met = alone and not frame.soft and paired(analysis, frames, frame, verb)
    if not unnamed and not met and not _enough(analysis, frame, parties):
        return
    if frame.lemmas == ("visit",) and (_bare(verb) or "host" not in parties.parts.values()):
        return  # "visited Sarajevo", "the visiting premier"
    if frame.lemmas == ("meet",) and (_of_things(frames, verb, parties) or _at_play(frames, verb, parties)):
        return
    view = outlook.of_verb(frames, verb)
    if view.status is None or not _told(analysis, frames, frame, verb):
        return
    if frame.joins and view.status not in {"held", "planned"}:
        return
    kind, soft = frame.kind, frame.soft
    if soft and view.status == "refused":
        return  # "will not negotiate with" is a stand, no meeting that was refused
    if kind == "meeting" and by_phone(frames, verb):
        kind, soft = "call", False
    if kind == "call" and frame.lemmas == ("call",):
        parties.parts = {}
    told = Telling(
        kind=kind, trigger=verb, verb=verb, sentence=analysis.sentence_of(verb), rule=f"verb:{verb.lemma_}",
        parties=parties, status=view.status, modality=view.modality, soft=soft,
        vague=outlook.superlative(verb), plural=_officials(frames, verb), pair=unnamed or met,
        joins=frame.joins, definite=frame.joins,
    )  # fmt: skip
    yield told
    if not frame.joins:
        yield from elided(analysis, frames, told)


def _told(analysis: Analysis, frames: Frames, frame: VerbFrame, verb: Token) -> bool:
    """Whether the words stand there without which the verb tells of nothing."""
    if frame.needs == "phone":
        return by_phone(frames, verb)
    if frame.soft and _addressing(frame, verb):
        return False
    if frame.lemmas == ("call",) and frame.kind == "meeting" and _plea(frames, verb):
        return False
    if frame.needs == "facing":
        return _face(verb) is not None
    if frame.lemmas == ("call",) and any(
        child.dep_ == "dobj" and child.lemma_.lower() in frames.nouns for child in verb.children
    ):
        return False  # "who called the summit, and Y": nobody was telephoned
    if frame.needs == "placed":
        parties = [token for role, token in roles(frame, verb) if role == "party"]
        return any(
            name in {"in", "at"} and setting.located(analysis, token) is not None
            for head in (verb, *parties)
            for name, token in phrases(head)
        )
    if frame.needs == "beside" and not _aside(frame, verb):
        return False  # "X and Y spent two days in Rome": it does not say that with each other
    return frame.needs != "visiting" or _visited(verb)


def _sender(analysis: Analysis, token: Token) -> bool:
    """Y in "received X, who brought a letter from President Y", which the parser hangs on "received"."""
    if token.dep_ not in {"dobj", "conj"} or not analysis.people_at(token):
        return False
    first = min((one.start for one in analysis.references_at(token)), default=token.i)
    titles = [title.start for title in analysis.titles if title.end == first]
    first = min(titles, default=first)
    before = analysis.doc[first - 1] if first > token.sent.start else None
    return before is not None and before.lower_ in {"from", "of"}


def _of_things(frames: Frames, verb: Token, parties: Parties) -> bool:
    """Whether what is met is no party: "France and Italy meet the deadline", "met their commitments"."""
    if any(span.start > verb.idx for span in parties.people.values()):
        return False
    persons = frames.words["officials"] | frames.words["delegations"] | frames.words["pair"] | {"face"}
    return any(
        child.dep_ == "dobj"
        and child.pos_ == "NOUN"
        and child.ent_type_ not in {"DATE", "TIME"}
        and child.lemma_.lower() not in persons
        and not any(one.pos_ == "PROPN" for one in child.children if one.dep_ in {"appos", "poss"})
        for child in verb.children
    )


def _bare(verb: Token) -> bool:
    return verb.tag_ == "VBG" and not any(child.dep_ == "aux" for child in verb.children)


def _at_play(frames: Frames, verb: Token, parties: Parties) -> bool:
    """ "Germany and France meet in the semi-final": no person, and the words of a game."""
    if parties.people:
        return False
    return any(
        (token.lemma_.lower() in frames.words["sport"] and (token.pos_ == "NOUN" or token.dep_ == "pobj"))
        or (token.lower_ == "team" and any(child.lower_ in {"national", "home"} for child in token.children))
        for token in verb.sent
    )


def _filled(analysis: Analysis, frames: Frames, frame: VerbFrame, verb: Token) -> Parties:
    """Everybody who takes part."""
    parties = Parties()
    groups = frames.words["delegations"] | frames.words["officials"]
    guest = False
    for role, token in roles(frame, verb):
        if role in {"destination", "origin"} or _sender(analysis, token):
            continue
        found = Parties()
        for one in bearers(frames, token):
            found.add(parties_of(analysis, frames, one))
        if not found.people and token.pos_ == "PROPN" and frame.needs == "people" and not found.sides:
            continue
        parties.add(found, _PARTS.get(role))
        received = bool(found.people) or (
            bool(found.sides) and (token.lemma_.lower() in groups or token.lower_ == "it")
        )
        guest = guest or (role == "visitor" and received)
    if frame.needs == "guest" and not guest and len(parties):
        shifted = _shifted(analysis, frames, verb)
        guest = bool(shifted.people)
        parties.add(shifted, _PARTS["visitor"])
        if not guest and passive(verb):
            return Parties()  # "hosted by A and B, the fair": nobody is received
    if len(parties) < 2 and "with" in frame.preps:
        parties.add(behind(analysis, frames, verb))
    face = _face(verb) if frame.needs == "facing" else None
    if face is not None and face.i + 1 < len(verb.doc) and face.nbor(1).lower_ in frame.preps:
        for token in verb.doc[face.i + 2 : min(face.i + _REACH, verb.sent.end)]:
            if analysis.people_at(token):
                parties.add(parties_of(analysis, frames, token))
                break
    if verb.dep_ == "relcl" and len(parties) < 2:  # "A and B, who met in Rome"
        for token in verb.head.conjuncts:
            parties.add(parties_of(analysis, frames, token))
    if frame.kind == "meeting" and not frame.soft:
        parties.add(_mediators(analysis, frames, verb))
    return parties


def _speaker(analysis: Analysis, frames: Frames, verb: Token) -> dict[str, Span]:
    """Y in "it was raised with X, Y said": the minister who tells of it, and no spokesman."""
    name = speaker(analysis, frames, verb)
    person = analysis.referents[name] if name is not None else None
    if person is None or not person.roles or "spokesperson" in person.roles:
        return {}
    sentence = analysis.sentence_of(verb)
    here = [r.span for r in person.references if sentence.start <= r.start < sentence.end]
    return {person.id: here[0]} if here else {}


def _plea(frames: Frames, verb: Token) -> bool:
    """Whether somebody is but asked for something: "called on X to act", not "... to say farewell"."""
    return any(
        token.tag_ == "VB"
        and token.i > verb.i
        and any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children)
        and token.lemma_ not in frames.words["courtesies"]
        for token in verb.subtree
    )


def _face(verb: Token) -> Token | None:
    """The last word of "face to face" behind the verb."""
    for token in verb.doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)]:
        if token.lower_ in {"face-to-face", "nose-to-nose"}:
            return token
        if token.lower_ == "face" and [t.lower_ for t in verb.doc[token.i : token.i + 3]] == [
            "face",
            "to",
            "face",
        ]:
            return verb.doc[token.i + 2]
    return None


def _shifted(analysis: Analysis, frames: Frames, verb: Token) -> Parties:
    """ "Received at the palace on Tuesday President X": place and day stand before who was received."""
    if passive(verb) or objects(verb):
        return Parties()
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _REACH)]:
        if verbal(token) or token.lower_ in {"by", "with", "from", "of", "to", ",", "and"}:
            return Parties()
        if analysis.people_at(token) and token.tag_ != "PRP$":
            return Parties() if token.pos_ == "PRON" else parties_of(analysis, frames, token)
    return Parties()


def _aside(frame: VerbFrame, verb: Token) -> bool:
    """Whether the other party stands behind the verb or its object: "spent an hour with X"."""
    heads = (verb, *objects(verb))
    return any(preposition in frame.preps for head in heads for preposition, _ in phrases(head))


def _addressing(frame: VerbFrame, verb: Token) -> bool:
    """Whether they are but described by it, not said to face each other: "the guests scheduled to speak"."""
    if any(preposition in frame.preps for preposition, _ in phrases(verb)):
        return False
    if (
        frame.object is not None
        and not frame.objects
        and any(child.dep_ == "dobj" for child in verb.children)
    ):
        return False  # "Kissinger, who briefed Callaghan"
    top = verb
    while top.dep_ == "xcomp" and top.head != top:
        top = top.head
    return top.dep_ in {"acl", "relcl"}


def _visited(verb: Token) -> bool:
    """Whether the object is called a visitor: "told visiting President X"."""
    after = [verb.nbor(1)] if verb.i + 1 < len(verb.doc) else []
    after.extend(token for one in objects(verb) for token in one.subtree)
    return any(token.lower_ == "visiting" for token in after)


def _mediators(analysis: Analysis, frames: Frames, verb: Token) -> Parties:
    """X in "met under the mediation of X", "signed in the presence of X"."""
    found = Parties()
    for _, token in phrases(verb):
        if token.lemma_.lower() in frames.words["mediation"]:
            for preposition, mediator in phrases(token):
                if preposition == "of":
                    found.add(parties_of(analysis, frames, mediator))
    return found


def _officials(frames: Frames, verb: Token) -> bool:
    """Whether the subject is several officials ("NATO ministers"), not a body ("the Security Council")."""
    return any(
        token.tag_ in {"NNS", "NNPS"} and token.lemma_.lower() in frames.words["officials"]
        for token in subjects(verb)
    )


def _enough(analysis: Analysis, frame: VerbFrame, parties: Parties) -> bool:
    if frame.joins:
        return bool(parties.people)
    if frame.needs in {"names", "phone", "visiting", "beside", "facing"}:
        return len(parties.people) >= 2
    if frame.needs in {"abroad", "placed"}:
        known = {analysis.referents[name].polity for name in parties.people}
        return len(parties.people) >= 2 and None not in known and len(known) > 1
    if frame.needs == "sides":
        return len(parties) >= 2
    if frame.needs in {"people", "guest"} and not parties.people:
        return False
    return len(parties) >= 2 or (len(parties) == 1 and (parties.unnamed or bool(parties.sides)))
