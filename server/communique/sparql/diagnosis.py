"""Errors that a person can use: where it is, what stands there, what could stand there, what may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from communique.errors import QueryError, QuerySyntaxError
from communique.sparql.expectation import Unexpected, unexpected
from communique.sparql.grammar import FUNCTIONS
from communique.sparql.outline import Outline
from communique.sparql.prefixes import PREFIXES
from communique.sparql.problem import Problem
from communique.sparql.tokens import Token, position

_WIDEST: Final = 100
_MOST_TOKENS: Final = 5000
"""Longer texts are explained by what the engine says: this process has other clients to serve."""
_MOST_EXPECTED: Final = 8
_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}
_QUOTES: Final = "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"
_BETWEEN_TRIPLES: Final = frozenset({".", ";", ","})

_AGGREGATES: Final = ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
_COMMON: Final = ("'}'", "'.'", "';'", "','", "')'")
_RARE: Final = ("'~'", "'{|'", "LATERAL", "VERSION")
_BAD_ESCAPE: Final = re.compile(r"\\(?:[^tbnrf\"'\\uU]|u(?![0-9A-Fa-f]{4})|U(?![0-9A-Fa-f]{8}))")
_NO_CHARACTER: Final = re.compile(
    r"\\(?:u[dD][89a-fA-F][0-9A-Fa-f]{2}|U(?:0000[dD][89a-fA-F][0-9A-Fa-f]{2}|(?!000[0-9A-Fa-f]|0010)[0-9A-Fa-f]{8}))"
)

_SAID_BY_ENGINE: Final = {
    "The SELECT contains a variable that is unbound": "SELECT names a variable that GROUP BY or an aggregate "
    "leaves without a single value: group by it, or put it into an aggregate such as SAMPLE",
    "The SELECT overrides an existing variable using an expression": "SELECT gives an expression the name of "
    "a variable that the pattern uses already: choose another name after AS",
    "BIND is overriding an existing variable": "BIND gives a value to a variable that stands before it in "
    "the same group: choose another name after AS",
}


def diagnose(
    error: QueryError,
    text: str,
    of: Outline,
    *,
    shift: int = 0,
    update: bool = False,
    added: Sequence[str] = (),
) -> Problem:
    """The problem behind an error that a query or update gave.

    ``shift`` is the number of lines that were put before ``text`` when it was evaluated, ``added`` the
    prefixes that they declared.
    """
    if not isinstance(error, QuerySyntaxError):
        return Problem(error.status, str(error))
    broken = next((token for token in of.tokens if token.kind == "error"), None)
    found = None
    if len(of.tokens) <= _MOST_TOKENS:
        found = unexpected(of.tokens, "UpdateUnit" if update else "QueryUnit")
    if broken is not None and (found is None or found.token is None or found.token.start >= broken.start):
        return _at(text, broken.start, *_lexical(broken))
    missing = (token for token in of.undeclared if token.text.split(":", 1)[0] not in added)
    undeclared = next(missing, None)
    if found is not None and (
        undeclared is None or found.token is None or found.token.start < undeclared.start
    ):
        place = len(text.rstrip()) if found.token is None else found.token.start
        seen = "the text ends" if found.token is None else f"{_shown(found.token)} stands"
        hints = tuple(_hints(text, of.tokens, found))
        ordered = sorted(found.expected, key=lambda word: (word in _RARE) - (word in _COMMON))
        return _at(text, place, f"{seen} where it cannot", hints, tuple(ordered[:_MOST_EXPECTED]))
    if undeclared is not None:
        name = undeclared.text.split(":", 1)[0]
        hints = (f"add PREFIX {name}: <{PREFIXES[name]}>",) if name in PREFIXES else ()
        return _at(text, undeclared.start, f"the prefix {name}: is not declared", hints)
    return _escape(text, of) or _of_engine(error, text, shift)


def _escape(text: str, of: Outline) -> Problem | None:
    """A backslash in a string before something that it cannot escape."""
    for token in of.tokens:
        if token.kind != "string":
            continue
        at = 0
        while (place := token.text.find("\\", at)) >= 0:
            if _BAD_ESCAPE.match(token.text, place):
                shown = token.text[place : place + 2]
                hint = "a backslash itself is written \\\\; known are \\t \\n \\r \\b \\f \\\" \\' \\uXXXX"
                return _at(text, token.start + place, f"{shown} is no escape of SPARQL", (hint,))
            if wrong := _NO_CHARACTER.match(token.text, place):
                hint = "a character beyond \\uFFFF is written as one \\U with eight digits, not as two halves"
                return _at(text, token.start + place, f"{wrong[0]} stands for no character", (hint,))
            at = place + 2
    return None


def _at(
    text: str, offset: int, detail: str, hints: tuple[str, ...] = (), expected: tuple[str, ...] = ()
) -> Problem:
    line, column = position(text, offset)
    return Problem(400, detail, "syntax", line, column, snippet(text, line, column), expected, hints)


def _of_engine(error: QuerySyntaxError, text: str, shift: int) -> Problem:
    """What only the engine found: a rule beyond the grammar. Its places are rough ones."""
    message = str(error)
    for said, meant in _SAID_BY_ENGINE.items():
        if said in message:
            return Problem(400, meant, "syntax")
    sentence = next(
        (part for part in re.split(r", |expected one of |expected ", message) if " " in part), message
    )
    if error.line is None or error.column is None:
        return Problem(400, sentence, "syntax")
    line, column = max(1, error.line - shift), error.column
    return Problem(400, sentence, "syntax", line, column, snippet(text, line, column))


def _lexical(token: Token) -> tuple[str, tuple[str, ...]]:
    """What is wrong with text that is no token, and what to do."""
    character = token.text[0]
    if character in {'"', "'"}:
        return (
            "the string that starts here is never closed",
            ("a string that spans lines needs three quotation marks at either end",),
        )
    if character in _QUOTES:
        return f"{character} is no quotation mark of SPARQL", ("use straight ones: \" or '",)
    if character == "\\":
        return "a backslash stands outside a string", ()
    return f"the character {character!r} (U+{ord(character):04X}) has no meaning here", ()


def _shown(token: Token) -> str:
    text = token.text if len(token.text) <= 40 else token.text[:37] + "..."
    return repr(text) if "\n" in text else text


def _hints(text: str, tokens: Sequence[Token], found: Unexpected) -> Iterator[str]:
    token = found.token
    if token is None:
        opened = _unclosed(tokens)
        if opened is not None:
            line, column = position(text, opened.start)
            sign = opened.text
            yield f"the {sign} of line {line}, column {column} is never closed: add {_CLOSING[sign]}"
        return
    if token.kind == "word":
        known = sorted(word for word in found.terminals if word.isalpha())
        known += sorted(FUNCTIONS) if "FUNCTION" in found.terminals else []
        for word in get_close_matches(token.text.upper(), known, n=1, cutoff=0.6):
            yield f"did you mean {word}?"
    if token.text == "<" and "IRI" in found.terminals:
        yield "an IRI in angle brackets may hold no spaces, quotation marks or braces"
    if token.text == "," and "VAR" in found.terminals:
        yield "variables of SELECT are separated by spaces, not by commas"
    if token.text in {"}", ")", "]"} and _unclosed(_before(tokens, token)) is None:
        yield f"there is no opening bracket for this {token.text}"
    if found.terminals >= _BETWEEN_TRIPLES and token.kind in {"variable", "iri", "name", "string", "number"}:
        yield "a full stop may be missing before it"
    if (
        token.is_word("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
        and "VAR" in found.terminals
    ):
        yield f"write ({token.text.upper()}(...) AS ?name)"


def _before(tokens: Sequence[Token], token: Token) -> Sequence[Token]:
    return [each for each in tokens if each.start < token.start]


def _unclosed(tokens: Sequence[Token]) -> Token | None:
    """The innermost bracket that is opened and not closed."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "sign" and token.text in _CLOSING:
            opened.append(token)
        elif token.kind == "sign" and token.text in _CLOSING.values() and opened:
            opened.pop()
    return opened[-1] if opened else None


def snippet(text: str, line: int, column: int) -> str:
    """The line of a position with a caret under its column, cut to what a terminal shows."""
    lines = re.split(r"\r\n|\r|\n", text)
    if line > len(lines):
        return ""
    content = re.sub(r"[\x00-\x1f\x7f]", " ", lines[line - 1])
    start = max(0, column - 1 - _WIDEST // 2)
    shown = content[start : start + _WIDEST]
    return f"{shown}\n{' ' * (column - 1 - start)}^"
