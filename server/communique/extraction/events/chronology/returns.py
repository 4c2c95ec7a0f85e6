"""The day that a journey ends: "before returning home on May 12", "the tour will end on Friday"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from communique.extraction.events.clauses import outlook
from communique.extraction.events.clauses.attachment import hangs_on
from communique.extraction.events.clauses.clause import (
    objects,
    phrases,
    possessors,
    prepositions_above,
    surface_subjects,
    verbal,
)
from communique.extraction.events.places import setting
from communique.extraction.layout import READ

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.dates.calendar import Calendar
    from communique.extraction.gazetteer.frames import Frames
    from communique.model.text import Span

JOURNEY = frozenset({"tour", "trip", "visit", "journey", "mission", "swing", "travel"})
_ENDING = frozenset({"end", "conclude", "finish", "close", "wrap", "complete"})
_COMING = frozenset({"come", "get", "fly", "head", "travel", "be", "arrive", "go"})
_ARRIVING = frozenset({"arrive", "land", "come", "fly"})
_LASTING = frozenset({"last", "run", "continue", "stay", "remain", "be", "tour", "travel"})
_UNTIL = frozenset({"until", "till", "through"})
_LONGEST = 31
"""Days that a journey lasts at most."""


@dataclass(frozen=True, slots=True)
class Return:
    """Who comes back, or nobody where but the journey is said to end, on which day, and the words of it.

    ``weekday``: the day is told as such, so that it may be that of a week later. ``ahead``: it is to come.
    """

    people: frozenset[str]
    day: date
    span: Span
    sentence: int
    weekday: bool
    ahead: bool


def find(analysis: Analysis, frames: Frames, calendar: Calendar) -> tuple[Return, ...]:
    """All days on which somebody returned or is about to, in text order."""
    found: list[Return] = []
    for timex, token in calendar.entries:
        if timex.kind not in {"point", "excluded"}:
            continue
        sentence = analysis.sentence_of(token)
        verb = next((above for above in token.ancestors if verbal(above)), None)
        if verb is None or sentence.zone not in READ or not _ends(analysis, verb, token):
            continue
        status = outlook.of_verb(frames, verb).status
        if status not in {"held", "planned"}:
            continue
        ahead = status == "planned" or outlook.present(verb)
        day = timex.interval("future" if ahead else "past")
        if day is None or day.days != 1 or day.precision != "day":
            continue
        people = frozenset(
            one.id
            for noun in (*surface_subjects(verb), *objects(verb))
            for token in (noun, *possessors(noun))
            for one in analysis.people_at(token)
        )
        weekday = timex.rule == "weekday" and ahead
        found.append(Return(people, day.start, timex.span, sentence.index, weekday, ahead))
    return tuple(found)


def after(returns: tuple[Return, ...], people: frozenset[str], first: date, sentence: int) -> Return | None:
    """The end of the journey that these people begin on ``first``, told in ``sentence`` or later."""
    for one in returns:
        if (one.people and not one.people & people) or one.sentence < sentence:
            continue
        if one.weekday and one.day <= first:  # "leaves on Sunday and returns on Wednesday"
            one = replace(one, day=one.day + timedelta(days=(first - one.day).days // 7 * 7 + 7))
        if 0 < (one.day - first).days <= _LONGEST:
            return one
    return None


def _ends(analysis: Analysis, verb: Token, token: Token) -> bool:
    """Whether the date is that of coming home or of the journey's end."""
    if prepositions_above(token) in _UNTIL:
        return verb.lemma_ in _LASTING and (_of_journey(verb) or verb.lemma_ in {"tour", "travel"})
    if not hangs_on(token, verb, set()):
        return False
    if verb.lemma_ in _ENDING:
        return _of_journey(verb)
    if verb.lemma_ in {"leave", "depart"}:
        bound = [noun.lower_ for name, noun in phrases(verb) if name in {"for", "to"}]
        arrived = verb.dep_ == "conj" and verb.head.lemma_ in _ARRIVING  # "arrives on Friday and leaves on"
        return bound == ["home"] or (arrived and not bound)
    back = any(child.lower_ in {"back", "home"} for head in _heads(verb) for child in head.children)
    if verb.lemma_ != "return" and not (back and verb.lemma_ in _COMING):
        return False
    return _homewards(analysis, verb)


def _heads(verb: Token) -> list[Token]:
    """The verb, and the adjective in "is due back in Tokyo"."""
    return [verb, *(child for child in verb.children if child.dep_ == "acomp")]


def _of_journey(verb: Token) -> bool:
    nouns = [*surface_subjects(verb), *objects(verb)]
    return any(noun.lemma_.lower() in JOURNEY for noun in nouns)


def _homewards(analysis: Analysis, verb: Token) -> bool:
    """Whether it goes home: no other country is named as where to, "returns to Cairo for more talks"."""
    homes = {one.polity for noun in surface_subjects(verb) for one in analysis.people_at(noun)}
    for name, noun in (one for head in _heads(verb) for one in phrases(head)):
        where = setting.located(analysis, noun) if name in {"to", "in"} else None
        country = analysis.country_of(analysis.referents[where.referent]) if where is not None else None
        if country is not None and homes and country.id not in homes:
            return False
    return True
