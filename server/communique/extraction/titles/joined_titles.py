"""Titles of one article that belong together: those that share a polity, those that lie in each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.extraction.gazetteer.governments import HEADS, SINGLE
from communique.extraction.names import WORDS, may_name
from communique.extraction.titles.phrase import Phrase
from communique.extraction.words import Word

_SERVING = frozenset({"envoy", "adviser", "spokesperson", "chief-of-staff", "senior-official", "negotiator"})
"""Roles of those who serve the holder of another office."""
_AIDES = frozenset({"adviser", "spokesperson", "chief-of-staff"})
_FOR = frozenset({"for", "of", "to", "the", "'s", "'"})


def join(phrases: Sequence[Phrase], words: Sequence[Word]) -> list[Phrase]:
    """The titles with what they have from each other."""
    return shared_polity(nested(phrases, words), words)


def nested(phrases: Sequence[Phrase], words: Sequence[Word]) -> list[Phrase]:
    """Make one title of "special envoy of the Russian" and "President", of "spokesman for the president"."""
    out: list[Phrase] = []
    for phrase in phrases:
        one = out[-1] if out else None
        if one is not None and _serves(one, phrase, words):
            title = f"{one.title} of the {phrase.title}"
            if _named(phrase, words):
                own = [spot for spot in one.polities if spot.start > one.head] or list(phrase.polities)
                out[-1] = replace(one, title=title, polities=tuple(own), bare=False, serves=True)
                out.append(replace(phrase, polities=phrase.polities or tuple(own), bare=not own))
            else:
                core = (one.core[0], max(one.core[1], phrase.end))
                polities = one.polities or phrase.polities
                out[-1] = replace(one, end=phrase.end, core=core, title=title, polities=polities, bare=False)
            continue
        if (
            one is not None
            and one.end == phrase.start
            and one.role in _SERVING
            and one.polities
            and one.polities[-1].end == one.end
            and one.polities[-1].start > one.head
            and not (one.plural or phrase.plural)
            and words[one.head].sentence == words[phrase.head].sentence
        ):
            core = (one.core[0], max(one.core[1], phrase.end))
            title = f"{one.title} of the {phrase.title}"
            out[-1] = replace(one, end=phrase.end, core=core, title=title, bare=False)
            continue
        out.append(phrase)
    return out


def _serves(one: Phrase, phrase: Phrase, words: Sequence[Word]) -> bool:
    """Whether somebody is told to serve the holder of the next office: "an adviser to Iraq's president"."""
    if one.role not in _AIDES or one.plural or phrase.plural or phrase.role not in HEADS | SINGLE:
        return False
    if words[one.head].sentence != words[phrase.head].sentence or words[one.head].capital:
        return False
    spots = {i for spot in (*one.polities, *phrase.polities) for i in range(spot.start, spot.end)}
    between = [words[i].low for i in range(one.head + 1, phrase.core[0]) if i not in spots]
    behind = words[phrase.end].low if phrase.end < len(words) else ""
    return (
        bool(between) and set(between) <= _FOR and between[0] in _FOR - {"the"} and behind not in {"'s", "'"}
    )


def _named(phrase: Phrase, words: Sequence[Word]) -> bool:
    """Whether a name stands right behind a title."""
    place = phrase.end
    while place < len(words) and words[place].low in WORDS.honorifics:
        place += 1
    return (
        place < len(words) and words[place].sentence == words[phrase.head].sentence and may_name(words[place])
    )


def _of_another(phrase: Phrase, words: Sequence[Word]) -> bool:
    """Whether the name behind a title is followed by a state: "and President NAME of Chad"."""
    place = phrase.end
    while place < len(words) and (may_name(words[place]) or words[place].low in WORDS.honorifics):
        place += 1
    if place == phrase.end or place + 1 >= len(words) or words[place].low != "of":
        return False
    behind = (
        words[place + 1 + (words[place + 1].low == "the")] if place + 2 < len(words) else words[place + 1]
    )
    return behind.capital and behind.sentence == words[phrase.head].sentence


def shared_polity(phrases: Sequence[Phrase], words: Sequence[Word]) -> list[Phrase]:
    """Let a title joined to another by "and" share its polity ("Russian Deputy PM and Defense Minister")."""
    out = list(phrases)
    for index in range(1, len(out)):
        one, other = out[index - 1], out[index]
        gap = [word.low for word in words[one.end : other.start]]
        if (
            gap in (["and"], [",", "and"], ["and", "the"], [","], ["-"], ["/"], ["'s"])
            and one.polities
            and not (other.polities or one.plural or other.plural)
            and (other.owner is None or gap == ["'s"])
            and not (one.polities[0].kind == "organization" and other.role in SINGLE)
            and not (one.polities[0].kind == "place" and other.body is not None)
            and not _of_another(other, words)
        ):
            out[index] = replace(other, polities=one.polities)
    for index in range(len(out) - 2, -1, -1):
        one, other = out[index], out[index + 1]
        gap = [word.low for word in words[one.end : other.start]]
        trailing = bool(other.polities) and other.polities[0].start > other.head
        if gap in (["and"], ["and", "the"]) and trailing and not one.polities and not one.plural:
            out[index] = replace(one, polities=other.polities)
    return out
