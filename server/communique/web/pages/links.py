"""All that points to a thing by one property, page by page: hubs have thousands."""

from __future__ import annotations

from flask import Blueprint, Response

from communique.web.pages.answering import Visit, iri_argument, missing, page, page_number, render
from communique.web.pages.graph import iri
from communique.web.pages.terms import Iri, bind
from communique.web.pages.wording import inverse

blueprint = Blueprint("links", __name__)

SHOWN = 200
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s $predicate $thing }"
_SUBJECTS = "SELECT ?s WHERE { ?s $predicate $thing } ORDER BY ?s LIMIT $most OFFSET $first"


@blueprint.get("/thing/links")
@page
def links(visit: Visit) -> str | Response:
    """The subjects of all statements with this property and this object."""
    thing, predicate = iri_argument("iri"), iri_argument("predicate")
    if not thing or not predicate:
        return missing(visit, "This page shows what points to a thing: give ?iri= and ?predicate=.")
    counting = bind(_COUNT, thing=Iri(thing), predicate=Iri(predicate))
    total = visit.graph.number(visit.shown("How many there are", counting))
    number = page_number()
    first = (number - 1) * SHOWN
    if first >= total:
        return missing(visit, f"{total} statements with this property point there; page {number} has none.")
    query = bind(_SUBJECTS, thing=Iri(thing), predicate=Iri(predicate), most=SHOWN, first=first)
    rows = visit.graph.rows(visit.shown("These", query))
    subjects = [subject for row in rows if (subject := iri(row, "s")) is not None]
    labels = visit.graph.labels([*subjects, Iri(thing), Iri(predicate)])
    return render(
        visit,
        "links.html",
        thing=Iri(thing),
        title=inverse(Iri(predicate), labels.get(Iri(predicate), "")),
        label=labels.get(Iri(thing), Iri(thing).local),
        subjects=subjects,
        labels=labels,
        total=total,
        counting=counting,
        predicate=predicate,
        number=number,
        pages=-(-total // SHOWN),
    )
