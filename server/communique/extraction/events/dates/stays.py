"""How long visits and gatherings last: "a four-day visit", "until Friday", "ended on Monday"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.attachment import hangs_on
from communique.extraction.events.clauses.clause import phrases, possessors, prepositions_above, verbal
from communique.extraction.events.event import Dated
from communique.extraction.events.telling import SUMMITRY, Parties
from communique.model.when import Interval

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.telling import Telling
    from communique.extraction.gazetteer.frames import Frames
    from communique.extraction.time import Timex

_LASTING = frozenset({"last", "run", "continue", "stay", "remain", "be"})
_GOING_ON = frozenset({"continue", "resume", "end", "conclude", "finish", "close"})
_OPENING = frozenset({"begin", "start", "open", "commence", "kick"})
_STRIDE = 3
"""Days after which talks may be said to go on."""
_NEAR = 4
"""Sentences behind a visit within which "the visit" takes it up."""
_LONGEST = 21
"""Days that a visit lasts at most."""


def of_one_country(telling: Telling) -> bool:
    """ "A four-day mission to Thailand", not "a four-day tour that takes him to Thailand"."""
    named = [token.idx for name, token in phrases(telling.trigger) if name in {"to", "of", "in"}]
    spans = list(telling.hosts.values())
    return len(spans) == 1 and any(span.start <= at < span.end for span in spans for at in named)


def during_stay(talks: Telling, tellings: list[Telling]) -> bool:
    """Whether the day of talks to come is but that of arriving for a stay of several days."""
    if talks.group != "talks" or talks.status != "planned" or talks.date is None or not talks.date.distance:
        return False
    visits = [one for one in tellings if one.group == "visit" and one.status == "planned"]
    long = any(one.days is not None and one.days > 1 for one in visits)
    return long and any(one.date is not None and one.date.span == talks.date.span for one in visits)


def until(visit: Telling, entries: list[tuple[Timex, Token]]) -> Dated | None:
    """The days to the last in "the visit, which will last until Friday"; that alone if no other is told."""
    for timex, token in entries:
        clause = next((above for above in token.ancestors if verbal(above)), None)
        if timex.kind != "excluded" or prepositions_above(token) not in {"until", "till"} or clause is None:
            continue
        last = timex.interval("future")
        its = clause == visit.verb or (clause.dep_ == "relcl" and clause.head == visit.trigger)
        if last is None or last.days != 1 or not its or clause.lemma_ not in _LASTING:
            continue
        first = visit.date.interval.start if visit.date is not None else last.start
        if 0 <= (last.start - first).days <= _LONGEST:
            return Dated(Interval(first, last.end, "day", lasting=first != last.end), timex.span, distance=1)
    return None


def of_guest(analysis: Analysis, stay: Telling, tellings: list[Telling]) -> None:
    """ "During the visit President B will meet A": not B's, but that of A to B's country, told before."""
    told = stay.trigger
    if stay.group != "visit" or stay.hosts or not (stay.definite and stay.parties.people) or verbal(told):
        return
    if any(owner.tag_ != "PRP$" and analysis.people_at(owner) for owner in possessors(told)):
        return
    before = [
        one
        for one in tellings
        if one.group == "visit" and one.hosts and not one.vague and one.trigger.i < told.i
    ]
    last = max(before, key=lambda one: one.trigger.i, default=None)
    if last is None or stay.sentence.index - last.sentence.index > _NEAR or not last.parties.people:
        return
    homes = {analysis.referents[name].polity for name in stay.parties.people}
    if homes and homes <= set(last.hosts) and not stay.parties.people.keys() & last.parties.people.keys():
        stay.parties = Parties()


def meanwhile(tellings: list[Telling], telling: Telling, ours: Interval, theirs: Interval) -> bool:
    """ "The talks opened on Wednesday", of those said to have ended on Thursday; "they continued today"."""
    if tellings[0].group != "talks":
        return False
    goes_on = telling.definite and telling.verb is not None and telling.verb.lemma_ in _GOING_ON
    if (
        goes_on
        and ours.precision == theirs.precision == "day"
        and 0 < (theirs.start - ours.end).days <= _STRIDE
    ):
        return True
    length = max((abs(one.days) for one in tellings if one.days), default=0)
    apart = abs((theirs.start - ours.start).days)
    return ours.days == theirs.days == 1 and apart < length


def ends(frames: Frames, verb: Token | None) -> bool:
    """Whether the date is the last day of the visit: "ended", "left", not "left for", "left on a tour"."""
    if verb is None or verb.lemma_ not in frames.words["ending"]:
        return False
    setting_out = verb.lemma_ in {"leave", "depart"} and any(
        name == "on" and noun.lemma_ in frames.nouns for name, noun in phrases(verb)
    )
    if leaves_after(frames, verb):
        return True
    return not setting_out and not any(child.lower_ == "for" for child in verb.children)


def leaves_after(frames: Frames, verb: Token) -> bool:
    """Whether somebody leaves after a visit of so many days: "left for home after a four-day visit"."""
    home = any(child.lower_ == "home" for child in verb.children)
    if not (home or verb.lemma_ in {"leave", "depart", "return"}):
        return False
    return any(
        name in frames.words["after"]
        and noun.lemma_ in frames.nouns
        and frames.nouns[noun.lemma_].kind == "visit"
        and any(token.lemma_ in {"day", "week"} for token in noun.subtree if token.i < noun.i)
        for name, noun in phrases(verb)
    )


def to_last(frames: Frames, telling: Telling, entries: list[tuple[Timex, Token]]) -> bool:
    """Whether the date of a telling is the last day of what it tells."""
    told = ends(frames, telling.verb) or closing(telling.trigger)
    return told or _ended(frames, telling.date, entries)


def _ended(frames: Frames, told: Dated | None, entries: list[tuple[Timex, Token]]) -> bool:
    """Whether the date is that of the end: "held two days of talks that ended on Thursday"."""
    clauses = (
        next((above for above in token.ancestors if verbal(above)), None)
        for timex, token in entries
        if told is not None and timex.span == told.span
    )
    return any(one is not None and one.dep_ == "relcl" and ends(frames, one) for one in clauses)


def from_to(frames: Frames, telling: Telling, entries: list[tuple[Timex, Token]]) -> Dated | None:
    """The days from the first to the last in "the talks began on Tuesday and ended today"."""
    verb, told = telling.verb, telling.date
    if verb is None or told is None or verb.lemma_ not in _OPENING or told.interval.days > 1:
        return None
    closes = [one for one in verb.children if one.dep_ == "conj" and one.lemma_ in frames.words["ending"]]
    for timex, token in entries:
        last = timex.interval("past" if telling.status == "held" else "future")
        if last is None or last.days != 1 or not any(hangs_on(token, one, set()) for one in closes):
            continue
        if 0 < (last.start - told.interval.start).days <= _LONGEST:
            return replace(told, interval=Interval(told.interval.start, last.end, "day", lasting=True))
    return None


def closing(noun: Token) -> bool:
    """ "On Tuesday, the last day of his visit", "the end of a four-day visit"."""
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    if above is None:
        return False
    last = any(child.lower_ in {"last", "final", "closing"} for child in above.children)
    return above.lemma_ in {"end", "close", "conclusion"} or (above.lemma_ == "day" and last)


def duration(telling: Telling, entries: list[tuple[Timex, Token]], rivals: set[int]) -> int | None:
    """ "A four-day visit", "is in Brazil for five days": how many days."""
    heads = [telling.trigger, *([telling.verb] if telling.verb is not None else [])]
    if telling.group == "talks" and telling.kind not in SUMMITRY:
        heads = heads[:1]  # "a two-day meeting", but not "met for two days on and off"
    if any(child.lemma_ in {"tour", "mission"} for head in heads for child in head.subtree):
        heads = [head for head in heads if not verbal(head)]
    for timex, token in entries:
        if timex.kind != "duration":
            continue
        of_talks = (
            telling.trigger.dep_ == "pobj" and telling.trigger.head.head == token
        )  # "two days of talks"
        if of_talks or any(hangs_on(token, head, rivals - {head.i}) for head in heads):
            return timex.days
    return None
