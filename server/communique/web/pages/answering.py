"""How a page is answered: one commit, one set of headers, errors as pages, downloads that are safe.

A view takes a ``Visit`` (the graph and the paths as this request sees them) and returns HTML or a
response. Pages carry an ETag of their commit, a Content-Security-Policy that allows nothing from
outside, and are compressed for clients that say they can take it.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, ParamSpec
from urllib.parse import quote

from flask import Response, current_app, make_response, render_template, request

from communique import __version__
from communique.errors import CommuniqueError, Overloaded, Unauthorized
from communique.web.pages.graph import AnswerCache, Graph
from communique.web.pages.paths import Paths
from communique.web.pages.terms import Iri, is_iri
from communique.web.service import caller, service

P = ParamSpec("P")

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
LEAST_COMPRESSED = 1400
"""Bytes; below it a body fits one packet and compressing gains nothing."""
LEADING = frozenset({"iri", "predicate", "page"})
"""Parameters of addresses that show something of their own; others narrow or arrange what one shows."""
TRIES = 3
"""How often a page is made anew when a commit came in between its queries."""


@dataclass(slots=True)
class Visit:
    """What one request for a page works with."""

    graph: Graph
    paths: Paths
    committed: datetime
    queries: list[tuple[str, str]] = field(default_factory=list)
    """The queries behind this page: what each finds, and its text."""
    policy: str = POLICY

    def shown(self, title: str, query: str) -> str:
        """Name a query as one behind this page, and return it."""
        self.queries.append((title, query))
        return query


View = Callable[Concatenate[Visit, P], str | Response]


def page(view: View[P]) -> Callable[P, Response]:
    """Answer with what the view makes from a single commit; errors become pages."""

    @functools.wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
        caller("read")
        tag = _tag()
        if request.method in {"GET", "HEAD"} and request.if_none_match.contains_weak(tag):
            return _not_modified(tag)
        try:
            for _ in range(TRIES):
                visit = open_visit()
                response = make_response(view(visit, *args, **kwargs))
                if len(visit.graph.commits) <= 1:
                    break
            else:
                raise Overloaded("the graph is changing too fast for this page; try again in a moment")
        except CommuniqueError as error:
            return finished(error_page(error), open_visit().policy)
        if response.status_code == 200 and "Cache-Control" not in response.headers:
            response.set_etag(tag, weak=True)
        return finished(response, visit.policy)

    return answer


def open_visit() -> Visit:
    """The graph and the paths for this request."""
    here = service()
    cache = current_app.extensions.setdefault("communique.pages", AnswerCache())
    return Visit(
        Graph(here.evaluator, cache, client=request.remote_addr or ""),
        Paths(here.settings.base, request.script_root),
        here.evaluator.committed,
    )


def render(visit: Visit, template: str, **context: object) -> str:
    """A template with what every page shows: where it is, from which commit, by which queries."""
    return render_template(template, visit=visit, paths=visit.paths, **context)


def error_page(error: CommuniqueError) -> Response:
    """The page that says what went wrong, with the status that is true."""
    response = make_response(render(open_visit(), "error.html", status=error.status, message=str(error)))
    response.status_code = error.status
    if isinstance(error, Unauthorized):
        # Basic alone: it is what a browser knows how to ask for.
        response.headers["WWW-Authenticate"] = 'Basic realm="communique", charset="UTF-8"'
    if isinstance(error, Overloaded):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def missing(visit: Visit, what: str, alike: Sequence[tuple[Iri, str]] = (), status: int = 404) -> Response:
    """The page for something that the graph does not hold, or no longer (410); ``alike`` are things of like
    names, labelled."""
    response = make_response(render(visit, "error.html", status=status, message=what, alike=alike))
    response.status_code = status
    return response


def finished(response: Response, policy: str = POLICY) -> Response:
    """The response with the headers of every page, compressed where the client takes it."""
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if not LEADING.issuperset(request.args):
        # Filters, orders and queries combine without end, and lead to nothing that the plain pages do not.
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers.setdefault("Cache-Control", "no-cache")
    response.vary.add("Accept-Encoding")
    body = b"" if response.is_streamed else response.get_data()
    wanted = request.accept_encodings.quality("gzip") > 0
    if wanted and len(body) >= LEAST_COMPRESSED and "Content-Encoding" not in response.headers:
        response.set_data(gzip.compress(body, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def download(body: bytes, media_type: str, name: str) -> Response:
    """A file to keep."""
    response = make_response(body)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def argument(name: str, arguments: Mapping[str, str] | None = None) -> str:
    """A parameter of the address, trimmed; empty when it is absent."""
    return (request.args if arguments is None else arguments).get(name, "").strip()


def iri_argument(name: str) -> str:
    """A parameter that must be an absolute IRI; empty when it is absent or is none."""
    value = argument(name)
    return value if is_iri(value) else ""


def page_number() -> int:
    """The ``page`` parameter, from 1."""
    value = argument("page")
    return min(int(value), 1_000_000) if value.isdecimal() and int(value) > 0 else 1


def _tag() -> str:
    key = repr((__version__, service().evaluator.commit, request.full_path, request.script_root))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _not_modified(tag: str) -> Response:
    response = make_response("", 304)
    response.set_etag(tag, weak=True)
    return finished(response)
