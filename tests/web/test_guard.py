"""A graph of users for which shapes are stated conforms to them after every commit, or there is no commit."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.plain_store import TOKENS, WRITER

from communique.errors import InvalidGraph
from communique.sparql.triples import Triple, read_ntriples
from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import TierOnly, Writer
from communique.web.app import create_app
from communique.web.guard import MOST_RESULTS, ShapesGuard, compiled
from communique.web.settings import Settings

BASE = "http://localhost/"
DATA, SHAPES, OTHER = (f"{BASE}graph/user/{name}" for name in ("notes", "notes-shapes", "other"))
PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e.org/> . "
NOTE = f"""{PREFIXES}
<{DATA}> sh:shapesGraph <{SHAPES}> .
:Note a sh:NodeShape ; sh:targetClass :Note ; sh:property [
  sh:path :text ; sh:minCount 1 ; sh:maxLength 10 ; sh:message "A note has a text of ten letters at most." ] ;
  sh:property [ sh:path :see ; sh:nodeKind sh:IRI ; sh:severity sh:Warning ] .
"""
GOOD = PREFIXES + ':n1 a :Note ; :text "short" .'
BAD = PREFIXES + ':n1 a :Note ; :text "much too long" .'
TURTLE = {**WRITER, "Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    snapshot = tmp_path_factory.mktemp("guard") / "data.nq"
    snapshot.write_text(f"<{BASE}a> <http://e.org/p> <{BASE}b> <{BASE}graph/1> .\n", encoding="utf-8")
    tier = QueryTier(snapshot, workers=2, base=BASE)
    tier.start()
    writer = Writer(tier, TierOnly(tier), BASE, guard=ShapesGuard(tier, BASE))
    yield create_app(Settings(base=BASE, tokens=TOKENS, pages=False), tier, writer)
    tier.close()


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """A client; what it writes is taken away again, the guard first."""
    client = app.test_client()
    yield client
    for graph in (SHAPES, OTHER, DATA):
        client.delete(f"/graph-store?graph={graph}", headers=WRITER)


def put(client: FlaskClient, graph: str, content: str, **headers: str) -> int:
    return client.put(f"/graph-store?graph={graph}", data=content, headers={**TURTLE, **headers}).status_code


def update(client: FlaskClient, text: str) -> int:
    headers = {**WRITER, "Content-Type": "application/sparql-update"}
    return client.post("/update", data=text, headers=headers).status_code


def content(client: FlaskClient, graph: str) -> set[str]:
    reply = client.get(f"/graph-store?graph={graph}&format=nt")
    return set(reply.text.splitlines()) if reply.status_code == 200 else set()


def test_a_write_that_breaks_the_shapes_is_refused_with_the_report_and_changes_nothing(
    client: FlaskClient,
) -> None:
    """Statement 37."""
    assert put(client, SHAPES, NOTE) == 201
    assert put(client, DATA, GOOD) == 201
    before = content(client, DATA), client.get("/sparql?query=ASK{}").headers["X-Commit"]
    reply = client.put(f"/graph-store?graph={DATA}", data=BAD, headers={**TURTLE, "Accept": "text/turtle"})
    assert (reply.status_code, reply.headers["Content-Type"]) == (422, "text/turtle; charset=utf-8")
    told = ox.Store()
    told.load(reply.get_data(), format=ox.RdfFormat.TURTLE)
    sh = "PREFIX sh: <http://www.w3.org/ns/shacl#> "
    assert told.query(
        sh + "ASK { [] a sh:ValidationReport ; sh:conforms false ; sh:result [ a sh:ValidationResult ; "
        "sh:focusNode <http://e.org/n1> ; sh:resultPath <http://e.org/text> ; sh:value 'much too long' ; "
        "sh:resultSeverity sh:Violation ; sh:sourceConstraintComponent sh:MaxLengthConstraintComponent ; "
        "sh:resultMessage 'A note has a text of ten letters at most.' ; sh:sourceShape ?shape ] }"
    )
    assert (content(client, DATA), client.get("/sparql?query=ASK{}").headers["X-Commit"]) == before


def test_without_an_rdf_format_the_report_is_part_of_the_problem(client: FlaskClient) -> None:
    put(client, SHAPES, NOTE)
    reply = client.put(f"/graph-store?graph={DATA}", data=BAD, headers=TURTLE)
    assert (reply.status_code, reply.mimetype) == (422, "application/problem+json")
    assert "ten letters" in reply.json["detail"]  # type: ignore[index]  # it is an object
    assert "ValidationReport" in reply.json["report"]  # type: ignore[index]  # it is an object
    assert content(client, DATA) == set()


def test_updates_and_additions_are_guarded_too(client: FlaskClient) -> None:
    put(client, SHAPES, NOTE)
    put(client, DATA, GOOD)
    assert client.post(f"/graph-store?graph={DATA}", data=BAD, headers=TURTLE).status_code == 422
    insert = f"INSERT DATA {{ GRAPH <{DATA}> {{ <http://e.org/n2> a <http://e.org/Note> }} }}"
    assert update(client, insert) == 422
    assert update(client, insert.replace("n2> a <http://e.org/Note>", "n2> a <http://e.org/Other>")) == 204
    assert update(client, f"DELETE WHERE {{ GRAPH <{DATA}> {{ ?s <http://e.org/text> ?o }} }}") == 422


def test_a_warning_stops_nothing(client: FlaskClient) -> None:
    put(client, SHAPES, NOTE)
    assert put(client, DATA, PREFIXES + ':n a :Note ; :text "x" ; :see "no IRI" .') == 201


def test_the_guard_outlives_the_replacement_of_the_data_and_ends_with_its_statement(
    client: FlaskClient,
) -> None:
    put(client, SHAPES, NOTE)
    assert put(client, DATA, PREFIXES + ":x :y :z .") == 201
    assert put(client, DATA, BAD) == 422
    assert (
        update(
            client,
            f"DELETE WHERE {{ GRAPH <{SHAPES}> {{ ?g <http://www.w3.org/ns/shacl#shapesGraph> ?s }} }}",
        )
        == 204
    )
    assert put(client, DATA, BAD) == 204


def test_shapes_that_the_data_already_break_are_refused(client: FlaskClient) -> None:
    """However they come: with the statement, as changed shapes, or as a statement in the data itself."""
    put(client, DATA, BAD)
    assert put(client, SHAPES, NOTE) == 422
    assert content(client, SHAPES) == set()
    unguarded = NOTE.replace(f"<{DATA}> sh:shapesGraph <{SHAPES}> .", "")
    assert put(client, SHAPES, unguarded) == 201
    assert put(client, DATA, f"{BAD} <{DATA}> sh:shapesGraph <{SHAPES}> .") == 422
    assert put(client, DATA, f"{GOOD} <{DATA}> sh:shapesGraph <{SHAPES}> .") == 204
    assert put(client, SHAPES, unguarded.replace("sh:maxLength 10", "sh:maxLength 3")) == 422
    assert put(client, SHAPES, unguarded.replace("sh:maxLength 10", "sh:maxLength 6")) == 204


def test_shapes_cannot_be_taken_away_from_under_a_guard(client: FlaskClient) -> None:
    put(client, SHAPES, NOTE.replace(f"<{DATA}> sh:shapesGraph <{SHAPES}> .", ""))
    put(client, DATA, f"{GOOD} <{DATA}> sh:shapesGraph <{SHAPES}> .")
    assert client.delete(f"/graph-store?graph={SHAPES}", headers=WRITER).status_code == 422
    assert client.delete(f"/graph-store?graph={DATA}", headers=WRITER).status_code == 204
    assert client.delete(f"/graph-store?graph={SHAPES}", headers=WRITER).status_code == 204


def test_other_graphs_are_not_concerned(client: FlaskClient) -> None:
    put(client, SHAPES, NOTE)
    assert put(client, OTHER, BAD) == 201


def test_a_report_says_when_it_does_not_list_everything(client: FlaskClient) -> None:
    put(client, SHAPES, NOTE)
    many = PREFIXES + "".join(f":n{number} a :Note . " for number in range(MOST_RESULTS + 5))
    reply = client.put(f"/graph-store?graph={DATA}", data=many, headers=TURTLE)
    assert reply.status_code == 422
    assert f"at least {MOST_RESULTS} places" in reply.json["detail"]  # type: ignore[index]  # it is an object


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        (':S sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this {}" ] .', "sh:sparql"),
        (":S sh:targetNode :a ; sh:deactivated true ; sh:class :C .", "sh:deactivated"),
        (":S sh:targetNode :a ; sh:node :T . :T sh:not [ sh:node :T ] .", "refer to themselves"),
        (":S a sh:NodeShape ; sh:nodeKind sh:IRI .", "no shape with a target"),
        (":S a sh:NodeShape , <http://www.w3.org/2000/01/rdf-schema#Class> ; sh:nodeKind sh:IRI .", "sh:targetClass"),
        (':S sh:targetNode :a ; sh:property [ sh:path "text" ; sh:minCount 1 ] .', "path"),
        (':S sh:targetNode :a ; sh:property [ sh:path :p ; sh:minCount "one" ] .', "one"),
        (':S sh:targetNode :a ; sh:node "text" .', "literal"),
        ("", "no shape with a target"),
        (
            ":S0 sh:targetNode :a ; sh:and (:S1 :S1) . "
            + " ".join(f":S{n} sh:and (:S{n + 1} [ sh:node :S{n + 1} ]) ." for n in range(1, 40))
            + " :S40 sh:nodeKind sh:IRI .",
            "too often or too deep",
        ),
    ],
)  # fmt: skip
def test_shapes_that_cannot_be_checked_guard_nothing_and_are_refused(
    client: FlaskClient, shapes: str, reason: str
) -> None:
    reply = client.put(
        f"/graph-store?graph={SHAPES}",
        data=f"{PREFIXES} <{DATA}> sh:shapesGraph <{SHAPES}> . {shapes}",
        headers=TURTLE,
    )
    assert reply.status_code == 422
    assert reason in reply.json["detail"]  # type: ignore[index]  # it is an object
    assert content(client, SHAPES) == set()


def read(turtle: str) -> list[Triple]:
    triples = ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE)
    return list(read_ntriples(f"{quad.triple} ." for quad in triples))


def test_long_lists_are_no_deep_shapes() -> None:
    listed = " ".join(f"<urn:{number}>" for number in range(300))
    assert len(compiled(read(f":S sh:targetNode :a ; sh:in ({listed}) ."))) == 1
    nested = read(f":S sh:targetNode :a ; {'sh:not [' * 60} sh:nodeKind sh:IRI {']' * 60} .")
    with pytest.raises(InvalidGraph, match="too deep"):
        compiled(nested)
