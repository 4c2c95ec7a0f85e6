"""The SPARQL endpoint: /sparql (also /query and /update)."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, Response, g, make_response, request

from communique.errors import Forbidden, QueryError, TooLarge
from communique.sparql.coding import decode_all
from communique.sparql.outline import Outline, outline
from communique.sparql.prefixes import complete
from communique.sparql.request import Exchange, ProtocolRequest, read
from communique.sparql.tokens import Token, position
from communique.sparql.updates import Update
from communique.web.answer import answer_query
from communique.web.description import answer_description
from communique.web.service import Asked, Service, caller, client_left, public_url, service

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
    if request.method in {"GET", "HEAD"} or only == "query":
        caller("read")
    asked = read(exchange(here, only), here.settings.limits)
    if asked.operation == "update":
        who = caller("write")
        return _update(here, asked, who.name)
    who = caller("read")
    if asked.operation == "description":
        return answer_description(here, asked)
    found = outline(asked.text)
    g.asked = Asked(asked, found)
    _check_query(asked.text, found)
    text = asked.text
    if asked.flag("add-prefixes"):
        text, added = complete(text, found)
        g.asked = Asked(asked, found, shift=1 if added else 0, added=added)
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


def body_of(most: int) -> bytes:
    """The body of the request at hand, its content coding undone."""
    if request.content_length is not None and request.content_length > most:
        raise TooLarge(
            f"the body has {request.content_length} bytes, more than the {most} that are read here"
        )
    body = request.get_data(cache=False)
    return decode_all(body, request.headers.get("Content-Encoding", ""), most)


def _check_query(text: str, found: Outline) -> None:
    if found.form == "update":
        raise QueryError(
            "this is an update, sent as a query; send it as update= or application/sparql-update"
        )
    if found.remote:
        raise Forbidden(
            _at(text, found.remote[0], "SERVICE is switched off here: no query reaches the network")
        )


def _at(text: str, token: Token, message: str) -> str:
    line, column = position(text, token.start)
    return f"{message} (line {line}, column {column})"


def _update(here: Service, asked: ProtocolRequest, client: str) -> Response:
    found = outline(asked.text)
    g.asked = Asked(asked, found)
    if here.updater is None:
        raise Forbidden("this server is read-only")
    if found.is_query:
        raise QueryError("this is a query, sent as an update; send it as query= or application/sparql-query")
    if found.loads:
        raise Forbidden(_at(asked.text, found.loads[0], "LOAD is switched off here: send the graph itself"))
    if found.remote:
        raise Forbidden(_at(asked.text, found.remote[0], "SERVICE is switched off here"))
    dataset = asked.default_graphs is not None or asked.named_graphs is not None
    if dataset and found.conflicts is not None:
        raise QueryError(
            _at(asked.text, found.conflicts, f"{found.conflicts.text} in the text excludes using-graph-uri")
        )
    limits = here.settings.limits
    commit = here.updater.update(
        Update(
            asked.text,
            asked.default_graphs,
            asked.named_graphs,
            base_iri=public_url() + request.path.lstrip("/"),
            deadline=limits.deadline(asked.wait, token=True),
            client=client,
        ),
        client_left(),
    )
    reply = make_response("", 204)
    reply.headers["X-Commit"] = commit.id
    return reply
