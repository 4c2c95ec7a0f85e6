"""Nothing that a client sends makes any process of the server connect anywhere."""

from __future__ import annotations

import contextlib
import json
import random
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from tests.reliability.hostile import Canary
from tests.reliability.hostile_requests import remote
from tests.reliability.serving import RunningServer, read_to_the_end

from communique.errors import CommuniqueError
from communique.sparql.evaluation import Answer, Document, Evaluation
from communique.sparql.limits import Limits
from communique.sparql.updates import Update
from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import TierOnly, Writer

Asked = TypeVar("Asked")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def ignoring_errors(ask: Callable[[Asked], Answer], what: Asked) -> None:
    with contextlib.suppress(CommuniqueError):
        b"".join(ask(what).frames)


@pytest.fixture
def canary() -> Iterator[Canary]:
    with Canary() as listening:
        yield listening


def test_no_request_makes_the_server_connect(server: RunningServer, canary: Canary) -> None:
    rng = random.Random(11)
    for _ in range(150):
        with server.connect() as sock:
            sock.sendall(remote(rng, canary.port).data)
            reply = read_to_the_end(sock)
        assert reply.startswith(b"HTTP/1.1 ")
    assert canary.heard == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_no_text_that_reaches_a_worker_makes_it_connect(snapshot: Path, canary: Canary, host: str) -> None:
    """The second line of defence alone: what the protocol layer refuses, handed to the workers."""
    url = f"http://{host}:{canary.port}/x"
    queries = [
        f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND(<{url}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        f"ASK FROM <{url}> {{ ?s ?p ?o }}",
        f"ASK FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"DESCRIBE <{url}>",
    ]
    documents = [
        (json.dumps({"@context": url, "@id": "urn:a", "urn:p": 1}), "jsonld"),
        (json.dumps({"@context": {"@import": url, "@version": 1.1}, "@id": "urn:a"}), "jsonld"),
        (f'<!DOCTYPE x SYSTEM "{url}"><rdf:RDF xmlns:rdf="{RDF}"/>', "rdfxml"),
        (f'<!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]><rdf:RDF xmlns:rdf="{RDF}">&e;</rdf:RDF>', "rdfxml"),
        (f'<!DOCTYPE x [<!ENTITY % e SYSTEM "{url}"> %e;]><rdf:RDF xmlns:rdf="{RDF}"/>', "rdfxml"),
        (f'<?xml-stylesheet href="{url}"?><rdf:RDF xmlns:rdf="{RDF}"/>', "rdfxml"),
        (f"@base <{url}> . <> a <> .", "ttl"),
    ]
    tier = QueryTier(snapshot, limits=Limits(workers=2))
    tier.start()
    try:
        writer = Writer(tier, TierOnly(tier), "http://b/", writable=True)
        for form in ("nt", "json"):
            for text in queries:
                ignoring_errors(tier.query, Evaluation(text, form))
        for text, form in documents:
            ignoring_errors(tier.parse, Document(text.encode(), form))
        for text in (f"LOAD <{url}>", f"LOAD SILENT <{url}> INTO GRAPH <urn:g>", "LOAD <file:///etc/passwd>"):
            try:
                writer.update(Update(text))
            except CommuniqueError:
                continue
        dumped = b"".join(tier.query(Evaluation("", "nq", operation="dump")).frames)
    finally:
        tier.close()
    assert canary.heard == 0
    assert b"root:" not in dumped


def test_the_canary_hears_a_connection(canary: Canary) -> None:
    """So that its silence means something."""
    with socket.create_connection(("127.0.0.1", canary.port)):
        until = time.monotonic() + 5
        while canary.heard == 0:
            assert time.monotonic() < until
            time.sleep(0.01)
