"""What one article says: entities named in it, and claims about them with the words they rest on.

Everything here is local to one article. An ``Entity`` has an id that is unique in its article
(``person-10-23``: kind and offsets of its first mention); who is the same across articles is
decided later, by ``resolution``. Countries, organisations and cities that the gazetteer knows carry
its key and need no such decision.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from communique.model.text import Span
from communique.model.when import Interval


class Kind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    COUNTRY = "country"
    ORGANIZATION = "organization"
    PLACE = "place"
    OFFICE = "office"
    EVENT = "event"
    BASE = "base"
    DELEGATION = "delegation"
    REMARK = "remark"
    AGENT = "agent"
    """Somebody who says something and is not named: "a source", "the ministry"."""


class Predicate(StrEnum):
    """What a claim says of its subject; the local names of the terms in ``ontology/dip.ttl``.

    Subject and object by predicate (concept = ``Concept`` of that scheme):

    any: name (Text). person: heldOffice (office). office: role (concept role), officeOf (country or
    organization). event: kind (concept eventkind), status (concept status), participant, host, visitor,
    caller, invitee (person), delegation (delegation), place (place or country), partOf (event), date
    (When), topic (concept topic), describedAs (Text: "first visit since ..."). delegation: represents
    (country or organization), leader, member (person). base: baseKind (concept basekind), operator
    (country or organization), hostCountry (country), near (place). remark: about (any), topic
    (concept topic), remarkText (Text: what was said). Of anything, by a person's judgement alone:
    exactMatch (Outside).
    """

    NAME = "name"
    HELD_OFFICE = "heldOffice"
    ROLE = "role"
    OFFICE_OF = "officeOf"
    KIND = "kind"
    STATUS = "status"
    PARTICIPANT = "participant"
    HOST = "host"
    VISITOR = "visitor"
    CALLER = "caller"
    INVITEE = "invitee"
    DELEGATION = "delegation"
    PLACE = "place"
    PART_OF = "partOf"
    DATE = "date"
    TOPIC = "topic"
    DESCRIBED_AS = "describedAs"
    REPRESENTS = "represents"
    LEADER = "leader"
    MEMBER = "member"
    BASE_KIND = "baseKind"
    OPERATOR = "operator"
    HOST_COUNTRY = "hostCountry"
    NEAR = "near"
    ABOUT = "about"
    REMARK_TEXT = "remarkText"
    EXACT_MATCH = "exactMatch"


class Modality(StrEnum):
    """How the words put it."""

    STATED = "stated"
    IMPLIED = "implied"
    PLANNED = "planned"
    INVITED = "invited"
    REPORTED = "reported"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Words that stand for an entity. ``detector`` names the rule that saw them.

    ``nominal`` mentions ("the minister", "he") refer to the entity without naming it.
    """

    span: Span
    text: str
    detector: str
    nominal: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something in one article.

    ``label`` is its fullest printed form. ``gazetteer`` is the key of a known country (``country/syria``),
    organisation (``organization/nato``) or place (``place/524901-moscow``); ``within`` is the key of the
    country that a known place lies in. A country or place that is only implied has no mention.
    """

    id: str
    kind: Kind
    label: str
    mentions: tuple[Mention, ...] = ()
    gazetteer: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity of the same article, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words as printed."""

    value: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Concept:
    """A SKOS concept: its scheme (role, status, eventkind, ...) and key (``foreign-minister``)."""

    scheme: str
    key: str


@dataclass(frozen=True, slots=True)
class When:
    """A date claim's value."""

    interval: Interval


@dataclass(frozen=True, slots=True)
class Outside:
    """The IRI of the same thing in another graph (http or https)."""

    iri: str


Value = Ref | Text | Concept | When | Outside


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one article says.

    ``words`` is the tightest span that the claim rests on (a name, a verb with its objects, a date
    phrase); ``evidence`` the sentences, the main one first. ``verbatim`` is the printed value where the
    object is normalised ("In late January"). ``said_by`` is the entity that the article attributes it
    to; ``implied_by`` says in a few words what an implied claim was concluded from ("dateline",
    "host of the visit"). ``capacity`` qualifies heldOffice: current, former, acting, interim, designate,
    outgoing, late. ``confidence`` lies between 0 and 1.
    """

    article: str
    subject: str
    predicate: Predicate
    object: Value
    words: Span
    evidence: tuple[Span, ...]
    rule: str
    extractor: str = "rules"
    confidence: float = 1.0
    modality: Modality = Modality.STATED
    said_by: str | None = None
    implied_by: str | None = None
    verbatim: str | None = None
    capacity: str | None = None

    @property
    def id(self) -> str:
        """Sixteen hex digits from article, offsets, subject, value and extractor; no resolved IRI."""
        key = "\0".join(
            (
                self.article,
                f"{self.words.start},{self.words.end}",
                self.subject,
                self.predicate,
                value_key(self.object),
                self.extractor,
                self.capacity or "",
            )
        )
        return hashlib.sha256(key.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one extractor made of one article.

    ``unread`` lists sentences that look like a claim and gave none. ``engine`` says what was used:
    software version, rule set and language model.
    """

    article: str
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    unread: tuple[Span, ...] = ()
    engine: str = ""
    notes: tuple[str, ...] = field(default=())

    def entity(self, local: str) -> Entity:
        """The entity with this id; ``KeyError`` if the article has none such."""
        for entity in self.entities:
            if entity.id == local:
                return entity
        raise KeyError(local)

    def offsets(self) -> dict[str, int]:
        """For every entity where it is first named, else where a claim about it starts."""
        first: dict[str, int] = {}
        for claim in self.claims:
            start = claim.words.start
            if start < first.get(claim.subject, start + 1):
                first[claim.subject] = start
        return {
            e.id: min((m.span.start for m in e.mentions), default=first.get(e.id, 0)) for e in self.entities
        }


def value_key(value: Value) -> str:
    """One line of text that two equal values share and two different ones do not."""
    match value:
        case Ref(id=local):
            return f"ref {local}"
        case Text(value=text, language=language):
            return f"text {language} {text}"
        case Concept(scheme=scheme, key=key):
            return f"concept {scheme}/{key}"
        case When(interval=interval):
            return f"when {interval.edtf}"
        case Outside(iri=iri):
            return f"outside {iri}"
