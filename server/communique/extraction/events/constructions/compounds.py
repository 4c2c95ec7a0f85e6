"""Parties inside the noun phrase of talks: "US-Soviet talks", "the Franco-German summit"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction import gazetteer
from communique.extraction.events.telling import Parties
from communique.model.claims import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.model.text import Span


def compounded(analysis: Analysis, noun: Token) -> Parties:
    """The sides in "US-Soviet talks", "Sino-Japanese summit", "APEC meeting"."""
    found = Parties()
    tokens = [
        token
        for child in noun.children
        if child.dep_ in {"compound", "amod", "nmod", "poss"} and child.i < noun.i
        for token in child.subtree
    ]
    for token in tokens:
        for person in (
            analysis.people_at(token) if token.pos_ == "PROPN" else ()
        ):  # "the Reagan-Gorbachev summit"
            found.people.setdefault(person.id, analysis.span(token.i, token.i + 1))
        for one in analysis.polities_at(token):
            found.sides.setdefault(one.id, analysis.span(token.i, token.i + 1))
    found.sides.update(_hyphenated(analysis, noun))
    if not found.people and not found.sides:
        found.people.update(_surnames(analysis, noun))
    countries = [name for name in found.sides if analysis.referents[name].kind is Kind.COUNTRY]
    if len(countries) == 1 and len(found.sides) == 1:
        found.sides.clear()
    if len(found.people) == 1:
        found.people.clear()
    return found


def _hyphenated(analysis: Analysis, noun: Token) -> dict[str, Span]:
    """The two sides of "French-German talks" and "the Franco-German summit"."""
    known = gazetteer.load()
    found: dict[str, Span] = {}
    for child in noun.children:
        if child.dep_ not in {"amod", "compound", "nmod"} or child.i > noun.i:
            continue
        span = analysis.span(child.left_edge.i, child.i + 1)
        words = analysis.quote(span).replace("–", "-")
        if words.count("-") != 1 or " " in words:
            continue
        polities = [
            match.polity for part in words.split("-") if (match := known.lookup(part)) and match.polity
        ]
        if len(polities) == 2:
            for polity in polities:
                found[analysis.country(polity.key, polity.label).id] = span
    return found


def _surnames(analysis: Analysis, noun: Token) -> dict[str, Span]:
    """The two persons in "the Reagan-Gorbachev summit", where no single token names one."""
    for child in noun.children:
        if child.dep_ not in {"amod", "compound", "nmod"} or child.i > noun.i:
            continue
        span = analysis.span(child.left_edge.i, child.i + 1)
        parts = analysis.quote(span).replace("–", "-").split("-")
        people = [
            one
            for part in parts
            for one in analysis.of_kind(Kind.PERSON)
            if len(parts) == 2 and part.strip().casefold() in _ends(one.label)
        ]
        if len(people) == 2:
            return {one.id: span for one in people}
    return {}


def _ends(name: str) -> set[str]:
    """First and last word of a name: either may be the surname."""
    words = name.casefold().split()
    return {words[0], words[-1]}
