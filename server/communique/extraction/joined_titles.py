"""Titles of one article that belong together: those that share a polity, those that lie in each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.extraction.governments import SINGLE
from communique.extraction.phrase import Phrase
from communique.extraction.words import Word

_SERVING = frozenset({"envoy", "adviser", "spokesperson", "chief-of-staff", "senior-official", "negotiator"})
"""Roles of those who serve the holder of another office."""


def join(phrases: Sequence[Phrase], words: Sequence[Word]) -> list[Phrase]:
    """The titles with what they have from each other."""
    return shared_polity(nested(phrases, words), words)


def nested(phrases: Sequence[Phrase], words: Sequence[Word]) -> list[Phrase]:
    """Make one title of "special envoy of the Russian" and "President"."""
    out: list[Phrase] = []
    for phrase in phrases:
        one = out[-1] if out else None
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
        ):
            out[index] = replace(other, polities=one.polities)
    for index in range(len(out) - 2, -1, -1):
        one, other = out[index], out[index + 1]
        gap = [word.low for word in words[one.end : other.start]]
        trailing = bool(other.polities) and other.polities[0].start > other.head
        if gap in (["and"], ["and", "the"]) and trailing and not one.polities and not one.plural:
            out[index] = replace(one, polities=other.polities)
    return out
