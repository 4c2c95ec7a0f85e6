"""Everything that the graph holds about one thing, arranged as a reader asks for it.

Facts come from two sides: plain triples (the accepted view and what rules derive), and claims, which
also carry what the accepted view left out. Both are joined here by property and value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.web.pages.answering import Visit
from communique.web.pages.graph import by, count, iri, text
from communique.web.pages.readings import BUDGET, PER_FACT, Reading, key, query_of, readings
from communique.web.pages.terms import Blank, Iri, Literal, Row, Term, bind, bound
from communique.web.pages.wording import DIP, HIDDEN, INVERSE, NAMES, forward, inverse, rank

MOST_TRIPLES = 600
VALUES_SHOWN = 12
MERGES_SHOWN = 12

_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) WHERE { $thing ?p ?o } GROUP BY ?p ORDER BY ?p"
_TRIPLES = """
SELECT ?p ?property ?o ?label WHERE {
  %s
  OPTIONAL { ?o rdfs:label ?label }
  OPTIONAL { ?p rdfs:label ?property }
}
"""
_OF_PROPERTY = "{ SELECT ?p ?o WHERE { BIND($p AS ?p) $thing $p ?o } LIMIT $n }"
_SUPPORT = """
SELECT ?p ?other ?standing (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?article) AS ?sources)
       (SAMPLE(?name) AS ?label)
WHERE {
  ?claim rdf:subject $thing ; rdf:predicate ?p ; rdf:object ?other ; dip:source ?article ;
         dip:standing ?standing .
  OPTIONAL { ?other rdfs:label ?name }
}
GROUP BY ?p ?other ?standing ORDER BY ?p DESC(?sources) ?other LIMIT 2000
"""
_INCOMING = """
SELECT ?p (COUNT(DISTINCT ?s) AS ?n) (SAMPLE(?name) AS ?property) WHERE {
  VALUES ?p { $properties }
  ?s ?p $thing .
  FILTER NOT EXISTS {
    ?s a ?way FILTER(?way IN (dip:Claim, dip:Disagreement, dip:IdentityDecision, dip:Derivation))
  }
  OPTIONAL { ?p rdfs:label ?name }
}
GROUP BY ?p
"""
_SUBJECTS = """
  { SELECT ?p ?s WHERE {
      ?s $p $thing . BIND($p AS ?p)
      FILTER NOT EXISTS {
        ?s a ?way FILTER(?way IN (dip:Claim, dip:Disagreement, dip:IdentityDecision, dip:Derivation))
      }
    } LIMIT $n }
"""
_DISAGREEMENTS = """
SELECT ?disagreement ?property (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  ?disagreement a dip:Disagreement ; dip:about $thing ; dip:onProperty ?property ; dip:between ?claim .
}
GROUP BY ?disagreement ?property
"""
_DERIVATIONS = """
SELECT ?p ?o ?rule ?ground ?label WHERE {
  ?derivation a dip:Derivation ; rdf:subject $thing ; rdf:predicate ?p ; rdf:object ?o ; dip:rule ?rule .
  OPTIONAL { ?derivation dip:restsOn ?ground . OPTIONAL { ?ground rdfs:label ?label } }
}
LIMIT 200
"""
_MERGES = f"""
SELECT ?merge ?method ?confidence ?reason ?against ?one ?publisher WHERE {{
  {{ SELECT ?merge WHERE {{ ?merge a dip:Merge ; dip:about $thing }}
    ORDER BY ?merge LIMIT {MERGES_SHOWN + 1} }}
  ?merge dip:compares ?one .
  BIND(IRI(STRBEFORE(STR(?one), "#")) AS ?article)
  OPTIONAL {{ ?article dcterms:publisher ?publisher }}
  OPTIONAL {{ ?merge dip:method ?method }}
  OPTIONAL {{ ?merge dip:confidence ?confidence }}
  OPTIONAL {{ ?merge dip:reason ?reason }}
  OPTIONAL {{ ?merge dip:against ?against }}
}}
ORDER BY ?merge ?one
"""
_REPLACED = "SELECT ?by WHERE { $thing dcterms:isReplacedBy ?by } LIMIT 2"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a property (or one subject that points here), with what supports it."""

    predicate: Iri
    value: Term
    label: str
    stated: bool
    """Whether the accepted view or a rule holds it; else only claims do."""
    standings: tuple[tuple[str, int], ...]
    """How many claims of each standing."""
    sources: int
    readings: tuple[Reading, ...]
    rules: tuple[tuple[str, Iri | None, str], ...] = ()
    """The rules that derived it: name, what it rests on, and the label of that."""

    @property
    def claims(self) -> int:
        """How many claims there are, shown or not."""
        return sum(number for _, number in self.standings)


@dataclass(frozen=True, slots=True)
class Group:
    """All facts of one property."""

    predicate: Iri
    title: str
    facts: tuple[Fact, ...]
    total: int
    disagreement: Iri | None = None

    @property
    def more(self) -> int:
        """How many values are not shown."""
        return self.total - len(self.facts)


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two mentions were taken for one."""

    compared: tuple[tuple[Iri, str], ...]
    """The mentions, each with the publisher of its article."""
    method: str
    confidence: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """One thing, ready for its page."""

    thing: Iri
    label: str
    language: str
    classes: tuple[Iri, ...]
    groups: tuple[Group, ...]
    names: Group | None
    incoming: tuple[Group, ...]
    merges: tuple[Merge, ...]
    replaced_by: Iri | None
    wkt: str
    values: dict[str, list[Term]]
    """The plain values by local name of the property, for what pages place themselves."""

    def group(self, name: str) -> Group | None:
        """The facts of a ``dip:`` property by its local name."""
        return next((group for group in self.groups if group.predicate.value == DIP + name), None)

    def first(self, name: str) -> str:
        """The first plain value of a property as text; empty if there is none."""
        return str(next(iter(self.values.get(name, [])), ""))


def portrait(visit: Visit, thing: Iri) -> Portrait | None:
    """All about one thing; None if no triple has it as its subject or object."""
    numbers = _numbers(visit, thing)
    triples = _triples(visit, thing, numbers)
    incoming = _incoming(visit, thing)
    if not triples and not incoming:
        return None
    support = visit.graph.rows(visit.shown("Who says so, by fact", bind(_SUPPORT, thing=thing)))
    said = readings(visit.graph.rows(visit.shown("Every reading with its sentence", query_of(thing))))
    facts = _facts(triples, support, said, visit.graph.rows(bind(_DERIVATIONS, thing=thing)))
    disputes = _disputes(visit, thing)
    groups = [
        _group(Iri(predicate), same, numbers, disputes.get(predicate), _label_of(triples, predicate))
        for predicate, same in _by_property(facts)
        if predicate not in HIDDEN
    ]
    names = [fact for fact in facts if fact.predicate.value in NAMES]
    values: dict[str, list[Term]] = {}
    for row in triples:
        values.setdefault(row["p"].local if isinstance(row["p"], Iri) else "", []).append(row["o"])
    label = _label(triples, thing)
    replaced = [iri(row, "by") for row in visit.graph.rows(bind(_REPLACED, thing=thing))]
    return Portrait(
        thing=thing,
        label=label.value,
        language=label.language or "",
        classes=tuple(value for value in values.get("type", []) if isinstance(value, Iri)),
        groups=tuple(sorted(groups, key=lambda group: rank(group.predicate))),
        names=_names(names),
        incoming=incoming,
        merges=_merges(visit, thing),
        replaced_by=next((by for by in replaced if by), None),
        wkt=str(next(iter(values.get("asWKT", [])), "")),
        values=values,
    )


def _numbers(visit: Visit, thing: Iri) -> dict[str, int]:
    rows = visit.graph.rows(visit.shown("How many facts of each kind", bind(_PROPERTIES, thing=thing)))
    return {text(row, "p"): count(row, "n") for row in rows}


def _triples(visit: Visit, thing: Iri, numbers: dict[str, int]) -> list[Row]:
    """All triples of a thing; of a hub, some of each property."""
    if sum(numbers.values()) <= MOST_TRIPLES:
        part = bound("$thing ?p ?o .", thing=thing)
    else:
        part = "\n  UNION ".join(
            bound(_OF_PROPERTY, thing=thing, p=Iri(p), n=MOST_TRIPLES // 10) for p in numbers
        )
    return visit.graph.rows(visit.shown("Its facts", bind(_TRIPLES % part)))


def _facts(
    triples: Sequence[Row], support: Sequence[Row], said: Sequence[Reading], derivations: Sequence[Row]
) -> list[Fact]:
    stated = {key(row["p"], row["o"]): row for row in triples}
    supported = by(support, "p")
    claimed: dict[tuple[str, Term], list[Row]] = {}
    for rows in supported.values():
        for row in rows:
            claimed.setdefault(key(row["p"], row["other"]), []).append(row)
    spoken: dict[tuple[str, Term], list[Reading]] = {}
    for reading in said:
        spoken.setdefault(key(reading.predicate, reading.other), []).append(reading)
    rules: dict[tuple[str, Term], list[tuple[str, Iri | None, str]]] = {}
    for row in derivations:
        ground = (text(row, "rule"), iri(row, "ground"), text(row, "label"))
        rules.setdefault(key(row["p"], row["o"]), []).append(ground)
    facts = []
    for place in dict.fromkeys([*claimed, *stated]):
        rows = claimed.get(place, [])
        labels = [text(row, "label") for row in [*rows, *([stated[place]] if place in stated else [])]]
        facts.append(
            Fact(
                predicate=Iri(place[0]),
                value=place[1],
                label=next((label for label in labels if label), ""),
                stated=place in stated,
                standings=tuple((_name(row, "standing"), count(row, "claims")) for row in rows),
                sources=max((count(row, "sources") for row in rows), default=0),
                readings=tuple(spoken.get(place, ())),
                rules=tuple(rules.get(place, ())[:PER_FACT]),
            )
        )
    return _within_budget(facts)


def _within_budget(facts: list[Fact]) -> list[Fact]:
    """At most ``PER_FACT`` readings for a fact and ``BUDGET`` for a page; one only for each name."""
    left, kept = BUDGET, []
    for fact in sorted(facts, key=lambda fact: rank(fact.predicate)):
        most = min(left, 1 if fact.predicate.value in NAMES else PER_FACT)
        shown = fact.readings[:most]
        left -= len(shown)
        kept.append(replace(fact, readings=shown))
    return kept


def _by_property(facts: Sequence[Fact]) -> list[tuple[str, list[Fact]]]:
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.predicate.value, []).append(fact)
    return list(groups.items())


def _group(
    predicate: Iri, facts: list[Fact], numbers: dict[str, int], disagreement: Iri | None, label: str
) -> Group:
    facts.sort(key=lambda fact: (not fact.stated, -fact.sources, fact.label))
    unstated = sum(not fact.stated for fact in facts)
    total = max(len(facts), numbers.get(predicate.value, 0) + unstated)
    return Group(predicate, forward(predicate, label), tuple(facts[:VALUES_SHOWN]), total, disagreement)


def _names(facts: list[Fact]) -> Group | None:
    if not facts:
        return None
    order = list(NAMES)
    facts.sort(key=lambda fact: (order.index(fact.predicate.value), -fact.sources, str(fact.value)))
    return Group(facts[0].predicate, "Names", tuple(facts[: 2 * VALUES_SHOWN]), len(facts))


def _incoming(visit: Visit, thing: Iri) -> tuple[Group, ...]:
    properties = [Iri(DIP + name) for name in INVERSE]
    counted = visit.graph.rows(
        visit.shown("What points here, counted", bind(_INCOMING, thing=thing, properties=properties))
    )
    found = {str(row["p"]): row for row in counted if count(row, "n")}
    if not found:
        return ()
    unions = "\nUNION ".join(bound(_SUBJECTS, thing=thing, p=Iri(p), n=VALUES_SHOWN) for p in found)
    query = bind(
        f"SELECT ?p ?s ?label WHERE {{ {unions} OPTIONAL {{ ?s rdfs:label ?label }} }} ORDER BY ?p ?label"
    )
    rows = by(visit.graph.rows(query), "p")
    order = list(INVERSE)
    return tuple(
        Group(
            Iri(p),
            inverse(Iri(p), text(found[p], "property")),
            tuple(
                Fact(Iri(p), row["s"], text(row, "label"), True, (), 0, ())
                for row in rows.get((p,), [])
                if not isinstance(row["s"], Literal | Blank)
            ),
            count(found[p], "n"),
        )
        for p in sorted(found, key=lambda p: order.index(p.removeprefix(DIP)))
    )


def _disputes(visit: Visit, thing: Iri) -> dict[str, Iri]:
    rows = visit.graph.rows(bind(_DISAGREEMENTS, thing=thing))
    return {
        text(row, "property"): disagreement
        for row in rows
        if (disagreement := iri(row, "disagreement")) is not None
    }


def _merges(visit: Visit, thing: Iri) -> tuple[Merge, ...]:
    rows = visit.graph.rows(visit.shown("Why its mentions are one", bind(_MERGES, thing=thing)))
    merges = []
    for same in by(rows, "merge").values():
        compared = {one: text(row, "publisher") for row in same if (one := iri(row, "one")) is not None}
        merges.append(
            Merge(
                tuple(compared.items()),
                text(same[0], "method"),
                text(same[0], "confidence"),
                tuple(dict.fromkeys(text(row, "reason") for row in same if "reason" in row)),
                tuple(dict.fromkeys(text(row, "against") for row in same if "against" in row)),
            )
        )
    return tuple(merges)


def _label(triples: Sequence[Row], thing: Iri) -> Literal:
    labels = [
        row["o"]
        for row in triples
        if isinstance(row["p"], Iri) and row["p"].local in {"prefLabel", "label", "title"} and row["o"].value
    ]
    literals = [label for label in labels if isinstance(label, Literal)]
    return next(iter(literals), Literal(thing.local))


def _label_of(triples: Sequence[Row], predicate: str) -> str:
    return next((text(row, "property") for row in triples if str(row["p"]) == predicate), "")


def _name(row: Row, name: str) -> str:
    value = row.get(name)
    return value.local if isinstance(value, Iri) else ""
