"""The description of the endpoint, at the endpoint itself and at its well-known addresses."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, make_response, request

from communique import __version__
from communique.sparql import formats
from communique.sparql.coding import encode_all, negotiate_coding
from communique.sparql.description import Described, describe, example_triples
from communique.sparql.etag import answer_tag, matches
from communique.sparql.examples import examples
from communique.sparql.negotiation import negotiate
from communique.sparql.prefixes import PREFIXES
from communique.sparql.request import ProtocolRequest
from communique.sparql.triples import Triple, write
from communique.web.linked.dumps import DUMPS
from communique.web.service import EditorView, Service, caller, mark_cacheable, public_url, service
from communique.web.settings import Settings

blueprint = Blueprint("description", __name__)


@blueprint.route("/.well-known/void")
def well_known_void() -> Response:
    """VoID, DCAT and service description where crawlers look for them (VoID, section 7.2)."""
    caller("read")
    return _reply(service(), public_url() + "sparql")


@blueprint.route("/.well-known/sparql-examples")
def well_known_examples() -> Response:
    """The example queries."""
    caller("read")
    here = service()
    what = described(here, public_url() + "sparql")
    triples = list(example_triples(what, what.examples))
    return _written(triples, formats.GRAPH, ())


@blueprint.route("/.well-known/sparql-examples/<name>")
def well_known_example(name: str) -> Response:
    """One example query."""
    caller("read")
    what = described(service(), public_url() + "sparql")
    found = [example for example in what.examples if example.name == name]
    if not found:
        abort(404, f"no example is called {name!r}; they are listed at /.well-known/sparql-examples")
    return _written(list(example_triples(what, found)), formats.GRAPH, ())


def answer_description(here: Service, asked: ProtocolRequest) -> Response:
    """The reply to a request without a query: the editor for browsers, else the service description."""
    offers = formats.GRAPH if here.editor is None else (*formats.GRAPH, formats.HTML)
    wanted = asked.option("format", "output", "results")
    choice = negotiate(request.headers.get("Accept"), offers, wanted)
    if choice.format is formats.HTML and here.editor is not None:
        return here.editor(EditorView(asked, commit=here.evaluator.commit))
    return _reply(here, public_url() + request.path.lstrip("/"), wanted)


def described(here: Service, endpoint: str) -> Described:
    """What the description is about."""
    writable = here.updater is not None
    return described_as(here.settings, public_url(), endpoint, here.evaluator.committed, writable=writable)


def described_as(
    settings: Settings, root: str, endpoint: str, issued: datetime, *, writable: bool
) -> Described:
    """What a description is about, under the public address ``root``."""
    return Described(
        root=root,
        endpoint=endpoint,
        title=settings.title,
        default_graph=settings.default_graph,
        writable=writable,
        issued=issued,
        most_rows=settings.limits.result_rows,
        examples=examples(),
        dumps={name: form for name, (form, _) in DUMPS.items()},
    )


def _reply(here: Service, endpoint: str, wanted: tuple[str, ...] = ()) -> Response:
    statistics = here.statistics.latest()
    triples = describe(described(here, endpoint), statistics)
    return _written(triples, formats.GRAPH, wanted)


def _written(triples: list[Triple], offers: tuple[formats.Format, ...], wanted: tuple[str, ...]) -> Response:
    choice = negotiate(request.headers.get("Accept"), offers, wanted)
    coding = negotiate_coding(request.headers.get("Accept-Encoding"))
    etag = answer_tag(__version__, triples, choice.content_type, coding)
    known = request.headers.get("If-None-Match", "")
    if known.strip() == "*" or matches(known, etag):
        reply = make_response("", 304)
    else:
        body = write(triples, choice.format.name, PREFIXES).encode()
        reply = make_response(encode_all(body, coding))
        reply.headers["Content-Type"] = choice.content_type
        if coding != "identity":
            reply.headers["Content-Encoding"] = coding
    reply.headers["ETag"] = etag
    mark_cacheable(reply)
    for name in ("Accept", "Accept-Encoding"):
        reply.vary.add(name)
    return reply
