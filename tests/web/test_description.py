"""What the endpoint says of itself: statements 6, 18, 52 and 53, VoID, DCAT and examples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyshacl import validate
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from tests.web.plain_store import BASE, TOKENS, PlainAnswer, PlainStore

from communique.errors import DeadlineExceeded
from communique.sparql.evaluation import Evaluation
from communique.sparql.examples import examples
from communique.web.app import create_app
from communique.web.settings import Settings

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = Path(__file__).parents[1] / "conformance" / "service-description.ttl"
DATA = """@prefix : <http://e/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:a a :Meeting ; :with :b . :Meeting rdfs:label "meeting"@en . <http://e/g> { :a :with :b . :b a :Person ; :with :a }"""


def graph_of(client: FlaskClient, path: str = "/sparql", base_url: str = BASE) -> Graph:
    reply = client.get(path, base_url=base_url)
    assert reply.status_code == 200
    return Graph().parse(data=reply.text, format="turtle")


def endpoint_of(graph: Graph) -> str:
    return str(graph.value(graph.value(predicate=RDF.type, object=SD.Service), SD.endpoint))


@pytest.mark.parametrize(
    ("path", "base_url", "endpoint"),
    [
        ("/sparql", "http://localhost/", "http://localhost/sparql"),
        ("/sparql/", "http://localhost/", "http://localhost/sparql/"),
        ("/query", "http://localhost/", "http://localhost/query"),
        ("/update", "https://data.example:8443/", "https://data.example:8443/update"),
        ("/.well-known/void", "http://localhost/", "http://localhost/sparql"),
    ],
)
def test_the_endpoint_is_the_absolute_address_that_was_asked(
    client: FlaskClient, path: str, base_url: str, endpoint: str
) -> None:
    """Statement 53."""
    assert endpoint_of(graph_of(client, path, base_url=base_url)) == endpoint


@pytest.mark.parametrize("host", ["", "a b", "a/b", 'x"><y>', "user@host", "host:99999", "ü.example"])
def test_a_host_that_is_none_gets_no_description_of_a_wrong_address(client: FlaskClient, host: str) -> None:
    """RFC 9112, section 3.2: 400; but whether the server is well can be asked, and a set address stands."""
    for address in ("/sparql", "/sparql?query=ASK{}", "/.well-known/void", "/graph-store?default"):
        reply = client.get(address, headers={"Host": host})
        assert (reply.status_code, "Host" in json.loads(reply.text)["detail"]) == (400, True)
    assert client.get("/health", headers={"Host": host}).status_code == 200
    settings = Settings(base=BASE, pages=False, public_url="https://data.example/x/")
    set_address = create_app(settings, PlainStore()).test_client()
    assert "<https://data.example/x/sparql>" in set_address.get("/sparql", headers={"Host": host}).text


def test_behind_a_proxy_the_public_address_is_told(store: PlainStore) -> None:
    """Statement 53: by X-Forwarded-* of as many proxies as are trusted, or by --base-url."""
    forwarded = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "data.example",
        "X-Forwarded-Prefix": "/graph",
    }
    trusting = create_app(Settings(base=BASE, trusted_proxies=1, pages=False), store).test_client()
    reply = trusting.get("/sparql", headers=forwarded)
    assert endpoint_of(Graph().parse(data=reply.text, format="turtle")) == "https://data.example/graph/sparql"
    wary = create_app(Settings(base=BASE, pages=False), store).test_client()
    reply = wary.get("/sparql", headers=forwarded)
    assert endpoint_of(Graph().parse(data=reply.text, format="turtle")) == "http://localhost/sparql"
    told = create_app(
        Settings(base=BASE, public_url="https://news.example/kg", pages=False), store
    ).test_client()
    assert endpoint_of(graph_of(told)) == "https://news.example/kg/sparql"


def test_the_dataset_is_described_live(client: FlaskClient, store: PlainStore) -> None:
    """Statement 53: not as it was at start; and a triple of two graphs counts once in their merge."""
    store.load(DATA)
    graph = graph_of(client)
    void = graph.value(predicate=VOID.sparqlEndpoint, object=URIRef("http://localhost/sparql"))
    assert graph.value(void, VOID.triples) == Literal(5)
    assert [str(name) for name in graph.objects(None, SD.name)] == ["http://e/g"]
    meeting = URIRef("http://e/Meeting")
    part = graph.value(predicate=VOID["class"], object=meeting)
    assert graph.value(part, VOID.entities) == Literal(1)
    inner = [graph.value(each, VOID.property) for each in graph.objects(part, VOID.propertyPartition)]
    assert set(inner) == {RDF.type, URIRef("http://e/with")}
    assert graph.value(meeting, RDFS.label) == Literal("meeting", lang="en")
    store.load("<http://e/c> <http://e/new> 1 .")
    assert graph_of(client).value(void, VOID.triples) == Literal(6)


def test_nothing_is_claimed_that_is_not_so(client: FlaskClient) -> None:
    """Statement 18: the merge leaves users' graphs out and so is no sd:UnionDefaultGraph; no entailment."""
    graph = graph_of(client)
    features = set(graph.objects(None, SD.feature))
    assert features == {SD.EmptyGraphs}
    assert not list(graph.objects(None, SD.defaultEntailmentRegime))
    default = graph.value(graph.value(predicate=RDF.type, object=SD.Dataset), SD.defaultGraph)
    assert "merge" in str(graph.value(default, RDFS.comment))
    assert set(graph.objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query, SD.SPARQL11Update}


def test_it_says_where_the_unnamed_graph_alone_is(client: FlaskClient) -> None:
    graph = graph_of(client)
    dataset = graph.value(predicate=RDF.type, object=SD.Dataset)
    said = str(graph.value(graph.value(dataset, SD.defaultGraph), RDFS.comment))
    assert "graph-store?default" in said
    assert client.get("/graph-store?default").status_code == 200


def test_dcat_leads_to_data_that_is_there(client: FlaskClient, store: PlainStore) -> None:
    store.load(DATA)
    graph = graph_of(client, "/.well-known/void")
    addresses = [str(address) for address in graph.objects(None, DCAT.accessURL)]
    assert addresses
    for address in addresses:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200
    service = graph.value(predicate=RDF.type, object=DCAT.DataService)
    assert graph.value(service, DCAT.endpointURL) == URIRef("http://localhost/sparql")


def test_the_whole_description_conforms(client: FlaskClient, store: PlainStore) -> None:
    store.load(DATA)
    shapes = Graph().parse(SHAPES, format="turtle")
    conforms, _, text = validate(
        graph_of(client) + graph_of(client, "/.well-known/sparql-examples"), shacl_graph=shapes
    )
    assert conforms, text


def test_every_example_stands_in_the_description_and_runs(client: FlaskClient) -> None:
    """Statement 52: in the form that the SIB editor reads."""
    graph = graph_of(client, "/.well-known/sparql-examples")
    texts = {str(text) for prop in (SH.select, SH.ask, SH.construct) for text in graph.objects(None, prop)}
    known = examples()
    assert texts == {example.text for example in known}
    for example in known:
        assert example.question
        assert client.get("/sparql", query_string={"query": example.text}).status_code == 200, example.name


def test_an_example_is_read_from_its_comment(tmp_path: Path) -> None:
    (tmp_path / "02-who.rq").write_text(
        "# Who met whom?\n# tags: events, persons\n#\n# Sides count.\nASK {}\n# end\n"
    )
    (tmp_path / "01-plain-name.rq").write_text("SELECT * {}")
    (tmp_path / "notes.txt").write_text("no query")
    first, second = examples(tmp_path)
    assert (first.name, first.question, first.tags, first.note) == ("01-plain-name", "01 plain name", (), "")
    assert (second.question, second.tags, second.note, second.form) == (
        "Who met whom?",
        ("events", "persons"),
        "Sides count.",
        "ask",
    )


def test_prefixes_are_declared_for_editors(client: FlaskClient) -> None:
    graph = graph_of(client)
    declared = {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.objects(None, SH.declare)
    }
    assert declared["dip"] == "https://w3id.org/communique/ns#"
    assert "rdfs" in declared


def test_a_known_description_is_304(client: FlaskClient, store: PlainStore) -> None:
    first = client.get("/sparql")
    assert client.get("/sparql", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    store.load(DATA)
    assert client.get("/sparql", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


class Slow(PlainStore):
    """A store on which some counts take too long."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark = mark

    def query(self, evaluation: Evaluation, _cancelled: object = None) -> PlainAnswer:
        if self.mark in evaluation.text:
            raise DeadlineExceeded("too slow")
        return super().query(evaluation)


def test_counts_that_fail_are_left_out_and_said() -> None:
    slow = Slow("?class (COUNT")
    slow.load(DATA)
    graph = graph_of(create_app(Settings(base=BASE, tokens=TOKENS, pages=False), slow).test_client())
    assert "left out: classes" in " ".join(str(comment) for comment in graph.objects(None, RDFS.comment))
    assert not list(graph.objects(None, VOID.classes))
    assert not list(graph.objects(None, VOID.classPartition))
    assert list(graph.objects(None, VOID.properties)) == [Literal(3)]


class Moving(PlainStore):
    """A store that gets a commit while it is counted, this many times."""

    def __init__(self, commits: int) -> None:
        super().__init__()
        self.left = commits

    def query(self, evaluation: Evaluation, _cancelled: object = None) -> PlainAnswer:
        if "?class (COUNT" in evaluation.text and self.left:
            self.left -= 1
            self.load(f"<http://e/more{self.left}> <http://e/p> 1 .")
        return super().query(evaluation)


@pytest.mark.parametrize(("commits", "status"), [(1, 200), (2, 200), (3, 503)])
def test_all_counts_are_of_one_commit(commits: int, status: int) -> None:
    moving = Moving(commits)
    reply = create_app(Settings(base=BASE, pages=False), moving).test_client().get("/sparql")
    assert reply.status_code == status
    if status == 200:
        assert f"void:triples {commits}" in reply.text or f'void:triples "{commits}"' in reply.text


def test_a_dataset_that_cannot_be_counted_is_not_described() -> None:
    slow = Slow("COUNT(*)")
    client = create_app(Settings(base=BASE, tokens=TOKENS, pages=False), slow).test_client()
    assert client.get("/sparql").status_code == 504


def test_a_browser_without_pages_still_gets_rdf(client: FlaskClient) -> None:
    reply = client.get(
        "/sparql", headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    )
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] in {"application/xml", "text/turtle; charset=utf-8"}
