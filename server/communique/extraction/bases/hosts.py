"""Installations as one article names them, and the country in which each of them lies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from communique.extraction.document import Analysis
from communique.extraction.gazetteer import Gazetteer
from communique.model.claims import Kind
from communique.model.text import Span

_SOIL = frozenset({"soil", "territory", "coast", "shore", "land", "water"})
_BY = frozenset({"in", "near", "outside", "of", ",", "from", "at"})
"""Words between a base and the town beside it: "at Lourdes, near Havana", "some 20 miles north of"."""
_CLOSE = 9
"""Tokens behind a base in which the town beside it is named."""
_DECIDES = frozenset(
    [
        "close", "shut", "extend", "renew", "let", "allow", "permit", "lease", "grant", "give", "offer",
        "evict", "expel", "seek", "host", "cancel", "demand", "want", "tell", "ask", "deny", "refuse",
    ]
)  # fmt: skip
"""Verbs of what a state decides about foreign forces on its soil."""
_HOSTS = frozenset({"host", "house"})
_GENERIC = frozenset(
    {"air", "base", "naval", "airbase", "station", "airport", "port", "bay", "barracks", "the", "army"}
)
_BEFORE = frozenset({"in", "on", "of", ",", "northern", "southern", "central", "eastern", "western"})


@dataclass(slots=True)
class Installation:
    """One installation with all that the article says of it."""

    name: str
    kind: str
    spans: list[tuple[Span, int]] = field(default_factory=list)
    operator: tuple[str, Span, str | None] | None = None
    host: tuple[str, Span, str | None] | None = None
    near: tuple[str, Span] | None = None


def settle(analysis: Analysis, bases: Collection[Installation], gazetteer: Gazetteer) -> None:
    """Host: the country of the place, one named behind it, its namesake's, dateline's or operator's."""
    for base in bases:
        if base.near is not None:
            country = analysis.country_of(analysis.referents[base.near[0]])
            if country is not None:
                base.host = (country.id, base.near[1], None)
        for find in (_named, _town):
            for spot, number in base.spans:
                base.host = base.host or find(analysis, spot, number)
        base.host = base.host or _namesake(analysis, base, gazetteer) or _decider(analysis, base)
    for base in bases:
        base.host = base.host or _dateline(analysis, bases, base)
        base.host = base.host or _beside(analysis, bases, base) or _elsewhere(bases)
        if base.host is None and base.operator is not None:
            base.host = (base.operator[0], base.spans[0][0], "operator")
    for base in bases:
        base.host = base.host or _beside(analysis, bases, base)


def _namesake(analysis: Analysis, base: Installation, gazetteer: Gazetteer) -> tuple[str, Span, str] | None:
    """The one country that has towns called as the base is ("the naval base at Cam Ranh")."""
    words = [word for word in base.name.split() if word.lower() not in _GENERIC]
    countries = gazetteer.countries(" ".join(words)) if words else ()
    if len(countries) != 1:
        return None
    country = gazetteer.polity(countries[0])
    return analysis.country(country.key, country.label).id, base.spans[0][0], "the town of that name"


def _dateline(
    analysis: Analysis, bases: Collection[Installation], base: Installation
) -> tuple[str, Span, str] | None:
    """The country that the article is from; not where it tells of bases in other countries."""
    here = analysis.dateline_country
    abroad = any(one.host is not None and one.host[2] != "dateline" and one.host[0] != here for one in bases)
    if here is None or (abroad and base.operator is not None):
        return None
    if base.operator is not None and base.operator[0] == here:
        return None
    return here, base.spans[0][0], "dateline"


def _town(analysis: Analysis, span: Span, sentence: int) -> tuple[str, Span, str] | None:
    """The country of the town that a base is said to lie beside."""
    one = analysis.sentences[sentence]
    start = next((i for i in range(one.start, one.end) if analysis.doc[i].idx >= span.end), one.end)
    for index in range(start, min(start + _CLOSE, one.end)):
        for place in analysis.places_at(index) if analysis.doc[index - 1].lower_ in _BY else ():
            country = analysis.country_of(place)
            token = analysis.doc[index]
            # "at Kant, Moscow's largest base abroad": an owner, not a town
            owns = any(child.dep_ == "case" for child in token.children)
            if place.kind is Kind.PLACE and country is not None and not owns:
                return country.id, Span(token.idx, token.idx + len(token)), "the town beside it"
    return None


def _decider(analysis: Analysis, base: Installation) -> tuple[str, Span, str] | None:
    """The state that decides about a foreign base: "Greece will close the American air base"."""
    operator = base.operator[0] if base.operator is not None else None
    for sentence in dict.fromkeys(number for _, number in base.spans):
        one = analysis.sentences[sentence]
        for token in analysis.doc[one.start : one.end]:
            decides = token.head.lemma_ in (_DECIDES if operator is not None else _HOSTS)
            if token.dep_ != "nsubj" or not decides:
                continue
            countries = [found for found in analysis.polities_at(token) if found.kind is Kind.COUNTRY]
            if len(countries) == 1 and countries[0].id != operator:
                words = Span(token.idx, token.idx + len(token))
                return countries[0].id, words, "the government that decides about it"
    return None


def _soil(analysis: Analysis, end: int) -> bool:
    """Whether "Greek" or "Greece's" goes on with its soil, coast or waters."""
    rest = [token for token in analysis.doc[end : end + 3] if token.lower_ not in {"'s", "'"}]
    return bool(rest) and rest[0].lemma_.lower() in _SOIL


def _beside(
    analysis: Analysis, bases: Collection[Installation], base: Installation
) -> tuple[str, Span, str] | None:
    """The host of another base that stands in the same sentence, where that is said."""
    sentences = {number for _, number in base.spans}
    for other in bases:
        if other.near is not None and sentences & {number for _, number in other.spans}:
            country = analysis.country_of(analysis.referents[other.near[0]])
            if country is not None:
                return country.id, other.near[1], "the base beside it"
        if other.host is not None and sentences & {number for _, number in other.spans}:
            return other.host[0], other.host[1], "the base beside it"
    return None


def _elsewhere(bases: Collection[Installation]) -> tuple[str, Span, str] | None:
    """The country of all other foreign bases of the article."""
    told = {
        base.host[0]: base.host[1]
        for base in bases
        if base.host is not None and base.operator is not None and base.host[0] != base.operator[0]
    }
    if len(told) != 1:
        return None
    ((country, words),) = told.items()
    return country, words, "the other bases of the article"


def _named(analysis: Analysis, span: Span, sentence: int) -> tuple[str, Span, None] | None:
    """A country named as a location in the sentence, nearest to the base."""
    one = analysis.sentences[sentence]
    best: tuple[int, str, Span] | None = None
    for reference in (r for c in analysis.of_kind(Kind.COUNTRY) for r in c.references):
        if not one.start <= reference.start < one.end or reference.of_title:
            continue
        if _soil(analysis, reference.end):
            return reference.referents[0], reference.span, None
        if reference.detector != "country":
            continue
        ahead = [token.lower_ for token in analysis.doc[max(0, reference.start - 2) : reference.start]]
        before = ahead[-2 if ahead[-1:] == ["the"] and len(ahead) > 1 else -1] if ahead else ""
        if before not in _BEFORE:
            continue
        distance = abs(reference.span.start - span.end)
        if best is None or distance < best[0]:
            best = (distance, reference.referents[0], reference.span)
    return (best[1], best[2], None) if best else None
