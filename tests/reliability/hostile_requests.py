"""Hostile requests beyond the query itself: protocol, headers, uploads, and clients that behave badly.

Also the table of all families.
"""

from __future__ import annotations

import random
from urllib.parse import quote

from tests.reliability.hostile_queries import (
    Attack,
    Family,
    asked,
    control_characters,
    cross_products,
    doubling,
    flat_repetition,
    generated,
    get,
    head,
    hungry_aggregates,
    long_chains,
    long_lists,
    long_paths,
    mutated,
    nested_brackets,
    nested_exists,
    nested_groups,
    nested_terms,
    odd_characters,
    oversized,
    path_closures,
    patterns_by_row,
    post,
    products_of_lists,
    regular_expressions,
    replacing,
)


def remote(rng: random.Random, canary: int) -> Attack:
    """Everything that could make a server fetch something."""
    url = rng.choice(
        [
            f"http://127.0.0.1:{canary}/x",
            f"http://localhost:{canary}/x",
            f"http://[::1]:{canary}/x",
            "file:///etc/passwd",
        ]
    )
    queries = [
        f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
        f"SELECT * {{ s\\u0065rvice <{url}> {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{url}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"BASE <{url}> DESCRIBE <{url}>",
    ]
    kind = rng.randrange(10)
    if kind < 6:
        return get(rng.choice(queries), rng)
    if kind == 6:
        return get("SELECT * { ?s ?p ?o }", rng, "plain", **{"default-graph-uri": url})
    if kind == 7:
        return post(f"LOAD <{url}>".encode(), "application/sparql-update")
    if kind == 8:
        context = f'{{"@context": "{url}", "@id": "urn:a", "urn:p": 1}}'
        return post(
            context.encode(), "application/ld+json", f"/graph-store?graph={quote(url, safe='')}", "PUT"
        )
    body = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&e;</rdf:RDF>'
    return post(body.encode(), "application/rdf+xml", "/graph-store?default", "PUT")


def confused_protocol(rng: random.Random, _canary: int) -> Attack:
    kind = rng.choice(
        [
            "text/plain",
            "application/json",
            "",
            "application/sparql-query; charset=utf-16",
            "multipart/form-data",
        ]
    )
    target = rng.choice(
        [
            "/sparql?query=ASK{}&query=ASK{}",
            "/sparql?update=CLEAR+ALL",
            "/sparql?query=ASK{}&update=CLEAR+ALL",
            "/sparql?query=",
            "/sparql?format=exe&query=ASK{}",
            "/update",
            "/graph-store",
            "/graph-store?default&graph=urn:x",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/sparql?" + "a=b&" * 3000,
        ]
    )
    method = rng.choice(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "QUERY", "TRACE", "FOO"])
    body = b"ASK {}" if method in {"POST", "PUT", "PATCH", "QUERY"} else b""
    headers = {"Content-Type": kind} if kind else {}
    return Attack(head(method, target, **headers, **{"Content-Length": str(len(body))}) + b"\r\n" + body)


def odd_headers(rng: random.Random, _canary: int) -> Attack:
    headers = rng.choice(
        [
            {"Accept": ",".join(f"a/b{n};q=0.{n % 10}" for n in range(1500))},
            {"Accept": "*/*;q=" + "9" * 5000},
            {"If-None-Match": ",".join(f'"{n}"' for n in range(1500))},
            {"Accept-Encoding": "gzip;q=0, zstd;q=nan, *;q=-1"},
            {"Authorization": "Bearer " + "x" * 8000},
            {"Prefer": "wait=" + "9" * 400},
            {"Range": "bytes=0-1,2-3"},
            {"X_Forwarded_For": "1.2.3.4", "Forwarded": "for=_x"},
            {f"X-{n}": "y" * 50 for n in range(120)},
        ]
    )
    return Attack(head("GET", "/sparql?query=ASK%7B%7D", **headers) + b"\r\n")


def unauthorized_writes(rng: random.Random, _canary: int) -> Attack:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE x [<!ENTITY e0 "lol">{bomb}]><x>&e9;</x>'
    turtle = "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 5000 + "1" + ")>>" * 5000 + " ."
    body, kind = rng.choice(
        [(xml, "application/rdf+xml"), (turtle, "text/turtle"), ("[" * 50_000, "application/ld+json")]
    )
    if rng.random() < 0.4:
        return post(
            b"DELETE WHERE { ?s ?p ?o }", "application/sparql-update", rng.choice(["/sparql", "/update"])
        )
    return post(body.encode(), kind, "/graph-store?graph=urn:x", rng.choice(["PUT", "POST"]))


def large_results(rng: random.Random, _canary: int) -> Attack:
    form = rng.choice(["json", "xml", "csv", "tsv"])
    limit = rng.choice([1000, 5000, 10_000])
    return get(f"SELECT * {{ ?s ?p ?o . ?a ?b ?c }} LIMIT {limit}", rng, format=form)


def malformed(rng: random.Random, _canary: int) -> Attack:
    data = rng.choice(
        [
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + rng.randbytes(300),
            b"GET /sparql HTTP/9.9\r\n\r\n",
            b"GET  /sparql\r\n\r\n",
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nabc\r\n0\r\n\r\n",
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 5000 + b"\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(40),
            b"GET /" + b"a" * 400_000 + b" HTTP/1.1\r\n\r\n",
            rng.randbytes(rng.randint(1, 3000)) + b"\r\n\r\n",
        ]
    )
    return Attack(data, "malformed")


def slow_sender(rng: random.Random, _canary: int) -> Attack:
    whole = asked("ASK {}").data if rng.random() < 0.5 else get("ASK {}", rng).data
    return Attack(whole, "drip")


def half_closed(rng: random.Random, _canary: int) -> Attack:
    query = rng.choice(
        ["ASK {}", "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 30000", "SELECT * { ?s ?p ?o } LIMIT 100"]
    )
    return (
        get(query, rng, "half-close", format="csv") if "ASK" not in query else get(query, rng, "half-close")
    )


def slow_reader(rng: random.Random, _canary: int) -> Attack:
    return get("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 40000", rng, "slow-read", format="json")


def leaves_early(rng: random.Random, _canary: int) -> Attack:
    query = rng.choice(
        ["SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "SELECT * { ?s ?p ?o . ?a ?b ?c }"]
    )
    return get(query, rng, "leave", format="json")


FAMILIES: dict[str, tuple[Family, float]] = {
    "nested groups": (nested_groups, 4),
    "nested brackets": (nested_brackets, 4),
    "long chains": (long_chains, 4),
    "flat repetition": (flat_repetition, 3),
    "nested exists": (nested_exists, 3),
    "nested terms": (nested_terms, 4),
    "long paths": (long_paths, 3),
    "path closures": (path_closures, 1),
    "cross products": (cross_products, 1),
    "hungry aggregates": (hungry_aggregates, 1),
    "doubling": (doubling, 1.5),
    "replacing": (replacing, 1.5),
    "regular expressions": (regular_expressions, 4),
    "patterns by row": (patterns_by_row, 2),
    "long lists": (long_lists, 4),
    "products of lists": (products_of_lists, 3),
    "oversized": (oversized, 4),
    "odd characters": (odd_characters, 5),
    "control characters": (control_characters, 5),
    "mutated": (mutated, 8),
    "generated": (generated, 8),
    "remote": (remote, 6),
    "confused protocol": (confused_protocol, 6),
    "odd headers": (odd_headers, 5),
    "unauthorized writes": (unauthorized_writes, 5),
    "large results": (large_results, 2.5),
    "malformed": (malformed, 5),
    "slow sender": (slow_sender, 1.5),
    "half-closed": (half_closed, 2),
    "slow reader": (slow_reader, 1),
    "leaves early": (leaves_early, 1.5),
}
"""Every family and its weight in the mix; none is above a tenth."""
