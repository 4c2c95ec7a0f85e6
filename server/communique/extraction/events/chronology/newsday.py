"""The day the news is about: what the lead dates, undated events of the same report share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.extraction.events.chronology import sojourns
from communique.extraction.events.clauses.clause import verbal
from communique.extraction.events.clauses.outlook import present
from communique.extraction.events.constructions.standing import standing
from communique.extraction.events.event import Dated
from communique.extraction.events.joining.consolidation import background
from communique.extraction.events.joining.structure import OF_TALKS, OF_VISIT
from communique.model.when import Interval

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.dates.calendar import Calendar
    from communique.extraction.events.draft import Draft
    from communique.extraction.events.telling import Telling
    from communique.extraction.gazetteer.frames import Frames

OF_PUBLICATION = "the day of publication"
_LEAD = 3
"""Sentences of the body that may give the day."""
_OPENING = 5
"""Sentences of the body that tell of the news itself, also where they name no day."""
_RECENT = 3
"""Days before publication that the day may lie."""
_WEEK = 7
_STAY = 4
"""Days after an arrival within which talks that only the news dates are part of the visit."""
_BEGINNING = frozenset({"arrive", "begin", "start", "open", "land", "kick", "commence"})
_ARRIVING = frozenset({"arrive", "land", "fly", "come", "travel"})
_VISIT = frozenset({"visit", "stay", "trip", "tour", "stopover", "stop", "mission"})
_OFTEN = frozenset(
    {"already", "ever", "never", "twice", "repeatedly", "often", "previously", "recently", "times", "since"}
)
"""With the present perfect these look back further than the day."""
_ON = frozenset({"during", "on", "at", "upon"})
_BEFORE = frozenset({"during", "in", "at", "after", "following"})
"""What joins the talks to the remark made in or behind them."""
_LATELY = frozenset({"recent", "recently", "just", "lately"})
_UNITS = frozenset({"day", "week", "month", "year", "decade"})
_PERFECT = frozenset({"has", "have", "'ve"})


@dataclass(frozen=True, slots=True)
class _News:
    """The day of the report, where its lead says it, and else when it was published.

    ``first`` and ``opening`` are the indexes of the first two and of the opening sentences. ``plain``: it
    looks back to nothing that was long before.
    """

    day: Dated | None
    published: date | None
    first: frozenset[int]
    opening: frozenset[int]
    plain: bool

    def printed(self, draft: Draft) -> Dated | None:
        """The day of publication for an event of the opening, if no day is told."""
        if self.day is not None or self.published is None or draft.first.sentence.index not in self.opening:
            return None
        return Dated(Interval.day(self.published), draft.first.span, OF_PUBLICATION, distance=9)

    def lately(self, draft: Draft) -> Dated | None:
        """The days of its month until publication: no day is told, so none is given."""
        last = self.published
        if last is None or not (self.plain or self.printed(draft) is not None or _recent(draft)):
            return None
        days = Interval(last.replace(day=1), last, "month")
        return Dated(days, draft.first.span, OF_PUBLICATION, distance=9)


def spread(analysis: Analysis, frames: Frames, calendar: Calendar, drafts: list[Draft]) -> None:
    """Give held events of the report, told in the simple past and undated, the day of the lead."""
    body = [one.index for one in analysis.sentences if one.trusted]
    news = _News(
        _day(analysis, calendar), analysis.article.published, frozenset(body[:2]), frozenset(body[:_OPENING]),
        plain=not any(background(analysis, one) for one in drafts),
    )  # fmt: skip
    for draft in drafts:
        if draft.status == "planned":
            sojourns.give(draft, None)
        if draft.status != "held":
            continue
        if sojourns.give(draft, news.published):
            continue
        if draft.date is not None:
            if news.day is not None and _some_day(frames, news, draft):
                draft.date = news.day
                _lengthen(draft)
        elif _not_today(draft):
            draft.date = news.lately(draft)
        elif draft.group == "visit":
            draft.date = _of_visit(frames, news, draft)
        elif _reported(frames, news, draft.first):
            draft.date = news.day or news.lately(draft)
        if draft.date is None and _recent(draft):
            draft.date = news.lately(draft)
    for draft in drafts:
        _share(draft)
        _cut(news, draft)


def _recent(draft: Draft) -> bool:
    """ "His recent visit", "has just returned from": not long before publication."""
    words = {
        child.lower_
        for one in draft.tellings
        for head in (one.trigger, one.verb)
        for child in (head.children if head is not None else ())
    }
    return bool(words & _LATELY) and not any(one.plural for one in draft.tellings)


def _not_today(draft: Draft) -> bool:
    """ "He recently visited Manila" is no news of the day, "has just returned" may be."""
    told = [one for one in (draft.first, draft.part_of.first if draft.part_of else None) if one is not None]
    heads = [head for one in told for head in (one.trigger, one.verb) if head is not None]
    return any(child.lower_ in {"recently", "lately"} for head in heads for child in head.children)


def _share(talks: Draft) -> None:
    """What the news dated now, a visit and its talks share; talks are no vaguer than a visit of some days."""
    visit = talks.part_of
    if (
        visit is not None
        and visit.status == talks.status
        and visit.date is not None
        and talks.date is not None
    ):
        days, whole = talks.date.interval, visit.date.interval
        vaguer = days.precision != "day" and whole.precision == "day" and 1 < whole.days < days.days
        if vaguer and whole.within(days):
            talks.date = replace(visit.date, implied_by=OF_VISIT)
    if visit is None or talks.status != "held" or visit.status != "held":
        return
    if talks.date is None and visit.date is not None:
        talks.date = replace(visit.date, implied_by=OF_VISIT)
    elif visit.date is None and talks.date is not None:
        visit.date = replace(talks.date, implied_by=OF_TALKS)


def _cut(news: _News, talks: Draft) -> None:
    """Talks held on a visit that goes on were before the report: on its first day, if that is today."""
    date, last = talks.date, news.day.interval.end if news.day is not None else news.published
    if date is None or last is None or date.implied_by != OF_VISIT or talks.status != "held":
        return
    visit = talks.part_of
    same = visit is not None and visit.date is not None and visit.date.interval == date.interval
    week = same and date.interval.precision == "month" and date.interval.days <= _WEEK
    if date.interval.start <= last < date.interval.end and (date.interval.precision == "day" or week):
        lasting = date.interval.start != last and not week
        days = Interval(date.interval.start, last, date.interval.precision, lasting=lasting)
        talks.date = replace(date, interval=days)


def _lengthen(talks: Draft) -> None:
    """Let the visit last until the talks during it."""
    visit = talks.part_of
    if visit is None or visit.date is None or talks.date is None:
        return
    start, end = visit.date.interval.start, talks.date.interval.end
    if end > visit.date.interval.end:
        visit.date = replace(
            visit.date, interval=Interval(start, end, "day", lasting=True), implied_by=OF_TALKS
        )


def _some_day(frames: Frames, news: _News, talks: Draft) -> bool:
    """Whether talks that have but the days of the visit are what the report is of.

    "Made the remark when holding talks with X", "during talks with X": the remark is the news, and the
    talks were then. So are those told of after the day of arrival.
    """
    date, day = talks.date, news.day
    if date is None or day is None or date.implied_by != OF_VISIT or talks.group == "visit":
        return False
    told = talks.first
    if date.interval.days == 1:
        later = (day.interval.start - date.interval.start).days
        nested = any(one.within is not None for one in talks.tellings)
        return 0 < later <= _STAY and not nested and _arrived(talks) and _reported(frames, news, told)
    heads = [one.verb if one.verb is not None else one.trigger for one in talks.tellings]
    if not day.interval.within(date.interval):
        return False
    if any(one.dep_ in {"advcl", "pcomp"} for one in heads) and not _during_which(heads):
        return True
    return (
        told.sentence.index in news.first
        and _during(frames, told, _BEFORE)
        and _reported(frames, news, told)
        and not _throughout(told)
    )


def _arrived(talks: Draft) -> bool:
    """Whether the only day of the visit that is told is that of the arrival."""
    visit = talks.part_of
    return visit is not None and any(
        one.trigger.lemma_ in _ARRIVING and one.date is not None for one in visit.tellings
    )


def _during_which(heads: list[Token]) -> bool:
    """ "Began a two-day visit, during which he met X": on any of its days."""
    return any(
        child.lower_ == "during" and any(below.lower_ == "which" for below in child.children)
        for head in heads
        for child in head.children
    )


def _throughout(telling: Telling) -> bool:
    """Whether the talks are told as of the whole visit: "during his stay in Hanoi he held talks"."""
    return any(
        token.lower_ == "during" and any(child.lemma_.lower() in _VISIT for child in token.children)
        for token in telling.sentence_tokens()
    )


def _of_visit(frames: Frames, news: _News, visit: Draft) -> Dated | None:
    """The day, or the days around it, of a visit that the report is of."""
    count = sojourns.told(visit)
    told = visit.first
    day = news.day or news.printed(visit)
    if day is None:
        return None
    if count is not None:
        return sojourns.around(visit, day, count)
    opening = told.sentence.index in news.opening and _reported(frames, news, told)
    if not (_ongoing(told) or (opening and (_went(told) or _during(frames, told)))):
        return None
    if any(one.days is not None and one.days < 0 for one in visit.tellings):
        return sojourns.around(visit, day, -1)
    verbs = [one.verb for one in visit.tellings if one.verb is not None]
    if any(one.days for one in visit.tellings) and any(verb.lemma_ in _BEGINNING for verb in verbs):
        return sojourns.around(visit, day, 1)
    return day if news.day is not None or _ongoing(told) else news.lately(visit)


def _went(telling: Telling) -> bool:
    """Whether a main verb in the past tells of the travelling itself: "left for Hanoi", "has arrived"."""
    verb = telling.trigger
    return verbal(verb) and verb.dep_ != "relcl" and verb.tag_ in {"VBD", "VBN"}


def _during(frames: Frames, telling: Telling, prepositions: frozenset[str] = _ON) -> bool:
    """Whether something happened on a visit: "told a news conference during a stopover in", "winding up"."""
    if verbal(telling.trigger):
        return False
    where = standing(frames, telling.trigger)
    if where.verb is None or where.verb.tag_ not in {"VBD", "VBN", "VBG"}:
        return False
    if where.relation == "oblique":
        edges = all(one.lemma_ in sojourns.EDGES for one in where.above)
        return edges and where.preposition in prepositions
    return where.relation == "dobj" and telling.group == "visit" and not telling.definite


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
            if clause is None or clause.tag_ not in {"VBD", "VBN", "VBG"} or _since_begun(clause):
                continue
            if 0 <= (published - interval.start).days <= _RECENT:
                return Dated(interval, timex.span, "the day of the report", distance=9)
    return _written(analysis, calendar, published)


def _since_begun(clause: Token) -> bool:
    """ "On a visit that began on Monday, he met X": when is not told."""
    return clause.dep_ == "relcl" and clause.lemma_ in _BEGINNING


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
    line = analysis.dateline
    if (
        line is None or line.date is None or line.date == line.span
    ):  # the head of a release: not the news' day
        return None
    for timex, _ in calendar.entries:
        interval = timex.interval("past")
        if interval is None or interval.days != 1 or not timex.span.overlaps(line.date):
            continue
        if 0 <= (published - interval.start).days <= _RECENT:
            return Dated(interval, timex.span, "the dateline", distance=9)
    return None


def _reported(frames: Frames, news: _News, telling: Telling) -> bool:
    """Whether the telling is of the report itself: simple past, nothing that points to earlier times."""
    if any(
        child.lower_ in frames.words["earlier"] and not _opens(child) for child in telling.trigger.children
    ):
        return False
    verb = telling.verb if telling.verb is not None else telling.trigger
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    since = any(child.dep_ == "mark" and child.lower_ == "since" for child in verb.children)
    if since or auxiliaries & {"had", "'d"}:
        return False
    if auxiliaries & _PERFECT:  # "has met", as reports begin
        often = {token.lower_ for child in verb.children for token in (child, *child.children)} & _OFTEN
        if often or telling.sentence.index not in news.first:
            return False
    if any(_moves(token) for child in verb.children for token in (child, *child.children)):
        return False
    told = verbal(telling.trigger) and len(telling.parties.people) > 1  # "the two leaders met"
    return told or not telling.plural


def _opens(token: Token) -> bool:
    """ "Earlier, she met X" behind what she did that day: on the same day."""
    return token.lower_ == "earlier" and bool(token.is_sent_start) and token.nbor().text == ","


def _moves(token: Token) -> bool:
    """Whether a word moves the event to another day: "previously", but not "later", "before the ceremony"."""
    if token.lower_ in {"eve", "previously"}:
        return True
    if _opens(token):
        return False
    counted = token.i > 0 and token.nbor(-1).lemma_ in _UNITS
    if counted and token.lower_ in {"after", "before", "later", "earlier", "prior"}:
        return True  # "the day after he took office", "weeks later"
    return token.lower_ in {"earlier", "before"} and not any(
        child.dep_ in {"pobj", "pcomp", "prep"} for child in token.children
    )
