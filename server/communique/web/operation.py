"""For whoever runs the server: is it well, what is it doing, what does it allow."""

from __future__ import annotations

import json
from html import escape

from flask import Blueprint, Response, abort, make_response, request
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from communique.sparql.limits import Limits
from communique.sparql.problem import PROBLEM_HTML, PROBLEM_TEXT
from communique.web.service import caller, service
from communique.web.supervision import RunningQuery, Supervised

blueprint = Blueprint("operation", __name__)

UNITS = {"deadline": "seconds", "query": "seconds", "client": "seconds", "bytes": "bytes", "rows": "rows"}


@blueprint.route("/health")
def health() -> Response:
    """Whether the process answers at all; asks nothing of the query tier."""
    return _plain("ok\n")


@blueprint.route("/ready")
def ready() -> Response:
    """Whether a query would be evaluated now; 503 while the tier starts or comes back."""
    here = service()
    if here.evaluator.ready:
        return _plain("ready\n")
    reply = _plain("not ready: the query tier is starting\n")
    reply.status_code = 503
    reply.headers["Retry-After"] = "1"
    return reply


@blueprint.route("/metrics")
def metrics() -> Response:
    """Figures in the text format of Prometheus."""
    caller("read")
    reply = make_response(generate_latest(service().metrics.registry))
    reply.headers["Content-Type"] = CONTENT_TYPE_LATEST
    reply.headers["Cache-Control"] = "no-store"
    return reply


@blueprint.route("/limits")
def limits() -> Response:
    """Every limit: a page for browsers, JSON for programs, text for terminals."""
    caller("read")
    current = service().settings.limits
    best = request.accept_mimetypes.best_match(
        ["application/json", PROBLEM_TEXT.media_type, PROBLEM_HTML.media_type], default="application/json"
    )
    if best == PROBLEM_HTML.media_type:
        reply = make_response(_page(current))
        reply.headers["Content-Security-Policy"] = "default-src 'none'"
    elif best == PROBLEM_TEXT.media_type:
        lines = (f"{name}: {_shown_limit(name, value)}" for name, value in current)
        reply = _plain("\n".join(lines) + "\n")
    else:
        members = [{"name": name, "value": value or None, "unit": _unit(name)} for name, value in current]
        reply = make_response(json.dumps({"limits": members}, indent=1) + "\n")
        reply.headers["Content-Type"] = "application/json"
    reply.vary.add("Accept")
    return reply


@blueprint.route("/queries")
def queries() -> Response:
    """The queries under way, the oldest first; for administrators, since texts may be private."""
    caller("admin")
    reply = make_response(json.dumps({"queries": [_shown(each) for each in _supervised().running.list()]}))
    reply.headers["Content-Type"] = "application/json"
    reply.headers["Cache-Control"] = "no-store"
    return reply


@blueprint.route("/queries/<identifier>", methods=["DELETE"])
def stop(identifier: str) -> Response:
    """Stop one query."""
    caller("admin")
    if not _supervised().stop(identifier):
        abort(404, f"no query {identifier!r} is under way")
    reply = make_response("", 204)
    del reply.headers["Content-Type"]
    return reply


def _supervised() -> Supervised:
    evaluator = service().evaluator
    if not isinstance(evaluator, Supervised):
        abort(404, "this server keeps no list of its queries")
    return evaluator


def _shown(query: RunningQuery) -> dict[str, object]:
    return {
        "id": query.id,
        "operation": query.operation,
        "client": query.client,
        "arrived": query.arrived.isoformat(),
        "seconds": round(query.seconds, 3),
        "deadline": query.deadline,
        "state": query.state,
        "bytes": query.bytes,
        "text": query.text,
    }


def _plain(text: str) -> Response:
    reply = make_response(text)
    reply.headers["Content-Type"] = PROBLEM_TEXT.content_type()
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _shown_limit(name: str, value: float) -> str:
    return f"{_number(value)} {_unit(name)}".rstrip() if value else "none"


def _number(value: float) -> str:
    """Every digit of it: a limit that is rounded is a wrong one."""
    return f"{int(value):,}" if value == int(value) else f"{value!r}"


def _unit(name: str) -> str:
    return UNITS.get(name.rpartition("_")[2], "")


def _page(current: Limits) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(name.replace('_', ' '))}</th><td>{_shown_limit(name, value)}</td></tr>"
        for name, value in current
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Limits</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"</head>\n<body><h1>Limits</h1><table>{rows}</table></body></html>\n"
    )
