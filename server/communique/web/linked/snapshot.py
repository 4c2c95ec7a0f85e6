"""The graph as one answer sees it: several queries, one commit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from flask import g

from communique.errors import Overloaded
from communique.sparql.evaluation import Evaluation, Evaluator
from communique.web.pages.graph import term
from communique.web.pages.terms import Row
from communique.web.service import Service, caller, client_left, service

T = TypeVar("T")
TRIES = 3
"""How often an answer is made anew when a commit came in between its queries."""
MOST_BYTES = 64 * 1024 * 1024
"""Bytes of one query's answer that an answer is put together from."""


@dataclass(slots=True)
class Snapshot:
    """What one request asks of the evaluator, and which commits answered."""

    evaluator: Evaluator
    base: str
    deadline: float
    client: str = ""
    cancelled: Callable[[], bool] = lambda: False
    commits: set[str] = field(default_factory=set)

    def rows(self, query: str) -> list[Row]:
        """The solutions of a SELECT."""
        found = json.loads(self.body(query, "json"))
        return [{name: term(value) for name, value in row.items()} for row in found["results"]["bindings"]]

    def holds(self, query: str) -> bool:
        """The answer of an ASK."""
        return bool(json.loads(self.body(query, "json"))["boolean"])

    def lines(self, query: str) -> list[str]:
        """The triples of a CONSTRUCT as N-Triples lines."""
        return self.body(query, "nt").decode().split("\n")

    def body(self, query: str, form: str) -> bytes:
        """The whole answer to a query."""
        return b"".join(self.frames(query, form, MOST_BYTES))

    def frames(self, query: str, form: str, most: int) -> Iterator[bytes]:
        """The answer to a query, piece by piece; at most ``most`` bytes, beyond them ``TooLarge``."""
        asked = Evaluation(
            text=query,
            format=form,
            deadline=self.deadline,
            max_bytes=most,
            spool_bytes=min(most, MOST_BYTES),
            client=self.client,
        )
        answer = self.evaluator.query(asked, self.cancelled)
        self.commits.add(answer.commit)
        try:
            yield from answer.frames
        finally:
            answer.close()


def snapshot() -> Snapshot:
    """The graph for the request at hand, whose caller may read."""
    here: Service = service()
    who = caller("read")
    return Snapshot(
        here.evaluator,
        here.settings.base,
        here.settings.limits.deadline(None, token=g.caller.has_token),
        who.name,
        client_left(),
    )


def consistent(make: Callable[[Snapshot], T]) -> tuple[T, str]:
    """What ``make`` makes of one commit, and the commit's id.

    Raises ``Overloaded`` when commits come faster than answers, else what ``make`` raises.
    """
    for _ in range(TRIES):
        seen = snapshot()
        made = make(seen)
        if len(seen.commits) <= 1:
            return made, next(iter(seen.commits), seen.evaluator.commit)
    raise Overloaded("the graph is changing too fast for this answer; try again in a moment")
