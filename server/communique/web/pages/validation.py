"""What the shapes and audits find in the graph that is served, by rule and severity."""

from __future__ import annotations

import re

from flask import Blueprint, Response, current_app

from communique.sparql.prefixes import shorten
from communique.web.pages import tabular
from communique.web.pages.answering import Visit, argument, download, open_visit, page, render
from communique.web.pages.checking import ORDER, Finding, Inspector
from communique.web.pages.graph import iri
from communique.web.pages.terms import Iri, bind
from communique.web.service import service

blueprint = Blueprint("validation", __name__)

SHOWN = 12
NAMED_AT_ONCE = 200

_IRI = re.compile(r"<([^<>]*)>")
_ARTICLES = """
SELECT ?thing ?article WHERE {
  VALUES ?thing { $things }
  ?claim rdf:subject ?thing .
  ?claim dip:source ?article
}
"""


@blueprint.get("/validation")
@page
def validation(visit: Visit) -> str | Response:
    """The report on the served graph, as far as it has come."""
    inspector = current_app.extensions.setdefault("communique.inspector", Inspector())
    inspection = inspector.inspect(service().evaluator.commit, lambda: open_visit().graph)
    visit.graph.commits.add(inspection.commit)
    findings = inspection.sorted()
    if argument("format") == "csv" and inspection.finished.is_set():
        return _as_csv(visit, findings)
    shown = [one for f in findings for one in f.found[:SHOWN]]
    things = [one.focus for one in shown if isinstance(one.focus, Iri)]
    values = [one.value for one in shown if isinstance(one.value, Iri)]
    body = render(
        visit,
        "validation.html",
        findings=findings,
        inspection=inspection,
        totals={level: sum(len(f.found) for f in findings if f.check.severity == level) for level in ORDER},
        shown=SHOWN,
        plain=lambda path: _IRI.sub(lambda found: shorten(found[1]).strip("<>"), path),
        labels=visit.graph.labels([*things, *values]),
        articles=_articles(visit, list(dict.fromkeys(things))),
    )
    if inspection.finished.is_set():
        return body
    response = current_app.make_response(body)
    response.headers["Cache-Control"] = "no-store"
    return response


def _as_csv(visit: Visit, findings: list[Finding]) -> Response:
    header = ("severity", "rule", "message", "focus", "path", "value")
    lines = (
        (
            f.check.severity,
            f.check.rule,
            f.check.message,
            str(one.focus),
            f.check.path,
            "" if one.value is None else str(one.value),
        )
        for f in findings
        for one in f.found
    )
    name = f"communique-validation-{visit.graph.commit[:8]}.csv"
    return download(tabular.as_csv(header, lines), "text/csv; charset=utf-8; header=present", name)


def _articles(visit: Visit, things: list[Iri]) -> dict[str, Iri]:
    """For each thing an article that speaks of it."""
    articles: dict[str, Iri] = {}
    for first in range(0, len(things), NAMED_AT_ONCE):
        for row in visit.graph.rows(bind(_ARTICLES, things=things[first : first + NAMED_AT_ONCE])):
            if (article := iri(row, "article")) is not None:
                articles.setdefault(str(row["thing"]), article)
    return articles
