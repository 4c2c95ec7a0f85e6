"""Extractions made from annotated records, so that resolution is tested without extraction."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

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

WEEK = date(2025, 3, 10)
SHARED = Path(__file__).parents[4] / "shared" / "articles"
ROLES = {
    "Minister of Foreign Affairs": "foreign-minister",
    "Minister of Defence": "defence-minister",
    "Deputy Minister of Foreign Affairs": "deputy-foreign-minister",
    "President": "president",
    "Vice President": "vice-president",
    "Prime Minister": "prime-minister",
    "Secretary of State": "foreign-minister",
    "Head of the Foreign Minister's Office": "senior-official",
    "Senior diplomatic adviser": "adviser",
    "Director of the General Intelligence Service": "intelligence-chief",
}


@dataclass(slots=True)
class Draft:
    """One article's extraction in the making."""

    article: Article
    entities: dict[str, Entity]
    claims: list[Claim]

    def span(self, words: str) -> Span:
        """Where the words stand; the first character of the text if they do not."""
        at = self.article.text.find(words)
        return Span(at, at + len(words)) if at >= 0 else Span(0, 1)

    def claim(self, subject: str, predicate: Predicate, value: Value, words: str, **more: Any) -> None:
        """Add a claim that rests on some words."""
        span = self.span(words)
        self.claims.append(Claim(self.article.id, subject, predicate, value, span, (span,), "gold", **more))

    def country(self, name: str) -> str:
        """The local id of a country or organisation."""
        slug = name.casefold().replace(" ", "-")
        kind = Kind.ORGANIZATION if slug in ("arab-league", "european-union") else Kind.COUNTRY
        local = f"{kind.value}-{slug}"
        self.entities.setdefault(local, Entity(local, kind, name, gazetteer=f"{kind.value}/{slug}"))
        return local

    def place(self, name: str, country: str | None) -> str:
        """The local id of a city."""
        local = f"place-{name.casefold()}"
        within = f"country/{country.casefold()}" if country else None
        key = f"place/{name.casefold()}"
        self.entities.setdefault(local, Entity(local, Kind.PLACE, name, gazetteer=key, within=within))
        return local

    def extraction(self) -> Extraction:
        """The finished extraction."""
        return Extraction(self.article.id, tuple(self.entities.values()), tuple(self.claims))


def people(draft: Draft, record: Mapping[str, Any]) -> dict[str, str]:
    """Persons with their names and offices; returns local ids by name."""
    ids: dict[str, str] = {}
    for person in record["persons"]:
        span = draft.span(person["name"])
        local = ids[person["name"]] = f"person-{span.start}-{span.end}-{len(ids)}"
        names = dict.fromkeys([person["name"], *person["aliases"]])
        mentions = tuple(Mention(draft.span(name), name, "gold") for name in names)
        draft.entities[local] = Entity(local, Kind.PERSON, person["name"], mentions)
        for name in names:
            draft.claim(local, Predicate.NAME, Text(name), name)
    for office in record["offices"]:
        local = f"office-{office['title']}-{office['polity']}"
        draft.entities.setdefault(local, Entity(local, Kind.OFFICE, office["title"]))
        words = office["as_written"]
        draft.claim(local, Predicate.ROLE, Concept("role", ROLES[office["title"]]), words)
        if office["polity"]:
            draft.claim(local, Predicate.OFFICE_OF, Ref(draft.country(office["polity"])), words)
        capacity = {"acting": "interim"}.get(office["status"], office["status"])
        draft.claim(ids[office["holder"]], Predicate.HELD_OFFICE, Ref(local), words, capacity=capacity)
    return ids


def events(draft: Draft, record: Mapping[str, Any], ids: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Meetings; yields local ids with their records."""
    for number, meeting in enumerate(record["meetings"]):
        evidence = meeting["evidence"]
        words = evidence[0] if isinstance(evidence, list) else evidence
        span = draft.span(words)
        local = f"event-{span.start}-{span.end}-{number}"
        draft.entities[local] = Entity(local, Kind.EVENT, meeting["kind"])
        planned = Modality.PLANNED if meeting["status"] == "planned" else Modality.STATED
        draft.claim(local, Predicate.KIND, Concept("eventkind", meeting["kind"]), words)
        draft.claim(local, Predicate.STATUS, Concept("status", meeting["status"]), words, modality=planned)
        for name in meeting["participants"]:
            draft.claim(local, Predicate.PARTICIPANT, Ref(ids[name]), words, modality=planned)
        for side in meeting["delegations"]:
            delegation = f"delegation-{number}-{side}"
            draft.entities[delegation] = Entity(delegation, Kind.DELEGATION, f"delegation of {side}")
            draft.claim(delegation, Predicate.REPRESENTS, Ref(draft.country(side)), words)
            draft.claim(local, Predicate.DELEGATION, Ref(delegation), words)
        if meeting["place"]:
            place = draft.place(meeting["place"], meeting["country"])
            draft.claim(local, Predicate.PLACE, Ref(place), words)
        elif meeting["country"]:
            draft.claim(local, Predicate.PLACE, Ref(draft.country(meeting["country"])), words)
        when = meeting["date"]
        if when["start"] and when["precision"] != "unknown":
            interval = Interval(
                date.fromisoformat(when["start"]), date.fromisoformat(when["end"]), when["precision"]
            )
            draft.claim(local, Predicate.DATE, When(interval), words)
        yield local, meeting


def bases(draft: Draft, record: Mapping[str, Any]) -> None:
    """Bases that have a name."""
    for base in record["bases"]:
        if "unnamed" in base["name"]:
            continue
        words = base["evidence"]
        local = f"base-{base['name']}"
        mention = Mention(draft.span(base["name"]), base["name"], "gold")
        draft.entities[local] = Entity(local, Kind.BASE, base["name"], (mention,))
        draft.claim(local, Predicate.NAME, Text(base["name"]), words)
        draft.claim(local, Predicate.BASE_KIND, Concept("basekind", base["kind"]), words)
        if base["operator"]:
            draft.claim(local, Predicate.OPERATOR, Ref(draft.country(base["operator"])), words)
        draft.claim(local, Predicate.HOST_COUNTRY, Ref(draft.country(base["host_country"])), words)


@dataclass(frozen=True, slots=True)
class Gold:
    """The five articles as extractions made from their annotations, and the truth across them.

    ``names`` maps article number ("000") and a person's name to the local id; ``meetings`` an article
    number to its events with their records.
    """

    articles: tuple[Article, ...]
    extractions: tuple[Extraction, ...]
    numbers: Mapping[str, str]
    meetings: Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]
    merged: Mapping[str, Any]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated articles; skips the test where it is not at hand."""
    if not (SHARED / "merged.gold.json").exists():
        assert not os.environ.get("COMMUNIQUE_CI"), f"{SHARED} is missing, which CI must have"
        pytest.skip(f"no annotated articles at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def gold(shared: Path) -> Gold:
    """All that the annotations say."""
    articles, extractions, numbers, meetings = [], [], {}, {}
    for path in sorted(shared.glob("0*.txt")):
        meta = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        record = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
        article = Article(
            path.read_text(encoding="utf-8"),
            published=date.fromisoformat(meta["published"]),
            publisher=meta["publisher"],
        )
        draft = Draft(article, {}, [])
        ids = people(draft, record)
        meetings[path.name[:3]] = list(events(draft, record, ids))
        bases(draft, record)
        articles.append(article)
        extractions.append(draft.extraction())
        numbers[path.name[:3]] = article.id
    merged = json.loads((shared / "merged.gold.json").read_text(encoding="utf-8"))
    return Gold(tuple(articles), tuple(extractions), numbers, meetings, merged)


BCubed = Callable[[Mapping[Any, Any], Mapping[Any, Any]], tuple[float, float, float]]


@pytest.fixture(scope="session")
def bcubed() -> BCubed:
    """B-cubed precision, recall and F1 of a clustering against the truth; both map items to clusters."""

    def score(found: Mapping[Any, Any], truth: Mapping[Any, Any]) -> tuple[float, float, float]:
        items = sorted(truth, key=str)
        precision = recall = 0.0
        for item in items:
            mine = {other for other in items if found[other] == found[item]}
            right = {other for other in items if truth[other] == truth[item]}
            precision += len(mine & right) / len(mine)
            recall += len(mine & right) / len(right)
        precision, recall = precision / len(items), recall / len(items)
        return precision, recall, 2 * precision * recall / (precision + recall)

    return score


class Newsroom:
    """Makes small articles with claims, and keeps them."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self.extractions: list[Extraction] = []

    def write(self, text: str, published: date = WEEK, publisher: str | None = None) -> Report:
        """Begin an article; every name that is used must stand in ``text``."""
        publisher = publisher or f"outlet {len(self.articles) + 1}"
        article = Article(f"{text} ({publisher}, {len(self.articles)})", published, publisher=publisher)
        report = Report(self, Draft(article, {}, []))
        self.keep(report.draft)
        return report

    def keep(self, draft: Draft) -> None:
        """Take an article as it is now."""
        self.articles = [a for a in self.articles if a.id != draft.article.id] + [draft.article]
        self.extractions = [e for e in self.extractions if e.article != draft.article.id]
        self.extractions.append(draft.extraction())


@dataclass(slots=True)
class Report:
    """One article in the making; every method keeps it."""

    room: Newsroom
    draft: Draft

    def person(
        self,
        name: str,
        role: str = "",
        polity: str = "",
        capacity: str = "current",
        short: str = "",
        implied: str | None = None,
    ) -> Member:
        """A person, perhaps with an office, whose polity may be ``implied`` by something."""
        span = self.draft.span(name)
        local = f"person-{span.start}-{span.end}"
        names = (name, short) if short else (name,)
        mentions = tuple(Mention(self.draft.span(form), form, "test") for form in names)
        self.draft.entities[local] = Entity(local, Kind.PERSON, name, mentions)
        for form in names:
            self.draft.claim(local, Predicate.NAME, Text(form), form)
        if role:
            office = f"office-{role}-{polity or local}"
            self.draft.entities[office] = Entity(office, Kind.OFFICE, role.replace("-", " ").title())
            self.draft.claim(office, Predicate.ROLE, Concept("role", role), name)
            if polity:
                whose = Ref(self.draft.country(polity))
                self.draft.claim(office, Predicate.OFFICE_OF, whose, name, implied_by=implied)
            self.draft.claim(local, Predicate.HELD_OFFICE, Ref(office), name, capacity=capacity)
        self.room.keep(self.draft)
        return Member(self.draft.article.id, local)

    def event(
        self,
        kind: str,
        people: Sequence[Member],
        when: Interval | None = None,
        place: tuple[str, str] | None = None,
        status: str = "held",
        sides: Sequence[str] = (),
        described: str = "",
        place_implied: str | None = None,
        date_implied: str | None = None,
    ) -> Member:
        """An event, whose place and date may be implied by something."""
        words = f"event {len(self.draft.entities)}"
        local = words.replace(" ", "-")
        self.draft.entities[local] = Entity(local, Kind.EVENT, kind)
        planned = Modality.PLANNED if status == "planned" else Modality.STATED
        self.draft.claim(local, Predicate.KIND, Concept("eventkind", kind), words)
        self.draft.claim(local, Predicate.STATUS, Concept("status", status), words, modality=planned)
        for person in people:
            self.draft.claim(local, Predicate.PARTICIPANT, Ref(person.local), words, modality=planned)
        for side in sides:
            delegation = f"delegation-{local}-{side}"
            self.draft.entities[delegation] = Entity(delegation, Kind.DELEGATION, f"delegation of {side}")
            self.draft.claim(delegation, Predicate.REPRESENTS, Ref(self.draft.country(side)), words)
            self.draft.claim(local, Predicate.DELEGATION, Ref(delegation), words)
        if place:
            where = Ref(self.draft.place(*place))
            self.draft.claim(local, Predicate.PLACE, where, words, implied_by=place_implied)
        if when:
            self.draft.claim(local, Predicate.DATE, When(when), words, implied_by=date_implied)
        if described:
            self.draft.claim(local, Predicate.DESCRIBED_AS, Text(described), words)
        self.room.keep(self.draft)
        return Member(self.draft.article.id, local)

    def claim_id(self, member: Member, predicate: Predicate) -> str:
        """The id of the first claim of this kind about an entity."""
        return next(
            claim.id
            for claim in self.draft.claims
            if claim.subject == member.local and claim.predicate is predicate
        )


@pytest.fixture
def newsroom() -> Newsroom:
    """An empty newsroom."""
    return Newsroom()
