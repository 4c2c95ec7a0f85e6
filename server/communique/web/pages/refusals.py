"""What a browser sees where a program sees a problem: the editor with the error marked, or a page."""

from __future__ import annotations

from flask import Blueprint, Response, g
from werkzeug.exceptions import NotFound

from communique.errors import (
    DeadlineExceeded,
    Forbidden,
    NotAcceptable,
    Overloaded,
    QueryError,
    QuerySyntaxError,
    TooLarge,
)
from communique.sparql.problem import Problem
from communique.web.errors import problem_of, reply
from communique.web.pages.answering import finished, missing, open_visit
from communique.web.pages.workbench import editor
from communique.web.service import Asked, EditorView, service

blueprint = Blueprint("refusals", __name__)

SHOWN_IN_EDITOR = (QuerySyntaxError, Forbidden, NotAcceptable, TooLarge, Overloaded, DeadlineExceeded)


def refused(error: QueryError) -> Response:
    """The problem as the client reads it best: for browsers, the editor with the query still in it."""
    problem = problem_of(error)
    response = reply(problem)
    asked: Asked | None = g.get("asked")
    if response.mimetype == "text/html" and asked is not None and asked.request.operation == "query":
        response = editor(EditorView(asked.request, problem=problem, commit=service().evaluator.commit))
    if isinstance(error, Overloaded):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


for kind in SHOWN_IN_EDITOR:
    blueprint.app_errorhandler(kind)(refused)


@blueprint.app_errorhandler(NotFound)
def nowhere(error: NotFound) -> Response:
    """An address that leads nowhere."""
    response = reply(Problem(404, error.description or "there is nothing at this address"))
    if response.mimetype != "text/html":
        return response
    return finished(missing(open_visit(), "No page has this address."))
