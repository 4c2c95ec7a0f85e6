"""The prefixes that everybody who asks this endpoint knows, and completing a query with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from communique.sparql.outline import Outline

_CONCEPT = "https://w3id.org/communique/concept/"

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dip": "https://w3id.org/communique/ns#",
        **{
            scheme: f"{_CONCEPT}{scheme}/"
            for scheme in (
                "role", "status", "standing", "modality", "eventkind", "basekind", "capacity", "topic",
            )
        },
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "time": "http://www.w3.org/2006/time#",
        "void": "http://rdfs.org/ns/void#",
        "wd": "http://www.wikidata.org/entity/",
        "wdt": "http://www.wikidata.org/prop/direct/",
        "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)  # fmt: skip


def missing(of: Outline) -> dict[str, str]:
    """The prefixes that a text uses, does not declare, and that are known here."""
    names = (token.text.split(":", 1)[0] for token in of.undeclared)
    return {name: PREFIXES[name] for name in names if name in PREFIXES}


def complete(text: str, of: Outline) -> tuple[str, tuple[str, ...]]:
    """The text with the known prefixes it lacks declared on one line before it, and their names.

    That line is the only change: a position in the result is one line below the same position in the
    text as it was sent.
    """
    added = missing(of)
    if not added:
        return text, ()
    line = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in added.items())
    return f"{line}\n{text}", tuple(added)


def shorten(iri: str) -> str:
    """An IRI as a prefixed name where one of the prefixes fits, else in angle brackets."""
    for name, start in PREFIXES.items():
        if iri.startswith(start) and iri[len(start) :].replace("-", "").replace("_", "").isalnum():
            return f"{name}:{iri[len(start) :]}"
    return f"<{iri}>"
