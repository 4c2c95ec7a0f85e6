"""The query tier: evaluates queries in processes that can be killed, on a snapshot that moves by commits."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from communique.errors import NotAcceptable, TooLarge
from communique.sparql.evaluation import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    UNNAMED_GRAPH,
    Document,
    Evaluation,
    about_graph,
    never,
)
from communique.sparql.limits import MIB, Limits
from communique.sparql.updates import EVERY_GRAPH, GraphWrite, Update
from communique.sparql.workers.dataset import DefaultGraph
from communique.sparql.workers.forked import ForkedWorkers
from communique.sparql.workers.memory import MemoryWatch
from communique.sparql.workers.pool import Pool
from communique.sparql.workers.requests import Request
from communique.sparql.workers.running import Running, RunningQueries, StopReason
from communique.sparql.workers.slots import Slots
from communique.sparql.workers.source import Delta, Source
from communique.sparql.workers.stream import Services, Stream

_EFFECT_BYTES: Final = 4 * 1024 * MIB
"""What a write may change, as N-Quads: as much as fits into the memory of its process."""

_FORMATS: Final = frozenset(RESULT_FORMATS) | frozenset(GRAPH_FORMATS)


class QueryTier:
    """An ``Evaluator`` on a snapshot in N-Quads.

    ``workers`` is how many long queries run at once (``limits.workers``); further slots take new ones.
    ``base`` is the public base IRI, below which ``graph/user/`` are the graphs of users. ``source``
    replaces the zygote, as ``SpawnedWorkers`` on a checkpoint does. Call ``start`` before anything else.
    """

    def __init__(
        self,
        snapshot: Path,
        workers: int | None = None,
        *,
        limits: Limits | None = None,
        default_graph: DefaultGraph = "merged",
        base: str = "http://127.0.0.1:8000/",
        commit: str = "0",
        committed: datetime | None = None,
        empty_graphs: Sequence[str] = (),
        spool_folder: Path | None = None,
        sample_memory: bool = False,
        source: Source | None = None,
    ) -> None:
        limits = limits or Limits()
        self.limits = limits if workers is None else replace(limits, workers=workers)
        self.running = RunningQueries()
        self._committed = committed or datetime.now(UTC)
        source = source or ForkedWorkers(
            snapshot,
            commit,
            memory=self.limits.memory_bytes,
            default_graph=default_graph,
            user_graphs=f"{base}graph/user/",
            about=about_graph(base),
            empty_graphs=empty_graphs,
        )
        self.pool = Pool(source, self.limits.slots, commit)
        self.slots = Slots(
            self.limits.slots, self.limits.workers, self.limits.client_slots, self.limits.queue
        )
        watch = MemoryWatch(self.limits.memory_bytes, always=sample_memory)
        self._services = Services(self.pool, self.slots, self.running, self.limits, watch, spool_folder)

    @property
    def commit(self) -> str:
        """Id of the snapshot that the next query sees."""
        return self.pool.commit

    @property
    def committed(self) -> datetime:
        """When it was committed (UTC)."""
        return self._committed

    @property
    def ready(self) -> bool:
        """Whether a query would be evaluated now."""
        return self.pool.ready

    def start(self) -> None:
        """Load the snapshot and make the first workers; ``StoreError`` if it cannot be read."""
        self.pool.start()

    def close(self) -> None:
        """Stop every query and end every process."""
        for query in self.running.list():
            query.stop("shutdown")
        self.pool.close()

    def stop(self, query_id: str, reason: StopReason = "administrator") -> bool:
        """Stop one running query; ``False`` if there is none of this id."""
        return self.running.stop(query_id, reason)

    def query(self, evaluation: Evaluation, cancelled: Callable[[], bool] = never) -> Stream:
        """As ``Evaluator.query``."""
        size = len(evaluation.text.encode(errors="surrogatepass"))
        if size > self.limits.text_bytes:
            raise TooLarge(
                f"The query has {size:,} bytes where {self.limits.text_bytes:,} is the most. "
                "Shorten it, or put long lists of values into several queries."
            )
        if evaluation.format not in _FORMATS:
            raise NotAcceptable(f"There is no format {evaluation.format!r}: choose of {', '.join(_FORMATS)}.")
        request = Request(
            evaluation.operation,
            evaluation.text,
            evaluation.format,
            evaluation.max_bytes,
            evaluation.deadline,
            evaluation.default_graphs,
            evaluation.named_graphs,
            evaluation.columns,
            evaluation.base_iri,
            evaluation.prefixes,
            evaluation.max_rows,
            evaluation.cut_rows,
        )
        entry = Running(evaluation.text, evaluation.operation, evaluation.client, evaluation.deadline)
        if evaluation.begun is not None:
            entry.started = evaluation.begun
        return self._open(request, b"", entry, evaluation.spool_bytes, cancelled)

    def parse(self, document: Document, cancelled: Callable[[], bool] = never) -> Stream:
        """As ``Evaluator.parse``."""
        if len(document.payload) > self.limits.upload_bytes:
            raise TooLarge(
                f"The document has {len(document.payload):,} bytes where {self.limits.upload_bytes:,} is the "
                "most. Send it in parts."
            )
        if document.format not in GRAPH_FORMATS:
            raise NotAcceptable(
                f"There is no format {document.format!r}: choose of {', '.join(GRAPH_FORMATS)}."
            )
        request = Request(
            "parse", "", document.format, document.max_bytes, document.deadline, base_iri=document.base_iri
        )
        entry = Running("", "parse", document.client, document.deadline)
        return self._open(request, document.payload, entry, document.max_bytes, cancelled)

    def update(self, update: Update, cancelled: Callable[[], bool] = never) -> Stream:
        """Work out what an update does, without doing it; for ``Writer``. Errors as ``query``."""
        request = Request(
            "update",
            "",
            "nq",
            _EFFECT_BYTES,
            update.deadline,
            named_graphs=update.targets,
            base_iri=update.base_iri,
        )
        entry = Running(update.text, "update", update.client, update.deadline)
        return self._open(request, update.text.encode(), entry, _EFFECT_BYTES, cancelled)

    def write(self, write: GraphWrite, deadline: float) -> Stream:
        """Work out what a write of a graph or of the dataset does, without doing it; for ``Writer``."""
        graphs = None if write.graph == EVERY_GRAPH else (write.graph or UNNAMED_GRAPH,)
        request = Request("write", write.action, "nq", _EFFECT_BYTES, deadline, named_graphs=graphs)
        entry = Running(f"{write.action} {write.graph or 'default'}", "write", write.client, deadline)
        return self._open(request, write.nquads, entry, _EFFECT_BYTES, never)

    def foresee(self, delta: Delta, graph: str | None, queries: Sequence[str], deadline: float) -> Stream:
        """What SELECT queries would find after a commit, without making it.

        They see one graph as default graph, or (``None``) the dataset. The answer has a line of SPARQL
        Results JSON for each query. Errors as ``query``.
        """
        header = {
            "queries": list(queries),
            "removed": len(delta.removed),
            "created": delta.created,
            "dropped": delta.dropped,
        }
        most = self.limits.result_bytes
        graphs = None if graph is None else (graph,)
        request = Request("foresee", json.dumps(header), "json", most, deadline, default_graphs=graphs)
        entry = Running("a commit before it is made", "foresee", "", deadline)
        return self._open(request, delta.removed + delta.added, entry, most, never)

    def advance(
        self,
        removed: bytes,
        added: bytes,
        commit: str,
        *,
        created: Sequence[str] = (),
        dropped: Sequence[str] = (),
        committed: datetime | None = None,
    ) -> None:
        """Move to a commit: ``removed`` and ``added`` are N-Quads, ``created`` and ``dropped`` graph IRIs.

        When it returns, every new query sees the commit; those that run finish on what they began with.
        ``StoreError`` if the quads cannot be parsed.
        """
        self.pool.advance(Delta(removed, added, commit, tuple(created), tuple(dropped)))
        self._committed = committed or datetime.now(UTC)

    def state(self) -> dict[Literal["slots", "busy", "waiting", "kills", "restarts", "processes"], int]:
        """Figures for ``/metrics`` and ``/health``."""
        return {
            "slots": self.slots.size,
            "busy": self.slots.busy,
            "waiting": self.slots.waiting,
            "kills": self.pool.kills,
            "restarts": self.pool.restarts,
            "processes": len(self.pool.processes()),
        }

    def _open(
        self,
        request: Request,
        payload: bytes,
        entry: Running,
        spool_bytes: int,
        cancelled: Callable[[], bool],
    ) -> Stream:
        stream = Stream(self._services, request, payload, entry, spool_bytes, cancelled)
        stream.open()
        return stream
