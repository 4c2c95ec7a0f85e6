"""Evaluator and updater over one small store in this process, for tests of the protocol.

It evaluates with the very functions that workers run. What only processes can show (deadlines, deaths,
broken streams) is tested in tests/reliability.
"""

from __future__ import annotations

import io
import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import pyoxigraph as ox

from communique.errors import CommuniqueError, Forbidden, GraphMissing, StaleGraph
from communique.sparql.etag import graph_tag
from communique.sparql.evaluation import Document, Evaluation, never
from communique.sparql.updates import EVERY_GRAPH, Commit, GraphWrite, Update, is_user_graph
from communique.sparql.workers.dataset import Dataset, DefaultGraph
from communique.sparql.workers.evaluate import evaluate, explained
from communique.sparql.workers.requests import Request
from communique.sparql.workers.results import CountingSink
from communique.sparql.workers.update import effect
from communique.web.access import Token, digest

BASE = "http://localhost/"
SECRET = "open sesame"
WRITER = {"Authorization": f"Bearer {SECRET}"}
ADMIN = {"Authorization": "Bearer admin"}
READER = {"Authorization": "Bearer reader"}
TOKENS = (
    Token("reader", "read", digest("reader")),
    Token("writer", "write", digest(SECRET)),
    Token("admin", "admin", digest("admin")),
)


@dataclass
class PlainAnswer:
    kind: Literal["bindings", "boolean", "graph"]
    commit: str
    id: str
    length: int | None
    frames: Iterator[bytes]
    cut: bool = False
    tag: str = ""

    def close(self) -> None:
        """Nothing runs any more."""


class PlainStore:
    """Evaluator and updater over one small store in this process."""

    def __init__(
        self, default_graph: DefaultGraph = "merged", writable: bool = False, base: str = BASE
    ) -> None:
        self.default_graph = default_graph
        self.writable = writable
        self.base = base
        self.store = ox.Store()
        self.number = 0
        self.evaluated = 0
        self.committed = datetime(2025, 1, 1, tzinfo=UTC)
        self.ready = True
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._dataset: Dataset | None = None

    @property
    def commit(self) -> str:
        return f"c{self.number}"

    def load(self, turtle: str, graph: str | None = None) -> None:
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        self.store.load(
            turtle.encode(),
            ox.RdfFormat.TRIG if graph is None else ox.RdfFormat.TURTLE,
            to_graph=None if graph is None else name,
        )
        self._changed()

    def clear(self) -> None:
        self.store = ox.Store()
        self._changed()

    def _changed(self) -> None:
        self.number += 1
        self._dataset = None

    def _served(self) -> Dataset:
        if self._dataset is None:
            dataset = Dataset(self.default_graph, f"{self.base}graph/user/")
            names = [graph.value for graph in self.store.named_graphs()]
            dump = ox.serialize(self.store, format=ox.RdfFormat.N_QUADS)
            assert dump is not None
            dataset.advance(b"", dump, created=names)
            self._dataset = dataset
        return self._dataset

    def query(self, evaluation: Evaluation, _cancelled: Callable[[], bool] = never) -> PlainAnswer:
        with self._lock:
            self.evaluated += evaluation.client != "description"
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
            return self._run(request, b"", evaluation.spool_bytes)

    def parse(self, document: Document, _cancelled: Callable[[], bool] = never) -> PlainAnswer:
        request = Request(
            "parse", "", document.format, document.max_bytes, document.deadline, base_iri=document.base_iri
        )
        return self._run(request, document.payload, document.max_bytes)

    def _run(self, request: Request, payload: bytes, spool: int) -> PlainAnswer:
        body = io.BytesIO()
        begun: list[tuple[str, str]] = []

        def send(data: bytes | memoryview) -> None:
            body.write(data)

        sink = CountingSink(send, request.max_bytes)
        try:
            outcome = evaluate(
                self._served(), request, payload, sink, lambda kind, tag="": begun.append((kind, tag))
            )
            sink.flush()
        except (CommuniqueError, SyntaxError, OSError, ValueError, RuntimeError) as error:
            raise explained(error, request) from error
        content = body.getvalue()
        kind, tag = begun[0]
        assert kind in {"bindings", "boolean", "graph"}
        return PlainAnswer(
            kind,  # type: ignore[arg-type]  # one of the three, as asserted
            self.commit,
            f"q{next(self._ids)}",
            len(content) if len(content) <= spool else None,
            iter([content[:10], content[10:]]),
            outcome.cut,
            tag,
        )

    def update(self, update: Update, _cancelled: Callable[[], bool] = never) -> Commit:
        with self._lock:
            copy = ox.Store()
            copy.extend(self.store)
            for graph in self.store.named_graphs():
                copy.add_graph(graph)
            request = Request("update", "", "nq", 1 << 30, 60.0)
            try:
                head, _, quads = effect(copy, update.text, update.base_iri, update.targets).partition(b"\n")
            except (SyntaxError, OSError, ValueError, RuntimeError) as error:
                raise explained(error, request) from error
            assert head
            for line in quads.decode().splitlines():
                name = next(iter(ox.parse(line, ox.RdfFormat.N_QUADS))).graph_name
                self._check(name.value if isinstance(name, ox.NamedNode) else None)
            self.store = copy
            self._changed()
            return Commit(self.commit)

    def write(self, write: GraphWrite) -> Commit:
        with self._lock:
            if write.graph != EVERY_GRAPH:
                self._check(write.graph)
            elif not self.writable:
                for quad in ox.parse(write.nquads, ox.RdfFormat.N_QUADS):
                    self._check(quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None)
            name = ox.NamedNode(write.graph) if write.graph else ox.DefaultGraph()
            named = isinstance(name, ox.NamedNode) and write.graph != EVERY_GRAPH
            exists = not named or self.store.contains_named_graph(name)
            self._guard(write, name, exists)
            if write.action == "delete" and not exists:
                raise GraphMissing(f"there is no graph <{write.graph}>")
            if write.action in {"put", "delete"}:
                self.store.clear() if write.graph == EVERY_GRAPH else self.store.clear_graph(name)
            if write.action == "delete" and named:
                self.store.remove_graph(name)
            for quad in ox.parse(write.nquads, ox.RdfFormat.N_QUADS):
                to = quad.graph_name if write.graph == EVERY_GRAPH else name
                self.store.add(ox.Quad(quad.subject, quad.predicate, quad.object, to))
            if named and write.action != "delete":
                self.store.add_graph(name)
            self._changed()
            return Commit(self.commit, created=named and not exists)

    def _guard(self, write: GraphWrite, name: ox.NamedNode | ox.DefaultGraph, exists: bool) -> None:
        quads = self.store.quads_for_pattern(None, None, None, name)
        tag = graph_tag(f"{quad.triple} .".encode() for quad in quads)
        unwanted = write.if_none_match
        if unwanted is not None and exists and (not unwanted or tag in unwanted):
            raise StaleGraph("the graph exists already")
        if write.if_match is None:
            return
        if not exists or (write.if_match and tag not in write.if_match):
            raise StaleGraph("the graph has changed")

    def _check(self, graph: str | None) -> None:
        if not self.writable and (graph is None or not is_user_graph(graph, self.base)):
            raise Forbidden(f"{graph or 'the unnamed graph'} belongs to the build")
