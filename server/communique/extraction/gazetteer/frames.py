"""Event frames: words that tell of a meeting, call, visit or summit (``data/gazetteer/frames.yaml``)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from communique import resources


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """What a verb tells of, and which part its dependants play.

    ``subject``, ``object`` and the values of ``preps`` and ``advs`` are roles: party, host, visitor, caller,
    callee, destination, origin. ``needs``: ``people`` (a person), ``names`` (two persons), ``sides`` (two
    sides), ``guest`` (a person received), ``visiting`` (two persons, one called a visitor), ``beside``
    (two persons, one behind the preposition), ``phone`` (words for a telephone), ``facing`` ("face to
    face"), ``abroad`` (two persons of two countries), ``placed`` (the same, and a place), ``destination``,
    ``purpose`` (a phrase that makes being somewhere a visit). ``objects`` and ``subjects``: one of these
    nouns must fill that slot (and gives no party); ``aims``: one of these must stand behind "for" or "at".
    ``soft``: talks or a call, the verb does not say. ``joins``: more people for an event told of before.
    ``also``: told besides what another frame of the verb tells.
    """

    lemmas: tuple[str, ...]
    kind: str
    subject: str | None = None
    object: str | None = None
    preps: Mapping[str, str] = field(default_factory=dict)
    advs: Mapping[str, str] = field(default_factory=dict)
    particle: str | None = None
    barred: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    aims: frozenset[str] = frozenset()
    needs: str | None = None
    soft: bool = False
    joins: bool = False
    also: bool = False


@dataclass(frozen=True, slots=True)
class NounFrame:
    """What a noun tells of.

    ``weak`` nouns often tell of something else; ``soft`` ones of talks or a call; ``multilateral`` ones may
    have but an organisation.
    """

    lemmas: tuple[str, ...]
    kind: str
    weak: bool = False
    soft: bool = False
    multilateral: bool = False


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound that gives a noun another kind; with ``required`` the noun alone tells of nothing."""

    words: frozenset[str]
    kind: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Statuses:
    """Words that say that an event will be, will not be, or was not."""

    failing: Mapping[str, str]
    """Lemma of a verb or noun -> cancelled, postponed, refused or denied; with particle as ``call off``."""
    planning: frozenset[str]
    wishing: frozenset[str]
    words: frozenset[str]
    nouns: frozenset[str]
    modifiers: frozenset[str]
    modals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Frames:
    """All event frames."""

    verbs: Mapping[str, tuple[VerbFrame, ...]]
    nouns: Mapping[str, NounFrame]
    compounds: Mapping[str, tuple[Compound, ...]]
    roles: Mapping[str, Mapping[str, str]]
    status: Statuses
    words: Mapping[str, frozenset[str]]
    """Word lists by name: phone, officials, bilateral, engage, attend, reporting, before, after ..."""
    topics: Mapping[str, str]
    """Lemma -> key of a topic concept."""


@functools.cache
def load() -> Frames:
    """The frames of ``data/gazetteer/frames.yaml``, read once."""
    return parse(yaml.safe_load(resources.read("data", "gazetteer", "frames.yaml")))


def parse(data: Mapping[str, Any]) -> Frames:
    """Frames from the parsed YAML; raises ``KeyError`` or ``TypeError`` where its shape is wrong."""
    verbs: dict[str, tuple[VerbFrame, ...]] = {}
    for row in data["verbs"]:
        frame = _verb(row)
        for lemma in frame.lemmas:
            verbs[lemma] = (*verbs.get(lemma, ()), frame)
    nouns: dict[str, NounFrame] = {}
    for row in data["nouns"]:
        noun = NounFrame(**{**row, "lemmas": tuple(row["lemmas"])})
        nouns.update(dict.fromkeys(noun.lemmas, noun))
    compounds = {
        noun: tuple(
            Compound(frozenset(row["words"]), row["kind"], row.get("required", False)) for row in rows
        )
        for noun, rows in data["compounds"].items()
    }
    words = {name: frozenset(map(str, found)) for name, found in data["words"].items()}
    topics = {word: key for key, found in data["topics"].items() for word in found}
    return Frames(verbs, nouns, compounds, data["roles"], _statuses(data["status"]), words, topics)


def _verb(row: Mapping[str, Any]) -> VerbFrame:
    for name in row.get("preps", {}):
        if not isinstance(name, str):
            raise TypeError(
                f"frames.yaml, {row['lemmas']}: preposition {name!r} is no text; put it in quotes"
            )
    sets = {name: frozenset(row[name]) for name in ("barred", "objects", "subjects", "aims") if name in row}
    return VerbFrame(**{**row, **sets, "lemmas": tuple(row["lemmas"])})


def _statuses(data: Mapping[str, Any]) -> Statuses:
    planned = data["planned"]
    failing = {
        word: status
        for status in ("cancelled", "postponed", "refused", "denied")
        for group in ("verbs", "nouns")
        for word in data[status].get(group, ())
    }
    return Statuses(
        failing=failing,
        planning=frozenset(planned["verbs"]),
        wishing=frozenset(planned["wishing"]),
        words=frozenset(planned["words"]),
        nouns=frozenset(planned["nouns"]),
        modifiers=frozenset(planned["modifiers"]),
        modals=frozenset(planned["modals"]),
    )
