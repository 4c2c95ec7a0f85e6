"""When: the date expression that belongs to one telling, and the days it means there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from communique.extraction.events.clauses import outlook
from communique.extraction.events.clauses.attachment import EXCLUDED, STARTING, hangs_on
from communique.extraction.events.clauses.clause import head_of_conjunction, prepositions_above, verbal
from communique.extraction.events.clauses.infinitives import moved
from communique.extraction.events.clauses.particulars import tellers
from communique.extraction.events.dates import headings, stops
from communique.extraction.events.dates.stays import (
    duration,
    during_stay,
    from_to,
    leaves_after,
    of_one_country,
    to_last,
    until,
)
from communique.extraction.events.event import Dated
from communique.extraction.events.telling import SUMMITRY
from communique.extraction.layout import ZoneKind
from communique.model.when import Interval

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.events.dates.calendar import Calendar
    from communique.extraction.events.telling import Telling
    from communique.extraction.gazetteer.frames import Frames
    from communique.extraction.time import Direction, Timex

_FAR = 8
_FAILED = frozenset({"cancelled", "postponed", "refused"})
_ORIGINALLY = frozenset({"originally", "initially", "previously", "first"})
_OUT = frozenset({"set", "leave", "depart", "embark", "go", "fly", "travel", "head", "start"})
"""Whoever does it "on a visit" is about to: "sets out on Wednesday on a mission"."""


def assign(frames: Frames, calendar: Calendar, tellings: list[Telling]) -> None:
    """Give each telling of one sentence its date, bounded by the day of publication."""
    rivals = {one.trigger.i for one in tellings}
    bare = {one.trigger.i for one in tellings if one.group == "visit" and not one.hosts}
    for telling in tellings:
        if telling.vague:
            continue
        entries = calendar.within(telling.sentence.start, telling.sentence.end)
        if entries:
            telling.date = _date(frames, telling, entries, rivals)
            noun = telling.group == "talks" and telling.rule.startswith("noun:")
            lasting = telling.group == "visit" or telling.kind in SUMMITRY or noun
            if lasting and (telling.trigger.lemma_ not in {"tour", "mission"} or of_one_country(telling)):
                telling.days = duration(telling, entries, rivals - bare)
                if telling.days and to_last(frames, telling, entries) and not _opened(telling, entries):
                    telling.days = -telling.days
            if telling.date is not None and telling.status == "planned" and _there_for(telling.trigger):
                telling.date = replace(telling.date, distance=0)
            telling.date = from_to(frames, telling, entries) or telling.date
            if telling.group == "visit" and not telling.shared:
                telling.date = until(telling, entries) or telling.date
    for telling in tellings:
        if during_stay(telling, tellings):
            telling.date = None
        if telling.date is None and telling.group == "visit" and not (telling.vague or telling.shared):
            telling.date = _of_purpose(telling, tellings)
    visits = [one for one in tellings if one.group == "visit" and one.hosts]
    stops.assign(calendar.entries, visits)
    for telling in tellings:
        stops.before(telling, visits)
    if calendar.sections:
        headings.assign(calendar.sections, tellings, calendar.published)


def _of_purpose(visit: Telling, tellings: list[Telling]) -> Dated | None:
    """The day of what somebody travels for: "will fly to Rome for talks on Friday"."""
    if visit.status == "held" and _there_now(visit):
        return None  # who "is in Lima for the summit held on May 3" may have stayed
    heads = {visit.trigger.i, *([visit.verb.i] if visit.verb is not None else [])}
    for one in tellings:
        if (
            one.group == "visit"
            or one.date is None
            or one.status != visit.status
            or one.trigger.i < visit.trigger.i
        ):
            continue
        top = head_of_conjunction(one.trigger)
        aim = one.verb if one.verb is not None and one.verb.i not in heads else one.trigger
        purpose = prepositions_above(top) == "for" and top.head.head.i in heads
        if purpose or (aim.tag_ == "VB" and aim.dep_ in {"advcl", "xcomp", "acl"} and aim.head.i in heads):
            return replace(one.date, distance=one.date.distance + 1)
    return None


def _date(
    frames: Frames,
    telling: Telling,
    entries: list[tuple[Timex, Token]],
    rivals: set[int],
) -> Dated | None:
    then = _then(telling, entries) or _apart(telling, entries)
    if then is not None:
        return then
    for distance, (head, direction) in enumerate(_heads(frames, telling)):
        if telling.status == "held" and telling.sentence.zone is ZoneKind.CAPTION:
            direction = "past"  # "X shakes hands with Y in Rome on Monday": what the picture shows has been
        others = rivals - {telling.trigger.i, head.i}
        hanging = [one for one in entries if hangs_on(one[1], head, others) or _before_speaker(one[1], head)]
        if distance and telling.group == "talks":  # "will visit Oman from May 3 and meet X": not on May 3
            hanging = [one for one in hanging if one[0].kind != "point" or not _start(one[1])]
        dated = _choose(telling, hanging, direction, distance + 2 * telling.shared)
        if dated is not None:
            return dated
    own = _own(telling)
    beside = [one for one in entries if _beside(one[1], telling, rivals)]
    return _choose(telling, beside, own, _FAR)


def _before_speaker(token: Token, clause: Token) -> bool:
    """The day in "will receive X, on May 3, it was announced": the parser has it announced then."""
    speech = clause.head
    if clause.dep_ != "ccomp" or not clause.i < token.i < speech.i or not hangs_on(token, speech, set()):
        return False
    return all(child.i > token.i for child in speech.children if child.dep_ in {"nsubj", "nsubjpass"})


def _there_now(telling: Telling) -> bool:
    """ "Is in Suva this week": the week is neither over nor to come."""
    verb = telling.trigger
    return telling.group == "visit" and verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"}


def _start(token: Token) -> bool:
    """Whether a date is but the first day of something: "from May 3", "starting on Sunday"."""
    return prepositions_above(head_of_conjunction(token)) == "from" or any(
        above.lower_ in STARTING for above in token.ancestors
    )


def _then(telling: Telling, entries: list[tuple[Timex, Token]]) -> Dated | None:
    """2008 in "since 2008, when he attended a summit", Friday in "will be told on Friday when X meets Y"."""
    verb = telling.verb if telling.verb is not None else telling.trigger
    if not any(child.lower_ == "when" and child.i < verb.i for child in verb.children):
        return None
    if verb.dep_ not in {"relcl", "advcl"} or telling.status not in {"held", "planned"}:
        return None
    direction: Direction = "past" if telling.status == "held" else "future"
    first = verb.left_edge.i
    for timex, token in entries:
        if token.i < first <= token.i + 3:
            interval = timex.interval(direction)
            if interval is not None:
                return Dated.told(timex, interval, 1)
    return None


def _apart(telling: Telling, entries: list[tuple[Timex, Token]]) -> Dated | None:
    """Thursday for talks in "will arrive on Wednesday, a day before talks with X"."""
    preposition = head_of_conjunction(telling.trigger).head
    clause = next((above for above in preposition.ancestors if verbal(above)), None)
    if preposition.lower_ not in {"before", "after"} or clause is None:
        return None
    direction: Direction = "past" if telling.status == "held" else "future"
    for apart, _ in entries:
        exact = apart.kind == "relative" and apart.shift is not None and apart.shift[0] == apart.shift[1]
        if not exact or not apart.span.start <= preposition.idx < apart.span.end:
            continue
        for timex, token in entries:
            day = timex.interval(direction) if timex.kind == "point" else None
            if day is not None and day.precision == "day" and hangs_on(token, clause, set()):
                assert apart.shift is not None
                then = day.start - timedelta(days=apart.shift[0])
                return Dated(Interval.day(then), timex.span, "how long before or after it", distance=1)
    return None


def _beside(token: Token, telling: Telling, rivals: set[int]) -> bool:
    """Whether a date between the telling and a following infinitive hangs there by mistake.

    "met X on Wednesday to mend ties": the parser gives Wednesday to the mending.
    """
    verb = telling.verb if telling.verb is not None else telling.trigger
    if token.i < telling.trigger.i or prepositions_above(head_of_conjunction(token)) in EXCLUDED:
        return False
    clause = next((above for above in token.ancestors if verbal(above)), None)
    if clause is None or clause == verb or verb not in clause.ancestors:
        return False
    if clause.i < token.i:
        return telling.trigger == verb and _resumed(verb, clause, token)
    if clause.tag_ not in {"VB", "VBG"}:
        return False
    return verb in clause.ancestors and not any(telling.trigger.i < other < token.i for other in rivals)


def _resumed(verb: Token, clause: Token, token: Token) -> bool:
    """Whether a date stands behind the comma that ends a participle: "came, accompanied by X, on May 4"."""
    while clause.tag_ in {"VBN", "VBG"} and clause.dep_ in {"advcl", "acl"} and clause.head != verb:
        clause = next(above for above in clause.ancestors if verbal(above))
    top = token.head if token.dep_ == "pobj" else token
    opened = any(one.text == "," for one in clause.doc[max(0, clause.i - 3) : clause.i])
    if clause.head != verb or clause.tag_ != "VBN" or not opened:
        return False
    return clause.doc[top.i - 1].text == "," and top.right_edge.i + 2 >= clause.sent.end


def _choose(
    telling: Telling, hanging: list[tuple[Timex, Token]], direction: Direction, distance: int
) -> Dated | None:
    centre = telling.anchor if telling.anchor is not None else telling.trigger
    nearest = sorted(
        hanging,
        key=lambda one: (telling.anchor is not None and one[1].i < centre.i, abs(one[1].i - centre.i)),
    )
    found: Dated | None = None
    for timex, _ in nearest:
        if timex.kind in {"point", "span", "relative"}:
            whole = timex.rule == "unit" and (telling.status in _FAILED or _there_now(telling))
            interval = timex.interval(None if whole else direction) or timex.interval()
            if interval is None:
                continue
            closer = found is not None and interval.days < found.interval.days
            # "three times this year, most recently on September 12"
            if found is None or (closer and interval.within(found.interval)):
                found = Dated.told(timex, interval, distance)
    return found


def _heads(frames: Frames, telling: Telling) -> Iterator[tuple[Token, Direction]]:
    """Where the date may hang, nearest first, with the direction in which it is to be read there."""
    own = _own(telling)
    trigger = telling.trigger
    if telling.verb is not None and moved(telling.verb):
        yield telling.verb, "future"  # "due this week, has been rescheduled to May"
    yield trigger, own
    governing = telling.verb.lemma_ if telling.verb is not None and telling.rule.startswith("noun:") else None
    if telling.shared and governing is not None and governing not in frames.words["setting_out"]:
        return
    for clause in tellers(frames, trigger):
        if any(child.lower_ in _ORIGINALLY for child in clause.children):
            continue  # "originally scheduled for May 3, will now be on May 5"
        yield clause, _direction(frames, clause, own)
    verb = telling.verb if telling.verb is not None else trigger
    if verb != trigger:
        at = _upward_preposition(trigger) in {"at", "during"}  # "would offer it at talks tomorrow"
        if _elsewhen(frames, telling, verb) or (_deciding(frames, verb) and not at):
            return
        yield verb, _direction(frames, verb, own)
    first = verb
    for _ in range(4):
        above = _shared(frames, verb)
        if above is None or _deciding(frames, above):
            break
        yield above, _direction(frames, above, own)
        verb = above
    for below in first.children:  # "ended his visit and left for home on Wednesday"
        own_subject = any(child.dep_ in {"nsubj", "nsubjpass"} for child in below.children)
        if below.dep_ == "conj" and verbal(below) and not own_subject and below.tag_ == first.tag_:
            yield below, _direction(frames, below, own)


def _own(telling: Telling) -> Direction:
    verb = telling.verb
    if telling.status == "denied" or (telling.status == "planned" and _came_for(telling.trigger)):
        return "past"
    if telling.status != "held":
        return "future"
    below = telling.trigger.head.lower_ if telling.trigger.dep_ == "pobj" else ""
    aim = below in {"", "for"} or (below == "on" and verb is not None and verb.lemma_ in _OUT)
    if verb is not None and aim and outlook.present(verb):
        return "future"
    return "past"


def _came_for(trigger: Token) -> bool:
    """ "Stayed in Valletta to receive X on Monday": what somebody came or stayed for, told in the past."""
    return (
        trigger.dep_ == "advcl"
        and trigger.tag_ == "VB"
        and trigger.head.tag_ in {"VBD", "VBN"}
        and not any(child.lower_ in {"will", "would", "to", "is", "are"} for child in trigger.head.children)
    )


def _opened(telling: Telling, entries: list[tuple[Timex, Token]]) -> bool:
    """Whether the date is the first day: "wrapping up a summit which started on Tuesday"."""
    told = telling.date.span if telling.date is not None else None
    tokens = [token for timex, token in entries if timex.span == told]
    return any(above.lemma_ in {"begin", "start", "open"} for token in tokens for above in token.ancestors)


def _there_for(trigger: Token) -> bool:
    """ "Was there on Monday to see X": what somebody was somewhere for was then."""
    return _came_for(trigger) and trigger.head.lemma_ in {"be", "stay"}


def _deciding(frames: Frames, verb: Token) -> bool:
    """Whether the verb's date is that of a decision: "called off on Monday", "agreed on Monday to meet"."""
    return verb.lemma_ in frames.words["deciding"] or outlook.failure(frames, verb) is not None


def _elsewhen(frames: Frames, telling: Telling, verb: Token) -> bool:
    """Whether the event was before or after what its clause tells: "will go on Sunday after talks with"."""
    preposition = _upward_preposition(telling.trigger)
    if telling.group == "visit" and preposition in frames.words["after"]:
        return not leaves_after(frames, verb)
    if preposition in frames.words["before"]:
        return True
    return preposition in frames.words["after"] and outlook.of_verb(frames, verb).status != "held"


def _upward_preposition(noun: Token) -> str:
    """The preposition that joins a noun, or the noun it belongs to ("the end of"), to the clause."""
    for _ in range(4):
        preposition = prepositions_above(head_of_conjunction(noun))
        if preposition != "of":
            return preposition
        noun = head_of_conjunction(noun).head.head
    return ""


def _direction(frames: Frames, verb: Token, own: Direction) -> Direction:
    told = verb.dep_ == "acl" and verb.tag_ == "VBN"  # "the summit hosted by X on Saturday"
    to_come = verb.lemma_ == "be" and any(  # "on Monday he is to meet X"
        child.dep_ == "xcomp" and child.tag_ == "VB" for child in verb.children
    )
    if not verbal(verb) or verb.lemma_ in frames.status.planning or told or to_come:
        return own
    status = outlook.of_verb(frames, verb).status
    if status is None:
        return own
    if status == "held" and verb.pos_ == "VERB" and outlook.present(verb):
        return "future"
    return "past" if status == "held" else "future"


def _shared(frames: Frames, verb: Token) -> Token | None:
    """The verb above with the same time: "is scheduled on Monday to meet", "arrived on Monday and met"."""
    head = verb.head
    if verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.children):
        for above in head.ancestors:
            if above.lower_ in {"after", "before"}:
                return None  # "on Tuesday, a day after a stop in Rome, where she met X"
            if verbal(above):
                break
        return next(
            (above for above in head.ancestors if verbal(above)), None
        )  # "flew to Rome, where he met"
    if verb.dep_ == "xcomp" and head.dep_ in {"acomp", "attr", "oprd"}:
        head = head.head  # "this week he is due to visit Denmark"
    if head == verb or not verbal(head):
        return None
    own_subject = any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)
    if verb.dep_ == "xcomp" or _there_for(verb):
        return head
    if verb.dep_ == "advcl" and any(
        child.lower_ in {"when", "as", "while", "where"} for child in verb.children
    ):
        return head  # "will be explained this week when she visits Berlin"
    if verb.dep_ in {"conj", "advcl"} and not own_subject:
        same = outlook.of_verb(frames, verb).status == outlook.of_verb(frames, head).status
        return head if same else None
    return None
