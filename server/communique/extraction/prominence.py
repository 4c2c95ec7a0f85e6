"""How much an article is about each country."""

from __future__ import annotations

from collections import Counter

from communique.extraction import whereabouts
from communique.extraction.document import READ, Analysis
from communique.model.claims import Kind


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
