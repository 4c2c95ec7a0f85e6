"""What the endpoint says of itself: SPARQL service description, VoID, DCAT and example queries.

SPARQL 1.1 Service Description (W3C, 2013), VoID (W3C Interest Group Note, 2011) with class and property
partitions as the SIB editor reads them, DCAT 3, and examples as ``sh:SPARQLExecutable``. Every node has an
IRI, so that the same triples can be stored and asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from communique.sparql import formats
from communique.sparql.examples import Example
from communique.sparql.prefixes import PREFIXES
from communique.sparql.statistics import Statistics
from communique.sparql.triples import XSD, A, Triple, iri, literal

_SD: Final = PREFIXES["sd"]
_VOID: Final = PREFIXES["void"]
_DCAT: Final = PREFIXES["dcat"]
_DCTERMS: Final = PREFIXES["dcterms"]
_RDFS: Final = PREFIXES["rdfs"]
_SH: Final = PREFIXES["sh"]
_SCHEMA: Final = PREFIXES["schema"]
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"

_EXECUTABLE = {
    "select": ("SPARQLSelectExecutable", "select"),
    "ask": ("SPARQLAskExecutable", "ask"),
    "construct": ("SPARQLConstructExecutable", "construct"),
    "describe": ("SPARQLExecutable", "describe"),
}

_DEFAULT_GRAPH = {
    "merged": "the merge of the unnamed graph and of every named graph but the users' own and graph/about; "
    "the unnamed graph alone is at graph-store?default",
    "unnamed": "the graph without a name, which is also at graph-store?default",
}


@dataclass(frozen=True, slots=True)
class Described:
    """What is described: where clients reach it, and how it is set up.

    ``root`` is the public address of the server with a slash at its end, ``endpoint`` the absolute URL under
    which the description was asked for (or that of the query service).
    """

    root: str
    endpoint: str
    title: str
    default_graph: Literal["merged", "unnamed"]
    writable: bool
    issued: datetime
    examples: tuple[Example, ...] = ()
    dumps: Mapping[str, formats.Format] = field(default_factory=dict)
    """Files with the whole dataset below ``data/``, compressed by gzip, and the format of each."""
    most_rows: int = 0
    """Most rows or triples of an answer; 0 for any number."""


def describe(what: Described, statistics: Statistics) -> list[Triple]:
    """The whole description."""
    return [
        *_service(what),
        *_dataset(what, statistics),
        *void(what, statistics),
        *_catalogue(what),
        *example_triples(what, what.examples),
        *_prefix_declarations(what),
    ]


def _service(what: Described) -> Iterator[Triple]:
    service = iri(what.endpoint + "#service")
    yield service, A, iri(_SD + "Service")
    yield service, iri(_SD + "endpoint"), iri(what.endpoint)
    yield service, iri(_SD + "supportedLanguage"), iri(_SD + "SPARQL11Query")
    if what.writable:
        yield service, iri(_SD + "supportedLanguage"), iri(_SD + "SPARQL11Update")
        yield service, iri(_SD + "feature"), iri(_SD + "EmptyGraphs")
        for each in formats.GRAPH:
            yield service, iri(_SD + "inputFormat"), iri(each.w3c or "")
    for each in (*formats.SOLUTIONS, *formats.GRAPH):
        yield service, iri(_SD + "resultFormat"), iri(each.w3c or "")
    yield service, iri(_SD + "defaultDataset"), iri(_node(what, "dataset"))
    yield service, iri(_DCTERMS + "title"), literal(what.title)
    yield service, iri(_RDFS + "seeAlso"), iri(what.root + "limits")
    if what.most_rows:
        text = (
            f"an answer with more than {what.most_rows} rows or triples is refused, never cut; the parameter "
            "max-rows=n asks for the first n, and the header X-Rows-Cut says when there are more"
        )
        yield service, iri(_RDFS + "comment"), literal(text, language="en")


def _dataset(what: Described, statistics: Statistics) -> Iterator[Triple]:
    dataset = iri(_node(what, "dataset"))
    default = iri(_node(what, "default-graph"))
    yield dataset, A, iri(_SD + "Dataset")
    yield dataset, iri(_SD + "defaultGraph"), default
    yield default, A, iri(_SD + "Graph")
    yield default, iri(_VOID + "triples"), literal(statistics.triples)
    yield default, iri(_RDFS + "comment"), literal(_DEFAULT_GRAPH[what.default_graph], language="en")
    for name, size in statistics.graphs.items():
        node = iri(_node(what, "graph-" + _short(name)))
        content = iri(_node(what, "content-" + _short(name)))
        yield dataset, iri(_SD + "namedGraph"), node
        yield node, A, iri(_SD + "NamedGraph")
        yield node, iri(_SD + "name"), iri(name)
        yield node, iri(_SD + "graph"), content
        yield content, A, iri(_SD + "Graph")
        yield content, iri(_VOID + "triples"), literal(size)
    missing = statistics.graph_count - len(statistics.graphs)
    if missing > 0:
        text = f"{missing} more named graphs are not listed; ask SELECT DISTINCT ?g {{ GRAPH ?g {{ }} }}"
        yield dataset, iri(_RDFS + "comment"), literal(text, language="en")


def void(what: Described, statistics: Statistics) -> Iterator[Triple]:
    """The VoID description of the default graph, with partitions by class, property, and both."""
    node = iri(_node(what, "void"))
    yield node, A, iri(_VOID + "Dataset")
    yield node, iri(_DCTERMS + "title"), literal(what.title)
    yield node, iri(_VOID + "sparqlEndpoint"), iri(what.root + "sparql")
    yield node, iri(_VOID + "triples"), literal(statistics.triples)
    yield node, iri(_VOID + "distinctSubjects"), literal(statistics.subjects)
    yield node, iri(_VOID + "distinctObjects"), literal(statistics.objects)
    if "classes" not in statistics.missing:
        yield node, iri(_VOID + "classes"), literal(len(statistics.classes))
    if "properties" not in statistics.missing:
        yield node, iri(_VOID + "properties"), literal(len(statistics.properties))
    yield node, iri(_DCTERMS + "modified"), literal(what.issued.isoformat(), XSD + "dateTime")
    if statistics.missing:
        text = f"these took too long to count and are left out: {', '.join(sorted(statistics.missing))}"
        yield node, iri(_RDFS + "comment"), literal(text, language="en")
    for term, size in statistics.properties.items():
        yield from _property_partition(what, node, "property-" + _short(term), term, size, statistics)
    for term, size in statistics.classes.items():
        part = iri(_node(what, "class-" + _short(term)))
        yield node, iri(_VOID + "classPartition"), part
        yield part, A, iri(_VOID + "Dataset")
        yield part, iri(_VOID + "class"), iri(term)
        yield part, iri(_VOID + "entities"), literal(size)
        yield from _label(term, statistics)
    for (owner, term), size in statistics.uses.items():
        part = iri(_node(what, "class-" + _short(owner)))
        name = f"class-{_short(owner)}-property-{_short(term)}"
        yield from _property_partition(what, part, name, term, size, statistics)


def _property_partition(
    what: Described, whole: str, name: str, term: str, size: int, statistics: Statistics
) -> Iterator[Triple]:
    part = iri(_node(what, name))
    yield whole, iri(_VOID + "propertyPartition"), part
    yield part, A, iri(_VOID + "Dataset")
    yield part, iri(_VOID + "property"), iri(term)
    yield part, iri(_VOID + "triples"), literal(size)
    yield from _label(term, statistics)


def _label(term: str, statistics: Statistics) -> Iterator[Triple]:
    if term in statistics.labels:
        yield iri(term), iri(_RDFS + "label"), literal(statistics.labels[term], language="en")


def _catalogue(what: Described) -> Iterator[Triple]:
    data = iri(_node(what, "data"))
    service = iri(_node(what, "data-service"))
    yield data, A, iri(_DCAT + "Dataset")
    yield data, iri(_DCTERMS + "title"), literal(what.title)
    yield data, iri(_DCTERMS + "modified"), literal(what.issued.isoformat(), XSD + "dateTime")
    yield service, A, iri(_DCAT + "DataService")
    yield service, iri(_DCTERMS + "title"), literal(f"{what.title}: SPARQL endpoint")
    yield service, iri(_DCAT + "endpointURL"), iri(what.root + "sparql")
    yield service, iri(_DCAT + "endpointDescription"), iri(what.root + "sparql")
    yield service, iri(_DCAT + "servesDataset"), data
    yield service, iri(_DCTERMS + "conformsTo"), iri("http://www.w3.org/TR/sparql11-protocol/")
    for each in (formats.N_QUADS, formats.TRIG):
        file = iri(_node(what, "distribution-" + each.name))
        yield data, iri(_DCAT + "distribution"), file
        yield file, A, iri(_DCAT + "Distribution")
        yield file, iri(_DCAT + "accessURL"), iri(f"{what.root}graph-store?format={each.name}")
        yield file, iri(_DCAT + "mediaType"), iri(_MEDIA_TYPES + each.media_type)
    for name, each in what.dumps.items():
        file = iri(f"{what.root}data/{name}")
        yield iri(_node(what, "void")), iri(_VOID + "dataDump"), file
        yield data, iri(_DCAT + "distribution"), file
        yield file, A, iri(_DCAT + "Distribution")
        yield file, iri(_DCAT + "downloadURL"), file
        yield file, iri(_DCAT + "mediaType"), iri(_MEDIA_TYPES + each.media_type)
        yield file, iri(_DCAT + "compressFormat"), iri(_MEDIA_TYPES + "application/gzip")
        yield file, iri(_RDFS + "seeAlso"), iri(f"{what.root}data/{name}.sha256")
        if each.w3c:
            yield iri(_node(what, "void")), iri(_VOID + "feature"), iri(each.w3c)


def example_triples(what: Described, examples: Iterable[Example]) -> Iterator[Triple]:
    """Example queries as the SIB examples are written: SHACL executables with a comment and a target."""
    for example in examples:
        if example.form not in _EXECUTABLE:
            continue
        kind, prop = _EXECUTABLE[example.form]
        node = iri(f"{what.root}.well-known/sparql-examples/{example.name}")
        yield node, A, iri(_SH + "SPARQLExecutable")
        yield node, A, iri(_SH + kind)
        yield node, iri(_RDFS + "comment"), literal(example.question, language="en")
        for tag in example.tags:
            yield node, iri(_SCHEMA + "keywords"), literal(tag)
        if example.note:
            yield node, iri(_DCTERMS + "description"), literal(example.note, language="en")
        space = "https://purl.expasy.org/sparql-examples/ontology#" if prop == "describe" else _SH
        yield node, iri(space + prop), literal(example.text)
        yield node, iri(_SH + "prefixes"), iri(_node(what, "prefixes"))
        yield node, iri(_SCHEMA + "target"), iri(what.root + "sparql")


def _prefix_declarations(what: Described) -> Iterator[Triple]:
    owner = iri(_node(what, "prefixes"))
    for name, space in PREFIXES.items():
        node = iri(_node(what, "prefix-" + name))
        yield owner, iri(_SH + "declare"), node
        yield node, A, iri(_SH + "PrefixDeclaration")
        yield node, iri(_SH + "prefix"), literal(name)
        yield node, iri(_SH + "namespace"), literal(space, XSD + "anyURI")


def _node(what: Described, name: str) -> str:
    return f"{what.root}.well-known/void#{name}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
