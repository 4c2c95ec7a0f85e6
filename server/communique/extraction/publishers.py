"""The country that an article's publisher belongs to or writes from."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import yaml

from communique import resources
from communique.extraction.document import Analysis
from communique.extraction.gazetteer import Gazetteer


def publisher_country(analysis: Analysis, gazetteer: Gazetteer) -> str | None:
    """The country that the publisher's name names ("Australian parliament press release")."""
    for hit in gazetteer.scan(analysis.article.publisher or ""):
        polity = hit.match.polity
        if polity is not None and polity.is_country:
            return analysis.country(polity.key, polity.label).id
    return None


def home_of_outlet(analysis: Analysis, gazetteer: Gazetteer) -> str | None:
    """The country in which the publisher is at home, by ``data/gazetteer/outlets.yaml``."""
    publisher = analysis.article.publisher or ""
    for slug, names in _outlets().items():
        if any(name in publisher and _is_word(name, publisher) for name in names):
            key = f"country/{slug}"
            return analysis.country(key, gazetteer.polity(key).label).id
    return None


def _is_word(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


@functools.cache
def _outlets() -> Mapping[str, tuple[str, ...]]:
    data = yaml.safe_load(resources.read("data", "gazetteer", "outlets.yaml"))
    return {slug: tuple(names) for slug, names in data.items()}


def of_author(analysis: Analysis, gazetteer: Gazetteer) -> None:
    """Who issues a statement through a press office of his country acts for that country."""
    country = publisher_country(analysis, gazetteer)
    if analysis.author is not None and country is not None:
        person = analysis.referents[analysis.author]
        person.polity = person.polity or country
