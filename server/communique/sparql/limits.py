"""What a request may cost: the limits of the endpoint, with defaults, and the page that shows them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, fields

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of the endpoint. Published at ``/limits`` and in the service description.

    Times are in seconds, sizes in bytes. A deadline counts from the arrival of the request and so
    includes the time in the queue. The defaults follow what public endpoints publish (Wikidata's 60 s,
    Datasette's page of limits) and what was measured with Oxigraph: 64 KiB of query text never overflow
    a stack of 256 MB, whatever they say.
    """

    anonymous_deadline: float = 10.0
    """How long a query without a token may take."""
    token_deadline: float = 60.0
    """How long a query with a token may take; what a client asks beyond it is cut to it, and the reply
    says so."""
    least_deadline: float = 0.1
    """The shortest deadline that a client may ask for."""
    text_bytes: int = 64 * 1024
    """The longest query text, in UTF-8."""
    update_bytes: int = MIB
    """The longest update text, in UTF-8; updates need a token."""
    upload_bytes: int = 64 * MIB
    """The largest graph that may be sent, after decompression."""
    result_bytes: int = 64 * MIB
    """The largest result. A larger one is refused or broken off, never cut silently."""
    result_rows: int = 0
    """The most rows of a table, or triples of a graph, that a query may have for an answer; 0 for any number.
    A larger one is refused or broken off, unless the client asks with ``max-rows=`` for the first ones."""
    spool_bytes: int = 4 * MIB
    """Results up to this size are complete before their first byte is sent (with Content-Length)."""
    memory_bytes: int = 1024 * MIB
    """What one evaluation may allocate beyond the shared data."""
    long_query: float = 0.25
    """From this age a query counts as long: lowest priority, and never in the last free slot."""
    workers: int = max(3, (os.cpu_count() or 1) + 1)
    """How many long queries run at once."""
    new_slots: int = 4
    """How many slots are kept for queries that are not long (yet)."""
    queue: int = 32
    """How many queries may wait for a slot; the next one is told to come back later."""
    queue_share: float = 0.5
    """The part of its deadline that a query may spend waiting."""
    slow_client: float = 10.0
    """A client that takes or sends nothing for so long is cut off."""

    @property
    def slots(self) -> int:
        """How many queries run at once, new ones included."""
        return self.workers + self.new_slots

    @property
    def client_slots(self) -> int:
        """How many of the slots one client (token, else address) may hold: half."""
        return max(1, self.slots // 2)

    def deadline(self, asked: float | None, *, token: bool) -> float:
        """The deadline in seconds of a request that asks for ``asked``, clamped into what is allowed."""
        most = self.token_deadline if token else self.anonymous_deadline
        return most if asked is None else min(max(asked, self.least_deadline), most)

    def rows(self, asked: int | None) -> int:
        """The most rows of an answer where ``asked`` are wanted, clamped; 0 for any number."""
        return min((most for most in (asked, self.result_rows) if most), default=0)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        """Name and value of every limit, in the order of this page."""
        return iter([(field.name, getattr(self, field.name)) for field in fields(self)])
