"""The page of one claim: the triple, its words, how it was found, and what others say of the same."""

from __future__ import annotations

from flask import Blueprint, Response

from communique.web.pages.answering import Visit, missing, page, render
from communique.web.pages.graph import by, text
from communique.web.pages.readings import CLAIM_COLUMNS, CLAIM_DETAILS, readings
from communique.web.pages.terms import bind
from communique.web.pages.wording import forward, hue

blueprint = Blueprint("claim", __name__)

_TRIPLES = """
SELECT ?p ?property ?o ?label WHERE {
  $claim ?p ?o .
  OPTIONAL { ?p rdfs:label ?property }
  OPTIONAL { ?o rdfs:label ?label }
}
ORDER BY ?p ?o
"""
_SAME = (
    f"SELECT DISTINCT {CLAIM_COLUMNS} ?same"
    """
WHERE {
  $claim rdf:subject ?subject ; rdf:predicate ?p ; rdf:object ?value .
  ?claim rdf:subject ?subject ; rdf:predicate ?p ; rdf:object ?other ; dip:source ?article .
  BIND(?other = ?value AS ?same)
""" + CLAIM_DETAILS + "}\nORDER BY ?issued ?article ?start ?claim LIMIT 200"
)
_DISAGREEMENTS = "SELECT ?d WHERE { ?d a dip:Disagreement ; dip:between $claim }"


@blueprint.get("/claim/<article>/<name>")
@page
def claim(visit: Visit, article: str, name: str) -> str | Response:
    """One claim of one article."""
    try:
        thing = visit.paths.claim(article, name)
    except ValueError:
        return missing(visit, f"{name} is no name of a claim.")
    triples = visit.graph.rows(visit.shown("The claim", bind(_TRIPLES, claim=thing)))
    if not triples:
        return missing(visit, f"The graph holds no claim {name} of the article {article}.")
    facts = {key[0].rpartition("#")[2].rpartition("/")[2]: rows for key, rows in by(triples, "p").items()}
    rows = visit.graph.rows(visit.shown("All claims about the same", bind(_SAME, claim=thing)))
    found = readings(rows)
    same = {text(row, "claim"): text(row, "same") == "true" for row in rows}
    here = next((reading for reading in found if reading.claim == thing), None)
    if here is None or "subject" not in facts:
        return missing(visit, f"The claim {name} has no article or no sentence in the graph.")
    return render(
        visit,
        "claim.html",
        thing=thing,
        facts=facts,
        triples=triples,
        here=here,
        subject=facts["subject"][0],
        object=facts["object"][0],
        phrase="Kind" if here.predicate.local == "type" else forward(here.predicate),
        hue=hue(here.predicate.value),
        agreeing=[reading for reading in found if same[reading.claim.value] and reading.claim != thing],
        differing=[reading for reading in found if not same[reading.claim.value]],
        disagreements=[row["d"] for row in visit.graph.rows(bind(_DISAGREEMENTS, claim=thing))],
    )
