"""One article under analysis: what the stages of the pipeline share.

Token offsets are article offsets: ``token.idx`` of every token of ``Analysis.doc`` indexes
``article.text`` (the parsed copy has the same length; only single characters are exchanged:
curly quotation marks, no-break spaces, control and zero-width characters, line breaks inside a
paragraph). Words are always quoted from ``article.text``, never from the doc.

Who fills what, in order::

    text         zones, sentences, words               (zones, dateline: ``layout``)
    polities     references to countries, organisations, places
    titles, mentions -> titles, names of persons
    coreference  referents, references, quotes
    time         timexes
    events, offices, bases -> Finding, each by its ``find``
    claims       Findings and referents -> Extraction

How to ask it things::

    analysis.reference_at(token)        -> the longest Reference that covers the token, or None
    analysis.references_at(token)       -> all of them, longest first (a demonym inside a titled name ...)
    analysis.people_at(token)           -> persons the token stands for: name, title + name, "he", "who",
                                           "the minister", "the two leaders" (several); () if none
    analysis.polities_at(token)         -> countries and organisations: "Syria", "Syrian", "the Kremlin",
                                           "the Russian side"; not those inside a person's title
    analysis.places_at(token)           -> places and countries as locations: "Moscow", "Syria"
    analysis.polity_of(person)          -> the country or organisation Referent the person acts for, or None
    analysis.sentence_of(token or span) -> the Sentence
    analysis.fresh_id(kind, span)       -> an id for a new entity, unique in the article
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.extraction.layout import Dateline, Quotes, Sentence, Zone
from communique.model.claims import Entity, Kind, Modality, Predicate, Value
from communique.model.text import Article, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from communique.extraction.time import Timex
    from communique.extraction.words import Word


@dataclass(frozen=True, slots=True)
class Title:
    """Words that name an office, with or without its holder.

    ``start:end`` are the tokens of the whole phrase ("then-Russian Foreign Minister"), ``span`` its
    characters. ``role`` is the key of a role concept (``foreign-minister``), ``title`` normalised English
    ("Minister of Foreign Affairs"), ``polity`` the id of the country or organisation that the words
    name. ``capacity``: current, former, acting, interim, designate, outgoing, late. ``plural`` titles
    ("foreign ministers") have several holders. ``holders`` are the ids of persons. ``implied_by`` says
    what a polity was concluded from that the words do not name.
    """

    start: int
    end: int
    span: Span
    role: str
    title: str
    polity: str | None = None
    capacity: str = "current"
    plural: bool = False
    holders: tuple[str, ...] = ()
    rule: str = "title"
    implied_by: str | None = None
    body: Span | None = None
    """The name of an organisation that is in no gazetteer, where no polity is named ("Hamas leader")."""
    owner: str | None = None
    """"the", "a", or the possessive pronoun before it ("his Russian counterpart")."""

    @property
    def definite(self) -> bool:
        """Whether an article or pronoun before it says that a certain holder is meant."""
        return self.owner is not None and self.owner not in {"a", "an"}


@dataclass(slots=True, eq=False)
class Referent:
    """Somebody or something the article speaks of.

    ``polity`` is the id of the country or organisation that a person acts for, ``roles`` the role
    concepts held. ``gender`` is "m", "f" or None (unknown). ``gazetteer`` and ``within`` as in
    ``model.claims.Entity``. ``references`` in text order. A country that is only implied has none.
    """

    id: str
    kind: Kind
    label: str
    gazetteer: str | None = None
    within: str | None = None
    polity: str | None = None
    roles: set[str] = field(default_factory=set)
    gender: str | None = None
    references: list[Reference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that stand for one referent, or several ("the two leaders").

    Tokens ``start:end`` cover the whole phrase (title and name), ``head`` is its syntactic head.
    ``span`` covers the name alone, or the phrase if it names nobody. ``nominal`` phrases refer without naming
    ("he", "the minister"). ``detector`` names the rule: for polities ``country``, ``demonym``,
    ``seat`` ("the Kremlin"), ``capital`` ("Moscow" for its government), ``organization``, ``side`` ("the
    Russian delegation", "Chinese officials"). ``of_title`` marks a polity inside an office title.
    ``referents`` are ids.
    """

    start: int
    end: int
    head: int
    span: Span
    referents: tuple[str, ...]
    detector: str
    nominal: bool = False
    certainty: float = 1.0
    of_title: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim in the making: a ``Claim`` without article, subject and extractor; same meaning of fields."""

    predicate: Predicate
    object: Value
    words: Span
    evidence: tuple[Span, ...]
    rule: str
    confidence: float = 0.9
    modality: Modality = Modality.STATED
    said_by: str | None = None
    implied_by: str | None = None
    verbatim: str | None = None
    capacity: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A new entity (event, delegation, office, base, remark), or a known one, and what is said of it.

    ``facts`` refer to other entities by their ids (``Ref``): those of referents or of other findings.
    """

    entity: Entity
    facts: tuple[Fact, ...]


@dataclass(slots=True, eq=False)
class Analysis:
    """All that is known of one article so far; the module's docstring says how to ask it."""

    article: Article
    doc: Doc
    zones: tuple[Zone, ...]
    sentences: tuple[Sentence, ...]
    dateline: Dateline | None = None
    words: tuple[Word, ...] = ()
    """Words as the title and name grammar reads them (``words``)."""
    titles: list[Title] = field(default_factory=list)
    referents: dict[str, Referent] = field(default_factory=dict)
    timexes: tuple[Timex, ...] = ()
    dateline_place: str | None = None
    dateline_country: str | None = None
    author: str | None = None
    """Id of the person whose statement the text is ("I" outside of quotations)."""
    quotes: Quotes | None = None
    """Quotations with the ids of their speakers: ``quotes.at(offset)``."""
    notes: list[str] = field(default_factory=list)
    shouted: bool = False
    """Whether the whole text stands in capitals; the parsed copy has small letters then."""
    text: str = ""
    """The parsed copy (``doc.text``, which spaCy joins anew at each call)."""
    _by_token: dict[int, list[Reference]] = field(default_factory=dict)
    _sentence_of: list[int] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.text = self.doc.text
        self._sentence_of = [0] * len(self.doc)
        for sentence in self.sentences:
            for index in range(sentence.start, sentence.end):
                self._sentence_of[index] = sentence.index

    # places in the text

    def sentence_of(self, where: Token | Reference | Title | int) -> Sentence:
        """The sentence that a token, reference, title or token index lies in."""
        if isinstance(where, int):
            index = where
        elif isinstance(where, Reference | Title):
            index = where.start
        else:
            index = where.i
        return self.sentences[self._sentence_of[index]]

    def span(self, start: int, end: int) -> Span:
        """The characters of the tokens ``start:end``, without white space at the ends."""
        while end - start > 1 and self.doc[end - 1].is_space:
            end -= 1
        last = self.doc[end - 1]
        return Span(self.doc[start].idx, last.idx + len(last))

    def quote(self, span: Span) -> str:
        """The article's own words at ``span``."""
        return self.article.quote(span)

    # who and what

    def add(self, referent: Referent) -> Referent:
        """Make a referent known; its id must be new."""
        self.referents[referent.id] = referent
        self._ids.add(referent.id)
        return referent

    def refer(self, reference: Reference) -> None:
        """Make a reference known to its referents and its tokens."""
        for name in reference.referents:
            self.referents[name].references.append(reference)
        for index in range(reference.start, reference.end):
            found = self._by_token.setdefault(index, [])
            found.append(reference)
            found.sort(key=lambda one: (one.start - one.end, one.start))

    def withdraw(self, reference: Reference) -> None:
        """Forget a reference."""
        for name in reference.referents:
            self.referents[name].references.remove(reference)
        for index in range(reference.start, reference.end):
            self._by_token[index].remove(reference)

    def of_kind(self, *kinds: Kind) -> Iterator[Referent]:
        """All referents of these kinds, in order of first appearance."""
        return (one for one in self.referents.values() if one.kind in kinds)

    def references_at(self, token: Token | int) -> tuple[Reference, ...]:
        """All references that cover the token, longest first."""
        return tuple(self._by_token.get(token if isinstance(token, int) else token.i, ()))

    def reference_at(self, token: Token | int) -> Reference | None:
        """The longest reference that covers the token."""
        found = self.references_at(token)
        return found[0] if found else None

    def people_at(self, token: Token | int) -> tuple[Referent, ...]:
        """The persons that the token, as part of a name or phrase, stands for."""
        for reference in self.references_at(token):
            people = [self.referents[name] for name in reference.referents]
            if all(one.kind is Kind.PERSON for one in people):
                return tuple(people)
        return ()

    def polities_at(self, token: Token | int) -> tuple[Referent, ...]:
        """Countries and organisations that the token stands for as an actor; none inside a title."""
        return self._of_kinds(token, {Kind.COUNTRY, Kind.ORGANIZATION}, skip_titles=True)

    def places_at(self, token: Token | int) -> tuple[Referent, ...]:
        """Places and countries that the token names as a location (no demonyms)."""
        found = self._of_kinds(token, {Kind.PLACE, Kind.COUNTRY}, skip_titles=True, skip={"demonym", "side"})
        places = tuple(one for one in found if one.kind is Kind.PLACE)
        return places or found

    def _of_kinds(
        self, token: Token | int, kinds: set[Kind], *, skip_titles: bool, skip: Iterable[str] = ()
    ) -> tuple[Referent, ...]:
        found: list[Referent] = []
        for reference in self.references_at(token):
            if (skip_titles and reference.of_title) or reference.detector in skip:
                continue
            for name in reference.referents:
                one = self.referents[name]
                if one.kind in kinds and one not in found:
                    found.append(one)
        return tuple(found)

    def polity_of(self, person: Referent) -> Referent | None:
        """The country or organisation that a person acts for, as far as the article tells."""
        return self.referents.get(person.polity) if person.polity else None

    def country_of(self, place: Referent) -> Referent | None:
        """The country that a place lies in, or the country itself."""
        if place.kind is Kind.COUNTRY:
            return place
        return self.referents.get(place.within.replace("/", "-")) if place.within else None

    def country(self, key: str, label: str) -> Referent:
        """The referent of a country (``country/syria``), made without mention if nothing names it."""
        known = self.referents.get(key.replace("/", "-"))
        if known is not None:
            return known
        return self.add(Referent(key.replace("/", "-"), Kind.COUNTRY, label, gazetteer=key))

    def fresh_id(self, kind: Kind, span: Span) -> str:
        """``event-120-134``, with ``-2``, ``-3`` behind it if that is taken."""
        name = base = f"{kind}-{span.start}-{span.end}"
        count = 1
        while name in self._ids:
            count += 1
            name = f"{base}-{count}"
        self._ids.add(name)
        return name
