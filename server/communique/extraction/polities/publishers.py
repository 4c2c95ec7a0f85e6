"""The country that an article's publisher belongs to or writes from."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import yaml

from communique import resources
from communique.extraction.document import Analysis
from communique.extraction.gazetteer import Gazetteer, governments

_WORLD = "the-world"
"""The key of outlets that are at home nowhere."""


def publisher_country(analysis: Analysis, gazetteer: Gazetteer) -> str | None:
    """The country that the publisher's name names ("Australian parliament press release") or speaks for."""
    if _of_the_world(analysis.article.publisher or ""):
        return None
    for hit in gazetteer.scan(analysis.article.publisher or ""):
        polity = hit.match.polity
        words = (analysis.article.publisher or "")[hit.span.start : hit.span.end]
        if words == "English":  # the language of an edition
            continue
        if polity is not None and polity.is_country:
            return _country(analysis, gazetteer, polity.key)
    slug = _press_office(analysis.article.publisher or "")
    return _country(analysis, gazetteer, f"country/{slug}") if slug is not None else None


def _country(analysis: Analysis, gazetteer: Gazetteer, key: str) -> str:
    """The state that stood at the time of the article: West Germany in 1986."""
    before, published = governments.load().before.get(key), analysis.article.published
    if before is not None and published is not None:
        state = gazetteer.polity(before)
        if (state.since or 0) <= published.year <= (state.until or 9999):
            key = before
    return analysis.country(key, gazetteer.polity(key).label).id


def home_of_outlet(analysis: Analysis, gazetteer: Gazetteer) -> str | None:
    """The country in which the publisher is at home, by ``data/gazetteer/outlets.yaml``."""
    slug = _home(analysis.article.publisher or "")
    return _country(analysis, gazetteer, f"country/{slug}") if slug is not None else None


@functools.lru_cache(maxsize=1024)
def _press_office(publisher: str) -> str | None:
    """The country that speaks through a press office, by ``data/gazetteer/press_offices.yaml``."""
    named = (slug for slug, names in _offices().items() if any(_is_word(name, publisher) for name in names))
    return next(named, None)


@functools.lru_cache(maxsize=1024)
def _home(publisher: str) -> str | None:
    return next(
        (
            slug
            for slug, names in _outlets().items()
            if slug != _WORLD and any(_is_word(name, publisher) for name in names)
        ),
        None,
    )


@functools.lru_cache(maxsize=1024)
def _of_the_world(publisher: str) -> bool:
    """Whether an outlet writes for readers everywhere, to whom it tells every country."""
    return any(_is_word(name, publisher) for name in _outlets()[_WORLD])


def _is_word(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


@functools.cache
def _outlets() -> Mapping[str, tuple[str, ...]]:
    data = yaml.safe_load(resources.read("data", "gazetteer", "outlets.yaml"))
    return {slug: tuple(names) for slug, names in data.items()}


@functools.cache
def _offices() -> Mapping[str, tuple[str, ...]]:
    data = yaml.safe_load(resources.read("data", "gazetteer", "press_offices.yaml"))
    return {slug: tuple(names) for slug, names in data.items()}


def of_author(analysis: Analysis, gazetteer: Gazetteer) -> None:
    """Who issues a statement through a press office of his country acts for that country."""
    country = publisher_country(analysis, gazetteer)
    if analysis.author is not None and country is not None:
        person = analysis.referents[analysis.author]
        person.polity = person.polity or country
