"""Dates counted from another event: "two days after X telephoned Y", "on the eve of the opening he met Z"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import verbal
from communique.extraction.events.event import Dated
from communique.extraction.layout import READ
from communique.model.when import Interval

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.dates.calendar import Calendar
    from communique.extraction.events.draft import Draft
    from communique.extraction.gazetteer.frames import Frames
    from communique.extraction.time import Timex

OF_ANOTHER = "how long before or after it"
_STEM = 3
"""Letters that "opening" and "opened", "vote" and "voted" share at least, with their ends cut."""
_ENDS = ("ation", "ing", "ion", "ed", "al", "ure", "e", "s")
_REACH = 6
"""Tokens behind "on the eve of" within which its noun stands."""


def spread(analysis: Analysis, frames: Frames, calendar: Calendar, drafts: list[Draft]) -> None:
    """Date held events by what the words count them from: another event, or something whose day is told."""
    for timex, token in calendar.entries:
        if timex.kind != "relative" or timex.base is not None or timex.shift is None:
            continue
        sentence = analysis.sentence_of(token)
        if sentence.zone not in READ:
            continue
        noun = _counted_from(timex, token)
        here = [
            (one.trigger, draft)
            for draft in drafts
            for one in draft.tellings
            if one.sentence.index == sentence.index and not one.vague
        ]
        here.sort(key=lambda one: one[0].i)
        before = next((draft for told, draft in reversed(here) if told.i < token.i), None)
        after = next((draft for told, draft in here if told.i > token.i), None)
        if timex.text.lower().endswith(("before", "after", "prior")):
            outer = before or _meant(analysis, frames, token, drafts)
            if outer is not None and after is not None:
                _between(timex, outer, after)
                continue
        undated = before or next((draft for told, draft in here if told.i > token.i and told != noun), None)
        exact = timex.shift[0] == timex.shift[1]
        if not exact or undated is None or undated.date is not None:
            continue
        day = _of_event(timex, token, drafts) or _told(calendar, timex, token)
        counted = timex.after(Interval.day(day)) if day is not None else None
        if counted is not None and _by_then(counted, undated, analysis.article.published):
            undated.date = Dated(counted, timex.span, OF_ANOTHER, distance=2)


def _by_then(days: Interval, draft: Draft, published: date | None) -> bool:
    """Whether what was held could have been by the day of publication, and what is planned is to come."""
    if published is None or draft.status not in {"held", "planned"}:
        return published is None
    return days.start <= published if draft.status == "held" else days.end >= published


def _of_event(timex: Timex, token: Token, drafts: list[Draft]) -> date | None:
    """The first day of the summit in "on the eve of the summit", told of elsewhere with its days."""
    noun = _counted_from(timex, token)
    if noun is None or noun.tag_ == "VBG":
        return None
    for draft in drafts:
        called = {one.trigger.lemma_.lower() for one in draft.tellings}
        if (
            draft.date is not None
            and draft.date.interval.precision == "day"
            and noun.lemma_.lower() in called
        ):
            return draft.date.interval.start
    return None


def _counted_from(timex: Timex, token: Token) -> Token | None:
    """The noun, or participle, behind "the eve of"."""
    behind = token.doc[token.i + 1 : token.i + 2 * _REACH]
    return next((one for one in behind if one.idx >= timex.span.end and one.tag_ in {"NN", "VBG"}), None)


def _meant(analysis: Analysis, frames: Frames, token: Token, drafts: list[Draft]) -> Draft | None:
    """The call in "The call came two days after": the last one told of."""
    sentence = analysis.sentence_of(token)
    kinds = {
        frames.nouns[noun.lemma_.lower()].kind
        for noun in analysis.doc[sentence.start : token.i]
        if noun.dep_ == "nsubj" and noun.lemma_.lower() in frames.nouns
    }
    earlier = [one for one in drafts if one.first.sentence.index < sentence.index and one.first.kind in kinds]
    return max(earlier, key=lambda one: one.first.sentence.index, default=None)


def _between(timex: Timex, outer: Draft, inner: Draft | None) -> None:
    """Of "A came two days after B" the one from the other, whichever is dated."""
    if inner is None or inner is outer or timex.shift is None or inner.status != "held":
        return
    low, high = timex.shift
    taken = inner.date is None or inner.date.implied_by is not None  # only the days of the visit
    if outer.date is not None and taken and outer.date.interval.precision == "day":
        start = outer.date.interval.start
        days = Interval(
            start - timedelta(days=high), start - timedelta(days=low), "day" if low == high else "month"
        )
        inner.date = Dated(days, timex.span, OF_ANOTHER, distance=2)
    elif outer.date is None and inner.date is not None and outer.status == "held":
        counted = timex.after(inner.date.interval)
        if counted is not None:
            outer.date = Dated(counted, timex.span, OF_ANOTHER, distance=2)


def _told(calendar: Calendar, timex: Timex, token: Token) -> date | None:
    """The day of what stands behind "the eve of": of the signing, if something was signed on a day."""
    noun = _counted_from(timex, token)
    if noun is None:
        return None
    stem = _stem(noun.lower_)
    for other, when in calendar.entries:
        days = other.interval("past") if other.kind == "point" else None
        if days is None or days.days != 1:
            continue
        clause = next((above for above in when.ancestors if verbal(above)), None)
        words = [clause, *clause.children] if clause is not None else []
        if any(one != noun and _stem(one.lower_) == stem for one in words):
            return days.start
    return None


def _stem(word: str) -> str:
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= _STEM:
            return word[: -len(end)]
    return word
