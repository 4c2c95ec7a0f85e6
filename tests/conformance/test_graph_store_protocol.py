"""The Graph Store Protocol suite of the W3C: 13 conversations in its lists, and one that they forget."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from tests.conformance.conftest import SUITES, Endpoint
from tests.conformance.manifest import Call, Conversation, conversations

EXPECTED = 14
"""Thirteen in the lists of entries, and head_non_existing_direct, which its list forgets."""
_STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


def _all() -> list[Conversation]:
    files = ("manifest-direct.ttl", "manifest-indirect.ttl")
    return [
        each for file in files for each in conversations(SUITES, f"graph-store-protocol/{file}", listed=False)
    ]


CONVERSATIONS = _all() if SUITES.is_dir() else []


def test_the_suite_is_whole(suite_folder: object) -> None:
    assert len(CONVERSATIONS) == EXPECTED
    assert "head_non_existing_direct" in {each.name for each in CONVERSATIONS}


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each.name)
def test_conversation(endpoint: Endpoint, conversation: Conversation) -> None:
    places: dict[str, str] = {}
    for call in conversation.calls:
        reply = endpoint.call(call.method, _path(call, places), call.headers, _body(call, places))
        assert reply.status in {_STATUSES[name] for name in call.statuses}, (call, reply)
        if call.location is not None:
            places[call.location] = reply.headers["location"]
        if call.graph is not None and call.method == "GET":
            assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
            assert isomorphic(_graph(_placed(call.graph, places)), _graph(reply.body.decode())), reply.body


def _path(call: Call, places: dict[str, str]) -> str:
    path = call.path
    for name, place in places.items():
        path = path.replace(name, quote(place, safe="") if "?" in path else urlsplit(place).path)
    if path.startswith("/gsp/"):
        return path.replace("/gsp/", "/graph/", 1)
    return path.replace("/gsp", "/graph-store", 1)


def _body(call: Call, places: dict[str, str]) -> bytes | None:
    return None if call.body is None else _placed(call.body.decode(), places).encode()


def _placed(text: str, places: dict[str, str]) -> str:
    for name, place in places.items():
        text = text.replace(name, place)
    return text


def _graph(turtle: str) -> Graph:
    graph = Graph()
    graph.parse(data=turtle, format="turtle", publicID="http://www.example/")
    return graph
