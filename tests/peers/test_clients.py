"""The clients that people hold, against a real server: SPARQLWrapper, rdflib, pandas, curl, Yasgui's requests."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pandas as pd
import pytest
import SPARQLWrapper as sw  # noqa: N813 - short, as its users write
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.term import Node
from tests.peers.conftest import Peer, needed, node

SELECT = "SELECT ?p ?name WHERE { ?p a <http://e/Person> ; <http://www.w3.org/2000/01/rdf-schema#label> ?name } ORDER BY ?name"
CONSTRUCT = "CONSTRUCT { ?p <http://e/knows> ?q } WHERE { ?p <http://e/knows> ?q }"
ASK = "ASK { ?p a <http://e/Person> }"


def wrapper(peer: Peer, query: str, form: str | None = None) -> sw.SPARQLWrapper:
    client = sw.SPARQLWrapper(peer.sparql)
    client.setQuery(query)
    if form is not None:
        client.setReturnFormat(form)
    return client


def converted(client: sw.SPARQLWrapper) -> Any:
    """What the wrapper makes of the answer."""
    return client.query().convert()


@pytest.mark.parametrize("method", [sw.GET, sw.POST])
@pytest.mark.parametrize("encoding", [sw.URLENCODED, sw.POSTDIRECTLY])
def test_sparqlwrapper_selects_in_every_format(peer: Peer, method: str, encoding: str) -> None:
    for form in (None, sw.JSON, sw.XML, sw.CSV, sw.TSV):
        client = wrapper(peer, SELECT, form)
        client.setMethod(method)
        client.setRequestMethod(encoding)
        if method == sw.GET and encoding == sw.POSTDIRECTLY:
            continue
        found: Any = client.query().convert()
        if form == sw.JSON:
            assert [row["name"]["value"] for row in found["results"]["bindings"]] == ["Anna", 'Ben, "B."']
        elif form in {sw.CSV, sw.TSV}:
            assert b"Anna" in found
        else:
            assert "Anna" in found.toxml()


def test_sparqlwrapper_asks_constructs_and_describes(peer: Peer) -> None:
    assert converted(wrapper(peer, ASK, sw.JSON))["boolean"] is True
    for form in (None, sw.RDFXML, sw.TURTLE, sw.N3, sw.JSONLD):
        for query in (CONSTRUCT, "DESCRIBE <http://e/ben>"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # it uses what rdflib deprecates
                body = converted(wrapper(peer, query, form))
            text = (
                body.serialize()
                if isinstance(body, Graph)
                else body.decode()
                if isinstance(body, bytes)
                else str(body)
            )
            assert "http://e/" in text


def test_sparqlwrapper_updates_with_basic_and_reads_errors(peer: Peer) -> None:
    client = wrapper(peer, "INSERT DATA { <http://e/c> a <http://e/Person> }")
    client.setMethod(sw.POST)
    client.setCredentials("anyone", peer.secret)
    client.query()
    people = converted(wrapper(peer, "SELECT ?p { ?p a <http://e/Person> }", sw.JSON))
    assert len(people["results"]["bindings"]) == 3
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    with pytest.raises(QueryBadFormed, match="stands where it cannot"):
        wrapper(peer, "SELECT ?p { ?p a }", sw.JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_through_a_store(peer: Peer, method: str) -> None:
    store = SPARQLStore(f"{peer.url}query", method=method)
    graph = Graph(store)
    names = [str(row[1]) for row in graph.query(SELECT)]  # type: ignore[index]  # rows
    assert names == ["Anna", 'Ben, "B."']
    assert bool(graph.query(ASK))
    assert (URIRef("http://e/ben"), URIRef("http://e/knows"), URIRef("http://e/anna")) in graph
    assert len(list(graph.query(CONSTRUCT))) == 1


def test_rdflib_writes_through_a_store(peer: Peer) -> None:
    store = SPARQLUpdateStore(
        f"{peer.url}query", f"{peer.url}update", headers={"Authorization": f"Bearer {peer.secret}"}
    )
    graph = Graph(store, identifier=URIRef("http://e/new"))
    added: tuple[Node, Node, Node] = (URIRef("http://e/x"), URIRef("http://e/p"), Literal("é", lang="fr"))
    graph.add(added)
    assert list(graph) == [added]
    graph.remove(added)
    assert len(graph) == 0


def test_rdflib_parses_the_endpoint_and_a_result(peer: Peer) -> None:
    described = Graph().parse(peer.sparql)
    assert (
        None,
        URIRef("http://www.w3.org/ns/sparql-service-description#endpoint"),
        URIRef(peer.sparql),
    ) in described
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        result = Graph().parse(f"{peer.sparql}?query={quote(CONSTRUCT)}")
    assert len(result) == 1


def test_rdflib_federates_to_us(peer: Peer) -> None:
    rows = list(Graph().query(f"SELECT ?p {{ SERVICE <{peer.sparql}> {{ ?p a <http://e/Person> }} }}"))
    assert len(rows) == 2


def test_pandas_reads_a_table(peer: Peer) -> None:
    for address in (
        f"{peer.url}sparql.csv?query={quote(SELECT)}",
        f"{peer.sparql}?query={quote(SELECT)}&format=csv",
    ):
        frame = pd.read_csv(address)
        assert list(frame.columns) == ["p", "name"]
        assert list(frame["name"]) == ["Anna", 'Ben, "B."']


def test_yasgui_sends_a_form_with_an_origin(peer: Peer) -> None:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "Accept": "application/sparql-results+json,*/*;q=0.9",
        "Origin": "https://yasgui.example",
    }
    request = Request(peer.sparql, data=urlencode({"query": SELECT}).encode(), headers=headers, method="POST")
    with urlopen(request) as reply:
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        assert len(json.load(reply)["results"]["bindings"]) == 2


def test_sib_editor_finds_prefixes_partitions_and_examples(peer: Peer) -> None:
    """Its first requests: GET with ac=1; and the description at the endpoint itself."""
    with urlopen(Request(f"{peer.sparql}?ac=1", headers={"Accept": "text/turtle"})) as reply:
        graph = Graph().parse(data=reply.read(), format="turtle")
    prefixes = graph.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?p ?n { [] sh:namespace ?n ; sh:prefix ?p }"
    )
    classes = graph.query(
        "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?c { [] void:classPartition/void:class ?c }"
    )
    assert len(list(prefixes)) > 10
    assert {str(row[0]) for row in classes} >= {"http://e/Person"}  # type: ignore[index]  # rows


def test_reactodia_posts_with_a_charset(peer: Peer) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8", "Accept": "text/turtle"}
    with urlopen(Request(peer.sparql, data=CONSTRUCT.encode(), headers=headers, method="POST")) as reply:
        assert reply.headers["Content-Type"] == "text/turtle; charset=utf-8"
        assert len(Graph().parse(data=reply.read(), format="turtle")) == 1


def curl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    if shutil.which("curl") is None:
        needed("curl")
    return subprocess.run(["curl", "-sS", *arguments], capture_output=True, check=False, timeout=30)


def test_curl_in_the_ways_people_write_it(peer: Peer) -> None:
    ways = [
        ("-G", peer.sparql, "--data-urlencode", f"query={SELECT}"),
        (peer.sparql, "--data-urlencode", f"query={SELECT}"),
        (peer.sparql, "-H", "Content-Type: application/sparql-query", "--data-binary", SELECT),
        ("-X", "QUERY", peer.sparql, "-H", "Content-Type: application/sparql-query", "--data-binary", SELECT),
        ("-0", "-G", peer.sparql, "--data-urlencode", f"query={SELECT}"),
        ("--compressed", "-G", peer.sparql, "--data-urlencode", f"query={SELECT}"),
    ]
    for way in ways:
        found = curl(*way)
        assert found.returncode == 0, way
        assert len(json.loads(found.stdout)["results"]["bindings"]) == 2
    head = curl("-I", "-G", peer.sparql, "--data-urlencode", f"query={SELECT}")
    assert head.stdout.startswith(b"HTTP/1.1 200")
    failed = curl("-f", "-G", peer.sparql, "--data-urlencode", "query=nonsense")
    assert failed.returncode == 22


def test_curl_puts_and_gets_a_graph(peer: Peer) -> None:
    token = ("-H", f"Authorization: Bearer {peer.secret}")
    address = f"{peer.url}graph-store?graph=http://e/g"
    turtle = ("-H", "Content-Type: text/turtle", "--data-binary", "<http://e/a> <http://e/b> 1 .")
    put = curl("-X", "PUT", *token, *turtle, "-w", "%{http_code}", address)
    assert put.stdout == b"201"
    got = curl("-H", "Accept: application/n-triples", address)
    assert got.stdout.startswith(b"<http://e/a>")
    large = curl("-X", "POST", *token, "-F", "file=@-;type=text/turtle;filename=x.ttl", address)
    assert large.returncode == 0


def test_comunica_finds_its_way_by_the_description(peer: Peer) -> None:
    """An untyped source is recognised by the service description; a join of two sources asks many questions."""
    folder = Path(__file__).with_name("comunica")
    if shutil.which("node") is None or not (folder / "node_modules" / "@comunica").is_dir():
        needed("Comunica (npm install --no-package-lock in tests/peers/comunica)")
    answers = json.loads(node("ask.mjs", peer.sparql, folder=folder))
    assert answers["untyped"] == answers["typed"] == ["Anna", 'Ben, "B."']
    assert sorted(set(answers["joined"])) == ["Anna", 'Ben, "B."']
    assert (answers["ask"], answers["quads"]) == (True, 1)


def test_curl_sends_what_is_long_or_has_no_length(peer: Peer) -> None:
    """32 KB in the address, and bodies in chunks."""
    long = SELECT + " #" + "x" * 32_000
    found = curl("-G", peer.sparql, "--data-urlencode", f"query={long}")
    assert len(json.loads(found.stdout)["results"]["bindings"]) == 2
    for kind, body in (
        ("application/sparql-query", SELECT),
        ("application/x-www-form-urlencoded", f"query={quote(SELECT)}"),
    ):
        headers = ("-H", f"Content-Type: {kind}", "-H", "Transfer-Encoding: chunked")
        found = curl(*headers, "--data-binary", body, peer.sparql)
        assert len(json.loads(found.stdout)["results"]["bindings"]) == 2


def test_curl_keeps_what_it_has(peer: Peer) -> None:
    """If-None-Match over the wire: 304 without a body, on a connection that stays."""
    address = f"{peer.sparql}?query={quote(SELECT)}"
    first = curl("-D", "-", "-o", "/dev/null", address).stdout.decode()
    etag = next(
        line.partition(": ")[2].strip() for line in first.splitlines() if line.lower().startswith("etag")
    )
    again = curl(
        "-H",
        f"If-None-Match: {etag}",
        "-w",
        "%{http_code} %{size_download} %{num_connects} ",
        address,
        address,
    )
    assert again.stdout == b"304 0 1 304 0 0 "
