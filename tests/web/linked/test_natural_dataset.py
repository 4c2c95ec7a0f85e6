"""The JSON-LD of a whole dataset reads as plain JSON, and is the same quads for whoever reads it as RDF."""

from __future__ import annotations

import json
import tracemalloc
from itertools import chain
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset
from tests.web.linked.test_natural_json import DIP, NODES, TRIPLES, TYPES
from tests.web.pages.site import BASE, Site

from communique.sparql.natural_dataset import natural_dataset

GRAPHS = st.sampled_from(["", "<http://e/g>", NODES[0]])


def document(lines: list[str]) -> Any:
    return json.loads(b"".join(natural_dataset(lines)))


def quads(lines: list[str]) -> set[ox.Quad]:
    return set(ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_QUADS))


def nodes_of(found: Any, kind: str) -> list[Any]:
    inner = [one for each in found["graph"] for one in (each.get("graph", [each]))]
    return [one for one in inner if kind in (one.get("type"), *one.get("type", ()))]


@given(st.sets(st.tuples(TRIPLES | TYPES, GRAPHS), max_size=14))
def test_any_dataset_comes_back_as_it_was(said: set[tuple[tuple[str, str, str], str]]) -> None:
    """Also where one IRI names a graph and a thing, and whatever the order of the lines."""
    lines = [f"{' '.join(triple)} {graph} ." for triple, graph in said]
    whole = b"".join(natural_dataset(lines))
    assert set(ox.parse(whole, ox.RdfFormat.JSON_LD)) == quads(lines)
    assert b"".join(natural_dataset(sorted(lines))) == whole


def test_the_demo_graph_is_read_without_knowing_rdf(demo: Site) -> None:
    """A meeting says who took part, by name; a claim holds the words of its sentence."""
    found = document([f"{quad} ." for quad in demo.store])
    meeting = next(one for one in nodes_of(found, "Meeting") if len(one.get("participant", ())) == 2)
    assert list(meeting)[:3] == ["id", "type", "label"]
    assert isinstance(meeting["date"], str)
    assert {one["type"] for one in meeting["participant"]} == {"Person"}
    assert all(isinstance(one["label"]["en"], str) for one in meeting["participant"])
    claim = nodes_of(found, "Claim")[0]
    assert isinstance(claim["evidence"]["words"]["en"], str)
    assert claim["source"]["type"] == "Article"


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib 7.6's own parser
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # the same
def test_another_parser_reads_the_same_number_of_quads(demo: Site) -> None:
    lines = [f"{quad} ." for quad in demo.store]
    read = Dataset().parse(data=b"".join(natural_dataset(lines)), format="json-ld")
    assert len(list(read.quads())) == len(quads(lines))


def test_an_iri_that_looks_like_a_shorthand_stays_what_it_is() -> None:
    """``geo:`` is a prefix of ours and a scheme of RFC 5870."""
    lines = [f"<http://e/place> <{DIP}place> <geo:48.2,16.4> .", "<dip:a> <http://e/p> <base:b> ."]
    whole = b"".join(natural_dataset(lines))
    assert set(ox.parse(whole, ox.RdfFormat.JSON_LD)) == quads(lines)


def test_an_empty_dataset_is_a_document_too() -> None:
    assert document([])["graph"] == []


def test_what_is_held_in_memory_does_not_grow_with_what_is_written() -> None:
    """Claims enough for megabytes of JSON, in graphs of their own: only one graph is at hand at a time."""

    def lines(articles: int) -> list[str]:
        return list(
            chain.from_iterable(
                (f'<{BASE}a/{n}#{m}> <{DIP}verbatim> "{"word " * 40}{m}" <{BASE}a/{n}> .' for m in range(50))
                for n in range(articles)
            )
        )

    def beyond(articles: int) -> tuple[int, int]:
        given_lines = lines(articles)
        tracemalloc.start()
        size = sum(map(len, natural_dataset(given_lines)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size, peak

    (small, less), (large, more) = beyond(10), beyond(200)
    assert large > 18 * small
    assert more < less + large / 10
