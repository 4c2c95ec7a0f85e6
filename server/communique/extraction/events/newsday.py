"""The day the news is about: what the lead dates, undated events of the same report share."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from communique.extraction.events.clause import verbal
from communique.extraction.events.event import Dated
from communique.extraction.events.outlook import present
from communique.extraction.events.structure import OF_VISIT
from communique.model.when import Interval

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.consolidation import Draft
    from communique.extraction.events.dating import Calendar
    from communique.extraction.events.telling import Telling
    from communique.extraction.frames import Frames

_LEAD = 3
"""Sentences of the body that may give the day."""
_COUNT = {"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "final": -1}
_RECENT = 3
"""Days before publication that the day may lie."""


def spread(analysis: Analysis, frames: Frames, calendar: Calendar, drafts: list[Draft]) -> None:
    """Give held events of the report, told in the simple past and undated, the day of the lead."""
    day = _day(analysis, calendar)
    if day is None:
        return
    for draft in drafts:
        if draft.status != "held" or (draft.date is not None and not _some_day(draft, day)):
            continue
        count = _day_of_stay(draft) if draft.group == "visit" else None
        if count is not None:
            draft.date = _stay_around(draft, day, count)
        elif _ongoing(draft.first) if draft.group == "visit" else _reported(frames, draft.first):
            draft.date = day


def _some_day(talks: Draft, day: Dated) -> bool:
    """Whether talks that have but the days of a longer visit are what the report is of.

    "Made the remark when holding talks with X": the remark is the news, and the talks were then.
    """
    date = talks.date
    if date is None or date.implied_by != OF_VISIT or date.interval.days == 1:
        return False
    heads = [one.verb if one.verb is not None else one.trigger for one in talks.tellings]
    return day.interval.within(date.interval) and any(one.dep_ in {"advcl", "pcomp"} for one in heads)


def _day_of_stay(draft: Draft) -> int | None:
    """Which day of the visit the report is of: 2 for "on the second day of his visit", -1 for the last."""
    for telling in draft.tellings:
        noun = telling.trigger
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
        if above is None or above.lemma_ != "day" or above.dep_ != "pobj":
            continue
        for child in above.children:
            if child.lower_ in _COUNT:
                return _COUNT[child.lower_]
    return None


def _stay_around(draft: Draft, day: Dated, count: int) -> Dated:
    """The days of a visit whose so-manieth day was the day of the report."""
    length = max((abs(one.days) for one in draft.tellings if one.days), default=0)
    start, end = day.interval.start, day.interval.end
    if count > 0:
        start -= timedelta(days=count - 1)
        end = max(end, start + timedelta(days=max(length, 1) - 1))
    elif length:
        start = end - timedelta(days=length - 1)
    return replace(day, interval=Interval(start, end, "day", lasting=start != end))


def _ongoing(telling: Telling) -> bool:
    """Whether the visit is told of as going on: "is in Rome", "visiting Rome", "on a visit to Rome"."""
    verb = telling.verb if telling.verb is not None else telling.trigger
    if verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"}:
        return True
    if verb.tag_ == "VBG" and present(verb):  # "is paying a visit"
        return True
    if telling.rule == "preposition:in":
        return True
    return telling.trigger.lower_ == "visiting" and not any(child.dep_ == "aux" for child in verb.children)


def _day(analysis: Analysis, calendar: Calendar) -> Dated | None:
    published = analysis.article.published
    if published is None:
        return None
    body = [one for one in analysis.sentences if one.trusted][:_LEAD]
    for sentence in body:
        for timex, token in calendar.within(sentence.start, sentence.end):
            interval = timex.interval("past")
            if timex.kind != "point" or interval is None or interval.days != 1:
                continue
            clause = _told_in(token)
            if clause is None or clause.tag_ not in {"VBD", "VBN", "VBG"}:
                continue
            if 0 <= (published - interval.start).days <= _RECENT:
                return Dated(interval, timex.span, "the day of the report", distance=9)
    return _written(analysis, calendar, published)


def _told_in(token: Token) -> Token | None:
    """The verb whose day a date is; that above in "agreed on Monday to reopen"."""
    clause = next((above for above in token.ancestors if verbal(above)), None)
    while clause is not None and clause.tag_ == "VB" and token.i < clause.i and verbal(clause.head):
        if clause.head == clause or clause.head.i > token.i:
            break
        clause = clause.head
    return clause


def _written(analysis: Analysis, calendar: Calendar, published: date) -> Dated | None:
    """The day that the dateline gives."""
    if analysis.dateline is None or analysis.dateline.date is None:
        return None
    for timex, _ in calendar.entries:
        interval = timex.interval("past")
        if interval is None or interval.days != 1 or not timex.span.overlaps(analysis.dateline.date):
            continue
        if 0 <= (published - interval.start).days <= _RECENT:
            return Dated(interval, timex.span, "the dateline", distance=9)
    return None


def _reported(frames: Frames, telling: Telling) -> bool:
    """Whether the telling is of the report itself: simple past, nothing that points to earlier times."""
    if any(child.lower_ in frames.words["earlier"] for child in telling.trigger.children):
        return False
    verb = telling.verb if telling.verb is not None else telling.trigger
    if any(
        child.dep_ == "aux" and child.lower_ in {"had", "has", "have", "'ve", "'d"} for child in verb.children
    ):
        return False
    if any(_moves(token) for child in verb.children for token in (child, *child.children)):
        return False
    return not telling.plural


def _moves(token: Token) -> bool:
    """Whether a word moves the event to another day: "previously", but not "later", "before the ceremony"."""
    if token.lower_ in {"eve", "previously"}:
        return True
    return token.lower_ in {"earlier", "before"} and not any(
        child.dep_ in {"pobj", "pcomp", "prep"} for child in token.children
    )
