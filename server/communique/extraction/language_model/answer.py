"""What the model answers: codes of entities, numbers of sentences, and words copied from them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from communique.extraction.language_model.chat import MalformedAnswer

KINDS: Final = ("meeting", "call", "visit", "summit", "conference")
STATUSES: Final = ("held", "planned", "postponed", "cancelled", "refused", "denied")
CAPACITIES: Final = ("current", "former", "acting", "interim", "designate", "outgoing", "late")
BASE_KINDS: Final = ("naval", "air", "army", "other")


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the model reads it. ``place`` is a code, ``trigger`` and ``date`` are copied words."""

    kind: str
    status: str
    trigger: str
    participants: tuple[str, ...]
    sides: tuple[str, ...]
    place: str | None
    date: str | None
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds an office; ``title`` is copied, ``polity`` a code."""

    holder: str
    title: str
    polity: str | None
    capacity: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Site:
    """An installation; ``name`` is copied, ``operator`` and ``host`` are codes."""

    name: str
    kind: str
    operator: str | None
    host: str | None
    sentence: int


@dataclass(frozen=True, slots=True)
class Answer:
    """All that one answer says; ``refused`` counts items that had not the form asked for, by reason."""

    offices: tuple[Holding, ...] = ()
    meetings: tuple[Told, ...] = ()
    bases: tuple[Site, ...] = ()
    refused: tuple[str, ...] = ()


def schema() -> dict[str, Any]:
    """The JSON Schema of an answer, in the subset that services can hold a model to (all keys required)."""
    text: dict[str, Any] = {"type": "string"}
    maybe: dict[str, Any] = {"type": ["string", "null"]}
    codes: dict[str, Any] = {"type": "array", "items": text}
    number: dict[str, Any] = {"type": "integer"}
    return _object(
        offices=_list(
            holder=text, title=text, polity=maybe, capacity=_one_of(CAPACITIES), sentence=number
        ),
        meetings=_list(
            kind=_one_of(KINDS), status=_one_of(STATUSES), trigger=text, participants=codes, sides=codes,
            place=maybe, date=maybe, sentences={"type": "array", "items": number},
        ),
        bases=_list(name=text, kind=_one_of(BASE_KINDS), operator=maybe, host=maybe, sentence=number),
    )  # fmt: skip


def parse(text: str) -> Answer:
    """The answer in a text; items that have not the form are counted, the others stay.

    Raises ``MalformedAnswer`` where there is no JSON object with the three lists.
    """
    found = re.search(r"\{.*\}", text, re.DOTALL)
    try:
        data = json.loads(found.group() if found else text)
    except ValueError as error:
        raise MalformedAnswer(f"it is no JSON ({error}).") from error
    if not isinstance(data, dict) or not all(
        isinstance(data.get(k), list) for k in ("offices", "meetings", "bases")
    ):
        raise MalformedAnswer('it is no object with the lists "offices", "meetings" and "bases".')
    refused: list[str] = []
    return Answer(
        _read(data["offices"], _holding, "office", refused),
        _read(data["meetings"], _told, "meeting", refused),
        _read(data["bases"], _site, "base", refused),
        tuple(refused),
    )


Item = TypeVar("Item")


def _read(
    items: list[Any], make: Callable[[Mapping[str, Any]], Item], what: str, refused: list[str]
) -> tuple[Item, ...]:
    made: list[Item] = []
    for item in items:
        try:
            if not isinstance(item, dict):
                raise TypeError("no object")
            made.append(make(item))
        except (KeyError, TypeError, ValueError) as error:
            refused.append(f"{what} without its form ({type(error).__name__}: {error})")
    return tuple(made)


def _holding(item: Mapping[str, Any]) -> Holding:
    return Holding(
        _text(item, "holder"), _text(item, "title"), _maybe(item, "polity"),
        _among(item, "capacity", CAPACITIES), _number(item["sentence"]),
    )  # fmt: skip


def _told(item: Mapping[str, Any]) -> Told:
    return Told(
        _among(item, "kind", KINDS), _among(item, "status", STATUSES), _text(item, "trigger"),
        _texts(item, "participants"), _texts(item, "sides"), _maybe(item, "place"), _maybe(item, "date"),
        tuple(_number(one) for one in item["sentences"]),
    )  # fmt: skip


def _site(item: Mapping[str, Any]) -> Site:
    return Site(
        _text(item, "name"), _among(item, "kind", BASE_KINDS), _maybe(item, "operator"), _maybe(item, "host"),
        _number(item["sentence"]),
    )  # fmt: skip


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} is {value!r}")
    return value.strip()


def _maybe(item: Mapping[str, Any], key: str) -> str | None:
    return _text(item, key) if item.get(key) not in {None, ""} else None


def _texts(item: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = item[key]
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise TypeError(f"{key} is no list of codes")
    return tuple(dict.fromkeys(values))


def _among(item: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    value = _text(item, key).lower()
    if value not in allowed:
        raise ValueError(f"{key} is {value!r}")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no number of a sentence")
    return value


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**properties)}


def _one_of(values: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}
