"""What the shapes and audits find in the graph that is served, by rule and severity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response

from communique.errors import QueryError
from communique.validation.whole import shipped_audits, shipped_checks
from communique.web.pages import tabular
from communique.web.pages.answering import Visit, argument, download, page, render
from communique.web.pages.graph import iri
from communique.web.pages.terms import Iri, Row, Term, bind

blueprint = Blueprint("validation", __name__)

MOST_FOUND = 1000
"""Results that one check reads; a page shows fewer, and says how many more there are."""
SHOWN = 12
ORDER = ("Violation", "Warning", "Info")

_NAMES = """
SELECT ?thing ?label ?article WHERE {
  VALUES ?thing { $things }
  OPTIONAL { ?thing rdfs:label ?label }
  OPTIONAL { ?claim rdf:subject ?thing ; dip:source ?article }
}
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One result: the thing it is about, and what of it is wrong."""

    focus: Term
    value: Term | None


@dataclass(frozen=True, slots=True)
class Finding:
    """All results of one check."""

    severity: str
    rule: str
    part: str
    message: str
    path: str
    query: str
    found: tuple[Found, ...]

    @property
    def number(self) -> str:
        """How many there are, as far as they were read."""
        return f"{MOST_FOUND:,} or more" if len(self.found) >= MOST_FOUND else f"{len(self.found):,}"


@dataclass(frozen=True, slots=True)
class _Check:
    severity: str
    rule: str
    part: str
    message: str
    path: str
    query: str


@blueprint.get("/validation")
@page
def validation(visit: Visit) -> str | Response:
    """The report on the served graph."""
    findings, unanswered, ran = [], [], 0
    for check in _checks():
        try:
            rows = visit.graph.rows(f"{check.query.rstrip()}\nLIMIT {MOST_FOUND}")
        except QueryError as error:
            unanswered.append((check.rule, str(error)))
            continue
        ran += 1
        if rows:
            findings.append(_finding(check, rows))
    findings.sort(key=lambda finding: (ORDER.index(finding.severity), -len(finding.found), finding.rule))
    if argument("format") == "csv":
        header = ("severity", "rule", "message", "focus", "path", "value")
        lines = (
            (
                f.severity,
                f.rule,
                f.message,
                str(one.focus),
                f.path,
                "" if one.value is None else str(one.value),
            )
            for f in findings
            for one in f.found
        )
        name = f"communique-validation-{visit.graph.commit[:8]}.csv"
        return download(tabular.as_csv(header, lines), "text/csv; charset=utf-8; header=present", name)
    named = [one.focus for f in findings for one in f.found[:SHOWN] if isinstance(one.focus, Iri)]
    labels, articles = _names(visit, list(dict.fromkeys(named)))
    return render(
        visit,
        "validation.html",
        findings=findings,
        ran=ran,
        unanswered=unanswered,
        rules=len({check.rule for check in _checks()}),
        totals={level: sum(len(f.found) for f in findings if f.severity == level) for level in ORDER},
        shown=SHOWN,
        labels=labels,
        articles=articles,
    )


def _checks() -> Iterator[_Check]:
    for check in shipped_checks():
        shape = check.shape
        yield _Check(shape.severity, shape.iri, check.component, shape.message, check.path or "", check.query)
    for audit in shipped_audits():
        # Audits of graphs one by one are made at every commit, on the store; here the graphs are merged.
        if audit.merged:
            yield _Check(audit.severity.value, f"audit:{audit.name}", "Audit", audit.message, "", audit.query)


def _finding(check: _Check, rows: list[Row]) -> Finding:
    found = []
    for row in rows:
        focus = row.get("focus") or row.get("this")
        if focus is not None:
            found.append(Found(focus, row.get("value")))
    return Finding(
        check.severity, check.rule, check.part, check.message, check.path, check.query, tuple(found)
    )


def _names(visit: Visit, things: list[Iri]) -> tuple[dict[str, str], dict[str, Iri]]:
    labels: dict[str, str] = {}
    articles: dict[str, Iri] = {}
    for first in range(0, len(things), 200):
        for row in visit.graph.rows(bind(_NAMES, things=things[first : first + 200])):
            name = str(row["thing"])
            if "label" in row:
                labels.setdefault(name, str(row["label"]))
            if (article := iri(row, "article")) is not None:
                articles.setdefault(name, article)
    return labels, articles
