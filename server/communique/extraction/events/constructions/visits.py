"""Visits: what they all have in common, and those that a noun tells of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import (
    objects,
    particle,
    phrases,
    possessors,
    surface_subjects,
    verbal,
)
from communique.extraction.events.constructions.standing import definite, engages, holders_of, owners_of
from communique.extraction.events.event import Located
from communique.extraction.events.parties.referents import parties_of
from communique.extraction.events.places import setting
from communique.extraction.events.telling import Parties, Telling
from communique.model.claims import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.constructions.standing import Standing
    from communique.extraction.gazetteer.frames import Frames

_NAME = 7
"""Tokens behind "by" within which the visitor is named."""
_BACK = 4
"""Tokens before "where" that may name the place."""
_LEGS = frozenset({"leg", "stop", "stage", "station"})
_ARRIVING = frozenset({"on", "upon", "after", "before", "following", "since"})


def by_country(analysis: Analysis, destinations: list[tuple[Token, Located]]) -> list[Located]:
    """One destination for each country; of two cities in one country neither is the place."""
    found: dict[str, Located] = {}
    for _, where in destinations:
        country = analysis.country_of(analysis.referents[where.referent])
        key = country.id if country else where.referent
        if key not in found:
            found[key] = where
        elif found[key].referent != where.referent and country is not None:
            first = analysis.referents[found[key].referent]
            if first.kind is Kind.COUNTRY:
                found[key] = where
    return list(found.values())


def visit(
    analysis: Analysis, trigger: Token, verb: Token | None, rule: str, visitors: Parties, where: Located
) -> Telling | None:
    """A visit to a place, None where the visitors are at home there."""
    country = analysis.country_of(analysis.referents[where.referent])
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


def tellings(analysis: Analysis, frames: Frames, noun: Token, where: Standing) -> Iterator[Telling]:
    """The visits that one noun tells of, one for each country."""
    if noun.lemma_ == "mission" and where.preposition in {"at", "outside", "inside"}:
        return  # "received X at the Soviet mission"
    if noun.lemma_ == "arrival" and not possessors(noun) and where.preposition not in _ARRIVING:
        return
    visitors = _visitors(analysis, frames, noun, where)
    destinations, covering = _destinations(analysis, frames, noun, where, visitors)
    if not len(visitors):
        visitors.add(_there(analysis, frames, noun), "visitor")
    hosts = Parties()
    for preposition, token in phrases(noun):
        to_somebody = preposition == "to" and noun.lemma_ == "visit" and analysis.people_at(token)
        if preposition == "with" or to_somebody:
            hosts.add(parties_of(analysis, frames, token))
    if hosts.people and visitors.people and not destinations:
        # "in a visit with President Reagan"
        hosts.add(visitors)
        yield Telling(
            kind="meeting", trigger=noun, verb=where.verb, sentence=analysis.sentence_of(noun),
            rule="noun:visit", parties=hosts,
        )  # fmt: skip
        return
    for telling in _each(analysis, noun, where, visitors, destinations):
        telling.shared = telling.shared or covering
        yield telling


def _visitors(analysis: Analysis, frames: Frames, noun: Token, where: Standing) -> Parties:
    """Whose visit it is: "X's visit", "by X", "a visit X made", "X paid a visit", "a UN mission"."""
    visitors = Parties()
    if noun.lemma_ in frames.words["invitation"]:
        if where.verb is not None and where.relation == "dobj":
            visitors.add(_traveller(analysis, frames, noun, where), "visitor")
        return visitors
    for token in owners_of(analysis, noun, where):
        visitors.add(parties_of(analysis, frames, token), "visitor")
    for preposition, token in phrases(noun):
        if frames.roles["visit"].get(preposition) != "visitor":
            continue
        if preposition == "by" or setting.located(analysis, token) is None:
            visitors.add(parties_of(analysis, frames, token), "visitor")
    if not len(visitors):
        visitors.add(_by(analysis, frames, noun), "visitor")
    if not len(visitors):
        visitors.add(_compounded(analysis, frames, noun), "visitor")
    if not len(visitors):
        visitors.add(holders_of(analysis, frames, noun), "visitor")
    theirs = any(token.lower_ == "their" for token in possessors(noun))  # "received X on their visit"
    if where.verb is not None and not len(visitors) and not theirs:
        visitors.add(_traveller(analysis, frames, noun, where), "visitor")
    if not len(visitors) and noun.lemma_ in frames.words["sent"]:
        visitors.add(_senders(analysis, noun), "visitor")
    return visitors


def _compounded(analysis: Analysis, frames: Frames, noun: Token) -> Parties:
    """Who stands before the noun: "the Kohl visit"."""
    found = Parties()
    for child in noun.children:
        if child.dep_ in {"compound", "nmod"} and child.i < noun.i and analysis.people_at(child):
            found.add(parties_of(analysis, frames, child))
    return found


def _senders(analysis: Analysis, noun: Token) -> Parties:
    """Who sent it: "a UN mission"."""
    found = Parties()
    for child in noun.children:
        if child.dep_ in {"compound", "amod", "nmod"} and child.i < noun.i:
            for one in analysis.polities_at(child):
                found.sides.setdefault(one.id, analysis.span(child.i, child.i + 1))
    return found


def _by(analysis: Analysis, frames: Frames, noun: Token) -> Parties:
    """X in "a visit to Japan on Friday by X", which the parser hangs on the day."""
    found = Parties()
    for token in noun.subtree:
        dated = token.head.ent_type_ == "DATE" or token.head.pos_ == "NUM"
        of_place = token.lower_ == "of" and (dated or setting.located(analysis, token.head) is not None)
        by = token.lower_ == "by" or (of_place and token.head.pos_ in {"PROPN", "NUM"})
        if by and token.dep_ == "prep" and not verbal(token.head):
            below = [child for child in token.children if child.dep_ == "pobj"]
            for child in below or token.doc[token.i + 1 : min(token.i + _NAME, token.sent.end)]:
                if analysis.people_at(child):
                    found.add(parties_of(analysis, frames, child))
    return found if len(found) else _by_far(analysis, frames, noun)


def _by_far(analysis: Analysis, frames: Frames, noun: Token) -> Parties:
    """X in "come up during a visit later this month by X": nothing but the day stands between."""
    for token in noun.doc[noun.i + 1 : min(noun.i + _NAME, noun.sent.end)]:
        if token.lower_ == "by" and token.head.tag_ != "VBN":
            below = (child for child in token.children if child.dep_ == "pobj")
            named = (one for one in below if analysis.people_at(one))
            return next((parties_of(analysis, frames, one) for one in named), Parties())
        dated = token.ent_type_ in {"DATE", "TIME"} or token.pos_ in {"ADV", "DET", "NUM"}
        if not dated and token.lower_ != "on":
            break
    return Parties()


def _there(analysis: Analysis, frames: Frames, noun: Token) -> Parties:
    """ "Evans" in "a visit to Geneva, where Evans will address a conference"."""
    found = Parties()
    for token in noun.subtree:
        if token.lower_ == "where" and token.head.dep_ == "relcl":
            for subject in surface_subjects(token.head):
                found.add(parties_of(analysis, frames, subject))
            break
    found.sides.clear()
    return found


def _leg(analysis: Analysis, noun: Token) -> Iterator[tuple[Token, Located]]:
    """Mali in "Mali is the last leg of her African tour"."""
    leg = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    if leg is None or leg.lemma_ not in _LEGS or leg.dep_ != "attr" or leg.head.lemma_ != "be":
        return
    for token in surface_subjects(leg.head):
        yield from ((token, spot) for spot in setting.listed(analysis, token)[:1])


def _destinations(
    analysis: Analysis, frames: Frames, noun: Token, where: Standing, visitors: Parties
) -> tuple[list[tuple[Token, Located]], bool]:
    """Where the visit went, and whether it only says that a tour included these."""
    found: list[tuple[Token, Located]] = []
    for preposition, token in phrases(noun):
        if analysis.people_at(token):
            continue
        if preposition == "of" or frames.roles["visit"].get(preposition) == "destination":
            spots = setting.listed(analysis, token)
            land = None if spots else setting.land(analysis, token, visitors)
            spots.extend([land] if land is not None else [])
            known = {spot.referent for _, spot in found}
            found.extend((token, spot) for spot in spots if spot.referent not in known)
    if not found:  # "the visit by X to Georgia", where the parser hangs Georgia on X
        by = [token for preposition, token in phrases(noun) if preposition == "by"]
        below = [(token, one) for token in by for one in phrases(token)]
        found.extend(
            (token, spot)
            for _, (preposition, token) in below
            for spot in (setting.listed(analysis, token) if preposition == "to" else ())
        )
    if not found:
        found.extend(_leg(analysis, noun))
    above = noun.head if noun.dep_ == "pobj" else None
    here = above is not None and any(child.lower_ == "here" for child in above.children)
    if not found and here and analysis.dateline_place:  # "X, here on a visit"
        span = analysis.span(noun.i, noun.i + 1)
        found.append((noun, Located(analysis.dateline_place, span, "dateline")))
    covering = False
    for clause in (*(child for child in noun.children if child.dep_ in {"relcl", "acl"}), where.verb):
        takes_in = clause is not None and clause.lemma_ == "take" and particle(clause) == "in"
        covers = clause is not None and (takes_in or clause.lemma_ in frames.words["covering"])
        if clause is not None and covers and noun not in objects(clause):
            found.extend(
                (token, spot) for token in objects(clause) for spot in setting.listed(analysis, token)[:1]
            )
            covering = True
    if where.verb is not None and not found:
        for preposition, token in phrases(where.verb):
            spot = setting.located(analysis, token) or setting.land(analysis, token, visitors)
            if preposition in {"to", "in", "at"} and spot is not None and not _later(token, noun):
                found.append((token, spot))
    if where.verb is not None and not found:
        found.extend(_where(analysis, where.verb) or _awaiting(analysis, frames, where))
    if not found and noun.lemma_ != "mission":
        compounds = [child for child in noun.children if child.dep_ == "compound"]
        found.extend((child, spot) for child in compounds for spot in setting.listed(analysis, child)[:1])
    return found, covering


def _awaiting(analysis: Analysis, frames: Frames, where: Standing) -> list[tuple[Token, Located]]:
    """Spain in "Spain is preparing for a visit by X", "Madrid will host a visit by X"."""
    verb = where.verb
    if verb is None or verb.lemma_ not in frames.words["awaiting"] or where.relation == "nsubj":
        return []
    for token in surface_subjects(verb):
        for one in analysis.polities_at(token):
            if one.kind is Kind.COUNTRY:
                return [(token, Located(one.id, analysis.span(token.i, token.i + 1), "who awaits the visit"))]
    return []


def _where(analysis: Analysis, verb: Token) -> list[tuple[Token, Located]]:
    """Bogota in "in Bogota, where Villota paid a visit"."""
    adverb = next((child for child in verb.children if child.lower_ == "where" and child.i < verb.i), None)
    for index in range(adverb.i - 1, max(adverb.i - _BACK, verb.sent.start) - 1, -1) if adverb else ():
        spot = setting.located(analysis, verb.doc[index])
        if spot is not None:
            return [(verb.doc[index], spot)]
    return []


def _later(token: Token, noun: Token) -> bool:
    return any(above == noun for above in token.ancestors)


def _traveller(analysis: Analysis, frames: Frames, noun: Token, where: Standing) -> Parties:
    found = Parties()
    verb = where.verb
    assert verb is not None
    takes_part = (where.relation in {"dobj", "attr"} and engages(frames, verb)) or (
        where.relation == "oblique" and where.preposition in frames.words["sharing"]
    )
    if takes_part:
        for token in surface_subjects(verb):
            if token != noun:
                one = parties_of(analysis, frames, token)
                if one.people or token.lemma_.lower() in frames.words["officials"]:
                    found.add(one)
    return found


def _each(
    analysis: Analysis,
    noun: Token,
    where: Standing,
    visitors: Parties,
    destinations: list[tuple[Token, Located]],
) -> Iterator[Telling]:
    rule = f"noun:{noun.lemma_.lower()}"
    if not destinations and any(
        preposition == "to" and token.pos_ == "PROPN" for preposition, token in phrases(noun)
    ):
        return  # "a trip to the Far East": no country that it could be joined by
    if not destinations:
        yield Telling(
            kind="visit", trigger=noun, verb=where.verb, sentence=analysis.sentence_of(noun), rule=rule,
            parties=visitors, definite=definite(noun) or bool(possessors(noun)),
        )  # fmt: skip
        return
    spots = by_country(analysis, destinations)
    for spot in spots:
        telling = visit(analysis, noun, where.verb, rule, visitors, spot)
        if telling is not None:
            telling.shared = len(spots) > 1
            yield telling
        elif not len(visitors):
            country = analysis.country_of(analysis.referents[spot.referent])
            if country is not None:
                is_place = analysis.referents[spot.referent].kind is Kind.PLACE
                yield Telling(
                    kind="visit", trigger=noun, verb=where.verb, sentence=analysis.sentence_of(noun),
                    rule=rule, parties=Parties(), hosts={country.id: spot.span},
                    place=spot if is_place else None, definite=definite(noun), shared=len(spots) > 1,
                )  # fmt: skip


def settle(analysis: Analysis, telling: Telling) -> None:
    """Take the place found for a visit without a destination for its destination, if it lies abroad."""
    if telling.hosts or telling.place is None or not telling.parties.people:
        return
    country = analysis.country_of(analysis.referents[telling.place.referent])
    own = {analysis.referents[name].polity for name in telling.parties.people}
    if country is not None and country.id not in own and None not in own:
        telling.hosts = {country.id: telling.place.span}
