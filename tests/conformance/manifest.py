"""The W3C manifests as plain values, read with rdflib."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")

SITE = "http://w3c.test/"
"""Stands for the folder of the suites in every IRI."""


@dataclass(frozen=True, slots=True)
class State:
    """A dataset as files: the default graph's, and (name, file) of the named graphs."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a query, update or syntax suite."""

    suite: str
    name: str
    kind: str
    text: str
    base: str
    before: State
    result: Path | None = None
    after: State | None = None

    @property
    def is_update(self) -> bool:
        """Whether the text is an update; some syntax tests do not say so in their type."""
        return self.base.endswith(".ru")

    @property
    def id(self) -> str:
        """Suite and name, as lists of known failures write it."""
        return f"{self.suite}/{self.name}"


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request of a protocol test, and what must come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    format: str | None = None
    boolean: bool | None = None
    location: str | None = None
    graph: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A protocol test: graphs to load first, then its requests."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    calls: tuple[Call, ...] = field(default=())


def _read(folder: Path, file: Path) -> Graph:
    graph = Graph()
    graph.parse(file, format="turtle", publicID=SITE + file.relative_to(folder).as_posix())
    return graph


def _path(folder: Path, node: Node | None) -> Path:
    return folder / str(node).removeprefix(SITE)


def suites(folder: Path, manifest: str) -> list[str]:
    """The names of the suites that a manifest of manifests includes."""
    graph = _read(folder, folder / manifest)
    lists = [Collection(graph, node) for node in graph.objects(None, MF.include)]
    return [str(item).removeprefix(SITE).partition("/")[0] for each in lists for item in each]


def cases(folder: Path, suite: str) -> Iterator[Case]:
    """The tests of one suite that its manifest lists."""
    graph = _read(folder, folder / suite / "manifest.ttl")
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            yield _case(folder, suite, graph, test)


def _case(folder: Path, suite: str, graph: Graph, test: Node) -> Case:
    kind = str(graph.value(test, RDF.type)).removeprefix(str(MF))
    action = graph.value(test, MF.action)
    result = graph.value(test, MF.result)
    update = kind == "UpdateEvaluationTest"
    source = action
    if kind in {"QueryEvaluationTest", "CSVResultFormatTest"}:
        source = graph.value(action, QT.query)
    elif update:
        source = graph.value(action, UT.request)
    return Case(
        suite,
        str(test).rpartition("#")[2],
        kind,
        _path(folder, source).read_text(encoding="utf-8"),
        str(source),
        _state(folder, graph, action, UT if update else QT),
        None if update or result is None else _path(folder, result),
        _state(folder, graph, result, UT) if update else None,
    )


def _state(folder: Path, graph: Graph, node: Node | None, space: Namespace) -> State:
    if node is None or isinstance(node, URIRef):
        return State()
    named = []
    for item in graph.objects(node, space.graphData):
        file = graph.value(item, UT.graph) or item
        label = graph.value(item, RDFS.label)
        named.append((str(label) if label else str(file), _path(folder, file)))
    default = tuple(_path(folder, item) for item in graph.objects(node, space.data))
    return State(default, tuple(named))


def conversations(folder: Path, file: str, *, listed: bool = True) -> list[Conversation]:
    """The protocol tests of a manifest; with ``listed=False`` also those its list of entries forgets."""
    graph = _read(folder, folder / file)
    tests: list[Node] = []
    for entries in graph.objects(None, MF.entries):
        tests += list(Collection(graph, entries))
    if not listed:
        forgotten = set(graph.subjects(RDF.type, MF.GraphStoreProtocolTest)) - set(tests)
        tests += sorted(forgotten, key=str)
    return [_conversation(folder, graph, test) for test in tests]


def _conversation(folder: Path, graph: Graph, test: Node) -> Conversation:
    graphs = tuple(
        (str(graph.value(item, RDFS.label)), _path(folder, graph.value(item, UT.graph)))
        for item in graph.objects(test, UT.graphData)
    )
    connection = graph.value(test, MF.action)
    requests = graph.value(connection, HT.requests)
    assert requests is not None
    calls = tuple(_call(graph, node) for node in Collection(graph, requests))
    return Conversation(str(test).rpartition("#")[2], graphs, calls)


def _call(graph: Graph, node: Node) -> Call:
    response = graph.value(node, HT.resp)
    content = graph.value(node, HT.body)
    chars = graph.value(content, CNT.chars) if content else None
    encoding = str(graph.value(content, CNT.characterEncoding) or "UTF-8") if content else "UTF-8"
    wanted = graph.value(response, HT.body)
    boolean = graph.value(response, MF.expectedBoolean)
    graph_text = graph.value(wanted, CNT.chars) if wanted else None
    return Call(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        _headers(graph, node),
        str(chars).encode(encoding) if chars is not None else None,
        tuple(str(status).rpartition("#")[2] for status in graph.objects(response, MF.expectedStatus)),
        _text(graph.value(response, MF.expectedFormat)),
        bool(boolean.toPython()) if isinstance(boolean, Literal) else None,
        _text(graph.value(response, MF.expectedLocation)),
        _text(graph_text),
    )


def _headers(graph: Graph, node: Node) -> dict[str, str]:
    listed = graph.value(node, HT.headers)
    if listed is None:
        return {}
    found = [
        (graph.value(each, HT.fieldName), graph.value(each, HT.fieldValue))
        for each in Collection(graph, listed)
    ]
    return {str(name).lower(): str(value) for name, value in found}


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)
