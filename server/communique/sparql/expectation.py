"""Where a text leaves the grammar, and what could have stood there: a table-driven LL(1) recogniser.

It reads each token once and keeps its stack in a list, so that no text takes more than linear time or any
depth of recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from communique.sparql.grammar import FUNCTIONS, KINDS, RULES
from communique.sparql.tokens import Token

_RULE: Final = re.compile(r"(?m)^(\w+)(?: # ([^=\n]+?))?\s+=\s")
_SYMBOL: Final = re.compile(r"'([^']+)'|(\w+)|([?*+()|])")
_END: Final = "END"


@dataclass(frozen=True, slots=True)
class Unexpected:
    """The first token that no text of the grammar can have there (``None``: the end), and what could be."""

    token: Token | None
    expected: tuple[str, ...]
    terminals: frozenset[str]


@dataclass(slots=True)
class _Grammar:
    """Productions by name (an empty one last), what each can begin with, and the parse table."""

    productions: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    first: dict[str, frozenset[str]] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    table: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def unexpected(tokens: Sequence[Token], unit: Literal["QueryUnit", "UpdateUnit"]) -> Unexpected | None:
    """The first token at which the text leaves the grammar; ``None`` when it never does."""
    grammar = _grammar()
    stack = [_END, unit]
    terminals = [*((_terminal(token), token) for token in tokens), (_END, None)]
    at = 0
    while True:
        symbol = stack[-1]
        name, token = terminals[at]
        if symbol not in grammar.productions:
            if symbol != name:
                return _stop(grammar, stack, token)
            if symbol == _END:
                return None
            stack.pop()
            at += 1
            continue
        production = grammar.table.get((symbol, name))
        if production is None and symbol in grammar.empty:
            production = ()
        if production is None:
            return _stop(grammar, stack, token)
        # What could have stood here is lost once an empty production is taken, so look ahead first.
        if not production and not _fits(grammar, stack, name):
            return _stop(grammar, stack, token)
        stack.pop()
        stack.extend(reversed(production))


def _fits(grammar: _Grammar, stack: Sequence[str], name: str) -> bool:
    """Whether a terminal can follow, given that the top of the stack is left empty."""
    for at in range(len(stack) - 2, -1, -1):
        symbol = stack[at]
        if name in grammar.first.get(symbol, {symbol}):
            return True
        if symbol not in grammar.empty:
            return False
    return False


def _stop(grammar: _Grammar, stack: Sequence[str], token: Token | None) -> Unexpected:
    words: dict[str, None] = {}
    terminals: set[str] = set()
    for symbol in reversed(stack):
        words.update(dict.fromkeys(_words(symbol)))
        terminals |= grammar.first.get(symbol, frozenset({symbol}))
        if symbol not in grammar.empty:
            break
    return Unexpected(token, tuple(words), frozenset(terminals))


@cache
def _words(symbol: str) -> tuple[str, ...]:
    """What a symbol may begin with, as a person would say it."""
    grammar = _grammar()
    if symbol in grammar.names:
        return (grammar.names[symbol],)
    if symbol not in grammar.productions:
        return (KINDS.get(symbol, f"'{symbol}'" if not symbol.isalpha() or symbol == "a" else symbol),)
    found: dict[str, None] = {}
    for production in grammar.productions[symbol]:
        for part in production:
            found.update(dict.fromkeys(_words(part)))
            if part not in grammar.empty:
                break
    return tuple(found)


def _terminal(token: Token) -> str:
    match token.kind:
        case "word":
            word = token.text.upper()
            return "FUNCTION" if word in FUNCTIONS else "a" if token.text == "a" else word
        case "iri":
            return "IRI"
        case "name":
            return "PNAME"
        case "variable":
            return "VAR"
        case "string" | "number" | "blank":
            return token.kind.upper()
        case "language":
            return "LANG"
        case _:
            return token.text


@cache
def _grammar() -> _Grammar:
    grammar = _Grammar()
    pieces = _RULE.split(RULES)
    for name, words, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        if words:
            grammar.names[name] = words
        symbols = [(found[1], found[2], found[3]) for found in _SYMBOL.finditer(body)]
        _Reader(grammar, name, symbols).read()
    _compute_first(grammar)
    for name, productions in grammar.productions.items():
        for production in reversed(productions):
            for terminal in _first_of(grammar, production):
                grammar.table[name, terminal] = production
    return grammar


class _Reader:
    """Reads the right side of one rule; repetition and choice become productions of their own."""

    def __init__(self, grammar: _Grammar, name: str, symbols: list[tuple[str, str, str]]) -> None:
        self._grammar = grammar
        self._name = name
        self._symbols = symbols
        self._at = 0
        self._inner = 0

    def read(self) -> None:
        """Add the productions of the rule."""
        self._grammar.productions[self._name] = self._choice()

    def _choice(self) -> list[tuple[str, ...]]:
        options = [self._sequence()]
        while self._sign() == "|":
            self._at += 1
            options.append(self._sequence())
        return options

    def _sequence(self) -> tuple[str, ...]:
        parts: list[str] = []
        while self._at < len(self._symbols) and self._sign() not in {"|", ")"}:
            parts.append(self._repeated(self._one()))
        return tuple(parts)

    def _one(self) -> str:
        quoted, name, sign = self._symbols[self._at]
        self._at += 1
        if sign != "(":
            return quoted or name
        inner = self._fresh(self._choice())
        self._at += 1  # the closing bracket
        return inner

    def _repeated(self, part: str) -> str:
        sign = self._sign()
        if sign not in {"?", "*", "+"}:
            return part
        self._at += 1
        if sign == "?":
            return self._fresh([(part,), ()])
        again = self._fresh([])
        self._grammar.productions[again] = [(part, again), ()]
        return again if sign == "*" else self._fresh([(part, again)])

    def _sign(self) -> str:
        return self._symbols[self._at][2] if self._at < len(self._symbols) else ""

    def _fresh(self, productions: list[tuple[str, ...]]) -> str:
        self._inner += 1
        name = f"{self._name}.{self._inner}"
        self._grammar.productions[name] = productions
        return name


def _compute_first(grammar: _Grammar) -> None:
    grammar.first = dict.fromkeys(grammar.productions, frozenset())
    changed = True
    while changed:
        changed = False
        for name, productions in grammar.productions.items():
            if name not in grammar.empty and any(
                all(part in grammar.empty for part in production) for production in productions
            ):
                grammar.empty.add(name)
                changed = True
            found = frozenset(
                terminal for production in productions for terminal in _first_of(grammar, production)
            )
            if found != grammar.first[name]:
                grammar.first[name] = found
                changed = True


def _first_of(grammar: _Grammar, production: Sequence[str]) -> Iterator[str]:
    for part in production:
        yield from grammar.first.get(part, (part,))
        if part not in grammar.empty:
            return
