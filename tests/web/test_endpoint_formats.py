"""What answers look like: statements 19 to 25, and the names that clients give to formats."""

from __future__ import annotations

import csv
import gzip
import io
import json
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import zstandard
from flask.testing import FlaskClient
from tests.web.plain_store import PlainStore

SELECT = "SELECT * { ?z <http://e/p> ?a }"
ASK = "ASK {}"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv; charset=utf-8"
TSV = "text/tab-separated-values; charset=utf-8"
TURTLE = "text/turtle; charset=utf-8"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def get(query: str, more: str = "") -> str:
    return "/sparql?query=" + quote(query) + more


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        # 19
        (SELECT, None, JSON),
        (SELECT, "", JSON),
        (SELECT, "*/*", JSON),
        (SELECT, JSON, JSON),
        (SELECT, XML, XML),
        (SELECT, "text/csv", CSV),
        (SELECT, "text/tab-separated-values", TSV),
        (ASK, "*/*", JSON),
        (ASK, XML, XML),
        (CONSTRUCT, None, TURTLE),
        (CONSTRUCT, "application/n-triples", "application/n-triples; charset=utf-8"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/n-quads", "application/n-quads; charset=utf-8"),
        (CONSTRUCT, "application/trig", "application/trig; charset=utf-8"),
        ("DESCRIBE <http://e/a>", "text/turtle", TURTLE),
        # aliases, under the name that was asked
        (SELECT, "application/json", "application/json"),
        (SELECT, "application/xml", "application/xml"),
        (CONSTRUCT, "application/json", "application/json"),
        (CONSTRUCT, "text/plain", "text/plain; charset=utf-8"),
        # 20: weights, wildcards, specificity, q=0
        (SELECT, "text/csv;q=0.2, application/json;q=0.9", "application/json"),
        (SELECT, f"{XML};q=0.5, {JSON};q=0.4", XML),
        (SELECT, "text/*", CSV),
        (SELECT, "application/*;q=0.1, text/tab-separated-values", TSV),
        (SELECT, f"*/*, {JSON};q=0", XML),
        (SELECT, f"{JSON};q=0, {XML};q=0, */*;q=0.1", CSV),
        (SELECT, "text/csv;q=0, text/*", TSV),
        (SELECT, f"{XML}, {JSON}", XML),
        (SELECT, "TEXT/CSV", CSV),
        (SELECT, 'text/csv;header=present;q=0.5, image/png;note=","', CSV),
        (SELECT, "text/csv;q=nonsense", CSV),
        (
            CONSTRUCT,
            "application/sparql-results+json, application/n-triples;q=0.1",
            "application/n-triples; charset=utf-8",
        ),
        # what clients send (notes on clients)
        (SELECT, f"{JSON},application/json,text/javascript,application/javascript", JSON),
        (SELECT, f"{JSON},*/*;q=0.9", JSON),
        (SELECT, f"{JSON};q=1.0, {XML};q=0.7", JSON),
        (SELECT, f"{XML}, application/rdf+xml", XML),
        (CONSTRUCT, f"{XML}, application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/turtle,text/turtle", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/ld+json,application/x-json+ld", "application/ld+json"),
        (CONSTRUCT, "application/n-triples,*/*;q=0.9", "application/n-triples; charset=utf-8"),
    ],
)
def test_the_format_is_what_the_client_wants_most(
    client: FlaskClient, query: str, accept: str | None, content_type: str
) -> None:
    reply = client.get(get(query), headers={} if accept is None else {"Accept": accept})
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, content_type)
    assert set(reply.headers["Vary"].split(", ")) == {"Accept", "Accept-Encoding", "Origin"}


@pytest.mark.parametrize(
    ("query", "accept", "named"),
    [
        (SELECT, "image/png", "text/csv"),
        (SELECT, "text/turtle", "text/csv"),
        (CONSTRUCT, JSON, "text/turtle"),
        (ASK, "text/csv", JSON),
        (ASK, "text/tab-separated-values", JSON),
        (SELECT, "*/*;q=0", JSON),
    ],
)
def test_an_unsatisfiable_wish_is_406_and_lists_what_there_is(
    client: FlaskClient, query: str, accept: str, named: str
) -> None:
    """Statements 19 and 20."""
    reply = client.get(get(query), headers={"Accept": accept})
    assert reply.status_code == 406
    assert named in json.loads(reply.text)["detail"]


@pytest.mark.parametrize(
    ("address", "content_type"),
    [
        (get(SELECT, "&format=csv"), CSV),
        (get(SELECT, "&format=tsv"), TSV),
        (get(SELECT, "&output=xml"), XML),
        (get(SELECT, "&results=json"), JSON),
        (get(SELECT, "&format=xml&output=xml&results=xml"), XML),
        (get(SELECT, "&format=application/sparql-results+json"), JSON),
        (get(SELECT, "&format=text/csv"), CSV),
        (get(SELECT, "&format=nonsense"), XML),
        (get(CONSTRUCT, "&format=nt"), "application/n-triples; charset=utf-8"),
        (get(CONSTRUCT, "&format=ttl"), TURTLE),
        (get(CONSTRUCT, "&format=jsonld"), "application/ld+json"),
        (get(CONSTRUCT, "&format=json"), "application/ld+json"),
        (get(CONSTRUCT, "&format=xml"), "application/rdf+xml"),
        ("/sparql.csv?query=" + quote(SELECT), CSV),
        ("/sparql.json?query=" + quote(SELECT), JSON),
        ("/sparql.ttl?query=" + quote(CONSTRUCT), TURTLE),
    ],
)
def test_a_parameter_goes_before_the_header(client: FlaskClient, address: str, content_type: str) -> None:
    """Statement 22; what names no format at all is ignored."""
    reply = client.get(address, headers={"Accept": XML})
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, content_type)


def test_a_format_that_the_answer_cannot_have_is_not_ignored(client: FlaskClient) -> None:
    for address in (
        get(SELECT, "&format=ttl"),
        get(ASK, "&format=csv"),
        "/sparql.csv?query=" + quote(CONSTRUCT),
    ):
        assert client.get(address).status_code == 406


def test_csv_and_tsv_are_those_of_the_recommendation(client: FlaskClient, store: PlainStore) -> None:
    """Statement 23: CRLF and quotes in CSV; terms in Turtle's syntax and question marks in TSV."""
    store.load(
        '@prefix : <http://e/> . :a :p "x,y" , "a \\"quote\\"" , "line\\nbreak" , 7 , "chat"@fr , '
        "<http://e/text#char=0,59> , _:n ."
    )
    query = "SELECT ?o ?nothing { ?s ?p ?o } ORDER BY STR(?o)"
    body = client.get(get(query, "&format=csv")).get_data()
    assert body.startswith(b"o,nothing\r\n")
    assert body.endswith(b"\r\n")
    assert b'"x,y",\r\n' in body
    assert b'"http://e/text#char=0,59",\r\n' in body
    assert b'"a ""quote""",\r\n' in body
    assert b'"line\nbreak",\r\n' in body
    values = [row[0] for row in csv.reader(io.StringIO(body.decode(), newline=""))][1:]
    assert sorted(value for value in values if not value.startswith("_:")) == sorted(
        ["x,y", 'a "quote"', "line\nbreak", "7", "chat", "http://e/text#char=0,59"]
    )
    lines = client.get(get(query, "&format=tsv")).text.split("\n")
    assert lines[0] == "?o\t?nothing"
    assert lines[-1] == ""
    assert {'"x,y"\t', '"a \\"quote\\""\t', '"line\\nbreak"\t', "7\t", '"chat"@fr\t'} <= set(lines)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_columns_stand_in_the_order_of_the_query(client: FlaskClient, store: PlainStore, form: str) -> None:
    """Statement 24: of SELECT *, by first appearance; of a list, as listed."""
    store.load("<http://e/s> <http://e/p> 1 .")
    queries = {
        "SELECT * { ?z <http://e/p> ?a }": ["z", "a"],
        "SELECT * { ?z ?m ?a FILTER(?a < 9) }": ["z", "m", "a"],
        "SELECT DISTINCT * { BIND(1 AS ?y) { ?x ?p ?b } }": ["y", "x", "p", "b"],
        "SELECT ?p ?a { ?z ?p ?a }": ["p", "a"],
    }
    for query, expected in queries.items():
        body = client.get(get(query, f"&format={form}")).get_data()
        if form == "json":
            found = json.loads(body)["head"]["vars"]
        elif form == "xml":
            found = [v.value for v in ox.parse_query_results(body, ox.QueryResultsFormat.XML).variables]  # type: ignore[union-attr]  # solutions
        else:
            separator = "," if form == "csv" else "\t"
            found = body.decode().splitlines()[0].replace("?", "").split(separator)
        assert found == expected, query


def test_xml_never_holds_what_xml_forbids(client: FlaskClient) -> None:
    """Statement 25: a control character is refused with a reason; JSON has it."""
    query = 'SELECT ?x { VALUES ?x { "ok" "a\\u0001b" } }'
    reply = client.get(get(query, "&format=xml"))
    assert reply.status_code == 406
    assert "JSON" in json.loads(reply.text)["detail"].upper()
    assert "\\u0001" in client.get(get(query, "&format=json")).text


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_answers_are_compressed_for_who_takes_it(client: FlaskClient, store: PlainStore, coding: str) -> None:
    """Statement 48."""
    store.load("".join(f"<http://e/{n}> <http://e/p> {n} ." for n in range(200)))
    plain = client.get(get(SELECT)).get_data()
    for accept in (
        coding,
        f"{coding};q=0.5, br",
        f"identity;q=0.1, {coding}",
        f"br, {coding}, deflate;q=0.2",
    ):
        reply = client.get(get(SELECT), headers={"Accept-Encoding": accept})
        assert reply.headers["Content-Encoding"] == coding
        body = reply.get_data()
        assert len(body) == int(reply.headers["Content-Length"]) < len(plain) / 2
        unpacked = (
            gzip.decompress(body)
            if coding == "gzip"
            else zstandard.ZstdDecompressor().decompressobj().decompress(body)
        )
        assert unpacked == plain
    for refused in (f"{coding};q=0", "br", "identity"):
        assert "Content-Encoding" not in client.get(get(SELECT), headers={"Accept-Encoding": refused}).headers


def test_requests_may_be_compressed(client: FlaskClient) -> None:
    """Statement 48: within the limit after decompression."""
    headers = {"Content-Type": "application/sparql-query"}
    for coding, body in (("gzip", gzip.compress(b"ASK {}")), ("zstd", zstandard.compress(b"ASK {}"))):
        reply = client.post("/sparql", headers={**headers, "Content-Encoding": coding}, data=body)
        assert reply.status_code == 200
        broken = client.post("/sparql", headers={**headers, "Content-Encoding": coding}, data=body[:-3])
        assert broken.status_code == 400
    assert client.post("/sparql", headers={**headers, "Content-Encoding": "br"}, data=b"x").status_code == 415
    bomb = gzip.compress(b"#" * (80 << 20))
    assert (
        client.post("/sparql", headers={**headers, "Content-Encoding": "gzip"}, data=bomb).status_code == 413
    )


def test_a_download_has_a_name(client: FlaskClient) -> None:
    reply = client.get(get(SELECT, "&format=csv&_dl=1"))
    assert 'attachment; filename="result.csv"' in reply.headers["Content-Disposition"]
    reply = client.get(get(SELECT, "&format=json&download=" + quote('Wer traf/wen?"\r\nX: y é')))
    disposition = reply.headers["Content-Disposition"]
    assert "filename*=UTF-8''Wer-traf-wen-X-y-%C3%A9.json" in disposition
    assert "Content-Disposition" not in client.get(get(SELECT, "&format=csv")).headers


def test_columns_for_data_frames(client: FlaskClient, store: PlainStore) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is an extra")
    store.load("<http://e/a> <http://e/p> 1 , 2 .")
    reply = client.get(get(SELECT, "&format=arrow"))
    assert reply.headers["Content-Type"] == "application/vnd.apache.arrow.stream"
    assert sorted(pyarrow.ipc.open_stream(reply.get_data()).read_all().column("a").to_pylist()) == [1, 2]
    done = store.evaluated
    assert client.get(get(SELECT, "&format=arrow")).get_data() == reply.get_data()
    assert store.evaluated == done
    parquet = client.get(get(SELECT), headers={"Accept": "application/vnd.apache.parquet"})
    assert parquet.get_data().startswith(b"PAR1")
    assert client.get(get(CONSTRUCT, "&format=parquet")).status_code == 406
