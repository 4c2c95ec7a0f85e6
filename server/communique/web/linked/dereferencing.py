"""Every IRI of the graph leads somewhere: to a page for people, to RDF for programs.

``/person/x`` names a person, who is no document: a program is sent by 303 to ``/person/x.ttl``, ``.jsonld``
... (Cool URIs for the Semantic Web, section 4.2); a browser gets the page at the address itself. An article
is a document: its triples come at its own address. Whose IRI was merged into another is sent there. What
left the graph with its articles is 410 (RFC 9110, section 15.5.11), which says what it was and when it went.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, abort, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from communique.sparql import formats
from communique.sparql.formats import Format
from communique.sparql.natural_json import natural
from communique.sparql.negotiation import negotiate
from communique.sparql.prefixes import PREFIXES
from communique.sparql.problem import Problem
from communique.sparql.triples import Triple, write
from communique.web.errors import reply as problem_reply
from communique.web.linked import departing, portrayal
from communique.web.linked.reply import document
from communique.web.linked.search import searcher
from communique.web.linked.snapshot import Snapshot, consistent
from communique.web.pages.answering import finished, missing, open_visit
from communique.web.pages.paths import KINDS, Paths
from communique.web.pages.search import alike
from communique.web.pages.terms import Iri
from communique.web.service import caller, public_url, service

blueprint = Blueprint("dereferencing", __name__)

FORMATS = (formats.TURTLE, formats.JSON_LD, formats.N_TRIPLES, formats.RDF_XML, formats.TRIG, formats.N_QUADS)
"""The formats of documents about things, by their endings."""
WITHOUT_PAGE = ("candidate", "derivation", "merge")
"""Kinds of things that pages show at ``/thing?iri=`` only."""

NEAR = 5
"""Things of like names that a 404 lists, once the search index is there."""

_THING = re.compile(rf"/({'|'.join((*KINDS, *WITHOUT_PAGE))})/([^/]+)")
_SLASHED = re.compile(rf"({_THING.pattern})/+")
_ENDINGS = {each.extension: each for each in (*FORMATS, formats.HTML)}
_SUFFIX = re.compile(rf"(.+)\.({'|'.join(_ENDINGS)})")


@blueprint.before_app_request
def negotiated() -> AnyResponse | None:
    """Answer for a thing unless its page shall; ``None`` leaves the request to the page."""
    if request.method not in {"GET", "HEAD"}:
        return None
    if (slashed := _SLASHED.fullmatch(request.path)) is not None:
        return redirect(_with_query(_local(slashed[1])), 308)
    named = _THING.fullmatch(request.path)
    if named is None:
        return None
    caller("read")
    kind, name = named[1], named[2]
    if (suffix := _SUFFIX.fullmatch(name)) is not None:
        thing = _iri(kind, suffix[1])
        if thing is not None and suffix[2] != "html":
            return _document(thing, kind, _ENDINGS[suffix[2]])
        return redirect(_local(f"/{kind}/{suffix[1]}"), 308) if thing is not None else None
    thing = _iri(kind, name)
    if thing is None:
        return None
    if "format" in request.args:  # a table of the page, if there is one
        (there, _), _ = consistent(lambda seen: _whereabouts(seen, thing))
        return None if there or departing.departure(thing) is None else _unknown(thing)
    offers = (formats.HTML, *FORMATS) if service().settings.pages else FORMATS
    wanted = negotiate(request.headers.get("Accept"), offers).format
    if wanted is formats.HTML:
        return _page(thing, kind)
    if kind == "article":
        return _document(thing, kind, wanted)
    (there, replaced), _ = consistent(lambda seen: _whereabouts(seen, thing))
    if replaced is not None:
        return _see_other(_here(replaced))
    if not there:
        return _unknown(thing)
    return _see_other(_with_query(_local(f"/{kind}/{name}.{wanted.extension}")))


@blueprint.after_app_request
def alternates(response: Response) -> Response:
    """Tell whoever gets a page of a thing which documents there are about it."""
    named = _THING.fullmatch(request.path)
    if named is not None and response.status_code == 200 and response.mimetype == "text/html":
        response.vary.add("Accept")
        _link_alternates(response, named[1], named[2])
    return response


def _page(thing: Iri, kind: str) -> AnyResponse | None:
    """Where a browser goes on to, or that there is nothing any more; ``None`` if the page is here."""
    visit = open_visit()
    graph = visit.graph
    replaced = portrayal.replacement(graph, thing)
    if replaced is None and not graph.ask(portrayal.whether_known(thing)):
        replaced = portrayal.successor(graph, thing) or departing.heir(graph, thing)
        gone = departing.departure(thing) if replaced is None else None
        if gone is not None:
            return finished(missing(visit, departing.farewell(gone), alike(visit, thing), status=410))
    if replaced is not None:
        return _see_other(_here(replaced))
    return _see_other(_paths().thing(thing)) if kind in WITHOUT_PAGE else None


def _whereabouts(seen: Snapshot, thing: Iri) -> tuple[bool, Iri | None]:
    """Whether there is a thing, and what it is to be looked for as, if that is another."""
    replaced = portrayal.replacement(seen, thing)
    if replaced is None and portrayal.known(seen, thing):
        return True, None
    replaced = replaced or portrayal.successor(seen, thing) or departing.heir(seen, thing)
    return replaced is not None, replaced


def _document(thing: Iri, kind: str, form: Format) -> AnyResponse:
    """The document about a thing in one format."""
    number = request.args.get("page", "1")
    page = min(int(number), 1_000_000) if number.isdecimal() and int(number) > 0 else 1
    claims = request.args.get("claims", "") in {"1", "true", "yes"}
    (there, replaced), _ = consistent(lambda seen: _whereabouts(seen, thing))
    if replaced is not None:
        return _see_other(_with_query(f"{_here(replaced)}.{form.extension}"))
    if not there:
        return _unknown(thing)
    following: list[str] = []
    stem = _stem(thing)

    def make(seen: Snapshot) -> bytes:
        if kind == "article":
            return _written(portrayal.article(seen, thing), thing, form)
        triples, more = portrayal.described(seen, thing, page, claims)
        if page > 1 and not triples:
            abort(404, f"what is known of <{thing.value}> ends before page {page}")
        next_page = urlencode({**({"claims": "1"} if claims else {}), "page": page + 1})
        following[:] = [next_page] if more else []
        address = f"{thing.value}.{form.extension}"
        own = address + (f"?{request.query_string.decode('ascii', 'replace')}" if request.args else "")
        triples |= portrayal.about_document(own, thing, f"{address}?{next_page}" if more else None)
        return _written(triples, thing, form)

    response = document(make, form.content_type(), "Accept")
    _link_alternates(response, kind, stem)
    if following:
        response.headers.add(
            "Link", f'<{_local(f"/{kind}/{stem}")}.{form.extension}?{following[0]}>; rel="next"'
        )
    response.headers.add("Link", f'<{thing.value}>; rel="describes"')
    return response


def _written(triples: set[Triple], thing: Iri, form: Format) -> bytes:
    if form is formats.JSON_LD:
        return natural(triples, thing.value).encode()
    return write(triples, form.name, PREFIXES).encode()


def _link_alternates(response: Response, kind: str, name: str) -> None:
    here = _local(f"/{kind}/{name}")
    for each in FORMATS:
        target = f'<{here}.{each.extension}>; rel="alternate"; type="{each.media_type}"'
        response.headers.add("Link", target)
    if service().settings.pages and response.mimetype != "text/html":
        response.headers.add("Link", f'<{here}>; rel="alternate"; type="text/html"')


def _unknown(thing: Iri) -> Response:
    """Nothing has this IRI, or no longer: say so for programs, with the things of like names."""
    index = searcher().ready(service().evaluator)
    words = re.sub(r"-[0-9a-f]{8}$|[-_]", " ", _stem(thing))
    near = [hit.iri for hit in index.find(words, NEAR)] if index is not None else []
    hints = tuple(f"there is <{iri}>" for iri in near)
    gone = departing.departure(thing)
    if gone is None:
        detail = f"the graph says nothing about <{thing.value}>"
        return problem_reply(Problem(404, detail, hints=hints, extra={"near": near}))
    went = {"label": gone.label, "commit": gone.commit.id, "when": gone.commit.made.isoformat()}
    return problem_reply(Problem(410, departing.farewell(gone), hints=hints, extra={"near": near, **went}))


def _with_query(where: str) -> str:
    """An address with the parameters of the request at hand."""
    asked = request.query_string.decode("ascii", "replace")
    return f"{where}?{asked}" if asked else where


def _see_other(where: str) -> Response:
    response = make_response("", 303)
    response.headers["Location"] = where
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response


def _iri(kind: str, name: str) -> Iri | None:
    try:
        return _paths().iri(kind, name)
    except ValueError:
        return None


def _paths() -> Paths:
    return Paths(service().settings.base, request.script_root)


def _here(thing: Iri) -> str:
    """Where a thing of ours is on this host, else its own address."""
    base = service().settings.base
    return public_url() + thing.value.removeprefix(base) if thing.value.startswith(base) else thing.value


def _stem(thing: Iri) -> str:
    return thing.value.removeprefix(service().settings.base).partition("/")[2]


def _local(path: str) -> str:
    return request.script_root + quote(path, safe="/!$&'()*+,;=:@~%-._")
