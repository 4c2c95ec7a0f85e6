"""What the dataset holds, in numbers: for the description, for completion, for finding what was meant."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from communique.errors import Overloaded, QueryError
from communique.sparql.evaluation import Evaluation, Evaluator

DEADLINE = 30.0
"""Seconds for each of the queries below; the slowest takes a few on a million quads."""
MOST_GRAPHS = 1000
_TRIES = 3
PAUSE = 60.0
"""Seconds between two counts that nobody waits for."""

_log = logging.getLogger("communique.statistics")

_TOTAL = """SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o }"""
_CLASSES = "SELECT ?class (COUNT(?s) AS ?n) WHERE { ?s a ?class FILTER(ISIRI(?class)) } GROUP BY ?class"
_PROPERTIES = """SELECT ?property (COUNT(*) AS ?n) WHERE { ?s ?property ?o } GROUP BY ?property"""
_USES = """SELECT ?class ?property (COUNT(*) AS ?n)
WHERE { ?s a ?class ; ?property ?o FILTER(ISIRI(?class)) } GROUP BY ?class ?property"""
_GRAPHS = f"""SELECT ?graph (COUNT(*) AS ?n) WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} }}
GROUP BY ?graph ORDER BY ?graph LIMIT {MOST_GRAPHS}"""
_GRAPH_COUNT = "SELECT (COUNT(DISTINCT ?graph) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } }"
_LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term (SAMPLE(?name) AS ?label) WHERE {
  { SELECT DISTINCT ?term WHERE { { ?s a ?term } UNION { ?s ?term ?o } } }
  ?term rdfs:label ?name FILTER(ISIRI(?term) && (LANG(?name) = "" || LANGMATCHES(LANG(?name), "en")))
} GROUP BY ?term"""


QUERIES: Final[Mapping[str, str]] = {
    "total": _TOTAL,
    "graphs": _GRAPHS,
    "graph_count": _GRAPH_COUNT,
    "classes": _CLASSES,
    "properties": _PROPERTIES,
    "labels": _LABELS,
    "uses": _USES,
}
"""What is asked, by field, the cheap first; ``total`` is what everything else needs."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of one commit, keyed by IRI. ``graphs`` holds at most ``MOST_GRAPHS`` of ``graph_count``.

    ``missing`` names the fields whose counts took too long: they are empty, not nought.
    """

    commit: str
    triples: int = 0
    subjects: int = 0
    objects: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    properties: dict[str, int] = field(default_factory=dict)
    uses: dict[tuple[str, str], int] = field(default_factory=dict)
    graphs: dict[str, int] = field(default_factory=dict)
    graph_count: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()


class StatisticsOffice:
    """Counts once for each commit, when somebody asks. Safe for threads."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._lock = threading.Lock()
        self._soon = threading.Lock()
        self._begun = -PAUSE
        self._counted = 0.0
        self._latest: Statistics | None = None

    def latest(self) -> Statistics:
        """The statistics of the commit that is served now; counts them if need be."""
        found = self.known()
        if found is not None:
            return found
        with self._lock:
            found = self.known()
            if found is None:
                found = count(self._evaluator)
                self._latest = found
                self._counted = time.monotonic()
            return found

    def known(self) -> Statistics | None:
        """The statistics of the commit that is served now, if they were counted already."""
        found = self._latest
        if found is None or found.commit != self._evaluator.commit:
            return None
        again = bool(found.missing) and time.monotonic() - self._counted > PAUSE
        return None if again else found

    def count_soon(self) -> None:
        """Count in the background, unless the numbers are known or were counted within the last minute."""
        if self.known() is not None or time.monotonic() - self._begun < PAUSE:
            return
        if self._soon.acquire(blocking=False):
            self._begun = time.monotonic()
            threading.Thread(target=self._count, name="statistics", daemon=True).start()

    def _count(self) -> None:
        try:
            self.latest()
        except QueryError as error:
            _log.info("the dataset could not be counted: %s", error)
        finally:
            self._soon.release()

    def terms(self) -> Statistics | None:
        """The newest statistics there are, whatever their commit: enough to guess what was meant."""
        return self._latest


def count(evaluator: Evaluator) -> Statistics:
    """Count what the evaluator's snapshot holds, all on one commit.

    Raises ``QueryError`` when not even its triples can be counted, or ``Overloaded`` when commits come
    faster than one can count; other counts that fail are missing.
    """
    for _ in range(_TRIES):
        counter = _Counter(evaluator)
        found = counter.statistics()
        if len(counter.commits) == 1:
            return found
    raise Overloaded("the dataset changes faster than it can be counted; try again in a moment")


class _Counter:
    """The counts of one pass, and the commits that its answers came from."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self.commits: set[str] = set()

    def statistics(self) -> Statistics:
        """Ask for everything."""
        found: dict[str, Sequence[Row]] = {"total": self._rows(_TOTAL)}
        for name, text in QUERIES.items():
            if name not in found:
                with contextlib.suppress(QueryError):
                    found[name] = self._rows(text)
        return assembled(next(iter(self.commits)), found)

    def _rows(self, text: str) -> Sequence[Row]:
        wanted = Evaluation(text=text, format="json", deadline=DEADLINE, client="description")
        answer = self._evaluator.query(wanted)
        try:
            body = b"".join(answer.frames)
        finally:
            answer.close()
        self.commits.add(answer.commit)
        return rows_of(body)


def rows_of(body: bytes) -> Sequence[Row]:
    """The rows of SPARQL Results JSON, of each term its value."""
    bindings = json.loads(body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def assembled(commit: str, found: Mapping[str, Sequence[Row]]) -> Statistics:
    """The statistics that the answers to ``QUERIES`` make, those of ``total`` among them."""

    def counts(name: str, key: str) -> dict[str, int]:
        return {row[key]: int(row["n"]) for row in found.get(name, ()) if key in row}

    [total] = found["total"]
    uses = [row for row in found.get("uses", ()) if "property" in row]
    return Statistics(
        commit=commit,
        triples=int(total["n"]),
        subjects=int(total["subjects"]),
        objects=int(total["objects"]),
        classes=counts("classes", "class"),
        properties=counts("properties", "property"),
        uses={(row["class"], row["property"]): int(row["n"]) for row in uses},
        graphs=counts("graphs", "graph"),
        graph_count=sum(int(row["n"]) for row in found.get("graph_count", ())),
        labels={row["term"]: row["label"] for row in found.get("labels", ()) if "label" in row},
        missing=frozenset(QUERIES) - frozenset(found),
    )
