"""Lists for programs: ``/person/`` and its like as RDF by Accept or ``?format=``, with the page's facets.

A list is a document: it comes at its own address, page by page as people get it. Its members stand in it with
class and label, as a ``schema:ItemList``; where it goes on say ``xhv:next`` and the Link header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from communique.sparql import formats
from communique.sparql.formats import Format
from communique.sparql.natural_json import natural
from communique.sparql.negotiation import Choice, negotiate
from communique.sparql.prefixes import PREFIXES
from communique.sparql.triples import A, Triple, iri, literal, plain, write
from communique.web.linked.portrayal import names
from communique.web.linked.reply import document
from communique.web.linked.snapshot import Snapshot
from communique.web.pages.answering import open_visit
from communique.web.pages.listing import LISTINGS
from communique.web.pages.lists import ROWS, title_of, view_of
from communique.web.pages.terms import Iri
from communique.web.service import caller, service

blueprint = Blueprint("linked_lists", __name__)

FORMATS = (formats.TURTLE, formats.JSON_LD, formats.N_TRIPLES, formats.RDF_XML, formats.TRIG, formats.N_QUADS)
FILES = frozenset({"csv", "json"})
"""What ``format=`` may ask the page itself for."""
_LIST = re.compile(rf"/({'|'.join(LISTINGS)})/?")
_SCHEMA = PREFIXES["schema"]
_XHV = "http://www.w3.org/1999/xhtml/vocab#"


@blueprint.before_app_request
def negotiated() -> AnyResponse | None:
    """Answer programs; ``None`` leaves the request to the page."""
    named = _LIST.fullmatch(request.path)
    asked = request.args.getlist("format")
    if named is None or request.method not in {"GET", "HEAD"} or FILES.intersection(asked):
        return None
    caller("read")
    offers = (formats.HTML, *FORMATS, formats.CSV) if service().settings.pages else FORMATS
    choice = negotiate(request.headers.get("Accept"), offers, asked)
    if choice.format is formats.HTML:
        return None
    if choice.format is formats.CSV:
        response = make_response("", 303)
        response.headers["Location"] = request.script_root + request.path + _query({"format": "csv"})
        response.vary.add("Accept")
        return response
    return _list(named[1], choice)


@blueprint.after_app_request
def alternates(response: Response) -> Response:
    """Tell whoever gets the page of a list in which formats it can be had."""
    if _LIST.fullmatch(request.path) and response.status_code == 200 and response.mimetype == "text/html":
        response.vary.add("Accept")
        _link_alternates(response)
    return response


def _list(kind: str, choice: Choice) -> Response:
    view = view_of(open_visit(), kind)
    first = (view.number - 1) * ROWS
    around: dict[str, str] = {}

    def make(seen: Snapshot) -> bytes:
        total = next((int(str(value)) for row in seen.rows(view.counting) for value in row.values()), 0)
        if first and first >= total:
            abort(404, f"this list has {total} members; page {view.number} lies beyond them")
        around.clear()
        if first:
            around["prev"] = _page(view.number - 1)
        if first + ROWS < total:
            around["next"] = _page(view.number + 1)
        root = f"{service().settings.base}{kind}/"
        here = iri(root + _page(view.number))
        label = title_of(kind) + (f", page {view.number}" if first else "")
        said: set[Triple] = {
            (here, A, iri(f"{_SCHEMA}ItemList")),
            (here, iri(f"{PREFIXES['rdfs']}label"), literal(label, language="en")),
            (here, iri(f"{_SCHEMA}numberOfItems"), literal(total)),
            *((here, iri(_XHV + name), iri(root + page)) for name, page in around.items()),
        }
        members = [row["x"] for row in seen.rows(view.rows(ROWS, first))]
        said |= {
            (here, iri(f"{_SCHEMA}itemListElement"), iri(member.value))
            for member in members
            if isinstance(member, Iri)
        }
        return _written({*said, *names(seen, said)}, plain(here), choice.format)

    response = document(make, choice.content_type, "Accept")
    _link_alternates(response)
    for name, page in around.items():
        response.headers.add("Link", f'<{request.script_root}/{kind}/{page}>; rel="{name}"')
    return response


def _written(triples: set[Triple], top: str, form: Format) -> bytes:
    if form is formats.JSON_LD:
        return natural(triples, top).encode()
    return write(triples, form.name, PREFIXES).encode()


def _page(number: int) -> str:
    """What follows the address of the list: its facets, and the number of the page from the second on."""
    return _query({"format": "", "page": str(number) if number > 1 else ""})


def _query(changes: Mapping[str, str]) -> str:
    asked = urlencode([(key, value) for key, value in {**request.args, **changes}.items() if value])
    return f"?{asked}" if asked else ""


def _link_alternates(response: Response) -> None:
    here = f"{request.script_root}{request.path}"
    for each in FORMATS:
        address = f"{here}{_query({'format': each.extension})}"
        response.headers.add("Link", f'<{address}>; rel="alternate"; type="{each.media_type}"')
    if service().settings.pages and response.mimetype != "text/html":
        response.headers.add("Link", f'<{here}{_query({"format": ""})}>; rel="alternate"; type="text/html"')
