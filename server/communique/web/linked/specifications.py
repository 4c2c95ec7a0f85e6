"""What the ontology consists of besides terms and concepts: shapes, alignments, the JSON-LD context.

They are files of the package, the same for every store; w3id.org shall lead here.
"""

from __future__ import annotations

from typing import get_args

from flask import Blueprint, Response, abort, request

from communique import resources
from communique.alignment import alignments
from communique.sparql import formats
from communique.sparql.negotiation import Choice, negotiate
from communique.validation.shape import shapes_text
from communique.validation.vocabulary import Serialisation, document_as
from communique.web.linked.reply import document

blueprint = Blueprint("specifications", __name__)

FORMATS = (formats.TURTLE, formats.RDF_XML, formats.JSON_LD, formats.N_TRIPLES)


@blueprint.get("/shapes")
def shapes() -> Response:
    """The shapes of the graph."""
    return _reply(shapes_text())


@blueprint.get("/contribution")
def contribution() -> Response:
    """The shapes of what comes from outside."""
    return _reply(resources.read("ontology", "contribution.ttl"))


@blueprint.get("/lint")
def lint() -> Response:
    """The shapes of the vocabulary itself."""
    return _reply(resources.read("ontology", "lint.ttl"))


@blueprint.get("/alignments/<name>")
def alignment(name: str) -> Response:
    """What our terms are in the words of one other vocabulary."""
    if name not in alignments():
        abort(404)
    return _reply(resources.read("ontology", "alignments", f"{name}.ttl"))


@blueprint.get("/context.jsonld")
def context() -> Response:
    """The JSON-LD context."""
    body = resources.read("ontology", "context.jsonld").encode("utf-8")
    return document(lambda _: body, formats.JSON_LD.content_type())


def _reply(turtle: str) -> Response:
    # A browser that takes HTML alone is shown the Turtle: better than a refusal behind a link.
    offers = (*FORMATS, formats.HTML)
    choice = negotiate(request.headers.get("Accept"), offers, request.args.getlist("format"))
    if choice.format is formats.HTML:
        choice = Choice(formats.TURTLE, formats.TURTLE.media_type)
    form = next(name for name in get_args(Serialisation) if name == choice.format.name)
    return document(lambda _: document_as(turtle, form), choice.content_type, "Accept")
