"""What a diary of one person lists without a subject: "12-14 May: Belgrade. Talks with Prime Minister X".

The text says once whose diary it is ("the programme of Foreign Minister Y", "Agenda of the Minister"); below
stand days, each with places, nouns and verbs. The parser makes little of such lines, so the words are read
one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.extraction.events.constructions.nouns import kind_of
from communique.extraction.events.constructions.visits import visit
from communique.extraction.events.dates.headings import OF_HEADING, place_before
from communique.extraction.events.event import Dated, Located
from communique.extraction.events.telling import Parties, Telling
from communique.extraction.layout import READ
from communique.model.claims import Kind, Modality

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spacy.tokens import Token

    from communique.extraction.document import Analysis, Referent
    from communique.extraction.events.dates.headings import Section
    from communique.extraction.gazetteer.frames import Frames, VerbFrame
    from communique.extraction.layout import Sentence
    from communique.model.text import Span

_LEAD = 4
"""Sentences above the first day that may say whose diary it is."""
_GOING = frozenset(
    {
        "visit", "visits", "trip", "travel", "travels", "arrive", "arrives", "arrival", "fly", "flies",
        "flight", "flew", "arrived", "visited", "travelled", "traveled", "departure", "depart", "departs",
        "departed", "leave", "leaves", "left", "stop",
    }
)  # fmt: skip
_LEAVING = frozenset({"departure", "depart", "departs", "departed", "leave", "leaves", "left"})
_WITH = frozenset({"with", "by", "on", "upon", "from", "to", "for"})
_OPENING = frozenset(" \t\n:;,.()-–—*•")


@dataclass(slots=True)
class Diary:
    """Whose it is, its days, and where each day is spent as far as it was told."""

    owner: Referent
    words: Span
    sections: tuple[Section, ...]
    places: dict[int, Located] = field(default_factory=dict)


def find(analysis: Analysis, frames: Frames, sections: tuple[Section, ...]) -> Diary | None:
    """The diary that the dated sections of the text are, if it says whose."""
    if not sections:
        return None
    first = min(one.words.start for one in sections)
    above = [one for one in analysis.sentences if one.span.end <= first and one.zone in READ][-_LEAD:]
    for number, sentence in enumerate(above):
        tokens = analysis.doc[sentence.start : sentence.end]
        if not any(token.lower_.removesuffix("s") in frames.words["diary"] for token in tokens):
            continue
        for later in above[number:]:
            owner = _only(analysis, later)
            if owner is not None:
                return Diary(owner[0], owner[1], sections)
    return None


def _only(analysis: Analysis, sentence: Sentence) -> tuple[Referent, Span] | None:
    """The one person that a sentence names."""
    found: dict[str, tuple[Referent, Span]] = {}
    for token in analysis.doc[sentence.start : sentence.end]:
        for one in analysis.people_at(token):
            found.setdefault(one.id, (one, analysis.span(token.i, token.i + 1)))
    return next(iter(found.values())) if len(found) == 1 else None


def tellings(
    analysis: Analysis, frames: Frames, diary: Diary, sentence: Sentence, told: list[Telling]
) -> list[Telling]:
    """The tellings of a sentence, with what an entry of the diary says without a subject."""
    at = sentence.span.start
    number, section = next(
        (
            (number, one)
            for number, one in reversed(list(enumerate(diary.sections)))
            if one.start <= at + 1 <= one.end or sentence.span.contains(one.words)
        ),
        (-1, None),
    )
    if section is None:
        return told
    start = next(
        (token.i for token in analysis.doc[sentence.start : sentence.end] if token.idx >= section.start),
        sentence.end,
    )
    entry = analysis.doc[start : sentence.end]
    if not len(entry) or _prose(analysis, frames, list(entry)):
        return told
    found = list(_read(analysis, frames, diary, number, sentence, list(entry)))
    own = {one.trigger.i for one in found}
    kept = [one for one in told if one.trigger.i not in own and one.group != "visit"]
    for one in kept:
        if any(child.lower_ == "between" for child in one.trigger.children):
            continue  # it may be his to arrange
        one.parties.people.setdefault(diary.owner.id, diary.words)
    for one in found:
        _date(one, section, analysis.article.published)
    return [*kept, *found]


def _prose(analysis: Analysis, frames: Frames, entry: list[Token]) -> bool:
    """Whether somebody is named before anything is told: "Mr X receives the ambassador"."""
    for token in entry:
        if _cue(analysis, frames, token) is not None:
            return False
        if analysis.people_at(token) and token.dep_ in {"nsubj", "nsubjpass"}:
            return True
    return False


def _lemma(frames: Frames, token: Token) -> str:
    """A word's lemma, for "Met" and "Talks" at the head of a line, too, which the tagger takes for names."""
    if token.pos_ != "PROPN":
        return token.lemma_.lower()
    word = "meet" if token.lower_ == "met" else token.lower_
    known = frames.nouns.keys() | frames.verbs.keys()
    return next(
        (one for one in (word, word.removesuffix("s"), word.removesuffix("ed")) if one in known), word
    )


def _cue(analysis: Analysis, frames: Frames, token: Token) -> str | None:
    """What a word tells of if an entry holds it: going somewhere, or the kind of an encounter."""
    lemma = _lemma(frames, token)
    if token.pos_ not in {"NOUN", "PROPN", "VERB"} or any(
        title.start <= token.i < title.end for title in analysis.titles
    ):
        return None
    if token.lower_ in _GOING:
        return "visit"
    if any(
        child.dep_ in {"nsubj", "nsubjpass"} and child.i < token.i and analysis.people_at(child)
        for child in token.children
    ):
        return None
    noun = frames.nouns.get(lemma)
    if noun is not None and noun.kind in {"meeting", "call"}:
        return noun.kind
    return next(
        (frame.kind for frame in frames.verbs.get(lemma, ()) if _meets(frame)),
        None,
    )


def _meets(frame: VerbFrame) -> bool:
    return frame.kind in {"meeting", "call"} and not frame.joins


def _read(
    analysis: Analysis, frames: Frames, diary: Diary, number: int, sentence: Sentence, entry: list[Token]
) -> Iterator[Telling]:
    """What the words of an entry tell of, one after the other."""
    opened = _place_before(analysis, diary.sections[number], sentence) or _opening_place(analysis, entry)
    if opened is not None:
        token, where = opened
        going = visit(analysis, token, None, "entry:place", _owner(diary), where)
        if going is not None:
            diary.places[number] = where
            yield going
    cues = [(token, kind) for token in entry if (kind := _cue(analysis, frames, token)) is not None]
    for index, (token, kind) in enumerate(cues):
        stop = cues[index + 1][0].i if index + 1 < len(cues) else entry[-1].i + 1
        after = [one for one in entry if token.i < one.i < stop]
        cut = next((one.i for one in after if one.text in {";", "."}), stop)
        after = [one for one in after if one.i < cut]
        if kind == "visit":
            going = _going(analysis, diary, token, after)
            if going is not None:
                diary.places[number] = _where(going)
                yield going
            continue
        telling = _encounter(analysis, frames, diary, token, after)
        if telling is not None:
            telling.place = _told_place(analysis, after) or diary.places.get(number)
            yield telling


def _owner(diary: Diary) -> Parties:
    return Parties(people={diary.owner.id: diary.words})


def _where(going: Telling) -> Located:
    if going.place is not None:
        return going.place
    name, span = next(iter(going.hosts.items()))
    return Located(name, span)


def _opening_place(analysis: Analysis, entry: list[Token]) -> tuple[Token, Located] | None:
    """Belgrade in "12-14 May: Belgrade. Talks": a place at the head of an entry, with a pause behind it."""
    head = [token for token in entry if not token.is_space and token.text not in _OPENING]
    if not head:
        return None
    where = _place(analysis, head[0])
    if where is None:
        return None
    behind = next((token for token in entry if token.idx >= where.span.end), None)
    if behind is not None and behind.text not in {".", ",", ":", ";", "(", "-", "–", "—", "for"}:
        return None
    return head[0], where


def _place_before(analysis: Analysis, section: Section, sentence: Sentence) -> tuple[Token, Located] | None:
    """Belgrade in "Belgrade, 12-14 May: talks"."""
    if not sentence.span.contains(section.words):
        return None
    found = place_before(analysis, sentence.span.start, section.words)
    return (analysis.doc[found.head], Located(found.referents[0], found.span)) if found is not None else None


def _place(analysis: Analysis, token: Token) -> Located | None:
    for one in analysis.places_at(token):
        for reference in analysis.references_at(token):
            if one.id in reference.referents and analysis.country_of(one) is not None:
                return Located(one.id, reference.span)
    return None


def _told_place(analysis: Analysis, after: list[Token]) -> Located | None:
    """Berlin in "lunch with X (Berlin)", "talks with X in Berlin"."""
    for before, token in pairwise(after):
        if before.lower_ in {"in", "at", "("}:
            where = _place(analysis, token)
            if where is not None and analysis.referents[where.referent].kind is Kind.PLACE:
                return where
    return None


def _going(analysis: Analysis, diary: Diary, cue: Token, after: list[Token]) -> Telling | None:
    """A visit to the place behind its word; "leaves Rome for Bonn" leads to Bonn."""
    leaving = cue.lower_ in _LEAVING
    towards = not leaving
    for token in after:
        towards = towards or token.lower_ in {"for", "to"}
        where = _place(analysis, token) if towards else None
        if where is not None:
            return visit(analysis, cue, None, "entry:going", _owner(diary), where)
    return None


def _encounter(
    analysis: Analysis, frames: Frames, diary: Diary, cue: Token, after: list[Token]
) -> Telling | None:
    """The owner with whom an entry names behind its word."""
    lemma = _lemma(frames, cue)
    frame = frames.nouns.get(lemma) if cue.pos_ != "VERB" or lemma not in frames.verbs else None
    kind = None if frame is not None else next(one.kind for one in frames.verbs[lemma] if _meets(one))
    if frame is not None:
        kind = kind_of(analysis, frames, frame, cue)
        following = next((one.lower_ for one in after), "")
        kind = "meeting" if frame.kind == "call" and following in {"on", "upon"} else kind
    if kind not in {"meeting", "call"}:
        return None
    parties = _owner(diary)
    joined = frame is None
    for token in after:
        joined = joined or token.lower_ in _WITH
        for one in analysis.people_at(token) if joined and token.pos_ != "PRON" else ():
            parties.people.setdefault(one.id, analysis.span(token.i, token.i + 1))
    if len(parties.people) == 1 and joined:
        _sides(analysis, diary, after, parties)
    if len(parties) < 2:
        return None
    return Telling(
        kind=kind, trigger=cue, verb=None, sentence=analysis.sentence_of(cue),
        rule=f"entry:{lemma}", parties=parties,
    )  # fmt: skip


def _sides(analysis: Analysis, diary: Diary, after: list[Token], parties: Parties) -> None:
    """The side of who is named by office alone: "meeting with the Prime Minister of Finland"."""
    within = range(after[0].i, after[-1].i + 1) if after else range(0)
    for title in analysis.titles:
        polity = analysis.referents.get(title.polity or "")
        if title.start in within and polity is not None and polity.id != diary.owner.polity:
            parties.sides.setdefault(polity.id, title.span)


def _date(telling: Telling, section: Section, published: date | None) -> None:
    telling.date = Dated(section.days, section.words, OF_HEADING)
    if published is None or section.days.end >= published:
        telling.status, telling.modality = "planned", Modality.PLANNED
