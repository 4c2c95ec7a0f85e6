"""Cities that share a name, told apart by the state or region named behind: "Tripoli, Lebanon"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.extraction.gazetteer import Gazetteer
from communique.extraction.words import Word

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from communique.extraction.polities.spot import Spot

_JOINTS = frozenset({",", "in"})
_ACTING = frozenset({"nsubj", "nsubjpass", "poss", "compound"})
_LISTING = frozenset({",", "and", "or", "&"})


def told_apart(spots: Sequence[Spot], words: Sequence[Word], doc: Doc, gazetteer: Gazetteer) -> list[Spot]:
    """The spots, each city in the state that the article puts it into, also where it names it alone."""
    told: dict[tuple[str, str], Spot] = {}
    own: set[tuple[str, str]] = set()
    for city, land in pairwise(spots):
        home = _home(city, land, words)
        if home is None:
            continue
        name = _printed(city, words)
        if home == city.within:
            own.add((name, city.key))
        elif not _listed(spots, land, words) and not _acts(land, words, doc):
            there = gazetteer.place(name, home)
            if there is not None:
                moved = replace(city, key=there.key, label=there.label, form="place", within=home)
                told.setdefault((name, city.key), moved)
    return list(_moved(spots, words, told, own)) if told else list(spots)


def _moved(
    spots: Sequence[Spot],
    words: Sequence[Word],
    told: Mapping[tuple[str, str], Spot],
    own: set[tuple[str, str]],
) -> Iterator[Spot]:
    """Spots with what was told of their names; of two cities of a name each where its state is named."""
    for spot, following in zip(spots, [*spots[1:], None], strict=True):
        name = (_printed(spot, words), spot.key)
        there = told.get(name)
        home = _home(spot, following, words) if following is not None else None
        if there is None or (home != there.within and (home is not None or name in own)):
            yield spot
        else:
            yield replace(there, start=spot.start, end=spot.end)


def _printed(spot: Spot, words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words[spot.start : spot.end])


def _home(city: Spot, land: Spot, words: Sequence[Word]) -> str | None:
    """The state named straight behind a city."""
    if city.kind != "place" or land.start != city.end + 1 or words[city.end].low not in _JOINTS:
        return None
    if words[city.start].sentence != words[land.start].sentence or land.form == "demonym":
        return None
    if land.end < len(words) and words[land.end].low in {"'s", "’s"}:
        return None
    return land.key if land.kind == "country" else land.within if land.kind == "place" else None


def _acts(land: Spot, words: Sequence[Word], doc: Doc) -> bool:
    """Whether the state begins what is said next: "met in London, Canada said"."""
    return doc[words[land.start].first : words[land.end - 1].last].root.dep_ in _ACTING


def _listed(spots: Sequence[Spot], land: Spot, words: Sequence[Word]) -> bool:
    """Whether the state is one of a list: "in London, Canada and France"."""
    end = land.end
    while end < len(words) and words[end].low in _LISTING:
        end += 1
    return end > land.end and any(one.start == end and one.form == "country" for one in spots)
