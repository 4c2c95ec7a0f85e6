"""Reconciliation as OpenRefine speaks it: manifest, batches, suggest, preview, data extension."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from tests.web.pages.site import BASE, Site

LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def label(site: Site, iri: str) -> str:
    return next(
        str(quad.object.value)
        for quad in site.store.quads_for_pattern(ox.NamedNode(iri), LABEL, None)
        if isinstance(quad.object, ox.Literal)
    )


def ask(client: FlaskClient, **queries: object) -> Any:
    """A batch as OpenRefine sends it: a form with JSON in it."""
    reply = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert reply.status_code == 200
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    return reply.get_json()


def test_the_manifest_has_what_the_specification_requires(client: FlaskClient) -> None:
    """Specs 0.2, schemas/manifest.json: required members, and templates with ``{{id}}``."""
    found = client.get("/reconcile").get_json()
    assert found["versions"] == ["0.2"]
    assert found["identifierSpace"] == BASE
    assert all(isinstance(found[name], str) for name in ("name", "identifierSpace", "schemaSpace"))
    assert "{{id}}" in found["view"]["url"]
    assert "{{id}}" in found["preview"]["url"]
    assert all(isinstance(found["preview"][name], int) for name in ("width", "height"))
    assert set(found["suggest"]) == {"entity", "type", "property"}
    for service in (*found["suggest"].values(), found["extend"]["propose_properties"]):
        assert service["service_path"].startswith("/")
        assert client.get(service["service_path"].replace("//", "/") + "?prefix=p").status_code == 200
    assert {one["id"] for one in found["defaultTypes"]} >= {"Person", "Office", "Meeting", "Base"}


def test_each_person_is_the_sure_match_of_its_own_name(client: FlaskClient, site: Site) -> None:
    people = site.things("Person")
    batch: dict[str, object] = {
        f"q{number}": {"query": label(site, one), "type": "Person", "limit": 3, "type_strict": "should"}
        for number, one in enumerate(people)
    }
    answer = ask(client, **batch)
    names = [label(site, one) for one in people]
    for number, one in enumerate(people):
        results = answer[f"q{number}"]["result"]
        first = results[0]
        assert BASE + first["id"] == one or names.count(names[number]) > 1
        assert first["score"] == 100
        assert isinstance(first["match"], bool)
        assert {"id": "Person", "name": "person"} in first["type"]
        assert len(results) <= 3
        assert [each["score"] for each in results] == sorted(
            (each["score"] for each in results), reverse=True
        )


def test_two_of_one_name_are_no_sure_match(client: FlaskClient, site: Site) -> None:
    (answer,) = ask(client, q0={"query": "the", "limit": 5}).values()
    assert not any(one["match"] for one in answer["result"])


def test_only_the_type_asked_for_comes(client: FlaskClient, site: Site) -> None:
    name = label(site, site.things("Person")[0])
    answer = ask(
        client,
        q0={"query": name, "type": "Event"},
        q1={"query": name, "type": [{"id": "Person"}]},
        q2={"query": name, "type": "Nonsense"},
    )
    assert all("Event" in {kind["id"] for kind in one["type"]} for one in answer["q0"]["result"])
    assert answer["q1"]["result"]
    assert answer["q2"]["result"] == []


def test_a_property_that_fits_lifts_a_candidate(client: FlaskClient, site: Site) -> None:
    holds = ox.NamedNode("https://w3id.org/communique/ns#heldOffice")
    quad = next(site.store.quads_for_pattern(None, holds, None))
    person, office = str(quad.subject)[1:-1], str(quad.object)[1:-1]
    name = label(site, person)

    def score(value: object) -> float:
        query = {"query": name, "type": "Person", "properties": [{"pid": "heldOffice", "v": value}]}
        results = ask(client, q0=query)["q0"]["result"]
        return float(next(one["score"] for one in results if BASE + one["id"] == person))

    assert score(label(site, office)) == score({"id": office.removeprefix(BASE), "name": "x"}) == 100
    assert score("zzz") < 100


@pytest.mark.parametrize(
    "sent",
    ["", "[]", "{", "7", '{"q0": 7}', '{"q0": {"query": 7}}', '{"q0": {"query": "a", "limit": 0}}', '{"q0": {"query": "a", "limit": "x"}}', '{"q0": {"query": "a", "properties": [1]}}', "[" * 5000],
)  # fmt: skip
def test_what_is_no_batch_is_refused_with_a_reason(client: FlaskClient, sent: str) -> None:
    reply = client.post("/reconcile", data={"queries": sent}, headers={"Accept": "application/json"})
    assert reply.status_code == 400
    assert reply.get_json()["detail"]


def test_too_many_queries_are_refused(client: FlaskClient) -> None:
    batch = {f"q{number}": {"query": "a"} for number in range(101)}
    assert client.post("/reconcile", data={"queries": json.dumps(batch)}).status_code == 413


def test_suggest_completes_names_types_and_properties(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    prefix = label(site, person)[:5]
    found = client.get("/reconcile/suggest/entity", query_string={"prefix": prefix}).get_json()["result"]
    assert person.removeprefix(BASE) in {one["id"] for one in found}
    assert all(one["name"] and one["notable"] for one in found)
    assert {"id": "Person", "name": "person"} in client.get("/reconcile/suggest/type?prefix=per").get_json()[
        "result"
    ]
    properties = client.get("/reconcile/suggest/property?prefix=held").get_json()["result"]
    assert [one["id"] for one in properties] == ["heldOffice"]
    proposed = client.get("/reconcile/properties?type=Base&limit=2").get_json()
    assert (proposed["type"], len(proposed["properties"])) == ("Base", 2)


def test_a_view_and_a_preview_of_every_candidate_are_there(client: FlaskClient, site: Site) -> None:
    found = client.get("/reconcile").get_json()
    for kind in ("Person", "Office", "Event", "Base", "Country", "Article"):
        thing = site.things(kind)[0].removeprefix(BASE)
        view = found["view"]["url"].replace("{{id}}", thing).partition("localhost")[2]
        assert client.get(view, headers={"Accept": "text/html"}).status_code == 200
        preview = client.get(found["preview"]["url"].replace("{{id}}", thing).partition("localhost")[2])
        assert preview.status_code == 200
        assert preview.mimetype == "text/html"
        assert "sandbox" in preview.headers["Content-Security-Policy"]
    assert client.get("/reconcile/preview?id=person/nobody").status_code == 404
    assert client.get("/reconcile/preview").status_code == 404


def test_data_extension_gives_the_values_of_the_graph(client: FlaskClient, site: Site) -> None:
    meeting = site.things("Meeting")[0].removeprefix(BASE)
    asked = {"ids": [meeting, "person/nobody"], "properties": [{"id": "participant"}, {"id": "earliest"}]}
    reply = client.post("/reconcile", data={"extend": json.dumps(asked)}).get_json()
    assert [one["id"] for one in reply["meta"]] == ["participant", "earliest"]
    assert set(reply["rows"]) == {meeting, "person/nobody"}
    part = ox.NamedNode("https://w3id.org/communique/ns#participant")
    held = {
        str(quad.object)[1:-1]
        for quad in site.store.quads_for_pattern(ox.NamedNode(BASE + meeting), part, None)
    }
    assert {BASE + one["id"] for one in reply["rows"][meeting]["participant"]} == held
    assert all(one["name"] for one in reply["rows"][meeting]["participant"])
    assert all(set(one) == {"date"} for one in reply["rows"][meeting]["earliest"])
    assert reply["rows"]["person/nobody"] == {"participant": [], "earliest": []}


def test_an_unknown_property_is_refused(client: FlaskClient) -> None:
    asked = {"ids": [], "properties": [{"id": "shoeSize"}]}
    reply = client.post("/reconcile", data={"extend": json.dumps(asked)})
    assert reply.status_code == 400
    assert "shoeSize" in reply.get_data(as_text=True)
