"""The dataset that the text of a query names: its FROM and FROM NAMED clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from communique.errors import QuerySyntaxError
from communique.sparql.outline import Outline, iri_text
from communique.sparql.tokens import Token

_ESCAPE = re.compile(r"\\([_~.\-!$&'()*+,;=/?#@%])")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Absolute IRIs of the graphs that make the default graph, and of the named ones."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def from_clauses(of: Outline, base: str | None) -> Dataset | None:
    """The dataset of a query's own clauses; ``None`` when it has none.

    Relative IRIs are resolved against the last BASE before them, else against ``base``. Raises
    ``QuerySyntaxError`` for a prefix that is not declared.
    """
    default: list[str] = []
    named: list[str] = []
    depth = 0
    for at, token in enumerate(of.tokens):
        if token.kind == "sign" and token.text in {"{", "("}:
            depth += 1
        elif token.kind == "sign" and token.text in {"}", ")"}:
            depth -= 1
        elif depth == 0 and token.is_word("FROM"):
            rest = of.tokens[at + 1 : at + 3]
            is_named = bool(rest) and rest[0].is_word("NAMED")
            name = rest[1:] if is_named else rest
            if name and name[0].kind in {"iri", "name"}:
                (named if is_named else default).append(resolve(name[0], of, base))
    if not default and not named:
        return None
    return Dataset(tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named)))


def resolve(token: Token, of: Outline, base: str | None) -> str:
    """The IRI that an IRI or a prefixed name of the text stands for, by what is declared before it.

    Raises ``QuerySyntaxError`` for a prefix that is not declared.
    """
    bases = [
        iri_text(after)
        for before, after in zip(of.tokens, of.tokens[1:], strict=False)
        if before.is_word("BASE") and after.kind == "iri" and after.start < token.start
    ]
    for each in bases:
        base = absolute(each, base)
    if token.kind == "iri":
        return absolute(iri_text(token), base)
    prefix, _, local = token.text.partition(":")
    starts = [each.iri for each in of.prefixes if each.name == prefix and each.start < token.start]
    if not starts:
        raise QuerySyntaxError(f"the prefix {prefix}: is not declared")
    return absolute(starts[-1], base) + _ESCAPE.sub(r"\1", local)


def absolute(iri: str, base: str | None) -> str:
    """An IRI resolved against a base (RFC 3986, section 5.2)."""
    return iri if base is None or _SCHEME.match(iri) else urljoin(base, iri)
