"""How much an article is about each country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from communique.extraction.document import Analysis
from communique.extraction.layout import READ
from communique.extraction.polities import whereabouts
from communique.model.claims import Kind

_GATHERINGS = frozenset({"summit", "conference", "assembly", "forum", "minister", "leader", "session"})
_NEAR = 8
"""Tokens between a gathering and its place."""


def of_countries(analysis: Analysis) -> Counter[str]:
    """How often each country is named, by its id; names count twice, demonyms and cities once."""
    counts: Counter[str] = Counter()
    for country in analysis.of_kind(Kind.COUNTRY):
        for reference in country.references:
            before = analysis.doc[reference.start - 1].lower_ if reference.start else ""
            if analysis.sentence_of(reference).zone not in READ or reference.nominal or before == "ethnic":
                continue
            token = analysis.doc[reference.head]
            if token.dep_ == "compound" and reference.detector == "country" and not reference.of_title:
                counts[country.id] += 1
                continue
            once = reference.detector == "demonym" and not reference.of_title
            counts[country.id] += 1 if once or whereabouts.turned_to(token) else 2
    for place in analysis.of_kind(Kind.PLACE):
        within = analysis.country_of(place)
        if within is not None:
            counts[within.id] += sum(not r.nominal for r in place.references)
    return counts


def free(analysis: Analysis) -> frozenset[str]:
    """Countries that are named elsewhere than in the title of an official or behind his name."""
    found = set()
    for country in analysis.of_kind(Kind.COUNTRY):
        for reference in country.references:
            start = reference.start
            behind = analysis.doc[start - 1].lower_ == "of" if start > 1 else False
            if not reference.of_title and not (behind and analysis.people_at(start - 2)):
                found.add(country.id)
    for place in analysis.of_kind(Kind.PLACE):
        within = analysis.country_of(place)
        if within is not None and place.references:
            found.add(within.id)
    return frozenset(found)


def venues(analysis: Analysis) -> Iterator[str]:
    """The countries of the cities where an article says that several states gather: "summit in X"."""
    doc = analysis.doc
    for place in analysis.of_kind(Kind.PLACE):
        country = analysis.country_of(place)
        for reference in place.references if country is not None else ():
            first = max(0, reference.start - _NEAR)
            near = {token.lemma_.lower() for token in doc[first : reference.start]}
            if near & _GATHERINGS and doc[reference.start - 1].lower_ in {"in", "at"} and country is not None:
                yield country.id
