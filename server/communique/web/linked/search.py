"""Search for programs: ``/search?q=`` with JSON in Accept or ``format=``, and ``/search.json``."""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app, make_response, request
from flask.blueprints import BlueprintSetupState

from communique.sparql import formats
from communique.sparql.formats import Format
from communique.sparql.negotiation import negotiate
from communique.web.search_index import CLASSES, Searcher, SearchIndex
from communique.web.service import caller, service

blueprint = Blueprint("linked_search", __name__)

SEARCHER = "communique.search"
MOST = 100
LONGEST = 300
"""Characters of a search."""
_JSON = Format("json", "application/json", "json", (), ("json",))


@blueprint.record
def _install(state: BlueprintSetupState) -> None:
    state.app.extensions[SEARCHER] = Searcher()


def searcher() -> Searcher:
    """The keeper of the index, of the application at hand."""
    found = current_app.extensions[SEARCHER]
    assert isinstance(found, Searcher)
    return found


def index() -> SearchIndex:
    """The index for the request at hand; the first request waits until it is made."""
    return searcher().index(service().evaluator)


@blueprint.before_app_request
def negotiated() -> Response | None:
    """Answer a search in JSON if the client wants it; ``None`` leaves the request to the page."""
    if request.path != "/search" or request.method not in {"GET", "HEAD"}:
        return None
    if not service().settings.pages:
        return search()
    choice = negotiate(request.headers.get("Accept"), (formats.HTML, _JSON), request.args.getlist("format"))
    return search() if choice.format is _JSON else None


@blueprint.get("/search.json")
def search() -> Response:
    """What fits ``q``: things by their names, and sentences; ``type`` narrows, ``limit`` cuts."""
    caller("read")
    asked = request.args.get("q", "").strip()[:LONGEST]
    limit = request.args.get("limit", "20")
    most = min(int(limit), MOST) if limit.isdecimal() else 20
    wanted = [name for name in request.args.getlist("type") if name in CLASSES]
    found = index()
    body = {
        "query": asked,
        "commit": found.commit,
        "things": [
            {
                "iri": hit.iri,
                "label": hit.label,
                "types": sorted(hit.classes),
                "spelling": hit.spelling,
                "misspelling": hit.misspelling,
                "score": hit.score,
            }
            # Consonants alone may fit ("qqqqq" those of "K.S.A."); without a letter in common none does.
            for hit in found.find(asked, most, wanted)
            if hit.score > 0
        ],
        "sentences": [
            {"iri": quote.iri, "article": quote.article, "text": quote.words}
            for quote in ([] if wanted else found.quotes(asked, most))
        ],
    }
    response = make_response(json.dumps(body, ensure_ascii=False, indent=1))
    response.headers["Content-Type"] = "application/json"
    response.headers["X-Commit"] = found.commit
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response
