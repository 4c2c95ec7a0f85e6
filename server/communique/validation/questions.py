"""The competency questions, and their form for the tools that read SPARQL examples as SHACL executables.

``python -m communique.validation.questions`` writes one Turtle file beside each query. The form is that of
https://github.com/sib-swiss/sparql-examples: editors list what they find of type sh:SPARQLExecutable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from communique import resources
from communique.errors import ResourceMissing

DEFAULT_BASE = "http://127.0.0.1:8000/"
_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SCHEMA = "https://schema.org/"
_PREFIX = re.compile(r"^PREFIX (\w+): <([^>]+)>$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``notes`` are the further comments of its file."""

    name: str
    text: str
    tags: tuple[str, ...]
    notes: tuple[str, ...]
    query: str

    @property
    def silent(self) -> bool:
        """Whether an answer without rows is the right one: audits are asked so."""
        return "expect: none" in self.notes

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the query declares."""
        return dict(_PREFIX.findall(self.query))


def read_question(name: str, query: str) -> Question:
    """A question from the text of its file, which begins with the question and a line of tags."""
    comments = []
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        comments.append(line.lstrip("# ").strip())
    if len(comments) < 2 or not comments[1].startswith("tags:"):
        raise ResourceMissing(f"question {name} needs the question and '# tags: ...' as its first two lines")
    tags = tuple(tag.strip() for tag in comments[1].removeprefix("tags:").split(","))
    return Question(name, comments[0], tags, tuple(comments[2:]), query)


def questions() -> tuple[Question, ...]:
    """Every question that ships with the package, in the order of its number."""
    files = sorted(
        (f for f in resources.folder("ontology", "questions").iterdir() if f.name.endswith(".rq")),
        key=lambda f: f.name,
    )
    return tuple(read_question(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in files)


def executable(question: Question, base: str = DEFAULT_BASE) -> list[ox.Triple]:
    """The question as a SHACL executable whose target is the endpoint under ``base``. No blank nodes.

    Its IRI, and those of the prefixes, are the ones by which a running endpoint describes itself.
    """
    node = ox.NamedNode(f"{base}.well-known/sparql-examples/{question.name}")
    triples = [
        ox.Triple(node, ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{_SH}SPARQLExecutable")),
        ox.Triple(node, ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{_SH}SPARQLSelectExecutable")),
        ox.Triple(node, ox.NamedNode(f"{_RDFS}label"), ox.Literal(question.text, language="en")),
        ox.Triple(node, ox.NamedNode(f"{_RDFS}comment"), ox.Literal(question.text, language="en")),
        ox.Triple(node, ox.NamedNode(f"{_SH}select"), ox.Literal(question.query)),
        ox.Triple(node, ox.NamedNode(f"{_SCHEMA}target"), ox.NamedNode(f"{base}sparql")),
    ]
    triples += [ox.Triple(node, ox.NamedNode(f"{_SCHEMA}keywords"), ox.Literal(tag)) for tag in question.tags]
    declared = ox.NamedNode(f"{base}.well-known/void#prefixes")
    triples.append(ox.Triple(node, ox.NamedNode(f"{_SH}prefixes"), declared))
    for prefix, namespace in question.prefixes.items():
        entry = ox.NamedNode(f"{base}.well-known/void#prefix-{prefix}")
        uri = ox.Literal(namespace, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#anyURI"))
        triples += [
            ox.Triple(declared, ox.NamedNode(f"{_SH}declare"), entry),
            ox.Triple(entry, ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{_SH}PrefixDeclaration")),
            ox.Triple(entry, ox.NamedNode(f"{_SH}prefix"), ox.Literal(prefix)),
            ox.Triple(entry, ox.NamedNode(f"{_SH}namespace"), uri),
        ]
    return triples


def turtle(question: Question) -> str:
    """The executable of one question as the text of its file."""
    place = f"{DEFAULT_BASE}.well-known/"
    prefix_node = f"{place}void#prefix-"
    query = question.query.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    keywords = " , ".join(str(ox.Literal(tag)) for tag in question.tags)
    words = str(ox.Literal(question.text, language="en"))
    declared = "".join(
        f"""<{place}void#prefixes> sh:declare <{prefix_node}{prefix}> .
<{prefix_node}{prefix}> a sh:PrefixDeclaration ;
    sh:prefix "{prefix}" ;
    sh:namespace "{namespace}"^^xsd:anyURI .
"""
        for prefix, namespace in question.prefixes.items()
    )
    return f'''# Made by `python -m communique.validation.questions` from {question.name}.rq.
@prefix rdfs: <{_RDFS}> .
@prefix schema: <{_SCHEMA}> .
@prefix sh: <{_SH}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{place}sparql-examples/{question.name}> a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ;
    rdfs:label {words} ;
    rdfs:comment {words} ;
    schema:target <{DEFAULT_BASE}sparql> ;
    schema:keywords {keywords} ;
    sh:prefixes <{place}void#prefixes> ;
    sh:select """{query}""" .

{declared}'''


def write(folder: Path) -> None:
    """Write ``<name>.ttl`` for every question."""
    for question in questions():
        (folder / f"{question.name}.ttl").write_text(turtle(question), encoding="utf-8")


if __name__ == "__main__":
    write(Path(str(resources.folder("ontology", "questions"))))
