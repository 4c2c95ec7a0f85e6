"""Networks and tables as files, read back by the programs that people open them with."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from tests.web.pages.site import BASE, Site

from communique.web.linked.network import Edge, Network, Node, gexf, graphml, table
from communique.web.linked.tables import SEPARATOR, TABLES

DIP = "https://w3id.org/communique/ns#"
READERS: dict[str, Callable[[io.BytesIO], nx.Graph]] = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}
CLASSES = {
    "persons": "Person",
    "offices": "Office",
    "tenures": "Tenure",
    "meetings": "Event",
    "bases": "Base",
    "claims": "Claim",
}
UNSAID = {"spellings", "misspellings", "ended_by", "start", "end", "modality", "near"}
"""Columns that the worked examples may leave empty."""


@pytest.mark.parametrize("form", READERS)
def test_networkx_reads_everybody_who_met_or_spoke(client: FlaskClient, site: Site, form: str) -> None:
    graph = READERS[form](io.BytesIO(client.get(f"/network.{form}").data))
    said = {
        frozenset((str(quad.subject)[1:-1], str(quad.object)[1:-1]))
        for way in ("met", "spokeWith")
        for quad in site.store.quads_for_pattern(None, ox.NamedNode(DIP + way), None)
    }
    assert said
    assert {frozenset(edge) for edge in graph.edges} <= said
    assert graph.number_of_edges() > 0
    assert not graph.is_directed()
    for _, _, data in graph.edges(data=True):
        assert data["weight"] == data["met"] + data["spoke"] >= 1
        assert data["first"] <= data["last"] or not data["last"]
    assert all(data["label"] for _, data in graph.nodes(data=True))


def test_pandas_reads_the_network_with_the_same_edges(client: FlaskClient) -> None:
    frame = pd.read_csv(io.BytesIO(client.get("/network.csv").data))
    graph = nx.read_graphml(io.BytesIO(client.get("/network.graphml").data))
    assert len(frame) == graph.number_of_edges()
    assert frame["Weight"].sum() == sum(data["weight"] for _, _, data in graph.edges(data=True))


def test_hostile_names_survive_in_every_file() -> None:
    found = Network(
        [Node("http://e/a", '=1+<b>&"\x00', "", ""), Node("http://e/b", "b\n", "s; t", "o")],
        [Edge("http://e/a", "http://e/b", 1, 2, "2025-01-01", "2025-02-01")],
    )
    for write, read in ((gexf, nx.read_gexf), (graphml, nx.read_graphml)):
        graph = read(io.BytesIO(write(found)))
        assert graph.nodes["http://e/a"]["label"] == '=1+<b>&"'
        assert graph.edges["http://e/a", "http://e/b"]["weight"] == 3
    rows = list(csv.reader(io.StringIO(table(found).decode("utf-8-sig"))))
    assert rows[1][7].startswith("'=")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_one_row_for_each_thing(client: FlaskClient, site: Site, name: str) -> None:
    reply = client.get(f"/tables/{name}.csv")
    assert reply.status_code == 200
    frame = pd.read_csv(io.BytesIO(reply.data), dtype=str, keep_default_na=False)
    assert sorted(frame["iri"]) == site.things(CLASSES[name])
    empty = {column for column in frame.columns if not (frame[column] != "").any()}
    assert empty <= UNSAID, empty


@pytest.mark.parametrize("name", TABLES)
def test_the_metadata_describes_the_columns_that_are_there(client: FlaskClient, name: str) -> None:
    reply = client.get(f"/tables/{name}.csv")
    described = client.get(f"/tables/{name}.csv-metadata.json").get_json(force=True)
    assert described["@context"] == "http://www.w3.org/ns/csvw"
    assert described["url"].endswith(f"/tables/{name}.csv")
    columns = described["tableSchema"]["columns"]
    header, *rows = csv.reader(io.StringIO(reply.get_data(as_text=True)))
    assert header == [column["titles"] for column in columns]
    assert f"/tables/{name}.csv-metadata.json" in reply.headers["Link"]
    for row in rows:
        for value, column in zip(row, columns, strict=True):
            assert _fits(value, column), (column, value)


def _fits(value: str, column: dict[str, object]) -> bool:
    if not value:
        return column["required"] is False
    match column["datatype"]:
        case "date":
            return bool(date.fromisoformat(value))
        case "integer":
            return value.isdecimal()
        case "anyURI":
            return ":" in value and " " not in value
    return True


def test_values_of_a_cell_are_all_of_the_graph(client: FlaskClient, site: Site) -> None:
    rows = csv.DictReader(io.StringIO(client.get("/tables/meetings.csv").get_data(as_text=True)))
    seen = 0
    for row in rows:
        quads = site.store.quads_for_pattern(
            ox.NamedNode(row["iri"]), ox.NamedNode(DIP + "participant"), None
        )
        seen += len({quad.object for quad in quads}) == len(row["participants"].split(SEPARATOR)) > 1
    assert seen > 0


def test_rows_come_in_one_order(client: FlaskClient, site: Site) -> None:
    frame = pd.read_csv(io.BytesIO(client.get("/tables/claims.csv").data), dtype=str)
    assert all(one < other for one, other in pairwise(frame["iri"]))
    assert frame["article"].str.startswith(BASE).all()


def test_the_group_names_every_table(client: FlaskClient) -> None:
    found = client.get("/tables/csv-metadata.json").get_json(force=True)
    assert [one["url"].rpartition("/")[2] for one in found["tables"]] == [f"{name}.csv" for name in TABLES]
