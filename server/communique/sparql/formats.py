"""The formats of answers: what they are called on the wire, in ``format=`` and in a file name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from communique.sparql.outline import Form


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation.

    ``name`` is what the evaluator calls it, ``aliases`` are further media types under which a client may
    ask for it (and then gets it), ``names`` what ``format=`` may say. ``w3c`` is its IRI in
    http://www.w3.org/ns/formats/.
    """

    name: str
    media_type: str
    extension: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    charset: bool = False
    w3c: str | None = None

    def content_type(self, media_type: str | None = None) -> str:
        """The Content-Type header, under ``media_type`` if the client asked for that alias."""
        return (media_type or self.media_type) + ("; charset=utf-8" if self.charset else "")


_W3C = "http://www.w3.org/ns/formats/"

JSON: Final = Format(
    "json", "application/sparql-results+json", "json", ("application/json",), ("json", "srj"),
    w3c=_W3C + "SPARQL_Results_JSON",
)  # fmt: skip
XML: Final = Format(
    "xml", "application/sparql-results+xml", "xml", ("application/xml", "text/xml"), ("xml", "srx"),
    w3c=_W3C + "SPARQL_Results_XML",
)  # fmt: skip
CSV: Final = Format(
    "csv", "text/csv", "csv", (), ("csv",), charset=True, w3c=_W3C + "SPARQL_Results_CSV"
)  # fmt: skip
TSV: Final = Format(
    "tsv", "text/tab-separated-values", "tsv", (), ("tsv",), charset=True, w3c=_W3C + "SPARQL_Results_TSV"
)  # fmt: skip
TURTLE: Final = Format(
    "ttl", "text/turtle", "ttl",
    ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"), ("ttl", "turtle", "n3"),
    charset=True, w3c=_W3C + "Turtle",
)  # fmt: skip
N_TRIPLES: Final = Format(
    "nt", "application/n-triples", "nt", ("text/plain",), ("nt", "ntriples", "n-triples"),
    charset=True, w3c=_W3C + "N-Triples",
)  # fmt: skip
RDF_XML: Final = Format(
    "rdfxml", "application/rdf+xml", "rdf", ("application/xml", "text/xml"),
    ("rdfxml", "rdf", "rdf+xml", "rdf/xml", "xml"), w3c=_W3C + "RDF_XML",
)  # fmt: skip
JSON_LD: Final = Format(
    "jsonld", "application/ld+json", "jsonld", ("application/json", "application/x-json+ld"),
    ("jsonld", "json-ld", "json"), w3c=_W3C + "JSON-LD",
)  # fmt: skip
N_QUADS: Final = Format(
    "nq", "application/n-quads", "nq", ("text/x-nquads",), ("nq", "nquads", "n-quads"),
    charset=True, w3c=_W3C + "N-Quads",
)  # fmt: skip
TRIG: Final = Format(
    "trig", "application/trig", "trig", ("application/x-trig",), ("trig",), charset=True, w3c=_W3C + "TriG"
)  # fmt: skip
HTML: Final = Format(
    "html", "text/html", "html", ("application/xhtml+xml",), ("html",), charset=True
)  # fmt: skip
PARQUET: Final = Format("parquet", "application/vnd.apache.parquet", "parquet", (), ("parquet",))
ARROW: Final = Format(
    "arrow", "application/vnd.apache.arrow.stream", "arrows", (), ("arrow", "arrows")
)  # fmt: skip

SOLUTIONS: Final = (JSON, XML, CSV, TSV)
BOOLEAN: Final = (JSON, XML)
GRAPH: Final = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, N_QUADS, TRIG)
QUADS: Final = (N_QUADS, TRIG, JSON_LD)
COLUMNAR: Final = (PARQUET, ARROW)
EVERY: Final = (*SOLUTIONS, *GRAPH, HTML, *COLUMNAR)


def offered(form: Form) -> tuple[Format, ...]:
    """The formats that a query of this form can be answered in, the preferred one first.

    ``describe`` stands for the service description too. A text that is no query has none: what the
    engine says of it comes as a problem.
    """
    if form == "ask":
        return BOOLEAN
    return GRAPH if form in {"construct", "describe"} else SOLUTIONS


def by_media_type(media_type: str, among: tuple[Format, ...]) -> Format | None:
    """The format that a media type (without parameters, any case) names."""
    wanted = media_type.strip().lower()
    exact = next((each for each in among if each.media_type == wanted), None)
    return exact or next((each for each in among if wanted in each.aliases), None)
