"""The Graph Store HTTP Protocol: statements 38 to 45, beyond what the W3C suite asks."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from tests.web.plain_store import BASE, READER, TOKENS, WRITER, PlainAnswer, PlainStore

from communique.sparql.evaluation import Evaluation, never
from communique.sparql.limits import Limits
from communique.web.app import create_app
from communique.web.graph_store import MOST_OF_DUMP
from communique.web.settings import Settings

TURTLE = {"Content-Type": "text/turtle", **WRITER}
TRIG = {"Content-Type": "application/trig", **WRITER}
ONE = "<http://e/a> <http://e/p> 1 ."
TWO = "<http://e/a> <http://e/p> 2 ."
G = "/graph-store?graph=http://e/g"


@pytest.fixture
def plain() -> PlainStore:
    return PlainStore("unnamed", writable=True)


@pytest.fixture
def writable(plain: PlainStore) -> FlaskClient:
    settings = Settings(base=BASE, tokens=TOKENS, writable=True, default_graph="unnamed", pages=False)
    return create_app(settings, plain, plain).test_client()


@pytest.mark.parametrize("address", [G, "/graph/news", "/graph/user/a%20b/c.ttl"])
def test_the_life_of_a_graph(writable: FlaskClient, address: str) -> None:
    """Statements 38 to 40: 201 for new, 204 for known, 404 for gone."""
    assert writable.get(address).status_code == 404
    assert writable.head(address).status_code == 404
    assert writable.put(address, headers=TURTLE, data=ONE).status_code == 201
    assert writable.put(address, headers=TURTLE, data=TWO).status_code == 204
    assert writable.post(address, headers=TURTLE, data=ONE).status_code == 204
    reply = writable.get(address)
    assert len(list(ox.parse(reply.get_data(), ox.RdfFormat.TURTLE))) == 2
    head = writable.head(address)
    assert (head.status_code, head.get_data()) == (200, b"")
    assert head.headers == reply.headers
    assert writable.delete(address, headers=WRITER).status_code == 204
    assert writable.delete(address, headers=WRITER).status_code == 404
    assert writable.post(address, headers=TURTLE, data=ONE).status_code == 201


def test_an_empty_graph_is_a_graph(writable: FlaskClient) -> None:
    assert writable.put(G, headers=TURTLE, data="").status_code == 201
    reply = writable.get(G)
    assert (reply.status_code, reply.text) == (200, "")
    assert writable.put(G, headers=TURTLE, data="").status_code == 204
    ask = writable.get("/sparql?query=SELECT ?g { GRAPH ?g { } }")
    assert len(json.loads(ask.text)["results"]["bindings"]) == 1


def test_a_post_to_the_store_makes_a_graph_and_says_where(writable: FlaskClient) -> None:
    """Statement 38."""
    reply = writable.post("/graph-store", headers=TURTLE, data=ONE)
    assert reply.status_code == 201
    place = reply.headers["Location"]
    assert place.startswith(f"{BASE}graph/user/")
    assert writable.get(place.removeprefix(BASE.rstrip("/"))).status_code == 200
    assert writable.get("/graph-store", query_string={"graph": place}).status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "headers", "body", "status"),
    [
        # 41
        ("GET", "/graph-store?default&graph=http://e/g", {}, "", 400),
        ("PUT", "/graph-store?default&graph=http://e/g", TURTLE, ONE, 400),
        ("GET", "/graph-store?graph=http://e/1&graph=http://e/2", {}, "", 400),
        ("GET", "/graph-store?graph=relative", {}, "", 400),
        ("GET", "/graph-store?graph=", {}, "", 400),
        ("PUT", "/graph-store", TURTLE, ONE, 400),
        ("GET", "/graph-store?graph=http://e/%FF", {}, "", 400),
        # 42
        ("PUT", G, TURTLE, "this is no turtle", 400),
        ("PUT", G, {"Content-Type": "image/png", **WRITER}, "x", 415),
        ("PUT", G, {"Content-Type": "text/turtle; charset=latin-1", **WRITER}, "x", 415),
        ("PUT", G, WRITER, ONE, 400),
        ("GET", "/graph-store?default", {"Accept": "image/png"}, "", 406),
        ("GET", "/graph-store", {"Accept": "text/turtle"}, "", 406),
        ("POST", G, {"Content-Type": "multipart/form-data; boundary=b", **WRITER}, "no parts", 400),
        ("POST", G, {"Content-Type": "multipart/form-data", **WRITER}, "no boundary", 400),
        ("PUT", G, TRIG, "<http://e/g> { <a:a> <a:b> 1 }", 400),
        (
            "PUT",
            G,
            {"Content-Type": "application/rdf+xml", **WRITER},
            '<!DOCTYPE x [<!ENTITY a "b">]><x/>',
            403,
        ),
        ("PUT", G, {"Content-Encoding": "gzip", **TURTLE}, "not gzip", 400),
        # roles
        ("PUT", G, {"Content-Type": "text/turtle"}, ONE, 401),
        ("PUT", G, {"Content-Type": "text/turtle", **READER}, ONE, 403),
        ("DELETE", G, {}, "", 401),
        ("PATCH", G, WRITER, "", 405),
    ],
)
def test_what_is_refused(
    writable: FlaskClient,
    plain: PlainStore,
    method: str,
    address: str,
    headers: dict[str, str],
    body: str,
    status: int,
) -> None:
    """Statements 35, 41 and 42: and nothing is changed."""
    before = plain.commit
    reply = writable.open(address, method=method, headers=headers, data=body)
    assert (reply.status_code, plain.commit) == (status, before), reply.text


def test_a_method_that_is_not_known_names_those_that_are(writable: FlaskClient) -> None:
    allowed = set(writable.patch(G, headers=WRITER).headers["Allow"].split(", "))
    assert allowed == {"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"}


def test_multipart_adds_every_part(writable: FlaskClient) -> None:
    """Statement 43: each part in its own format, by its type or by the name of its file."""
    body = (
        "--b\r\nContent-Disposition: form-data; name=g; filename=x.ttl\r\nContent-Type: text/turtle\r\n\r\n"
        f"{ONE}\r\n--b\r\nContent-Disposition: form-data; name=h; filename=y.nt\r\n\r\n"
        "<http://e/a> <http://e/p> <http://e/o> .\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b", **WRITER}
    assert writable.post(G, headers=headers, data=body).status_code == 201
    assert len(list(ox.parse(writable.get(G).get_data(), ox.RdfFormat.TURTLE))) == 2


def test_a_whole_dataset_goes_in_and_out_as_quads(writable: FlaskClient) -> None:
    data = "<a:a> <a:b> 1 . <http://e/1> { <a:a> <a:b> 2 } <http://e/2> { <a:a> <a:b> 2, 3 }"
    expected = set(ox.parse(data, ox.RdfFormat.TRIG))
    assert writable.put("/graph-store", headers=TRIG, data=data).status_code == 204
    for media_type in ("application/n-quads", "application/trig", "application/ld+json"):
        reply = writable.get("/graph-store", headers={"Accept": media_type})
        assert reply.headers["Content-Type"].startswith(media_type)
        form = ox.RdfFormat.from_media_type(media_type)
        assert form is not None
        assert set(ox.parse(reply.get_data(), form)) == expected
    more = "<http://e/3> { <a:a> <a:b> 4 }"
    assert writable.post("/graph-store", headers=TRIG, data=more).status_code == 204
    assert len(list(ox.parse(writable.get("/graph-store?format=nq").get_data(), ox.RdfFormat.N_QUADS))) == 5
    assert writable.delete("/graph-store", headers=WRITER).status_code == 204
    assert writable.get("/graph-store?format=nq").text == ""


def test_relative_names_in_a_dataset_resolve_against_the_public_address(plain: PlainStore) -> None:
    settings = Settings(
        base=BASE, tokens=TOKENS, writable=True, public_url="https://data.example/x", pages=False
    )
    client = create_app(settings, plain, plain).test_client()
    assert client.put("/graph-store", headers=TRIG, data="<a> <b> <c> .").status_code == 204
    assert [str(quad.subject) for quad in plain.store] == ["<https://data.example/x/a>"]


def test_default_is_the_unnamed_graph_even_where_queries_see_a_merge(
    client: FlaskClient, store: PlainStore
) -> None:
    store.load(f"{ONE} <http://e/g> {{ {TWO} }}")
    triples = list(ox.parse(client.get("/graph-store?default").get_data(), ox.RdfFormat.TURTLE))
    assert [triple.object.value for triple in triples] == ["1"]


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_every_serialisation_holds_the_same_graph(writable: FlaskClient, media_type: str) -> None:
    data = '@prefix dip: <https://w3id.org/communique/ns#> . <http://e/é> a dip:Meeting ; dip:note "a\\"b\\\\\\n\\t<&>"@en , "x\\ry" , 1.5 , true ; <http://e/x> _:b . _:b <http://e/y> "] ]]>" .'
    writable.put(G, headers=TURTLE, data=data.encode())
    reply = writable.get(G, headers={"Accept": media_type})
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    found = ox.Dataset(ox.parse(reply.get_data(), form))
    expected = ox.Dataset(ox.parse(data, ox.RdfFormat.TURTLE))
    for dataset in (found, expected):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert found == expected


def test_what_rdf_xml_cannot_hold_is_406(writable: FlaskClient) -> None:
    for data in ("<a:a> <http://e/1> 2 .", '<a:a> <http://e/p> "\\u0001" .'):
        writable.put(G, headers=TURTLE, data=data)
        assert writable.get(G, headers={"Accept": "application/rdf+xml"}).status_code == 406
        assert writable.get(G).status_code == 200


@pytest.mark.parametrize("address", [G, "/graph/user/direct"])
def test_a_graph_is_made_only_if_it_is_not_there(writable: FlaskClient, address: str) -> None:
    """``If-None-Match: *`` (RFC 9110, section 13.1.2), named indirectly and directly; an empty graph is one."""
    new = {**TURTLE, "If-None-Match": "*"}
    assert writable.put(address, headers=new, data="").status_code == 201
    for method in ("PUT", "POST", "DELETE"):
        reply = writable.open(address, method=method, headers=new, data=TWO)
        assert (reply.status_code, json.loads(reply.text)["type"].rpartition("/")[2]) == (
            412, "precondition-failed",
        )  # fmt: skip
    assert (writable.get(address).status_code, writable.get(address).text) == (200, "")
    assert writable.delete(address, headers=WRITER).status_code == 204
    assert writable.post(address, headers=new, data=ONE).status_code == 201
    assert writable.get(address, headers={"If-None-Match": "*"}).status_code == 304
    assert writable.get(address + "/none", headers={"If-None-Match": "*"}).status_code == 404


def test_a_graph_is_written_only_if_it_is_another(writable: FlaskClient) -> None:
    """A list of tags in If-None-Match is compared too, weakly, and not passed over."""
    writable.put(G, headers=TURTLE, data=ONE)
    etag = writable.get(G).headers["ETag"]
    for tags in (etag, f"W/{etag}", f'"x", {etag}'):
        for method in ("PUT", "POST", "DELETE"):
            refused = writable.open(G, method=method, headers={**TURTLE, "If-None-Match": tags}, data=TWO)
            assert refused.status_code == 412
    assert writable.get(G).headers["ETag"] == etag
    assert writable.put(G, headers={**TURTLE, "If-None-Match": '"x"'}, data=TWO).status_code == 204


@pytest.mark.parametrize(
    "path", ["x>{}SERVICE<http://127.0.0.1:9/>{?s?p?o}}#", "a{b}", 'a"b', "a b", "x%3E/../y", "./x", "a/.."]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
def test_an_address_that_is_no_iri_names_no_graph(
    writable: FlaskClient, plain: PlainStore, path: str, method: str
) -> None:
    """What comes raw from the wire gets neither into a query nor into the store."""
    before, evaluated = plain.commit, plain.evaluated
    reply = writable.open(
        "/graph/user/x",
        method=method,
        headers=TURTLE,
        data=ONE if method in {"PUT", "POST"} else None,
        environ_overrides={"RAW_URI": f"/graph/user/{path}"},
    )
    assert (reply.status_code, plain.commit, plain.evaluated) == (400, before, evaluated)


def test_what_a_closed_server_gives_is_for_its_client_alone(plain: PlainStore) -> None:
    """A graph, the dataset and the description, as answers are."""
    settings = Settings(base=BASE, tokens=TOKENS, open_reads=False, pages=False)
    closed = create_app(settings, plain).test_client()
    plain.load(ONE)
    for address in ("/graph-store?default", "/graph-store", "/sparql", "/.well-known/void"):
        reply = closed.get(address, headers=READER)
        assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "private, no-cache"), address
        assert "Authorization" in reply.headers["Vary"]


class Wholly(PlainStore):
    """Says how much of an answer was to be there before its first byte goes out."""

    asked: list[int] = []  # noqa: RUF012  one list for the one test that has it

    def query(self, evaluation: Evaluation, _cancelled: Callable[[], bool] = never) -> PlainAnswer:
        self.asked.append(evaluation.spool_bytes)
        return super().query(evaluation)


def test_an_old_client_gets_the_dataset_only_when_it_is_whole() -> None:
    """HTTP/1.0 has no chunks, so a part that ends with the connection would look like all of it."""
    store = Wholly("unnamed", writable=True)
    client = create_app(Settings(base=BASE, pages=False), store).test_client()
    for version in ("HTTP/1.1", "HTTP/1.0"):
        client.get("/graph-store", environ_overrides={"SERVER_PROTOCOL": version}).close()
    now, then = store.asked
    assert (now, then) == (Limits().spool_bytes, MOST_OF_DUMP)


def test_a_strong_etag_guards_a_write(writable: FlaskClient) -> None:
    """Statement 45: got with one format, it guards a write in another."""
    assert writable.put(G, headers=TURTLE, data=ONE).status_code == 201
    etag = writable.get(G, headers={"Accept": "application/ld+json"}).headers["ETag"]
    assert not etag.startswith("W/")
    stale = {**TURTLE, "If-Match": '"0123456789abcdef0123456789abcdef-ttl"'}
    for method in ("PUT", "POST", "DELETE"):
        assert writable.open(G, method=method, headers=stale, data=TWO).status_code == 412
        assert (
            writable.open(G, method=method, headers={**stale, "If-Match": f"W/{etag}"}, data=TWO).status_code
            == 412
        )
    assert writable.put(G, headers={**TURTLE, "If-Match": f'"x", {etag}'}, data=TWO).status_code == 204
    assert writable.put(G, headers={**TURTLE, "If-Match": etag}, data=ONE).status_code == 412
    assert writable.put(G, headers={**TURTLE, "If-Match": "*"}, data=ONE).status_code == 204
    new = "/graph-store?graph=http://e/new"
    assert writable.put(new, headers={**TURTLE, "If-Match": "*"}, data=ONE).status_code == 412


def test_an_etag_of_a_graph_is_that_of_its_bytes(writable: FlaskClient, plain: PlainStore) -> None:
    """Statement 45: another commit elsewhere leaves it; another format or coding has its own."""
    writable.put(G, headers=TURTLE, data=" ".join(f"<a:{n}> <a:b> {n} ." for n in range(60)))
    first = writable.get(G)
    assert writable.get(G, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    plain.load("<a:x> <a:y> 1 .")
    second = writable.get(G)
    assert (second.headers["ETag"], second.get_data()) == (first.headers["ETag"], first.get_data())
    zipped = writable.get(G, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.get_data()) == first.get_data()
    tags = {first.headers["ETag"], zipped.headers["ETag"], writable.get(f"{G}&format=nt").headers["ETag"]}
    assert len(tags) == 3


def test_a_dataset_is_not_sent_again_while_its_commit_stands(
    writable: FlaskClient, plain: PlainStore
) -> None:
    writable.put(G, headers=TURTLE, data=ONE)
    first = writable.get("/graph-store", headers={"Accept": "application/n-quads"})
    known = {"Accept": "application/n-quads", "If-None-Match": first.headers["ETag"]}
    before = plain.evaluated
    again = writable.get("/graph-store", headers=known)
    assert (again.status_code, again.get_data(), plain.evaluated) == (304, b"", before)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert writable.get("/graph-store", headers={**known, "Accept": "application/trig"}).status_code == 200
    plain.load("<a:x> <a:y> 1 .")
    assert writable.get("/graph-store", headers=known).status_code == 200


@pytest.mark.parametrize("address", ["/graph-store", G])
def test_who_wants_nothing_that_is_there_gets_nothing(writable: FlaskClient, address: str) -> None:
    """``If-None-Match: *`` (RFC 9110, section 13.1.2)."""
    writable.put(G, headers=TURTLE, data=ONE)
    assert writable.get(address, headers={"If-None-Match": "*"}).status_code == 304
    missing = writable.get("/graph-store?graph=http://e/missing", headers={"If-None-Match": "*"})
    assert missing.status_code == 404


def test_head_says_the_length_of_a_graph_without_its_body(writable: FlaskClient) -> None:
    writable.put(G, headers=TURTLE, data=ONE)
    whole, head = writable.get(G), writable.head(G)
    assert (head.headers["Content-Length"], head.get_data()) == (str(len(whole.get_data())), b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_percent_encoding_is_undone_once(writable: FlaskClient) -> None:
    """Statement 44."""
    assert (
        writable.put("/graph-store?graph=http%3A%2F%2Fe%2F%31", headers=TURTLE, data=ONE).status_code == 201
    )
    assert writable.get("/graph-store?graph=http://e/1").status_code == 200
    assert writable.get("/graph-store?graph=http://e/%2531").status_code == 404


def test_the_build_keeps_its_graphs(client: FlaskClient, store: PlainStore) -> None:
    store.load(f"{ONE} <http://e/g> {{ {TWO} }}")
    before = store.commit
    for address in (G, "/graph-store?default", f"/graph-store?graph={BASE}graph/derived", "/graph/derived"):
        assert client.put(address, headers=TURTLE, data=ONE).status_code == 403
        assert client.delete(address, headers=WRITER).status_code == 403
    assert client.put("/graph-store", headers=TRIG, data="<http://e/g> { <a:a> <a:b> 1 }").status_code == 403
    assert client.delete("/graph-store", headers=WRITER).status_code == 403
    assert store.commit == before
    assert client.put("/graph/user/mine", headers=TURTLE, data=ONE).status_code == 201
    assert client.post("/graph-store", headers=TURTLE, data=ONE).status_code == 201


def test_terms_of_rdf_1_2_are_refused_where_they_would_be_lost(writable: FlaskClient) -> None:
    reply = writable.put(G, headers=TURTLE, data="<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .")
    assert reply.status_code == 400
    assert "RDF 1.2" in json.loads(reply.text)["detail"]
