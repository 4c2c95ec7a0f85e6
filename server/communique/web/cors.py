"""Cross-origin requests (the Fetch standard, CORS protocol): on every reply, errors included.

No credentials are ever allowed with them: a page of another origin must hold a token itself.
"""

from __future__ import annotations

from flask import Flask, Response, make_response, request

EXPOSED = (
    "Allow", "Content-Disposition", "ETag", "Last-Modified", "Link", "Location", "Preference-Applied",
    "Retry-After", "WWW-Authenticate", "X-Commit", "X-Prefixes-Added", "X-Query-Hint", "X-Query-Id",
    "X-Rows-Cut", "X-Timeout",
)  # fmt: skip
ALLOWED = (
    "Accept", "Accept-Language", "Authorization", "Content-Encoding", "Content-Type", "If-Match",
    "If-Modified-Since", "If-None-Match", "Prefer", "X-Requested-With",
)  # fmt: skip
MAX_AGE = 86_400


def register(app: Flask, origins: tuple[str, ...]) -> None:
    """Answer OPTIONS and preflights before anything asks for a login, and mark every reply."""

    def preflight() -> Response | None:
        wanted = request.headers.get("Access-Control-Request-Method")
        rule = request.url_rule
        if request.method != "OPTIONS" or (wanted is None and rule is None):
            return None
        reply = make_response("", 204)
        del reply.headers["Content-Type"]
        methods = ", ".join(sorted(rule.methods)) if rule is not None and rule.methods else None
        if methods is not None:
            reply.headers["Allow"] = methods
        if wanted is None:
            return reply
        reply.headers["Access-Control-Allow-Methods"] = methods or wanted
        reply.headers["Access-Control-Allow-Headers"] = ", ".join(ALLOWED)
        reply.headers["Access-Control-Max-Age"] = str(MAX_AGE)
        return reply

    def mark(reply: Response) -> Response:
        origin = request.headers.get("Origin")
        if "*" in origins:
            reply.headers["Access-Control-Allow-Origin"] = "*"
        elif origin in origins:
            reply.headers["Access-Control-Allow-Origin"] = origin
        reply.vary.add("Origin")
        reply.headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED)
        return reply

    app.before_request(preflight)
    app.after_request(mark)
