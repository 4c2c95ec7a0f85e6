"""What the server says of itself can be asked for as well: in a graph of the dataset, true of each commit."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyshacl import validate
from rdflib import RDF, Graph
from tests.web.plain_store import TOKENS, WRITER

from communique.sparql.examples import examples
from communique.sparql.prefixes import PREFIXES
from communique.store import Delta, writing
from communique.web import about
from communique.web.host import start
from communique.web.linked.dumps import DUMPS
from communique.web.settings import Settings

BASE = "http://localhost/"
ABOUT = f"{BASE}graph/about"
SHAPES = Path(__file__).parents[1] / "conformance" / "service-description.ttl"
MINE = f"{BASE}graph/user/mine"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time enough to count, however busy the machine is."""
    monkeypatch.setattr(about, "DEADLINE", 60.0)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with writing(tmp_path / "store") as opened:
        opened.corpus.set("base", BASE)
        lines = tuple(f"<{BASE}a{n}> <{RDF.type}> <http://e.org/Thing> <{BASE}graph/1> ." for n in range(3))
        opened.commit(Delta(added=lines), "build", lambda _corpus: None)
    server = start(tmp_path / "store", Settings(tokens=TOKENS, pages=False))
    with contextlib.closing(contextlib.ExitStack()) as stack:
        stack.callback(server.stop)
        flask = Flask("outer")
        flask.wsgi_app = server.application  # type: ignore[method-assign, assignment]  # a client for it
        yield flask


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def asked(client: FlaskClient, where: str) -> Graph:
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
    reply = client.get(f"/sparql?format=nt&query={quote(query)}")
    assert reply.status_code == 200
    return Graph().parse(data=reply.text, format="nt")


def described(client: FlaskClient) -> Graph:
    return Graph().parse(data=client.get("/sparql?format=nt").text, format="nt")


def count(client: FlaskClient, pattern: str) -> int:
    query = quote(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    reply = client.get(f"/sparql?query={query}", headers={"Accept": "application/json"})
    return int(json.loads(reply.text)["results"]["bindings"][0]["n"]["value"])


def write(client: FlaskClient, text: str) -> None:
    headers = {**WRITER, "Content-Type": "application/sparql-update"}
    assert client.post("/update", data=text, headers=headers).status_code == 204


def test_the_description_is_a_graph_of_the_dataset(client: FlaskClient) -> None:
    told = asked(client, f"GRAPH <{ABOUT}> {{ ?s ?p ?o }}")
    assert len(told) > 100
    assert set(told) == set(described(client))
    conforms, _, text = validate(told, shacl_graph=Graph().parse(SHAPES, format="turtle"))
    assert conforms, text


def test_it_is_true_of_every_commit(client: FlaskClient) -> None:
    """Counts of a users' graph, and of itself, as they are in the very snapshot that answers."""
    sd = "http://www.w3.org/ns/sparql-service-description#"

    def told(graph: str, size: object) -> int:
        name, triples = f"<{sd}name> <{graph}>", "<http://rdfs.org/ns/void#triples>"
        return count(client, f"GRAPH <{ABOUT}> {{ ?g {name} ; <{sd}graph>/{triples} {size} }}")

    for number in range(1, 4):
        write(client, f"INSERT DATA {{ GRAPH <{MINE}> {{ <{BASE}b{number}> <http://e.org/p> {number} }} }}")
        assert told(MINE, number) == 1
        itself = count(client, f"GRAPH <{ABOUT}> {{ ?s ?p ?o }}")
        assert told(ABOUT, itself) == 1
    write(client, f"DROP GRAPH <{MINE}>")
    assert told(MINE, "?any") == 0
    assert set(asked(client, f"GRAPH <{ABOUT}> {{ ?s ?p ?o }}")) == set(described(client))


def test_no_answer_mixes_a_commit_with_the_description_of_another(client: FlaskClient, app: Flask) -> None:
    over = threading.Event()
    seen: list[tuple[str, ...]] = []

    def read() -> None:
        query = quote(
            f"SELECT ?told (COUNT(?o) AS ?n) {{ GRAPH <{MINE}> {{ ?s ?p ?o }} OPTIONAL {{ GRAPH <{ABOUT}> {{ ?g "
            f"<http://www.w3.org/ns/sparql-service-description#name> <{MINE}> ; "
            "<http://www.w3.org/ns/sparql-service-description#graph>/<http://rdfs.org/ns/void#triples> ?told } } } "
            "GROUP BY ?told"
        )
        reader = app.test_client()
        while not over.is_set():
            reply = reader.get(f"/sparql?format=csv&query={query}&x={len(seen)}")
            seen.extend(tuple(row.split(",")) for row in reply.text.splitlines()[1:])

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(12):
        write(client, f"INSERT DATA {{ GRAPH <{MINE}> {{ <{BASE}b> <http://e.org/p> {number} }} }}")
    over.set()
    thread.join()
    assert len(set(seen)) > 1
    assert all(told == number for told, number in seen), seen


def test_it_is_no_part_of_the_default_graph_nor_of_what_is_stored(
    client: FlaskClient, tmp_path: Path
) -> None:
    assert count(client, "?s ?p ?o") == 3
    assert ABOUT not in client.get("/graph-store?format=nq").text
    with writing(tmp_path / "store") as opened:
        assert not any(ABOUT in line for line in opened.quads.lines())
    headers = {**WRITER, "Content-Type": "text/turtle"}
    assert client.put(f"/graph-store?graph={ABOUT}", data="", headers=headers).status_code == 403


def test_every_dump_is_named_and_there(client: FlaskClient) -> None:
    void = "http://rdfs.org/ns/void#dataDump"
    dcat = "http://www.w3.org/ns/dcat#downloadURL"
    for term in (void, dcat):
        found = {
            str(file)
            for file in asked(client, f"GRAPH <{ABOUT}> {{ ?s ?p ?o FILTER(?p = <{term}>) }}").objects()
        }
        assert found == {f"{BASE}data/{name}" for name in DUMPS}
    for file in found:
        with client.get(file.removeprefix(BASE.rstrip("/"))) as reply:
            assert reply.status_code == 200


SIB_EDITOR = {
    "examples": "SELECT DISTINCT ?sq ?comment ?query { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; "
    "sh:select|sh:ask|sh:construct|sh:describe ?query } ORDER BY ?sq",
    "prefixes": "SELECT DISTINCT ?prefix ?namespace { [] sh:namespace ?namespace ; sh:prefix ?prefix }",
    "partitions": "SELECT DISTINCT ?subjectClass ?prop { ?cp void:class ?subjectClass ; "
    "void:propertyPartition ?pp . ?pp void:property ?prop }",
}
"""What SIB's sparql-editor asks (its metadata.ts of 2025): the endpoint first, and where that has no row, the
document that the endpoint gives without a query."""

COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,text/html;q=0.2"
)


@pytest.mark.parametrize("wanted", SIB_EDITOR)
def test_the_editor_of_sib_finds_its_metadata_though_the_default_graph_has_none(
    client: FlaskClient, wanted: str
) -> None:
    """A default graph that held them would count the server's own words among those of the articles."""
    prefixes = {name: PREFIXES[name] for name in ("sh", "rdfs", "void")}
    query = "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items()) + SIB_EDITOR[wanted]
    asked_for = {"Accept": "application/sparql-results+json"}
    reply = client.get(f"/sparql?ac=1&query={quote(query)}", headers=asked_for)
    assert json.loads(reply.text)["results"]["bindings"] == []
    document = client.get("/sparql", headers={"Accept": COMUNICA})
    assert document.mimetype == "application/n-quads"
    rows = [
        row.asdict()  # type: ignore[union-attr]  # of a SELECT
        for row in Graph().parse(data=document.text, format="nt").query(query)
    ]
    if wanted == "examples":
        texts = {example.text: example.question for example in examples() if example.form != "describe"}
        assert {str(row["query"]): str(row["comment"]) for row in rows} == texts
    elif wanted == "prefixes":
        assert {str(row["prefix"]): str(row["namespace"]) for row in rows} == PREFIXES
    else:
        assert [(str(row["subjectClass"]), str(row["prop"])) for row in rows] == [
            ("http://e.org/Thing", str(RDF.type))
        ]


def test_each_example_has_an_address_of_its_own(client: FlaskClient) -> None:
    sh = "http://www.w3.org/ns/shacl#SPARQLExecutable"
    found = asked(client, f"GRAPH <{ABOUT}> {{ ?s ?p ?o FILTER(?o = <{sh}>) }}").subjects()
    [first, *rest] = sorted(found, key=str)
    assert len(rest) > 10
    reply = client.get(str(first).removeprefix(BASE.rstrip("/")), headers={"Accept": "text/turtle"})
    assert reply.status_code == 200
    assert set(Graph().parse(data=reply.text, format="turtle").subjects()) == {first}
    assert client.get("/.well-known/sparql-examples/none-of-them").status_code == 404


def test_data_that_are_too_large_for_memory_are_served_from_files_just_the_same(tmp_path: Path) -> None:
    """Above ``disk_above`` quads: the description, updates and the guard work there as well."""
    with writing(tmp_path / "store") as opened:
        opened.corpus.set("base", BASE)
        line = f"<{BASE}a> <{RDF.type}> <http://e.org/Thing> <{BASE}graph/1> ."
        opened.commit(Delta(added=(line,)), "build", lambda _corpus: None)
    server = start(tmp_path / "store", Settings(tokens=TOKENS, pages=False, disk_above=0))
    flask = Flask("outer")
    flask.wsgi_app = server.application  # type: ignore[method-assign, assignment]  # a client for it
    client = flask.test_client()
    try:
        assert (tmp_path / "store" / "served").is_dir()
        assert set(asked(client, f"GRAPH <{ABOUT}> {{ ?s ?p ?o }}")) == set(described(client))
        write(client, f"INSERT DATA {{ GRAPH <{MINE}> {{ <{BASE}b> <http://e.org/p> 1 }} }}")
        assert count(client, f"GRAPH <{MINE}> {{ ?s ?p ?o }}") == 1
        assert set(asked(client, f"GRAPH <{ABOUT}> {{ ?s ?p ?o }}")) == set(described(client))
        sh = "http://www.w3.org/ns/shacl#"
        shapes = (
            f"<{MINE}> <{sh}shapesGraph> <{MINE}-shapes> . <{BASE}S> <{sh}targetSubjectsOf> <http://e.org/p> ; "
            f"<{sh}property> [ <{sh}path> <http://e.org/p> ; <{sh}maxCount> 1 ] ."
        )
        headers = {**WRITER, "Content-Type": "text/turtle"}
        put = client.put(f"/graph-store?graph={MINE}-shapes", data=shapes, headers=headers)
        assert put.status_code == 201
        more = f"<{BASE}b> <http://e.org/p> 2 ."
        assert client.post(f"/graph-store?graph={MINE}", data=more, headers=headers).status_code == 422
        assert count(client, f"GRAPH <{MINE}> {{ ?s ?p ?o }}") == 1
    finally:
        server.stop()
    assert not (tmp_path / "store" / "served").exists()
