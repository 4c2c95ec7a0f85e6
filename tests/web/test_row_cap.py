"""A cap on rows never cuts silently: statement 29."""

from __future__ import annotations

import gzip
import io
import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from tests.web.plain_store import BASE, PlainStore

from communique.sparql.limits import Limits
from communique.web.app import create_app
from communique.web.settings import Settings

SELECT = "SELECT * { ?s ?p ?o } ORDER BY ?o"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"


def get(query: str, more: str = "") -> str:
    return "/sparql?query=" + quote(query) + more


def serving(store: PlainStore, rows: int) -> FlaskClient:
    return create_app(Settings(base=BASE, pages=False, limits=Limits(result_rows=rows)), store).test_client()


@pytest.fixture
def capped(store: PlainStore) -> FlaskClient:
    """Five triples, of which an answer may have three."""
    store.load(" ".join(f"<http://e/s> <http://e/p> {n} ." for n in range(5)))
    return serving(store, 3)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "parquet", "arrow"])
def test_an_answer_with_more_rows_is_refused_with_the_cap_and_the_remedy(
    capped: FlaskClient, form: str
) -> None:
    if form in {"parquet", "arrow"}:
        pytest.importorskip("pyarrow")
    reply = capped.get(get(SELECT, f"&format={form}"), headers={"Origin": "https://a.example"})
    assert (reply.status_code, reply.headers["Content-Type"]) == (413, "application/problem+json")
    problem = json.loads(reply.text)
    assert problem["type"].endswith("/too-large")
    for said in ("3 rows", "result_rows", "max-rows=3", "LIMIT"):
        assert said in problem["detail"]
    assert "ETag" not in reply.headers
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert capped.get(get(SELECT + " LIMIT 3", f"&format={form}")).status_code == 200


@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <http://e/s>"])
def test_triples_of_a_graph_count_as_its_rows(capped: FlaskClient, query: str) -> None:
    refused = capped.get(get(query))
    assert (refused.status_code, "3 triples" in json.loads(refused.text)["detail"]) == (413, True)
    first = capped.get(get(query, "&max-rows=2&format=nt"))
    assert (first.status_code, first.text.count("\n"), first.headers["X-Rows-Cut"]) == (200, 2, "2")


@pytest.mark.parametrize(
    ("asked", "rows", "said"),
    [
        ("1", 1, "1"),
        ("3", 3, "3"),
        ("4", 3, "3; asked=4"),
        ("5000", 3, "3; asked=5000"),
        ("1&max-rows=2", 2, "2"),
    ],
)
def test_a_client_that_asks_for_the_first_rows_gets_them_and_hears_of_the_others(
    capped: FlaskClient, asked: str, rows: int, said: str
) -> None:
    reply = capped.get(get(SELECT, f"&max-rows={asked}"))
    found = json.loads(reply.text)["results"]["bindings"]
    assert [row["o"]["value"] for row in found] == [str(n) for n in range(rows)]
    assert (reply.status_code, reply.headers["X-Rows-Cut"]) == (200, said)
    assert "X-Rows-Cut" in reply.headers["Access-Control-Expose-Headers"]
    assert capped.head(get(SELECT, f"&max-rows={asked}")).headers["X-Rows-Cut"] == said


def test_a_large_cut_answer_is_compressed_as_any_other(store: PlainStore) -> None:
    store.load(" ".join(f"<http://e/s> <http://e/p> {n} ." for n in range(500)))
    limits = Limits(spool_bytes=1000)
    client = create_app(Settings(base=BASE, pages=False, limits=limits), store).test_client()
    whole = client.get(get(SELECT, "&max-rows=400&format=csv"))
    assert int(whole.headers["Content-Length"]) == len(whole.get_data()) > limits.spool_bytes
    zipped = client.get(get(SELECT, "&max-rows=400&format=csv"), headers={"Accept-Encoding": "gzip"})
    assert (zipped.headers["Content-Encoding"], zipped.headers["X-Rows-Cut"]) == ("gzip", "400")
    assert gzip.decompress(zipped.get_data()) == whole.get_data()


def test_what_was_not_cut_does_not_say_so(capped: FlaskClient, store: PlainStore) -> None:
    for query in (SELECT + " LIMIT 3", "ASK {}", "SELECT * { ?s ?p ?o } LIMIT 0"):
        assert "X-Rows-Cut" not in capped.get(get(query, "&max-rows=3")).headers
    open_to_all = serving(store, 0)
    for more in ("", "&max-rows=5", "&max-rows=6"):
        reply = open_to_all.get(get(SELECT, more))
        assert len(json.loads(reply.text)["results"]["bindings"]) == 5
        assert "X-Rows-Cut" not in reply.headers
    assert open_to_all.get(get(SELECT, "&max-rows=4")).headers["X-Rows-Cut"] == "4"


def test_the_first_rows_can_be_asked_for_in_every_way_to_send_a_query(capped: FlaskClient) -> None:
    direct = {"Content-Type": "application/sparql-query"}
    for reply in (
        capped.post("/sparql", data={"query": SELECT, "max-rows": "2"}),
        capped.post("/sparql?max-rows=2", data=SELECT, headers=direct),
        capped.open("/sparql?max-rows=2", method="QUERY", data=SELECT, headers=direct),
        capped.get("/sparql.json?max-rows=2&query=" + quote(SELECT)),
    ):
        assert (reply.headers["X-Rows-Cut"], len(json.loads(reply.text)["results"]["bindings"])) == ("2", 2)


def test_tables_for_data_frames_are_cut_and_say_so(capped: FlaskClient) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    reply = capped.get(get(SELECT, "&max-rows=2&format=parquet"))
    assert reply.headers["X-Rows-Cut"] == "2"
    assert parquet.read_table(io.BytesIO(reply.get_data())).num_rows == 2


def test_a_cut_answer_is_never_taken_for_another(capped: FlaskClient) -> None:
    """Neither by its validator nor by the server's own memory of answers; asking again says it again."""
    urls = [get(SELECT + " LIMIT 3", more) for more in ("", "&max-rows=1", "&max-rows=2", "&max-rows=3")]
    replies = [capped.get(url) for url in urls]
    assert len({reply.headers["ETag"] for reply in replies}) == len(urls)
    for url, first in zip(urls, replies, strict=True):
        again = capped.get(url)
        assert (again.text, again.headers.get("X-Rows-Cut")) == (first.text, first.headers.get("X-Rows-Cut"))
        known = capped.get(url, headers={"If-None-Match": first.headers["ETag"]})
        assert known.status_code == 304
    beyond = capped.get(get(SELECT, "&max-rows=3")).headers["ETag"]
    assert beyond == capped.get(get(SELECT, "&max-rows=7")).headers["ETag"]  # which is clamped to the same


@pytest.mark.parametrize("value", ["0", "-1", "all", "", "1.5", "9" * 40])
def test_what_is_no_number_of_rows_is_refused(capped: FlaskClient, value: str) -> None:
    reply = capped.get(get(SELECT, f"&max-rows={value}"))
    assert (reply.status_code, "max-rows" in json.loads(reply.text)["detail"]) == (400, True)


def test_the_cap_is_published(capped: FlaskClient, client: FlaskClient) -> None:
    """At /limits and in the description where there is one; as none where there is none."""
    limits = json.loads(capped.get("/limits").text)["limits"]
    assert {"name": "result_rows", "value": 3, "unit": "rows"} in limits
    assert "more than 3 rows" in capped.get("/sparql").text
    assert "result_rows: 3 rows" in capped.get("/limits", headers={"Accept": "text/plain"}).text
    assert {"name": "result_rows", "value": None, "unit": "rows"} in json.loads(client.get("/limits").text)[
        "limits"
    ]
    assert "result_rows: none" in client.get("/limits", headers={"Accept": "text/plain"}).text
    assert "max-rows" not in client.get("/sparql").text
