"""JSON-LD that reads as JSON: one thing at the top, what it mentions inside, by the names of the context.

The names are those of ``ontology/context.jsonld``. The part of the context that is used stands in each
document: parsers such as pyoxigraph's fetch no context, and one that is fetched can be gone. What points to
the thing stands under ``reverse``, what is not connected to it under ``included``. Whoever reads it as RDF
gets the same triples (JSON-LD 1.1).
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from communique import resources
from communique.sparql.triples import XSD, A, Triple, parts, plain

Value = str | int | bool | dict[str, object]
LABEL: Final = "<http://www.w3.org/2000/01/rdf-schema#label>"
SMALL: Final = frozenset({A, LABEL})
"""A node that says no more than this is repeated wherever it is mentioned."""
DEEPEST: Final = 6
# Numbers that JSON's readers keep exactly, in the form in which they are written again.
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the context: its property, the datatype of its values, and if it maps languages."""

    name: str
    iri: str
    coerced: str
    by_language: bool


@dataclass(frozen=True, slots=True)
class Context:
    """The shipped context: names of properties and classes by IRI, and the definitions as written."""

    properties: Mapping[str, Term]
    classes: Mapping[str, str]
    written: Mapping[str, object]

    def whole(self, short: str) -> str:
        """The IRI that a compact one stands for."""
        prefix, _, local = short.partition(":")
        return f"{self.written[prefix]}{local}" if local and prefix in self.written else short


@functools.cache
def context() -> Context:
    """``ontology/context.jsonld``, read once."""
    written = json.loads(resources.read("ontology", "context.jsonld"))["@context"]
    properties: dict[str, Term] = {}
    classes: dict[str, str] = {}
    made = Context(properties, classes, written)
    for name, said in written.items():
        given = {"@id": said} if isinstance(said, str) else said
        if not isinstance(given, dict) or ":" not in given["@id"] or given["@id"].endswith(("#", "/")):
            continue
        address = made.whole(given["@id"])
        if name[0].isupper():
            classes[address] = name
        else:
            coerced = made.whole(given.get("@type", ""))
            properties[address] = Term(name, address, coerced, given.get("@container") == "@language")
    return made


def natural(triples: Iterable[Triple], top: str) -> str:
    """The triples with the thing ``top`` (an IRI) outermost."""
    writing = Writing(context())
    for subject, predicate, value in sorted(set(triples)):
        writing.nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)
        if not value.startswith('"'):
            writing.pointing.setdefault(value, []).append((predicate, subject))
    start = f"<{top}>"
    first = writing.node(start, 0)
    if reverse := writing.reverse(start):
        first["reverse"] = reverse
        writing.used.add("reverse")
    rest = [writing.node(subject, 0) for subject in sorted(writing.nodes) if writing.owed(subject)]
    if rest:
        first["included"] = rest
        writing.used.add("included")
    whole = {"@context": writing.needed(), **first}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


@dataclass
class Writing:
    """One document as it grows. ``brief`` are the properties that may be said wherever a node is named."""

    context: Context
    brief: frozenset[str] = SMALL
    nodes: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    pointing: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=lambda: {"id", "type"})

    def node(self, term: str, depth: int) -> dict[str, object]:
        """A node with all that is said of it."""
        self.written.add(term)
        made: dict[str, object] = {"id": plain(term)}
        said = self.nodes.get(term, {})
        # What a thing is and how it is called comes first: most readers look no further.
        for predicate, values in sorted(said.items(), key=lambda one: (one[0] != A, one[0] != LABEL)):
            if predicate == A and all(value.startswith("<") for value in values):
                made["type"] = _one_or_many([self._class(plain(value)) for value in values])
                continue
            made |= self._property(plain(predicate), values, depth)
        return made

    def reverse(self, term: str) -> dict[str, object]:
        """What points to a node, by property: in full at first, then with class and label alone."""
        found: dict[str, list[object]] = {}
        for predicate, subject in self.pointing.get(term, ()):
            if subject == term:
                continue
            # A name that maps languages cannot hold things.
            named = self.context.properties.get(plain(predicate))
            by_language = named is not None and named.by_language
            key = plain(predicate) if by_language else self._name(plain(predicate))
            entry = self._brief(subject) if subject in self.written else self.node(subject, 1)
            # The link itself stands in the nesting.
            _without(entry, key, plain(term))
            found.setdefault(key, []).append(entry)
        return {key: _one_or_many(cast("list[Value]", values)) for key, values in sorted(found.items())}

    def owed(self, subject: str) -> bool:
        """Whether a subject has not been written yet."""
        return subject not in self.written

    def needed(self) -> dict[str, object]:
        """The definitions of all names that were used, with the prefixes that they need."""
        aliases = {"id": "@id", "type": "@type", "reverse": "@reverse", "included": "@included"}
        chosen = {name: aliases.get(name) or self.context.written[name] for name in sorted(self.used)}
        prefixes = set()
        for said in chosen.values():
            for text in said.values() if isinstance(said, dict) else (said,):
                prefix = str(text).partition(":")[0]
                if not str(text).startswith("@") and prefix in self.context.written:
                    prefixes.add(prefix)
        spaces = {name: self.context.written[name] for name in sorted(prefixes)}
        return {"@version": 1.1, **spaces, **chosen}

    def _brief(self, term: str) -> dict[str, object]:
        said = self.nodes.get(term, {})
        self.nodes[term] = {
            predicate: values for predicate, values in said.items() if predicate in self.brief
        }
        try:
            return self.node(term, DEEPEST)
        finally:
            self.nodes[term] = said

    def _small(self, term: str) -> bool:
        return set(self.nodes.get(term, {})) <= self.brief

    def _class(self, address: str) -> str:
        name = self.context.classes.get(address)
        if name is not None:
            self.used.add(name)
        return name or address

    def _name(self, address: str) -> str:
        term = self.context.properties.get(address)
        if term is None:
            return address
        self.used.add(term.name)
        return term.name

    def _property(self, address: str, values: list[str], depth: int) -> dict[str, object]:
        """The values of a property under its name; those that the name's type does not fit under its IRI."""
        term = self.context.properties.get(address)
        if term is not None and term.by_language:
            return self._by_language(term, values, depth)
        entries = [self._value(value, term, depth) for value in values]
        return {self._name(address): _one_or_many(entries)}

    def _by_language(self, term: Term, values: list[str], depth: int) -> dict[str, object]:
        languages: dict[str, list[Value]] = {}
        others = []
        for value in values:
            found = parts(value)
            if found is None or found.datatype is not None:
                others.append(self._value(value, None, depth))
            else:
                languages.setdefault(found.language or "@none", []).append(found.text)
        made: dict[str, object] = {term.iri: _one_or_many(others)} if others else {}
        if languages:
            self.used.add(term.name)
            made[term.name] = {key: _one_or_many(texts) for key, texts in sorted(languages.items())}
        return made

    def _value(self, value: str, term: Term | None, depth: int) -> Value:
        found = parts(value)
        if found is None:
            known = value in self.nodes
            fresh = value not in self.written and depth < DEEPEST
            if known and (fresh or (self._small(value) and depth < DEEPEST)):
                return self.node(value, depth + 1)
            coerced = term is not None and term.coerced == "@id"
            return plain(value) if coerced else {"id": plain(value)}
        if found.language is not None:
            return {"@value": found.text, "@language": found.language}
        if term is not None and term.coerced and found.datatype == term.coerced:
            return found.text
        if term is None or not term.coerced:
            if found.datatype == f"{XSD}integer" and _INTEGER.fullmatch(found.text):
                return int(found.text)
            if found.datatype == f"{XSD}boolean" and found.text in {"true", "false"}:
                return found.text == "true"
            if found.datatype is None:
                return found.text
        return {"@value": found.text, **({"@type": found.datatype} if found.datatype else {})}


def _without(entry: dict[str, object], key: str, target: str) -> None:
    """Take the link back to the node that holds this one out of an entry."""
    held = entry.get(key)
    left = [one for one in (held if isinstance(held, list) else [held]) if _names(one) != target]
    if left and held is not None:
        entry[key] = left[0] if len(left) == 1 else left
    else:
        entry.pop(key, None)


def _names(value: object) -> object:
    return value.get("id") if isinstance(value, dict) else value


def _one_or_many(values: list[Value]) -> Value | list[Value]:
    return values[0] if len(values) == 1 else values
