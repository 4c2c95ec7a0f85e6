"""A synthetic corpus whose truth is known: people, their offices, events, and articles with noisy claims.

``world(World(...), seed)`` is deterministic. Spellings come from ``spellings.yaml``, which the resolver does not
read. Every member is tagged with the kind of noise its report carries, so that scores can be given by kind.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

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
from communique.model.identity import Member
from communique.model.text import Article, Span
from communique.model.when import Interval

TABLE = Path(__file__).with_name("spellings.yaml")
SHARED_ROLES = ("ambassador", "envoy", "adviser", "spokesperson", "legislator", "governor", "chief-of-staff")
PERSON_NOISE = (
    ("as usual", 0.52), ("another spelling", 0.21), ("misprint", 0.06), ("family name, office", 0.09), ("initial", 0.03),
    ("other order", 0.02), ("longer form", 0.04), ("no office", 0.03),
)  # fmt: skip
DATE_NOISE = (("exact", 0.80), ("month", 0.07), ("no date", 0.04), ("days off", 0.06), ("month off", 0.03))


@dataclass(frozen=True, slots=True)
class World:
    """How large the world is. ``hub`` is the share of articles in which one person appears."""

    people: int = 2000
    events: int = 5000
    articles: int = 10000
    namesakes: float = 0.05
    hub: float = 0.0
    first: date = date(2022, 1, 1)
    days: int = 1000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody; ``region`` indexes the table. ``tag`` says whether there is a namesake or kin."""

    id: int
    given: str
    surname: str
    region: str
    country: str
    role: str
    tag: str = "alone"


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as it was."""

    id: int
    kind: str
    day: date
    days: int
    people: tuple[int, ...]
    city: str | None
    country: str | None


@dataclass(slots=True)
class Corpus:
    """Articles with extractions; the truth by member, the noise by member."""

    articles: list[Article] = field(default_factory=list)
    extractions: list[Extraction] = field(default_factory=list)
    persons: dict[Member, int] = field(default_factory=dict)
    events: dict[Member, int] = field(default_factory=dict)
    noise: dict[Member, str] = field(default_factory=dict)
    people: Sequence[Person] = ()


def table() -> dict[str, Any]:
    """The spellings by region, and the roles."""
    loaded: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return loaded


def pick(chance: random.Random, weighted: Sequence[tuple[str, float]]) -> str:
    """One of several, by weight."""
    names, weights = zip(*weighted, strict=True)
    return str(chance.choices(names, weights)[0])


def populate(world: World, names: Mapping[str, Any], chance: random.Random) -> list[Person]:
    """People with offices; some share a family name and country, some their whole name."""
    regions = [region for region in names if region != "roles"]
    countries = [(region, country) for region in regions for country in names[region]["countries"]]
    seats = {country: [r for r in names["roles"] if r not in SHARED_ROLES] for _, country in countries}
    people: list[Person] = []
    taken: set[tuple[str, str]] = set()
    while len(people) < world.people:
        region, country = chance.choice(countries)
        lists = names[region]
        special = chance.random() < world.namesakes and len(people) > 10
        model = chance.choice(people) if special else None
        if model is not None and chance.random() < 0.5:
            region, tag = model.region, "namesake"
            lists = names[region]
            country = chance.choice([c for c in lists["countries"] if c != model.country])
            given, surname = model.given, model.surname
        elif model is not None:
            region, country, tag = model.region, model.country, "kin"
            lists = names[region]
            given, surname = chance.choice(list(lists["given"])), model.surname
        else:
            tag = "alone"
            given = chance.choice(list(lists["given"]))
            surname = (
                chance.choice(lists["article"][:1])
                + chance.choice(lists["roots"])
                + chance.choice(lists["suffixes"])
            )
        if (given, surname) in taken and tag != "namesake":
            continue
        taken.add((given, surname))
        free = seats[country]
        role = (
            free.pop(chance.randrange(len(free)))
            if free and chance.random() < 0.7
            else chance.choice(SHARED_ROLES)
        )
        people.append(Person(len(people), given, surname, region, country, role, tag))
    return people


def happenings(world: World, people: Sequence[Person], chance: random.Random) -> list[Happening]:
    """Events; a third of the visits come with talks, a fifth of the pairs meet again."""
    weights = [1 / (rank + 12) ** 0.7 for rank in range(len(people))]
    found: list[Happening] = []
    pairs: list[tuple[int, int]] = []
    while len(found) < world.events:
        if pairs and chance.random() < 0.2:
            one, other = pairs[chance.randrange(len(pairs))]
        else:
            one, other = chance.choices(range(len(people)), weights, k=2)
            if world.hub and chance.random() < world.hub:
                one = 0
        if people[one].country == people[other].country:
            continue
        pairs.append((one, other))
        day = world.first + timedelta(days=chance.randrange(world.days))
        kind = pick(chance, (("meeting", 0.5), ("call", 0.2), ("visit", 0.22), ("summit", 0.08)))
        host = people[other].country
        city = None if kind == "call" else f"{host}-{chance.choice(('capital', 'port'))}"
        country = host if city else None
        party: tuple[int, ...] = (one, other)
        if kind == "visit":
            party = (one,)
            if chance.random() < 0.33 and len(found) + 1 < world.events:
                found.append(Happening(len(found), "meeting", day, 1, (one, other), city, country))
        if kind == "summit":
            third = chance.randrange(len(people))
            party = (one, other, third) if third not in (one, other) else party
        days = chance.choice((1, 1, 2, 3)) if kind in ("visit", "summit") else 1
        found.append(Happening(len(found), kind, day, days, party, city, country))
    return found


class Writer:
    """Writes one article."""

    def __init__(self, names: Mapping[str, Any], chance: random.Random, published: date, outlet: str) -> None:
        self.names, self.chance, self.published, self.outlet = names, chance, published, outlet
        self.words: list[str] = [f"Report {chance.getrandbits(64):x} of {outlet}."]
        self.length = len(self.words[0])
        self.entities: dict[str, Entity] = {}
        self.drafts: list[tuple[str, Predicate, Value, Span, dict[str, Any]]] = []
        self.people: dict[int, str] = {}
        self.told: dict[int, str] = {}
        self.noise: dict[str, str] = {}

    def say(self, words: str) -> Span:
        """Put words into the text."""
        start = self.length + 1
        self.words.append(words)
        self.length = start + len(words)
        return Span(start, self.length)

    def claim(self, subject: str, predicate: Predicate, value: Value, span: Span, **more: Any) -> None:
        """A claim to be made when the text is whole."""
        self.drafts.append((subject, predicate, value, span, more))

    def country(self, name: str) -> str:
        """A country of the gazetteer."""
        local = f"country-{name}"
        self.entities.setdefault(
            local, Entity(local, Kind.COUNTRY, name.title(), gazetteer=f"country/{name}")
        )
        return local

    def person(self, person: Person) -> str:
        """A person in one of many forms; once an article."""
        if person.id in self.people:
            return self.people[person.id]
        noise = pick(self.chance, PERSON_NOISE)
        printed = self.spelled(person, noise)
        span = self.say(printed)
        local = f"person-{span.start}-{span.end}"
        self.entities[local] = Entity(local, Kind.PERSON, printed, (Mention(span, printed, "bench"),))
        self.claim(local, Predicate.NAME, Text(printed), span)
        self.people[person.id], self.noise[local] = local, noise
        if noise == "no office":
            return local
        office = f"office-{person.role}-{person.country}"
        named = self.chance.random() < 0.93 or noise == "family name, office"
        if not named:
            office = f"office-{person.role}-{person.id}"
        words = self.say(person.role)
        if office not in self.entities:
            self.entities[office] = Entity(office, Kind.OFFICE, person.role.replace("-", " ").title())
            self.claim(office, Predicate.ROLE, Concept("role", person.role), words)
            if named:
                self.claim(office, Predicate.OFFICE_OF, Ref(self.country(person.country)), words)
        self.claim(local, Predicate.HELD_OFFICE, Ref(office), words, capacity="current")
        return local

    def spelled(self, person: Person, noise: str) -> str:
        """A name with noise."""
        lists, chance = self.names[person.region], self.chance
        given, surname = person.given, person.surname
        if noise == "another spelling":
            given = chance.choice([given, *(lists["given"][given] or ())])
            surname = respelled(surname, lists, chance)
        elif noise == "misprint":
            surname = misprinted(surname, chance)
        elif noise == "initial":
            given = f"{given[0]}."
        elif noise == "longer form":
            given = f"{given} {chance.choice(list(lists['given']))}"
        elif noise == "family name, office":
            return surname
        swap = bool(lists.get("swap"))
        if noise == "other order":
            swap = not swap
        return f"{surname} {given}" if swap else f"{given} {surname}"

    def event(self, happening: Happening, people: Sequence[Person]) -> None:
        """A report of an event, with some of what was, and some mistakes."""
        chance, ahead = self.chance, happening.day > self.published
        span = self.say(happening.kind)
        local = f"event-{span.start}-{span.end}"
        self.entities[local] = Entity(local, Kind.EVENT, happening.kind)
        self.told[happening.id] = local
        status, modality = ("planned", Modality.PLANNED) if ahead else ("held", Modality.STATED)
        self.claim(local, Predicate.KIND, Concept("eventkind", happening.kind), span)
        self.claim(local, Predicate.STATUS, Concept("status", status), span, modality=modality)
        for number, one in enumerate(happening.people):
            if number and chance.random() < 0.08:
                self.side(local, people[one].country, span)
                continue
            part = Predicate.VISITOR if happening.kind == "visit" else Predicate.PARTICIPANT
            self.claim(local, part, Ref(self.person(people[one])), span, modality=modality)
        if happening.kind == "visit" and happening.country:
            self.side(local, happening.country, span)
        if happening.city and happening.country and chance.random() < 0.75:
            self.place(local, happening.city, happening.country, span)
        self.noise[local] = self.date(local, happening)

    def side(self, event: str, country: str, span: Span) -> None:
        """A side without a name."""
        local = f"delegation-{event}-{country}"
        self.entities[local] = Entity(local, Kind.DELEGATION, f"delegation of {country}")
        self.claim(local, Predicate.REPRESENTS, Ref(self.country(country)), span)
        self.claim(event, Predicate.DELEGATION, Ref(local), span)

    def place(self, event: str, city: str, country: str, span: Span) -> None:
        """Where it was."""
        local = f"place-{city}"
        self.country(country)
        self.entities[local] = Entity(
            local, Kind.PLACE, city.title(), gazetteer=f"place/{city}", within=f"country/{country}"
        )
        self.claim(event, Predicate.PLACE, Ref(local), span)

    def date(self, event: str, happening: Happening) -> str:
        """When it was: exact, vague or wrong; returns which."""
        noise = pick(self.chance, DATE_NOISE)
        start = happening.day
        if noise == "days off":
            start += timedelta(days=self.chance.choice((-3, -2, -1, 1, 2, 3)))
        elif noise == "month off":
            start += timedelta(days=self.chance.choice((-30, 30)))
        interval = Interval(start, start + timedelta(days=happening.days - 1), lasting=happening.days > 1)
        if noise == "month":
            interval = Interval.month(start.year, start.month)
        if noise != "no date":
            self.claim(event, Predicate.DATE, When(interval), self.say(interval.edtf))
        return noise

    def finish(self) -> tuple[Article, Extraction]:
        """The article and what was extracted from it."""
        article = Article(" ".join(self.words), published=self.published, publisher=self.outlet)
        claims = tuple(
            Claim(article.id, subject, predicate, value, span, (Span(0, len(article.text)),), "bench", **more)
            for subject, predicate, value, span, more in self.drafts
        )
        return article, Extraction(article.id, tuple(self.entities.values()), claims)


def respelled(surname: str, lists: Mapping[str, Any], chance: random.Random) -> str:
    """A family name as another agency writes it."""
    for article in lists["article"]:
        if article and surname.startswith(article):
            surname = chance.choice(lists["article"]) + surname.removeprefix(article)
            break
    letters = [(old, new) for old, news in lists["letters"].items() if old in surname for new in news]
    for old, new in chance.sample(letters, min(len(letters), chance.choice((1, 1, 2)))):
        surname = surname.replace(old, new, 1)
    return surname


def misprinted(surname: str, chance: random.Random) -> str:
    """A family name with one letter left out, doubled or in the wrong place."""
    at = chance.randrange(max(1, len(surname) - 3), len(surname)) if len(surname) > 3 else len(surname) - 1
    fault = chance.randrange(3) if len(surname) > 4 else 1
    if fault == 0 and len(surname) > 4:
        return surname[:at] + surname[at + 1 :]
    if fault == 1:
        return surname[:at] + surname[at] + surname[at:]
    return surname[: at - 1] + surname[at] + surname[at - 1] + surname[at + 1 :] if at else surname


def world(size: World, seed: int = 1) -> Corpus:
    """The whole corpus."""
    chance, names = random.Random(seed), table()
    people = populate(size, names, chance)
    events = happenings(size, people, chance)
    told: dict[int, list[Happening]] = {}
    for event in events:
        for _ in range(chance.choices((1, 2, 3, 4, 5, 6), (30, 25, 18, 13, 8, 6))[0]):
            lag = -chance.randrange(1, 8) if chance.random() < 0.1 else chance.randrange(4)
            told.setdefault((event.day + timedelta(days=lag)).toordinal(), []).append(event)
    corpus = Corpus(people=people)
    articles = size.articles
    reports = [(day, event) for day, found in sorted(told.items()) for event in found]
    shares = len(reports) / articles
    at = 0.0
    while int(at) < len(reports):
        chosen = reports[int(at) : max(int(at) + 1, int(at + shares))]
        at += max(shares, 1.0) if int(at + shares) == int(at) else shares
        for ordinal in sorted({day for day, _ in chosen}):
            writer = Writer(names, chance, date.fromordinal(ordinal), f"outlet {chance.randrange(60)}")
            for event in dict.fromkeys(event for when, event in chosen if when == ordinal):
                writer.event(event, people)
            _file(corpus, writer)
    while len(corpus.articles) < articles:
        day = size.first + timedelta(days=chance.randrange(size.days))
        writer = Writer(names, chance, day, f"outlet {chance.randrange(60)}")
        for person in chance.sample(people, 3):
            writer.person(person)
        _file(corpus, writer)
    return corpus


def _file(corpus: Corpus, writer: Writer) -> None:
    article, extraction = writer.finish()
    corpus.articles.append(article)
    corpus.extractions.append(extraction)
    for person, local in writer.people.items():
        corpus.persons[Member(article.id, local)] = person
    for event, local in writer.told.items():
        corpus.events[Member(article.id, local)] = event
    for local, noise in writer.noise.items():
        corpus.noise[Member(article.id, local)] = noise
