"""The operations of an update as its tokens show them: what they may change, and where USING goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.sparql.dataset import resolve
from communique.sparql.evaluation import UNNAMED_GRAPH
from communique.sparql.outline import Outline
from communique.sparql.tokens import Token

_LEADS = frozenset({"WITH", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "LOAD"})


@dataclass(frozen=True, slots=True)
class Targets:
    """The graphs that an update names as what it changes (``UNNAMED_GRAPH`` for the one without a name).

    ``open`` is the first token that leaves the graph to the data: a variable in a template, NAMED or ALL.
    """

    graphs: tuple[str, ...]
    open: Token | None


def targets(of: Outline, base: str | None) -> Targets:
    """What an update may change. Meant for a text that the engine accepts; of another it says little."""
    found: dict[str, None] = {}
    openings: list[Token] = []
    for operation in operations(of.tokens):
        for token in _named_targets(operation):
            if token.kind in {"iri", "name"}:
                found[resolve(token, of, base)] = None
            elif token.is_word("DEFAULT"):
                found[UNNAMED_GRAPH] = None
            else:
                openings.append(token)
    return Targets(tuple(found), openings[0] if openings else None)


def loads_are_well_formed(of: Outline) -> bool:
    """Whether every LOAD leads an operation of the form ``LOAD SILENT? iri (INTO GRAPH iri)?``.

    Of others the engine says what is wrong with them, rather than that they are not allowed.
    """
    found = 0
    *before, last = _between_semicolons(of.tokens)
    for operation in [*map(_without_prologue, before), *operations(last)]:
        if not operation:
            return False
        if operation[0].is_word("LOAD"):
            rest = [token for token in operation[1:] if not token.is_word("SILENT")]
            shape = [token.text.upper() if token.kind == "word" else token.kind for token in rest]
            shape = ["iri" if part == "name" else part for part in shape]
            if shape not in (["iri"], ["iri", "INTO", "GRAPH", "iri"]):
                return False
            found += 1
    return found == sum(token.is_word("LOAD") for token in of.tokens)


def with_using(text: str, of: Outline, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with the dataset of the request as USING clauses (SPARQL 1.1 Protocol, 2.2.3).

    ``DELETE WHERE`` takes no USING, so its pattern is written out as template and pattern. Everything else
    of the text stays as it is, on the lines on which it is.
    """
    clause = "".join(f"USING <{graph}> " for graph in default)
    clause += "".join(f"USING NAMED <{graph}> " for graph in named)
    changes: list[tuple[int, str]] = []
    for operation in operations(of.tokens):
        where = next((token for token in _flat(operation) if token.is_word("WHERE")), None)
        lead = operation[0]
        if where is None or not lead.is_word("WITH", "INSERT", "DELETE"):
            continue
        if lead.is_word("DELETE") and len(operation) > 1 and operation[1] is where:
            block = text[operation[2].start : operation[-1].end] if len(operation) > 2 else ""
            clause_here = f"{block} {clause}"
        else:
            clause_here = clause
        changes.append((where.start, clause_here))
    for at, addition in reversed(changes):
        text = text[:at] + addition + text[at:]
    return text


def operations(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each operation, prologues and the semicolons between left out."""
    for part in _between_semicolons(tokens):
        operation = _without_prologue(part)
        if operation:
            yield operation


def _between_semicolons(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    parts: list[Sequence[Token]] = []
    depth, start = 0, 0
    for at, token in enumerate(tokens):
        if token.kind != "sign":
            continue
        depth += (token.text in {"{", "(", "["}) - (token.text in {"}", ")", "]"})
        if depth == 0 and token.text == ";":
            parts.append(tokens[start:at])
            start = at + 1
    return [*parts, tokens[start:]]


def _without_prologue(part: Sequence[Token]) -> Sequence[Token]:
    lead = next((at for at, each in enumerate(part) if each.is_word(*_LEADS)), len(part))
    return part[lead:]


def _flat(operation: Sequence[Token]) -> Iterator[Token]:
    """The tokens outside all brackets."""
    depth = 0
    for token in operation:
        if token.kind == "sign" and token.text in {"{", "(", "["}:
            depth += 1
        elif token.kind == "sign" and token.text in {"}", ")", "]"}:
            depth -= 1
        elif depth == 0:
            yield token


def _named_targets(operation: Sequence[Token]) -> Iterator[Token]:
    """The tokens that say what one operation changes; DEFAULT for triples outside GRAPH."""
    lead = operation[0]
    if lead.is_word("CLEAR", "DROP", "CREATE"):
        yield operation[-1]
    elif lead.is_word("ADD", "COPY", "MOVE"):
        before = next((at for at, token in enumerate(operation) if token.is_word("TO")), len(operation))
        yield operation[-1]
        if lead.is_word("MOVE"):
            yield operation[before - 1]
    elif lead.is_word("LOAD"):
        into = next((at for at, token in enumerate(operation) if token.is_word("INTO")), None)
        if into is None:
            yield Token("word", "DEFAULT", lead.start)
        else:
            yield operation[-1]
    else:
        yield from _template_targets(operation)


def _template_targets(operation: Sequence[Token]) -> Iterator[Token]:
    """The graphs of WITH and of the templates; ``DELETE WHERE`` has its pattern for a template."""
    fixed = operation[1] if operation[0].is_word("WITH") and len(operation) > 1 else None
    shorthand = len(operation) > 1 and operation[0].is_word("DELETE") and operation[1].is_word("WHERE")
    depth = 0
    before: Token | None = None
    for token in operation:
        if token.kind == "sign" and token.text in {"{", "}"}:
            depth += 1 if token.text == "{" else -1
        elif depth == 0 and token.is_word("WHERE") and not shorthand:
            return
        elif depth == 1 and before is not None and before.is_word("GRAPH"):
            yield token
        elif depth == 1 and token.text != "." and not token.is_word("GRAPH"):
            yield fixed or Token("word", "DEFAULT", token.start)
        before = token
