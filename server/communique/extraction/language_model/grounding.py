"""An answer as claims: words found in their sentence, codes among the entities, or dropped and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.extraction import time
from communique.extraction.document import Analysis, Referent
from communique.extraction.gazetteer import office_words
from communique.extraction.language_model.answer import Answer, Holding, Site, Told
from communique.extraction.language_model.known import Known
from communique.extraction.language_model.places import located, mentioned
from communique.extraction.language_model.sheet import Sheet
from communique.extraction.layout import Sentence
from communique.model.claims import (
    Claim,
    Concept,
    Entity,
    Extraction,
    Kind,
    Mention,
    Modality,
    Predicate,
    Ref,
    Text,
    Value,
    When,
)
from communique.model.text import Span

CONFIDENCE = 0.75
"""Of every claim, until a reliability table of the model in use says otherwise."""

_POLITIES = frozenset({Kind.COUNTRY, Kind.ORGANIZATION})
_MODALITY = {
    "planned": Modality.PLANNED, "postponed": Modality.PLANNED, "refused": Modality.DENIED,
    "denied": Modality.DENIED,
}  # fmt: skip


@dataclass(slots=True)
class _Ground:
    analysis: Analysis
    known: Known
    extractor: str
    entities: dict[str, Entity] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    def say(
        self,
        subject: Entity,
        predicate: Predicate,
        value: Value,
        words: Span,
        evidence: Iterable[Sentence],
        rule: str,
        modality: Modality = Modality.STATED,
        *,
        verbatim: bool = False,
        capacity: str | None = None,
    ) -> None:
        self.entities.setdefault(subject.id, subject)
        spans = tuple(dict.fromkeys(one.span for one in evidence))
        claim = Claim(
            self.analysis.article.id, subject.id, predicate, value, words, spans, rule, self.extractor,
            CONFIDENCE, modality,
            verbatim=self.analysis.quote(words) if verbatim else None, capacity=capacity,
        )  # fmt: skip
        self.claims.setdefault(claim.id, claim)

    def refer(self, one: Referent) -> Ref:
        """A reference to somebody of the closed list, who becomes an entity of the extraction."""
        if one.id not in self.entities:
            mentions = tuple(
                Mention(r.span, self.analysis.quote(r.span), r.detector, r.nominal)
                for r in sorted(one.references, key=lambda r: (r.span, r.detector))
            )
            self.entities[one.id] = Entity(
                one.id, one.kind, one.label, tuple(dict.fromkeys(mentions)), one.gazetteer, one.within
            )
        return Ref(one.id)


def ground(
    analysis: Analysis,
    rules: Extraction,
    answers: Sequence[tuple[Sheet, Answer]],
    extractor: str,
    engine: str,
) -> Extraction:
    """The extraction that the answers amount to; its notes count what was dropped, and why."""
    made = _Ground(analysis, Known(rules), extractor)
    for sheet, answer in answers:
        made.refused.update(reason.split(" (")[0] for reason in answer.refused)
        for told in answer.meetings:
            _meeting(made, sheet, told)
        for holding in answer.offices:
            _office(made, sheet, holding)
        for site in answer.bases:
            _base(made, sheet, site)
    claims = tuple(sorted(made.claims.values(), key=lambda c: (c.words, c.subject, c.predicate, c.id)))
    notes = tuple(
        f"{count} of the model's answers dropped: {why}" for why, count in sorted(made.refused.items())
    )
    return Extraction(analysis.article.id, tuple(made.entities.values()), claims, (), engine, notes)


def _meeting(made: _Ground, sheet: Sheet, told: Told) -> None:
    sentences = [sheet.sentences[number] for number in told.sentences if number in sheet.sentences]
    found = located(made.analysis, told.trigger, sentences)
    if found is None:
        made.refused["a meeting whose words do not stand once in its sentences"] += 1
        return
    trigger, sentence = found
    evidence = list(dict.fromkeys((sentence, *sentences)))
    persons = _mentions(made, sheet, told.participants, {Kind.PERSON}, evidence, "a participant")
    sides = _mentions(made, sheet, told.sides, _POLITIES, evidence, "a side")
    if not persons and not sides:
        made.refused["a meeting of nobody"] += 1
        return
    parties = frozenset(one.id for one, _ in (*persons, *sides))
    same = made.known.event(told.kind, sentence.span, parties)
    event = same.entity if same else _fresh(made, Kind.EVENT, trigger)
    rule = f"llm:{told.kind}"
    modality = _MODALITY.get(told.status, Modality.STATED)
    made.say(event, Predicate.KIND, Concept("eventkind", told.kind), trigger, evidence, rule)
    made.say(event, Predicate.STATUS, Concept("status", told.status), trigger, evidence, rule, modality)
    for person, words in persons:
        made.say(
            event, Predicate.PARTICIPANT, made.refer(person), words, _first(evidence, words), rule, modality
        )
    delegations = dict(same.delegations) if same else {}
    for side, words in sides:
        own = delegations.get(side.id)
        delegation = (
            Entity(own, Kind.DELEGATION, f"delegation of {side.label}")
            if own
            else Entity(
                made.analysis.fresh_id(Kind.DELEGATION, words), Kind.DELEGATION, f"delegation of {side.label}"
            )
        )
        first = _first(evidence, words)
        made.say(delegation, Predicate.REPRESENTS, made.refer(side), words, first, rule)
        made.say(event, Predicate.DELEGATION, Ref(delegation.id), words, first, rule, modality)
    _place(made, sheet, told, event, evidence)
    _date(made, told, event, evidence)


def _place(made: _Ground, sheet: Sheet, told: Told, event: Entity, evidence: Sequence[Sentence]) -> None:
    if told.place is None:
        return
    kinds = {Kind.PLACE, Kind.COUNTRY}
    for place, words in _mentions(made, sheet, (told.place,), kinds, evidence, "a place"):
        made.say(
            event, Predicate.PLACE, made.refer(place), words, _first(evidence, words), f"llm:{told.kind}"
        )


def _date(made: _Ground, told: Told, event: Entity, evidence: Sequence[Sentence]) -> None:
    if told.date is None:
        return
    found = located(made.analysis, told.date, evidence)
    if found is None:
        made.refused["a date whose words do not stand once in its sentences"] += 1
        return
    words, _ = found
    direction: time.Direction = "future" if told.status in {"planned", "postponed"} else "past"
    read = [one for one in made.analysis.timexes if one.span.overlaps(words)]
    intervals = (
        one.interval(direction) for one in sorted(read, key=lambda one: one.span.start - one.span.end)
    )
    interval = next((one for one in intervals if one is not None), None)
    if interval is None:
        made.refused["a date that names no day"] += 1
        return
    first = _first(evidence, words)
    made.say(event, Predicate.DATE, When(interval), words, first, f"llm:{told.kind}", verbatim=True)


def _office(made: _Ground, sheet: Sheet, holding: Holding) -> None:
    analysis = made.analysis
    sentence = sheet.sentences.get(holding.sentence)
    found = located(analysis, holding.title, [sentence]) if sentence else None
    if sentence is None or found is None:
        made.refused["an office whose words do not stand once in its sentence"] += 1
        return
    holders = _mentions(made, sheet, (holding.holder,), {Kind.PERSON}, [sentence], "a holder")
    if not holders:
        return
    words = found[0]
    named = _title(analysis, words)
    if named is None:
        made.refused["a title that is no known office"] += 1
        return
    role, title = named
    polity = (
        next(
            iter(
                _mentions(
                    made, sheet, (holding.polity,), _POLITIES, list(sheet.sentences.values()), "a polity"
                )
            ),
            None,
        )
        if holding.polity
        else None
    )
    office = made.known.office(title, polity[0].id if polity else None) or _fresh(
        made, Kind.OFFICE, words, title
    )
    rule = "llm:office"
    made.say(office, Predicate.NAME, Text(title), words, [sentence], rule)
    made.say(office, Predicate.ROLE, Concept("role", role), words, [sentence], rule)
    if polity is not None:
        owner, where = polity
        inside = sentence.span.contains(where)
        made.say(office, Predicate.OFFICE_OF, made.refer(owner), where if inside else words, [sentence], rule)
    holder = holders[0][0]
    made.refer(holder)
    made.say(
        made.entities[holder.id], Predicate.HELD_OFFICE, Ref(office.id), words, [sentence], rule,
        verbatim=True, capacity=holding.capacity,
    )  # fmt: skip


def _title(analysis: Analysis, words: Span) -> tuple[str, str] | None:
    """Role and normalised title of the words: as the rules read them there, else by the words of offices."""
    over = [one for one in analysis.titles if one.span.overlaps(words)]
    if over:
        best = max(over, key=lambda one: min(one.span.end, words.end) - max(one.span.start, words.start))
        return best.role, best.title
    lexicon = office_words.load()
    lows = analysis.quote(words).lower().split()
    heads = [head for index in range(len(lows)) if (head := lexicon.head_at(lows, index)) is not None]
    return (heads[0].role, heads[0].title) if heads else None


def _base(made: _Ground, sheet: Sheet, site: Site) -> None:
    sentence = sheet.sentences.get(site.sentence)
    found = located(made.analysis, site.name, [sentence]) if sentence else None
    if sentence is None or found is None:
        made.refused["a base whose name does not stand once in its sentence"] += 1
        return
    words = found[0]
    name = made.analysis.quote(words)
    base = made.known.base(words, name) or _fresh(made, Kind.BASE, words, name)
    made.say(base, Predicate.NAME, Text(name), words, [sentence], "llm:base")
    made.say(base, Predicate.BASE_KIND, Concept("basekind", site.kind), words, [sentence], "llm:base")
    for predicate, code in ((Predicate.OPERATOR, site.operator), (Predicate.HOST_COUNTRY, site.host)):
        if code is not None:
            kinds = _POLITIES if predicate is Predicate.OPERATOR else {Kind.COUNTRY}
            for polity, where in _mentions(made, sheet, (code,), kinds, [sentence], "the country of a base"):
                made.say(base, predicate, made.refer(polity), where, [sentence], "llm:base")


def _mentions(
    made: _Ground,
    sheet: Sheet,
    codes: Iterable[str],
    kinds: Iterable[Kind],
    sentences: Sequence[Sentence],
    what: str,
) -> list[tuple[Referent, Span]]:
    """Those of the codes that stand for entities of these kinds, with their words in the sentences."""
    found: list[tuple[Referent, Span]] = []
    for code in codes:
        one = sheet.referents.get(code)
        if one is None or one.kind not in kinds:
            made.refused[f"{what} that is not in the list"] += 1
            continue
        reference = mentioned(one, sentences)
        if reference is None:
            made.refused[f"{what} whom the sentences do not mention"] += 1
            continue
        found.append((one, reference.span))
    return found


def _first(evidence: Sequence[Sentence], words: Span) -> list[Sentence]:
    """The evidence with the sentence of the words first."""
    return sorted(evidence, key=lambda one: not one.span.contains(words))


def _fresh(made: _Ground, kind: Kind, words: Span, label: str | None = None) -> Entity:
    quote = made.analysis.quote(words)
    mention = Mention(words, quote, "llm", nominal=kind is not Kind.BASE)
    return Entity(made.analysis.fresh_id(kind, words), kind, label or quote, (mention,))
