"""Two persons or countries whom the words do not name: "they", "the two ministers", "both countries"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.parties.referents import homes
from communique.extraction.events.telling import Parties
from communique.extraction.gazetteer.frames import load
from communique.model.claims import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.telling import Telling
    from communique.model.text import Span

_NEAR = 2
"""Sentences back to two countries or two persons who have talked."""
_RECENT = 8
"""Sentences back to the only two ministers who "the two ministers" can be."""
_TOP = frozenset({"president", "prime-minister", "monarch", "chancellor", "crown-prince", "supreme-leader"})
_ROLES = {
    "minister": frozenset({"minister"}),
    "president": frozenset({"president"}),
    "premier": frozenset({"prime-minister"}),
    "leader": _TOP,
}


def same_persons(analysis: Analysis, telling: Telling, tellings: list[Telling]) -> bool:
    """ "Their Beijing meeting last month": of the persons whose talks were told of before.

    "The two presidents" are two presidents where there are such.
    """
    named = _of_office(analysis, telling)
    fitting: list[dict[str, Span]] = []
    for other in sorted(tellings, key=lambda one: -one.trigger.i):
        distance = telling.sentence.index - other.sentence.index
        before = 0 <= distance <= _NEAR + 1 and other.trigger.i < telling.trigger.i
        talked = other.group in {"talks", "call"} and not other.joins
        people = {n: span for n, span in other.parties.people.items() if n not in telling.parties.people}
        alike = {n: s for n, s in people.items() if n in named}
        if talked and before and len(alike) == 2:
            telling.parties.people.update(alike)
            return True
        others = bool(named) and all(n not in named and analysis.referents[n].roles for n in people)
        if talked and before and len(people) == 2 and not others:
            fitting.append(people)
    if telling.parties.people and len({frozenset(one) for one in fitting}) > 1:
        return False  # "her talks with the two": it does not say with which
    of_both = any(_sided(token) and token.dep_ != "nsubj" for token in telling.sentence_tokens())
    if not fitting or of_both:
        return (
            _only_two(analysis, telling, named) or _two_sides(analysis, telling) or _here(analysis, telling)
        )
    telling.parties.people.update(_just_named(analysis, telling, fitting[0]) or fitting[0])
    return True


def _just_named(analysis: Analysis, telling: Telling, talked: dict[str, Span]) -> dict[str, Span]:
    """The two of the sentence before: "X met Y. Ross was driven to Levi's house. The two talked."

    Only where none of them is one of those who have ``talked``, and they may be of two countries.
    """
    here = telling.sentence
    before = analysis.sentences[here.index - 1] if here.index else here
    if before is here or "\n" in analysis.text[before.span.end : here.span.start]:
        return {}
    found: dict[str, Span] = {}
    for index in range(before.start, before.end):
        for person in analysis.people_at(index):
            found.setdefault(person.id, analysis.span(index, index + 1))
    known = [analysis.referents[name].polity for name in found]
    if len(found) != 2 or found.keys() & talked.keys() or (known[0] == known[1] and known[0] is not None):
        return {}
    return found


def _here(analysis: Analysis, telling: Telling) -> bool:
    """ "X said he had told Y of it when they met": the only two of the sentence, of two countries."""
    verbs = [telling.trigger, *(child for child in telling.trigger.children if child.dep_ == "relcl")]
    if not any(child.lower_ == "they" and child.dep_ == "nsubj" for verb in verbs for child in verb.children):
        return False
    found: dict[str, Span] = {}
    for token in telling.trigger.doc[telling.sentence.start : telling.trigger.i]:
        if token.lower_ != "they":
            for person in analysis.people_at(token):
                found.setdefault(person.id, analysis.span(token.i, token.i + 1))
    known = {analysis.referents[name].polity for name in found}
    if len(found) != 2 or None in known or len(known) < 2:
        return False
    telling.parties.people.update(found)
    return True


def _only_two(analysis: Analysis, telling: Telling, named: set[str]) -> bool:
    """ "The two ministers met in Vienna": the only two of that office named before, of two countries."""
    found: dict[str, Span] = {}
    for person in analysis.of_kind(Kind.PERSON):
        if person.polity is None or person.id not in named:
            continue
        for reference in person.references:
            distance = telling.sentence.index - analysis.sentence_of(reference).index
            if not reference.nominal and 0 <= distance <= _RECENT and reference.start < telling.trigger.i:
                found[person.id] = reference.span
    if len(found) != 2 or len({analysis.referents[name].polity for name in found}) < 2:
        return False
    telling.parties.people.update(found)
    return True


def _two_sides(analysis: Analysis, telling: Telling) -> bool:
    """ "The two countries' delegations met": the only two countries told of before, or here."""
    if telling.soft or not any(map(_sided, telling.sentence_tokens())):
        return False  # "both sides also discussed": at the meeting told of before
    found: dict[str, Span] = {}
    for token in telling.trigger.doc[: telling.trigger.i]:
        if 0 <= telling.sentence.index - analysis.sentence_of(token).index <= _NEAR:
            for one in analysis.polities_at(token):
                if one.kind is Kind.COUNTRY:
                    found.setdefault(one.id, analysis.span(token.i, token.i + 1))
            for person in analysis.people_at(token):
                home = analysis.polity_of(person)
                if home is not None and home.kind is Kind.COUNTRY:
                    found.setdefault(home.id, analysis.span(token.i, token.i + 1))
    if len(found) != 2:
        return False
    telling.parties.sides.update(found)
    return True


def _sided(token: Token) -> bool:
    """Whether the token is the countries of "the two countries met", "both countries' envoys met"."""
    if token.lemma_.lower() not in load().words["sided"]:
        return False
    if not any(child.lower_ in {"two", "both"} for child in token.children):
        return False
    whose = token.head.head if token.dep_ == "pobj" and token.head.lower_ in {"of", "from"} else token
    whose = token.head if token.dep_ == "poss" else whose
    return whose.dep_ in {"nsubj", "nsubjpass"}


def _of_office(analysis: Analysis, telling: Telling) -> set[str]:
    """Who may be one of "the two ministers", "both presidents", "the two foreign secretaries"."""
    pairs = load().words["pair"]
    for token in telling.sentence_tokens():
        lemma = token.lemma_.lower()
        if lemma not in pairs or token.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        if lemma in _ROLES:
            return {one.id for one in analysis.of_kind(Kind.PERSON) if _fits(one.roles, _ROLES[lemma])}
        if any(title.plural and title.start <= token.i < title.end for title in analysis.titles):
            return {
                name
                for title in analysis.titles
                if any(word.lemma_.lower() == lemma for word in token.doc[title.start : title.end])
                for name in title.holders
            }
    return set()


def _fits(held: set[str], wanted: frozenset[str]) -> bool:
    return any(role in wanted or ("minister" in wanted and role.endswith("minister")) for role in held)


def pair_before(analysis: Analysis, token: Token) -> Parties:
    """ "X told Y ... after their meeting": the last two persons named before, if they are no compatriots."""
    found = Parties()
    for index in range(token.i - 1, analysis.sentence_of(token).start - 1, -1):
        for person in analysis.people_at(index):
            if len(found.people) < 2:
                found.people.setdefault(person.id, analysis.span(index, index + 1))
    if len(homes(analysis, found)) < 2:
        found.people.clear()
    return found
