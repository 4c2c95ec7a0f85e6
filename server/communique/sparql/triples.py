"""Triples as text: terms in N-Triples form, and writers that always give the same bytes for the same graph.

For the little RDF that the server makes itself, and for graphs whose ETag must be strong. Parsing what
others send is the sandbox's work, never done here: ``read_ntriples`` reads only what the engine wrote.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from communique.errors import NotAcceptable, QueryError

Triple = tuple[str, str, str]
"""Subject, predicate and object, each as N-Triples writes it."""

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
A: Final = f"<{RDF}type>"

_TERM = r'(?:<[^<>"{}|^`\x00-\x20]*+>|_:[^\s<>"]+|"(?:[^"\\]|\\.)*+"(?:@[A-Za-z0-9-]++|\^\^<[^<>]*+>)?+)'
_LINE = re.compile(rf"[ \t]*({_TERM})[ \t]*({_TERM})[ \t]*({_TERM})[ \t]*({_TERM})?[ \t]*\.")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*+)"(?:@([A-Za-z0-9-]++)|\^\^<([^<>]*+)>)?+', re.DOTALL)
_ESCAPED = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_TO_ESCAPE = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_NC_NAME_END = re.compile(r"[A-Za-z_\u00c0-\ufffd][A-Za-z0-9._\-\u00b7-\ufffd]*$")
_LOCAL = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_\-]*)")
_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def iri(text: str) -> str:
    """An IRI as N-Triples writes it; characters that no IRI may hold are escaped by percent."""
    safe = re.sub(
        r'[\x00-\x20<>"{}|\\^`]', lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text
    )
    return f"<{safe}>"


def literal(value: object, datatype: str | None = None, language: str | None = None) -> str:
    """A literal as N-Triples writes it; ``int`` and ``bool`` get their XSD datatypes."""
    if isinstance(value, bool):
        value, datatype = str(value).lower(), XSD + "boolean"
    elif isinstance(value, int):
        datatype = XSD + "integer"
    text = "".join(_TO_ESCAPE.get(character, character) for character in str(value))
    if language:
        return f'"{text}"@{language}'
    return f'"{text}"^^<{datatype}>' if datatype else f'"{text}"'


def term(value: Mapping[str, str]) -> str:
    """A term of SPARQL Results JSON as N-Triples writes it."""
    if value["type"] == "uri":
        return iri(value["value"])
    if value["type"] == "bnode":
        return f"_:{value['value']}"
    return literal(value["value"], value.get("datatype"), value.get("xml:lang"))


@dataclass(frozen=True, slots=True)
class LiteralParts:
    """A literal: its text, its language tag or the IRI of its datatype."""

    text: str
    language: str | None
    datatype: str | None


def parts(term: str) -> LiteralParts | None:
    """The parts of a literal; ``None`` for an IRI or a blank node."""
    found = _LITERAL.fullmatch(term)
    return LiteralParts(unescape(found[1]), found[2], found[3]) if found is not None else None


def read_ntriples(lines: Iterable[str]) -> Iterable[Triple]:
    """The triples of N-Triples or N-Quads that the engine wrote; a graph name is left out."""
    for line in lines:
        found = _LINE.match(line)
        if found is not None:
            yield found[1], found[2], found[3]


def graph_name(line: str) -> str | None:
    """The graph that a canonical N-Quads line names, without brackets; ``None`` for a triple.

    Raises ``QueryError`` for terms of RDF 1.2, which are not stored here.
    """
    found = _LINE.match(line)
    if found is None:
        raise QueryError(f"triple terms of RDF 1.2 are not stored here: {line.strip()[:100]}")
    return plain(found[4]) if found[4] else None


def write(triples: Iterable[Triple], name: str, prefixes: Mapping[str, str]) -> str:
    """A graph in the format of this name (``ttl nt nq trig rdfxml jsonld``), sorted.

    Raises ``NotAcceptable`` for RDF/XML of a graph that it cannot express.
    """
    ordered = sorted(set(triples))
    if name in {"nt", "nq"}:
        return "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in ordered)
    if name in {"ttl", "trig"}:
        return _turtle(ordered, prefixes)
    return _rdf_xml(ordered, prefixes) if name == "rdfxml" else _json_ld(ordered)


def _turtle(triples: list[Triple], prefixes: Mapping[str, str]) -> str:
    used: set[str] = set()

    def short(term: str) -> str:
        if term.startswith('"'):
            found = _LITERAL.fullmatch(term)
            if found is not None and found[3]:
                return f'"{found[1]}"^^{short(f"<{found[3]}>")}'
            return term
        for name, start in prefixes.items():
            if term.startswith("<" + start) and _LOCAL.fullmatch(term[len(start) + 1 : -1]):
                used.add(name)
                return f"{name}:{term[len(start) + 1 : -1]}"
        return term

    lines: list[str] = []
    before: tuple[str, str] | None = None
    for subject, predicate, value in triples:
        verb = "a" if predicate == A else short(predicate)
        if before is not None and before[0] == subject:
            same = before[1] == predicate
            lines.append(f" ,\n        {short(value)}" if same else f" ;\n    {verb} {short(value)}")
        else:
            end = " .\n" if before is not None else ""
            lines.append(f"{end}\n{short(subject)} {verb} {short(value)}")
        before = (subject, predicate)
    head = "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(used))
    return head + "".join(lines) + (" .\n" if lines else "")


def _json_ld(triples: list[Triple]) -> str:
    nodes: dict[str, dict[str, list[object] | str]] = {}
    for subject, predicate, value in triples:
        node = nodes.setdefault(subject, {"@id": plain(subject)})
        key = "@type" if predicate == A and not value.startswith('"') else plain(predicate)
        values = node.setdefault(key, [])
        assert isinstance(values, list)
        values.append(plain(value) if key == "@type" else _json_value(value))
    return json.dumps(list(nodes.values()), ensure_ascii=False, indent=1) + "\n"


def _json_value(term: str) -> dict[str, str]:
    found = _LITERAL.fullmatch(term)
    if found is None:
        return {"@id": plain(term)}
    value = {"@value": unescape(found[1])}
    if found[2]:
        value["@language"] = found[2]
    if found[3]:
        value["@type"] = found[3]
    return value


def _rdf_xml(triples: list[Triple], prefixes: Mapping[str, str]) -> str:
    spaces = {RDF: "rdf", **{start: name for name, start in prefixes.items()}}
    body: list[str] = []
    used: dict[str, str] = {RDF: "rdf"}
    before: str | None = None
    for subject, predicate, value in triples:
        if subject != before:
            if before is not None:
                body.append("  </rdf:Description>\n")
            kind = "nodeID" if subject.startswith("_:") else "about"
            body.append(f"  <rdf:Description rdf:{kind}={_attribute(_xml_name(subject))}>\n")
            before = subject
        found = _NC_NAME_END.search(plain(predicate))
        if found is None:
            raise NotAcceptable(f"RDF/XML cannot name the property {predicate}; ask for Turtle or JSON-LD")
        space = plain(predicate)[: found.start()]
        prefix = used.setdefault(space, spaces.get(space, f"ns{len(used)}"))
        body.append(f"    {_property(f'{prefix}:{found[0]}', value)}\n")
    if before is not None:
        body.append("  </rdf:Description>\n")
    names = "".join(f"\n  xmlns:{prefix}={_attribute(space)}" for space, prefix in used.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n{"".join(body)}</rdf:RDF>\n'


def _property(tag: str, value: str) -> str:
    found = _LITERAL.fullmatch(value)
    if found is None:
        kind = "nodeID" if value.startswith("_:") else "resource"
        return f"<{tag} rdf:{kind}={_attribute(_xml_name(value))}/>"
    text = unescape(found[1])
    if _XML_FORBIDDEN.search(text):
        raise NotAcceptable(f"RDF/XML cannot hold the control characters of {value[:60]}; ask for Turtle")
    mark = f' xml:lang="{found[2]}"' if found[2] else ""
    if found[3]:
        mark = f" rdf:datatype={_attribute(found[3])}"
    content = escape(text).replace("\r", "&#13;")
    return f"<{tag}{mark}>{content}</{tag}>"


def _xml_name(term: str) -> str:
    """An IRI without its brackets; a blank node as an XML name, which may not begin with a digit."""
    return "n" + term[2:] if term.startswith("_:") else plain(term)


def _attribute(text: str) -> str:
    return quoteattr(text)


def plain(term: str) -> str:
    """An IRI without its brackets; a blank node as it is."""
    return unescape(term[1:-1]) if term.startswith("<") else term


def unescape(text: str) -> str:
    """The text behind the escapes of N-Triples."""
    return _ESCAPED.sub(
        lambda found: _PLAIN[found[3]] if found[3] else chr(int(found[1] or found[2], 16)), text
    )
