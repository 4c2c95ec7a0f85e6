"""Articles with other names, countries, years or genders, and the records that they should give."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from communique.extraction.gazetteer import Polity, load
from communique.model.text import Article

Record = Mapping[str, Any]
YEARS = 28
"""After so many years the weekdays fall on the same dates again (Gregorian calendar, 1901 to 2099)."""
_SURNAMES = [
    "Halvorsen",
    "Mbeki-Tau",
    "Carvalho",
    "Lindqvist",
    "Okafor",
    "Petrescu",
    "Yamashita",
    "Tcherkassov",
    "Moreau",
    "Haddad",
    "Kovalenko",
    "Ibarguren",
    "Sithole",
    "Vanderveen",
    "Rahmani",
    "Kowalczyk",
    "Aguinaldo",
    "Thompson",
    "Weerasinghe",
    "Bjornstad",
    "Olumide",
    "Farkas",
    "Zelaya",
    "Nakagawa",
]
_STATES = [
    "ghana",
    "kenya",
    "togo",
    "zambia",
    "uganda",
    "peru",
    "chile",
    "france",
    "poland",
    "austria",
    "norway",
    "egypt",
    "morocco",
    "jordan",
    "oman",
    "japan",
    "vietnam",
    "thailand",
    "nepal",
    "pakistan",
    "bangladesh",
    "georgia",
    "ukraine",
    "estonia",
    "latvia",
    "albania",
    "colombia",
    "ecuador",
    "jamaica",
    "fiji",
    "samoa",
]
_GENDERS = {
    "he": "she", "him": "her", "his": "her", "himself": "herself", "Mr": "Ms", "king": "queen", "prince": "princess",
    "brother": "sister", "father": "mother", "chairman": "chairwoman", "spokesman": "spokeswoman", "wife": "husband",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Swap:
    """A changed article and how to change the first one's record alike."""

    article: Article
    record: Callable[[Record], Record]


def _replaced(text: str, words: Mapping[str, str]) -> str:
    """All whole words exchanged at once, the longest first."""
    listed = sorted(words, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in listed) + r")(?!\w)")
    return pattern.sub(lambda match: words[match[0]], text) if words else text


def _through(article: Article, words: Mapping[str, str]) -> Swap:
    def record(first: Record) -> Record:
        changed: Record = json.loads(_replaced(json.dumps(first, ensure_ascii=False), words))
        return changed

    title = _replaced(article.title, words) if article.title else None
    return Swap(replace(article, text=_replaced(article.text, words), title=title), record)


def other_names(article: Article, gold: Record) -> Swap:
    """Every surname exchanged for one from elsewhere; given names stay."""
    words: dict[str, str] = {}
    for person in gold["persons"]:
        parts = person["name"].split()
        lone = [alias for alias in person["aliases"] if " " not in alias and alias in parts]
        surname = lone[0] if lone else parts[-1]
        if len(parts) > 1 and surname not in words:
            words[surname] = _SURNAMES[(len(words) * 5 + len(article.text)) % len(_SURNAMES)]
    spare = [name for name in _SURNAMES if name not in words.values()]
    for surname in list(words):
        if list(words.values()).count(words[surname]) > 1:
            words[surname] = spare.pop()
    return _through(article, words)


def _forms(one: Polity) -> tuple[str, str, str]:
    return one.label, one.adjectives[0], one.capitals[0]


def other_countries(article: Article, gold: Record) -> Swap:
    """Every common state exchanged for another: name, adjective and capital."""
    polities = load().polities
    present = [
        key for key in _STATES if any(form in article.text for form in _forms(polities[f"country/{key}"]))
    ]
    absent = [key for key in _STATES if key not in present]
    words: dict[str, str] = {}
    for index, key in enumerate(present):
        other = polities[f"country/{absent[index]}"]
        words |= dict(zip(_forms(polities[f"country/{key}"]), _forms(other), strict=True))
    words |= {old.upper(): new.upper() for old, new in words.items()}
    return _through(article, words)


def later_years(article: Article, gold: Record) -> Swap:
    """The same article 28 years on."""
    assert article.published is not None

    def shifted(text: str) -> str:
        return re.sub(r"\b(?:19|20)\d\d\b", lambda match: str(int(match[0]) + YEARS), text)

    def record(first: Record) -> Record:
        changed = dict(first)
        changed["meetings"] = json.loads(shifted(json.dumps(first["meetings"])))
        return changed

    published = article.published.replace(year=article.published.year + YEARS)
    return Swap(replace(article, text=shifted(article.text), published=published), record)


def _of_other_gender(text: str) -> str:
    table = _GENDERS | {new: old for old, new in _GENDERS.items() if new != "her"}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() == "her":
            new = "his" if re.match(r" [A-Za-z]", text[match.end() :][:2]) else "him"
        else:
            new = table.get(word) or table.get(word.lower(), "")
        if not new:
            return word  # "NATO" and datelines stay as they are printed
        return new.capitalize() if word[0].isupper() else new

    return re.sub(r"\b[A-Za-z]+\b", other, text)


def other_genders(article: Article, gold: Record) -> Swap:
    """He for she, king for queen; "her" becomes "his" before a word and "him" elsewhere."""

    def record(first: Record) -> Record:
        titles = {"title", "as_written"}
        offices = [
            {key: _of_other_gender(value) if key in titles else value for key, value in office.items()}
            for office in first["offices"]
        ]
        return {**first, "offices": offices}

    return Swap(replace(article, text=_of_other_gender(article.text)), record)
