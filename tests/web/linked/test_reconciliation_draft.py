"""Both versions of the Reconciliation API, held to their schemas; what the draft of 1.0 adds."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from tests.web.linked.reconciliation_schemas import DRAFT, V02
from tests.web.linked.test_reconciliation import label
from tests.web.pages.site import BASE, Site

HELD_OFFICE = ox.NamedNode("https://w3id.org/communique/ns#heldOffice")


def valid(version: dict[str, Any], kind: str, message: object) -> None:
    """Fail with the first place where a message is not as the version says."""
    Draft202012Validator.check_schema(version[kind])
    wrong = [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(version[kind]).iter_errors(message)
    ]
    assert wrong == []


def match(client: FlaskClient, *queries: object) -> list[list[dict[str, Any]]]:
    """The candidates of each query."""
    reply = client.post("/reconcile/draft/match", json={"queries": queries})
    assert reply.status_code == 200, reply.get_data(as_text=True)
    valid(DRAFT, "results", reply.get_json())
    return [one["candidates"] for one in reply.get_json()["results"]]


def named(name: object, **more: object) -> dict[str, object]:
    return {"conditions": [{"matchType": "name", "propertyValue": name}], **more}


def of_property(key: str, value: object, **more: object) -> dict[str, object]:
    return {"matchType": "property", "propertyId": key, "propertyValue": value, **more}


def test_every_message_of_0_2_is_as_specified(client: FlaskClient, site: Site) -> None:
    valid(V02, "manifest", client.get("/reconcile").get_json())
    queries = {f"q{n}": {"query": label(site, one)} for n, one in enumerate(site.things("Person"))}
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)}).get_json()
    valid(V02, "results", answer)
    for what in ("entity", "type", "property"):
        valid(V02, "suggestions", client.get(f"/reconcile/suggest/{what}?prefix=a").get_json())
    valid(V02, "proposals", client.get("/reconcile/properties?type=Person").get_json())
    for kind, keys in (
        ("Event", "date earliest participant topic"),
        ("Person", "altLabel met"),
        ("Article", "issued publisher"),
    ):
        ids = [one.removeprefix(BASE) for one in site.things(kind)]
        asked = {"ids": ids, "properties": [{"id": key} for key in keys.split()]}
        extended = client.post("/reconcile", data={"extend": json.dumps(asked)}).get_json()
        valid(V02, "extension", extended)
        assert any(cells for row in extended["rows"].values() for cells in row.values())
        valid(DRAFT, "extension", client.post("/reconcile/draft/extend", json=asked).get_json())


def test_the_schemas_refuse_what_breaks_the_specification(client: FlaskClient) -> None:
    """So that the tests above can fail."""
    broken = {**client.get("/reconcile").get_json(), "versions": ["0.1"]}
    with pytest.raises(AssertionError, match="versions"):
        valid(V02, "manifest", broken)
    with pytest.raises(AssertionError):
        valid(V02, "extension", {"meta": [], "rows": {"a": {"earliest": [{"date": "2030-05-03"}]}}})


def test_the_draft_has_a_manifest_and_all_its_routes(client: FlaskClient, site: Site) -> None:
    found = client.get("/reconcile/draft").get_json()
    valid(DRAFT, "manifest", found)
    person = site.things("Person")[0].removeprefix(BASE)
    for encoded in (person, person.replace("/", "%2F")):
        view = found["view"]["url"].replace("{id}", encoded).partition("localhost")[2]
        assert client.get(view, headers={"Accept": "text/html"}).status_code == 200
        assert client.get(f"/reconcile/draft/preview?id={encoded}").mimetype == "text/html"
    for what in ("entity", "type", "property"):
        suggested = client.get(f"/reconcile/draft/suggest/{what}?prefix=a&limit=3").get_json()
        valid(DRAFT, "suggestions", suggested)
        assert len(suggested["result"]) <= 3
    valid(DRAFT, "proposals", client.get("/reconcile/draft/extend/propose?type=Person&limit=2").get_json())
    headers = {
        "Origin": "http://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = client.options("/reconcile/draft/match", headers=headers)
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "content-type" in preflight.headers["Access-Control-Allow-Headers"].lower()


def test_a_name_an_identifier_and_a_property_each_lead_to_the_thing(client: FlaskClient, site: Site) -> None:
    quad = next(site.store.quads_for_pattern(None, HELD_OFFICE, None))
    person, office = str(quad.subject)[1:-1], str(quad.object)[1:-1]
    by_name, by_id, by_office, by_words = match(
        client,
        named(label(site, person), type="Person", limit=2),
        {"conditions": [{"matchType": "id", "propertyValue": person.removeprefix(BASE)}]},
        {"type": "Person", "conditions": [of_property("heldOffice", {"id": office.removeprefix(BASE)})]},
        {"type": "Person", "conditions": [of_property("heldOffice", label(site, office), required=True)]},
    )
    assert BASE + by_name[0]["id"] == person
    assert [BASE + one["id"] for one in by_id] == [person]
    assert by_id[0]["match"]
    holders = {str(one.subject)[1:-1] for one in site.store.quads_for_pattern(None, HELD_OFFICE, quad.object)}
    assert {BASE + one["id"] for one in by_office} == holders
    assert person in {BASE + one["id"] for one in by_words}


def test_conditions_are_weighed_by_their_quantifier(client: FlaskClient, site: Site) -> None:
    quad = next(site.store.quads_for_pattern(None, HELD_OFFICE, None))
    person, office = str(quad.subject)[1:-1], str(quad.object)[1:-1].removeprefix(BASE)
    name = {"matchType": "name", "propertyValue": label(site, person)}

    def score(value: object, **more: object) -> float | None:
        (found,) = match(
            client, {"type": "Person", "conditions": [name, of_property("heldOffice", value, **more)]}
        )
        return next((one["score"] for one in found if BASE + one["id"] == person), None)

    here, other = {"id": office}, "No such office"
    assert score([here, other]) == score([here], matchQuantifier="all") == 100
    assert (score([here, other], matchQuantifier="all") or 0) < 100
    assert (score(here, matchQuantifier="none") or 0) < (score(other, matchQuantifier="none") or 0)
    assert score(other) is not None
    assert score(other, required=True) is None
    assert score(here, matchQuantifier="none", required=True) is None


def test_an_identifier_is_suggested_as_the_thing_it_names(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0].removeprefix(BASE)
    for route in ("/reconcile", "/reconcile/draft"):
        found = client.get(f"{route}/suggest/entity", query_string={"prefix": person}).get_json()["result"]
        assert [one["id"] for one in found] == [person]


@pytest.mark.parametrize(
    "body",
    ["", "[]", '{"q0": {"query": "a"}}', '{"queries": {}}', '{"queries": [7]}', '{"queries": [{"conditions": []}]}', '{"queries": [{"conditions": [{"matchType": "name"}]}]}', '{"queries": [{"conditions": [{"matchType": "shape", "propertyValue": "a"}]}]}', '{"queries": [{"type": ["a"], "conditions": [{"matchType": "name", "propertyValue": "a"}]}]}', '{"queries": [{"limit": 0, "conditions": [{"matchType": "name", "propertyValue": "a"}]}]}', '{"queries": [{"conditions": [{"matchType": "property", "propertyId": "shoeSize", "propertyValue": 44, "required": true}]}]}', '{"queries": [{"conditions": [{"matchType": "property", "propertyId": "met", "propertyValue": 44, "matchQuantifier": "some"}]}]}'],
)  # fmt: skip
def test_what_is_no_batch_of_the_draft_is_refused_with_a_reason(client: FlaskClient, body: str) -> None:
    reply = client.post("/reconcile/draft/match", data=body, headers={"Accept": "application/problem+json"})
    assert reply.status_code == 400
    assert reply.get_json()["detail"]


def test_a_query_of_0_2_may_have_properties_and_no_name(client: FlaskClient, site: Site) -> None:
    quad = next(site.store.quads_for_pattern(None, HELD_OFFICE, None))
    office = str(quad.object)[1:-1].removeprefix(BASE)
    asked = {"q0": {"type": "Person", "properties": [{"pid": "heldOffice", "v": {"id": office}}]}}
    found = client.post("/reconcile", data={"queries": json.dumps(asked)}).get_json()["q0"]["result"]
    assert str(quad.subject)[1:-1] in {BASE + one["id"] for one in found}
