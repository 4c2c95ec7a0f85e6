"""What other titles and names of the sentence tell of the country that an office is not, or is, of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from communique.extraction.document import Analysis, Referent, Title
from communique.extraction.gazetteer import Gazetteer
from communique.model.claims import Kind

_CLOSE = 10
"""Tokens between two titles that stand side by side."""

_DASH = re.compile(r"(?<=[A-Za-z.])-(?=[A-Z])")
"""A hyphen between two names."""
_LONGEST = 50
"""Characters of a state's name."""

POSTED = frozenset({"ambassador"})
"""Offices that nobody has for the country where he is met."""
SERVING = frozenset({"adviser", "spokesperson", "envoy", "chief-of-staff"})
"""Roles of those who serve a leader."""
_BESIDE = frozenset({"Foreign Secretary", "Home Secretary", "Secretary of Defense"})
"""Titles of officials whom some states have beside the minister."""


def post(title: Title) -> str:
    """What a state has one holder of: a foreign secretary may serve beside a foreign minister."""
    return title.title if title.title in _BESIDE else title.role


def posted(title: Title) -> bool:
    """Whether the holder serves in another state, as ambassadors and the high commissioners of states do."""
    return title.role in POSTED or (
        title.title.startswith("High Commissioner") and " for " not in title.title
    )


def signs(analysis: Analysis, title: Title, person: Referent) -> Iterator[tuple[str | None, str, float]]:
    """Polities with the reason and how much that weighs, for or against."""
    for polity, weight in stated_behind(analysis, title):
        yield polity, "another's country beside it", weight
    yield bare_fellow(analysis, title, person), "fellow in the list", 3.0


def stated_behind(analysis: Analysis, title: Title) -> Iterator[tuple[str, float]]:
    """ "President X and Indian Prime Minister Y": countries that only the later title is printed with."""
    sentence = analysis.sentence_of(title)
    if title.owner == "'s":
        return
    for other in analysis.titles:
        if not (title.end <= other.start < sentence.end) or other.polity is None or other.plural:
            continue
        if other.implied_by is None and _leads(analysis, other) and other.role != "ambassador":
            joined = {t.lower_ for t in analysis.doc[title.end : other.start]} & {"and", "with", ","}
            close = other.start - title.end <= _CLOSE and bool(joined)
            yield other.polity, -3.5 if close else -2.0


def _leads(analysis: Analysis, title: Title) -> bool:
    """Whether the title starts with the country: "Indian Prime Minister", not "president of India"."""
    for index in range(title.start, min(title.start + 2, title.end - 1)):
        for reference in analysis.references_at(index):
            country = analysis.referents[reference.referents[0]]
            if country.id == title.polity and country.kind is Kind.COUNTRY and reference.end < title.end:
                return True
    return False


def bare_fellow(analysis: Analysis, title: Title, person: Referent) -> str | None:
    """ "President X, Prime Minister Y and now Z": the country of who is listed without a title."""
    sentence = analysis.sentence_of(title)
    titled = [one for one in analysis.titles if sentence.start <= one.start < sentence.end]
    near = {name for one in titled for name in one.holders}
    head = next((r.head for r in person.references if sentence.start <= r.head < sentence.end), None)
    if head is None:
        return None
    for token in analysis.doc[head].conjuncts:
        for one in analysis.people_at(token):
            country = analysis.referents.get(one.polity or "")
            if one.id not in near and country is not None and country.kind is Kind.COUNTRY:
                return country.id
    return None


def paired(analysis: Analysis, gazetteer: Gazetteer) -> Iterator[str]:
    """The keys of the countries in "China-Japan talks", "the Philippines-U.S. alliance"."""
    text = analysis.article.text
    for dash in _DASH.finditer(text):
        low = max(0, dash.start() - _LONGEST)
        low = text.find(" ", low, dash.start()) + 1 or low
        around = text[low : dash.end() + _LONGEST]  # the whole text would take as long as all else here
        found = gazetteer.scan(around)
        hits = [hit for hit in found if hit.match.polity is not None and hit.match.place is None]
        for one, other in pairwise(hits):
            if one.span.end + low == dash.start() and other.span.start + low == dash.end():
                for polity in (one.match.polity, other.match.polity):
                    if polity is not None and polity.is_country:
                        yield polity.key
