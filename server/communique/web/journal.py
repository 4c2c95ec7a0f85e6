"""One line for every request, in JSON, when its last byte is sent; and the text of queries that were slow.

A wrapper around the application rather than a hook in it, since only the server knows when the body of an
answer has been sent, and whether it was broken off.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from communique.web.metrics import Metrics

CALLER = "communique.caller"
ROUTE = "communique.route"
TEXT = "communique.text"
"""Keys of the WSGI environment under which views say who asked, by which route, and what."""

access = logging.getLogger("communique.access")
slow = logging.getLogger("communique.slow")

_LONGEST_TEXT = 4000


def now() -> str:
    """The time of a line, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Journal:
    """Logs and counts the requests of an application. ``slow_query`` is in seconds."""

    def __init__(self, application: WSGIApplication, metrics: Metrics, slow_query: float) -> None:
        self._application = application
        self._metrics = metrics
        self._slow_query = slow_query

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, and take note when the answer has been sent."""
        begun = time.monotonic()
        seen: dict[str, Any] = {}

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            seen["status"] = int(status.split(" ", 1)[0])
            seen["headers"] = {name.lower(): value for name, value in headers}
            return start_response(status, headers, exc_info)

        body = self._application(environ, start)

        def done(sent: int, *, broken: bool) -> None:
            self._note(environ, seen, time.monotonic() - begun, sent, broken=broken)

        return _Noted(body, done)

    def _note(
        self, environ: WSGIEnvironment, seen: dict[str, Any], seconds: float, sent: int, *, broken: bool
    ) -> None:
        method = str(environ.get("REQUEST_METHOD", ""))
        route = str(environ.get(ROUTE, "none"))
        status = seen.get("status", 0)
        headers: dict[str, str] = seen.get("headers", {})
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)
        self._metrics.sent.inc(sent)
        if broken:
            self._metrics.broken.inc()
        line = {
            "time": now(),
            "method": method,
            "path": environ.get("PATH_INFO", ""),
            "status": status,
            "bytes": sent,
            "seconds": round(seconds, 4),
            "client": environ.get(CALLER) or environ.get("REMOTE_ADDR", ""),
            "query": headers.get("x-query-id"),
            "commit": headers.get("x-commit"),
            "type": headers.get("content-type"),
            "agent": str(environ.get("HTTP_USER_AGENT", ""))[:200],
            "broken": broken or None,
        }
        access.info(json.dumps({name: value for name, value in line.items() if value is not None}))
        text = environ.get(TEXT)
        if text and seconds >= self._slow_query:
            shown = {**line, "text": str(text)[:_LONGEST_TEXT]}
            slow.warning(json.dumps({name: value for name, value in shown.items() if value is not None}))


class _Noted:
    """A body that says how many bytes of it were sent, and whether it broke."""

    def __init__(self, body: Iterable[bytes], done: Callable[..., None]) -> None:
        self._body = body
        self._done: Callable[..., None] | None = done
        self._sent = 0
        self._broken = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            for part in self._body:
                self._sent += len(part)
                yield part
        except BaseException:
            self._broken = True
            raise

    def close(self) -> None:
        """Close the body; then take note, once."""
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            done, self._done = self._done, None
            if done is not None:
                done(self._sent, broken=self._broken)
