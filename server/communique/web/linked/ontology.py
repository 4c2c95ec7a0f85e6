"""The terms and concepts as RDF, on every host: ``/ns`` and ``/concept``, where w3id.org shall lead."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request

from communique.sparql import formats
from communique.sparql.negotiation import negotiate
from communique.sparql.prefixes import PREFIXES
from communique.sparql.problem import Problem
from communique.sparql.triples import read_ntriples, write
from communique.web.errors import reply as problem_reply
from communique.web.linked.reply import document
from communique.web.linked.snapshot import Snapshot, consistent
from communique.web.pages.terms import Iri, Literal, bind
from communique.web.service import service

blueprint = Blueprint("ontology", __name__)

NAMESPACE = "https://w3id.org/communique/"
FORMATS = (formats.TURTLE, formats.RDF_XML, formats.JSON_LD, formats.N_TRIPLES, formats.TRIG, formats.N_QUADS)
_ENDINGS = {each.extension: each for each in FORMATS}
_TERMS = """
CONSTRUCT { ?term ?p ?o } WHERE {
  GRAPH $reference { ?term ?p ?o FILTER(STRSTARTS(STR(?term), $start)) }
}
"""
_VERSION = "ASK { ?vocabulary owl:versionIRI $version }"


@blueprint.get("/ns")
@blueprint.get(f"/ns.<any({', '.join(_ENDINGS)}):ending>")
def terms(ending: str = "") -> Response:
    """The classes and properties, as tools such as Protégé load them."""
    return _reply(f"{NAMESPACE}ns", ending)


@blueprint.get("/ns/<version>")
def version(version: str) -> Response:
    """The vocabulary at its version's own address; other versions are in the repository, not here."""
    here = Iri(f"{NAMESPACE}ns/{quote(version, safe='')}")
    if not consistent(lambda seen: seen.holds(bind(_VERSION, version=here)))[0]:
        return problem_reply(Problem(404, f"the vocabulary served here is not of version {version[:40]!r}"))
    return _reply(f"{NAMESPACE}ns", "")


@blueprint.get("/authors")
def authors() -> Response:
    """Whom the vocabulary names as its makers."""
    return _reply(f"{NAMESPACE}authors", "")


@blueprint.get("/concept")
@blueprint.get("/concept/<path:rest>")
def concepts(rest: str = "") -> Response:
    """All concepts, or those of which the IRI begins so: of one scheme, or one."""
    return _reply(f"{NAMESPACE}concept/{rest}", "")


def _reply(start: str, ending: str) -> Response:
    asked = (ending,) if ending else request.args.getlist("format")
    choice = negotiate(request.headers.get("Accept"), FORMATS, asked)
    reference = Iri(f"{service().settings.base}graph/reference")

    def make(seen: Snapshot) -> bytes:
        query = bind(_TERMS, reference=reference, start=Literal(start))
        return write(read_ntriples(seen.lines(query)), choice.format.name, PREFIXES).encode()

    return document(make, choice.content_type, "Accept")
