"""What the model is shown of an article: numbered sentences, and a closed list of entities with codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from communique.extraction.document import Analysis, Referent
from communique.extraction.language_model.answer import CAPACITIES, KINDS, STATUSES
from communique.extraction.layout import READ, Sentence
from communique.model.claims import Kind

VERSION: Final = 1
"""Of the question: a change of its words is a change of the engine, and old answers no longer fit."""

SENTENCES: Final = 60
"""At most so many in one question; a longer article is asked about in parts."""

_CODES: Final = {Kind.PERSON: "P", Kind.COUNTRY: "C", Kind.ORGANIZATION: "O", Kind.PLACE: "L"}

INSTRUCTIONS: Final = f"""\
You read a news article and list what it says about three things, as JSON. Use only what the sentences say.

You are given numbered sentences and a closed list of entities with codes (P persons, C countries,
O organisations, L places). Name entities by their codes only. Every other text that you give ("title",
"trigger", "date", "name") must be copied from one of the sentences you name, letter by letter, with enough
words that it stands there only once.

offices: who holds which office. holder: code of a person. title: the words of the office without the
name. polity: code of the country or organisation that the office belongs to, or null. capacity, as seen
from the day of publication: one of {", ".join(CAPACITIES)}. sentence: number of the sentence.

meetings: every event in which officials of different sides come together or speak, held or not. One
entry for one event, however many sentences speak of it; a visit and the talks during it are two entries.
kind: one of {", ".join(KINDS)}. status: one of {", ".join(STATUSES)} (an invitation is planned).
trigger: the verb or noun that tells of it ("met", "phone call", "visit"). participants: codes of the persons
who take part. sides: codes of countries or organisations that take part without a named person; for a
visit also the host country. place: code of the city or country where it takes place, or null. date: the words
that date it ("on Thursday"), or null. sentences: numbers of the sentences, that of the trigger first.

bases: military installations with a name. name: copied. kind: naval, air, army or other. operator: code
of the country whose forces use it, or null. host: code of the country it lies in, or null. sentence.

Leave out what is uncertain. Empty lists are a good answer.
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question: sentences by number, referents by code."""

    sentences: dict[int, Sentence]
    referents: dict[str, Referent]
    published: str

    def render(self, analysis: Analysis) -> str:
        """The text that is sent."""
        lines = [f"Published: {self.published}", "", "Entities:"]
        lines += [f"{code} {_described(analysis, one)}" for code, one in self.referents.items()]
        lines += ["", "Sentences:"]
        for number, sentence in self.sentences.items():
            lines.append(f"[{number}] {' '.join(analysis.quote(sentence.span).split())}")
        return "\n".join(lines)


def sheets(analysis: Analysis) -> Iterator[Sheet]:
    """The questions about an article, each with the entities that its sentences mention."""
    read = [one for one in analysis.sentences if one.zone in READ]
    codes = _coded(analysis)
    for first in range(0, len(read), SENTENCES):
        part = read[first : first + SENTENCES]
        tokens = {index for one in part for index in range(one.start, one.end)}
        here = {
            code: one
            for code, one in codes.items()
            if any(tokens & set(range(r.start, r.end)) for r in one.references)
        }
        published = analysis.article.published
        yield Sheet(
            {one.index + 1: one for one in part},
            here,
            published.strftime("%A, %-d %B %Y") if published else "unknown",
        )


def _coded(analysis: Analysis) -> dict[str, Referent]:
    counts = dict.fromkeys(_CODES.values(), 0)
    coded: dict[str, Referent] = {}
    for one in analysis.of_kind(*_CODES):
        if not one.references:
            continue
        letter = _CODES[one.kind]
        counts[letter] += 1
        coded[f"{letter}{counts[letter]}"] = one
    return coded


def _described(analysis: Analysis, one: Referent) -> str:
    printed = dict.fromkeys(" ".join(analysis.quote(r.span).split()) for r in one.references if not r.nominal)
    others = [words for words in printed if words != one.label]
    return one.label + (f" (also: {', '.join(others[:5])})" if others else "")
