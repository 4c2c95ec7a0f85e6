"""Who met or spoke with whom as files: GEXF for Gephi, GraphML for Cytoscape, yEd and igraph, CSV.

Nodes are people with their side and offices; an edge counts the events that two people shared, by
meeting and by call, with the first and the last day on which one may have been.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response

from communique.web.linked.reply import document
from communique.web.linked.snapshot import Snapshot
from communique.web.pages.graph import by, count, text
from communique.web.pages.tabular import as_csv
from communique.web.pages.terms import Iri, bind

blueprint = Blueprint("linked_network", __name__)

AT_ONCE = 300
GEXF: Final = "http://www.gexf.net/1.2draft"
"""Gephi 0.9 and later and networkx both read this version."""

_EDGES = """
SELECT ?one ?other ?way (COUNT(DISTINCT ?event) AS ?n) (MIN(?earliest) AS ?first) (MAX(?latest) AS ?last)
WHERE {
  VALUES ?way { dip:met dip:spokeWith }
  ?derivation rdf:predicate ?way ; rdf:subject ?one ; rdf:object ?other ; dip:restsOn ?event .
  ?event a dip:Event .
  FILTER(STR(?one) < STR(?other))
  OPTIONAL { ?event dip:earliest ?earliest }
  OPTIONAL { ?event dip:latest ?latest }
}
GROUP BY ?one ?other ?way ORDER BY ?one ?other ?way
"""
_PEOPLE = """
SELECT ?person ?label ?side ?office WHERE {
  VALUES ?person { $people }
  ?person rdfs:label ?label .
  OPTIONAL { ?person dip:represents/rdfs:label ?side }
  OPTIONAL { ?person dip:heldOffice/rdfs:label ?office }
}
ORDER BY ?label ?side ?office
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A person. ``side`` and ``offices`` are labels, several joined by a semicolon."""

    iri: str
    label: str
    side: str
    offices: str


@dataclass(frozen=True, slots=True)
class Edge:
    """What two people shared: how many events, and the days (ISO 8601, empty if unknown) around them."""

    source: str
    target: str
    met: int
    spoke: int
    first: str
    last: str

    @property
    def weight(self) -> int:
        """All events that they shared."""
        return self.met + self.spoke


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by label, edges by their ends."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]


def network(seen: Snapshot) -> Network:
    """The whole network of the graph."""
    edges = []
    for (one, other), rows in by(seen.rows(bind(_EDGES)), "one", "other").items():
        ways = {text(row, "way").rpartition("#")[2]: count(row, "n") for row in rows}
        first = min((text(row, "first") for row in rows if "first" in row), default="")
        last = max((text(row, "last") for row in rows if "last" in row), default="")
        edges.append(Edge(one, other, ways.get("met", 0), ways.get("spokeWith", 0), first, last))
    ends = sorted({end for edge in edges for end in (edge.source, edge.target)})
    nodes: list[Node] = []
    for start in range(0, len(ends), AT_ONCE):
        people = [Iri(end) for end in ends[start : start + AT_ONCE]]
        for (person,), rows in by(seen.rows(bind(_PEOPLE, people=people)), "person").items():
            sides, offices = (
                "; ".join(dict.fromkeys(text(row, name) for row in rows if name in row))
                for name in ("side", "office")
            )
            nodes.append(Node(person, text(rows[0], "label"), sides, offices))
    named = {node.iri for node in nodes}
    return Network(
        sorted(nodes, key=lambda node: (node.label, node.iri)),
        [edge for edge in edges if edge.source in named and edge.target in named],
    )


_NODE: Final = ("label", "side", "offices")
_EDGE: Final = (("met", "int"), ("spoke", "int"), ("first", "string"), ("last", "string"))


def gexf(found: Network) -> bytes:
    """GEXF 1.2 (https://gexf.net/schema.html), undirected, weighted."""
    root = Element("gexf", {"xmlns": GEXF, "version": "1.2"})
    graph = SubElement(root, "graph", {"defaultedgetype": "undirected", "mode": "static"})
    for owner, names in (("node", [(name, "string") for name in _NODE[1:]]), ("edge", _EDGE)):
        attributes = SubElement(graph, "attributes", {"class": owner})
        for name, kind in names:
            given = {"id": name, "title": name, "type": "integer" if kind == "int" else kind}
            SubElement(attributes, "attribute", given)
    listed = SubElement(graph, "nodes")
    for node in found.nodes:
        element = SubElement(listed, "node", {"id": node.iri, "label": _plain(node.label)})
        _values(element, {name: getattr(node, name) for name in _NODE[1:]})
    listed = SubElement(graph, "edges")
    for number, edge in enumerate(found.edges):
        given = {"id": str(number), "source": edge.source, "target": edge.target, "weight": str(edge.weight)}
        _values(SubElement(listed, "edge", given), {name: str(getattr(edge, name)) for name, _ in _EDGE})
    return _document(root)


def graphml(found: Network) -> bytes:
    """GraphML (http://graphml.graphdrawing.org/specification.html), undirected, weighted."""
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    keys = [(name, "node", "string") for name in _NODE] + [("weight", "edge", "int")]
    for name, owner, kind in [*keys, *((name, "edge", kind) for name, kind in _EDGE)]:
        SubElement(root, "key", {"id": name, "for": owner, "attr.name": name, "attr.type": kind})
    graph = SubElement(root, "graph", {"id": "network", "edgedefault": "undirected"})
    for node in found.nodes:
        element = SubElement(graph, "node", {"id": node.iri})
        for name in _NODE:
            SubElement(element, "data", {"key": name}).text = _plain(getattr(node, name))
    for edge in found.edges:
        element = SubElement(graph, "edge", {"source": edge.source, "target": edge.target})
        for name in ("weight", *(name for name, _ in _EDGE)):
            SubElement(element, "data", {"key": name}).text = str(getattr(edge, name))
    return _document(root)


def table(found: Network) -> bytes:
    """Edges as Gephi's and Cytoscape's importers take them: ``Source``, ``Target``, ``Weight`` ..."""
    header = ("Source", "Target", "Weight", "Met", "Spoke", "First", "Last", "SourceLabel", "TargetLabel")
    label = {node.iri: node.label for node in found.nodes}
    return as_csv(
        header,
        (
            (
                edge.source, edge.target, str(edge.weight), str(edge.met), str(edge.spoke),
                edge.first, edge.last, label[edge.source], label[edge.target],
            )
            for edge in found.edges
        ),
    )  # fmt: skip


WRITERS: Final[Mapping[str, tuple[Callable[[Network], bytes], str]]] = {
    "gexf": (gexf, "application/gexf+xml"),
    "graphml": (graphml, "application/graphml+xml"),
    "csv": (table, "text/csv; charset=utf-8; header=present"),
}
"""Writer and media type by ending."""


@blueprint.get(f"/network.<any({', '.join(WRITERS)}):form>")
def file(form: str) -> Response:
    """The network in one format."""
    writer, media_type = WRITERS[form]
    response = document(lambda seen: writer(network(seen)), media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="communique-network.{form}"'
    return response


def _values(element: Element, values: Mapping[str, str]) -> None:
    listed = SubElement(element, "attvalues")
    for name, value in values.items():
        SubElement(listed, "attvalue", {"for": name, "value": _plain(value)})


def _plain(value: str) -> str:
    """XML 1.0 (section 2.2) has no place for control characters and lone surrogates."""
    return "".join(
        c for c in value if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def _document(root: Element) -> bytes:
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body
