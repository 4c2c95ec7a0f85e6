"""Nothing that a client sends makes any process of the server connect anywhere."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from tests.reliability.hostile import Canary
from tests.reliability.hostile_requests import remote
from tests.reliability.serving import RunningServer, read_to_the_end

from communique.errors import CommuniqueError
from communique.sparql.evaluation import Document, Evaluation
from communique.sparql.limits import Limits
from communique.sparql.updates import Update
from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import TierOnly, Writer

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def test_no_request_makes_the_server_connect(server: RunningServer) -> None:
    canary, rng = Canary(), random.Random(11)
    for _ in range(150):
        with server.connect() as sock:
            sock.sendall(remote(rng, canary.port).data)
            reply = read_to_the_end(sock)
        assert reply.startswith(b"HTTP/1.1 ")
    assert canary.heard == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_no_text_that_reaches_a_worker_makes_it_connect(snapshot: Path, host: str) -> None:
    """The second line of defence alone: what the protocol layer refuses, handed to the workers."""
    canary = Canary()
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
        attempts = [lambda text=text: tier.query(Evaluation(text, "nt")) for text in queries]
        attempts += [lambda text=text: tier.query(Evaluation(text)) for text in queries]
        attempts += [
            lambda text=text, form=form: tier.parse(Document(text.encode(), form)) for text, form in documents
        ]
        for attempt in attempts:
            try:
                answer = attempt()
            except CommuniqueError:
                continue
            b"".join(answer.frames)
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


def test_the_canary_hears_a_connection() -> None:
    """So that its silence means something."""
    import socket
    import time

    canary = Canary()
    with socket.create_connection(("127.0.0.1", canary.port)):
        until = time.monotonic() + 5
        while canary.heard == 0:
            assert time.monotonic() < until
            time.sleep(0.01)
