"""A linear-time tokenizer for SPARQL 1.1 and 1.2 queries and updates.

It cuts text into the terminals of the grammar (SPARQL 1.1 Query Language, section 19.8, with the
additions of 1.2) and never evaluates, resolves or rejects by grammar: that is the engine's work, in a
sandbox. What it promises is that a text the engine accepts gives no ``error`` token. Every pattern is
either a single run of characters or possessive, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["iri", "name", "variable", "word", "string", "language", "number", "blank", "sign", "error"]

# PN_CHARS_BASE, PN_CHARS_U and PN_CHARS of the grammar.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_U = _BASE + "_"
_CHARS = _U + "0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_U}:0-9]|{_ESCAPE})(?:\.*(?:[{_CHARS}:]|{_ESCAPE}))*+"

_LONGEST_PREFIX = 100
"""Characters: a longer run that no colon follows would be read again at each of its dots."""

_TOKEN = re.compile(
    rf"""
    (?:[ \t\r\n]++|\#[^\r\n]*+)*+
    (?:
      (?P<variable>[?$][{_U}0-9][{_U}0-9\u00b7\u0300-\u036f\u203f-\u2040]*+)
    | (?P<blank>_:[{_U}0-9](?:\.*[{_CHARS}])*+)
    | (?P<name>(?:[{_BASE}](?:\.*[{_CHARS}]){{0,{_LONGEST_PREFIX}}}+)?+:(?:{_LOCAL})?+)
    | (?P<word>[A-Za-z_][A-Za-z0-9_\-]*+)
    | (?P<iri><[^<>"{{}}|^`\x00-\x20]*+>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+'''
               |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
    | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)
    | (?P<sign><<\(|\)>>|<<|>>|\{{\||\|\}}|\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].,;*/+\-|^?!=<>~])
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*+(?:--[A-Za-z]+)?+)
    | (?P<error>.)
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_COMPARISON = re.compile(r"<=|<")
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*+:")
_OPERANDS = frozenset({"variable", "string", "number", "language"})
_OPENING = frozenset("({[")
_CLOSING = frozenset(")}]")


class Token(NamedTuple):
    """One terminal: its kind, its text as written, and the offset of its first character."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, in any case."""
        return self.kind == "word" and self.text.upper() in words


def tokenize(text: str) -> Iterator[Token]:
    """The tokens of a query or update.

    A character that starts no terminal, or a string that is never closed, gives one token of kind
    ``error`` that holds the rest of the text; nothing follows it.
    """
    at = 0
    before: Token | None = None
    brackets: list[str] = []
    match = _TOKEN.match
    while (found := match(text, at)) is not None:
        kind: Kind = found.lastgroup  # type: ignore[assignment]  # the groups are named for the kinds
        token = Token(kind, found[kind], found.start(kind))
        if kind == "sign":
            if token.text in _OPENING:
                brackets.append(token.text)
            elif token.text in _CLOSING and brackets:
                brackets.pop()
        elif kind == "iri":
            if brackets and brackets[-1] == "(":
                token = _iri_or_comparison(text, token, before)
        elif kind == "error":
            yield Token("error", text[token.start :], token.start)
            return
        yield token
        before = token
        at = token.start + len(token.text)


def _iri_or_comparison(text: str, token: Token, before: Token | None) -> Token:
    """An IRI, unless ``<`` is the comparison, which only the place can tell.

    ``?a<?b && ?c>?d`` reads as an IRI by the longest match. Within parentheses and after an operand it
    is one only when it starts with a scheme.
    """
    operand = before is not None and (before.kind in _OPERANDS or before.text == ")")
    if not operand or _SCHEME.match(text, token.start):
        return token
    found = _COMPARISON.match(text, token.start)
    return Token("sign", found[0] if found else "<", token.start)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1; columns count code points.

    A line ends at LF, CR or CRLF, as the grammar's comments do.
    """
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def offset(text: str, line: int, column: int) -> int:
    """The offset of a line and column, the inverse of ``position``; beyond the text: its end."""
    at = 0
    for number, content in enumerate(re.split(r"(\r\n|\r|\n)", text)):
        if number % 2 == 0 and number // 2 == line - 1:
            return at + min(max(column - 1, 0), len(content))
        at += len(content)
    return len(text)
