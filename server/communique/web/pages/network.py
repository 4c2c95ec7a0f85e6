"""Who met or spoke with whom: a picture, a table, the sentences behind each line, and files for Gephi."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flask import Blueprint, Response

from communique.web.pages import netfiles, tabular
from communique.web.pages.answering import Visit, argument, download, iri_argument, missing, page, render
from communique.web.pages.events import COLUMNS, DETAILS, events
from communique.web.pages.graph import by, count, iri, text
from communique.web.pages.lettering import Box, box, free
from communique.web.pages.readings import CLAIM_COLUMNS, CLAIM_DETAILS, readings
from communique.web.pages.terms import Iri, bind, bound

blueprint = Blueprint("network", __name__)

DRAWN = 70
"""Lines that the picture and the table show; beyond it a picture says nothing. Files hold all."""
MOST = 50_000
WAYS = {"": "met or spoke", "met": "met", "spokeWith": "spoke by telephone or video"}
FILES = ("csv", *netfiles.FORMS)
WIDTH, HEIGHT = 1000, 720
LETTER = 16
"""Height of the letters of names, in units of the picture."""
LONGEST = 26
"""Letters of a name that are written."""

_PAIRS = """
SELECT ?one ?other ?n WHERE {
  { SELECT ?one ?other (COUNT(DISTINCT ?event) AS ?n) WHERE {
      VALUES ?way { %s }
      ?derivation rdf:predicate ?way ; rdf:subject ?one ; rdf:object ?other ; dip:restsOn ?event .
      FILTER(STR(?one) < STR(?other)) %s
    } GROUP BY ?one ?other }
  FILTER(?n >= $least)
}
ORDER BY DESC(?n) ?one ?other LIMIT $most
"""
_COUNT = """
SELECT (COUNT(*) AS ?pairs) WHERE {
  { SELECT ?one ?other (COUNT(DISTINCT ?event) AS ?n) WHERE {
      VALUES ?way { %s }
      ?derivation rdf:predicate ?way ; rdf:subject ?one ; rdf:object ?other ; dip:restsOn ?event .
      FILTER(STR(?one) < STR(?other)) %s
    } GROUP BY ?one ?other }
  FILTER(?n >= $least)
}
"""
_PEOPLE = """
SELECT ?person ?label ?side ?side_label WHERE {
  VALUES ?person { $people }
  ?person rdfs:label ?label .
  OPTIONAL { ?person dip:represents ?side . ?side rdfs:label ?side_label }
}
ORDER BY ?label ?side_label
"""
_SIDES = """
SELECT ?side ?label (COUNT(DISTINCT ?person) AS ?n) WHERE {
  ?person a dip:Person ; dip:represents ?side ; dip:met|dip:spokeWith ?somebody .
  ?side rdfs:label ?label
}
GROUP BY ?side ?label ORDER BY DESC(?n) ?label LIMIT 30
"""
_BETWEEN = f"""
SELECT {COLUMNS} WHERE {{
  {{ SELECT DISTINCT ?event WHERE {{
      VALUES ?way {{ dip:met dip:spokeWith }}
      ?derivation rdf:predicate ?way ; rdf:subject $one ; rdf:object $other ; dip:restsOn ?event .
    }} ORDER BY ?event LIMIT 100 }}
{DETAILS}}}
ORDER BY DESC(?latest) ?event
"""
_EVIDENCE = (
    f"SELECT ?event {CLAIM_COLUMNS}"
    """
WHERE {
  VALUES ?event { $events }
  VALUES ?other { $one $another }
  ?claim rdf:subject ?event ; rdf:object ?other ; rdf:predicate ?p ; dip:source ?article .
""" + CLAIM_DETAILS + "}\nORDER BY ?issued ?article ?start ?claim LIMIT 400"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A node: where it stands before anything moves it, and whom it speaks for."""

    person: Iri
    label: str
    side: str
    hue: int
    x: float
    y: float
    events: int

    @property
    def radius(self) -> float:
        """How large it is drawn."""
        return 6 + min(self.events, 20) * 0.5

    @property
    def side_of_name(self) -> int:
        """1 where the name stands to the right, away from the middle; else -1."""
        return 1 if self.x >= WIDTH / 2 else -1


@dataclass(frozen=True, slots=True)
class Pair:
    """A line between two people."""

    one: Person
    other: Person
    events: int

    @property
    def width(self) -> float:
        """How thick it is drawn."""
        return round(1 + 1.6 * math.log2(self.events), 1)


@blueprint.get("/network")
@page
def network(visit: Visit) -> str | Response:
    """The network of people, as the address narrows it."""
    way = argument("way") if argument("way") in WAYS else ""
    side, someone = iri_argument("side"), iri_argument("with")
    year = argument("year") if argument("year").isdecimal() and len(argument("year")) <= 4 else ""
    least = min(int(argument("least")), 10_000) if argument("least").isdecimal() else 1
    ways = f"dip:{way}" if way else "dip:met dip:spokeWith"
    pattern = _narrowed(side, someone, year)
    counting = bind(_COUNT % (ways, pattern), least=least)
    total = visit.graph.number(visit.shown("How many pairs", counting))
    form = argument("format")
    most = MOST if form in FILES else DRAWN
    query = visit.shown("Who met or spoke with whom", bind(_PAIRS % (ways, pattern), least=least, most=most))
    pairs = _pairs(visit, query)
    if form in FILES:
        return _file(visit, form, pairs)
    people = {person.person: person for pair in pairs for person in (pair.one, pair.other)}
    order = sorted(people.values(), key=lambda person: (person.label, person.person.value))
    busiest = sorted(order, key=lambda person: -person.events)
    legible = free(_name_box(person) for person in busiest)
    return render(
        visit,
        "network.html",
        pairs=pairs,
        people=order,
        unnamed={person.person for person, written in zip(busiest, legible, strict=True) if not written},
        place={person.person: place for place, person in enumerate(order)},
        total=total,
        counting=counting,
        drawn=DRAWN,
        letter=LETTER,
        longest=LONGEST,
        way=way,
        ways=WAYS,
        side=side,
        sides=[(text(row, "side"), text(row, "label")) for row in visit.graph.rows(bind(_SIDES))],
        someone=someone,
        name=next((p.label for p in people.values() if p.person.value == someone), ""),
        year=year,
        least=least,
        legend=_legend(list(people.values())),
        address=lambda form: visit.paths.local(
            "/network",
            **{"way": way, "side": side, "with": someone, "year": year, "least": str(least), "format": form},
        ),
    )


@blueprint.get("/network/between")
@page
def between(visit: Visit) -> str | Response:
    """The events that two people share, each with its sentences."""
    one, other = iri_argument("one"), iri_argument("other")
    if not one or not other:
        return missing(visit, "This page shows what two people share: give both as ?one= and ?other=.")
    query = bind(_BETWEEN, one=Iri(one), other=Iri(other))
    found = events(visit.graph.rows(visit.shown("Events they share", query)))
    if not found:
        return missing(visit, "The graph knows of no event where these two met or spoke.")
    evidence = bind(_EVIDENCE, events=[event.event for event in found], one=Iri(one), another=Iri(other))
    rows = by(visit.graph.rows(visit.shown("The sentences", evidence)), "event")
    said = {}
    for event in found:
        # One sentence often carries both people: it is shown once.
        kept = {(r.article, r.start): r for r in readings(rows.get((event.event.value,), []))}
        said[event.event.value] = list(kept.values())[:12]
    names = {
        text(row, "person"): text(row, "label")
        for row in visit.graph.rows(bind(_PEOPLE, people=[Iri(one), Iri(other)]))
    }
    return render(visit, "between.html", events=found, said=said, one=Iri(one), other=Iri(other), names=names)


def _narrowed(side: str, someone: str, year: str) -> str:
    parts = []
    if side:
        parts.append(
            bound(
                "FILTER(EXISTS { ?one dip:represents $side } || EXISTS { ?other dip:represents $side })",
                side=Iri(side),
            )
        )
    if someone:
        parts.append(bound("FILTER(?one = $someone || ?other = $someone)", someone=Iri(someone)))
    if year:
        parts.append(f"?event dip:earliest ?day FILTER(YEAR(?day) = {int(year)})")
    return "\n      ".join(parts)


def _pairs(visit: Visit, query: str) -> list[Pair]:
    rows = visit.graph.rows(query)
    degree: dict[Iri, int] = {}
    for row in rows:
        for end in (iri(row, "one"), iri(row, "other")):
            if end is not None:
                degree[end] = degree.get(end, 0) + count(row, "n")
    people = _people(visit, degree)
    return [
        Pair(people[one], people[other], count(row, "n"))
        for row in rows
        if (one := iri(row, "one")) in people and (other := iri(row, "other")) in people
    ]


def _people(visit: Visit, degree: dict[Iri, int]) -> dict[Iri, Person]:
    """The people, in a circle, those of one side next to each other."""
    named: dict[Iri, tuple[str, str]] = {}
    nodes = list(degree)
    for first in range(0, len(nodes), 300):
        for row in visit.graph.rows(bind(_PEOPLE, people=nodes[first : first + 300])):
            person = iri(row, "person")
            if person is not None:
                named.setdefault(person, (text(row, "label"), text(row, "side_label")))
    sizes: dict[str, int] = {}
    for _, side in named.values():
        sizes[side] = sizes.get(side, 0) + 1
    order = sorted(sizes, key=lambda side: (not side, -sizes[side], side))
    hues = {side: min(place, 4) if side else 5 for place, side in enumerate(order)}
    placed = {}
    ranked = sorted(named.items(), key=lambda item: (order.index(item[1][1]), -degree[item[0]], item[1][0]))
    for place, (person, (label, side)) in enumerate(ranked):
        angle = 2 * math.pi * place / len(ranked) - math.pi / 2
        placed[person] = Person(
            person,
            label,
            side,
            hues[side],
            round(WIDTH / 2 + (WIDTH / 2 - 190) * math.cos(angle), 1),
            round(HEIGHT / 2 + (HEIGHT / 2 - 60) * math.sin(angle), 1),
            degree[person],
        )
    return placed


def _name_box(person: Person) -> Box:
    """Where the name stands before anything moves the node."""
    x = person.x + person.side_of_name * (person.radius + 6)
    return box(person.label[:LONGEST], x, person.y, LETTER, "start" if person.side_of_name > 0 else "end")


def _legend(people: list[Person]) -> list[tuple[int, str]]:
    sides: dict[int, str] = {}
    for person in people:
        name = person.side or "side not known"
        sides[person.hue] = name if sides.setdefault(person.hue, name) == name else "others"
    return sorted(sides.items())


def _file(visit: Visit, form: str, pairs: list[Pair]) -> Response:
    name = f"communique-network-{visit.graph.commit[:8]}.{form}"
    if form == "csv":
        header = ("source", "target", "weight", "source_iri", "target_iri", "source_side", "target_side")
        rows = (
            (
                p.one.label,
                p.other.label,
                str(p.events),
                p.one.person.value,
                p.other.person.value,
                p.one.side,
                p.other.side,
            )
            for p in pairs
        )
        return download(tabular.as_csv(header, rows), "text/csv; charset=utf-8; header=present", name)
    nodes = {person.person.value: person for pair in pairs for person in (pair.one, pair.other)}
    lines = [(pair.one.person.value, pair.other.person.value, pair.events) for pair in pairs]
    body = netfiles.FORMS[form]({key: (person.label, person.side) for key, person in nodes.items()}, lines)
    return download(body, "application/xml; charset=utf-8", name)
