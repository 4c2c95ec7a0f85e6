"""The SPARQL endpoint: /sparql (also /query and /update)."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, Response, g, request

from communique.errors import Forbidden, QueryError
from communique.sparql.outline import Outline, check_words, outline
from communique.sparql.prefixes import complete
from communique.sparql.request import Exchange, read
from communique.web.answer import answer_query
from communique.web.description import answer_description
from communique.web.journal import TEXT
from communique.web.request_body import body_of
from communique.web.service import Asked, Service, caller, service
from communique.web.update import answer_update, at

blueprint = Blueprint("endpoint", __name__)

METHODS = ["GET", "HEAD", "POST", "QUERY"]


@blueprint.route("/sparql", methods=METHODS)
@blueprint.route("/sparql/", methods=METHODS)
def sparql() -> Response:
    """Queries, updates, and without either the service description."""
    return _answer(None)


@blueprint.route("/sparql.<extension>", methods=METHODS)
def sparql_as(extension: str) -> Response:
    """Queries answered in the format that the address ends with, such as ``/sparql.csv``."""
    return _answer("query", extension)


@blueprint.route("/query", methods=METHODS)
@blueprint.route("/query/", methods=METHODS)
def query() -> Response:
    """Queries only."""
    return _answer("query")


@blueprint.route("/update", methods=["GET", "HEAD", "POST"])
@blueprint.route("/update/", methods=["GET", "HEAD", "POST"])
def update() -> Response:
    """Updates only; a GET without one gives the service description."""
    return _answer("update")


def _answer(only: Literal["query", "update"] | None, extension: str | None = None) -> Response:
    here = service()
    caller("write" if only == "update" and request.method == "POST" else "read")  # before the body is read
    asked = read(exchange(here, only), here.settings.limits)
    request.environ[TEXT] = asked.text
    if asked.operation == "update":
        who = caller("write")
        return answer_update(here, asked, who)
    who = caller("read")
    if asked.operation == "description":
        return answer_description(here, asked)
    found = outline(asked.text)
    g.asked = Asked(asked, found)
    _check_query(asked.text, found)
    text = asked.text
    if asked.flag("add-prefixes"):
        text, added = complete(text, found)
        if added:
            g.asked = Asked(asked, found, shift=1, added=added)
            found = outline(text)
    check_words(found)
    return answer_query(here, asked, text, found, who, extension)


def exchange(here: Service, only: Literal["query", "update"] | None) -> Exchange:
    """What the request at hand delivered."""
    body = b""
    if request.method not in {"GET", "HEAD"}:
        body = body_of(here.settings.limits.upload_bytes)
    return Exchange(
        method=request.method,
        query_string=request.environ.get("QUERY_STRING", ""),
        content_type=request.headers.get("Content-Type"),
        body=body,
        prefer=request.headers.get("Prefer", ""),
        only=only,
    )


def _check_query(text: str, found: Outline) -> None:
    if found.form == "update":
        raise QueryError(
            "this is an update, sent as a query; send it as update= or application/sparql-update"
        )
    if found.remote:
        raise Forbidden(
            at(text, found.remote[0], "SERVICE is switched off here: no query reaches the network")
        )
