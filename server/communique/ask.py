"""One query against a store from the command line, evaluated where the server's are: in a sandbox."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from communique import resources
from communique.errors import Forbidden, QuerySyntaxError, UsageError
from communique.sparql.diagnosis import diagnose
from communique.sparql.evaluation import Evaluation, Evaluator
from communique.sparql.limits import Limits
from communique.sparql.outline import Outline, outline
from communique.sparql.prefixes import PREFIXES, complete, shorten
from communique.sparql.workers.tier import QueryTier
from communique.store import snapshot

WIDEST = 60
"""Characters that a cell of a printed table may have."""


def ask(question: str, store: Path, chosen: str, timeout: float) -> bytes:
    """The answer of a store to ``question``: query text, a file, ``-``, or the number of a shipped question.

    ``chosen`` is ``table`` or a format of ``Evaluation``.
    """
    text = question_text(question)
    limits = replace(Limits(), anonymous_deadline=timeout, result_bytes=2**40)
    with tempfile.TemporaryDirectory() as scratch:
        held = snapshot(store, Path(scratch) / "snapshot.nq")
        tier = QueryTier(held.file, workers=1, limits=limits, base=held.base, commit=held.commit.id)
        tier.start()
        try:
            return answer(tier, text, chosen, timeout)
        finally:
            tier.close()


def question_text(question: str) -> str:
    """The text that is meant by what was written on the command line."""
    if question == "-":
        return sys.stdin.read()
    if "{" in question:
        return question
    shipped = [f for f in resources.folder("ontology", "questions").iterdir() if f.name.endswith(".rq")]
    for file in shipped:
        if question in (file.name, file.name.removesuffix(".rq"), file.name.split("-")[0]):
            return file.read_text(encoding="utf-8")
    path = Path(question)
    if path.is_file():
        return path.read_text(encoding="utf-8")
    numbers = ", ".join(sorted(f.name.split("-")[0] for f in shipped))
    raise UsageError(f"{question!r} is neither a query nor a file nor one of the questions {numbers}")


def answer(evaluator: Evaluator, text: str, chosen: str, timeout: float) -> bytes:
    """The answer to a query text, in ``chosen``."""
    found = outline(text)
    if not found.is_query:
        raise QuerySyntaxError("this is no query: it starts with none of SELECT, ASK, CONSTRUCT and DESCRIBE")
    if found.remote:
        raise Forbidden("SERVICE is not evaluated: no query leaves this machine")
    completed, added = complete(text, found)
    shape = _format(chosen, found)
    evaluation = Evaluation(
        completed,
        format=shape,
        deadline=timeout,
        max_bytes=2**40,
        columns=found.variables if found.star else None,
        prefixes=tuple(PREFIXES.items()),
    )
    try:
        reply = evaluator.query(evaluation)
    except QuerySyntaxError as error:
        raise _explained(error, text, found, shift=1 if added else 0) from error
    try:
        content = b"".join(reply.frames)
    finally:
        reply.close()
    return table(content).encode("utf-8") if chosen == "table" and shape == "json" else content


def _explained(error: QuerySyntaxError, text: str, found: Outline, shift: int) -> QuerySyntaxError:
    problem = diagnose(error, text, found, shift=shift)
    where = f"line {problem.line}, column {problem.column}: " if problem.line else ""
    parts = [f"{where}{problem.detail}", problem.snippet, *problem.hints]
    message = "\n".join(part for part in parts if part)
    return QuerySyntaxError(message, line=problem.line, column=problem.column)


def _format(chosen: str, found: Outline) -> str:
    if chosen != "table":
        return chosen
    return "json" if found.form in ("select", "ask") else "ttl"


def table(content: bytes) -> str:
    """SPARQL Results JSON as columns for reading; long cells are cut and end with an ellipsis."""
    result: dict[str, Any] = json.loads(content)
    if "boolean" in result:
        return "yes\n" if result["boolean"] else "no\n"
    names: list[str] = result["head"]["vars"]
    rows = [[_cell(row.get(name)) for name in names] for row in result["results"]["bindings"]]
    widths = [max([len(name), *(len(row[i]) for row in rows)]) for i, name in enumerate(names)]
    lines = [_line(names, widths), _line(["-" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    lines.append(f"({len(rows)} row{'' if len(rows) == 1 else 's'})")
    return "\n".join(lines) + "\n"


def _cell(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    shown = shorten(term["value"]).strip("<>") if term["type"] == "uri" else " ".join(term["value"].split())
    return shown if len(shown) <= WIDEST else shown[: WIDEST - 1] + "…"


def _line(cells: list[str], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
