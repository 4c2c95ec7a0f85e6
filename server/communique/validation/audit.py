"""Audits: queries over the whole graph that must find nothing.

Each file of ``ontology/audits`` is a SELECT of ``?focus`` and, where it helps, ``?value`` and ``?path``.
Its header comments say what it means::

    # severity: Violation
    # message: Rests on words of another article.
    # dataset: merged        (or: graphs, where the names of the graphs matter)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from communique import resources
from communique.errors import ResourceMissing
from communique.validation.report import Result, Severity


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit. ``merged`` says that all graphs are taken as one."""

    name: str
    severity: Severity
    message: str
    merged: bool
    query: str


def read_audit(name: str, text: str) -> Audit:
    """An audit from the text of its file; ``ResourceMissing`` if its header lacks severity or message."""
    header: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        key, _, value = line.lstrip("# ").partition(":")
        header[key.strip()] = value.strip()
    try:
        severity, message = Severity(header["severity"]), header["message"]
    except (KeyError, ValueError) as error:
        raise ResourceMissing(
            f"audit {name} needs the lines '# severity: ...' and '# message: ...'"
        ) from error
    return Audit(name, severity, message, header.get("dataset", "merged") == "merged", text)


def audits() -> tuple[Audit, ...]:
    """Every audit that ships with the package, in the order of its number."""
    files = sorted(
        (f for f in resources.folder("ontology", "audits").iterdir() if f.name.endswith(".rq")),
        key=lambda f: f.name,
    )
    if not files:
        raise ResourceMissing("ontology/audits holds no file: install the package again")
    return tuple(read_audit(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in files)


def run_audit(store: ox.Store, audit: Audit) -> Iterator[Result]:
    """What the audit finds in a store whose graphs have their names."""
    found = store.query(audit.query, use_default_graph_as_union=audit.merged)
    if not isinstance(found, ox.QuerySolutions):
        raise ResourceMissing(f"audit {audit.name} is no SELECT query")
    names = [variable.value for variable in found.variables]
    for row in found:
        cells = {name: term for name, term in zip(names, row, strict=True) if term is not None}
        focus = cells["focus"]
        yield Result(
            severity=audit.severity,
            check=f"audit:{audit.name}",
            component="Audit",
            focus=focus.value if isinstance(focus, ox.NamedNode) else str(focus),
            message=audit.message,
            path=str(cells["path"]) if "path" in cells else None,
            value=str(cells["value"]) if "value" in cells else None,
        )
