"""What ``data/gazetteer`` knows of the way names are written and of offices with one holder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import yaml

from communique import resources
from communique.errors import ResourceMissing
from communique.resolution.folding import fold

_FILE = ("data", "gazetteer", "transliteration.yaml")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Word lists, all folded. ``given`` maps a spelling of a given name to the numbers of its lines;
    ``initials`` has the first letters of every line."""

    titles: frozenset[str]
    suffixes: frozenset[str]
    dropped: frozenset[str]
    articles: frozenset[str]
    joined: dict[str, str]
    family_first: frozenset[str]
    given: dict[str, frozenset[int]]
    initials: tuple[frozenset[str], ...]


@lru_cache(maxsize=1)
def spelling() -> Spelling:
    """The lists, read once. Raises ``ResourceMissing`` if the file is absent or not what it should be."""
    try:
        data = yaml.safe_load(resources.read(*_FILE))
        joined = {form: head for head, forms in data["joined_forms"].items() for form in forms}
        joined |= {fold(word): joined.get(fold(word), fold(word)) for word in data["joined"]}
        return Spelling(
            titles=_folded(data["honorifics"]) | _folded(data["titles"]),
            suffixes=_folded(data["suffixes"]),
            dropped=_folded(data["articles"]) | _folded(data["particles"]),
            articles=_folded(data["articles"]),
            joined=joined,
            family_first=_folded(data["family_first"]),
            given=_lines(data["given"]),
            initials=tuple(frozenset(fold(name)[0] for name in names) for names in data["given"]),
        )
    except (OSError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise ResourceMissing(f"{'/'.join(_FILE)}: {error}; reinstall communique to get it back") from error


@dataclass(frozen=True, slots=True)
class Knowledge:
    """``single`` roles have one holder at a time; ``ladder`` maps a role to its ladder's number; ``common``
    words name nothing in particular, ``installation`` words are no part of a base's name."""

    single: frozenset[str]
    ladder: dict[str, int]
    common: frozenset[str]
    installation: frozenset[str]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """``data/gazetteer/identity.yaml``, read once. Raises ``ResourceMissing`` like ``spelling``."""
    path = ("data", "gazetteer", "identity.yaml")
    try:
        data = yaml.safe_load(resources.read(*path))
        ladders = {role: number for number, roles in enumerate(data["ladders"]) for role in roles}
        return Knowledge(
            frozenset(data["single"]), ladders, _folded(data["common"]), _folded(data["installation"])
        )
    except (OSError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise ResourceMissing(f"{'/'.join(path)}: {error}; reinstall communique to get it back") from error


def _lines(lines: list[list[str]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, names in enumerate(lines):
        for name in names:
            found.setdefault(fold(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)
