"""What pages ask of the store: SPARQL through the evaluator, answers as rows of terms.

A page is made from one commit: ``Graph`` remembers which commits answered, and ``answering.page``
makes the page again when there were two. Answers are kept per commit, so that a page that is looked
at often costs the query tier nothing.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.errors import QueryError
from communique.sparql.evaluation import Evaluation, Evaluator
from communique.web.pages.terms import PREFIXES, Blank, Iri, Literal, Row, Term, bind, is_iri

DEADLINE = 10.0
"""Seconds that one query of a page may take; the slowest on 1 M quads takes a fraction of one."""

MOST_BYTES = 16 * 1024 * 1024
KEPT_BYTES = 32 * 1024 * 1024
LABELS_AT_ONCE = 300

_LABELS = "SELECT ?thing ?label WHERE { VALUES ?thing { $things } ?thing rdfs:label ?label } ORDER BY ?label"


class AnswerCache:
    """The latest answers by commit and query text, least recently used first out; thread-safe."""

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def get(self, commit: str, query: str) -> bytes | None:
        """The answer to this query at this commit, if it is still here."""
        with self._lock:
            found = self._kept.get((commit, query))
            if found is not None:
                self._kept.move_to_end((commit, query))
            return found

    def put(self, commit: str, query: str, answer: bytes) -> None:
        """Keep an answer; one larger than a quarter of the room is not kept."""
        if len(answer) * 4 > self._most:
            return
        with self._lock:
            old = self._kept.pop((commit, query), b"")
            self._kept[commit, query] = answer
            self._size += len(answer) - len(old)
            while self._size > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)


@dataclass(slots=True)
class Graph:
    """The graph as one request sees it."""

    evaluator: Evaluator
    cache: AnswerCache
    client: str = ""
    commits: set[str] = field(default_factory=set)

    @property
    def commit(self) -> str:
        """The commit that this page shows."""
        return next(iter(sorted(self.commits)), self.evaluator.commit)

    def rows(self, query: str) -> list[Row]:
        """The solutions of a SELECT; raises the ``QueryError`` tree."""
        document = json.loads(self._answer(query))
        bindings = document["results"]["bindings"]
        return [{name: term(value) for name, value in row.items()} for row in bindings]

    def number(self, query: str) -> int:
        """The value of a SELECT with one row and one column that holds a count."""
        for row in self.rows(query):
            for value in row.values():
                return int(str(value))
        return 0

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        return bool(json.loads(self._answer(query))["boolean"])

    def labels(self, things: Iterable[Term]) -> dict[Term, str]:
        """The labels of those that have one. Asked for apart: joined to a group, they cost a scan of all."""
        wanted = sorted(
            {thing for thing in things if isinstance(thing, Iri) and is_iri(thing.value)}, key=str
        )
        found: dict[Term, str] = {}
        for first in range(0, len(wanted), LABELS_AT_ONCE):
            for row in self.rows(bind(_LABELS, things=wanted[first : first + LABELS_AT_ONCE])):
                found.setdefault(row["thing"], str(row["label"]))
        return found

    def construct(self, query: str, form: str) -> bytes:
        """The answer of a CONSTRUCT or DESCRIBE in a graph format (``ttl``, ``nt``, ``jsonld`` ...)."""
        return self._answer(query, form)

    def _answer(self, query: str, form: str = "json") -> bytes:
        key = f"{form} {query}"
        kept = self.cache.get(self.evaluator.commit, key)
        if kept is not None:
            self.commits.add(self.evaluator.commit)
            return kept
        answer = self.evaluator.query(
            Evaluation(
                text=query,
                format=form,
                deadline=DEADLINE,
                max_bytes=MOST_BYTES,
                spool_bytes=MOST_BYTES,
                prefixes=tuple(PREFIXES.items()),
                client=self.client,
            )
        )
        try:
            body = b"".join(answer.frames)
        finally:
            answer.close()
        self.commits.add(answer.commit)
        self.cache.put(answer.commit, key, body)
        return body


def term(value: dict[str, str]) -> Term:
    """One RDF term of SPARQL 1.1 Query Results JSON (section 3.2.2)."""
    match value["type"]:
        case "uri":
            return Iri(value["value"])
        case "bnode":
            return Blank(value["value"])
        case "literal" | "typed-literal":
            return Literal(value["value"], value.get("xml:lang"), value.get("datatype"))
        case other:
            raise QueryError(f"this page cannot show a term of type {other!r}")


def text(row: Row, name: str, default: str = "") -> str:
    """The value of a variable as text; ``default`` when it is unbound."""
    return str(row[name]) if name in row else default


def iri(row: Row, name: str) -> Iri | None:
    """The value of a variable if it is an IRI."""
    value = row.get(name)
    return value if isinstance(value, Iri) else None


def count(row: Row, name: str) -> int:
    """The value of a variable that holds a whole number; 0 when it is unbound."""
    return int(str(row[name])) if name in row else 0


def by(rows: Iterable[Row], *names: str) -> dict[tuple[str, ...], list[Row]]:
    """The rows grouped by the text of some variables, in the order in which they came."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(text(row, name) for name in names), []).append(row)
    return groups


def columns(rows: Sequence[Row]) -> list[str]:
    """The names of all variables bound anywhere, in the order in which they first appear."""
    return list(dict.fromkeys(name for row in rows for name in row))
