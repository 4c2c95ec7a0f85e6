"""Namespaces, and terms as they stand in N-Quads (https://www.w3.org/TR/n-quads/, section 2)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

DIP = "https://w3id.org/communique/ns#"
CONCEPT = "https://w3id.org/communique/concept/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
GEO = "http://www.opengis.net/ont/geosparql#"
WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

TYPE = f"<{RDF}type>"
LABEL = f"<{RDFS}label>"

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Characters that an IRIREF may not hold (N-Quads production 8), and C0 controls in literals.
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPED = re.compile(r'[\\"\n\r\t\x00-\x08\x0b\x0c\x0e-\x1f\x7f]')
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")


def iri(value: str) -> str:
    """``<value>``, with the characters percent-encoded that an IRI may not hold."""
    return f"<{_NOT_IN_IRI.sub(lambda m: f'%{ord(m[0]):02X}', value)}>"


def dip(name: str) -> str:
    """A term of our own vocabulary."""
    return f"<{DIP}{name}>"


def concept(scheme: str, key: str) -> str:
    """A concept of one of our schemes."""
    return iri(f"{CONCEPT}{scheme}/{key}")


def text(value: str, language: str | None = None) -> str:
    """A plain or language-tagged string."""
    quoted = '"' + _ESCAPED.sub(lambda m: _ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04X}", value) + '"'
    if language and _LANGUAGE.match(language):
        return f"{quoted}@{language.lower()}"
    return quoted


def typed(value: object, datatype: str) -> str:
    """A literal of the XML Schema datatype ``datatype``, or of the one with that IRI."""
    full = datatype if ":" in datatype else XSD + datatype
    return f"{text(str(value))}^^<{full}>"


def integer(value: int) -> str:
    """An ``xsd:integer``."""
    return typed(value, "integer")


def day(value: date) -> str:
    """An ``xsd:date``."""
    return typed(value.isoformat(), "date")


def decimal(value: float) -> str:
    """An ``xsd:decimal`` with at most two places, in canonical form (``0.9``, ``1.0``)."""
    rounded = Decimal(str(round(value, 2))).normalize()
    shown = f"{rounded:f}"
    return typed(shown if "." in shown else f"{shown}.0", "decimal")


def boolean(value: bool) -> str:
    """An ``xsd:boolean``."""
    return typed("true" if value else "false", "boolean")
