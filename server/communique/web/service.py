"""What every view works with: the settings, the tiers behind them, and what is kept between requests."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Response, current_app, g, request

from communique.errors import Forbidden
from communique.sparql.evaluation import Evaluator, never
from communique.sparql.outline import Outline
from communique.sparql.problem import Problem
from communique.sparql.request import ProtocolRequest
from communique.sparql.result_cache import ResultCache
from communique.sparql.statistics import StatisticsOffice
from communique.sparql.updates import Updater
from communique.web.access import Caller, Role, authorize, identify
from communique.web.journal import CALLER
from communique.web.metrics import Metrics
from communique.web.settings import Settings

CANCELLED = "communique.cancelled"
"""Under this key the server's adapter puts a callable into the WSGI environment: has the client left?"""

ARRIVED = "communique.arrived"
"""Under this key it says when the request was whole and waited for a thread (``time.monotonic``)."""


@dataclass(frozen=True, slots=True)
class EditorView:
    """What the page around the query editor shows.

    ``request`` holds the query as it was sent (an empty one before the first), ``solutions`` SPARQL Results
    JSON or, for CONSTRUCT and DESCRIBE, ``graph`` Turtle; ``problem`` what went wrong; ``prefixes_added``
    the known prefixes that the query lacked; ``hints`` sentences that may help.
    """

    request: ProtocolRequest
    solutions: bytes | None = None
    graph: bytes | None = None
    problem: Problem | None = None
    prefixes_added: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    commit: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class Service:
    """One server."""

    settings: Settings
    evaluator: Evaluator
    updater: Updater | None
    results: ResultCache
    statistics: StatisticsOffice
    metrics: Metrics
    editor: Callable[[EditorView], Response] | None = None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(slots=True)
class Asked:
    """The query or update of the request at hand, for whoever must explain what is wrong with it."""

    request: ProtocolRequest
    outline: Outline
    shift: int = 0
    """How many lines were put before the text as it was sent."""
    added: tuple[str, ...] = field(default=())


def service() -> Service:
    """The service that answers the request at hand."""
    found = current_app.extensions["communique"]
    assert isinstance(found, Service)
    return found


def public_url() -> str:
    """Where clients reach this server, with a slash at the end."""
    configured = service().settings.public_url
    return (configured or request.url_root).rstrip("/") + "/"


def client_left() -> Callable[[], bool]:
    """Says whether the client of the request at hand has gone; never, where the server cannot tell."""
    found: Callable[[], bool] = request.environ.get(CANCELLED, never)
    return found


def arrival() -> float:
    """When the request at hand was there (``time.monotonic``): its deadline runs from then on."""
    found: float = request.environ.get(ARRIVED, time.monotonic())
    return found


def old_client() -> bool:
    """Whether the client speaks HTTP/1.0, and so cannot see a broken stream: it gets whole answers."""
    return request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"


def mark_cacheable(reply: Response) -> None:
    """Let caches keep a reply and ask each time; where reading needs a token, only that of the client."""
    if service().settings.open_reads:
        reply.headers["Cache-Control"] = "no-cache"
    else:
        reply.headers["Cache-Control"] = "private, no-cache"
        reply.vary.add("Authorization")


def caller(role: Role) -> Caller:
    """Who sends the request at hand; raises unless they may do what needs the role."""
    settings = service().settings
    header = request.headers.get("Authorization")
    found = identify(header, request.remote_addr or "", settings.tokens)
    g.caller = found
    request.environ[CALLER] = found.name
    authorize(found, role, open_reads=settings.open_reads)
    if role != "read":
        _same_site(header or "")
    return found


def _same_site(authorization: str) -> None:
    """Refuse a write that a foreign web page made the browser send with a password it remembers."""
    if not authorization.lower().startswith("basic"):
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != urlsplit(public_url()).netloc:
        raise Forbidden(f"a page of {origin} may not write with a remembered password; use a Bearer token")
