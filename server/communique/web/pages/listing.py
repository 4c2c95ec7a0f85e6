"""What a list shows of one kind: columns, facets, orders. All as SPARQL patterns over ``?x``.

A facet's pattern binds ``?value``; chosen, the same pattern runs with the chosen term in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from communique.web.pages.wording import ANY_PART


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list. ``literal``: its values are texts, else IRIs; ``hidden``: by address only."""

    key: str
    title: str
    pattern: str
    literal: bool = False
    hidden: bool = False
    number: bool = False
    """Values are whole numbers (years)."""
    implies: bool = False
    """Whether only things of the list have such a value: then counting need not look what each thing is."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its pattern binds ``?value`` from ``?x``. ``order`` makes it sortable."""

    key: str
    title: str
    pattern: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of one kind. ``where`` binds ``?x``; ``order`` names the column it is sorted by at first."""

    segment: str
    where: str
    columns: tuple[Column, ...]
    facets: tuple[Facet, ...]
    order: str = "label"
    descending: bool = False
    searches: tuple[str, ...] = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
    """Properties whose text the field "contains" looks into."""
    single: bool = False
    """Whether no facet can bind one ``?x`` twice: then counting needs no DISTINCT, which costs most of it."""


def _counted(key: str, title: str, pattern: str) -> Column:
    """A column that counts the ``?counted`` of a pattern for each ``?x``."""
    inner = "SELECT ?x (COUNT(DISTINCT ?counted) AS ?%s) WHERE { %s%s } GROUP BY ?x"
    return Column(
        key,
        title,
        "{ " + inner % ("value", "VALUES ?x { $all } ", pattern) + " }",
        "{ " + inner % ("sort", "", pattern) + " }",
    )


LABEL = Column("label", "Name", "?x rdfs:label ?value", "?x rdfs:label ?sort")
_SOURCES = _counted("sources", "Sources", "?claim rdf:subject ?x ; dip:source ?counted")
_SOURCE = Facet(
    "source", "Source", "?claim rdf:subject ?x ; dip:source/dcterms:publisher ?value", literal=True
)
_CONTESTED = Facet(
    "contested", "Disagreement on", "?d a dip:Disagreement ; dip:about ?x ; dip:onProperty ?value"
)

_EVENT = Listing(
    "event",
    "?x a dip:Event",
    (
        Column("label", "Event", "?x rdfs:label ?value", "?x rdfs:label ?sort"),
        Column(
            "kind", "Kind", "?x a ?value FILTER(?value != dip:Event && STRSTARTS(STR(?value), STR(dip:)))"
        ),
        Column("date", "When", "?x dip:date ?value", "?x dip:latest ?sort"),
        Column("place", "Where", "?x dip:place ?value"),
        Column("who", "Who", "?x dip:participant ?value"),
        Column("status", "Status", "?x dip:status ?value", "?x dip:status ?sort"),
        _SOURCES,
    ),
    (
        Facet("kind", "Kind", "?x a ?value FILTER(?value != dip:Event && STRSTARTS(STR(?value), STR(dip:)))"),
        Facet("status", "Status", "?x dip:status ?value"),
        Facet("side", "Country or body taking part", "?x dip:side ?value"),
        Facet("year", "Year", "?x dip:earliest ?day BIND(YEAR(?day) AS ?value)", number=True),
        Facet("place", "Place", "?x dip:place ?value"),
        Facet("topic", "Topic", "?x dip:topic ?value"),
        _SOURCE,
        _CONTESTED,
        Facet("with", "With", f"?x {ANY_PART} ?value", hidden=True),
        Facet("and", "And with", f"?x {ANY_PART} ?value", hidden=True),
    ),
    order="date",
    descending=True,
)

_PERSON = Listing(
    "person",
    "?x a dip:Person",
    (
        LABEL,
        Column("office", "Office", "?x dip:heldOffice ?value"),
        Column("for", "Speaks for", "?x dip:represents ?value"),
        _counted("events", "Events", "?counted dip:participant ?x"),
        _SOURCES,
    ),
    (
        Facet("for", "Speaks for", "?x dip:represents ?value"),
        Facet("role", "Role", "?x dip:heldOffice/dip:role ?value"),
        _SOURCE,
        _CONTESTED,
        Facet("met", "Met", "?x dip:met ?value", hidden=True),
    ),
)

_OFFICE = Listing(
    "office",
    "?x a dip:Office",
    (
        Column("label", "Office", "?x rdfs:label ?value", "?x rdfs:label ?sort"),
        Column("of", "Of", "?x dip:officeOf ?value"),
        Column("role", "Role", "?x dip:role ?value"),
        Column("holder", "Held by", "?value dip:heldOffice ?x"),
        _SOURCES,
    ),
    (
        Facet("of", "Of", "?x dip:officeOf ?value"),
        Facet("role", "Role", "?x dip:role ?value"),
        _SOURCE,
        _CONTESTED,
    ),
)

_BASE = Listing(
    "base",
    "?x a dip:Base",
    (
        Column("label", "Base", "?x rdfs:label ?value", "?x rdfs:label ?sort"),
        Column("kind", "Kind", "?x dip:baseKind ?value"),
        Column("operator", "Operated by", "?x dip:operator ?value"),
        Column("country", "Lies in", "?x dip:hostCountry ?value"),
        Column("near", "Near", "?x dip:near ?value"),
        _SOURCES,
    ),
    (
        Facet("operator", "Operated by", "?x dip:operator ?value"),
        Facet("country", "Lies in", "?x dip:hostCountry ?value"),
        Facet("kind", "Kind", "?x dip:baseKind ?value"),
        _SOURCE,
        _CONTESTED,
    ),
)

_PLACE = Listing(
    "place",
    "?x a dip:Place",
    (
        Column("label", "Place", "?x rdfs:label ?value", "?x rdfs:label ?sort"),
        Column("within", "Lies in", "?x dip:within ?value"),
        _counted("events", "Events here", "?counted dip:place ?x"),
    ),
    (Facet("within", "Lies in", "?x dip:within ?value"),),
)

_COUNTRY = Listing(
    "country",
    "?x a dip:Country",
    (
        Column("label", "Country", "?x rdfs:label ?value", "?x rdfs:label ?sort"),
        _counted("events", "Events it took part in", "?counted dip:side ?x"),
        _counted("people", "People speaking for it", "?counted a dip:Person ; dip:represents ?x"),
        Column("hosts", "Bases in it", "?value dip:hostCountry ?x"),
        Column("operates", "Bases it operates", "?value dip:operator ?x . ?value a dip:Base"),
    ),
    (),
)

_ARTICLE = Listing(
    "article",
    "?x a dip:Article",
    (
        Column("label", "Article", "?x rdfs:label ?value", "?x rdfs:label ?sort"),
        Column("publisher", "Publisher", "?x dcterms:publisher ?value", "?x dcterms:publisher ?sort"),
        Column("issued", "Published", "?x dcterms:issued ?value", "?x dcterms:issued ?sort"),
        _counted("claims", "Claims", "?counted dip:source ?x"),
        Column("copy", "Copy of", "?x dip:copyOf ?value"),
    ),
    (
        Facet("publisher", "Publisher", "?x dcterms:publisher ?value", literal=True),
        Facet("year", "Year", "?x dcterms:issued ?day BIND(YEAR(?day) AS ?value)", number=True),
        Facet("language", "Language", "?x dcterms:language ?value", literal=True),
        Facet("rights", "Rights", "?x dcterms:rights ?value", literal=True),
    ),
    order="issued",
    descending=True,
    searches=("dcterms:title",),
)

_CLAIM = Listing(
    "claim",
    "?x a dip:Claim",
    (
        Column("label", "Claim", "?x rdfs:label ?value"),
        Column("object", "Value", "?x rdf:object ?value"),
        Column("sentence", "Sentence", "?x dip:evidence/oa:exact ?value"),
        Column("source", "Source", "?x dip:source ?value"),
        Column("standing", "Standing", "?x dip:standing ?value"),
        Column("modality", "Put as", "?x dip:modality ?value"),
        Column("subject", "Of", "?x rdf:subject ?value"),
        Column("predicate", "What", "?x rdf:predicate ?value"),
    ),
    (
        Facet("predicate", "What it says", "?x rdf:predicate ?value"),
        Facet("standing", "Standing", "?x dip:standing ?value", implies=True),
        Facet("modality", "Put as", "?x dip:modality ?value", implies=True),
        Facet("rule", "Extraction rule", "?x dip:rule ?value", literal=True),
        Facet("article", "Article", "?x dip:source ?value", implies=True),
        Facet("subject", "Of", "?x rdf:subject ?value", hidden=True),
        Facet("object", "Value", "?x rdf:object ?value", hidden=True),
        Facet("speaker", "Quoting", "?x dip:saidBy ?value", hidden=True),
    ),
    order="",
    searches=("dip:evidence/oa:exact",),
    single=True,
)


def _plain(segment: str, cls: str, *columns: Column) -> Listing:
    return Listing(segment, f"?x a dip:{cls}", (LABEL, *columns), ())


LISTINGS: Mapping[str, Listing] = {
    listing.segment: listing
    for listing in (
        _PERSON,
        _OFFICE,
        _EVENT,
        _BASE,
        _PLACE,
        _COUNTRY,
        _ARTICLE,
        _CLAIM,
        _plain("organization", "Organization", Column("offices", "Offices", "?value dip:officeOf ?x")),
        _plain(
            "delegation",
            "Delegation",
            Column("for", "For", "?x dip:represents ?value"),
            Column("member", "Members", "?x dip:member ?value"),
        ),
        _plain(
            "tenure",
            "Tenure",
            Column("holder", "Holder", "?x dip:holder ?value"),
            Column("office", "Office", "?x dip:office ?value"),
            Column("from", "First attested", "?x dip:attestedFrom ?value", "?x dip:attestedFrom ?sort"),
            Column("until", "Last attested", "?x dip:attestedUntil ?value", "?x dip:attestedUntil ?sort"),
        ),
        _plain(
            "presence",
            "Presence",
            Column("base", "Base", "?x dip:base ?value"),
            Column("operator", "Operator", "?x dip:operator ?value"),
        ),
        _plain(
            "remark",
            "Remark",
            Column("about", "About", "?x dip:about ?value"),
            Column("text", "What was said", "?x dip:remarkText ?value"),
        ),
        _plain("agent", "Agent"),
    )
}
"""Every kind that has a list at ``/<segment>/``."""
