"""The template of a CONSTRUCT query, filled in here: a row of solutions then tells which focus made what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.errors import ResourceMissing

Text = str
"""A triple in N-Triples form without the full stop."""

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_TOKEN = re.compile(r'\s*(<[^>]*>|"[^"\\]*"|\?\w+|[\w-]*:[\w-]+|a\b|[;,.]|\S)')


@dataclass(frozen=True, slots=True)
class Template:
    """Triples of terms; one that begins with ``?`` is a variable."""

    triples: tuple[tuple[str, str, str], ...]

    @property
    def variables(self) -> frozenset[str]:
        """Names of the variables, without the question mark."""
        return frozenset(term[1:] for triple in self.triples for term in triple if term.startswith("?"))

    def filled(self, row: Mapping[str, str]) -> Iterator[Text]:
        """The triples of one solution; one with an unbound variable, or a literal as subject, is left out
        (SPARQL 1.1 Query, section 16.2)."""
        for triple in self.triples:
            terms = [row.get(term[1:]) if term.startswith("?") else term for term in triple]
            if None not in terms and str(terms[0]).startswith("<"):
                yield " ".join(str(term) for term in terms)


def read_template(name: str, text: str, prefixes: Mapping[str, str]) -> Template:
    """A template of triples with ``;`` and ``,``, prefixed names, IRIs, variables and plain strings."""
    triples: list[tuple[str, str, str]] = []
    subject = predicate = ""
    terms: list[str] = []
    for sign in [*_TOKEN.findall(text), "."]:
        if sign not in {";", ",", "."}:
            terms.append(_term(name, sign, prefixes))
            continue
        if terms:
            subject = subject or terms.pop(0)
            predicate = predicate or (terms.pop(0) if terms else "")
            if len(terms) != 1:
                raise ResourceMissing(f"the template of rule {name} cannot be read after {subject}")
            triples.append((subject, predicate, terms.pop()))
        predicate = predicate if sign == "," else ""
        subject = "" if sign == "." else subject
    return Template(tuple(triples))


def _term(name: str, sign: str, prefixes: Mapping[str, str]) -> str:
    if sign == "a":
        return _TYPE
    if sign[0] in '?<"':
        return sign
    prefix, colon, local = sign.partition(":")
    if not colon or f"{prefix}:" not in prefixes:
        raise ResourceMissing(f"the template of rule {name} has {sign!r}, which cannot be read")
    return f"<{prefixes[f'{prefix}:']}{local}>"
