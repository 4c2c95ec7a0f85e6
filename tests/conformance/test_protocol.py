"""The SPARQL 1.1 Protocol suite of the W3C: 34 conversations."""

from __future__ import annotations

import json

import pytest
from tests.conformance.conftest import SUITES, Endpoint, Reply
from tests.conformance.manifest import Call, Conversation, conversations

EXPECTED = 34
CONVERSATIONS = conversations(SUITES, "protocol/manifest.ttl") if SUITES.is_dir() else []

_FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}


def test_the_suite_is_whole(suite_folder: object) -> None:
    assert len(CONVERSATIONS) == EXPECTED


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each.name)
def test_conversation(endpoint: Endpoint, conversation: Conversation) -> None:
    for name, file in conversation.graphs:
        endpoint.load(file.read_bytes(), "application/n-triples", name)
    for call in conversation.calls:
        path = call.path.replace("/sparql/", "/sparql", 1)
        reply = endpoint.call(call.method, path, call.headers, call.body)
        assert _status_fits(reply.status, call.statuses), (reply.status, reply.body)
        _check_content(reply, call)


def _status_fits(status: int, expected: tuple[str, ...]) -> bool:
    return not expected or any(name == f"StatusCode{status // 100}xx" for name in expected)


def _check_content(reply: Reply, call: Call) -> None:
    if call.format is not None:
        assert reply.headers["content-type"].partition(";")[0] in _FORMATS[call.format]
    if call.boolean is not None:
        assert json.loads(reply.body)["boolean"] is call.boolean
