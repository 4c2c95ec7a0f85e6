"""The one place where an error becomes a reply."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, make_response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from communique.errors import (
    CommuniqueError,
    Overloaded,
    QueryError,
    ShapesViolated,
    TooLarge,
    Unauthorized,
)
from communique.sparql.diagnosis import diagnose
from communique.sparql.formats import GRAPH
from communique.sparql.negotiation import items, negotiate
from communique.sparql.prefixes import PREFIXES
from communique.sparql.problem import Problem, render
from communique.sparql.triples import read_ntriples, write
from communique.web.service import Asked

_log = logging.getLogger("communique.errors")

_POLICY = "default-src 'none'; frame-ancestors 'none'"


def register(app: Flask) -> None:
    """Answer every error with a problem (RFC 9457), in the form that the client reads best."""
    app.register_error_handler(CommuniqueError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def problem_of(error: CommuniqueError) -> Problem:
    """What to tell the client about an error."""
    asked: Asked | None = g.get("asked")
    if isinstance(error, QueryError) and asked is not None:
        return diagnose(
            error,
            asked.request.text,
            asked.outline,
            shift=asked.shift,
            update=asked.request.operation == "update",
            added=asked.added,
        )
    if isinstance(error, TooLarge) and request.method in {"GET", "HEAD"} and asked is None:
        return Problem(414, str(error))
    return Problem(error.status, str(error))


def reply(problem: Problem) -> Response:
    """The reply that carries a problem."""
    body, content_type = render(problem, request.headers.get("Accept"))
    response = make_response(body, problem.status)
    response.headers["Content-Type"] = content_type
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _ours(error: CommuniqueError) -> Response:
    if error.status >= 500 and not isinstance(error, QueryError):
        _log.error("%s %s: %s", request.method, request.path, error)
    response = _report(error) if isinstance(error, ShapesViolated) else reply(problem_of(error))
    if isinstance(error, Unauthorized):
        response.headers["WWW-Authenticate"] = 'Bearer realm="communique", Basic realm="communique"'
    if isinstance(error, Overloaded):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _report(error: ShapesViolated) -> Response:
    """The validation report in the RDF format that the client asks for, else a problem."""
    wanted = {item.value for item in items(request.headers.get("Accept", ""))}
    if not wanted & {each.media_type for each in GRAPH}:
        return reply(Problem(error.status, str(error), extra={"report": error.report}))
    choice = negotiate(request.headers.get("Accept"), GRAPH)
    body = write(read_ntriples(error.report.splitlines()), choice.format.name, PREFIXES)
    response = make_response(body, error.status)
    response.headers["Content-Type"] = choice.content_type
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _http(error: HTTPException) -> Response:
    response = reply(Problem(error.code or 500, error.description or ""))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _unforeseen(error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.path, exc_info=error)
    return reply(Problem(500, "an error that nobody foresaw; it is in the server's log"))
