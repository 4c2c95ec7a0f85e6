"""Solutions as columns: types where they agree, strings where they do not."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from communique.sparql.columnar import available, convert

pa = pytest.importorskip("pyarrow", reason="pyarrow is an extra: pip install communique[arrow]")
XSD = "http://www.w3.org/2001/XMLSchema#"


def results(**columns: list[tuple[str, str] | None]) -> bytes:
    """Each column a list of (datatype or kind, value)."""
    size = max((len(values) for values in columns.values()), default=0)
    rows: list[dict[str, Any]] = [{} for _ in range(size)]
    for name, values in columns.items():
        for row, cell in zip(rows, values, strict=True):
            if cell is not None:
                kind, value = cell
                row[name] = (
                    {"type": kind, "value": value}
                    if kind in {"uri", "bnode", "literal"}
                    else {"type": "literal", "value": value, "datatype": XSD + kind}
                )
    return json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": rows}}).encode()


def table(body: bytes, name: str) -> Any:
    if name == "arrow":
        return pa.ipc.open_stream(body).read_all()
    parquet = pytest.importorskip("pyarrow.parquet")
    return parquet.read_table(io.BytesIO(body))


@pytest.mark.parametrize("name", ["parquet", "arrow"])
def test_a_column_has_the_type_that_its_values_share(name: str) -> None:
    solutions = results(
        i=[("integer", "-5"), None, ("integer", "+7")],
        d=[("double", "1e3"), ("double", "INF"), None],
        b=[("boolean", "true"), ("boolean", "0"), None],
        t=[("date", "2025-01-31"), None, ("date", "2024-02-29")],
        m=[("decimal", "1.50"), ("decimal", "2"), None],
        s=[("literal", "x"), ("literal", "é"), None],
        u=[("uri", "http://e/"), None, None],
        empty=[None, None, None],
    )
    found = table(convert(solutions, name), name)
    assert found.column("i").to_pylist() == [-5, None, 7]
    assert found.column("d").to_pylist() == [1000.0, float("inf"), None]
    assert found.column("b").to_pylist() == [True, False, None]
    assert [str(day) for day in found.column("t").to_pylist()] == ["2025-01-31", "None", "2024-02-29"]
    assert [str(number) for number in found.column("m").to_pylist()] == ["1.50", "2.00", "None"]
    assert found.column("s").to_pylist() == ["x", "é", None]
    assert found.column_names == ["i", "d", "b", "t", "m", "s", "u", "empty"]
    assert found.schema.field("u").metadata == {b"kind": b"uri"}
    assert found.schema.field("i").metadata[b"datatype"] == (XSD + "integer").encode()


@pytest.mark.parametrize(
    "column",
    [
        [("integer", "5"), ("literal", "x")],
        [("integer", "5"), ("decimal", "5.5")],
        [("integer", str(2**63))],
        [("date", "2025-01")],
        [("boolean", "yes")],
        [("decimal", "x")],
        [("uri", "a:b"), ("bnode", "c")],
        [("dateTime", "2025-01-31T00:00:00Z")],
    ],
)
def test_what_has_no_type_in_common_is_text(column: list[tuple[str, str] | None]) -> None:
    found = table(convert(results(x=column), "arrow"), "arrow")
    assert found.column("x").to_pylist() == [cell[1] for cell in column if cell]


def test_an_answer_without_rows_has_its_columns() -> None:
    found = table(convert(b'{"head":{"vars":["a","b"]},"results":{"bindings":[]}}', "parquet"), "parquet")
    assert (found.column_names, found.num_rows) == (["a", "b"], 0)


def test_the_formats_are_on_offer_where_pyarrow_is() -> None:
    assert [each.name for each in available()] == ["parquet", "arrow"]
