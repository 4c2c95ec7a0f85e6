"""Updates: statements 31 to 36, and what a build's graphs are safe from."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from tests.web.plain_store import BASE, READER, TOKENS, WRITER, PlainStore

from communique.errors import ShapesViolated
from communique.sparql.evaluation import UNNAMED_GRAPH
from communique.sparql.operations import targets
from communique.sparql.outline import outline
from communique.sparql.updates import Commit, Update
from communique.web.app import create_app
from communique.web.settings import Settings

FORM = {"Content-Type": "application/x-www-form-urlencoded", **WRITER}
DIRECT = {"Content-Type": "application/sparql-update", **WRITER}
MINE = f"{BASE}graph/user/mine"


@pytest.fixture
def plain() -> PlainStore:
    return PlainStore("unnamed", writable=True)


@pytest.fixture
def writable(plain: PlainStore) -> FlaskClient:
    settings = Settings(base=BASE, tokens=TOKENS, writable=True, default_graph="unnamed", pages=False)
    return create_app(settings, plain, plain).test_client()


def _quads(store: PlainStore) -> set[str]:
    return {str(quad) for quad in store.store}


@pytest.mark.parametrize("path", ["/sparql", "/update", "/update/", "/update?"])
def test_an_update_is_posted_as_form_or_direct(writable: FlaskClient, plain: PlainStore, path: str) -> None:
    """Statement 31: 204, and the next query sees it."""
    reply = writable.post(path, headers=DIRECT, data="INSERT DATA { <http://e/a> <http://e/p> 1 }")
    assert (reply.status_code, reply.text, reply.headers["X-Commit"]) == (204, "", plain.commit)
    reply = writable.post(path, headers=FORM, data="update=INSERT+DATA+%7B+%3Chttp%3A%2F%2Fe%2Fb%3E+a+1+%7D")
    assert reply.status_code == 204
    answer = writable.get("/sparql?query=SELECT * {?s ?p ?o}")
    assert len(json.loads(answer.text)["results"]["bindings"]) == 2


def test_the_dataset_of_an_update_comes_from_the_request(writable: FlaskClient, plain: PlainStore) -> None:
    """Statement 32: using-graph-uri and using-named-graph-uri, for every operation that has a pattern."""
    plain.load(
        """<http://e/1> { <http://e/a> <http://e/p> 1 } <http://e/2> { <http://e/a> <http://e/p> 2 }"""
    )
    text = "INSERT { GRAPH <http://e/out> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    address = "/sparql?using-graph-uri=http%3A%2F%2Fe%2F1"
    assert writable.post(address, headers=DIRECT, data=text).status_code == 204
    assert (
        '<http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/out>'
        in _quads(plain)
    )
    assert not any('"2"' in quad and "out" in quad for quad in _quads(plain))
    text = "INSERT { GRAPH <http://e/named> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    address = "/sparql?using-named-graph-uri=http%3A%2F%2Fe%2F2"
    assert writable.post(address, headers=DIRECT, data=text).status_code == 204
    assert any('"2"' in quad and "named" in quad for quad in _quads(plain))
    assert not any('"1"' in quad and "named" in quad for quad in _quads(plain))


def test_delete_where_takes_the_dataset_of_the_request_too(writable: FlaskClient, plain: PlainStore) -> None:
    plain.load("<http://e/a> <http://e/p> 1 . <http://e/1> { <http://e/b> <http://e/p> 2 }")
    text = "# first\nPREFIX : <http://e/> DELETE WHERE { ?s :p ?o } ; INSERT DATA { :c :p 3 }"
    reply = writable.post("/sparql?using-graph-uri=http://e/1", headers=DIRECT, data=text)
    assert reply.status_code == 204
    assert len(_quads(plain)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { ?s ?p ?o } USING <http://e/1> WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p ?o } USING NAMED <http://e/1> WHERE { ?s ?p ?o }",
        "with <http://e/1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_a_dataset_in_text_and_request_conflicts(writable: FlaskClient, plain: PlainStore, text: str) -> None:
    """Statement 32: 400, and nothing is done."""
    before = plain.commit
    for name in ("using-graph-uri", "using-named-graph-uri"):
        assert writable.post(f"/sparql?{name}=http://e/1", headers=DIRECT, data=text).status_code == 400
    assert plain.commit == before


def test_relative_iris_resolve_against_the_request(writable: FlaskClient, plain: PlainStore) -> None:
    """Statement 34."""
    writable.post("/sparql", headers=DIRECT, data="INSERT DATA { <a> <b> <c> }")
    assert _quads(plain) == {f"<{BASE}a> <{BASE}b> <{BASE}c>"}


def test_a_request_of_several_operations_is_all_or_nothing(writable: FlaskClient, plain: PlainStore) -> None:
    """Statement 36."""
    text = (
        "INSERT DATA { <http://e/a> <http://e/p> 1 } ; CREATE GRAPH <http://e/g> ; CREATE GRAPH <http://e/g>"
    )
    reply = writable.post("/sparql", headers=DIRECT, data=text)
    assert reply.status_code == 400
    assert _quads(plain) == set()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic d3Jvbmc6d3Jvbmc="}, 401),
        ({"Authorization": "Digest x"}, 401),
        (READER, 403),
        (WRITER, 204),
    ],
)
def test_a_write_needs_a_token_with_its_role(
    writable: FlaskClient, plain: PlainStore, headers: dict[str, str], status: int
) -> None:
    """Statement 35: 401 with a challenge, 403 for a lesser role, and nothing is done."""
    before = plain.commit
    reply = writable.post(
        "/sparql", headers={"Content-Type": "application/sparql-update", **headers}, data="CLEAR ALL"
    )
    assert reply.status_code == status
    assert ("WWW-Authenticate" in reply.headers) == (status == 401)
    assert (plain.commit == before) == (status != 204)


def test_a_server_without_a_writer_is_read_only_and_says_so(store: PlainStore) -> None:
    """Statement 35: 403, and the description names no update language."""
    client = create_app(Settings(base=BASE, tokens=TOKENS, pages=False), store).test_client()
    assert client.post("/sparql", headers=DIRECT, data="CLEAR ALL").status_code == 403
    assert client.put(f"/graph-store?graph={MINE}", headers=WRITER, data="").status_code == 403
    assert "SPARQL11Update" not in client.get("/sparql").text


def test_load_is_refused_and_a_silent_one_does_nothing(writable: FlaskClient, plain: PlainStore) -> None:
    """Statement 26: neither network nor files; SPARQL 1.1 Update 3.1.4 for SILENT."""
    for text in ("LOAD <http://127.0.0.1:9/>", "LOAD <file:///etc/passwd> INTO GRAPH <http://e/g>"):
        reply = writable.post("/sparql", headers=DIRECT, data=text)
        assert reply.status_code == 403
        assert "LOAD" in json.loads(reply.text)["detail"]
    assert (
        writable.post("/sparql", headers=DIRECT, data="LOAD SILENT <http://127.0.0.1:9/>").status_code == 204
    )
    reply = writable.post(
        "/sparql", headers=DIRECT, data="INSERT { ?s ?p ?o } WHERE { SERVICE <x:y> { ?s ?p ?o } }"
    )
    assert reply.status_code == 403
    assert writable.post("/sparql", headers=DIRECT, data="LOAD ;").status_code == 400
    assert _quads(plain) == set()


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://e/a> <http://e/p> 1 }",
        "INSERT DATA { GRAPH <http://e/article> { <http://e/a> <http://e/p> 1 } }",
        f"DELETE {{ ?s ?p ?o }} INSERT {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
        "INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "WITH <http://e/article> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP NAMED",
        "CLEAR DEFAULT",
        "DROP GRAPH <http://e/article>",
        f"COPY <{MINE}> TO DEFAULT",
        f"MOVE DEFAULT TO <{MINE}>",
        f"ADD <{MINE}> TO <http://e/article>",
        f"INSERT DATA {{ GRAPH <{MINE}> {{ <a:a> <a:b> 1 }} }} ; DROP DEFAULT",
        f"INSERT DATA {{ GRAPH <{BASE}graph/user/> {{ <a:a> <a:b> 1 }} }}",
    ],
)
def test_the_graphs_of_the_build_are_read_only(client: FlaskClient, store: PlainStore, text: str) -> None:
    store.load("<http://e/a> <http://e/p> 2 . <http://e/article> { <http://e/a> <http://e/p> 3 }")
    before = store.commit
    reply = client.post("/sparql", headers=DIRECT, data=text)
    assert (reply.status_code, store.commit) == (403, before)
    assert "graph/user/" in json.loads(reply.text)["detail"]


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH <{MINE}> {{ <a:a> <a:b> 1 }} }}",
        f"PREFIX u: <{BASE}graph/user/> INSERT {{ GRAPH u:mine {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
        f"BASE <{BASE}> CREATE GRAPH <graph/user/mine> ; DROP GRAPH <graph/user/mine>",
        f"WITH <{MINE}> INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"COPY DEFAULT TO <{MINE}>",
    ],
)
def test_users_may_write_their_own_graphs(client: FlaskClient, store: PlainStore, text: str) -> None:
    store.load("<http://e/a> <http://e/p> 2 .")
    assert client.post("/sparql", headers=DIRECT, data=text).status_code == 204


def test_users_graphs_are_no_part_of_the_default_graph(client: FlaskClient, store: PlainStore) -> None:
    client.post("/sparql", headers=DIRECT, data=f"INSERT DATA {{ GRAPH <{MINE}> {{ <a:a> <a:b> 1 }} }}")
    ask = "/sparql?query=ASK { ?s ?p ?o }"
    assert json.loads(client.get(ask).text)["boolean"] is False
    assert json.loads(client.get(f"{ask}&default-graph-uri={MINE}").text)["boolean"] is True
    assert json.loads(client.get("/sparql?query=ASK { GRAPH ?g { ?s ?p ?o } }").text)["boolean"] is True


def test_a_remembered_password_is_no_licence_for_foreign_pages(
    writable: FlaskClient, plain: PlainStore
) -> None:
    """A form on another site makes a browser send Basic credentials that it remembers."""
    basic = {"Content-Type": FORM["Content-Type"], "Authorization": "Basic dTpvcGVuIHNlc2FtZQ=="}
    before = plain.commit
    for origin in ("https://evil.example", "null"):
        reply = writable.post("/sparql", headers={**basic, "Origin": origin}, data="update=CLEAR+ALL")
        assert (reply.status_code, plain.commit) == (403, before)
    ours = {**basic, "Origin": "http://localhost"}
    assert writable.post("/sparql", headers=ours, data="update=CLEAR+ALL").status_code == 204
    assert writable.post("/sparql", headers=basic, data="update=CLEAR+ALL").status_code == 204


def test_targets_name_every_graph_that_an_update_can_change() -> None:
    text = """PREFIX : <http://e/> WITH :w DELETE { ?s ?p ?o . GRAPH :d { ?s ?p ?o } }
    INSERT { GRAPH :i { ?s ?p [ :q "GRAPH :no { }" ] } } WHERE { GRAPH :read { ?s ?p ?o } } ;
    INSERT DATA { :a :b :c } ; MOVE :from TO :to ; CREATE SILENT GRAPH :new"""
    found = targets(outline(text), None)
    assert found.open is None
    names = {"w", "d", "i", "from", "to", "new"}
    assert set(found.graphs) == {f"http://e/{name}" for name in names} | {UNNAMED_GRAPH}


REPORT = (
    "_:r <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/shacl#ValidationReport> ."
)


class Guarded(PlainStore):
    """A store with a guard that lets nothing pass."""

    def update(self, _update: Update, _cancelled: object = None) -> Commit:
        raise ShapesViolated("a meeting needs a date", report=REPORT)


@pytest.mark.parametrize(
    ("accept", "content_type", "mark"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", "sh:ValidationReport"),
        ("application/ld+json", "application/ld+json", "shacl#ValidationReport"),
        ("*/*", "application/problem+json", "a meeting needs a date"),
        ("text/plain", "text/plain; charset=utf-8", "a meeting needs a date"),
    ],
)
def test_a_guard_answers_with_its_report(accept: str, content_type: str, mark: str) -> None:
    """Statement 37: 422 in the RDF format that is asked for, else a problem."""
    guarded = Guarded(writable=True)
    settings = Settings(base=BASE, tokens=TOKENS, writable=True, pages=False)
    client = create_app(settings, guarded, guarded).test_client()
    reply = client.post("/sparql", headers={**DIRECT, "Accept": accept}, data="INSERT DATA { <a:a> <a:b> 1 }")
    assert (reply.status_code, reply.headers["Content-Type"]) == (422, content_type)
    assert mark in reply.text
    assert _quads(guarded) == set()
