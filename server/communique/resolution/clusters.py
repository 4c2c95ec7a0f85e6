"""Clusters as the model has them: members, preferred name, other names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from communique.model.claims import Kind, Predicate, When
from communique.model.identity import Cluster, Member, Ruling, Standing
from communique.model.when import Interval
from communique.resolution.facts import actor
from communique.resolution.identity import Identity
from communique.resolution.keyed import polity_of
from communique.resolution.labels import (
    Naming,
    base_naming,
    event_naming,
    office_naming,
    person_naming,
    plain_naming,
    printed_forms,
)
from communique.resolution.rulings import Bench


def cluster(
    identity: Identity, bench: Bench, rulings: Mapping[str, Ruling], stage: str, first: Member, key: str
) -> Cluster:
    """The cluster that a first member names. ``rulings`` must hold those about the date of an event."""
    records = identity.stages()[stage].records_of(first)
    members = tuple(record.member for record in records)
    kind = identity.facts[first.article].entities[first.local].kind
    naming = _naming(identity, bench, rulings, kind, first, records)
    return Cluster(key, kind, naming.label, tuple(sorted(members)), naming.variants, naming.misprints)


def _naming(
    identity: Identity,
    bench: Bench,
    rulings: Mapping[str, Ruling],
    kind: Kind,
    first: Member,
    records: Sequence[Any],
) -> Naming:
    facts = identity.facts[first.article]
    members = tuple(record.member for record in records)
    if kind is Kind.EVENT:
        record = identity.events.record(first)
        if record is not None:
            return event_naming(facts, record, _accepted_date(identity, rulings, members))
    own = facts.entities[first.local]
    if own.gazetteer or kind in (Kind.DELEGATION, Kind.REMARK):
        return Naming(" ".join(own.label.split()))
    forms = printed_forms((printed(identity, one), bench.source(one.member.article)) for one in records)
    if kind is Kind.PERSON:
        return person_naming(forms)
    if kind is Kind.BASE:
        methods = {edge.method for _, _, edge in identity.bases.groups[first].merged}
        return base_naming(forms, "base-context" in methods)
    if kind is Kind.OFFICE:
        return office_naming(own.label, _polity_label(identity, first, members), forms)
    return plain_naming(" ".join(own.label.split()), forms)


def printed(identity: Identity, record: Any) -> tuple[str, ...]:
    """The printed names of a record of any kind: as it keeps them, else as its article has them."""
    kept: tuple[str, ...] = getattr(record, "printed", ())
    return kept or identity.facts[record.member.article].printed(record.member.local)


def _polity_label(identity: Identity, first: Member, members: tuple[Member, ...]) -> str:
    """What the first report that names the polity of an office calls it."""
    office = identity.offices.record(first)
    polity = polity_of(office) if office else ""
    for member in members:
        for entity in identity.facts[member.article].refs(member.local, Predicate.OFFICE_OF):
            if actor(entity) == polity:
                return entity.label
    return polity.rpartition("/")[2].replace("-", " ").title()


def _accepted_date(
    identity: Identity, rulings: Mapping[str, Ruling], members: tuple[Member, ...]
) -> Interval | None:
    for member in members:
        for number, claim in identity.facts[member.article].numbered(member.local):
            if claim.predicate is Predicate.DATE and isinstance(claim.object, When):
                ruling = rulings.get(number)
                if ruling is not None and ruling.standing is Standing.ACCEPTED:
                    return claim.object.interval
    return None
