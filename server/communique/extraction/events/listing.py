"""Persons listed beside one another, whatever the parser makes of their titles and countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.model.claims import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis, Reference, Referent
    from communique.model.text import Span

_JOINTS = frozenset({",", "and", "&"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"pobj", "dobj"})
_BRACKETED = 6
"""Tokens of "(Pakistan)", "(People's Republic of China)" behind a name, brackets included."""


def listed(analysis: Analysis, token: Token) -> list[tuple[Referent, Span]]:
    """Who else is listed with the person at ``token``: "X of Chad, Mali's Y and the Prime Minister, Z"."""
    found: list[tuple[Referent, Span]] = []
    for step in (-1, 1):
        reference = person_reference(analysis, token.i)
        while reference is not None:
            reference = _beside(analysis, token, reference, step)
            if reference is not None:
                found.extend((analysis.referents[name], reference.span) for name in reference.referents)
    return found


def person_reference(analysis: Analysis, index: int) -> Reference | None:
    """The words at a token that stand for persons alone."""
    for reference in analysis.references_at(index):
        if all(analysis.referents[name].kind is Kind.PERSON for name in reference.referents):
            return reference
    return None


def _beside(analysis: Analysis, token: Token, reference: Reference, step: int) -> Reference | None:
    """The next person of the list, None where it ends."""
    doc = token.doc
    at = reference.end if step > 0 else reference.start - 1
    at = _past_office(analysis, reference, at) if step > 0 else _past_owner(analysis, at)
    joints: set[str] = set()
    while 0 <= at < len(doc) and doc[at].lower_ in _JOINTS:
        joints.add(doc[at].lower_)
        at += step
    if not joints or not 0 <= at < len(doc):
        return None
    at = _after_owner(analysis, at) if step > 0 else _before_home(analysis, at)
    if not 0 <= at < len(doc):
        return None
    other = person_reference(analysis, at)
    if other is None or other.nominal or doc[other.head].dep_ in _SUBJECTS:
        return None
    if step < 0 and joints == {","} and doc[other.head].dep_ in _OBJECTS and _acting(token, reference):
        return None  # "after talks with X, Y said"
    return other if analysis.sentence_of(at) is analysis.sentence_of(token) else None


def _acting(token: Token, reference: Reference) -> bool:
    """Whether the person is who does something: the subject, or right before a finite verb."""
    after = token.doc[reference.end] if reference.end < len(token.doc) else token
    return token.dep_ in _SUBJECTS or after.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def _past_office(analysis: Analysis, reference: Reference, at: int) -> int:
    """Behind what is told of a name: "of Chad", "(Chad)", ", Chad's foreign minister"."""
    at = _past_home(analysis, at)
    if at + 1 >= len(analysis.doc) or analysis.doc[at].text != ",":
        return at
    start = _after_owner(analysis, at + 1)
    start += analysis.doc[start].lower_ == "the"
    for title in analysis.titles:
        if title.start in {at + 1, start} and set(title.holders) & set(reference.referents):
            return _past_home(analysis, title.end)
    return at


def _past_home(analysis: Analysis, at: int) -> int:
    """Behind the country of a name: "of Pakistan", "from the Sudan", "(India)"."""
    doc = analysis.doc
    if at >= len(doc):
        return at
    if doc[at].text == "(":
        for index in range(at + 1, min(at + _BRACKETED, len(doc))):
            if doc[index].text == ")":
                return index + 1
    if doc[at].lower_ in {"of", "from"}:
        start = at + 2 if at + 1 < len(doc) and doc[at + 1].lower_ == "the" else at + 1
        land = _polity(analysis, start)
        if land is not None and land.start == start:
            return land.end
    return at


def _before_home(analysis: Analysis, at: int) -> int:
    """The last word of the name before "of Pakistan" or "(India)"."""
    doc = analysis.doc
    if doc[at].text == ")":
        for index in range(at - 1, max(at - _BRACKETED, 0), -1):
            if doc[index].text == "(":
                return index - 1
    land = _polity(analysis, at)
    if land is None or land.end != at + 1 or person_reference(analysis, at) is not None:
        return at
    before = land.start - 1
    before -= before > 0 and doc[before].lower_ == "the"
    return before - 1 if before > 0 and doc[before].lower_ in {"of", "from"} else at


def _after_owner(analysis: Analysis, at: int) -> int:
    """The first word of the name in "Mali's X"."""
    land = _polity(analysis, at)
    if land is None or land.start != at or person_reference(analysis, at) is not None:
        return at
    behind = land.end
    marked = behind + 1 < len(analysis.doc) and analysis.doc[behind].tag_ == "POS"
    return behind + 1 if marked else at


def _past_owner(analysis: Analysis, at: int) -> int:
    """Before "Mali's" in "Mali's X"."""
    if at < 1 or analysis.doc[at].tag_ != "POS":
        return at
    land = _polity(analysis, at - 1)
    return land.start - 1 if land is not None else at


def _polity(analysis: Analysis, index: int) -> Reference | None:
    """The country or organisation named at a token."""
    if not 0 <= index < len(analysis.doc):
        return None
    for reference in analysis.references_at(index):
        kinds = {analysis.referents[name].kind for name in reference.referents}
        if kinds <= {Kind.COUNTRY, Kind.ORGANIZATION}:
            return reference
    return None
