"""States, territories, historical states and organisations, as ``data/gazetteer`` lists them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from communique import resources
from communique.extraction.gazetteer.entries import How, Polity


def read() -> dict[str, Polity]:
    """All polities by key, in the order of the files."""
    polities = [_state(row) for row in rows("states.csv")]
    polities += [_organization(row) for row in rows("organizations.csv")]
    return {one.key: one for one in polities}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file in ``data/gazetteer``."""
    return list(csv.DictReader(resources.read("data", "gazetteer", name).splitlines()))


def split(cell: str) -> tuple[str, ...]:
    """A cell's list, separated by ``|``."""
    return tuple(part for part in cell.split("|") if part)


def _state(row: dict[str, str]) -> Polity:
    pairs = [noun.split("/") for noun in split(row["nouns"])]
    return Polity(
        key=row["key"],
        kind=row["kind"],
        label=row["label"],
        formal=row["formal"],
        alpha2=row["alpha2"],
        alpha3=row["alpha3"],
        capitals=split(row["capitals"]),
        adjectives=split(row["adjectives"]),
        nouns=tuple((one, many) for one, many in pairs),
        combining=split(row["combining"]),
        names=split(row["names"]),
        seats=split(row["seats"]),
        since=int(row["from"]) if row["from"] else None,
        until=int(row["until"]) if row["until"] else None,
        successor=row["successor"] or None,
        part_of=row["part_of"] or None,
    )


def _organization(row: dict[str, str]) -> Polity:
    return Polity(
        key=row["key"],
        kind="organization",
        label=row["label"],
        names=(*split(row["abbreviations"]), *split(row["names"])),
        capitals=(row["seat"],) if row["seat"] else (),
        seats=split(row["seats"]),
        part_of=row["part_of"] or None,
    )


def forms(polity: Polity) -> Iterator[tuple[str, How]]:
    """Every form under which a polity goes, with how."""
    named: How = "country" if polity.is_country else "organization"
    for name in (polity.label, polity.formal, *polity.names):
        if name:
            yield name, named
    for adjective in polity.adjectives:
        yield adjective, "demonym"
    for one, many in polity.nouns:
        yield one, "demonym"
        yield many, "demonym"
    for seat in polity.seats:
        yield seat, "seat"
