"""A small store of two articles, made without reading them; and a reconciliation service on the loopback."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from communique import build
from communique.model.claims import (
    Claim,
    Concept,
    Entity,
    Extraction,
    Kind,
    Mention,
    Predicate,
    Ref,
    Text,
    Value,
    When,
)
from communique.model.text import Article, Span
from communique.model.when import Interval
from communique.store import CorpusFile

SPACE = "https://graph.example/entity/"
PRESIDENTS = {"Vladimir Putin": "Russia", "Recep Erdogan": "Turkey"}


def told(name: str, state: str, when: date) -> tuple[Article, Extraction]:
    """An article that says that somebody is president of a state and held a meeting."""
    text = f"{state}: President {name} met guests on {when:%d %B}."
    article = Article(text, date(2025, 5, 5), publisher=f"{state} Daily")
    span, whole = Span(text.index(name), text.index(name) + len(name)), Span(0, len(text))
    person = f"person-{span.start}-{span.end}"
    entities = (
        Entity(person, Kind.PERSON, name, (Mention(span, name, "test"),)),
        Entity("office-1-2", Kind.OFFICE, "President"),
        Entity("country-0-6", Kind.COUNTRY, state, gazetteer=f"country/{state.lower()}"),
        Entity("event-1-2", Kind.EVENT, "meeting"),
    )

    def claim(subject: str, predicate: Predicate, value: Value) -> Claim:
        return Claim(article.id, subject, predicate, value, span, (whole,), "test")

    claims = (
        claim(person, Predicate.NAME, Text(name)),
        claim(person, Predicate.HELD_OFFICE, Ref("office-1-2")),
        claim("office-1-2", Predicate.ROLE, Concept("role", "president")),
        claim("office-1-2", Predicate.OFFICE_OF, Ref("country-0-6")),
        claim("event-1-2", Predicate.KIND, Concept("eventkind", "meeting")),
        claim("event-1-2", Predicate.STATUS, Concept("status", "held")),
        claim("event-1-2", Predicate.PARTICIPANT, Ref(person)),
        claim("event-1-2", Predicate.DATE, When(Interval.day(when))),
    )
    return article, Extraction(article.id, entities, claims, engine="test")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two presidents in two articles."""
    path = tmp_path / "store"
    path.mkdir()
    corpus = CorpusFile(path / "corpus.sqlite")
    with corpus.transaction():
        for name, state in PRESIDENTS.items():
            article, extraction = told(name, state, date(2025, 5, 3))
            corpus.put(article, [("test", extraction)])
    corpus.close()
    build.rebuild(path, build.Options(strict=True), lambda *_: None)
    return path


@dataclass(slots=True)
class Loopback:
    """A service of our own. ``faults`` are what it does in place of its next answers; ``asked`` is what came."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    batch: int = 10
    score: float = 97.5

    def answer(self, queries: dict[str, Any]) -> dict[str, Any]:
        """One good and one bad candidate for each name."""
        return {
            key: {
                "result": [
                    {
                        "id": f"other-{query['query'][:3]}",
                        "name": "Someone else",
                        "score": 12,
                        "match": False,
                    },
                    {
                        "id": query["query"].replace(" ", "_"),
                        "name": query["query"],
                        "score": self.score,
                        "match": True,
                        "type": [{"id": "P", "name": "human"}],
                    },
                ]
            }
            for key, query in queries.items()
        }


@pytest.fixture
def service() -> Iterator[Loopback]:
    """The service, running."""
    loopback = Loopback("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(loopback))
    loopback.url = f"http://127.0.0.1:{server.server_port}/api"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield loopback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(loopback: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The manifest."""
            self.reply({"name": "Loopback", "identifierSpace": SPACE, "batchSize": loopback.batch})

        def do_POST(self) -> None:
            """The candidates, or a fault."""
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            queries = json.loads(urllib.parse.parse_qs(body)["queries"][0])
            loopback.asked.append(queries)
            fault = loopback.faults.pop(0) if loopback.faults else ""
            match fault:
                case "":
                    self.reply(loopback.answer(queries))
                case "malformed":
                    self.send(200, b'{"q0": {"resu')
                case "wrong key":
                    self.reply({"q999": {"result": []}})
                case "no id":
                    self.reply({key: {"result": [{"score": 3}]} for key in queries})
                case "unanswered":
                    self.reply({})
                case "silent":
                    threading.Event().wait(0.4)
                case _:
                    status, _, wait = fault.partition(" ")
                    self.send(int(status), b"later", {"Retry-After": wait} if wait else {})

        def reply(self, content: dict[str, Any]) -> None:
            self.send(200, json.dumps(content).encode())

        def send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has above
            """Nothing on stderr."""

    return Handler
