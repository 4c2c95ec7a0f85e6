"""What the dataset holds, in numbers: for the description, for completion, for finding what was meant."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field

from communique.errors import QueryError
from communique.sparql.evaluation import Evaluation, Evaluator

DEADLINE = 30.0
"""Seconds for each of the queries below; the slowest takes a few on a million quads."""
MOST_GRAPHS = 1000
PAUSE = 60.0
"""Seconds between two counts that nobody waits for."""

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


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of one commit, keyed by IRI. ``graphs`` holds at most ``MOST_GRAPHS`` of ``graph_count``.

    ``whole`` is false when a count took too long and was left out.
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
    whole: bool = True


class StatisticsOffice:
    """Counts once for each commit, when somebody asks. Safe for threads."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._lock = threading.Lock()
        self._soon = threading.Lock()
        self._begun = -PAUSE
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
            return found

    def known(self) -> Statistics | None:
        """The statistics of the commit that is served now, if they were counted already."""
        found = self._latest
        return found if found is not None and found.commit == self._evaluator.commit else None

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
        finally:
            self._soon.release()

    def terms(self) -> Statistics | None:
        """The newest statistics there are, whatever their commit: enough to guess what was meant."""
        return self._latest


def count(evaluator: Evaluator) -> Statistics:
    """Count what the evaluator's snapshot holds."""
    commit = evaluator.commit
    whole = True

    def rows(text: str) -> list[dict[str, str]]:
        nonlocal whole
        try:
            return _rows(evaluator, text)
        except QueryError:
            whole = False
            return []

    total = next(iter(rows(_TOTAL)), {})
    return Statistics(
        commit=commit,
        triples=int(total.get("n", 0)),
        subjects=int(total.get("subjects", 0)),
        objects=int(total.get("objects", 0)),
        classes={row["class"]: int(row["n"]) for row in rows(_CLASSES) if "class" in row},
        properties={row["property"]: int(row["n"]) for row in rows(_PROPERTIES) if "property" in row},
        uses={(row["class"], row["property"]): int(row["n"]) for row in rows(_USES) if "property" in row},
        graphs={row["graph"]: int(row["n"]) for row in rows(_GRAPHS) if "graph" in row},
        graph_count=int(next(iter(rows(_GRAPH_COUNT)), {}).get("n", 0)),
        labels={row["term"]: row["label"] for row in rows(_LABELS) if "label" in row},
        whole=whole,
    )


def _rows(evaluator: Evaluator, text: str) -> list[dict[str, str]]:
    answer = evaluator.query(Evaluation(text=text, format="json", deadline=DEADLINE, client="description"))
    try:
        document = json.loads(b"".join(answer.frames))
    finally:
        answer.close()
    bindings = document["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]
