"""Where talks were that are told after others: the guest stays with his hosts, the summit goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.events.event import Located
from communique.extraction.events.joining.consolidation import background
from communique.extraction.events.parties.referents import homes
from communique.extraction.events.parties.supplement import beside
from communique.extraction.events.telling import SUMMITRY
from communique.extraction.layout import ZoneKind
from communique.model.claims import Kind

if TYPE_CHECKING:
    from communique.extraction.document import Analysis
    from communique.extraction.events.draft import Draft
    from communique.extraction.layout import Sentence
    from communique.model.text import Span

OF_HEADING = "the line above"
OF_SCENE = "what was told just before"
_NEAR = 2
"""Sentences from one telling to the next of the same scene."""
_STAY = 3
"""Days that a guest stays with his hosts."""


def settle(analysis: Analysis, drafts: list[Draft]) -> None:
    """Put talks without a place where those before were, if guest and hosts or the gathering are the same."""
    ordered = sorted(drafts, key=lambda one: one.first.trigger.i)
    for at, draft in enumerate(ordered):
        told = draft.first
        bare = draft.group == "talks" and draft.place is None and draft.country is None
        if not bare or draft.status not in {"held", "planned"} or told.kind in SUMMITRY or beside(told):
            continue
        for other in reversed(ordered[:at]):
            if other.country is None or other.status != draft.status or not _just_before(other, draft):
                continue
            if moved(ordered, other, draft) or not _same_scene(analysis, other, draft):
                continue
            draft.country = replace(other.country, implied_by=OF_SCENE)
            draft.place = replace(other.place, implied_by=OF_SCENE) if other.place is not None else None
            break


def of_heading(analysis: Analysis, visit: Draft) -> None:
    """The city of a visit from the line above: "MINISTER IN SKOPJE. X began a visit to Macedonia"."""
    if visit.place is not None or visit.cities or len(visit.hosts) != 1 or background(analysis, visit):
        return
    first = visit.first.sentence
    for sentence in analysis.sentences[: first.index]:
        above = sentence.zone is ZoneKind.HEADLINE and any(
            sentence.start <= one.start < sentence.end
            for name in visit.parties.people
            for one in analysis.referents[name].references
        )
        over = first.index - sentence.index == 1 and _shouted(analysis, sentence)
        found = _cities(analysis, sentence, visit) if above or over else {}
        if len(found) == 1:
            ((name, words),) = found.items()
            visit.place = Located(name, words, OF_HEADING)
            return


def _shouted(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether a sentence is in capitals, as headings of items are; not where the whole text is."""
    words = analysis.quote(sentence.span)
    return words.isupper() and " " in words.strip() and not analysis.shouted


def _cities(analysis: Analysis, sentence: Sentence, visit: Draft) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for index in range(sentence.start, sentence.end):
        for one in analysis.places_at(index):
            country = analysis.country_of(one) if one.kind is Kind.PLACE else None
            if country is not None and country.id in visit.hosts:
                found.setdefault(one.id, analysis.span(index, index + 1))
    return found


def _just_before(other: Draft, draft: Draft) -> bool:
    gaps = [draft.first.sentence.index - one.sentence.index for one in other.tellings]
    return any(0 <= gap <= _NEAR for gap in gaps)


def moved(drafts: list[Draft], other: Draft, draft: Draft) -> bool:
    """Whether somebody who talks is told to have gone elsewhere in between."""
    people = draft.parties.people.keys()
    first, last = other.first.sentence.index, draft.first.sentence.index
    return any(
        one.group == "visit"
        and first <= one.first.sentence.index <= last
        and people & one.parties.people.keys()
        and other.country is not None
        and other.country.referent not in one.hosts
        for one in drafts
    )


def _same_scene(analysis: Analysis, other: Draft, draft: Draft) -> bool:
    past = background(analysis, other), other.first.pluperfect
    if past != (background(analysis, draft), draft.first.pluperfect):
        return False
    shared = other.parties.people.keys() & draft.parties.people.keys()
    if not shared or other.country is None:
        return False
    if other.first.kind in SUMMITRY:
        return _days_apart(other, draft) == 0
    rest = [analysis.referents[name].polity for name in draft.parties.people.keys() - shared]
    abroad = any(analysis.referents[name].polity not in {other.country.referent, None} for name in shared)
    hosted = other.country.referent in {*rest, *draft.parties.sides} and abroad
    if other.group == "talks":
        apart = _days_apart(other, draft)
        return hosted and (apart is None or 0 <= apart <= _STAY)
    return other.group == "visit" and _days_apart(other, draft) == 0 and bool(homes(analysis, draft.parties))


def _days_apart(other: Draft, draft: Draft) -> int | None:
    """Days from the one to the other, None where either is not known to the day."""
    for one in (other, draft):
        if one.date is None or one.date.interval.precision != "day":
            return None
    assert other.date is not None
    assert draft.date is not None
    if other.date.interval.overlaps(draft.date.interval):
        return 0
    return (draft.date.interval.start - other.date.interval.end).days
