"""Errors that a person can use: where it is, what stands there, what was expected, what may be meant."""

from __future__ import annotations

import re

from communique.errors import QueryError, QuerySyntaxError
from communique.sparql.outline import Outline
from communique.sparql.prefixes import PREFIXES
from communique.sparql.problem import Problem
from communique.sparql.tokens import position

_WIDEST = 100


def diagnose(error: QueryError, text: str, of: Outline, *, shift: int = 0) -> Problem:
    """The problem behind an error that a query or update gave.

    ``shift`` is the number of lines that were put before ``text`` when it was evaluated.
    """
    if not isinstance(error, QuerySyntaxError):
        return Problem(error.status, str(error))
    for token in of.undeclared:
        name = token.text.split(":", 1)[0]
        line, column = position(text, token.start)
        return Problem(
            400,
            f"the prefix {name}: is not declared",
            "syntax",
            line,
            column,
            snippet(text, line, column),
            hints=(f"add PREFIX {name}: <{PREFIXES[name]}>",) if name in PREFIXES else (),
        )
    if error.line is None or error.column is None:
        return Problem(400, str(error), "syntax")
    line, column = max(1, error.line - shift), error.column
    return Problem(400, str(error), "syntax", line, column, snippet(text, line, column))


def snippet(text: str, line: int, column: int) -> str:
    """The line of a position with a caret under its column, cut to what a terminal shows."""
    lines = re.split(r"\r\n|\r|\n", text)
    if line > len(lines):
        return ""
    content = re.sub(r"[\x00-\x1f\x7f]", " ", lines[line - 1])
    start = max(0, column - 1 - _WIDEST // 2)
    shown = content[start : start + _WIDEST]
    return f"{shown}\n{' ' * (column - 1 - start)}^"
