"""Where: the place expression that belongs to one telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction import frames, gazetteer
from communique.extraction.document import Referent
from communique.extraction.events.clause import describers, phrases, verbal
from communique.extraction.events.event import Located
from communique.extraction.events.parties import homes
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from communique.extraction.document import Analysis, Reference
    from communique.extraction.events.telling import Parties

_BACK = 60
"""Tokens that "the country" looks back."""
_ABOUT = frozenset({"discuss", "review", "debate", "explore", "raise"})
"""The object of these is no place: "discussed the bases in Syria"."""
_AT = frozenset({"in", "at", "near", "outside", "aboard"})


def place(analysis: Analysis, trigger: Token, verb: Token | None) -> Located | None:
    """The place of an event: below its noun or verb first, then in the clause that holds it."""
    for head in _heads(trigger, verb):
        found = _place_below(analysis, head)
        if found is not None:
            return found
    return None


def _heads(trigger: Token, verb: Token | None) -> Iterator[Token]:
    """The trigger, what describes it ("to be held in"), and the verbs above it that share its place."""
    yield trigger
    yield from describers(frames.load(), trigger)
    if verb is not None and verb != trigger:
        yield verb
    current = verb if verb is not None else trigger
    for _ in range(4):
        above = _shared(current)
        if above is None:
            return
        yield above
        current = above


def _shared(verb: Token) -> Token | None:
    """The verb above with the same place: "is scheduled in Rome to meet", "arrived in Rome and met"."""
    head = verb.head
    if head == verb or not verbal(head):
        return None
    if verb.dep_ == "xcomp" or (verb.dep_ in {"conj", "advcl"} and not _own_subject(verb)):
        return head
    return None


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def _place_below(analysis: Analysis, head: Token) -> Located | None:
    for preposition, noun in phrases(head):
        if preposition in _AT:
            found = located(analysis, noun)
            if found is not None:
                return found
    for child in head.children:
        if child.lower_ == "here" and analysis.dateline_place:
            return Located(analysis.dateline_place, Span(child.idx, child.idx + 4), "dateline")
        if child.dep_ in {"compound", "nmod"} and not verbal(head) and head.lemma_ != "round":
            places = [one for one in analysis.places_at(child) if one.kind is Kind.PLACE]
            if places and analysis.country_of(places[0]) is not None:
                return Located(places[0].id, analysis.span(child.i, child.i + 1))
    if head.dep_ == "relcl" and any(child.lower_ == "where" for child in head.children):
        return located(analysis, head.head)
    return _deeper(analysis, head)


def _deeper(analysis: Analysis, head: Token) -> Located | None:
    """ "met the foreign minister in Geneva", where the parser hangs Geneva on the minister."""
    for token in head.subtree:
        if (
            token.dep_ == "prep"
            and token.lower_ in {"in", "at"}
            and token.i > head.i
            and _only_nouns(token, head)
            and not (head.lemma_ in _ABOUT and _of_object(token, head))
        ):
            for child in token.children:
                if child.dep_ == "pobj":
                    found = located(analysis, child)
                    if found is not None:
                        return found
    return None


def _of_object(token: Token, head: Token) -> bool:
    return any(above.dep_ == "dobj" and above.head == head for above in token.ancestors)


def _only_nouns(token: Token, head: Token) -> bool:
    current = token.head
    while current != head:
        if verbal(current) or current.head == current:
            return False
        current = current.head
    return True


def located(analysis: Analysis, noun: Token) -> Located | None:
    """The place that a noun names or lies in: "Geneva", "a hotel in Geneva"; no continents and seas."""
    below = [child for child in noun.children if child.dep_ in {"appos", "poss"}]
    if noun.lemma_.lower() in frames.load().words["site"]:
        below.extend(child for child in noun.children if child.dep_ in {"compound", "nmod", "amod"})
    below.extend(token for name, token in phrases(noun) if name in {"in", "of", "at", "near", "outside"})
    for token in (noun, *below):
        seat = next((r for r in analysis.references_at(token) if r.detector == "seat"), None)
        if seat is not None:  # "at the Kremlin"
            city = capital(
                analysis, analysis.referents[seat.referents[0]], seat.span, "the seat of government"
            )
            if city is not None:
                return city
        for one in analysis.places_at(token):
            if analysis.country_of(one) is not None:
                return Located(one.id, _words(analysis, token, one))
    if noun.lemma_.lower() in frames.load().words["site"]:
        # "the Ivorian capital", "Fiji's second town": at least the country
        for token in noun.children:
            for one in analysis.polities_at(token) if token.dep_ in {"amod", "poss", "compound"} else ():
                if one.kind is Kind.COUNTRY:
                    words = analysis.span(noun.i, noun.i + 1)
                    known = capital(analysis, one, words, "the capital") if noun.lemma_ == "capital" else None
                    return known or Located(one.id, _words(analysis, token, one))
    return None


def capital(analysis: Analysis, country: Referent, words: Span, reason: str) -> Located | None:
    """The capital of a state, where it has one that is known."""
    known = gazetteer.load()
    polity = known.polities.get(country.gazetteer or "")
    if polity is None or not polity.capitals or not polity.is_country:
        return None
    place = known.place(polity.capitals[0], polity.key) or known.place(polity.capitals[0])
    if place is None:
        return None
    name = place.key.replace("/", "-")
    if name not in analysis.referents:
        analysis.add(Referent(name, Kind.PLACE, place.label, gazetteer=place.key, within=polity.key))
    return Located(name, words, reason)


def _words(analysis: Analysis, token: Token, referent: Referent) -> Span:
    for reference in analysis.references_at(token):
        if referent.id in reference.referents:
            return reference.span
    return analysis.span(token.i, token.i + 1)


def land(analysis: Analysis, noun: Token, visitors: Parties) -> Located | None:
    """What "the country" or "the kingdom" stands for: the last one named that is not the visitors'."""
    if noun.lemma_.lower() not in frames.load().words["land"]:
        return None
    own = homes(analysis, visitors)
    for index in range(noun.i - 1, max(-1, noun.i - _BACK), -1):
        for one in analysis.places_at(index):
            country = analysis.country_of(one)
            if country is not None and country.id not in own:
                return Located(country.id, analysis.span(noun.i, noun.i + 1), "the country named before")
    return None


def listed(analysis: Analysis, token: Token) -> list[Located]:
    """The place at ``token`` and those listed after it: "Tanzania, the Republic of Kenya and Egypt"."""
    first = located(analysis, token)
    if first is None:
        return []
    found = [first]
    reference = _place_reference(analysis, token.i)
    while reference is not None:
        at, joints = reference.end, 0
        while at < len(token.doc) and token.doc[at].lower_ in {",", "and", "the", "&"}:
            joints += token.doc[at].lower_ != "the"
            at += 1
        reference = _place_reference(analysis, at) if joints and at < len(token.doc) else None
        if reference is None or token.doc[reference.head].dep_ in {
            "nsubj",
            "nsubjpass",
            "poss",
            "compound",
            "amod",
        }:
            break
        found.append(Located(reference.referents[0], reference.span))
    return found


def _place_reference(analysis: Analysis, index: int) -> Reference | None:
    for reference in analysis.references_at(index):
        one = analysis.referents[reference.referents[0]]
        if one.kind in {Kind.PLACE, Kind.COUNTRY} and reference.detector not in {"demonym", "side"}:
            return reference if analysis.country_of(one) is not None else None
    return None
