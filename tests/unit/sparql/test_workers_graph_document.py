"""One graph as a document: the same bytes and the same tag for the same graph, made where queries run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.errors import DeadlineExceeded, GraphMissing, TooLarge
from communique.sparql.etag import graph_tag
from communique.sparql.evaluation import GRAPH_FORMATS, UNNAMED_GRAPH, Evaluation
from communique.sparql.limits import Limits
from communique.sparql.workers.requests import error_from_header, error_header
from communique.sparql.workers.stream import Stream
from communique.sparql.workers.tier import QueryTier

LINES = [f'<urn:s{n % 40}> <urn:p{n % 7}> "{n}" .' for n in range(400)] + ["_:b <urn:p1> <urn:o> ."]
GRAPH = "http://b/graph/user/g"


def tier_of(folder: Path, lines: list[str]) -> QueryTier:
    folder.mkdir(exist_ok=True)
    snapshot = folder / "data.nq"
    in_graph = "".join(f"{line[:-1]}<{GRAPH}> .\n" for line in lines)
    snapshot.write_text(in_graph + "".join(f"{line}\n" for line in lines[:3]), encoding="utf-8")
    tier = QueryTier(snapshot, limits=Limits(workers=1), base="http://b/", empty_graphs=["http://b/empty"])
    tier.start()
    return tier


@pytest.fixture(scope="module")
def tier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryTier]:
    tier = tier_of(tmp_path_factory.mktemp("graphs"), LINES)
    yield tier
    tier.close()


def asked(tier: QueryTier, name: str = GRAPH, form: str = "nt", **wishes: float) -> Stream:
    return tier.query(
        Evaluation("", form, operation="graph", named_graphs=(name,), **wishes)  # type: ignore[arg-type]  # any field
    )


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_the_order_in_which_a_graph_was_written_does_not_show(
    tier: QueryTier, tmp_path: Path, form: str
) -> None:
    shuffled = random.Random(1).sample(LINES, len(LINES))
    other = tier_of(tmp_path, shuffled)
    try:
        here, there = asked(tier, form=form), asked(other, form=form)
        assert here.tag == there.tag == graph_tag(line.encode() for line in LINES)
        body = b"".join(here.frames)
        assert body == b"".join(there.frames)
    finally:
        other.close()
    assert len(list(ox.parse(body, getattr(ox.RdfFormat, FORMAT_NAMES[form])))) == len(LINES)


FORMAT_NAMES = {
    "nt": "N_TRIPLES",
    "nq": "N_QUADS",
    "ttl": "TURTLE",
    "trig": "TRIG",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON_LD",
}


def test_the_unnamed_graph_is_read_alone_and_an_empty_one_is_a_graph(tier: QueryTier) -> None:
    assert sorted(b"".join(asked(tier, UNNAMED_GRAPH).frames).decode().splitlines()) == sorted(LINES[:3])
    assert b"".join(asked(tier, "http://b/empty").frames) == b""
    with pytest.raises(GraphMissing, match="http://b/none"):
        asked(tier, "http://b/none")


def test_limits_hold_for_a_graph_as_for_a_query(tier: QueryTier) -> None:
    with pytest.raises(TooLarge):
        asked(tier, max_bytes=1000)
    with pytest.raises(DeadlineExceeded):
        asked(tier, deadline=0)


def test_that_there_is_no_graph_crosses_the_wire_as_what_it_is() -> None:
    carried = error_from_header(error_header(GraphMissing("there is no graph <urn:g>")))
    assert (type(carried), str(carried), carried.status) == (GraphMissing, "there is no graph <urn:g>", 404)
