"""RDF terms as pages see them, and the one place where a term becomes SPARQL text.

A query is written with ``$name`` where a term goes in; ``bind`` puts the serialised term there and
prepends the prefixes that the text uses, so that what runs is exactly what "the query behind this
page" shows; ``bound`` does so for a part of a query. Nothing a visitor typed reaches a query in any other
way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.sparql.prefixes import PREFIXES as KNOWN

XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Mapping[str, str] = {**KNOWN, "edtf": "http://id.loc.gov/datatypes/edtf/"}
"""The prefixes of the endpoint, and that of the datatype of dates."""

# SPARQL 1.1 section 19.8, IRIREF: none of these may stand in an IRI; spaces and controls neither.
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
# A dollar in a term is written so that ``bound`` over a text with bound parts never takes it for a name.
_DOLLAR = "\\u0024"
_ESCAPES = {
    "$": _DOLLAR,
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_PLACEHOLDER = re.compile(r"\$([a-z_]+)")
# Words with a colon outside IRIs and strings: what may be a prefixed name.
_PREFIXED = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|\b([A-Za-z][A-Za-z0-9]*):")


@dataclass(frozen=True, slots=True)
class Iri:
    """A named node."""

    value: str

    def __str__(self) -> str:
        return self.value

    @property
    def local(self) -> str:
        """What follows the last ``#`` or ``/``: something to show when there is no label."""
        return re.split(r"[#/]", self.value.rstrip("#/"))[-1]


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: its lexical form, language tag or datatype IRI."""

    value: str
    language: str | None = None
    datatype: str | None = None

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node; the project's own graphs have none, a user's may."""

    value: str

    def __str__(self) -> str:
        return f"_:{self.value}"


Term = Iri | Literal | Blank
Row = Mapping[str, Term]


def is_iri(text: str) -> bool:
    """Whether the text is an absolute IRI that may stand between ``<`` and ``>`` in SPARQL."""
    return bool(_ABSOLUTE.match(text)) and not _NO_IRI.search(text) and len(text) <= 4096


def serialise(term: Iri | Literal) -> str:
    """The term as SPARQL text; ``ValueError`` for what cannot be one."""
    match term:
        case Iri(value=value):
            if not is_iri(value):
                raise ValueError(f"not an absolute IRI: {value[:80]!r}")
            return f"<{value}>".replace("$", _DOLLAR)
        case Literal(value=value, language=language, datatype=datatype):
            text = '"' + "".join(_escaped(character) for character in value) + '"'
            if language is not None:
                if not _LANGUAGE.fullmatch(language):
                    raise ValueError(f"not a language tag: {language[:40]!r}")
                return f"{text}@{language}"
            return f"{text}^^{serialise(Iri(datatype))}" if datatype else text


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    # Surrogates are no characters; a control character is legal, but invisible in the editor.
    if "\ud800" <= character <= "\udfff":
        return "\\uFFFD"
    return f"\\u{ord(character):04X}" if character < " " or character == "\x7f" else character


def bound(text: str, /, **terms: Iri | Literal | int | Sequence[Iri | Literal]) -> str:
    """The text with each ``$name`` replaced by its term (a sequence: by its terms, for VALUES).

    ``ValueError`` when a name is missing, superfluous or no term: a programming error or a bad IRI.
    """
    used: set[str] = set()

    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name not in terms:
            raise ValueError(f"the query wants a term for ${name}")
        used.add(name)
        value = terms[name]
        if isinstance(value, int):
            return str(value)
        if isinstance(value, Iri | Literal):
            return serialise(value)
        return " ".join(serialise(term) for term in value)

    body = _PLACEHOLDER.sub(put, text.strip())
    if unused := set(terms) - used:
        raise ValueError(f"the query does not use {sorted(unused)}")
    return body


def bind(text: str, /, **terms: Iri | Literal | int | Sequence[Iri | Literal]) -> str:
    """``bound``, with the prefixes that the text uses put before it: a whole query."""
    body = bound(text, **terms)
    found = {match[1] for match in _PREFIXED.finditer(body) if match[1]}
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if name in found]
    return "\n".join([*lines, body])
