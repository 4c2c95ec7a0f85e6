"""The plain words in which pages speak of kinds and properties.

The ontology defines terms for people who model; a reader of a page wants "Took part in", not
"participant of". What has no phrase here is shown by its label in the graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from communique.web.pages.terms import PREFIXES, Iri

DIP = PREFIXES["dip"]


@dataclass(frozen=True, slots=True)
class KindWords:
    """How one kind of thing is called, and what a list of them is for."""

    segment: str
    one: str
    many: str
    about: str
    classes: tuple[str, ...]


EVENT_CLASSES: Mapping[str, str] = {
    "Meeting": "Meeting",
    "Call": "Phone call",
    "Visit": "Visit",
    "Summit": "Summit",
    "Conference": "Conference",
    "PressConference": "Press conference",
    "Event": "Event",
}

KIND_WORDS: Mapping[str, KindWords] = {
    words.segment: words
    for words in (
        KindWords("person", "Person", "People", "Everybody whom an article names.", ("Person",)),
        KindWords("office", "Office", "Offices", "Posts, and who is said to hold them.", ("Office",)),
        KindWords(
            "event",
            "Event",
            "Meetings, calls and visits",
            "What took place, is planned, or was called off.",
            tuple(EVENT_CLASSES),
        ),
        KindWords("base", "Base", "Military bases", "Who operates which base in which country.", ("Base",)),
        KindWords("place", "Place", "Places", "Where things happened.", ("Place",)),
        KindWords("country", "Country", "Countries", "States as parties and as places.", ("Country",)),
        KindWords(
            "organization",
            "Organisation",
            "Organisations",
            "Bodies that meet, host or employ.",
            ("Organization",),
        ),
        KindWords(
            "delegation",
            "Delegation",
            "Delegations",
            "Who travelled together, and for whom.",
            ("Delegation",),
        ),
        KindWords(
            "tenure",
            "Tenure",
            "Tenures",
            "Who held which office, and how long that is attested.",
            ("Tenure",),
        ),
        KindWords(
            "presence",
            "Presence",
            "Presences",
            "Who operated a base, in which state and when.",
            ("Presence",),
        ),
        KindWords(
            "remark", "Remark", "Remarks", "What was said and is no fact about the world.", ("Remark",)
        ),
        KindWords(
            "agent",
            "Unnamed source",
            "Unnamed sources",
            "Speakers whom an article does not name.",
            ("Agent",),
        ),
        KindWords("article", "Article", "Articles", "The sources, each with what it says.", ("Article",)),
        KindWords(
            "disagreement",
            "Disagreement",
            "Disagreements",
            "What the sources tell differently.",
            ("Disagreement",),
        ),
    )
}

FORWARD: Mapping[str, str] = {
    "date": "When",
    "place": "Where",
    "host": "Host",
    "visitor": "Visitor",
    "caller": "Placed the call",
    "invitee": "Invited",
    "participant": "Took part",
    "side": "Sides",
    "delegation": "Delegation",
    "topic": "About",
    "partOf": "Part of",
    "status": "Status",
    "describedAs": "Described as",
    "holds": "Holds the office",
    "heldOffice": "Office",
    "capacity": "Capacity",
    "start": "From",
    "end": "Until",
    "attestedFrom": "First attested",
    "attestedUntil": "Last attested",
    "overBy": "Over by",
    "represents": "Speaks for",
    "role": "Role",
    "officeOf": "Office of",
    "holder": "Held by",
    "office": "Office",
    "leader": "Led by",
    "member": "Members",
    "operator": "Operated by",
    "hostCountry": "Lies in",
    "baseKind": "Kind of base",
    "near": "Near",
    "within": "Lies in",
    "met": "Met",
    "spokeWith": "Spoke with",
    "about": "About",
    "remarkText": "What was said",
    "saidBy": "Said by",
    "onProperty": "On",
    "between": "Between the claims",
    "candidateFor": "May be the same as",
    "name": "Name",
}
"""Local name of a ``dip:`` property: the words before its value, in the order in which pages show them."""

INVERSE: Mapping[str, str] = {
    "holds": "Held by",
    "heldOffice": "Held by",
    "officeOf": "Offices",
    "represents": "Spoken for by",
    "hostCountry": "Bases here",
    "operator": "Operates",
    "near": "Bases nearby",
    "within": "Contains",
    "leader": "Led the delegation",
    "member": "Member of the delegation",
    "delegation": "Delegation at",
    "partOf": "Parts of it",
    "topic": "Discussed at",
    "role": "Offices with this role",
    "baseKind": "Bases of this kind",
    "about": "Remarks about it",
    "base": "Presences",
    "candidateFor": "May be the same as",
    "capacity": "Held in this capacity",
}
"""The words before the subjects of incoming statements; events have a table of their own."""

AT_EVENT: Mapping[str, str] = {
    "host": "host",
    "visitor": "visitor",
    "caller": "placed the call",
    "invitee": "invited",
    "participant": "took part",
    "side": "took part",
    "place": "held here",
}
"""What somebody, some country or some place was at an event, the most telling first."""
ANY_PART = "|".join((*(f"dip:{name}" for name in AT_EVENT), "dip:place/dip:within"))
"""The path from an event to what had a part in it; what happened in a town happened in its country, too."""

NAMES: Mapping[str, str] = {
    PREFIXES["skos"] + "prefLabel": "preferred",
    PREFIXES["skos"] + "altLabel": "spelling",
    PREFIXES["skos"] + "hiddenLabel": "taken for a misprint",
}

HIDDEN = frozenset(
    {
        PREFIXES["rdf"] + "type",
        PREFIXES["rdfs"] + "label",
        *NAMES,
        DIP + "name",
        DIP + "kind",
        DIP + "candidateFor",
        DIP + "earliest",
        DIP + "latest",
        DIP + "text",
        PREFIXES["geo"] + "asWKT",
        PREFIXES["geo"] + "hasGeometry",
        PREFIXES["dcterms"] + "isReplacedBy",
        PREFIXES["dcterms"] + "replaces",
    }
)
"""Properties that pages show in another way than as a fact."""

METHODS: Mapping[str, str] = {
    "person-full": "by full name",
    "person-initial": "by family name and initial",
    "person-surname": "by family name and what stands around it",
    "person-none": "by office",
    "same-profile": "by the same description",
    "event": "by kind, date, place and parties",
    "base-name": "by name",
    "base-context": "by what stands around it",
    "judgement": "by a person's decision",
}
"""How mentions were found to be one."""

STANDING: Mapping[str, str] = {
    "accepted": "accepted",
    "compatible": "vaguer, not contradicted",
    "superseded": "overtaken by a later report",
    "disputed": "disputed",
    "rejected": "rejected",
}

CLAIM_HUES: Mapping[str, str] = {
    "heldOffice": "who",
    "role": "who",
    "officeOf": "who",
    "represents": "who",
    "participant": "event",
    "host": "event",
    "visitor": "event",
    "caller": "event",
    "invitee": "event",
    "delegation": "event",
    "leader": "event",
    "member": "event",
    "partOf": "event",
    "status": "event",
    "topic": "event",
    "describedAs": "event",
    "date": "when",
    "place": "where",
    "operator": "base",
    "hostCountry": "base",
    "baseKind": "base",
    "near": "base",
}
"""Which colour a claim's words are marked in, by property; names and all else: ``name``."""

HUES: Mapping[str, str] = {
    "who": "offices",
    "event": "events",
    "when": "dates",
    "where": "places",
    "base": "bases",
    "name": "names",
}


def hue(predicate: str) -> str:
    """The colour group of a claim by the IRI of its predicate."""
    return CLAIM_HUES.get(predicate.removeprefix(DIP), "name")


def forward(predicate: Iri, label: str = "") -> str:
    """The words before the value of a property."""
    name = predicate.value.removeprefix(DIP)
    spoken = label or _spaced(predicate.local)
    if predicate.value == PREFIXES["skos"] + "prefLabel":
        return "Name"
    spoken = NAMES.get(predicate.value) or spoken
    return FORWARD.get(name) or spoken[:1].upper() + spoken[1:]


def inverse(predicate: Iri, label: str = "") -> str:
    """The words before the subjects that point here by a property."""
    name = predicate.value.removeprefix(DIP)
    return INVERSE.get(name) or f"{label or _spaced(predicate.local)} of"


def rank(predicate: Iri) -> tuple[int, str]:
    """Where a property stands among the facts of a page."""
    name = predicate.value.removeprefix(DIP)
    order = list(FORWARD)
    return (order.index(name) if name in FORWARD else len(order), predicate.value)


def _spaced(local: str) -> str:
    """``hostCountry`` and ``host_country`` as "host country"."""
    return "".join(
        f" {character.lower()}" if character.isupper() else character for character in local.replace("_", " ")
    ).strip()
