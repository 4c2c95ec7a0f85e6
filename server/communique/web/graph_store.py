"""The Graph Store HTTP Protocol: indirect at /graph-store, direct below /graph/."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, make_response, request

from communique import __version__
from communique.errors import Forbidden, QueryError, StaleGraph
from communique.sparql import formats
from communique.sparql.coding import Coding, negotiate_coding
from communique.sparql.etag import answer_tag, graph_etag, graph_tags, matches, strong_graph_tags
from communique.sparql.evaluation import UNNAMED_GRAPH, Document, Evaluation
from communique.sparql.graph_request import GraphName, Upload, graph_of, uploads
from communique.sparql.negotiation import Choice, negotiate
from communique.sparql.prefixes import PREFIXES
from communique.sparql.request import is_absolute_iri
from communique.sparql.triples import graph_name
from communique.sparql.updates import EVERY_GRAPH, Commit, GraphWrite, is_user_graph
from communique.web.access import Caller
from communique.web.answer import sent
from communique.web.request_body import body_of
from communique.web.service import (
    Service,
    arrival,
    caller,
    client_left,
    mark_cacheable,
    old_client,
    public_url,
    service,
)
from communique.web.update import writer

blueprint = Blueprint("graph_store", __name__)

MOST_OF_DUMP = 1 << 36
"""Bytes of a whole dataset; its deadline ends it long before, and a dump costs little but its size."""

_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]


@blueprint.route("/graph-store", methods=_METHODS)
@blueprint.route("/graph-store/", methods=_METHODS)
def indirect() -> Response:
    """A graph named by ``?graph=``, the unnamed one by ``?default``, or the dataset by neither."""
    return _answer(graph_of(request.environ.get("QUERY_STRING", "")))


@blueprint.route("/graph/<path:rest>", methods=_METHODS)
def direct(rest: str) -> Response:
    """The graph whose IRI is this address."""
    del rest  # as sent, with its percent-encoding, it is in the raw address
    raw: str = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.path
    path = raw.partition("?")[0].partition("/graph/")[2] or request.path.partition("/graph/")[2]
    name = f"{service().settings.base}graph/{path}"
    if not is_absolute_iri(name) or {".", ".."} & set(path.split("/")):
        raise QueryError(f"{name[:200]!r} cannot name a graph: it is no IRI, or has segments . or ..")
    return _answer(GraphName(name))


def _answer(name: GraphName) -> Response:
    here = service()
    who = caller("read" if request.method in {"GET", "HEAD"} else "write")
    if request.method in {"GET", "HEAD"}:
        return _get(here, name, who)
    if request.method == "DELETE":
        return _delete(here, name, who)
    return _put_or_post(here, name, who)


def _get(here: Service, name: GraphName, who: Caller) -> Response:
    asked = request.args.getlist("format")
    if name.every:
        choice = negotiate(request.headers.get("Accept"), formats.QUADS, asked)
        return _whole_dataset(here, choice, who)
    choice = negotiate(request.headers.get("Accept"), formats.GRAPH, asked)
    coding: Coding = "identity"
    if not old_client():
        coding = negotiate_coding(request.headers.get("Accept-Encoding"))
    limits = here.settings.limits
    answer = here.evaluator.query(
        Evaluation(
            text="",
            operation="graph",
            format=choice.format.name,
            named_graphs=(name.iri or UNNAMED_GRAPH,),
            prefixes=tuple(PREFIXES.items()),
            deadline=limits.deadline(None, token=who.has_token),
            begun=arrival(),
            max_bytes=limits.result_bytes,
            spool_bytes=limits.result_bytes if old_client() else limits.spool_bytes,
            client=who.name,
        ),
        client_left(),
    )
    variant = choice.format.name + ("" if coding == "identity" else f".{coding}")
    etag = graph_etag(answer.tag, variant)
    if _is_known(etag):
        answer.close()
        reply = make_response("", 304)
    else:
        reply = sent(answer, coding)
        reply.headers["Content-Type"] = choice.content_type
    reply.headers["ETag"] = etag
    reply.headers["X-Commit"] = answer.commit
    mark_cacheable(reply)
    for each in ("Accept", "Accept-Encoding"):
        reply.vary.add(each)
    return reply


def _is_known(etag: str) -> bool:
    """Whether the client holds what this ETag names, or wants nothing that is there (RFC 9110, 13.1.2)."""
    header = request.headers.get("If-None-Match")
    return header is not None and (header.strip() == "*" or matches(header, etag))


def _whole_dataset(here: Service, choice: Choice, who: Caller) -> Response:
    limits = here.settings.limits
    if _is_known(_dataset_etag(here.evaluator.commit, choice)):
        return _dated(make_response("", 304), here.evaluator.commit, choice)
    answer = here.evaluator.query(
        Evaluation(
            text="",
            operation="dump",
            format=choice.format.name,
            deadline=limits.deadline(None, token=who.has_token),
            begun=arrival(),
            max_bytes=MOST_OF_DUMP,
            spool_bytes=MOST_OF_DUMP if old_client() else limits.spool_bytes,
            client=who.name,
        ),
        client_left(),
    )
    reply = sent(answer, "identity")
    reply.headers["Content-Type"] = choice.content_type
    return _dated(reply, answer.commit, choice)


def _dataset_etag(commit: str, choice: Choice) -> str:
    """Weak: the quads of a commit come in no certain order."""
    return answer_tag("dataset", commit, __version__, choice.content_type)


def _dated(reply: Response, commit: str, choice: Choice) -> Response:
    reply.headers["ETag"] = _dataset_etag(commit, choice)
    reply.headers["X-Commit"] = commit
    reply.vary.add("Accept")
    mark_cacheable(reply)
    return reply


def _delete(here: Service, name: GraphName, who: Caller) -> Response:
    updater = writer(here)
    _check(here, name)
    commit = updater.write(GraphWrite("delete", _target(name), b"", _if_match(), _if_none_match(), who.name))
    return _written(commit, made=False)


def _put_or_post(here: Service, name: GraphName, who: Caller) -> Response:
    updater = writer(here)
    _check(here, name)
    body = body_of(here.settings.limits.upload_bytes)
    received = uploads(request.headers.get("Content-Type"), body)
    makes_new = name.every and request.method == "POST" and not any(each.quads for each in received)
    if makes_new:
        name = GraphName(f"{here.settings.base}graph/user/{uuid.uuid4()}")
    nquads = b"".join(sorted({line for each in received for line in _parse(here, name, each, who)}))
    commit = updater.write(
        GraphWrite(
            "put" if request.method == "PUT" else "post",
            _target(name),
            nquads,
            _if_match(),
            _if_none_match(),
            who.name,
        )
    )
    reply = _written(commit, made=commit.created)
    if makes_new and name.iri is not None:
        path = name.iri.removeprefix(here.settings.base)
        reply.headers["Location"] = public_url() + path
    return reply


def _parse(here: Service, name: GraphName, upload: Upload, who: Caller) -> list[bytes]:
    """The lines of one document, parsed in the sandbox."""
    if name.every and not upload.quads:
        raise QueryError(f"the dataset takes quads, not {upload.format.media_type}; name a graph for triples")
    base = name.iri or public_url() + request.path.lstrip("/")
    answer = here.evaluator.parse(
        Document(upload.payload, upload.format.name, base_iri=base, client=who.name), client_left()
    )
    try:
        lines = b"".join(answer.frames).splitlines(keepends=True)
    finally:
        answer.close()
    for line in lines:
        graph = graph_name(line.decode())
        if not name.every and graph is not None:
            raise QueryError(
                "the document holds named graphs; send it to /graph-store without ?graph= or ?default"
            )
        if name.every and not here.settings.writable:
            _check_users(here, graph)
    return lines


def _check(here: Service, name: GraphName) -> None:
    """Let a write touch users' graphs only, unless the server was started to allow more."""
    if here.settings.writable or (name.every and request.method == "POST"):
        return
    if name.every:
        raise Forbidden("the dataset as a whole belongs to the build; only graphs of users may be replaced")
    _check_users(here, name.iri)


def _check_users(here: Service, graph: str | None) -> None:
    if graph is None or not is_user_graph(graph, here.settings.base):
        shown = "the unnamed graph" if graph is None else f"<{graph}>"
        raise Forbidden(
            f"{shown} belongs to the build and is read-only; "
            f"graphs below {here.settings.base}graph/user/ may change"
        )


def _target(name: GraphName) -> str | None:
    return EVERY_GRAPH if name.every else name.iri


def _if_match() -> tuple[str, ...] | None:
    header = request.headers.get("If-Match")
    if header is None:
        return None
    found = strong_graph_tags(header)
    if found == ():
        raise StaleGraph("If-Match needs a strong ETag of the graph, as a GET of it gives one")
    return found or ()


def _if_none_match() -> tuple[str, ...] | None:
    header = request.headers.get("If-None-Match")
    if header is None:
        return None
    found = graph_tags(header)
    return found if found or header.strip() == "*" else None


def _written(commit: Commit, *, made: bool) -> Response:
    reply = make_response("", 201 if made else 204)
    del reply.headers["Content-Type"]
    reply.headers["X-Commit"] = commit.id
    return reply
