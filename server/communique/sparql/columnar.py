"""Solutions as columns for data frames: Parquet and Arrow, through pyarrow where it is installed.

As in CSV, a cell is the plain value of its term: language tags and the difference between IRI and literal
are lost. But a column whose values all have one of the common datatypes has that type, which CSV cannot say.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from communique.sparql.formats import COLUMNAR, Format

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1

_INTEGERS: Final = frozenset(
    _XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "negativeInteger",
        "nonPositiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_FLOATS: Final = frozenset({_XSD + "double", _XSD + "float"})


@cache
def available() -> tuple[Format, ...]:
    """The columnar formats, if pyarrow is installed."""
    return COLUMNAR if importlib.util.find_spec("pyarrow") is not None else ()


def convert(solutions: bytes, name: str) -> bytes:
    """SPARQL Results JSON of a SELECT as ``parquet`` or ``arrow`` (the stream format)."""
    arrow = importlib.import_module("pyarrow")
    document = json.loads(solutions)
    names: list[str] = document["head"]["vars"]
    rows: list[Mapping[str, Mapping[str, str]]] = document["results"]["bindings"]
    arrays, fields = [], []
    for each in names:
        array, about = _column(arrow, [row.get(each) for row in rows])
        arrays.append(array)
        fields.append(arrow.field(each, array.type, metadata=about))
    table = arrow.Table.from_arrays(arrays, schema=arrow.schema(fields))
    sink = arrow.BufferOutputStream()
    if name == "parquet":
        importlib.import_module("pyarrow.parquet").write_table(table, sink, compression="zstd")
    else:
        with arrow.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
    body: bytes = sink.getvalue().to_pybytes()
    return body


def _column(arrow: Any, terms: Sequence[Mapping[str, str] | None]) -> tuple[Any, dict[str, str]]:
    """One column and what its field says of it; strings where the terms have no type in common."""
    kinds = {term["type"] for term in terms if term is not None}
    datatypes = {term.get("datatype", "") for term in terms if term is not None}
    about = {"kind": next(iter(kinds))} if len(kinds) == 1 else {}
    if kinds == {"literal"} and len(datatypes) == 1:
        datatype = next(iter(datatypes))
        typed = _typed(arrow, datatype)
        if datatype:
            about["datatype"] = datatype
        if typed is not None:
            read, type_ = typed
            try:
                return arrow.array(
                    [None if term is None else read(term["value"]) for term in terms], type_
                ), about
            except (ValueError, InvalidOperation, arrow.ArrowInvalid):
                pass  # one ill-typed value makes the column one of strings
    return arrow.array([None if term is None else term["value"] for term in terms], arrow.string()), about


def _typed(arrow: Any, datatype: str) -> tuple[Callable[[str], object], Any] | None:
    """How a lexical form of this datatype is read, and the Arrow type of the column."""
    if datatype in _INTEGERS:
        return _integer, arrow.int64()
    if datatype in _FLOATS:
        return _float, arrow.float64()
    if datatype == _XSD + "decimal":
        return Decimal, None
    if datatype == _XSD + "boolean":
        return _boolean, arrow.bool_()
    if datatype == _XSD + "date":
        return date.fromisoformat, arrow.date32()
    return None


def _integer(text: str) -> int:
    value = int(text)
    if not _SMALLEST <= value <= _LARGEST:
        raise ValueError(text)
    return value


def _float(text: str) -> float:
    return float(text.replace("INF", "inf"))


def _boolean(text: str) -> bool:
    if text not in {"true", "false", "1", "0"}:
        raise ValueError(text)
    return text in {"true", "1"}
