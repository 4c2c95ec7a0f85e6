"""Stores of synthetic articles: claims as ``resolution_world`` makes them, and a gazetteer that knows its places.

Nothing is extracted: articles go into a store with the claims that they were made from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.resolution_world import World, world

from communique.build.options import Options
from communique.build.step import Intended, publish_step
from communique.build.whole import Published, Settings, publish_whole
from communique.graph.reference import Entry
from communique.model.claims import Extraction, Kind
from communique.model.text import Article
from communique.store import writing

KINDS = {"country": Kind.COUNTRY, "organization": Kind.ORGANIZATION, "place": Kind.PLACE}


def silent(_stage: str, _done: int, _total: int) -> None:
    """No progress is shown."""


class Places:
    """A gazetteer that has every key that synthetic articles use."""

    def entry(self, key: str) -> Entry:
        """An entry named as its key; a city lies in the country that its key begins with."""
        folder, _, name = key.partition("/")
        country = f"country/{name.partition('-')[0]}" if folder == "place" else None
        return Entry(key, KINDS[folder], name.title(), within=country)


@dataclass(frozen=True, slots=True)
class Archive:
    """Articles by id, and what each says."""

    articles: dict[str, Article]
    extractions: dict[str, tuple[Extraction, ...]]
    named: dict[int, set[str]]
    """The articles that name each person, by the person's number."""

    @classmethod
    def of(cls, size: World, seed: int) -> Archive:
        """The articles of a world."""
        corpus = world(size, seed)
        extractions: dict[str, tuple[Extraction, ...]] = {}
        for one in corpus.extractions:
            extractions[one.article] = (*extractions.get(one.article, ()), one)
        named: dict[int, set[str]] = {}
        for member, person in corpus.persons.items():
            named.setdefault(person, set()).add(member.article)
        return cls({article.id: article for article in corpus.articles}, extractions, named)

    def fill(self, store: Path, ids: Iterable[str]) -> Published:
        """Compute a store of these articles as a whole."""
        chosen = sorted(ids)
        articles = {key: self.articles[key] for key in chosen}
        extractions = {key: self.extractions[key] for key in chosen}
        with writing(store) as opened:
            return publish_whole(opened, articles, extractions, Options(), silent, "build", Places())

    def change(self, store: Path, come: Iterable[str] = (), gone: Iterable[str] = ()) -> Published | None:
        """Change a store by what it touches; None if that cannot be."""
        ids = sorted(come)
        intended = Intended(
            {key: self.articles[key] for key in ids},
            {key: self.extractions[key] for key in ids},
            frozenset(gone),
        )
        with writing(store) as opened:
            settings = Settings.of(opened.corpus, Options())
            return publish_step(opened, intended, settings, silent, "change", Places())


def small(seed: int) -> Archive:
    """Fourteen articles about five people."""
    return Archive.of(World(people=5, events=7, articles=14), seed)
