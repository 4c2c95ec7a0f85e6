"""Visits that a verb tells of: "flew to", "is in Rome for talks", "will visit", "visiting President X"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extraction.events.clauses import outlook
from communique.extraction.events.clauses.clause import objects, particle, phrases, subjects, verbal
from communique.extraction.events.clauses.slots import bearers, roles
from communique.extraction.events.constructions.visits import by_country, visit
from communique.extraction.events.event import Located
from communique.extraction.events.parties.referents import homes, parties_of
from communique.extraction.events.places import setting
from communique.extraction.events.telling import Parties, Telling
from communique.extraction.layout import ZoneKind
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.gazetteer.frames import Frames, VerbFrame

_Spots = list[tuple["Token", Located]]


def tellings(analysis: Analysis, frames: Frames, frame: VerbFrame, verb: Token) -> Iterator[Telling]:
    """One visit for each country that the verb's subject goes to."""
    visitors, destinations = _slots(analysis, frames, frame, verb)
    if frame.joins:
        yield from _joining(analysis, frames, verb, visitors)
        return
    guests = _visiting(analysis, verb)
    if guests:  # "met visiting President X in Rome": X visits
        visitors = _named_visitors(analysis, frames, guests)
        destinations = destinations or list(_here(analysis, verb))
    if not visitors.people and (frame.needs == "purpose" or not _delegation(visitors, frames, verb)):
        return
    view = _view(frames, frame, verb, guests)
    if verb.tag_ in {"VBZ", "VBP"} and analysis.sentence_of(verb).zone is ZoneKind.CAPTION:
        view = outlook.of_verb(frames, verb)  # what a picture shows has been
    purpose = frame.needs != "purpose" or _purpose(frames, verb) or _dated(analysis, verb)
    if view.status is None or not purpose:
        return
    destinations.extend(_further(analysis, verb, destinations))
    if not destinations:
        destinations.extend(_inviting(analysis, frames, verb) or _awaiting(analysis, frame, verb))
    spots = by_country(analysis, destinations)
    anchors = {where.referent: token for token, where in reversed(destinations)}
    for where in spots:
        telling = visit(analysis, verb, verb, f"verb:{verb.lemma_}", visitors, where)
        if telling is not None:
            telling.status, telling.modality = view.status, view.modality
            telling.vague = outlook.superlative(verb)
            telling.shared = len(spots) > 1
            telling.anchor = anchors[where.referent] if len(spots) > 1 else None
            if _besides(verb):
                telling.place = None
            yield telling
    bare = verb.lemma_ == "visit" and (bool(guests) or not objects(verb))
    if not spots and visitors.people and (bare or _arrives(frame, verb)):
        # "King Faisal visited in 1967": the country is that of the visits told of before
        yield Telling(
            kind="visit", trigger=verb, verb=verb, sentence=analysis.sentence_of(verb),
            rule="verb:visiting" if guests else f"verb:{verb.lemma_}", parties=visitors,
            status=view.status, modality=view.modality,
        )  # fmt: skip


def _named_visitors(analysis: Analysis, frames: Frames, guests: list[Token]) -> Parties:
    """Who is called visiting."""
    visitors = Parties()
    for token in guests:
        for person in analysis.people_at(token):
            visitors.people[person.id] = analysis.span(token.i, token.i + 1)
            visitors.parts[person.id] = "visitor"
        if not visitors.people:
            visitors.add(parties_of(analysis, frames, token), "visitor")
    return visitors


def _view(frames: Frames, frame: VerbFrame, verb: Token, guests: list[Token]) -> outlook.Outlook:
    """Whether the visit was or will be; the present tense of going looks ahead."""
    view = outlook.of_verb(frames, verb)
    if verb.lemma_ in frames.words["invitation"] and view.status == "held":
        view = outlook.INVITED
    present = verb.tag_ in {"VBZ", "VBP"} and verb.lemma_ != "be"
    awaited = frame.object == "visitor" and verb.lemma_ in frames.status.planning
    bound = verb.tag_ == "VBG" and outlook.present(verb) and verb.lemma_ in frames.words["moving"]
    behind = verb.tag_ == "VBG" and verb.dep_ == "advcl" and verbal(verb.head) and verb.i > verb.head.i
    if view.status == "held" and behind and outlook.of_verb(frames, verb.head).status == "planned":
        return outlook.PLANNED  # "will travel to Asia, visiting Japan and China"
    if guests and view.status == "planned":
        return outlook.HELD  # "will meet visiting President X": X is here
    if view.status == "held" and (present or awaited or bound):
        return outlook.PLANNED  # "goes to Helsinki", "is heading to Helsinki"
    return view


def _besides(verb: Token) -> bool:
    """Whether the place is one more on the visit: "will also visit Osaka", "besides Tokyo he will visit"."""
    return any(
        child.lower_ in {"also", "besides"}
        or (child.lower_ == "in" and any(below.lower_ == "addition" for below in child.children))
        for child in verb.children
    )


def _arrives(frame: VerbFrame, verb: Token) -> bool:
    """ "Who arrived yesterday", "flew in for talks": no word of where, so to where it was written."""
    into = verb.lemma_ in {"fly", "jet"} and particle(verb) == "in"
    return (into or verb.lemma_ == "arrive") and not any(
        preposition in frame.preps and token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", "TIME"}
        for preposition, token in phrases(verb)
    )


def _joining(analysis: Analysis, frames: Frames, verb: Token, visitors: Parties) -> Iterator[Telling]:
    """ "The foreign minister will accompany him": one more for the visit told of before."""
    view = outlook.of_verb(frames, verb)
    if len(visitors.people) > 1 and view.status is not None:
        yield Telling(
            kind="visit", trigger=verb, verb=verb, sentence=analysis.sentence_of(verb),
            rule=f"verb:{verb.lemma_}", parties=visitors, status=view.status, modality=view.modality,
            joins=True, definite=True, vague=True,
        )  # fmt: skip


def _slots(analysis: Analysis, frames: Frames, frame: VerbFrame, verb: Token) -> tuple[Parties, _Spots]:
    """Who goes and where to; a place that is left counts only if no other is named."""
    visitors = Parties()
    destinations: _Spots = []
    filled = list(roles(frame, verb))
    own = Parties()
    for role, token in filled:
        if role == "visitor":
            own.add(parties_of(analysis, frames, token))
    if any(role == "destination" and _away(analysis, token, own) for role, token in filled):
        filled = [one for one in filled if one[0] != "origin"]
    for role, token in filled:
        if role == "visitor":
            for one in bearers(frames, token):
                visitors.add(parties_of(analysis, frames, one), "visitor")
        elif role in {"destination", "origin"}:
            known = {spot.referent for _, spot in destinations}
            spots = setting.listed(analysis, token)
            land = None if spots else setting.land(analysis, token, visitors)
            spots.extend([land] if land is not None else [])
            if not spots and role == "destination":
                spots = _aims(analysis, frames, token)
            destinations.extend((token, spot) for spot in spots if spot.referent not in known)
    for child in verb.children:
        if child.lower_ in frame.advs:
            destinations.extend(_here(analysis, child))
    return visitors, destinations


def _aims(analysis: Analysis, frames: Frames, token: Token, depth: int = 0) -> list[Located]:
    """Rome in "left for talks in Rome", "left for a week of meetings in Rome and Paris"."""
    found: list[Located] = []
    told = token.lemma_.lower() in frames.nouns
    for preposition, noun in phrases(token):
        if preposition in {"in", "at"} and (told or depth):
            found.extend(setting.listed(analysis, noun))
        elif preposition == "of" and depth < 2 and noun.lemma_.lower() in frames.nouns:
            found.extend(_aims(analysis, frames, noun, depth + 1))
            found.extend(
                spot
                for name, below in phrases(token)
                if name in {"in", "at"}
                for spot in setting.listed(analysis, below)
            )
    return found


def _away(analysis: Analysis, token: Token, visitors: Parties) -> bool:
    """Whether a destination is not the visitors' home, from which they came: "left here for London"."""
    where = setting.located(analysis, token)
    country = analysis.country_of(analysis.referents[where.referent]) if where is not None else None
    return token.lemma_ != "home" and (country is None or country.id not in homes(analysis, visitors))


def _here(analysis: Analysis, token: Token) -> Iterator[tuple[Token, Located]]:
    """The place of the dateline, resting on "here" or "visiting"."""
    if analysis.dateline_place:
        yield token, Located(analysis.dateline_place, Span(token.idx, token.idx + len(token)), "dateline")


def _visiting(analysis: Analysis, verb: Token) -> list[Token]:
    """Whom "visiting" before a title and name is said of, however the parser hangs it."""
    if verb.lower_ != "visiting" or verb.i + 1 >= len(verb.doc):
        return []
    if verb.dep_ == "amod":
        return [verb.head]
    guests = objects(verb)
    if verb.head.lower_ == "between":  # "between visiting President X and his host Y"
        guests = guests[:1]
    if not guests:  # "Visiting Premier X said", where the parser takes it for a clause
        named = [r for r in analysis.references_at(verb.i + 1) if r.start == verb.i + 1 and not r.nominal]
        guests = [verb.doc[one.head] for one in named]
    return guests if guests and all(analysis.people_at(token) for token in guests) else []


def _further(
    analysis: Analysis, verb: Token, destinations: list[tuple[Token, Located]]
) -> Iterator[tuple[Token, Located]]:
    """Poland in "will visit Germany on June 3 and Poland on June 4", which the parser joins to the date."""
    known = {where.referent for _, where in destinations}
    if not known:
        return
    for token in verb.subtree:
        joined = token.i > 0 and token.nbor(-1).lower_ == "and"
        if joined and token.lower_ == "to" and token.dep_ in {"prep", "conj"}:
            for child in token.children:
                where = setting.located(analysis, child) if child.dep_ == "pobj" else None
                if where is not None and where.referent not in known:
                    yield child, where
        if verb.lemma_ not in {"visit", "tour"}:
            continue
        if token.dep_ == "conj" and token.i > destinations[-1][0].i and not verbal(token.head):
            where = setting.located(analysis, token) if token.pos_ == "PROPN" else None
            if where is not None and where.referent not in known:
                yield token, where


def _awaiting(analysis: Analysis, frame: VerbFrame, verb: Token) -> _Spots:
    """Rome in "Rome will host X on Friday", "the premier expects X in Rome"."""
    if frame.object != "visitor":
        return []
    found = [
        (token, where)
        for one in (objects(verb) if verb.lemma_ in {"await", "expect"} else ())
        for preposition, token in phrases(one)
        if preposition in {"in", "at"} and (where := setting.located(analysis, token)) is not None
    ]
    hosts = subjects(verb) if verb.lemma_ in {"host", "receive", "welcome", "await", "expect"} else []
    for token in hosts if not found else ():
        if token.pos_ == "PROPN" and not analysis.people_at(token):
            where = setting.located(analysis, token)
            found.extend([(token, where)] if where is not None else [])
    return found


def _inviting(analysis: Analysis, frames: Frames, verb: Token) -> _Spots:
    """Japan in "Japan has invited X to visit"."""
    found: _Spots = []
    invite = verb.head
    if invite.lemma_ not in frames.words["invitation"] or verb.dep_ not in {"xcomp", "ccomp", "advcl"}:
        return found
    for token in subjects(invite):
        for name in homes(analysis, parties_of(analysis, frames, token)):
            if analysis.referents[name].kind is Kind.COUNTRY:
                span = analysis.span(token.i, token.i + 1)
                found.append((token, Located(name, span, "the host who invited")))
    return found


def _delegation(visitors: Parties, frames: Frames, verb: Token) -> bool:
    """Whether the visitors are people of a side ("UN inspectors"), not a country that "went to war"."""
    tokens = [verb.head] if verb.dep_ == "amod" else [*subjects(verb), *objects(verb)]
    return bool(visitors.sides) and any(token.lemma_.lower() in frames.words["officials"] for token in tokens)


def _purpose(frames: Frames, verb: Token) -> bool:
    for preposition, noun in phrases(verb):
        if preposition in {"for", "on", "at"} and noun.lemma_.lower() in frames.nouns:
            return True
    if any(child.dep_ == "acomp" and child.lower_ in frames.status.words for child in verb.children):
        return True
    if any(child.dep_ == "aux" and child.lower_ in frames.status.modals for child in verb.children):
        return True  # "will be in Lima until Friday"
    if any(child.dep_ in {"advcl", "xcomp"} and child.tag_ in {"VB", "VBG"} for child in verb.children):
        return True
    return _meets_there(frames, verb)


def _meets_there(frames: Frames, verb: Token) -> bool:
    """ "Is currently in Ankara, where he has held meetings": what somebody is there for."""
    for preposition, noun in phrases(verb):
        for clause in noun.children if preposition == "in" else ():
            if clause.dep_ == "relcl" and any(child.lower_ == "where" for child in clause.children):
                nouns = [*objects(clause), *(token for _, token in phrases(clause))]
                if clause.lemma_ in frames.verbs or any(token.lemma_ in frames.nouns for token in nouns):
                    return True
    return False


def _dated(analysis: Analysis, verb: Token) -> bool:
    """ "Was in Berlin last week": whoever says when somebody was abroad tells of a visit."""
    spans = [one.span for one in analysis.timexes if one.kind in {"point", "span", "relative"}]
    below = [child for child in verb.children if child.dep_ in {"npadvmod", "prep", "advmod"}]
    named = any(
        preposition == "in" and any(one.kind is Kind.PLACE for one in analysis.places_at(token))
        for preposition, token in phrases(verb)
    )
    return (
        named
        and verb.tag_ == "VBD"
        and any(
            span.start <= token.idx < span.end for child in below for token in child.subtree for span in spans
        )
    )


def apposed(analysis: Analysis, frames: Frames, preposition: Token) -> Iterator[Telling]:
    """ "X, currently in Berlin for talks, said": a visit that only a preposition tells of."""
    person = preposition.head
    if preposition.lower_ != "in" or preposition.dep_ != "prep" or preposition.i < 2:
        return
    aims = [token for head in (person, preposition) for child in head.children for token in child.children]
    if not any(token.lemma_ in frames.nouns and token.i > preposition.i for token in aims):
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
