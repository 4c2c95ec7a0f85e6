"""Lists: facets, orders, pages, and the same view as CSV or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from communique.errors import TooLarge
from communique.web.pages import tabular
from communique.web.pages.answering import Visit, argument, download, missing, page, page_number, render
from communique.web.pages.dates import dated
from communique.web.pages.display import value as shown
from communique.web.pages.graph import by, count, iri, text
from communique.web.pages.listing import LISTINGS, Column, Facet, Listing
from communique.web.pages.terms import PREFIXES, Iri, Literal, Term, bind, bound, is_iri
from communique.web.pages.wording import DIP, EVENT_CLASSES, KIND_WORDS, forward

blueprint = Blueprint("lists", __name__)

ROWS = 50
FACET_VALUES = 12
LONGEST_SEARCH = 200
MOST_ROWS = 20_000
"""Rows of a CSV; a larger view is refused with the way to get it all, never cut."""

_VARIABLE = re.compile(r"\?(?!x\b)(\w+)")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A facet with the value that the address names."""

    facet: Facet
    value: Iri | Literal | int
    label: str
    without: str
    """Where the list is without it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that would narrow the list."""

    label: str
    number: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in one cell."""

    value: Term
    label: str
    """What pages call it; empty for a literal, which is shown as what it is."""

    @property
    def text(self) -> str:
        """The value as a file for programs holds it: dates in their own form, not in words."""
        return self.label or (self.value.local if isinstance(self.value, Iri) else str(self.value))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing with its cells by column key."""

    thing: Iri
    cells: Mapping[str, Sequence[Cell]]


@dataclass(slots=True)
class View:
    """One list as the address asks for it."""

    listing: Listing
    chosen: list[Chosen]
    search: str
    order: Column | None
    descending: bool
    number: int

    @property
    def where(self) -> str:
        """The pattern that all rows satisfy."""
        parts = [self.listing.where, *(_narrow(choice.facet, choice.value) for choice in self.chosen)]
        if self.search:
            looked = "|".join(self.listing.searches)
            wanted = bound("$text", text=Literal(self.search.lower()))
            parts.append(f"?x {looked} ?printed FILTER(CONTAINS(LCASE(STR(?printed)), {wanted}))")
        return " .\n  ".join(parts)

    @property
    def number_of(self) -> str:
        """The aggregate that counts rows."""
        return "COUNT(*)" if self.listing.single and not self.search else "COUNT(DISTINCT ?x)"

    @property
    def counting(self) -> str:
        """The query for the number of rows."""
        return bind(f"SELECT ({self.number_of} AS ?n) WHERE {{\n  {self.where}\n}}")

    def rows(self, most: int, first: int) -> str:
        """The query for some rows, in order; where none is asked for, in that of the snapshot's index."""
        if self.order is None or not self.order.order:
            return bind(
                f"SELECT DISTINCT ?x WHERE {{\n  {self.where}\n}} LIMIT $most OFFSET $first",
                most=most,
                first=first,
            )
        direction = "DESC" if self.descending else "ASC"
        return bind(
            f"SELECT ?x (MIN(?sort) AS ?key) WHERE {{\n  {self.where}\n"
            f"  OPTIONAL {{ {self.order.order} }}\n}}\n"
            f"GROUP BY ?x ORDER BY {direction}(?key) ?x LIMIT $most OFFSET $first",
            most=most,
            first=first,
        )


@blueprint.get(f"/<any({', '.join(LISTINGS)}):kind>/")
@page
def listing(visit: Visit, kind: str) -> str | Response:
    """The list of one kind."""
    view = view_of(visit, kind)
    total = visit.graph.number(visit.shown("How many there are", view.counting))
    form = argument("format")
    if form in {"csv", "json"}:
        return _file(visit, view, total, form)
    first = (view.number - 1) * ROWS
    if first and first >= total:
        return missing(visit, f"This list has {total} rows; page {view.number} lies beyond them.")
    lines = _lines(visit, view, ROWS, first)
    words = KIND_WORDS.get(kind)
    return render(
        visit,
        "list.html",
        view=view,
        kind=kind,
        title=title_of(kind),
        about=words.about if words else "What each article says, one statement each, with its sentence.",
        lines=lines,
        total=total,
        first=first,
        facets=_facets(visit, view),
        pages=-(-total // ROWS),
        address=_address,
        sortable=_sortable(view),
    )


def title_of(kind: str) -> str:
    """What the list of a kind is called."""
    words = KIND_WORDS.get(kind)
    return words.many if words else "Claims"


def view_of(visit: Visit, kind: str) -> View:
    """The list of one kind as the address of the request asks for it."""
    listing = LISTINGS[kind]
    chosen = []
    for facet in listing.facets:
        given = argument(facet.key)
        value = _value(facet, given)
        if value is not None:
            label = _named(visit, value) if isinstance(value, Iri) else str(value)
            chosen.append(Chosen(facet, value, label, _address({facet.key: ""})))
    sort = argument("sort") or ("-" if listing.descending else "") + listing.order
    order = next((c for c in listing.columns if c.order and c.key == sort.lstrip("-")), None)
    search = argument("contains")[:LONGEST_SEARCH]
    return View(listing, chosen, search, order, sort.startswith("-"), page_number())


def _value(facet: Facet, given: str) -> Iri | Literal | int | None:
    if not given:
        return None
    if facet.number:
        return int(given) if re.fullmatch(r"-?\d{1,6}", given) else None
    if facet.literal:
        return Literal(given)
    return Iri(given) if is_iri(given) else None


def _narrow(facet: Facet, value: Iri | Literal | int) -> str:
    """The facet's pattern for one value, its other variables renamed so that two facets never share one."""
    pattern = _VARIABLE.sub(lambda match: f"?{match[1]}_{facet.key}", facet.pattern)
    variable = f"?value_{facet.key}"
    if isinstance(value, Iri):
        return pattern.replace(variable, bound("$value", value=value))
    term = str(value) if isinstance(value, int) else bound("$value", value=value)
    return f"{pattern} FILTER(STR({variable}) = STR({term}))"


def _facets(visit: Visit, view: View) -> list[tuple[Facet, list[Choice]]]:
    facets = []
    chosen = {choice.facet.key: choice for choice in view.chosen}
    for facet in view.listing.facets:
        if facet.hidden:
            continue
        if facet.key in chosen:
            here = chosen[facet.key]
            facets.append((facet, [Choice(here.label, 0, here.without, True)]))
            continue
        alone = facet.implies and not view.chosen and not view.search
        query = bind(
            f"SELECT ?value ({view.number_of} AS ?n) WHERE {{\n"
            f"  {'' if alone else view.where + ' .'}\n  {facet.pattern}\n"
            f"}} GROUP BY ?value ORDER BY DESC(?n) ?value LIMIT {FACET_VALUES}"
        )
        rows = [row for row in visit.graph.rows(query) if "value" in row]
        labels = visit.graph.labels(row["value"] for row in rows)
        choices = [
            Choice(
                _phrase(row["value"], labels.get(row["value"], "")) or shown(row["value"]),
                count(row, "n"),
                _address({facet.key: str(row["value"]), "page": ""}),
                False,
            )
            for row in rows
        ]
        if choices:
            facets.append((facet, choices))
    return facets


def _lines(visit: Visit, view: View, most: int, first: int) -> list[Line]:
    query = view.rows(most, first)
    if len(visit.queries) == 1:
        visit.shown("These rows", query)
    things = [thing for row in visit.graph.rows(query) if (thing := iri(row, "x")) is not None]
    if not things:
        return []
    branches = "\n  UNION ".join(
        f'{{ VALUES ?x {{ $all }} {column.pattern} BIND("{column.key}" AS ?column) }}'
        for column in view.listing.columns
    )
    cells = bind(
        f"SELECT DISTINCT ?x ?column ?value WHERE {{\n  {branches}\n}} ORDER BY ?x ?column ?value", all=things
    )
    rows = visit.graph.rows(cells)
    labels = visit.graph.labels(row["value"] for row in rows)
    found = by(rows, "x", "column")
    return [
        Line(
            thing,
            {
                column.key: [
                    Cell(row["value"], _phrase(row["value"], labels.get(row["value"], "")))
                    for row in found.get((thing.value, column.key), [])
                ]
                for column in view.listing.columns
            },
        )
        for thing in things
    ]


def _phrase(term: Term, label: str) -> str:
    """What a value is called: a kind of event and a property by their plain words."""
    if isinstance(term, Iri) and term.value.startswith(DIP):
        name = term.value.removeprefix(DIP)
        return EVENT_CLASSES.get(name) or forward(term, label)
    if isinstance(term, Iri) and term.value.startswith(PREFIXES["skos"]):
        return forward(term, label)
    if isinstance(term, Iri) and term.value == PREFIXES["rdf"] + "type":
        return "Kind"
    return label


def _named(visit: Visit, thing: Iri) -> str:
    rows = visit.graph.rows(bind("SELECT ?label WHERE { $thing rdfs:label ?label } LIMIT 1", thing=thing))
    return dated(_phrase(thing, text(rows[0], "label") if rows else "")) or shown(thing)


def _address(changes: Mapping[str, str]) -> str:
    """This address with some parameters changed and back on its first page; an empty value leaves one out."""
    kept = {**request.args.to_dict(), "page": "", **changes}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"{request.script_root}{request.path}" + (f"?{query}" if query else "")


def _sortable(view: View) -> Mapping[str, str]:
    """For each column that can be sorted by: where the list is sorted so, or the other way round."""
    return {
        column.key: _address(
            {"sort": f"-{column.key}" if view.order is column and not view.descending else column.key}
        )
        for column in view.listing.columns
        if column.order
    }


def _file(visit: Visit, view: View, total: int, form: str) -> Response:
    if total > MOST_ROWS:
        raise TooLarge(
            f"this view has {total} rows, more than the {MOST_ROWS} of a download; "
            "narrow it, or take the whole dataset at /data"
        )
    header = ["iri", *(column.key for column in view.listing.columns)]
    lines = _all_lines(visit, view, total)
    name = f"communique-{view.listing.segment}-{visit.graph.commit[:8]}"
    if form == "json":
        rows = (
            [line.thing.value, *([cell.text for cell in line.cells[key]] for key in header[1:])]
            for line in lines
        )
        return download(tabular.as_json(header, rows), "application/json", f"{name}.json")
    table = (
        [line.thing.value, *(" | ".join(cell.text for cell in line.cells[key]) for key in header[1:])]
        for line in lines
    )
    return download(tabular.as_csv(header, table), "text/csv; charset=utf-8; header=present", f"{name}.csv")


def _all_lines(visit: Visit, view: View, total: int) -> Iterator[Line]:
    for first in range(0, total, ROWS):
        yield from _lines(visit, view, ROWS, first)
