"""How one server is set up: everything that ``serve`` was told, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from communique.sparql.limits import MIB, Limits
from communique.web.access import Token


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a server."""

    base: str = "http://127.0.0.1:8000/"
    """What the IRIs of the store's own things begin with (``--base`` of the build)."""
    public_url: str | None = None
    """Where clients reach the server (``--base-url``); without it every request says so itself."""
    title: str = "communique"
    default_graph: Literal["merged", "unnamed"] = "merged"
    """What queries see as the default graph (``--default-graph``)."""
    writable: bool = False
    """Whether updates and uploads may change the graphs that the build owns (``--writable``)."""
    tokens: tuple[Token, ...] = ()
    open_reads: bool = True
    """Whether reading needs no token: right on a loopback address only."""
    origins: tuple[str, ...] = ("*",)
    """Web pages of which origins may read answers (CORS); ``*`` for all."""
    trusted_proxies: int = 0
    """How many proxies in front are believed about scheme, host, prefix and client (X-Forwarded-*)."""
    limits: Limits = field(default_factory=Limits)
    disk_above: int = 20_000_000
    """From this number of quads on the data are served from files instead of memory."""
    weak_sandbox: bool = False
    """Whether to serve from files even where workers cannot be kept from the network."""
    pages: bool = True
    """Whether to serve the pages for people too, or the protocols alone."""
    cache_bytes: int = 64 * MIB
    """Room for whole answers in memory."""
    slow_query: float = 5.0
    """Queries that take longer, in seconds, are logged with their text."""
