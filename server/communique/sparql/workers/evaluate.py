"""The inside of a worker: takes requests from its socket, evaluates, and sends frames.

A worker is one process with one thread that evaluates; the engine's iterators may not change threads.
It ends when its socket does.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final, Protocol

import pyoxigraph as ox

from communique.errors import CommuniqueError, Forbidden, QueryError, QuerySyntaxError, TooLarge
from communique.sparql.evaluation import UNNAMED_GRAPH
from communique.sparql.workers import frames
from communique.sparql.workers.confinement import STACK_BYTES, limit_processor
from communique.sparql.workers.dataset import Dataset
from communique.sparql.workers.graph_document import write_graph_document
from communique.sparql.workers.requests import Request, error_header
from communique.sparql.workers.results import RDF, CountingSink, kind, write_quads, write_result
from communique.sparql.workers.row_cap import RowCap
from communique.sparql.workers.update import evaluate_update, evaluate_write

NICENESS: Final = 4
"""How far evaluation stands back behind the process that answers everybody, whose work is short: where all
processors evaluate, a reply waited up to half a second for its share of one (8 clients, 2 cores)."""

_POSITION: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Begin(Protocol):
    """Hears what an answer is before its first byte."""

    def __call__(self, answer: str, tag: str = "") -> None:
        """``answer`` is its kind; ``tag``, of a graph, what it holds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an evaluation ended that did not fail."""

    reusable: bool
    """Whether the process still holds the snapshot as it was."""
    cut: bool = False
    """Whether rows were left out, as the request wished."""


def serve(dataset: Dataset, sock: socket.socket, confine: Callable[[], None]) -> None:
    """Serve requests until the socket ends, in a thread with a large stack.

    ``confine`` runs in that thread before the first request.
    """
    os.nice(NICENESS)
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=_serve, args=(dataset, sock, confine), daemon=True)
    thread.start()
    thread.join()


def _serve(dataset: Dataset, sock: socket.socket, confine: Callable[[], None]) -> None:
    confine()
    with contextlib.suppress(frames.PeerGone, BrokenPipeError, ConnectionResetError):
        frames.send_message(sock, {"pid": os.getpid(), "thread": threading.get_native_id()})
        while True:
            header, payload, _ = frames.receive_message(sock)
            request = Request.from_header(header)
            limit_processor(request.seconds)
            _answer(dataset, request, payload, sock)


def _answer(dataset: Dataset, request: Request, payload: bytes, sock: socket.socket) -> None:
    """Evaluate one request and send its frames, the last of them END or FAILURE."""
    sink = CountingSink(lambda data: frames.send_frame(sock, frames.DATA, data), request.max_bytes)

    def begin(answer: str, tag: str = "") -> None:
        frames.send_frame(sock, frames.KIND, json.dumps({"kind": answer, "tag": tag}).encode())

    try:
        outcome = evaluate(dataset, request, payload, sink, begin)
        sink.flush()
    except (BrokenPipeError, ConnectionResetError):
        raise
    except BaseException as error:  # noqa: BLE001  a panic of the engine is no Exception, and is an answer too
        failure = json.dumps(error_header(explained(error, request))).encode()
        frames.send_frame(sock, frames.FAILURE, failure)
    else:
        frames.send_frame(sock, frames.END, json.dumps(asdict(outcome)).encode())


def evaluate(
    dataset: Dataset,
    request: Request,
    payload: bytes,
    sink: CountingSink,
    begin: Begin,
) -> Outcome:
    """Write the answer to ``sink`` after ``begin`` has heard its kind, and of a graph its tag."""
    if request.operation == "parse":
        begin("graph")
        _parse(payload, request, sink)
        return Outcome(reusable=True)
    if request.operation == "update":
        begin("graph")
        sink.write(evaluate_update(dataset, payload.decode(), request))
        return Outcome(reusable=False)
    if request.operation == "write":
        begin("graph")
        sink.write(evaluate_write(dataset, payload, request))
        return Outcome(reusable=False)
    if request.operation == "foresee":
        begin("bindings")
        _foresee(dataset, request, payload, sink)
        return Outcome(reusable=False)
    if request.operation == "dump":
        begin("graph")
        if request.default_graphs is None and request.named_graphs is None:
            write_quads(dataset.stored(), request.format, sink)
        else:
            names = (*(request.default_graphs or ()), *(request.named_graphs or ()))
            write_quads((quad for name in names for quad in dataset.graph(name)), request.format, sink)
        return Outcome(reusable=True)
    if request.operation == "graph":
        write_graph_document(dataset, request, sink, begin)
        return Outcome(reusable=True)
    view = dataset.view(request.default_graphs, request.named_graphs)
    result = view.store.query(request.text, base_iri=request.base_iri, **view.arguments)
    begin(kind(result))
    cap = RowCap(request.max_rows, request.cut_rows) if request.max_rows else None
    cut = write_result(result, request.format, sink, request.columns, request.prefixes, cap)
    return Outcome(reusable=True, cut=cut)


def _foresee(dataset: Dataset, request: Request, payload: bytes, sink: CountingSink) -> None:
    """What queries would find after a commit: a line of SPARQL Results JSON for each.

    ``request.text`` is JSON with the ``queries``, the size of the ``removed`` part of ``payload``, and the
    graphs ``created`` and ``dropped``.
    """
    asked = json.loads(request.text)
    cut = asked["removed"]
    dataset.advance(payload[:cut], payload[cut:], asked["created"], asked["dropped"])
    view = dataset.view(request.default_graphs, request.named_graphs)
    for text in asked["queries"]:
        write_result(view.store.query(text, **view.arguments), "json", sink)
        sink.write(b"\n")


def rehearse() -> None:
    """Evaluate in each format once: what a worker needs must be imported before it may open nothing."""
    rehearsal = Dataset("unnamed", "urn:")
    rehearsal.advance(b"", b'<urn:a> <urn:b> "c" .\n')
    for text, formats in (
        ("SELECT * { ?s ?p ?o }", ["json", "xml", "csv", "tsv"]),
        ("ASK {}", ["json", "xml"]),
        ("CONSTRUCT WHERE { ?s ?p ?o }", list(RDF)),
        ("SELECT * {", ["json"]),
    ):
        for form in formats:
            request = Request("query", text, form, 1 << 20, 1.0, columns=("s", "p", "o"))
            with contextlib.suppress(SyntaxError):
                _rehearse(rehearsal, request)
    for form in RDF:
        _rehearse(rehearsal, Request("graph", "", form, 1 << 20, 1.0, named_graphs=(UNNAMED_GRAPH,)))


def _rehearse(dataset: Dataset, request: Request) -> None:
    evaluate(dataset, request, b"", CountingSink(lambda _: None, 1 << 20), lambda _answer, _tag="": None)


def _parse(payload: bytes, request: Request, sink: CountingSink) -> None:
    """A user's document as sorted N-Quads, its blank nodes renamed and its numbers as a store keeps them."""
    if request.format == "rdfxml" and (_DOCTYPE.search(payload) or b"\x00" in payload):
        raise Forbidden(
            "The RDF/XML declares a document type or entities, or is not UTF-8. Neither is read here, since "
            "entities can be made to grow without end: resolve them and send plain UTF-8."
        )
    store = ox.Store()
    store.extend(ox.parse(payload, RDF[request.format], base_iri=request.base_iri, rename_blank_nodes=True))
    lines = store.dump(format=ox.RdfFormat.N_QUADS)
    assert lines is not None
    sink.write(b"".join(sorted(lines.splitlines(keepends=True))))


def explained(error: BaseException, request: Request) -> CommuniqueError:
    """The error of our own tree for one that the engine raised."""
    if isinstance(error, CommuniqueError):
        return error
    if isinstance(error, MemoryError):
        return TooLarge("The evaluation needed more memory than it may have. Ask for less at a time.")
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    if isinstance(error, SyntaxError):
        if place := _POSITION.fullmatch(message):
            line, column, expected = place.groups()
            return QuerySyntaxError(expected, line=int(line), column=int(column))
        return QuerySyntaxError(message, line=error.lineno, column=error.offset)
    if isinstance(error, OSError):
        return Forbidden(
            f"The {request.operation} tried to reach the network or a file, which it may not: {message}"
        )
    return QueryError(f"The engine could not evaluate the {request.operation}: {message}")
