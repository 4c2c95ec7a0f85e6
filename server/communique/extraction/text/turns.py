"""The turns of a dialogue, as interviews and transcripts print them, and who speaks in each.

"Q: ..." and "A: ...", "SECRETARY HARLAND: ...", "Levin: ...", "THE PRESIDENT: ...".
"""

from __future__ import annotations

import functools
import re
from collections import Counter

import yaml

from communique import resources
from communique.extraction.document import Analysis
from communique.extraction.layout import Zone, ZoneKind
from communique.extraction.names import parts
from communique.model.claims import Kind
from communique.model.text import Span

_LABEL = re.compile(r"(?P<label>[A-Z][\w.'’ -]{0,60}?)\s?(?::|(?<=^[QA])\.)\s+(?=[\w\"“'‘(\[.-])")
_SHORT = re.compile(r"(?P<label>[QA]\s?(?=[.)])|Q(?=\s+[A-Z]))[.)]?\s+")
_LINES = frozenset({ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.HEADLINE})
_LAST = 5
"""Words that a label has at most, besides the title."""


@functools.cache
def label_words(kind: str) -> frozenset[str]:
    """The labels of who asks ("asks") or answers ("answers"), in small letters."""
    return frozenset(map(str, yaml.safe_load(resources.read("data", "gazetteer", "zones.yaml"))[kind]))


def find(analysis: Analysis) -> list[tuple[Span, str | None]]:
    """What is said in each turn, and by whom; nothing where fewer than two paragraphs have a label.

    A paragraph without a label goes on with the turn, unless it names the speaker: then it tells of him.
    """
    labels = {zone.span.start: label for zone in analysis.zones if (label := _label(analysis, zone))}
    if len(labels) < 2:
        return []
    first = min(labels)
    named = _named(analysis, labels)
    told = Counter(
        {
            person.id: sum(analysis.doc[one.start].idx < first for one in person.references)
            or sum(_outside(analysis, labels, one.start) for one in person.references)
            for person in analysis.of_kind(Kind.PERSON)
        }
    )
    asked = next((name for name, count in told.most_common() if count and name not in named.values()), None)
    found: list[tuple[Span, str | None]] = []
    speaker: str | None = None
    speaking = False
    for zone in analysis.zones:
        start = zone.span.start
        if start in labels:
            low = labels[start].group("label").strip(" .").lower()
            speaker = asked if low in label_words("answers") else named.get(start)
            speaking = True
            begin = labels[start].end()
        elif zone.kind is not ZoneKind.BODY or not speaking or _tells_of(analysis, zone, speaker):
            speaking = False
            continue
        else:
            begin = start
        if begin < zone.span.end:
            found.append((Span(begin, zone.span.end), speaker))
    return found


def _label(analysis: Analysis, zone: Zone) -> re.Match[str] | None:
    """Who speaks, as a paragraph that stands in a dialogue says first."""
    if zone.kind not in _LINES:
        return None
    span = zone.span
    match = _SHORT.match(analysis.text, span.start, span.end) or _LABEL.match(
        analysis.text, span.start, min(span.end, span.start + 80)
    )
    if match is None:
        return None
    words = match.group("label").strip(" .").split()
    low = " ".join(words).lower()
    if low in label_words("asks") | label_words("answers"):
        return match
    shouted = analysis.article.text[slice(*match.span("label"))].isupper()
    person = _speaker(analysis, match, len(analysis.text))
    brief = len(words) <= _LAST or (person is not None and _entitled(analysis, match, person))
    return match if brief and (person is not None or (shouted and len(words) > 1)) else None


def _entitled(analysis: Analysis, label: re.Match[str], person: str) -> bool:
    """Whether a label is office and name: "US Secretary of State Mike Pompeo"."""
    begin, end = label.span("label")
    return any(
        person in title.holders and title.span.start == begin and title.span.end <= end
        for title in analysis.titles
    )


def _named(analysis: Analysis, labels: dict[int, re.Match[str]]) -> dict[int, str]:
    """The persons that the labels name, by where these stand."""
    found = {start: _speaker(analysis, label, min(labels)) for start, label in labels.items()}
    return {start: person for start, person in found.items() if person is not None}


def _speaker(analysis: Analysis, label: re.Match[str], first: int) -> str | None:
    """Who has the family name that ends a label; else who was named with the office before the dialogue."""
    begin, end = label.span("label")
    name = parts(label.group("label"))
    fitting = [
        person.id
        for person in analysis.of_kind(Kind.PERSON)
        if name and name[-1] in {*parts(person.label)[-1:], *parts(person.label)[:1]}
    ]
    if fitting:
        return fitting[0]
    for title in analysis.titles:
        last = analysis.doc[title.end - 1]
        if begin <= analysis.doc[title.start].idx and last.idx + len(last) == end:
            held = [
                t for t in analysis.titles if t.holders and t.role == title.role and t.start < title.start
            ]
            return held[0].holders[0] if held and analysis.doc[held[0].start].idx < first else None
    return None


def _outside(analysis: Analysis, labels: dict[int, re.Match[str]], token: int) -> bool:
    """Whether a token stands in a paragraph without a label."""
    place = analysis.doc[token].idx
    zone = next((one for one in analysis.zones if one.span.start <= place < one.span.end), None)
    return zone is not None and zone.span.start not in labels


def _tells_of(analysis: Analysis, zone: Zone, speaker: str | None) -> bool:
    """Whether a paragraph without a label speaks of the speaker by name."""
    if speaker is None:
        return False
    return any(
        zone.span.start <= analysis.doc[one.start].idx < zone.span.end
        for one in analysis.referents[speaker].references
        if not one.nominal
    )
