"""A whole dataset as JSON-LD that reads as JSON, written node by node.

One object a thing and graph, by the names of ``ontology/context.jsonld``; what it mentions stands inside with
class and label, a sentence with its words, where the same graph says them. The context stands at the top, and
without prefixes: ``geo:48.2,16.4`` in somebody's data is an IRI and no shorthand. Whoever reads the document
as RDF gets the same quads (JSON-LD 1.1). Beside the quads themselves only the classes and labels of one graph
are held in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from communique.sparql.natural_json import DEEPEST, SMALL, Context, Writing, context
from communique.sparql.triples import Triple, graph_name, read_ntriples

BRIEF: Final = SMALL | {"<http://www.w3.org/ns/oa#exact>"}
"""What is said of a thing wherever it is mentioned."""


def natural_dataset(lines: Iterable[str]) -> Iterator[bytes]:
    """The document for N-Quads lines (of RDF 1.1, in any order, without line ends), piece by piece.

    The default graph comes first, then each named graph as an object of its own. Equal quads, equal bytes.
    """
    graphs: dict[str | None, list[str]] = {}
    for line in lines:
        graphs.setdefault(graph_name(line), []).append(line)
    known = context()
    head = json.dumps(_definitions(known), ensure_ascii=False, indent=1)
    yield f'{{"@context": {head},\n"graph": ['.encode()
    comma = ""
    for name in sorted(graphs, key=lambda name: name or ""):
        if name is not None:
            yield f'{comma}\n{{"id": {json.dumps(name, ensure_ascii=False)}, "graph": ['.encode()
            comma = ""
        for node in _nodes(known, sorted(set(graphs.pop(name)))):
            yield f"{comma}\n{json.dumps(node, ensure_ascii=False)}".encode()
            comma = ","
        if name is not None:
            yield b"\n]}"
            comma = ","
    yield b"\n]}\n"


def _nodes(known: Context, lines: Sequence[str]) -> Iterator[dict[str, object]]:
    """One object for each subject of a graph."""
    writing = Writing(known, BRIEF)
    for triple in read_ntriples(lines):
        if triple[1] in BRIEF:
            _add(writing.nodes, triple)
    for subject, triples in groupby(read_ntriples(lines), key=lambda triple: triple[0]):
        brief = writing.nodes.pop(subject, None)
        for triple in triples:
            _add(writing.nodes, triple)
        writing.written.clear()
        # One level deep: a node that is mentioned is written as far as it is known, and mentions none itself.
        yield writing.node(subject, DEEPEST - 1)
        del writing.nodes[subject]
        if brief is not None:
            writing.nodes[subject] = brief


def _add(nodes: dict[str, dict[str, list[str]]], triple: Triple) -> None:
    subject, predicate, value = triple
    nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)


def _definitions(known: Context) -> dict[str, object]:
    """The names of the published context, each with its whole IRI."""
    named = {
        term.name: _definition(term.iri, term.coerced, term.by_language) for term in known.properties.values()
    }
    classes = {name: iri for iri, name in known.classes.items()}
    return {"@version": 1.1, "id": "@id", "type": "@type", "graph": "@graph", **classes, **named}


def _definition(iri: str, coerced: str, by_language: bool) -> object:
    if by_language:
        return {"@id": iri, "@container": "@language"}
    return {"@id": iri, "@type": coerced} if coerced else iri
