"""All events of one article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.events import description
from communique.extraction.events.chronology import newsday, programme, reckoning, tours
from communique.extraction.events.claims import findings
from communique.extraction.events.clauses.clause import (
    governor,
    head_of_conjunction,
    prepositions_above,
    verbal,
)
from communique.extraction.events.constructions import (
    agenda,
    journeys,
    nouns,
    repeats,
    series,
    turns,
    verbs,
    visits,
)
from communique.extraction.events.dates import dating
from communique.extraction.events.dates.calendar import Calendar
from communique.extraction.events.draft import Draft
from communique.extraction.events.event import Event, Located
from communique.extraction.events.joining.consolidation import consolidate
from communique.extraction.events.joining.structure import arrange
from communique.extraction.events.parties import delegations
from communique.extraction.events.parties.hosted import officials_there
from communique.extraction.events.places import residences, setting
from communique.extraction.events.telling import SUMMITRY
from communique.extraction.gazetteer import frames as event_frames
from communique.extraction.layout import READ, ZoneKind
from communique.extraction.polities import whereabouts
from communique.model.claims import Kind, Modality

if TYPE_CHECKING:
    from datetime import date

    from communique.extraction.document import Analysis, Finding
    from communique.extraction.events.telling import Telling
    from communique.extraction.gazetteer.frames import Frames
    from communique.extraction.layout import Sentence
    from communique.model.text import Span

_UNITS = frozenset({"days", "weeks", "months", "years", "decades"})
_LATER_TODAY = frozenset({"this afternoon", "this evening", "tonight", "later today"})
_NESTED = 3
"""Nouns between talks and the summit that they were held on the sidelines of."""
_SURE, _UNSURE, _HEADLINE = 0.85, 0.6, 0.5
"""Confidence in an event: with a named person; a summit, conference or one of sides alone; of a headline.

Measured on the 92 articles of ``tests/articles`` and 29 others that were looked at: 386 of 418 were right
(.92), 29 of 49 (.59), none of 2; in 29 articles that were only scored fewer were (62 of 76, all together).
``tests/unit/extraction/reliability.py`` prints the table.
"""


def find(analysis: Analysis) -> tuple[Finding, ...]:
    """The events of the article and the delegations in them, ready to become claims."""
    frames = event_frames.load()
    return findings(analysis, events(analysis, frames), delegations.find(analysis, frames))


def events(analysis: Analysis, frames: Frames) -> tuple[Event, ...]:
    """Every event that the article tells of, in text order."""
    calendar = Calendar.of(analysis)
    told = tellings(analysis, frames, calendar)
    drafts = arrange(analysis, consolidate(analysis, told))
    tours.spread(analysis, frames, calendar, drafts)
    reckoning.spread(analysis, frames, calendar, drafts)
    programme.spread(analysis, frames, calendar, told, drafts)
    newsday.spread(analysis, frames, calendar, drafts)
    made: dict[int, Event] = {}
    names = {id(draft): analysis.fresh_id(Kind.EVENT, draft.first.span) for draft in drafts}
    for draft in drafts:
        made[id(draft)] = _event(analysis, draft, names)
    return tuple(made.values())


def tellings(analysis: Analysis, frames: Frames, calendar: Calendar) -> list[Telling]:
    """Everything that verbs and nouns of readable sentences tell, with date and place."""
    found: list[Telling] = []
    diary = agenda.find(analysis, frames, calendar.sections)
    for sentence in analysis.sentences:
        if sentence.zone not in READ:
            continue
        here = _one_gathering(_read(analysis, frames, sentence))
        _nest(frames, here)
        for telling in here:
            if telling.place is None:
                telling.place = (
                    setting.place(analysis, telling.trigger, telling.verb)
                    or residences.place(analysis, telling)
                    or _of_paragraph(analysis, telling)
                )
                if telling.group == "visit" and not telling.definite:
                    visits.settle(analysis, telling)
                officials_there(analysis, telling)
                if telling.hosts and telling.place is not None:
                    country = analysis.country_of(analysis.referents[telling.place.referent])
                    telling.place = telling.place if country and country.id in telling.hosts else None
            telling.said_by = description.speaker(analysis, frames, telling.verb)
            telling.topics.extend(description.topics(analysis, frames, telling.trigger, telling.verb))
            if telling.rule.startswith("noun:"):
                telling.described_as.extend(description.described_as(analysis, telling.trigger))
        dating.assign(frames, calendar, here)
        if diary is not None:
            here = agenda.tellings(analysis, frames, diary, sentence, here)
        for telling in here:
            _count(analysis, frames, telling)
        _share(frames, here)
        here.extend([more for telling in here for more in turns.met_next(analysis, calendar, telling)])
        here.extend([more for telling in here for more in repeats.repeated(analysis, calendar, telling)])
        told = [*found, *here]
        here = [one for telling in here for one in series.told_apart(analysis, calendar, telling, told)]
        for telling in here:
            _bound(telling, analysis.article.published)
        found.extend(here)
    return found


def _of_paragraph(analysis: Analysis, telling: Telling) -> Located | None:
    """Warsaw for the talks of "WARSAW - President X meets Y"."""
    if telling.group != "talks" or telling.ever_since:
        return None
    found = whereabouts.paragraph_place(analysis, telling.sentence)
    if found is None or found.kind is not Kind.PLACE:
        return None
    span = next(
        (r.span for r in found.references if telling.sentence.start <= r.start), telling.sentence.span
    )
    return Located(found.id, span, "dateline of the paragraph")


def _read(analysis: Analysis, frames: Frames, sentence: Sentence) -> list[Telling]:
    """What the verbs, prepositions and nouns of one sentence tell of, in text order."""
    here: list[Telling] = []
    for token in analysis.doc[sentence.start : sentence.end]:
        if token.pos_ in {"VERB", "AUX"}:
            here.extend(verbs.tellings(analysis, frames, token))
        elif token.pos_ == "ADP":
            here.extend(journeys.apposed(analysis, frames, token))
        elif token.pos_ in {"NOUN", "PROPN"}:
            here.extend(nouns.tellings(analysis, frames, token))
        if token.i and analysis.doc[token.i - 1].text == "-":
            here.extend(nouns.hyphenated(analysis, frames, token))
    return here


def _one_gathering(tellings: list[Telling]) -> list[Telling]:
    """ "Are to meet in March for their first summit": one summit, no meeting beside it."""
    gone: list[Telling] = []
    for summit in tellings:
        if summit.kind not in SUMMITRY or prepositions_above(summit.trigger) != "for":
            continue
        for one in tellings:
            met = one.group == "talks" and one.kind not in SUMMITRY
            aim = met and one.trigger == governor(summit.trigger)
            if aim and summit.parties.people.keys() <= one.parties.people.keys():
                one.kind = summit.kind
                one.parties.add(summit.parties)
                gone.append(summit)
    return [one for one in tellings if one not in gone]


def _nest(frames: Frames, tellings: list[Telling]) -> None:
    """Mark talks that the words put inside a visit: "arrived for talks", "met X on a visit to"."""
    visits = [one for one in tellings if one.group == "visit"]
    for talks in tellings:
        if talks.group != "talks":
            continue
        above = {token.i for token in talks.trigger.ancestors}
        below = {token.i for token in talks.trigger.subtree}
        for one in visits:
            shared = one.trigger.i in above or one.trigger.i in below or talks.verb == one.verb
            if shared and _between(talks, one) <= 1 and not _apart(frames, talks, one):
                talks.within = one.trigger
                aim = prepositions_above(head_of_conjunction(talks.trigger)) == "for"
                if aim and one.status == "planned" and talks.status == "held":
                    talks.status, talks.modality = one.status, one.modality  # "leaves today for talks"


def _share(frames: Frames, tellings: list[Telling]) -> None:
    """Talks "at the summit, which takes place in Venice on June 8" were there and then."""
    for talks in tellings:
        if talks.group != "talks" or talks.vague:
            continue
        for other in tellings:
            if other is talks or other.group == "call" or other.status != talks.status:
                continue
            if not _held_at(frames, talks, other):
                continue
            if talks.date is None and other.date is not None and other.days is None:
                talks.date = replace(other.date, distance=other.date.distance + 1)
            talks.place = talks.place or other.place


def _held_at(frames: Frames, talks: Telling, other: Telling) -> bool:
    """Whether the other event stands behind "at", "during" or "on the sidelines of" below the talks."""
    noun = head_of_conjunction(other.trigger)
    for _ in range(_NESTED):
        preposition = prepositions_above(noun)
        outer = governor(noun)
        if outer is None:
            return False
        if preposition in {"at", "during", *frames.words["aside"]}:
            verb = next((above for above in noun.ancestors if verbal(above)), None)
            return outer in {talks.trigger, talks.verb} or verb in {talks.trigger, talks.verb}
        if preposition != "of" or outer.lemma_.lower() not in frames.words["part"] | frames.words["aside"]:
            return False
        noun = head_of_conjunction(outer)
        if prepositions_above(noun) == "on" and governor(noun) in {talks.trigger, talks.verb}:
            return True
    return False


def _apart(frames: Frames, talks: Telling, visit: Telling) -> bool:
    """Whether one was before the other: "flew to Bonn after talks in Paris", "talks ahead of her visit"."""
    below = visit.trigger if visit.trigger in list(talks.trigger.subtree) else talks.trigger
    preposition = prepositions_above(head_of_conjunction(below))
    if below.dep_ == "pcomp":  # "will see X before flying on to Bonn"
        preposition = below.head.lower_
    if preposition == "since" and below is visit.trigger and below.lemma_ == "arrival":
        return False  # "since his arrival he has met"
    if preposition in frames.words["before"] | {"from"} or (
        below is visit.trigger and below.lemma_ == "return"
    ):  # "X, who had returned from Quito, met Y"
        return True
    leaving = visit.trigger.lemma_ in {"leave", "depart", "end", "conclude", "wrap"}
    return preposition in frames.words["after"] and not leaving


def _between(talks: Telling, visit: Telling) -> int:
    """How many clauses lie between the two."""
    inner, outer = talks.trigger, visit.trigger
    if outer.i not in {token.i for token in inner.ancestors}:
        inner, outer = outer, inner
    return sum(
        token.pos_ == "VERB" and token != outer for token in inner.ancestors if outer.is_ancestor(token)
    )


def _count(analysis: Analysis, frames: Frames, telling: Telling) -> None:
    """Take no date from "their third encounter in two months": it says how often, not when."""
    ordinal = any(child.lower_ in frames.words["ordinal"] for child in telling.trigger.children)
    if ordinal and telling.date is not None:
        words = analysis.quote(telling.date.span).split()
        if telling.date.interval.precision == "day" and words[0].lower() not in {"in", "within"}:
            return
        yearly = telling.date.interval.precision == "year" and "this" in words  # "their fourth this year"
        if words[-1].rstrip(",.") in _UNITS or yearly:
            telling.date = None
            telling.definite = telling.definite or telling.rule.startswith("noun:")


def _still_today(telling: Telling, published: date) -> bool:
    """ "Sees the premier this afternoon", "leaves tonight on a visit": it is still to come."""
    verb = telling.verb if telling.verb is not None else telling.trigger
    if telling.date is None or telling.date.interval.start != published:
        return False
    if verb.tag_ != "VBZ" or verb.lemma_ == "be":
        return False
    words = telling.trigger.doc.text[telling.date.span.start : telling.date.span.end].lower()
    return telling.sentence.zone is ZoneKind.BODY and words in _LATER_TODAY


def _bound(telling: Telling, published: date | None) -> None:
    """What lies after the publication is planned, what lies before it is not."""
    if published is None or telling.date is None:
        return
    interval = telling.date.interval
    if telling.status == "held" and (interval.start > published or _still_today(telling, published)):
        telling.status, telling.modality = "planned", Modality.PLANNED
    elif telling.status == "planned" and interval.end < published:
        if telling.date.distance:
            telling.date = None
        else:
            telling.status, telling.modality = "held", Modality.STATED


def _event(analysis: Analysis, draft: Draft, names: dict[int, str]) -> Event:
    first = draft.first
    parties = draft.parties
    sides = list(parties.sides)
    if draft.group == "visit":
        own = {analysis.referents[name].polity for name in parties.people}
        sides = [name for name in sides if name not in own]
        sides = [*sides, *(name for name in sorted(draft.hosts) if name not in sides)]
    else:
        covered = {analysis.referents[name].polity for name in parties.people}
        sides = [name for name in sides if name not in covered]
    words: dict[str, Span] = {**parties.people, **parties.sides}
    for telling in draft.tellings:
        for name, span in telling.hosts.items():
            words.setdefault(name, span)
    evidence = tuple(dict.fromkeys(one.sentence.span for one in draft.tellings))
    status = _status(analysis, draft)
    chosen = next((one for one in draft.tellings if one.status == status), first)
    return Event(
        id=names[id(draft)], kind=_kind(draft), trigger=first.span, evidence=evidence, rule=first.rule,
        status=status, modality=chosen.modality,
        participants={name: parties.parts.get(name, "participant") for name in parties.people},
        words=words, sides=tuple(sides), place=draft.place, country=draft.country, date=draft.date,
        said_by=first.said_by, part_of=names.get(id(draft.part_of)) if draft.part_of is not None else None,
        described_as=tuple(item for one in draft.tellings for item in one.described_as),
        topics=tuple(item for one in draft.tellings for item in one.topics),
        confidence=_confidence(draft),
    )  # fmt: skip


def _confidence(draft: Draft) -> float:
    """How often events of this class were in the gold, rounded down."""
    if draft.first.sentence.zone is not ZoneKind.BODY:
        return _HEADLINE
    if _kind(draft) in {"summit", "conference"} or not draft.parties.people:
        return _UNSURE
    return _SURE


def _status(analysis: Analysis, draft: Draft) -> str:
    """The draft's status, as far as its date allows."""
    published = analysis.article.published
    if published is not None and draft.date is not None:
        if draft.status == "held" and draft.date.interval.start > published:
            return "planned"
        if draft.status == "planned" and draft.date.interval.end < published:
            return "held"
    return draft.status


def _kind(draft: Draft) -> str:
    kinds = [one.kind for one in draft.tellings]
    for kind in ("summit", "conference", "call", "visit", "meeting"):
        if kind in kinds:
            return kind
    return kinds[0]
