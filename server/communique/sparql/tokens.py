"""A linear-time tokenizer for SPARQL 1.1 and 1.2 queries and updates.

It cuts text into the terminals of the grammar (SPARQL 1.1 Query Language, section 19.8, with the
additions of 1.2) and never evaluates, resolves or rejects by grammar: that is the engine's work, in a
sandbox. What it promises is that a text the engine accepts gives no ``error`` token. Every pattern is
either a single run of characters or possessive, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["iri", "name", "variable", "word", "string", "language", "number", "blank", "sign", "error"]

# PN_CHARS_BASE, PN_CHARS_U and PN_CHARS of the grammar.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_U = _BASE + "_"
_CHARS = _U + "0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = rf"[{_BASE}](?:\.*[{_CHARS}])*+"
_LOCAL = rf"(?:[{_U}:0-9]|{_ESCAPE})(?:\.*(?:[{_CHARS}:]|{_ESCAPE}))*+"

_GAP = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*+")
_IRI = re.compile(r"<[^<>\"{}|^`\x00-\x20]*+>")
_NAME_PREFIX = re.compile(rf"(?:{_PREFIX})?+")
_NAME_LOCAL = re.compile(rf":(?:{_LOCAL})?+")
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*+:")
_TOKEN = re.compile(
    rf"""
      (?P<blank>_:[{_U}0-9](?:\.*[{_CHARS}])*+)
    | (?P<variable>[?$][{_U}0-9][{_U}0-9\u00b7\u0300-\u036f\u203f-\u2040]*+)
    | (?P<word>[A-Za-z_][A-Za-z0-9_\-]*+)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+'''
               |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*+(?:--[A-Za-z]+)?+)
    | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)
    | (?P<sign><<\(|\)>>|<<|>>|\{{\||\|\}}|\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].,;*/+\-|^?!=<>~])
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERANDS = frozenset({"variable", "string", "number", "language"})


@dataclass(frozen=True, slots=True)
class Token:
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
    at, size, nameless = 0, len(text), 0
    before: Token | None = None
    brackets: list[str] = []
    while True:
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        if at >= size:
            return
        token = _iri(text, at, before, brackets)
        if token is None:
            token, nameless = _name(text, at, nameless)
        token = token or _terminal(text, at)
        if token.kind == "sign":
            _count(brackets, token.text)
        yield token
        if token.kind == "error":
            return
        before, at = token, token.end


def _terminal(text: str, at: int) -> Token:
    found = _TOKEN.match(text, at)
    if found is None or found.lastgroup is None:
        return Token("error", text[at:], at)
    kind: Kind = found.lastgroup  # type: ignore[assignment]  # the groups are named for the kinds
    return Token(kind, found.group(), at)


def _name(text: str, at: int, nameless: int) -> tuple[Token | None, int]:
    """A prefixed name, and the offset before which none can start.

    ``a.a.a.a`` could be a prefix up to its end: where no colon follows, the same run is not tried again
    at each of its letters.
    """
    if at < nameless and text[at] != ":":
        return None, nameless
    prefix = _NAME_PREFIX.match(text, at)
    end = prefix.end() if prefix else at
    local = _NAME_LOCAL.match(text, end)
    if local is None:
        return None, end
    return Token("name", text[at : local.end()], at), nameless


def _iri(text: str, at: int, before: Token | None, brackets: list[str]) -> Token | None:
    """An IRI, unless ``<`` is the comparison, which only the place can tell.

    ``?a<?b && ?c>?d`` reads as an IRI by the longest match. Within parentheses and after an operand it
    is one only when it starts with a scheme.
    """
    found = _IRI.match(text, at)
    if found is None:
        return None
    within = bool(brackets) and brackets[-1] == "("
    operand = before is not None and (before.kind in _OPERANDS or before.text == ")")
    if within and operand and not _SCHEME.match(text, at):
        return None
    return Token("iri", found.group(), at)


def _count(brackets: list[str], sign: str) -> None:
    if sign in {"(", "{", "["}:
        brackets.append(sign)
    elif sign in {")", "}", "]"} and brackets:
        brackets.pop()


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
