"""``communique link`` with a service that answers as Wikidata's does (wikidata.reconci.link)."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from communique import build
from communique.cli import communique
from communique.errors import ServiceFailure
from communique.model.judgement import Verdict
from communique.reconciliation import Client, Query
from communique.resolution.judgements import read

ITEMS = {"Vladimir Putin": "Q7747", "Recep Erdogan": "Q39259"}
HUMAN = [{"id": "Q5", "name": "human"}]


@dataclass(slots=True)
class Wikibase:
    """The service: it redirects its old address, names no versions and no batch size, and takes ten at once."""

    url: str = ""
    forms: list[dict[str, Any]] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    refusal: dict[str, Any] | None = None

    def manifest(self, language: str) -> dict[str, Any]:
        service = {"service_url": self.url, "service_path": f"/{language}/suggest/entity"}
        return {
            "name": f"Wikidata ({language})",
            "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
            "identifierSpace": "http://www.wikidata.org/entity/",
            "schemaSpace": "http://www.wikidata.org/prop/direct/",
            "suggest": {"type": service, "property": service, "entity": service},
            "preview": {"url": f"{self.url}/{language}/preview?id={{{{id}}}}", "width": 320, "height": 90},
            "defaultTypes": [{"id": "Q35120", "name": "entity"}],
            "extend": {"propose_properties": service, "property_settings": []},
        }

    def answer(self, queries: dict[str, Any]) -> dict[str, Any]:
        if self.refusal is not None:
            return self.refusal
        return {key: {"result": self.candidates(query)} for key, query in queries.items()}

    @staticmethod
    def candidates(query: dict[str, Any]) -> list[dict[str, Any]]:
        """Scores by property stand beside the candidate, as features; the sure one may have more than 100."""
        features = [{"id": "all_labels", "value": 100}, {"id": "P39", "value": 57}]
        sure = {
            "id": ITEMS.get(query["query"], "Q1"),
            "name": query["query"],
            "description": "politician",
            "score": 104.5,
            "match": True,
            "type": HUMAN,
            "features": features,
            "P39": {"score": 57, "weighted": 22.8},
        }
        other = {"id": "Q4115189", "name": "sandbox", "score": 31, "match": False, "type": []}
        return [other, sure][: query["limit"]]


@pytest.fixture
def wikibase() -> Iterator[Wikibase]:
    service = Wikibase()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The manifest, or where it went."""
            service.paths.append(self.path)
            if self.path.startswith("/openrefine-wikidata/"):
                self.send(308, b"", {"Location": self.path.removeprefix("/openrefine-wikidata")})
            else:
                self.send(200, json.dumps(service.manifest(self.path.split("/")[1])).encode())

        def do_POST(self) -> None:
            """Candidates for a form of up to ten queries."""
            service.paths.append(self.path)
            service.types.append(self.headers["Content-Type"])
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            queries = json.loads(urllib.parse.parse_qs(body)["queries"][0])
            service.forms.append(queries)
            self.send(200 if len(queries) <= 10 else 413, json.dumps(service.answer(queries)).encode())

        def send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has above
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def link(store: Path, address: str, *words: str) -> Result:
    return CliRunner().invoke(communique, ["link", "--store", str(store), "--service", address, *words])


def test_candidates_are_proposed_under_their_entity_iris_with_types_and_description(
    store: Path, wikibase: Wikibase
) -> None:
    done = link(store, f"{wikibase.url}/en/api")
    assert done.exit_code == 0, done.output
    assert "asking Wikidata (en)" in done.output
    rows = {row.right: row for row in read(store / build.JUDGEMENTS)}
    assert rows["http://www.wikidata.org/entity/Q7747"].why.startswith(
        "score 104.5: Vladimir Putin, human, politician; the service is sure"
    )
    assert {row.verdict for row in rows.values()} == {Verdict.MAYBE}
    assert wikibase.types == ["application/x-www-form-urlencoded"]
    (sent,) = [one for one in wikibase.forms[0].values() if one["query"] == "Vladimir Putin"]
    assert sent["type"] == "Q5"
    assert {"pid": "P39", "v": "President of Russia"} in sent["properties"]


def test_a_sure_candidate_above_a_hundred_is_accepted_where_the_person_said_so(
    store: Path, wikibase: Wikibase
) -> None:
    assert "2 accepted" in link(store, f"{wikibase.url}/tr/api", "--accept-above", "100").output
    assert "/tr/api" in wikibase.paths


def test_an_address_that_moved_for_good_gets_the_form_where_it_is_now(
    store: Path, wikibase: Wikibase
) -> None:
    done = link(store, f"{wikibase.url}/openrefine-wikidata/en/api")
    assert done.exit_code == 0, done.output
    assert wikibase.paths == ["/openrefine-wikidata/en/api", "/en/api", "/en/api"]
    assert "nothing to ask for" in link(store, f"{wikibase.url}/openrefine-wikidata/en/api").output


def test_where_no_batch_size_is_named_ten_go_at_once(wikibase: Wikibase) -> None:
    asking = Client(f"{wikibase.url}/en/api", attempts=1)
    found = list(asking.ask(asking.manifest(), [Query(f"Name {n}", "Q5") for n in range(23)]))
    assert len(found) == 23
    assert [len(form) for form in wikibase.forms] == [10, 10, 3]


def test_what_the_service_says_of_a_refused_batch_is_told(store: Path, wikibase: Wikibase) -> None:
    """It reports its own failures as an object with the status 200."""
    wikibase.refusal = {"status": "error", "message": "invalid query", "details": "Q5x", "arguments": {}}
    done = link(store, f"{wikibase.url}/en/api")
    assert isinstance(done.exception, ServiceFailure)
    assert "refused 2 queries" in str(done.exception)
    assert "invalid query - Q5x" in str(done.exception)
