"""The page of one thing: person, office, event, base, place, country, and whatever else has an IRI."""

from __future__ import annotations

from flask import Blueprint, Response

from communique.web.pages import candidates, events, search
from communique.web.pages.answering import Visit, argument, iri_argument, missing, page, render
from communique.web.pages.documents import FORMS, document
from communique.web.pages.egonet import ego
from communique.web.pages.mapping import around
from communique.web.pages.offices import offices_then
from communique.web.pages.portrait import Portrait, portrait
from communique.web.pages.readings import query_of, readings
from communique.web.pages.tenures import tenures
from communique.web.pages.terms import Iri
from communique.web.pages.timescale import strip
from communique.web.pages.wording import AT_EVENT, DIP, EVENT_CLASSES, KIND_WORDS, KindWords

blueprint = Blueprint("entity", __name__)

PAGES = (
    "person, office, event, base, place, country, organization, delegation, tenure, presence, remark, agent"
)


@blueprint.get(f"/<any({PAGES}):kind>/<name>")
@page
def thing(visit: Visit, kind: str, name: str) -> str | Response:
    """One thing of the store by its kind and name."""
    try:
        return _show(visit, visit.paths.iri(kind, name))
    except ValueError:
        return missing(visit, f"{kind}/{name} is no name that a thing could have.")


@blueprint.get("/thing")
@page
def anything(visit: Visit) -> str | Response:
    """Any IRI that the graph speaks of."""
    value = iri_argument("iri")
    if not value:
        return missing(visit, "This page shows one thing of the graph: give its IRI as ?iri=.")
    return _show(visit, Iri(value))


def _show(visit: Visit, iri: Iri) -> str | Response:
    form = FORMS.get(argument("format"))
    if form is not None:
        return document(visit, iri, form) or missing(visit, f"The graph says nothing about {iri.value}.")
    found = portrait(visit, iri)
    if found is None:
        return missing(visit, f"The graph says nothing about {iri.value}.", search.alike(visit, iri))
    lines, number, counting = events.of(visit, iri)
    held_by = []
    names = {kind.value.removeprefix(DIP) for kind in found.classes}
    if "Office" in names:
        held_by = [
            reading
            for reading in readings(visit.graph.rows(query_of(iri, as_object=True)))
            if reading.predicate.value == DIP + "heldOffice"
        ]
    people = []
    if "Event" in names:
        people = [
            fact.value
            for role in AT_EVENT
            if (group := found.group(role)) is not None
            for fact in group.facts
            if isinstance(fact.value, Iri)
        ]
    return render(
        visit,
        "entity.html",
        beside=offices_then(visit, people, found.first("earliest"), found.first("latest")),
        portrait=found,
        kind=kind_of(found),
        special=special(found),
        events=lines,
        event_count=number,
        event_query=counting,
        holders=held_by[:20],
        candidates=candidates.of(visit, iri) if found.values.get("candidateFor") or _pointed(found) else [],
        tenures=tenures(visit, iri) if names & {"Person", "Office"} else [],
        strip=strip(lines),
        ego=ego(visit, found),
        map=around(visit, found),
    )


def _pointed(found: Portrait) -> bool:
    return any(group.predicate.value == f"{DIP}candidateFor" for group in found.incoming)


def kind_of(found: Portrait) -> KindWords | None:
    """The kind whose words fit the thing."""
    names = {kind.value.removeprefix(DIP) for kind in found.classes}
    return next((words for words in KIND_WORDS.values() if names & set(words.classes)), None)


def special(found: Portrait) -> str:
    """What kind of event it is, in words; empty for what is no event."""
    names = [kind.value.removeprefix(DIP) for kind in found.classes]
    return next((EVENT_CLASSES[name] for name in names if name in EVENT_CLASSES and name != "Event"), "")
