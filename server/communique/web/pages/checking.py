"""Runs every shape and audit over the served graph, once for each commit, while nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from communique.errors import CommuniqueError
from communique.validation.whole import shipped_audits, shipped_checks
from communique.web.pages.graph import Graph
from communique.web.pages.terms import Row, Term

MOST_FOUND = 1000
"""Results that one check reads."""
PATIENCE = 3.0
"""Seconds that a visitor waits for the whole report; then the page shows how far it is."""
ORDER = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Check:
    """One query, and what its rows mean."""

    severity: str
    rule: str
    part: str
    message: str
    path: str
    query: str


@dataclass(frozen=True, slots=True)
class Found:
    """One result: the thing it is about, and what of it is wrong."""

    focus: Term
    value: Term | None


@dataclass(frozen=True, slots=True)
class Finding:
    """All results of one check."""

    check: Check
    found: tuple[Found, ...]

    @property
    def number(self) -> str:
        """How many there are, as far as they were read."""
        return f"{MOST_FOUND:,} or more" if len(self.found) >= MOST_FOUND else f"{len(self.found):,}"


@dataclass(slots=True)
class Inspection:
    """What has been found so far on one commit."""

    commit: str
    total: int
    ran: int = 0
    findings: list[Finding] = field(default_factory=list)
    unanswered: list[tuple[str, str]] = field(default_factory=list)
    finished: threading.Event = field(default_factory=threading.Event)

    def sorted(self) -> list[Finding]:
        """The worst first."""
        return sorted(
            self.findings, key=lambda f: (ORDER.index(f.check.severity), -len(f.found), f.check.rule)
        )


class Inspector:
    """The newest inspection; a new commit starts a new one, in a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: Inspection | None = None

    def inspect(self, commit: str, graph: Callable[[], Graph]) -> Inspection:
        """The inspection of this commit, begun if need be; waits a little for it to end."""
        with self._lock:
            latest = self._latest
            if latest is None or latest.commit != commit:
                latest = self._latest = Inspection(commit, sum(1 for _ in checks()))
                threading.Thread(target=_run, args=(latest, graph()), daemon=True, name="inspection").start()
        latest.finished.wait(PATIENCE)
        return latest


def checks() -> Iterator[Check]:
    """Every shape and audit that ships with the package, but for audits of single graphs.

    Those are made at every commit, on the store itself; here the graphs are merged.
    """
    for check in shipped_checks():
        shape = check.shape
        yield Check(shape.severity, shape.iri, check.component, shape.message, check.path or "", check.query)
    for audit in shipped_audits():
        if audit.merged:
            yield Check(audit.severity.value, f"audit:{audit.name}", "Audit", audit.message, "", audit.query)


def _run(inspection: Inspection, graph: Graph) -> None:
    try:
        for check in checks():
            try:
                rows = graph.rows(f"{check.query.rstrip()}\nLIMIT {MOST_FOUND}")
            except CommuniqueError as error:
                inspection.unanswered.append((check.rule, str(error)))
                continue
            inspection.ran += 1
            if rows:
                inspection.findings.append(Finding(check, tuple(_found(rows))))
            if graph.commits != {inspection.commit}:
                return
    finally:
        inspection.finished.set()


def _found(rows: list[Row]) -> Iterator[Found]:
    for row in rows:
        focus = row.get("focus") or row.get("this")
        if focus is not None:
            yield Found(focus, row.get("value"))
