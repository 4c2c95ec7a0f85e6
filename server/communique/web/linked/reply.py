"""How documents are sent: an ETag of their commit, the headers for caches, compressed on request."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, make_response, request

from communique import __version__
from communique.sparql.coding import encode_all, negotiate_coding
from communique.sparql.etag import answer_tag, matches
from communique.web.answer import LEAST_CODED
from communique.web.linked.snapshot import Snapshot, consistent
from communique.web.service import caller, service


def document(make: Callable[[Snapshot], bytes], content_type: str, *varies: str) -> Response:
    """The body that ``make`` makes of one commit, or 304 if the client holds it already.

    ``varies`` are the request headers that decided on the body, besides Accept-Encoding.
    """
    caller("read")
    tag = _tag(service().evaluator.commit, content_type)
    known = request.headers.get("If-None-Match", "")
    if matches(known, tag):
        response = make_response("", 304)
        commit = service().evaluator.commit
    elif known.strip() == "*":  # nothing that is there, which only making it can tell (RFC 9110, 13.1.2)
        response, commit = make_response("", 304), consistent(make)[1]
    else:
        body, commit = consistent(make)
        coding = negotiate_coding(request.headers.get("Accept-Encoding"))
        if len(body) < LEAST_CODED:
            coding = "identity"
        response = make_response(encode_all(body, coding))
        response.headers["Content-Type"] = content_type
        response.headers["X-Content-Type-Options"] = "nosniff"
        if coding != "identity":
            response.headers["Content-Encoding"] = coding
    response.headers["ETag"] = _tag(commit, content_type)
    response.headers["X-Commit"] = commit
    private = not service().settings.open_reads
    response.headers["Cache-Control"] = "private, no-cache" if private else "no-cache"
    for name in (*varies, "Accept-Encoding", *(("Authorization",) if private else ())):
        response.vary.add(name)
    return response


def _tag(commit: str, content_type: str) -> str:
    """Weak: all encodings of a body share it (RFC 9110, section 8.8.1)."""
    return answer_tag(__version__, commit, request.url_root, request.full_path, content_type)
