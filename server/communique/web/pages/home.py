"""The front page: what is here, what is new, what can be asked, what is contested."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint

from communique.sparql.examples import examples
from communique.web.pages import events
from communique.web.pages.answering import Visit, page, render
from communique.web.pages.disagreeing import disagreements
from communique.web.pages.terms import bind

blueprint = Blueprint("home", __name__)

_OF_CLASS = "SELECT (COUNT(*) AS ?n) WHERE {{ ?x a dip:{} }}"
COUNTED = (
    ("people", "/person/", _OF_CLASS.format("Person")),
    ("offices", "/office/", _OF_CLASS.format("Office")),
    ("events", "/event/", _OF_CLASS.format("Event")),
    ("military bases", "/base/", _OF_CLASS.format("Base")),
    ("countries", "/country/", _OF_CLASS.format("Country")),
    ("places", "/place/", _OF_CLASS.format("Place")),
    ("organisations", "/organization/", _OF_CLASS.format("Organization")),
    ("articles", "/article/", _OF_CLASS.format("Article")),
    ("claims", "/claim/", _OF_CLASS.format("Claim")),
    ("disagreements", "/disagreements", _OF_CLASS.format("Disagreement")),
)
"""What the front page counts: its name, its list, and the query that counts it."""

QUESTIONS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the list and the query that it stands for."""

    name: str
    path: str
    query: str
    number: int


@blueprint.get("/")
@page
def home(visit: Visit) -> str:
    """The front page."""
    counts = [
        Count(name, path, query, visit.graph.number(query))
        for name, path, query in ((name, path, bind(text)) for name, path, text in COUNTED)
    ]
    some = any(count.number for count in counts)
    contested = next(count.number for count in counts if count.name == "disagreements")
    return render(
        visit,
        "home.html",
        counts=counts if some else [],
        questions=examples()[:QUESTIONS_SHOWN],
        events=events.newest(visit) if some else [],
        disagreements=disagreements(visit, 5) if contested else [],
        disagreement_count=contested,
    )
