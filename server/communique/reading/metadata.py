"""Title, publisher, date and rights as front matter, sidecar files and JSON Lines give them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from communique.errors import InputError
from communique.model.text import Article

# What each field of an article may be called in metadata; the first that is there wins.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "outlet"),
    "language": ("language", "lang"),
    "url": ("url", "link"),
    "rights": ("rights", "license", "licence"),
    "published_basis": ("published_basis",),
    "abstract_of": ("abstract_of",),
}
DATES = ("published", "date", "issued")


def describe(article: Article, metadata: Mapping[str, object], where: str) -> Article:
    """The article with every field that ``metadata`` has; fields it lacks stay as they are."""
    found: dict[str, str] = {}
    for field, names in NAMES.items():
        value = next((metadata[n] for n in names if metadata.get(n) not in (None, "")), None)
        if value is not None:
            found[field] = str(value).strip()
    day = next((metadata[n] for n in DATES if metadata.get(n) not in (None, "")), None)
    published = article.published if day is None else parse_day(day, where)
    return replace(article, published=published, **found)


def parse_day(value: object, where: str) -> date:
    """A day from ISO 8601 text, a date or a datetime; ``InputError`` names the place of any other."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError as error:
        raise InputError(f"{where}: published is {value!r}; write it as 2025-07-31") from error


def with_sidecar(article: Article, file: Path) -> Article:
    """The article with the metadata of the ``.json`` file of the same stem, where there is one."""
    sidecar = file.with_suffix(".json")
    if not sidecar.is_file():
        return article
    try:
        metadata = json.loads(sidecar.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"its metadata {sidecar.name} cannot be read: {error}") from error
    if not isinstance(metadata, dict):
        raise InputError(f"its metadata {sidecar.name} is no JSON object")
    return describe(article, metadata, sidecar.name)
