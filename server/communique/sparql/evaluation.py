"""What the protocol layer hands to the query tier, and what it gets back.

The protocol layer has read the request (form, dataset, format, limits); the tier evaluates it in a
process of its own. Nothing here knows HTTP, and nothing knows the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol

from communique.sparql.limits import Limits

UNNAMED_GRAPH: Final = "urn:communique:graph:unnamed"
"""Stands in ``default_graphs`` for the graph without a name, which no IRI denotes.

With the merged default graph, this is the only way to read the unnamed graph alone.
"""


def about_graph(base: str) -> str:
    """The graph in which a server describes itself, its dataset and its example queries."""
    return f"{base}graph/about"


RESULT_FORMATS: Final = ("json", "xml", "csv", "tsv")
"""Formats for the solutions of SELECT; ``json`` and ``xml`` also for the boolean of ASK."""

GRAPH_FORMATS: Final = ("ttl", "nt", "nq", "trig", "rdfxml", "jsonld")
"""Formats for the graph of CONSTRUCT and DESCRIBE, for uploads, and (``nq trig jsonld``) for ``dump``."""

_DEFAULTS: Final = Limits()


def never() -> bool:
    """The client stays."""
    return False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One query to evaluate.

    ``default_graphs`` and ``named_graphs`` are the dataset of the request: parameters of the protocol,
    else the FROM and FROM NAMED clauses of the text, as absolute IRIs. Both ``None`` means the store's
    own dataset. As soon as one is given, the other is empty when ``None`` (SPARQL 1.1 Query, 13.2).
    The text is handed to the engine unchanged; a dataset given here overrides its clauses.
    """

    text: str
    """SPARQL 1.1 query; ignored by ``dump`` and ``graph``."""
    format: str = "json"
    """One of ``RESULT_FORMATS`` or ``GRAPH_FORMATS``, fitting the form of the query."""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    deadline: float = _DEFAULTS.anonymous_deadline
    """Seconds until the evaluation is stopped, the wait for a slot included."""
    begun: float | None = None
    """When the deadline began (``time.monotonic``): when the request came; ``None`` for now."""
    max_bytes: int = _DEFAULTS.result_bytes
    """Largest result in bytes; beyond it ``TooLarge``."""
    spool_bytes: int = _DEFAULTS.spool_bytes
    """Results up to this size are complete before ``query`` returns; set it to ``max_bytes`` for a client
    that cannot see a broken stream (HTTP/1.0)."""
    columns: tuple[str, ...] | None = None
    """Order of the columns of SELECT *, without question marks; ``None`` keeps the engine's."""
    base_iri: str | None = None
    """Base for relative IRIs of the text."""
    prefixes: tuple[tuple[str, str], ...] = ()
    """Prefixes (name, IRI) that Turtle, TriG and RDF/XML answers may use."""
    client: str = ""
    """Who asks (token's name, else address): the unit of fairness."""
    max_rows: int = 0
    """Most rows (triples of a graph) of the answer, beyond which ``TooLarge``; 0 for any number."""
    cut_rows: bool = False
    """Leave out the rows beyond ``max_rows`` instead; ``Answer.cut`` says whether there were any."""
    operation: Literal["query", "dump", "graph"] = "query"
    """``dump``: the whole dataset, or the graphs given, in a format for quads. ``graph``: the one graph in
    ``named_graphs`` (or ``UNNAMED_GRAPH``), always in the same bytes; ``GraphMissing`` if there is none."""


@dataclass(frozen=True, slots=True)
class Document:
    """RDF that a user sent: parsed where queries are evaluated, never in the server."""

    payload: bytes
    format: str
    """One of ``GRAPH_FORMATS``."""
    base_iri: str | None = None
    deadline: float = _DEFAULTS.token_deadline
    max_bytes: int = 4 * _DEFAULTS.upload_bytes
    """Largest size of the N-Quads it becomes."""
    client: str = ""


class Answer(Protocol):
    """A result on its way. Nothing has been sent yet when you get it, and the first bytes are there."""

    kind: Literal["bindings", "boolean", "graph"]
    commit: str
    """Id of the snapshot it was evaluated on."""
    id: str
    """Under this id ``/queries`` lists it while it runs."""
    cut: bool
    """Whether rows were left out, as ``Evaluation.cut_rows`` wishes; certain once there is a ``length``."""
    tag: str
    """Of a ``graph``: what it holds, as ``etag.graph_tag`` says it; else empty."""
    frames: Iterator[bytes]
    """The body. Raises an error of ``communique.errors`` when the evaluation fails on the way: the
    reply must then be broken off, never ended."""

    @property
    def length(self) -> int | None:
        """Size in bytes when the result is complete; ``None`` while it still streams."""

    def close(self) -> None:
        """Stop the evaluation at once and free everything; may be called twice."""


class Evaluator(Protocol):
    """Evaluates queries outside this process."""

    @property
    def commit(self) -> str:
        """Id of the snapshot that the next query sees."""

    @property
    def committed(self) -> datetime:
        """When that snapshot was committed (UTC)."""

    @property
    def ready(self) -> bool:
        """Whether a query would be evaluated now."""

    def query(self, evaluation: Evaluation, cancelled: Callable[[], bool] = never) -> Answer:
        """Evaluate up to the first bytes of the answer.

        ``cancelled`` is asked several times a second; when it says yes the work stops and ``Cancelled``
        is raised. Raises ``QuerySyntaxError``, ``Forbidden``, ``NotAcceptable``, ``TooLarge``,
        ``DeadlineExceeded``, ``Overloaded`` or ``StoreFull``.
        """

    def parse(self, document: Document, cancelled: Callable[[], bool] = never) -> Answer:
        """Parse a document into sorted N-Quads; its blank nodes get new labels. Errors as ``query``."""
