"""What the protocol must know of a query or update before anything evaluates it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from communique.errors import QuerySyntaxError
from communique.sparql.grammar import KEYWORDS
from communique.sparql.tokens import Token, position, tokenize

Form = Literal["select", "ask", "construct", "describe", "update", "unknown"]

_QUERIES: dict[str, Form] = {
    "SELECT": "select",
    "ASK": "ask",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
}
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"})
_UNICODE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")


@dataclass(frozen=True, slots=True)
class Prefix:
    """A prefix that the text declares: its name without the colon, its IRI, where it stands."""

    name: str
    iri: str
    start: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The form of a text and the few things that decide how it is answered.

    ``star`` is true for a SELECT whose own projection is ``*``; ``variables`` are all that the text
    names, in order of first appearance. ``strange`` are words that the language does not have.
    ``remote`` and ``loads`` hold the SERVICE and LOAD keywords that are not followed by SILENT (a silent
    one may fail, and without a network it does). ``conflicts`` is the first USING or WITH of an update,
    which excludes ``using-graph-uri`` (SPARQL 1.1 Protocol, 2.2.3).
    """

    text: str
    form: Form
    tokens: tuple[Token, ...]
    prefixes: tuple[Prefix, ...]
    undeclared: tuple[Token, ...]
    strange: tuple[Token, ...]
    variables: tuple[str, ...]
    star: bool
    volatile: bool
    remote: tuple[Token, ...]
    loads: tuple[Token, ...]
    conflicts: Token | None

    @property
    def is_query(self) -> bool:
        """Whether it is one of the four query forms."""
        return self.form in {"select", "ask", "construct", "describe"}


def outline(text: str) -> Outline:
    """The outline of a query or update; never fails, whatever the text."""
    tokens = tuple(tokenize(text))
    lead = _lead(tokens)
    form = _form(tokens, lead)
    prefixes, undeclared = _names(tokens)
    words = [token for token in tokens if token.kind == "word"]
    return Outline(
        text=text,
        form=form,
        tokens=tokens,
        prefixes=prefixes,
        undeclared=undeclared,
        strange=tuple(token for token in words if not _is_keyword(token)),
        variables=tuple(dict.fromkeys(token.text[1:] for token in tokens if token.kind == "variable")),
        star=form == "select" and _is_star(tokens, lead),
        volatile=any(token.text.upper() in _VOLATILE for token in words),
        remote=_loud(tokens, "SERVICE"),
        loads=_loud(tokens, "LOAD") if form == "update" else (),
        conflicts=next((token for token in words if token.is_word("USING", "WITH")), None)
        if form == "update"
        else None,
    )


def check_words(of: Outline) -> None:
    """Refuse a text with words that the language does not have, or prefixes that are not declared.

    The engine has no tokens and reads ``SERVICEa:b`` or ``trueNOW()`` as two words each; by the grammar
    (section 19.8: the longest match) they are one. What could be read in two ways is not evaluated.
    """
    for token in (*of.strange, *of.undeclared):
        line, column = position(of.text, token.start)
        raise QuerySyntaxError(f"{token.text[:40]!r} is not known here", line=line, column=column)


def _is_keyword(token: Token) -> bool:
    return token.text.upper() in KEYWORDS or token.text == "a"


def _lead(tokens: Sequence[Token]) -> int:
    """The index of the first token after the prologue (BASE, PREFIX, VERSION)."""
    at = 0
    while at < len(tokens):
        if tokens[at].is_word("BASE", "VERSION"):
            at += 2
        elif tokens[at].is_word("PREFIX"):
            at += 3
        else:
            break
    return at


def _form(tokens: Sequence[Token], lead: int) -> Form:
    if lead >= len(tokens):
        # An update may be empty (production Update of the grammar), a query may not.
        return "unknown"
    word = tokens[lead]
    if word.kind == "word" and word.text.upper() in _QUERIES:
        return _QUERIES[word.text.upper()]
    return "update" if word.is_word(*_UPDATES) else "unknown"


def _is_star(tokens: Sequence[Token], lead: int) -> bool:
    after = tokens[lead + 1 : lead + 3]
    if after and after[0].is_word("DISTINCT", "REDUCED"):
        after = after[1:]
    return bool(after) and after[0].text == "*"


def _names(tokens: Sequence[Token]) -> tuple[tuple[Prefix, ...], tuple[Token, ...]]:
    """The prefixes as they are declared, and the first use of each that is not declared before it is used."""
    declared: list[Prefix] = []
    known: set[str] = set()
    undeclared: dict[str, Token] = {}
    skip: Token | None = None
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.is_word("PREFIX") and at + 2 < len(tokens):
            name, iri = tokens[at + 1], tokens[at + 2]
            if name.kind == "name" and name.text.endswith(":") and iri.kind == "iri":
                declared.append(Prefix(name.text[:-1], iri_text(iri), name.start))
                known.add(name.text[:-1])
                skip = name
        if token.kind == "name" and token is not skip:
            prefix = token.text.split(":", 1)[0]
            if prefix not in known:
                undeclared.setdefault(prefix, token)
    return tuple(declared), tuple(undeclared.values())


def _loud(tokens: Sequence[Token], keyword: str) -> tuple[Token, ...]:
    """The keywords that SILENT does not follow."""
    found = []
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.is_word(keyword):
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            if after is None or not after.is_word("SILENT"):
                found.append(token)
    return tuple(found)


def iri_text(token: Token) -> str:
    r"""The IRI between the angle brackets, ``\u`` escapes undone."""
    return _UNICODE.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), token.text[1:-1])
