"""The words of military installations, as ``data/gazetteer/bases.yaml`` lists them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from communique import resources


@dataclass(frozen=True, slots=True)
class BaseNoun:
    """A noun for an installation. ``firm`` nouns need no military company, ``used`` ones troops."""

    words: tuple[str, ...]
    kind: str
    firm: bool = False
    used: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Capitalised words that start a name ("RAAF Base"); ``whole`` names are complete by themselves."""

    words: tuple[str, ...]
    kind: str
    operator: str | None = None
    whole: bool = False
    establishment: bool = False


@dataclass(frozen=True, slots=True)
class BaseWords:
    """All lists; nouns and prefixes by their first word, longest first."""

    nouns: Mapping[str, tuple[BaseNoun, ...]]
    prefixes: Mapping[str, tuple[Prefix, ...]]
    never: frozenset[str]
    company: frozenset[str]
    future: frozenset[str]
    agencies: frozenset[str]

    def noun_at(self, lows: Sequence[str], index: int) -> BaseNoun | None:
        """The longest noun that starts at this word."""
        for noun in self.nouns.get(lows[index], ()):
            if tuple(lows[index : index + len(noun.words)]) == noun.words:
                return noun
        return None

    def prefix_at(self, texts: Sequence[str], index: int) -> Prefix | None:
        """The longest prefix that starts at this word."""
        for prefix in self.prefixes.get(texts[index], ()):
            if tuple(texts[index : index + len(prefix.words)]) == prefix.words:
                return prefix
        return None


@functools.cache
def load() -> BaseWords:
    """Read the lists once."""
    data = yaml.safe_load(resources.read("data", "gazetteer", "bases.yaml"))
    nouns: dict[str, list[BaseNoun]] = {}
    for phrase, entry in data["nouns"].items():
        words = tuple(phrase.split())
        firm, used = bool(entry.get("firm")), bool(entry.get("used"))
        many = (*words[:-1], _plural(words[-1]))
        for form, plural in ((words, False), (many, True)):
            if plural and form == words:
                continue
            nouns.setdefault(form[0], []).append(BaseNoun(form, entry["kind"], firm, used, plural))
    prefixes: dict[str, list[Prefix]] = {}
    for group, establishment in (("prefixes", False), ("establishments", True)):
        for phrase, entry in data[group].items():
            words = tuple(phrase.split())
            prefixes.setdefault(words[0], []).append(
                Prefix(words, entry["kind"], entry.get("operator"), bool(entry.get("whole")), establishment)
            )
    return BaseWords(
        nouns={first: tuple(sorted(found, key=lambda n: -len(n.words))) for first, found in nouns.items()},
        prefixes={
            first: tuple(sorted(found, key=lambda n: -len(n.words))) for first, found in prefixes.items()
        },
        never=frozenset(data["never"]),
        company=frozenset(data["company"]),
        future=frozenset(data["future"]),
        agencies=frozenset(data["agencies"]),
    )


def _plural(noun: str) -> str:
    if noun.endswith("y"):
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") else noun + "s"
