"""Clients that follow IRIs: Comunica on documents and by links, proxies in front, an ontology editor, OpenRefine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pandas as pd
import pyoxigraph as ox
from csvw import CSVW
from rdflib import OWL, RDF, Graph, URIRef
from tests.peers.conftest import Served, needed, node

DIP = "https://w3id.org/communique/ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
OWL_API = (
    "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, application/turtle; q=0.5, "
    "text/plain; q=0.1, */*; q=0.09"
)


def got(
    address: str, accept: str | None = None, data: bytes | None = None, **headers: str
) -> tuple[bytes, Any]:
    """Body and headers, redirects followed."""
    sent = {
        **({"Accept": accept} if accept else {}),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    with urlopen(Request(address, data=data, headers=sent)) as reply:
        return reply.read(), reply.headers


def comunica() -> Path:
    """Where Comunica is installed."""
    folder = Path(__file__).with_name("comunica")
    if (
        shutil.which("node") is None
        or not (folder / "node_modules" / "@comunica" / "query-sparql-link-traversal").is_dir()
    ):
        needed("Comunica (npm install --no-package-lock in tests/peers/comunica)")
    return folder


def test_comunica_traversal_walks_from_one_person_to_the_offices_of_those_whom_they_met(demo: Served) -> None:
    """Entity documents alone as source, joined with the endpoint, and links followed without any."""
    folder = comunica()
    person = max(demo.things("Person"), key=lambda one: len(demo.objects(one, f"{DIP}met")))
    event = max(demo.things("Meeting"), key=lambda one: len(demo.objects(one, f"{DIP}participant")))
    found = json.loads(node("walk.mjs", event, person, demo.sparql, folder=folder))

    def labels(things: set[str]) -> list[str]:
        return sorted({label for thing in things for label in demo.objects(thing, LABEL)})

    def offices(people: set[str]) -> list[str]:
        return labels({office for one in people for office in demo.objects(one, f"{DIP}heldOffice")})

    participants = demo.objects(event, f"{DIP}participant")
    assert found["documents"] == labels(participants)
    assert found["joined"] == offices(participants)
    assert found["walked"] == offices(demo.objects(person, f"{DIP}met")) != []


def test_pyoxigraph_parses_a_document_of_every_kind_of_thing(demo: Served) -> None:
    for kind in ("Person", "Office", "Meeting", "Base", "Country", "Article", "Tenure", "Delegation"):
        thing = demo.things(kind)[0]
        for accept in ("text/turtle", "application/n-quads", "application/ld+json"):
            body, headers = got(thing, accept)
            quads = ox.parse(body, ox.RdfFormat.from_media_type(headers["Content-Type"]), base_iri=thing)
            assert thing in {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def test_rdflib_parses_every_iri_of_a_document_of_ours(demo: Served) -> None:
    """At the addresses that the IRIs are, with no rewriting."""
    start = demo.things("Meeting")[0]
    near = {term for triple in Graph().parse(start) for term in triple if isinstance(term, URIRef)}
    ours = sorted(
        str(term)
        for term in near
        if term.startswith(demo.url) and "#" not in term and "." not in term[len(demo.url) :]
    )
    assert len(ours) > 5
    for thing in ours:
        assert len(Graph().parse(thing)) > 1, thing


def test_lodview_asks_the_endpoint_for_both_directions_and_labels(demo: Served) -> None:
    """Triples by subject with a limit, blank nodes apart, inverses by property with counts, titles by list."""
    person = demo.things("Person")[0]

    def rows(query: str) -> list[dict[str, Any]]:
        body, _ = got(f"{demo.sparql}?{urlencode({'query': query})}", "application/sparql-results+json")
        found: list[dict[str, Any]] = json.loads(body)["results"]["bindings"]
        return found

    assert rows(f"SELECT DISTINCT * {{ <{person}> ?p ?o . FILTER(!isBlank(?o)) }} LIMIT 1000")
    assert rows(f"SELECT DISTINCT * {{ <{person}> ?p ?o . FILTER(isBlank(?o)) }}") == []
    inverse = rows(f"SELECT (COUNT(?s) AS ?many) ?p {{ ?s ?p <{person}> }} GROUP BY ?p ORDER BY DESC(?many)")
    assert f"{DIP}participant" in {row["p"]["value"] for row in inverse}
    titles = rows(f"SELECT DISTINCT ?o {{ <{person}> <{LABEL}>|<http://purl.org/dc/terms/title> ?o }}")
    assert {row["o"]["value"] for row in titles} == demo.objects(person, LABEL)
    for accept in ("application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json"):
        query = f"DESCRIBE <{person}>"
        body, headers = got(f"{demo.sparql}?{urlencode({'query': query})}", accept)
        assert list(ox.parse(body, ox.RdfFormat.from_media_type(headers["Content-Type"])))


def test_trifid_fetches_an_entity_as_quads(demo: Served) -> None:
    """ASK whether it is there, then DESCRIBE with n-quads accepted; and through the address itself."""
    person = demo.things("Person")[0]
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    asked = urlencode({"query": f"ASK {{ <{person}> ?p ?o }}"}).encode()
    body, _ = got(demo.sparql, "application/sparql-results+json", asked, **form)
    assert json.loads(body)["boolean"] is True
    body, headers = got(
        demo.sparql, "application/n-quads", urlencode({"query": f"DESCRIBE <{person}>"}).encode(), **form
    )
    assert headers["Content-Type"].startswith("application/n-quads")
    assert len(list(ox.parse(body, ox.RdfFormat.N_QUADS))) > 3
    accept = "text/html;q=0.5, application/n-quads, application/trig;q=0.9"
    assert got(person, accept)[1]["Content-Type"].startswith("application/n-quads")


def test_protege_loads_the_vocabulary_by_its_address(demo: Served) -> None:
    """With the Accept header of the OWL API, which prefers RDF/XML."""
    body, headers = got(f"{demo.url}ns", OWL_API)
    assert headers["Content-Type"] == "application/rdf+xml"
    graph = Graph().parse(data=body, format="xml")
    assert (URIRef("https://w3id.org/communique/ns"), RDF.type, OWL.Ontology) in graph
    assert (URIRef(f"{DIP}Meeting"), RDF.type, OWL.Class) in graph
    assert (URIRef(f"{DIP}met"), RDF.type, OWL.ObjectProperty) in graph


def test_csvw_validates_every_table_by_its_metadata(demo: Served, tmp_path: Path) -> None:
    """Files as downloaded, the metadata beside each: columns, datatypes, keys, required values."""
    group = json.loads(got(f"{demo.url}tables/csv-metadata.json")[0])
    assert len(group["tables"]) == 6
    for table in group["tables"]:
        name = table["url"].rpartition("/")[2]
        (tmp_path / name).write_bytes(got(table["url"])[0])
        beside = tmp_path / f"{name}-metadata.json"
        beside.write_text(json.dumps({"@context": group["@context"], **table, "url": name}), encoding="utf-8")
        read = CSVW(str(beside), validate=True)
        assert read.is_valid, [str(warning.message) for warning in read.warnings]
        rows = list(next(iter(read.tables)).iterdicts(strict=True))
        assert len(rows) == len(pd.read_csv(tmp_path / name)) > 0
        assert all(row["iri"].unsplit().startswith(demo.url) for row in rows)


def refine(address: str, **form: object) -> Any:
    """As OpenRefine sends it: a form with JSON in it, UTF-8, from a server of its own."""
    fields = urlencode({name: json.dumps(value, ensure_ascii=False) for name, value in form.items()}).encode()
    kind = "application/x-www-form-urlencoded; charset=UTF-8"
    body, headers = got(address, None, fields, Content_Type=kind, User_Agent="OpenRefine 3.9.3")
    assert headers["Content-Type"].startswith("application/json")
    return json.loads(body)


def test_openrefine_reconciles_a_column_from_manifest_to_extension(demo: Served) -> None:
    """Add the service, guess types from ten cells, match in batches, preview, search by hand, add columns."""
    service = f"{demo.url}reconcile"
    manifest = json.loads(got(service)[0])
    assert "0.2" in manifest["versions"]
    people = demo.things("Person")
    names = {person: sorted(demo.objects(person, LABEL))[0] for person in people}
    guess = refine(
        service,
        queries={f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(list(names.values())[:10])},
    )
    kinds = {kind["id"] for one in guess.values() for result in one["result"] for kind in result["type"]}
    assert "Person" in kinds
    batch = {
        f"q{n}": {"query": name, "type": "Person", "type_strict": "should", "limit": 10, "properties": []}
        for n, name in enumerate(names.values())
    }
    matched = refine(service, queries=batch)
    ids = [matched[f"q{n}"]["result"][0]["id"] for n in range(len(people))]
    assert [demo.url + one for one in ids] == people
    preview = manifest["preview"]["url"].replace("{{id}}", quote(ids[0], safe=""))
    assert names[people[0]].encode() in got(preview, "text/html")[0]
    entity = manifest["suggest"]["entity"]
    address = f"{entity['service_url']}{entity['service_path']}?{urlencode({'prefix': names[people[0]][:6], 'cursor': 0})}"
    assert ids[0] in {one["id"] for one in json.loads(got(address)[0])["result"]}
    proposed = manifest["extend"]["propose_properties"]
    address = (
        f"{proposed['service_url']}{proposed['service_path']}?{urlencode({'type': 'Person', 'limit': 50})}"
    )
    offered = {one["id"] for one in json.loads(got(address)[0])["properties"]}
    assert {"heldOffice", "represents"} <= offered
    extended = refine(
        service, extend={"ids": ids, "properties": [{"id": "heldOffice"}, {"id": "represents"}]}
    )
    for person, one in zip(people, ids, strict=True):
        held = {demo.url + cell["id"] for cell in extended["rows"][one]["heldOffice"]}
        assert held == demo.objects(person, f"{DIP}heldOffice")
