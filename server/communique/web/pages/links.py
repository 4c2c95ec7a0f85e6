"""All that points to a thing by one property, or that it points to, page by page: hubs have thousands."""

from __future__ import annotations

from flask import Blueprint, Response

from communique.web.pages.answering import Visit, argument, iri_argument, missing, page, page_number, render
from communique.web.pages.terms import Iri, bind
from communique.web.pages.wording import forward, inverse

blueprint = Blueprint("links", __name__)

SHOWN = 200
_TO, _FROM = "?s $predicate $thing", "$thing $predicate ?s"
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { %s }"
_OTHERS = "SELECT ?s WHERE { %s } ORDER BY ?s LIMIT $most OFFSET $first"


@blueprint.get("/thing/links")
@page
def links(visit: Visit) -> str | Response:
    """The subjects of all statements with this property and this object; with ``way=from`` the objects of
    those with this subject."""
    thing, predicate = iri_argument("iri"), iri_argument("predicate")
    if not thing or not predicate:
        return missing(visit, "This page shows what points to a thing: give ?iri= and ?predicate=.")
    onwards = argument("way") == "from"
    pattern = _FROM if onwards else _TO
    counting = bind(_COUNT % pattern, thing=Iri(thing), predicate=Iri(predicate))
    total = visit.graph.number(visit.shown("How many there are", counting))
    number = page_number()
    first = (number - 1) * SHOWN
    if first >= total:
        return missing(visit, f"{total} statements with this property are there; page {number} has none.")
    query = bind(_OTHERS % pattern, thing=Iri(thing), predicate=Iri(predicate), most=SHOWN, first=first)
    rows = visit.graph.rows(visit.shown("These", query))
    others = [row["s"] for row in rows]
    named = [other for other in others if isinstance(other, Iri)]
    labels = visit.graph.labels([*named, Iri(thing), Iri(predicate)])
    return render(
        visit,
        "links.html",
        thing=Iri(thing),
        title=(forward if onwards else inverse)(Iri(predicate), labels.get(Iri(predicate), "")),
        label=labels.get(Iri(thing), Iri(thing).local),
        others=others,
        way="from" if onwards else "",
        labels=labels,
        total=total,
        counting=counting,
        predicate=predicate,
        number=number,
        pages=-(-total // SHOWN),
    )
