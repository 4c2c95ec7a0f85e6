"""Events that a verb tells of: "met", "flew to", "was received by", "telephoned"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extraction.events import outlook, setting
from communique.extraction.events.clause import objects, particle, phrases, possessors, subjects, verbal
from communique.extraction.events.event import Located
from communique.extraction.events.parties import behind, homes, parties_of
from communique.extraction.events.telling import Parties, Telling
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis, Referent
    from communique.extraction.frames import Frames, VerbFrame

_PARTS = {"host": "host", "visitor": "visitor", "caller": "caller", "callee": "invitee"}


def tellings(analysis: Analysis, frames: Frames, verb: Token) -> Iterator[Telling]:
    """What one verb tells of; nothing for most verbs."""
    for frame in frames.verbs.get(verb.lemma_.lower(), ()):
        if not _fits(frame, verb):
            continue
        if frame.kind == "visit":
            found = list(_visit(analysis, frames, frame, verb))
        else:
            found = list(_contact(analysis, frames, frame, verb))
        if found:
            yield from found
            return


def _fits(frame: VerbFrame, verb: Token) -> bool:
    if frame.particle is not None and particle(verb) != frame.particle:
        return False
    if any(child.dep_ in frame.barred for child in verb.children):
        return False
    if frame.objects and not any(
        child.dep_ == "dobj" and child.lemma_ in frame.objects for child in verb.children
    ):
        return False
    return not frame.subjects or any(token.lemma_ in frame.subjects for token in subjects(verb))


def _roles(frame: VerbFrame, verb: Token) -> Iterator[tuple[str, Token]]:
    """Every dependant with the role that the frame gives it."""
    if frame.subject:
        for token in subjects(verb):
            yield frame.subject, token
    if frame.object and not frame.objects:
        for token in objects(verb):
            yield frame.object, token
    for child in verb.children:
        if child.dep_ == "acomp" and verb.lemma_ == "be":  # "is due in Berlin"
            for preposition, token in phrases(child):
                if preposition in frame.preps:
                    yield frame.preps[preposition], token
    for preposition, token in phrases(verb):
        if preposition in frame.preps:
            yield frame.preps[preposition], token
        elif frame.kind == "meeting" and preposition in {"by", "on", "over", "via"}:
            # "spoke by telephone with X": the parser hangs the rest on the telephone
            for below, other in phrases(token):
                if below in frame.preps:
                    yield frame.preps[below], other


def _contact(analysis: Analysis, frames: Frames, frame: VerbFrame, verb: Token) -> Iterator[Telling]:
    parties = Parties()
    slots = 0
    for role, token in _roles(frame, verb):
        if role in {"destination", "origin"}:
            continue
        found = Parties()
        for one in _travellers(frames, token):
            found.add(parties_of(analysis, frames, one))
        if not found.people and token.pos_ == "PROPN" and frame.needs == "people" and not found.sides:
            continue
        slots += bool(len(found))
        parties.add(found, _PARTS.get(role))
    if len(parties) < 2 and "with" in frame.preps:
        parties.add(behind(analysis, frames, verb))
    if verb.dep_ == "relcl" and len(parties) < 2:  # "A and B, who met in Rome"
        for token in verb.head.conjuncts:
            parties.add(parties_of(analysis, frames, token))
    if not _enough(frame, parties):
        return
    view = outlook.of_verb(frames, verb)
    if view.status is None or (frame.needs == "phone" and not by_phone(frames, verb)):
        return
    kind = frame.kind
    if kind == "meeting" and by_phone(frames, verb):
        kind = "call"
    if kind == "call" and frame.lemmas == ("call",):
        parties.parts = {}
    yield Telling(
        kind=kind, trigger=verb, verb=verb, sentence=analysis.sentence_of(verb), rule=f"verb:{verb.lemma_}",
        parties=parties, status=view.status, modality=view.modality, soft=frame.soft,
        vague=outlook.superlative(verb), plural=_officials(frames, verb),
    )  # fmt: skip


def _officials(frames: Frames, verb: Token) -> bool:
    """Whether the subject is several officials ("NATO ministers"), not a body ("the Security Council")."""
    return any(
        token.tag_ in {"NNS", "NNPS"} and token.lemma_.lower() in frames.words["officials"]
        for token in subjects(verb)
    )


def _enough(frame: VerbFrame, parties: Parties) -> bool:
    if frame.needs in {"names", "phone"}:
        return len(parties.people) >= 2
    if frame.needs == "sides":
        return len(parties) >= 2
    if frame.needs == "people" and not parties.people:
        return False
    return len(parties) >= 2 or (len(parties) == 1 and (parties.unnamed or bool(parties.sides)))


def by_phone(frames: Frames, token: Token) -> bool:
    """Whether the clause says that it was by telephone or video."""
    return any(
        below.lower_ in frames.words["phone"] and below.head.lemma_.lower() not in frames.nouns
        for child in token.children
        if child.dep_ in {"prep", "npadvmod", "advmod", "dobj", "pobj", "compound", "amod"}
        for below in child.subtree
        if below.i - token.i < 12
    )


def _visit(analysis: Analysis, frames: Frames, frame: VerbFrame, verb: Token) -> Iterator[Telling]:
    visitors, hosts = Parties(), Parties()
    destinations: list[tuple[Token, Located]] = []
    roles = list(_roles(frame, verb))
    if any(role == "destination" for role, _ in roles):
        roles = [one for one in roles if one[0] != "origin"]
    for role, token in roles:
        if role == "visitor":
            for one in _travellers(frames, token):
                visitors.add(parties_of(analysis, frames, one), "visitor")
        elif role == "host":
            hosts.add(parties_of(analysis, frames, token))
        elif role in {"destination", "origin"}:
            known = {spot.referent for _, spot in destinations}
            spots = setting.listed(analysis, token)
            land = None if spots else setting.land(analysis, token, visitors)
            spots.extend([land] if land is not None else [])
            destinations.extend((token, spot) for spot in spots if spot.referent not in known)
    for child in verb.children:
        if child.lower_ in frame.advs and analysis.dateline_place:
            words = Span(child.idx, child.idx + len(child))
            destinations.append((child, Located(analysis.dateline_place, words, "dateline")))
    view = outlook.of_verb(frames, verb)
    if verb.lemma_ in frames.words["invitation"] and view.status == "held":
        view = outlook.INVITED
    guests = _visiting(analysis, verb)
    if guests and not destinations:
        # "visiting Chinese President": here, where the article was written
        visitors = Parties()
        for token in guests:
            visitors.add(parties_of(analysis, frames, token), "visitor")
        if analysis.dateline_place:
            words = Span(verb.idx, verb.idx + len(verb))
            destinations.append((verb, Located(analysis.dateline_place, words, "dateline")))
    if not visitors.people and (frame.needs == "purpose" or not _delegation(visitors, frames, verb)):
        return
    if view.status is None or (frame.needs == "purpose" and not _purpose(frames, verb)):
        return
    destinations.extend(_further(analysis, verb, destinations))
    if (
        not destinations
        and verb.head.lemma_ in frames.words["invitation"]
        and verb.dep_ in {"xcomp", "ccomp", "advcl"}
    ):
        destinations.extend(_inviting(analysis, frames, verb.head))
    spots = by_country(analysis, destinations)
    anchors = {where.referent: token for token, where in reversed(destinations)}
    for where in spots:
        telling = visit(analysis, verb, verb, f"verb:{verb.lemma_}", visitors, where)
        if telling is not None:
            telling.status, telling.modality = view.status, view.modality
            telling.vague = outlook.superlative(verb)
            telling.shared = len(spots) > 1
            telling.anchor = anchors[where.referent] if len(spots) > 1 else None
            yield telling
    bare = bool(guests) or not objects(verb)
    if not spots and verb.lemma_ == "visit" and bare and visitors.people:
        # "King Faisal visited in 1967": the country is that of the visits told of before
        yield Telling(
            kind="visit", trigger=verb, verb=verb, sentence=analysis.sentence_of(verb),
            rule="verb:visiting" if guests else "verb:visit", parties=visitors,
            status=view.status, modality=view.modality,
        )  # fmt: skip


def _visiting(analysis: Analysis, verb: Token) -> list[Token]:
    """Whom "visiting" before a title and name is said of, however the parser hangs it."""
    if verb.lower_ != "visiting" or verb.i + 1 >= len(verb.doc):
        return []
    if verb.dep_ == "amod":
        return [verb.head]
    guests = objects(verb)
    return guests if guests and all(analysis.people_at(token) for token in guests) else []


def _further(
    analysis: Analysis, verb: Token, destinations: list[tuple[Token, Located]]
) -> Iterator[tuple[Token, Located]]:
    """Poland in "will visit Germany on June 3 and Poland on June 4", which the parser joins to the date."""
    known = {where.referent for _, where in destinations}
    if not known or verb.lemma_ not in {"visit", "tour"}:
        return
    for token in verb.subtree:
        if token.dep_ == "conj" and token.i > destinations[-1][0].i and not verbal(token.head):
            where = setting.located(analysis, token) if token.pos_ == "PROPN" else None
            if where is not None and where.referent not in known:
                yield token, where


def _inviting(analysis: Analysis, frames: Frames, invite: Token) -> Iterator[tuple[Token, Located]]:
    """Japan in "Japan has invited X to visit"."""
    for token in subjects(invite):
        host = parties_of(analysis, frames, token)
        for name in homes(analysis, host):
            if analysis.referents[name].kind is Kind.COUNTRY:
                yield token, Located(name, analysis.span(token.i, token.i + 1), "the host who invited")


def _travellers(frames: Frames, token: Token) -> list[Token]:
    """The token; where it is an event ("her visit is an opportunity to meet"), whose event it is."""
    return possessors(token) if token.lemma_.lower() in frames.nouns else [token]


def _delegation(visitors: Parties, frames: Frames, verb: Token) -> bool:
    """Whether the visitors are people of a side ("UN inspectors"), not a country that "went to war"."""
    tokens = [verb.head] if verb.dep_ == "amod" else [*subjects(verb), *objects(verb)]
    return bool(visitors.sides) and any(token.lemma_.lower() in frames.words["officials"] for token in tokens)


def _purpose(frames: Frames, verb: Token) -> bool:
    for preposition, noun in phrases(verb):
        if preposition in {"for", "on", "at"} and noun.lemma_ in frames.nouns:
            return True
    if any(child.dep_ == "acomp" and child.lower_ in frames.status.words for child in verb.children):
        return True
    if any(child.dep_ == "aux" and child.lower_ in frames.status.modals for child in verb.children):
        return True  # "will be in Peking from April 21 to 24"
    return any(child.dep_ in {"advcl", "xcomp"} and child.tag_ in {"VB", "VBG"} for child in verb.children)


def by_country(analysis: Analysis, destinations: list[tuple[Token, Located]]) -> list[Located]:
    """One destination for each country; of two cities in one country neither is the place."""
    found: dict[str, Located] = {}
    for _, where in destinations:
        country = country_of(analysis, where.referent)
        key = country.id if country else where.referent
        if key not in found:
            found[key] = where
        elif found[key].referent != where.referent and country is not None:
            first = analysis.referents[found[key].referent]
            if first.kind is Kind.COUNTRY:
                found[key] = where
    return list(found.values())


def country_of(analysis: Analysis, referent: str) -> Referent | None:
    """The country of a place or country id."""
    one = analysis.referents[referent]
    return analysis.country_of(one)


def visit(
    analysis: Analysis, trigger: Token, verb: Token | None, rule: str, visitors: Parties, where: Located
) -> Telling | None:
    """A visit to a place, None where the visitors are at home there."""
    country = country_of(analysis, where.referent)
    guests = Parties()
    guests.add(visitors)
    if country is not None:
        for name in list(guests.people):
            home = analysis.referents[name].polity
            if home == country.id:
                del guests.people[name]
        guests.sides.pop(country.id, None)
    if not guests.people and not guests.sides:
        return None
    hosts = {country.id: where.span} if country is not None else {}
    place = where if analysis.referents[where.referent].kind is Kind.PLACE else None
    return Telling(
        kind="visit", trigger=trigger, verb=verb, sentence=analysis.sentence_of(trigger), rule=rule,
        parties=guests, hosts=hosts, place=place,
    )  # fmt: skip


def apposed(analysis: Analysis, preposition: Token) -> Iterator[Telling]:
    """ "X, currently in Berlin for talks, said": a visit that only a preposition tells of."""
    person = preposition.head
    if preposition.lower_ != "in" or preposition.dep_ != "prep" or preposition.i < 2:
        return
    comma = preposition.nbor(-1) if preposition.nbor(-1).is_punct else preposition.nbor(-2)
    people = analysis.people_at(person)
    if comma.text != "," or len(people) != 1:
        return
    visitors = Parties({people[0].id: analysis.span(person.i, person.i + 1)}, parts={people[0].id: "visitor"})
    for child in preposition.children:
        where = setting.located(analysis, child) if child.dep_ == "pobj" else None
        if where is not None and analysis.polity_of(people[0]) is not None:
            telling = visit(analysis, preposition, None, "preposition:in", visitors, where)
            if telling is not None:
                yield telling
