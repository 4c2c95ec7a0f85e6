"""A report as text for people, as JSON, and as a SHACL validation report in Turtle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Literal

import pyoxigraph as ox

from communique.validation.report import Report, Result, Severity

SHAPES = "https://w3id.org/communique/shapes#"
_SH = "http://www.w3.org/ns/shacl#"
_DIP = "https://w3id.org/communique/ns#"
_PREFIXES = {
    "dip:": _DIP,
    "skos:": "http://www.w3.org/2004/02/skos/core#",
    "rdf:": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs:": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms:": "http://purl.org/dc/terms/",
    "oa:": "http://www.w3.org/ns/oa#",
}

Format = Literal["text", "json", "turtle"]


def render(report: Report, form: Format = "text", *, infos: bool = True) -> str:
    """The report, ending in a line end. ``infos`` false leaves out in the text what is mere information."""
    match form:
        case "text":
            return "\n".join(_text(report, infos)) + "\n"
        case "json":
            return json.dumps(_plain(report), indent=2, ensure_ascii=False) + "\n"
        case "turtle":
            return _turtle(report)


def _text(report: Report, infos: bool) -> Iterator[str]:
    counts = report.counts()
    shown = [r for r in report.results if infos or r.severity is not Severity.INFO]
    for (severity, check, message), group in groupby(
        sorted(shown, key=lambda r: (r.severity.rank, r.check, r.message, *r.key)),
        key=lambda r: (r.severity, r.check, r.message),
    ):
        results = list(group)
        yield f"{severity.upper()}: {message}  [{check.removeprefix(SHAPES)}, {len(results)}x]"
        for result in results[:20]:
            yield from _lines(result)
        if len(results) > 20:
            yield f"    ... and {len(results) - 20} more; --format json lists all"
        yield ""
    words = ", ".join(_counted(counts[s], s.value.lower()) for s in Severity)
    yield f"{'Conforms' if report.conforms else 'Does not conform'}: {words}."
    for article in report.quarantined:
        yield f"Kept out: <{article}>"


def _lines(result: Result) -> Iterator[str]:
    said = f" {_short(result.path)}" if result.path else ""
    said += f" {_short(result.value)}" if result.value else ""
    yield f"    <{result.focus}>{said}"
    if result.article and not result.focus.startswith(result.article):
        yield f"        article: <{result.article}>"
    if result.quote:
        yield f"        sentence: {result.quote}"


def _short(term: str) -> str:
    for prefix, namespace in _PREFIXES.items():
        term = term.replace(f"<{namespace}", f"<{prefix}")
    return " ".join(
        part[1:-1] if part[:1] == "<" and ":" in part[:9] and "//" not in part else part
        for part in term.split(" ")
    )


def _counted(number: int, word: str) -> str:
    if word == "info":
        return f"{number} of information"
    return f"{number} {word}{'' if number == 1 else 's'}"


def _plain(report: Report) -> dict[str, object]:
    return {
        "conforms": report.conforms,
        "counts": {severity.value: count for severity, count in report.counts().items()},
        "quarantined": list(report.quarantined),
        "results": [asdict(result) for result in report.results],
    }


def _turtle(report: Report) -> str:
    sh = {n: ox.NamedNode(_SH + n) for n in (
        "ValidationReport", "ValidationResult", "conforms", "result", "focusNode", "resultPath", "value",
        "resultMessage", "resultSeverity", "sourceShape", "sourceConstraintComponent",
    )}  # fmt: skip
    type_ = ox.NamedNode(_PREFIXES["rdf:"] + "type")
    boolean = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    root = ox.NamedNode("urn:communique:report")
    conforms = ox.Literal(str(report.conforms).lower(), datatype=boolean)
    triples = [
        ox.Triple(root, type_, sh["ValidationReport"]),
        ox.Triple(root, sh["conforms"], conforms),
    ]
    for number, result in enumerate(report.results, start=1):
        node = ox.NamedNode(f"urn:communique:report:{number}")
        triples.append(ox.Triple(root, sh["result"], node))
        values: list[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal | None]] = [
            ("focusNode", _node(result.focus)),
            ("resultPath", _node(result.path) if result.path and result.path.startswith("<") else None),
            ("value", _term(result.value) if result.value else None),
            ("resultMessage", ox.Literal(result.message, language="en")),
            ("resultSeverity", ox.NamedNode(_SH + result.severity.value)),
            ("sourceShape", ox.NamedNode(result.check.replace("audit:", "urn:communique:audit:"))),
            ("sourceConstraintComponent", ox.NamedNode(_component(result))),
        ]
        triples.append(ox.Triple(node, type_, sh["ValidationResult"]))
        triples += [ox.Triple(node, sh[name], value) for name, value in values if value is not None]
        more = {"source": result.article, "evidence": result.sentence}
        triples += [
            ox.Triple(node, ox.NamedNode(_DIP + name), ox.NamedNode(value))
            for name, value in more.items()
            if value
        ]
    prefixes = {"sh": _SH, "dip": _DIP, "s": SHAPES}
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode("utf-8")


def _component(result: Result) -> str:
    if result.component == "Audit":
        return _SH + "SPARQLConstraintComponent"
    return _SH + result.component


def _node(text: str) -> ox.NamedNode | ox.Literal:
    iri = text.removeprefix("<").removesuffix(">")
    return ox.NamedNode(iri) if "(" not in iri and " " not in iri and ":" in iri else ox.Literal(text)


def _term(text: str) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
    """A term from its N-Triples form; None for what is no term of RDF 1.1."""
    line = f"<urn:s> <urn:p> {text} .".encode()
    found = next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))).object
    return found if isinstance(found, ox.NamedNode | ox.BlankNode | ox.Literal) else None
