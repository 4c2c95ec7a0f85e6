"""Office titles: the grammar that ``data/gazetteer/titles.yaml`` and ``title_phrases.csv`` describe."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from communique import resources
from communique.extraction.gazetteer.entries import Role, TitleHit
from communique.extraction.gazetteer.phrases import Phrase, plural, read_phrases
from communique.extraction.gazetteer.words import Word, adjoining, fold, key_of, words_of
from communique.model.text import Span

_POST = {"elect": "designate", "designate": "designate", "nominee": "designate", "emeritus": "former"}


@dataclass(frozen=True, slots=True)
class Grammar:
    """Phrases by first word, and the words that may stand before them."""

    phrases: dict[str, dict[tuple[str, ...], list[Phrase]]] = field(repr=False)
    capacities: dict[tuple[str, ...], str] = field(repr=False)
    ranks: dict[tuple[str, ...], str] = field(repr=False)
    spelling: dict[str, str] = field(repr=False)

    def find(self, text: str) -> tuple[TitleHit, ...]:
        """All titles of ``text``, the longest at each point, none overlapping."""
        words = [Word(w.text, self.spelling.get(w.key, w.key), w.start, w.end) for w in words_of(text)]
        hits: list[TitleHit] = []
        at = 0
        while at < len(words):
            found = self._at(text, words, at)
            if found is None:
                at += 1
            else:
                hit, at = found
                hits.append(hit)
        return tuple(hits)

    def _at(self, text: str, words: list[Word], at: int) -> tuple[TitleHit, int] | None:
        first, capacity, modifiers = self._modifiers(text, words, at)
        best = self._phrase(text, words, first)
        rank_end, rank = self._rank(text, words, first)
        if rank:
            behind = self._phrase(text, words, rank_end)
            if behind is not None and (best is None or behind[1] > best[1]):
                best = (behind[0].below(rank), behind[1])
        if best is None:
            return None
        phrase, end = best
        core = Span(words[first].start, words[end - 1].end)
        after = end
        if end < len(words) and words[end].key in _POST and adjoining(text, words, end - 1, end):
            capacity = _POST[words[end].key]
            after = end + 1
        span = Span(words[at].start, words[after - 1].end)
        hit = TitleHit(
            span, core, text[span.start : span.end], phrase.role, phrase.title, phrase.plural, capacity,
            modifiers, phrase.implies, phrase.generic,
        )  # fmt: skip
        return hit, after

    def _modifiers(self, text: str, words: list[Word], at: int) -> tuple[int, str, tuple[str, ...]]:
        capacity = "current"
        found: list[str] = []
        while True:
            for length in (3, 2, 1):
                last = at + length - 1
                if last + 1 >= len(words):
                    continue
                key = tuple(word.key for word in words[at : last + 1])
                if key in self.capacities and adjoining(text, words, at, last + 1):
                    if self.capacities[key] != "current":
                        capacity = self.capacities[key]
                    found.append(" ".join(key))
                    at = last + 1
                    break
            else:
                return at, capacity, tuple(found)

    def _rank(self, text: str, words: list[Word], at: int) -> tuple[int, str]:
        for length in (2, 1):
            last = at + length - 1
            if last + 1 >= len(words):
                continue
            key = tuple(word.key for word in words[at : last + 1])
            if key in self.ranks and adjoining(text, words, at, last + 1):
                return last + 1, self.ranks[key]
        return at, ""

    def _phrase(self, text: str, words: list[Word], at: int) -> tuple[Phrase, int] | None:
        if at >= len(words):
            return None
        forms = self.phrases.get(words[at].key)
        if forms is None:
            return None
        for length in sorted({len(key) for key in forms}, reverse=True):
            end = at + length
            if end > len(words):
                continue
            for phrase in forms.get(tuple(word.key for word in words[at:end]), ()):
                if phrase.fits(words[at:end]) and adjoining(text, words, at, end - 1):
                    return phrase, end
        return None


def read_roles() -> dict[str, Role]:
    """The role concepts by key, in the order of the file."""
    listed = yaml.safe_load(resources.read("data", "gazetteer", "roles.yaml"))
    roles = [Role(one["key"], one["label"], one["definition"], one.get("broader")) for one in listed]
    return {role.key: role for role in roles}


def read() -> Grammar:
    """The grammar of titles."""
    rules: dict[str, Any] = yaml.safe_load(resources.read("data", "gazetteer", "titles.yaml"))
    spelling = {
        fold(key): value for key, value in rules["spelling"].items() if " " not in key and "-" not in key
    }
    phrases: dict[str, dict[tuple[str, ...], list[Phrase]]] = {}

    def add(form: str, phrase: Phrase) -> None:
        key = tuple(spelling.get(word, word) for word in key_of(form))
        same = phrases.setdefault(key[0], {}).setdefault(key, [])
        if phrase not in same:
            same.append(phrase)

    for form, phrase in read_phrases(rules):
        add(form, phrase)
        many = plural(form)
        if many != form:
            add(many, phrase.many())
    capacities = {key_of(form): kind for kind, forms in rules["capacity"].items() for form in forms}
    ranks = {key_of(form): label for form, label in rules["ranks"].items()}
    return Grammar(phrases, capacities, ranks, spelling)
