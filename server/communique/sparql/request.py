"""A request of the SPARQL 1.1 Protocol, read without any HTTP framework.

The rules are those of the Recommendation, section 2: how a query or an update may be sent, which
parameters it has, and what is a bad request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl

from communique.errors import QueryError, TooLarge, UnsupportedType
from communique.sparql.limits import Limits

Operation = Literal["query", "update", "description"]

_MOST_FIELDS = 1000
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`]*")
_ROWS = re.compile(r"0*([1-9]\d{0,17})")
_TIMEOUT = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s)?")
_WAIT = re.compile(r'(?:^|[,\s])wait\s*=\s*"?(\d{1,9})', re.IGNORECASE)
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)

FORM = "application/x-www-form-urlencoded"
DIRECT: Mapping[str, Literal["query", "update"]] = {
    "application/sparql-query": "query",
    "application/sparql-update": "update",
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """What HTTP delivered: bytes and strings as they came, nothing decoded yet.

    ``query_string`` is the part of the URL after ``?``, percent-encoded; ``only`` is the operation that the
    address allows (``/query``, ``/update``), ``None`` for ``/sparql``.
    """

    method: str
    query_string: str = ""
    content_type: str | None = None
    body: bytes = b""
    prefer: str = ""
    only: Literal["query", "update"] | None = None


@dataclass(frozen=True, slots=True)
class ProtocolRequest:
    """A request that follows the Protocol.

    ``default_graphs`` and ``named_graphs`` are the dataset that its parameters name (``using-…`` for an
    update); both ``None`` when it names none. ``options`` are the parameters that the Recommendation does
    not know, in order of appearance.
    """

    operation: Operation
    text: str = ""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    wait: float | None = None
    max_rows: int | None = None
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def option(self, *names: str) -> tuple[str, ...]:
        """The values of these further parameters, in the order of the names given."""
        return tuple(value for name in names for value in self.options.get(name, ()))

    def flag(self, name: str) -> bool:
        """Whether a further parameter is set to anything but ``0``, ``no``, ``false`` or ``off``."""
        values = self.options.get(name, ())
        return bool(values) and values[-1].strip().lower() not in {"0", "no", "false", "off"}


def read(exchange: Exchange, limits: Limits) -> ProtocolRequest:
    """The request that an exchange carries.

    Raises ``QueryError`` (400), ``TooLarge`` (413) or ``UnsupportedType`` (415).
    """
    in_url = parameters(exchange.query_string.encode("latin-1", "replace"), "the URL")
    if exchange.method in {"GET", "HEAD"}:
        return _get(exchange, in_url, limits)
    media_type = (exchange.content_type or "").partition(";")[0].strip().lower()
    if not media_type:
        raise QueryError(
            f"a {exchange.method} needs a Content-Type: {FORM}, application/sparql-query "
            "or application/sparql-update"
        )
    _check_charset(exchange.content_type or "")
    for name in ("query", "update"):
        if name in in_url:
            raise QueryError(f"a {exchange.method} carries its {name} in the body, not as {name}= in the URL")
    if media_type == FORM:
        return _form(exchange, in_url, limits)
    if media_type not in DIRECT:
        raise UnsupportedType(
            f"Content-Type {media_type!r} is not read here; send {FORM}, application/sparql-query "
            "or application/sparql-update"
        )
    return _request(exchange, DIRECT[media_type], _decode(exchange.body, "the body"), in_url, limits)


def _get(exchange: Exchange, in_url: Mapping[str, tuple[str, ...]], limits: Limits) -> ProtocolRequest:
    if "update" in in_url:
        raise QueryError("an update must be sent by POST; nothing was executed")
    if "query" in in_url:
        return _request(exchange, "query", _single(in_url, "query"), in_url, limits)
    return ProtocolRequest("description", options=in_url)


def _form(exchange: Exchange, in_url: Mapping[str, tuple[str, ...]], limits: Limits) -> ProtocolRequest:
    in_body = parameters(exchange.body, "the form")
    both = {name: in_url.get(name, ()) + in_body.get(name, ()) for name in (*in_url, *in_body)}
    if "query" in in_body and "update" in in_body:
        raise QueryError("query= and update= in one request; send one of them")
    operation: Literal["query", "update"] = "update" if "update" in in_body else "query"
    if operation not in in_body:
        raise QueryError("the form has neither query= nor update=")
    return _request(exchange, operation, _single(in_body, operation), both, limits)


def _request(
    exchange: Exchange,
    operation: Literal["query", "update"],
    text: str,
    given: Mapping[str, tuple[str, ...]],
    limits: Limits,
) -> ProtocolRequest:
    if exchange.only not in {None, operation}:
        raise QueryError(f"this address takes only a {exchange.only}, not a {operation}")
    if exchange.method == "QUERY" and operation == "update":
        raise QueryError("QUERY is a safe method: send an update by POST; nothing was executed")
    most = limits.update_bytes if operation == "update" else limits.text_bytes
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > most:
        raise TooLarge(f"the {operation} has {size} bytes, more than the {most} that are read here")
    names = _DATASET[operation]
    other = _DATASET["query" if operation == "update" else "update"]
    for name in other:
        if name in given:
            raise QueryError(f"{name} does not belong to a {operation}; use {' and '.join(names)}")
    default, named = (_graphs(given, name) for name in names)
    known = {*names, "query", "update"}
    return ProtocolRequest(
        operation,
        text,
        default,
        named,
        _wait(given, exchange.prefer),
        _most_rows(given),
        {name: values for name, values in given.items() if name not in known},
    )


_DATASET = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}


def parameters(encoded: bytes, where: str) -> dict[str, tuple[str, ...]]:
    """The parameters of a URL or form, decoded once; invalid UTF-8 in bytes or escapes is a bad request."""
    if not encoded:
        return {}
    try:
        pairs = parse_qsl(
            encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except UnicodeDecodeError as error:
        raise QueryError(f"{where} is not UTF-8 (byte {error.start} after decoding)") from error
    except ValueError as error:
        raise QueryError(f"{where} has more than {_MOST_FIELDS} parameters") from error
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found


def is_absolute_iri(text: str) -> bool:
    """Whether a text is an absolute IRI, as a graph name must be (RFC 3987, loosely)."""
    return _ABSOLUTE_IRI.fullmatch(text) is not None


def _single(given: Mapping[str, tuple[str, ...]], name: str) -> str:
    values = given[name]
    if len(values) > 1:
        raise QueryError(f"{name}= appears {len(values)} times; a request carries one {name}")
    return values[0]


def _graphs(given: Mapping[str, tuple[str, ...]], name: str) -> tuple[str, ...] | None:
    values = given.get(name)
    for value in values or ():
        if not is_absolute_iri(value):
            raise QueryError(f"{name}={value[:200]!r} is not an absolute IRI")
    return tuple(dict.fromkeys(values)) if values else None


def _check_charset(content_type: str) -> None:
    found = _CHARSET.search(content_type)
    if found and found[1].lower() not in {"utf-8", "utf8"}:
        raise UnsupportedType(f"charset {found[1]!r} is not read here; send UTF-8")


def _decode(body: bytes, where: str) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{where} is not UTF-8 (byte {error.start})") from error


def _wait(given: Mapping[str, tuple[str, ...]], prefer: str) -> float | None:
    """Seconds that the client will wait: ``timeout=3``, ``3s``, ``3000ms``, or ``Prefer: wait=3``."""
    values = given.get("timeout")
    if values:
        found = _TIMEOUT.fullmatch(values[-1].strip().lower())
        if found is None:
            raise QueryError(f"timeout={values[-1][:40]!r} is no time; write seconds (2.5, 30s) or 2500ms")
        return float(found[1]) / (1000 if found[2] == "ms" else 1)
    found = _WAIT.search(prefer)
    return float(found[1]) if found else None


def _most_rows(given: Mapping[str, tuple[str, ...]]) -> int | None:
    """The rows that the client takes at most: ``max-rows=100``."""
    values = given.get("max-rows")
    if not values:
        return None
    found = _ROWS.fullmatch(values[-1].strip())
    if found is None:
        raise QueryError(f"max-rows={values[-1][:40]!r} is no number of rows; write 1, 100 or more")
    return int(found[1])
