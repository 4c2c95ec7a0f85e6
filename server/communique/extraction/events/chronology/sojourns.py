"""Days counted within a stay: "on the second day of his visit", "since his arrival on Monday he has met"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import phrases, prepositions_above
from communique.extraction.events.joining.structure import OF_VISIT
from communique.model.when import Interval

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from communique.extraction.events.draft import Draft
    from communique.extraction.events.event import Dated
    from communique.extraction.events.telling import Telling

_COUNT = {"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "final": -1}
_SOON_AFTER = frozenset({"after", "upon", "on"})
_ARRIVAL = frozenset({"arrive", "arrival", "land", "landing"})
_SHORTLY = frozenset(
    {"hours", "minutes", "shortly", "soon", "immediately", "right", "just", "hour", "directly"}
)
_PARTS_OF_DAY = frozenset({"day", "morning", "afternoon", "evening", "night"})
_STAYS = frozenset({"visit", "stay", "trip", "tour", "mission", "journey", "stopover"})
EDGES = {
    "start": 1, "beginning": 1, "outset": 1, "opening": 1,
    "end": -1, "close": -1, "conclusion": -1, "finish": -1,
}  # fmt: skip
"""What "at the end of his visit" says of the day."""


def give(talks: Draft, published: date | None) -> bool:
    """Date talks by a stay whose days are told: "on the second day of his visit", "since his arrival".

    Says whether that is so.
    """
    visit = talks.part_of
    if visit is not None and visit.date is not None and any(map(_upon_arrival, talks.tellings)):
        talks.date = replace(
            visit.date, interval=Interval.day(visit.date.interval.start), implied_by=OF_VISIT
        )
        return True
    if visit is None or visit.date is None or visit.date.interval.precision != "day":
        return False
    if talks.date is not None and talks.date.implied_by != OF_VISIT:
        return False
    first, last = visit.date.interval.start, visit.date.interval.end
    alone = next((count for one in talks.tellings if (count := _on_day(one)) is not None), None)
    if alone is not None and (last > first or alone > 0):
        days = Interval.day(last if alone < 0 else first + timedelta(days=alone - 1))
        talks.date = replace(visit.date, interval=days, implied_by=OF_VISIT)
        return True
    for one in visit.tellings:
        if not any(one.sentence is told.sentence for told in talks.tellings):
            continue
        count = _counted(one)
        if prepositions_above(one.trigger) == "since" and published is not None:
            end = max(first, published)
            days = Interval(first, end, "day" if first == end else "month")
        elif count is not None and (last > first or count > 0):
            days = Interval.day(last if count < 0 else first + timedelta(days=count - 1))
        else:
            continue
        talks.date = replace(visit.date, interval=days, implied_by=OF_VISIT)
        return True
    return False


def _upon_arrival(talks: Telling) -> bool:
    """ "Hours after landing he met X", "shortly after his arrival", "on the evening of his arrival"."""
    heads = [talks.trigger, *([talks.verb] if talks.verb is not None else [])]
    return any(
        child.lower_ in _SOON_AFTER and any(map(_arrival, child.children))
        for head in heads
        for child in head.children
        if child.lower_ != "after" or any(one.lower_ in _SHORTLY for one in child.children)
    )


def _arrival(noun: Token) -> bool:
    """The arrival, or "the evening of the arrival"."""
    if noun.lemma_ not in _PARTS_OF_DAY:
        return noun.lemma_ in _ARRIVAL
    return any(name == "of" and below.lemma_ in _ARRIVAL for name, below in phrases(noun))


def _on_day(talks: Telling) -> int | None:
    """2 for talks "on the second day", of the visit or of nothing."""
    for head in (talks.trigger, talks.verb):
        for name, noun in phrases(head) if head is not None else ():
            if name == "on" and noun.lemma_ == "day":
                whole = [below for of, below in phrases(noun) if of == "of"]
                if all(below.lemma_ in _STAYS for below in whole):
                    return _number(noun)
    return None


def told(draft: Draft) -> int | None:
    """Which day of the visit the report is of: 2 for "on the second day of his visit", -1 for the last."""
    return next((count for one in draft.tellings if (count := _counted(one)) is not None), None)


def _counted(visit: Telling) -> int | None:
    noun = visit.trigger
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    if above is None:
        return None
    if above.lemma_ in EDGES and above.dep_ == "pobj" and above.head.lower_ == "at":
        return EDGES[above.lemma_]
    if above.lemma_ != "day":
        return None
    return _number(above)


def _number(day: Token) -> int | None:
    """2 in "the second day", -1 in "the last day"."""
    return next((_COUNT[child.lower_] for child in day.children if child.lower_ in _COUNT), None)


def around(draft: Draft, day: Dated, count: int) -> Dated:
    """The days of a visit whose so-manieth day was the day of the report."""
    length = max((abs(one.days) for one in draft.tellings if one.days), default=0)
    start, end = day.interval.start, day.interval.end
    if count > 0:
        start -= timedelta(days=count - 1)
        end = max(end, start + timedelta(days=max(length, 1) - 1))
    elif length:
        start = end - timedelta(days=length - 1)
    return replace(day, interval=Interval(start, end, "day", lasting=start != end))
