"""Requests of the two protocols, read without a server."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import QueryError, TooLarge
from communique.sparql.graph_request import GraphName, graph_of, uploads
from communique.sparql.limits import Limits
from communique.sparql.request import FORM, Exchange, ProtocolRequest, is_absolute_iri, read

LIMITS = Limits(text_bytes=100, update_bytes=200)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(_TEXT, st.lists(_TEXT, max_size=3))
def test_get_form_and_direct_carry_the_same_text(text: str, notes: list[str]) -> None:
    query = urlencode([("query", text), *(("note", note) for note in notes)])
    options = {"note": tuple(notes)} if notes else {}
    expected = ProtocolRequest("query", text, options=options)
    assert read(Exchange("GET", query), LIMITS) == expected
    assert read(Exchange("POST", "", FORM, query.encode()), LIMITS) == expected
    url = urlencode([("note", note) for note in notes])
    direct = Exchange("POST", url, "application/sparql-query", text.encode())
    assert read(direct, LIMITS).text == text.removeprefix("\ufeff")


@given(
    st.binary(max_size=60),
    st.text(max_size=20),
    st.sampled_from(["GET", "POST", "QUERY"]),
    st.text(max_size=30),
)
def test_whatever_comes_is_a_request_or_an_error_of_ours(
    body: bytes, query: str, method: str, kind: str
) -> None:
    for content_type in (None, kind, FORM, "application/sparql-query", "application/sparql-update"):
        with suppress(QueryError):
            found = read(Exchange(method, query, content_type, body), LIMITS)
            assert found.operation in {"query", "update", "description"}


def test_dataset_and_options_are_told_apart() -> None:
    query = "query=ASK{}&default-graph-uri=a:b&default-graph-uri=a:b&named-graph-uri=c:d&format=csv&format=json&x="
    found = read(Exchange("GET", query), LIMITS)
    assert (found.default_graphs, found.named_graphs) == (("a:b",), ("c:d",))
    assert found.option("output", "format") == ("csv", "json")
    assert found.flag("x")
    assert not found.flag("y")
    for value in ("0", "no", "false", "OFF"):
        assert not read(Exchange("GET", f"query=&x={value}"), LIMITS).flag("x")


@pytest.mark.parametrize(
    ("query", "prefer", "seconds"),
    [
        ("timeout=3", "", 3.0),
        ("timeout=0.5s", "", 0.5),
        ("timeout=1500ms", "", 1.5),
        ("timeout=1&timeout=2", "", 2.0),
        ("", "wait=7", 7.0),
        ("", 'respond-async, WAIT = "8"', 8.0),
        ("", "nowait=9", None),
        ("", "", None),
    ],
)
def test_the_time_that_a_client_will_wait(query: str, prefer: str, seconds: float | None) -> None:
    exchange = Exchange("POST", query, "application/sparql-query", b"ASK{}", prefer)
    assert read(exchange, LIMITS).wait == seconds


@pytest.mark.parametrize("value", ["-1", "soon", "1h", "1e9", "", "9" * 40, "nan"])
def test_what_is_no_time_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="timeout"):
        read(Exchange("GET", f"query=ASK{{}}&timeout={quote(value)}"), LIMITS)


def test_limits_count_bytes_of_utf_8() -> None:
    read(Exchange("GET", "query=" + quote("é" * 50)), LIMITS)
    with pytest.raises(TooLarge):
        read(Exchange("GET", "query=" + quote("é" * 51)), LIMITS)
    read(Exchange("POST", "", "application/sparql-update", b"#" * 200), LIMITS)
    with pytest.raises(TooLarge):
        read(Exchange("POST", "", "application/sparql-update", b"#" * 201), LIMITS)


def test_too_many_parameters_are_refused() -> None:
    with pytest.raises(QueryError, match="parameters"):
        read(Exchange("GET", "query=ASK{}" + "&a=b" * 1000), LIMITS)


@pytest.mark.parametrize("iri", ["http://e/", "urn:x:y", "a:", "http://é/ü"])
def test_absolute_iris(iri: str) -> None:
    assert is_absolute_iri(iri)


@pytest.mark.parametrize("text", ["", "e/f", "//e/f", "http://a b", "a:<", "1:x", "a:\u0000", "a:{}"])
def test_what_is_no_absolute_iri(text: str) -> None:
    assert not is_absolute_iri(text)


def test_the_graph_of_an_address() -> None:
    assert graph_of("graph=a%3Ab%2531") == GraphName("a:b%31")
    assert graph_of("default") == graph_of("default=") == GraphName()
    assert graph_of("") == graph_of("format=nq") == GraphName(every=True)


def test_parts_of_a_form_are_documents() -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.nt"\r\n\r\n<a:a> <a:a> "\r" .\r\n'
        b"--x\r\nContent-Type: application/trig\r\nContent-Transfer-Encoding: base64\r\n\r\nPGE6Yj4=\r\n--x--"
    )
    first, second = uploads('multipart/form-data; boundary="x"', body)
    assert (first.payload, first.format.name, first.quads) == (b'<a:a> <a:a> "\r" .', "nt", False)
    assert (second.payload, second.format.name, second.quads) == (b"<a:b>", "trig", True)


@given(
    st.binary(max_size=200),
    st.sampled_from(
        [
            "multipart/form-data; boundary=b",
            "multipart/form-data",
            "x",
            "text/turtle; charset=",
            "a/b; c=\x80",
        ]
    ),
)
def test_any_upload_is_read_or_refused(body: bytes, content_type: str) -> None:
    with suppress(QueryError):
        assert uploads(content_type, body)
