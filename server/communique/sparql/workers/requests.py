"""What the server asks of a worker, as it crosses the wire, and the errors that come back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from communique.errors import (
    CommuniqueError,
    Forbidden,
    GraphMissing,
    NotAcceptable,
    Overloaded,
    QueryError,
    QuerySyntaxError,
    TooLarge,
)


@dataclass(frozen=True, slots=True)
class Request:
    """One piece of work for a worker; a document or a change to work on travels beside it."""

    operation: Literal["query", "dump", "graph", "parse", "update", "write", "foresee"]
    text: str
    format: str
    max_bytes: int
    seconds: float
    """CPU time after which the kernel stops a worker that nobody watches any more."""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    base_iri: str | None = None
    prefixes: tuple[tuple[str, str], ...] = ()
    max_rows: int = 0
    """Most rows or triples of a query's answer; 0 for any number."""
    cut_rows: bool = False
    """Whether to leave out further ones instead of refusing the answer."""

    def header(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_header(cls, header: dict[str, Any]) -> Request:
        """The request that ``header`` was made of."""
        return cls(**header)


_CARRIED: Final[dict[str, type[CommuniqueError]]] = {
    error.__name__: error
    for error in (Forbidden, GraphMissing, NotAcceptable, Overloaded, QueryError, QuerySyntaxError, TooLarge)
}


def error_header(error: CommuniqueError) -> dict[str, Any]:
    """An error as JSON can hold it; what has no name of its own here crosses as ``QueryError``."""
    name = type(error).__name__
    header: dict[str, Any] = {
        "error": name if name in _CARRIED else "QueryError",
        "message": str(error),
    }
    if isinstance(error, QuerySyntaxError):
        header |= {"line": error.line, "column": error.column}
    return header


def error_from_header(header: dict[str, Any]) -> CommuniqueError:
    """The error that ``error_header`` wrote."""
    error = _CARRIED[header["error"]]
    if error is QuerySyntaxError:
        return QuerySyntaxError(header["message"], line=header["line"], column=header["column"])
    return error(header["message"])
