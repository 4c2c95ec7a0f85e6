"""The built assets: served from the package under an address that changes with their content."""

from __future__ import annotations

import functools
import gzip
import hashlib
import mimetypes
from importlib.resources import files

from flask import Blueprint, Response, abort, make_response, request, url_for

blueprint = Blueprint("assets", __name__)

# By name, not by what the machine's registry of types happens to say.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
}
YEAR = 31_536_000


def address(name: str) -> str:
    """Where the page finds this asset; the address holds its hash, so it may be kept for a year."""
    return url_for("assets.asset", name=name, v=_digest(name))


@blueprint.get("/assets/<path:name>")
def asset(name: str) -> Response:
    """One file of the ``static`` folder, compressed where that helps."""
    content = _content(name)
    if content is None:
        abort(404)
    suffix = "." + name.rpartition(".")[2]
    response = make_response(content)
    response.headers["Content-Type"] = (
        TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    fresh = request.args.get("v") == _digest(name)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if fresh else "no-cache"
    response.set_etag(_digest(name))
    response.vary.add("Accept-Encoding")
    if suffix != ".woff2" and request.accept_encodings.quality("gzip") > 0:
        response.set_data(_compressed(name))
        response.headers["Content-Encoding"] = "gzip"
        response.set_etag(f"{_digest(name)}-gzip")
    response.make_conditional(request)
    return response


@functools.lru_cache(maxsize=256)
def _content(name: str) -> bytes | None:
    parts = name.split("/")
    if any(part in {"", ".", ".."} or "\\" in part for part in parts):
        return None
    file = files("communique.web").joinpath("static", *parts)
    return file.read_bytes() if file.is_file() else None


@functools.lru_cache(maxsize=256)
def _compressed(name: str) -> bytes:
    return gzip.compress(_content(name) or b"", 9, mtime=0)


@functools.lru_cache(maxsize=256)
def _digest(name: str) -> str:
    content = _content(name)
    if content is None:
        raise FileNotFoundError(f"no asset {name!r}: run `npm ci && npm run build` in server/ui")
    return hashlib.sha256(content).hexdigest()[:12]
