"""Networks as files: GEXF 1.3 for Gephi, GraphML for Cytoscape, yEd, networkx and igraph."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

Nodes = Mapping[str, tuple[str, str]]
"""IRI of a person: label and side."""
Lines = Sequence[tuple[str, str, int]]
"""IRIs of two people, and how many events they share."""


def gexf(nodes: Nodes, lines: Lines) -> bytes:
    """GEXF 1.3 (https://gexf.net/schema.html), undirected and weighted."""
    root = Element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    graph = SubElement(root, "graph", {"defaultedgetype": "undirected", "mode": "static"})
    attributes = SubElement(graph, "attributes", {"class": "node"})
    SubElement(attributes, "attribute", {"id": "side", "title": "side", "type": "string"})
    listed = SubElement(graph, "nodes")
    for key, (label, side) in nodes.items():
        node = SubElement(listed, "node", {"id": key, "label": _text(label)})
        values = SubElement(node, "attvalues")
        SubElement(values, "attvalue", {"for": "side", "value": _text(side)})
    drawn = SubElement(graph, "edges")
    for number, (one, other, weight) in enumerate(lines):
        SubElement(drawn, "edge", {"id": str(number), "source": one, "target": other, "weight": str(weight)})
    return _document(root)


def graphml(nodes: Nodes, lines: Lines) -> bytes:
    """GraphML (http://graphml.graphdrawing.org/), undirected; keys ``label``, ``side`` and ``weight``."""
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for name, domain, kind in (
        ("label", "node", "string"),
        ("side", "node", "string"),
        ("weight", "edge", "int"),
    ):
        SubElement(root, "key", {"id": name, "for": domain, "attr.name": name, "attr.type": kind})
    graph = SubElement(root, "graph", {"id": "network", "edgedefault": "undirected"})
    for key, (label, side) in nodes.items():
        node = SubElement(graph, "node", {"id": key})
        SubElement(node, "data", {"key": "label"}).text = _text(label)
        SubElement(node, "data", {"key": "side"}).text = _text(side)
    for one, other, weight in lines:
        edge = SubElement(graph, "edge", {"source": one, "target": other})
        SubElement(edge, "data", {"key": "weight"}).text = str(weight)
    return _document(root)


def _text(value: str) -> str:
    """XML 1.0 (section 2.2) has no place for control characters and lone surrogates."""
    return "".join(
        c for c in value if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def _document(root: Element) -> bytes:
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


FORMS: Mapping[str, Callable[[Nodes, Lines], bytes]] = {"gexf": gexf, "graphml": graphml}
"""Writer by ending."""
