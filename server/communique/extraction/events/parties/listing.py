"""Persons listed beside one another, whatever the parser makes of their titles and countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.model.claims import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from communique.extraction.document import Analysis, Reference, Referent
    from communique.model.text import Span

_JOINTS = frozenset({",", "and", "&"})
_GOVERNING = frozenset({"government", "governments", "authorities"})
"""Words behind a country's name that change nothing: "the Sudanese government"."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"pobj", "dobj"})
_BEFORE = 4
"""Tokens up to an office, and its own: "the newly elected president"."""
_BRACKETED = 6
"""Tokens of "(Pakistan)", "(People's Republic of China)" behind a name, brackets included."""


_PARTICULARS = 3
"""Phrases of time and place behind a name."""


def listed(analysis: Analysis, token: Token) -> list[tuple[Referent, Span]]:
    """Who else is listed with the person at ``token``: "X of Chad, Mali's Y and the Prime Minister, Z"."""
    found: list[tuple[Referent, Span]] = []
    first = person_reference(analysis, token.i)
    token = analysis.doc[first.head] if first is not None else token
    for step in (-1, 1):
        reference = first
        while reference is not None:
            reference = _beside(analysis, token, reference, step)
            if reference is not None:
                found.extend((analysis.referents[name], reference.span) for name in reference.referents)
    return found


def listed_sides(analysis: Analysis, token: Token) -> dict[str, Span]:
    """Who is listed behind the country or organisation at ``token``, by id: "of the UN, the AU and Chad".

    For lists that the parser breaks; none where the list does not end in "and", or is a subject.
    """
    doc = token.doc
    found: dict[str, Span] = {}
    joints: set[str] = set()
    land = _polity(analysis, token.i)
    while land is not None and "and" not in joints:
        at = land.end + (doc[land.end].lower_ in _GOVERNING if land.end < len(doc) else 0)
        joints = set()
        while at < len(doc) and doc[at].lower_ in _JOINTS:
            joints.add(doc[at].lower_)
            at += 1
        at += at < len(doc) and doc[at].lower_ == "the"
        land = _polity(analysis, at) if joints else None
        if land is None or land.start != at or doc[land.head].dep_ in _SUBJECTS or _qualifies(doc, land):
            return {}
        found.update(dict.fromkeys(land.referents, land.span))
    return found if land is not None and not _finite(doc, land.end) else {}


def _qualifies(doc: Doc, land: Reference) -> bool:
    """Whether a country's name only tells whose something else is: "Chad's premier", "Russian officials"."""
    following = doc[land.end] if land.end < len(doc) else None
    return (
        following is not None
        and following.lower_ not in _GOVERNING
        and (following.tag_ == "POS" or following.pos_ in {"NOUN", "PROPN", "ADJ"})
    )


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
    behind = _past_particulars(analysis, at) if step > 0 else at
    apart, at = behind != at, behind
    joints: set[str] = set()
    while 0 <= at < len(doc) and doc[at].lower_ in _JOINTS:
        joints.add(doc[at].lower_)
        at += step
    if not joints or not 0 <= at < len(doc):
        return None
    at = _after_owner(analysis, at) if step > 0 else _before_home(analysis, at)
    if not 0 <= at < len(doc):
        return None
    other = person_reference(analysis, _past_article(analysis, at) if step > 0 else at)
    if other is None or other.nominal or (step > 0 and _owns(doc, other.end)):
        return None
    alike = apart and _past_particulars(analysis, _past_office(analysis, other, other.end)) > other.end
    if apart and (_finite(doc, other.end) or not (alike or "and" in joints)):
        return None
    if doc[other.head].dep_ in _SUBJECTS and not alike:
        return None
    if (
        step > 0
        and "," in joints
        and token.dep_ in _OBJECTS
        and _finite(doc, _past_home(analysis, other.end))
    ):
        return None  # "briefed X, and Y telephoned"
    if step < 0 and "," in joints and doc[other.head].dep_ in _OBJECTS and _acting(token, reference):
        return None  # "after talks with X, Y said"
    return other if analysis.sentence_of(at) is analysis.sentence_of(token) else None


def _past_article(analysis: Analysis, at: int) -> int:
    """The first word of a title and name: "Premier" in "the newly elected Premier of Tonga, X"."""
    for index in range(at, min(at + _BEFORE, len(analysis.doc) - 1)):
        found = person_reference(analysis, index)
        if found is not None:
            attribute = analysis.doc[found.head].dep_ in {
                "compound",
                "nmod",
                "amod",
            }  # "the Keidanren officer"
            return index if found.start == index and not found.nominal and not attribute else at
        if analysis.doc[index].dep_ not in {"det", "poss", "amod", "advmod", "compound", "nmod"}:
            return at
    return at


def _acting(token: Token, reference: Reference) -> bool:
    """Whether the person is who does something: the subject, or right before a finite verb."""
    return token.dep_ in _SUBJECTS or _finite(token.doc, reference.end)


def _owns(doc: Doc, at: int) -> bool:
    """Whether "'s" stands here: "X's predecessor" is somebody else."""
    return at < len(doc) and doc[at].tag_ == "POS"


def _finite(doc: Doc, at: int) -> bool:
    """Whether a finite verb stands here: who is named before it does something."""
    return at < len(doc) and doc[at].tag_ in {"VBD", "VBZ", "VBP", "MD"}


def _past_particulars(analysis: Analysis, at: int) -> int:
    """Behind where and when somebody is met: "in Cairo", "in Lyon, France, on Monday"."""
    doc = analysis.doc
    for _ in range(_PARTICULARS):
        start = at
        small = at < len(doc) and doc[at].lower_ in {"in", "at", "on"}
        first = at + 1 + (at + 1 < len(doc) and doc[at + 1].lower_ == "the") if small else at
        place = _place(analysis, first) if small else None
        if place is not None:
            at = place.end
            country = _place(analysis, at + 1) if at < len(doc) and doc[at].text == "," else None
            at = country.end if country is not None else at
        else:
            while first < len(doc) and doc[first].ent_type_ in {"DATE", "TIME"} and doc[first].is_alpha:
                first += 1
            at = first if first > at and doc[first - 1].ent_type_ in {"DATE", "TIME"} else at
        if at == start:
            return at
    return at


def _place(analysis: Analysis, index: int) -> Reference | None:
    """The place or country named from a token on."""
    if not 0 <= index < len(analysis.doc):
        return None
    for reference in analysis.references_at(index):
        kinds = {analysis.referents[name].kind for name in reference.referents}
        if kinds <= {Kind.COUNTRY, Kind.PLACE} and reference.start == index and not reference.nominal:
            return reference
    return None


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
    """The first word of the name in "Mali's X", "the Philippines' Y"."""
    owned = analysis.doc[at].lower_ == "the" and at + 1 < len(analysis.doc)
    if owned and _after_owner(analysis, at + 1) != at + 1:
        return _after_owner(analysis, at + 1)
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
