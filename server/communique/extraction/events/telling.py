"""One place in the text that tells of an event; consolidation joins them into events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.model.claims import Modality
from communique.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from communique.extraction.events.event import Dated, Located
    from communique.extraction.layout import Sentence

TALKS = frozenset({"meeting", "summit", "conference", "press-conference"})
FAILED = frozenset({"cancelled", "postponed", "refused", "denied"})
SUMMITRY = frozenset({"summit", "conference"})
"""Kinds with many sides."""
_BYGONE = frozenset({"recent", "previous", "earlier", "last", "past"})
"""Adjectives of an event that is not the one at hand."""
_SOON = 2
"""Sentences after a plan in which it may be said to have failed."""


@dataclass(slots=True)
class Parties:
    """Who takes part: persons and sides (countries, organisations) by id, with the words they were read from.

    ``parts`` says which part a person plays where it is not simply participant.
    """

    people: dict[str, Span] = field(default_factory=dict)
    sides: dict[str, Span] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    unnamed: bool = False
    """Somebody else took part whom the words do not identify ("opposition leaders")."""
    officials: bool = False
    """These act for some government: "senior officials", "government leaders"."""

    def add(self, other: Parties, part: str | None = None) -> None:
        """Take over what ``other`` has; the first words for somebody stay."""
        for name, span in other.people.items():
            self.people.setdefault(name, span)
            if part:
                self.parts.setdefault(name, part)
        for name, span in other.sides.items():
            self.sides.setdefault(name, span)
        self.parts.update({k: v for k, v in other.parts.items() if k not in self.parts})
        self.unnamed = self.unnamed or other.unnamed
        self.officials = self.officials or other.officials

    def __len__(self) -> int:
        return len(self.people) + len(self.sides)


@dataclass(slots=True, eq=False)
class Telling:
    """What one verb or noun tells of an event.

    ``verb`` is the clause's verb, ``hosts`` the ids of the countries visited, ``within`` the trigger of the
    event it is said to be part of, ``anchor`` the place's word where one verb has several, ``days`` how long
    it lasts if told, negative where the date is the last day. ``definite``: the words point back ("the
    talks"). ``soft``: talks or a call, the words do not say ("discussed"). ``weak``: the word often tells of
    something else. ``vague``: the words say neither when nor whether ("the first premier to visit").
    ``pair``: two persons whom the words do not name ("they met"). ``joins``: more people for an event told
    before. ``shared``: one of several countries on one tour, whose date is the tour's. ``alone``: who
    tells of talks and not with whom they were ("said after talks in Moscow").
    """

    kind: str
    trigger: Token
    verb: Token | None
    sentence: Sentence
    rule: str
    parties: Parties
    status: str = "held"
    modality: Modality = Modality.STATED
    hosts: dict[str, Span] = field(default_factory=dict)
    place: Located | None = None
    date: Dated | None = None
    days: int | None = None
    definite: bool = False
    soft: bool = False
    shared: bool = False
    vague: bool = False
    weak: bool = False
    pair: bool = False
    joins: bool = False
    plural: bool = False
    multilateral: bool = False
    said_by: str | None = None
    described_as: list[tuple[str, Span]] = field(default_factory=list)
    topics: list[tuple[str, Span]] = field(default_factory=list)
    alone: dict[str, Span] = field(default_factory=dict)
    within: Token | None = None
    anchor: Token | None = None
    confidence: float = 0.8

    @property
    def group(self) -> str:
        """call, visit, or talks (all that is face to face)."""
        return "talks" if self.kind in TALKS else self.kind

    def sentence_tokens(self) -> Iterator[Token]:
        """The tokens of its sentence."""
        return iter(self.trigger.doc[self.sentence.start : self.sentence.end])

    @property
    def pluperfect(self) -> bool:
        """Whether it is told as of an earlier time: "had met"."""
        verb = self.verb if self.verb is not None else self.trigger
        return any(child.dep_ == "aux" and child.lower_ in {"had", "'d"} for child in verb.children)

    @property
    def ever_since(self) -> bool:
        """ "Have held talks since 1991": many times, and not just where the article was written."""
        verb = self.verb if self.verb is not None else self.trigger
        perfect = any(child.dep_ == "aux" and child.lower_ in {"has", "have"} for child in verb.children)
        return perfect and any(token.lower_ == "since" for token in verb.subtree)

    @property
    def span(self) -> Span:
        """The characters of the trigger."""
        return Span(self.trigger.idx, self.trigger.idx + len(self.trigger))


def called_off(tellings: Iterable[Telling], planned: Telling) -> str | None:
    """How what was planned came to nothing: "was to meet X, but the encounter was called off"."""
    for telling in tellings:
        after = 0 <= telling.sentence.index - planned.sentence.index <= _SOON
        said = telling.verb is not None and telling.trigger.dep_ in {"nsubj", "nsubjpass"}
        if after and said and telling.trigger.i > planned.trigger.i and telling.status in FAILED:
            return telling.status
    return None


def bygone(tellings: Iterable[Telling]) -> bool:
    """Whether an event is told as one of before: "her recent visit", "their last talks"."""
    return all(any(child.lower_ in _BYGONE for child in one.trigger.children) for one in tellings)
