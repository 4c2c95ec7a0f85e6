"""The modelling patterns of ``ontology/examples``: each a worked example, a picture of it, and a query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from textwrap import dedent

import pyoxigraph as ox

from communique import resources
from communique.errors import ResourceMissing
from communique.validation.picture import Arrow, Box

_NAMESPACE = "https://w3id.org/communique/ns#"
_CONCEPT = "https://w3id.org/communique/concept/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DATATYPES = {
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": _RDF,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_MARKS = ("When not to use it: ", "Picture: ")
_PREFIX = re.compile(r"^@prefix (\w+): <([^>]+)> \.$", re.MULTILINE)
_BASE = re.compile(r"^@base <([^>]+)> \.$", re.MULTILINE)

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Pattern:
    """One modelling pattern: what it shows, when not to use it, its data, and a query that asks it.

    ``name`` is that of its file, ``01-person-and-office``; ``trig`` the whole file. ``paths`` go through the
    model (class, property, class ...); ``Person#2`` is another person than ``Person``. ``question`` says
    what ``query`` asks.
    """

    name: str
    title: str
    text: str
    not_when: str
    paths: tuple[tuple[str, ...], ...]
    trig: str
    question: str
    query: str

    @property
    def slug(self) -> str:
        """The name without its number, as it stands in the address of its page."""
        return self.name.partition("-")[2]


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query as text; unbound cells are empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@cache
def describe_patterns() -> tuple[Pattern, ...]:
    """Every pattern, in the order of its number."""
    files = {f.name: f for f in resources.folder("ontology", "examples").iterdir()}
    found = []
    for name in sorted(stem for stem, dot, ending in map(_split, files) if ending == "trig"):
        if f"{name}.rq" not in files:
            raise ResourceMissing(f"ontology/examples/{name}.trig has no query {name}.rq beside it")
        trig = files[f"{name}.trig"].read_text(encoding="utf-8")
        found.append(_pattern(name, trig, files[f"{name}.rq"].read_text(encoding="utf-8")))
    return tuple(found)


def _split(name: str) -> tuple[str, str, str]:
    return name.rpartition(".")


def _pattern(name: str, trig: str, query: str) -> Pattern:
    comments = [line.removeprefix("# ") for line in trig.split("\n@", 1)[0].splitlines()]
    title, _, first = comments[0].partition(": ")
    marked = {mark: [c.removeprefix(mark) for c in comments if c.startswith(mark)] for mark in _MARKS}
    more = [c for c in comments[1:] if not c.startswith(_MARKS)]
    question, _, rest = query.partition("\n")
    return Pattern(
        name,
        title,
        " ".join([_sentence(first), *more]),
        _sentence(" ".join(marked[_MARKS[0]])),
        tuple(tuple(path.split(" > ")) for path in marked[_MARKS[1]]),
        trig,
        question.removeprefix("# "),
        rest,
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def answer(pattern: Pattern) -> Answer:
    """What the query of a pattern finds in its data."""
    found = _store(pattern).query(pattern.query, use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise ResourceMissing(f"ontology/examples/{pattern.name}.rq is no SELECT query")
    columns = tuple(variable.value for variable in found.variables)
    return Answer(columns, tuple(tuple(_text(cell) for cell in row) for row in found))


def _text(cell: Term | None) -> str:
    if isinstance(cell, ox.NamedNode):
        known = {_NAMESPACE: "dip:", f"{_CONCEPT}status/": "status:", f"{_CONCEPT}standing/": "standing:"}
        for namespace, prefix in known.items():
            if cell.value.startswith(namespace):
                return prefix + cell.value.removeprefix(namespace)
    return "" if cell is None or isinstance(cell, ox.Triple) else cell.value


@cache
def _store(pattern: Pattern) -> ox.Store:
    store = ox.Store()
    store.extend(ox.parse(pattern.trig.encode("utf-8"), format=ox.RdfFormat.TRIG))
    return store


@cache
def drawing(pattern: Pattern) -> tuple[tuple[Box, ...], tuple[Arrow, ...]]:
    """The things and statements of its data that the paths of a pattern go through.

    ``Person`` stands for one person in all its paths, ``Person#2`` for another. ``ResourceMissing`` if the
    data show no such things.
    """
    tokens = list(dict.fromkeys(token for path in pattern.paths for token in path[::2]))
    found = _store(pattern).query(_picture_query(pattern, tokens), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    row = next(found, None)
    if row is None:
        raise ResourceMissing(f"{pattern.name}.trig does not show what its picture does")
    boxes = {token: _box(pattern, row[f"t{number}"], token) for number, token in enumerate(tokens)}
    arrows = {
        Arrow(boxes[path[at]].key, path[at + 1], boxes[path[at + 2]].key): None
        for path in pattern.paths
        for at in range(0, len(path) - 2, 2)
    }
    return tuple({box.key: box for box in boxes.values()}.values()), tuple(arrows)


@cache
def excerpt(pattern: Pattern) -> str:
    """What its data say of the things in the picture, as Turtle, with the prefixes that this uses."""
    prefixes = dict(_PREFIX.findall(pattern.trig))
    base = "".join(_BASE.findall(pattern.trig))
    blocks: dict[str, list[str]] = {}
    for block in pattern.trig.split("\n\n"):
        text = dedent(block.rstrip("\n"))
        prefix, colon, local = text.partition(" ")[0].partition(":")
        name = (
            f"<{prefixes[prefix]}{local}>"
            if colon and prefix in prefixes
            else f"<{base}{text[1:].partition('>')[0]}>"
        )
        blocks.setdefault(name, []).append(text)
    shown = "\n\n".join(text for box in drawing(pattern)[0] for text in blocks.get(box.key, ()))
    head = [f"@base <{base}> ."] if "<" in shown else []
    head += [f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items() if f"{name}:" in shown]
    return "\n".join([*head, "", shown]) + "\n"


def _picture_query(pattern: Pattern, tokens: list[str]) -> str:
    variable = {token: f"?t{number}" for number, token in enumerate(tokens)}
    parts = []
    for path in pattern.paths:
        for at in range(0, len(path) - 2, 2):
            name = path[at + 1] if ":" in path[at + 1] else f"dip:{path[at + 1]}"
            parts.append(f"{variable[path[at]]} {name} {variable[path[at + 2]]} .")
    for number, token in enumerate(tokens):
        kind, me = token.partition("#")[0], variable[token]
        if kind == "Concept":
            parts.append(f"FILTER(STRSTARTS(STR({me}), {ox.Literal(_CONCEPT)}))")
        elif kind[:1].isupper() and kind.isalpha():
            parts.append(f"{me} a dip:{kind} .")
        else:
            parts.append(f"FILTER(STR({me}) = {ox.Literal(kind)})")
        alike = [variable[other] for other in tokens[:number] if other.partition("#")[0] == kind]
        parts += [f"FILTER({me} != {other})" for other in alike]
    order = " ".join(variable.values())
    head = f"PREFIX dip: <{_NAMESPACE}> PREFIX rdf: <{_RDF}>"
    return f"{head} SELECT * WHERE {{ {' '.join(parts)} }} ORDER BY {order} LIMIT 1"


def _box(pattern: Pattern, term: Term | None, token: str) -> Box:
    if isinstance(term, ox.Literal):
        return Box(str(term), _short(term.datatype.value), term.value)
    assert isinstance(term, ox.NamedNode)
    if term.value.startswith(_CONCEPT):
        return Box(str(term), "skos:Concept", term.value.removeprefix(_CONCEPT).replace("/", ":"))
    graphs = _store(pattern).quads_for_pattern(term, _LABEL, None, None)
    names = sorted(q.object.value for q in graphs if isinstance(q.object, ox.Literal))
    return Box(str(term), f"dip:{token.partition('#')[0]}", names[0] if names else _short(term.value))


def _short(iri: str) -> str:
    for prefix, namespace in _DATATYPES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.rpartition("/")[2]
