"""Negotiation of formats and codings, by RFC 9110."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import NotAcceptable, QueryError, TooLarge, UnsupportedType
from communique.sparql import formats
from communique.sparql.coding import decode_all, encode, encode_all, negotiate_coding
from communique.sparql.etag import (
    answer_tag,
    graph_etag,
    graph_tag,
    matches,
    opaque_tags,
    strong_graph_tags,
)
from communique.sparql.negotiation import items, negotiate
from communique.sparql.problem import Problem, render
from communique.sparql.result_cache import ResultCache


@given(st.text(max_size=60))
def test_any_header_is_read(header: str) -> None:
    for item in items(header):
        assert 0 <= item.quality <= 1
    try:
        negotiate(header, formats.SOLUTIONS)
    except NotAcceptable:
        assert items(header)
    negotiate_coding(header)
    assert render(Problem(400, "x"), header)[0]


@given(
    st.permutations(["text/csv;q=0.5", "application/sparql-results+json;q=0.7", "*/*;q=0.1", "text/*;q=0.6"])
)
def test_order_means_nothing_where_weights_differ(ranges: list[str]) -> None:
    assert negotiate(",".join(ranges), formats.SOLUTIONS).format is formats.JSON


def test_every_offer_can_be_had_by_each_of_its_names() -> None:
    for offers in (formats.SOLUTIONS, formats.BOOLEAN, formats.GRAPH):
        for offer in offers:
            assert negotiate(offer.media_type, offers).format is offer
            for alias in offer.aliases:
                assert negotiate(alias, offers).media_type == alias
            for name in offer.names:
                assert negotiate("image/png", offers, [name]).format is offer


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=1, zstd;q=0.9", "gzip"),
        ("br", "identity"),
        ("*", "zstd"),
        ("*;q=0, gzip", "gzip"),
        ("gzip;q=0", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("deflate, gzip;q=0.1", "gzip"),
        ("identity;q=0, *;q=0", "identity"),
        ("gzip;q=0, zstd;q=0, identity;q=0", "identity"),
    ],
)
def test_codings(header: str | None, coding: str) -> None:
    assert negotiate_coding(header) == coding


@given(st.lists(st.binary(max_size=300), max_size=6), st.sampled_from(["gzip", "zstd", "identity"]))
def test_what_is_coded_can_be_decoded(frames: list[bytes], coding: str) -> None:
    whole = b"".join(frames)
    coded = b"".join(encode(frames, coding))  # type: ignore[arg-type]  # one of the three
    assert decode_all(coded, coding, 10_000) == whole
    if coding != "identity" and whole:
        with pytest.raises(QueryError):
            decode_all(coded[:-1], coding, 10_000)


def test_a_failure_leaves_the_coded_stream_unfinished() -> None:
    def frames() -> object:
        yield b"x" * 1000
        raise RuntimeError

    for coding in ("gzip", "zstd"):
        received: list[bytes] = []
        with pytest.raises(RuntimeError):
            received.extend(encode(frames(), coding))  # type: ignore[arg-type]  # an iterable of bytes
        body = b"".join(received)
        with pytest.raises((QueryError, EOFError)):
            decode_all(body, coding, 10_000) if body else gzip.decompress(b"\x1f\x8b")


def test_decoding_stops_at_its_limit() -> None:
    big = bytes(1 << 22)
    for coded, name in ((gzip.compress(big), "gzip"), (zstandard.compress(big), "zstd")):
        with pytest.raises(TooLarge):
            decode_all(coded, name, 1 << 20)
        assert decode_all(coded, name, 1 << 22) == big
        assert decode_all(coded + coded, name, 1 << 23) == big + big
    twice = zstandard.compress(gzip.compress(b"x"))
    assert decode_all(twice, "gzip, zstd", 100) == b"x"
    with pytest.raises(UnsupportedType):
        decode_all(zlib.compress(b"x"), "deflate", 100)
    with pytest.raises(QueryError):
        decode_all(b"nonsense", "zstd", 100)


@pytest.mark.parametrize(
    ("name", "coded"), [("gzip", gzip.compress), ("zstd", zstandard.compress)], ids=["gzip", "zstd"]
)
def test_a_body_of_many_members_is_read_in_one_pass_and_one_of_too_many_is_refused(
    name: str, coded: Callable[[bytes], bytes]
) -> None:
    """Each byte was copied once for every member behind it, so that 64 MiB of empty ones took hours."""
    parts = [bytes([65 + n % 26]) * (n % 7) for n in range(9_000)]
    assert decode_all(b"".join(map(coded, parts)), name, 1 << 20) == b"".join(parts)
    with pytest.raises(QueryError, match="10,000 parts"):
        decode_all(coded(b"") * 300_000, name, 1 << 20)
    body = b"".join(map(coded, parts[:10]))
    for cut in (1, len(coded(parts[9])) - 1):
        with pytest.raises(QueryError, match="ends too early"):
            decode_all(body[:-cut], name, 1 << 20)


@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=5), st.sampled_from(["gzip", "zstd"]))
def test_members_of_any_size_come_back_one_after_the_other(parts: list[bytes], name: str) -> None:
    coded = gzip.compress if name == "gzip" else zstandard.compress
    assert decode_all(b"".join(map(coded, parts)), name, 1 << 20) == b"".join(parts)


@given(
    st.lists(st.tuples(st.text(), st.integers() | st.none()), max_size=4),
    st.lists(st.tuples(st.text(), st.integers() | st.none()), max_size=4),
)
def test_tags_are_equal_exactly_when_what_decides_is(one: list[object], other: list[object]) -> None:
    assert (answer_tag(*one) == answer_tag(*other)) == (one == other)
    assert matches(f'"x", {answer_tag(*one)}', answer_tag(*one))


def test_parts_of_what_decides_do_not_run_together() -> None:
    assert answer_tag("ab", "c") != answer_tag("a", "bc")
    assert answer_tag(("a",), None) != answer_tag(None, ("a",))


def test_a_graph_has_one_tag_in_every_order_and_format() -> None:
    tag = graph_tag([b"<a:a> <a:b> 1 .\n", b"<a:a> <a:b> 2 ."])
    assert tag == graph_tag([b"<a:a> <a:b> 2 .", b"<a:a> <a:b> 1 ."])
    assert tag != graph_tag([b"<a:a> <a:b> 2 ."])
    assert strong_graph_tags(f"{graph_etag(tag, 'ttl')}, W/{graph_etag(tag, 'nt')}") == (tag,)
    assert strong_graph_tags("*") is None
    assert opaque_tags('W/"a", "b"') == ("a", "b")


def test_the_cache_is_bounded_and_forgets_what_was_not_used() -> None:
    cache = ResultCache(100, 50)
    cache.put("big", bytes(51))
    assert cache.get("big") is None
    for name in "abc":
        cache.put(name, bytes(30))
    cache.get("a")
    cache.put("d", bytes(30))
    assert [name for name in "abcd" if cache.get(name) is not None] == ["a", "c", "d"]
    assert cache.held == 90
    cache.put("a", bytes(10))
    assert cache.held == 70


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 406, 408, 412, 413, 414, 415, 422, 500, 503, 504, 507, 599]
)
def test_every_status_has_a_title_and_all_forms(status: int) -> None:
    problem = Problem(
        status, "<&> detail", hints=("try this",), expected=("'}'",), snippet="x\n^", line=1, column=1
    )
    for accept, mark in (
        ("text/html", "&lt;&amp;&gt; detail"),
        ("text/plain", "<&> detail"),
        (None, '"<&> detail"'),
    ):
        body, _ = render(problem, accept)
        assert mark in body
        assert "try this" in body
    assert problem.title


def test_coded_bodies_shrink() -> None:
    assert len(encode_all(b"a" * 10_000, "gzip")) < 100
