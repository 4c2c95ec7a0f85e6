"""What the sources tell differently: all of it, and one by one."""

from __future__ import annotations

from flask import Blueprint, Response

from communique.web.pages.answering import Visit, iri_argument, missing, page, page_number, render
from communique.web.pages.disagreeing import COUNT, disagreements, one
from communique.web.pages.graph import count, iri, text
from communique.web.pages.terms import Iri, bind, bound
from communique.web.pages.wording import forward

blueprint = Blueprint("disagreements", __name__)

SHOWN = 20
_BY_PROPERTY = """
SELECT ?on ?label ?n WHERE {
  { SELECT ?on (COUNT(DISTINCT ?d) AS ?n) WHERE { ?d a dip:Disagreement ; dip:onProperty ?on } GROUP BY ?on }
  OPTIONAL { ?on rdfs:label ?label }
}
ORDER BY DESC(?n) ?on
"""


@blueprint.get("/disagreements")
@page
def overview(visit: Visit) -> str | Response:
    """All disagreements, or those on one property."""
    chosen = iri_argument("on")
    on = Iri(chosen) if chosen else None
    counting = bind(COUNT % (bound(" ; dip:onProperty $on", on=on) if on else ""))
    total = visit.graph.number(visit.shown("How many there are", counting))
    number = page_number()
    first = (number - 1) * SHOWN
    if first and first >= total:
        return missing(visit, f"There are {total} disagreements; page {number} lies beyond them.")
    kinds = [
        (property_, forward(property_, text(row, "label")), count(row, "n"))
        for row in visit.graph.rows(visit.shown("By property", bind(_BY_PROPERTY)))
        if (property_ := iri(row, "on")) is not None
    ]
    return render(
        visit,
        "disagreements.html",
        found=disagreements(visit, SHOWN, first, on),
        total=total,
        counting=counting,
        kinds=kinds,
        on=on,
        number=number,
        pages=-(-total // SHOWN),
    )


@blueprint.get("/disagreement/<name>")
@page
def disagreement(visit: Visit, name: str) -> str | Response:
    """One disagreement."""
    try:
        thing = visit.paths.iri("disagreement", name)
    except ValueError:
        return missing(visit, f"{name} is no name of a disagreement.")
    found = one(visit, thing)
    if found is None:
        return missing(visit, f"The graph holds no disagreement {name}. It may have been settled.")
    return render(visit, "disagreement.html", d=found)
