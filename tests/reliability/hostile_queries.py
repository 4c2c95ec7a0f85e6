"""Requests that have hurt servers, and generated ones of the same kinds: a family is a function of a generator.

The families are those that killed, stalled or deceived the engines and endpoints that were measured before
this one was built; README.md of the tests says where. Every request is drawn anew, with other sizes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

Manner = Literal["plain", "drip", "half-close", "slow-read", "leave", "malformed"]
"""How a client behaves: as it should, sends byte by byte, closes its half, reads byte by byte, leaves, or
sends what is no HTTP."""


@dataclass(frozen=True, slots=True)
class Attack:
    """One request: its bytes, and what the client does with the connection."""

    data: bytes
    manner: Manner = "plain"


Family = Callable[[random.Random, int], Attack]
"""Draws one request; the number is the port at which the canary listens."""

ACCEPTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "text/turtle",
    "*/*",
)


def get(query: str, rng: random.Random, manner: Manner = "plain", **parameters: str) -> Attack:
    extra = "".join(f"&{name}={quote(value, safe='')}" for name, value in parameters.items())
    target = f"/sparql?query={quote(query, safe='')}{extra}"
    return Attack(head("GET", target, Accept=rng.choice(ACCEPTS)) + b"\r\n", manner)


def post(
    body: bytes, kind: str = "application/sparql-query", path: str = "/sparql", method: str = "POST"
) -> Attack:
    return Attack(
        head(method, path, **{"Content-Type": kind, "Content-Length": str(len(body))}) + b"\r\n" + body
    )


def head(method: str, target: str, **headers: str) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "".join(line + "\r\n" for line in lines).encode()


def asked(query: str) -> Attack:
    return post(query.encode())


def nested_groups(rng: random.Random, _canary: int) -> Attack:
    depth = rng.choice([30, 300, 3000, 3000, 10_000, 31_000])
    return asked("SELECT * WHERE " + "{" * depth + "}" * depth)


def nested_brackets(rng: random.Random, _canary: int) -> Attack:
    depth = rng.choice([600, 5000, 10_000])
    opening, inside, closing = rng.choice(
        [("(", "1", ")"), ("!", "true", ""), ("-", "1", ""), ("(", "(1", "))")]
    )
    return asked(f"ASK {{ FILTER({opening * depth}{inside}{closing * depth}) }}")


def long_chains(rng: random.Random, _canary: int) -> Attack:
    operator, operand = rng.choice([("+", "1"), ("||", "false"), ("&&", "true"), ("*", "2"), ("=", "1")])
    return asked(
        "ASK { FILTER(0"
        + f"{operator}{operand}" * rng.choice([100, 500, 1000, 1000, 1000, 2000, 8000, 12_000])
        + ") }"
    )


def flat_repetition(rng: random.Random, _canary: int) -> Attack:
    part = rng.choice(
        ["UNION {}", "OPTIONAL {}", "FILTER(1)", "MINUS {}", "BIND(1 AS ?{n})", "VALUES ?a { 1 }"]
    )
    parts = " ".join(
        part.replace("{n}", str(number)) for number in range(rng.choice([50, 200, 500, 500, 1000, 4000]))
    )
    return asked(f"SELECT * {{ {{}} {parts} }}")


def nested_exists(rng: random.Random, _canary: int) -> Attack:
    depth = rng.choice([10, 20, 30, 50, 50, 50, 80, 1500])
    word = rng.choice(["FILTER EXISTS { ?s ?p ?o ", "OPTIONAL { ?s ?p ?o ", "{ SELECT * { "])
    return asked(
        "SELECT * { " + word * depth + "} " * depth + ("} " * depth if "SELECT" in word else "") + "}"
    )


def nested_terms(rng: random.Random, _canary: int) -> Attack:
    depth = rng.choice([10, 20, 20, 50, 50, 80, 100, 9000])
    opening, inside, closing = rng.choice([("[ ?p ", "1", "]"), ("(", "1", ")"), ("<<( ?a ?b ", "1", ")>>")])
    return asked(f"SELECT * {{ ?s ?p {opening * depth}{inside}{closing * depth} }}")


def long_paths(rng: random.Random, _canary: int) -> Attack:
    step, sign = "<http://example.org/met>", rng.choice(["/", "|"])
    return asked(
        "SELECT * { ?s " + sign.join([step] * rng.choice([5, 20, 20, 50, 200, 2000])) + " ?o } LIMIT 5"
    )


def path_closures(rng: random.Random, _canary: int) -> Attack:
    path = rng.choice(["(<urn:p>*)*", "!(<urn:p>)*", "(!<urn:x>|^(!<urn:x>))+", "(<urn:a>|!<urn:a>)*"])
    return asked(f"SELECT (COUNT(*) AS ?n) {{ ?s {path} ?o }}")


def cross_products(rng: random.Random, _canary: int) -> Attack:
    patterns = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(rng.choice([3, 4, 6])))
    return asked(f"SELECT (COUNT(*) AS ?n) {{ {patterns} }}")


def hungry_aggregates(rng: random.Random, _canary: int) -> Attack:
    cross = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    return asked(
        rng.choice(
            [
                f"SELECT * {cross} ORDER BY ?c ?f",
                f"SELECT DISTINCT * {cross}",
                f"SELECT (GROUP_CONCAT(?c) AS ?all) {cross}",
                f"CONSTRUCT {{ ?a ?e ?i }} {cross} ORDER BY ?b",
                f"SELECT ?a (COUNT(DISTINCT ?f) AS ?n) {cross} GROUP BY ?a ?d",
            ]
        )
    )


def doubling(rng: random.Random, _canary: int) -> Attack:
    steps = rng.choice([10, 16, 20, 20, 24, 30, 40])
    binds = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(steps))
    return asked(
        f"SELECT (STRLEN(?x{steps}) AS ?n) {{ BIND('{'a' * rng.choice([1, 16, 64])}' AS ?x0) {binds} }}"
    )


def replacing(rng: random.Random, _canary: int) -> Attack:
    expression = "'aaaaaaaaaa'"
    for _ in range(rng.choice([2, 2, 3, 3, 5, 7])):
        expression = f"REPLACE({expression}, 'a', '{'a' * rng.choice([10, 20, 50, 100])}')"
    return asked(f"SELECT (STRLEN({expression}) AS ?n) {{}}")


def regular_expressions(rng: random.Random, _canary: int) -> Attack:
    pattern = rng.choice(
        ["(a+)+$", "((a{100}){100}){100}", "(.*)*x", "[" + "a-z" * 500 + "]", "(", "a{1,99999}"]
    )
    text = rng.choice(["?o", f"'{'a' * 5000}'", "CONCAT(STR(?o), STR(?s))"])
    return asked(
        f"SELECT * {{ {{ SELECT * {{ ?s ?p ?o }} LIMIT 300 }} FILTER(REGEX(STR({text}), '{pattern}')) }} LIMIT {rng.randint(1, 500)}"
    )


def patterns_by_row(rng: random.Random, _canary: int) -> Attack:
    size = rng.choice([10, 60])
    pattern = f"CONCAT('\\\\w{{{size}}}\\\\w{{{size}}}', ENCODE_FOR_URI(STR(?o)))"
    return asked(
        f"SELECT * {{ {{ SELECT * {{ ?s ?p ?o }} LIMIT {rng.choice([3, 5, 10, 60])} }} FILTER(REGEX(STR(?s), {pattern})) }}"
    )


def long_lists(rng: random.Random, _canary: int) -> Attack:
    numbers = [str(rng.randint(0, 9999)) for _ in range(rng.choice([1000, 5000, 9000]))]
    if rng.random() < 0.5:
        return asked(f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({','.join(numbers)})) }} LIMIT 3")
    return asked(f"SELECT (COUNT(*) AS ?n) {{ VALUES ?v {{ {' '.join(numbers)} }} }}")


def products_of_lists(rng: random.Random, _canary: int) -> Attack:
    values = " ".join(map(str, range(rng.choice([50, 300]))))
    lists = " ".join(f"VALUES ?v{n} {{ {values} }}" for n in range(rng.choice([2, 4])))
    return asked(f"SELECT * {{ {lists} }} LIMIT {rng.choice([10, 1000, 20_000])}")


def oversized(rng: random.Random, _canary: int) -> Attack:
    size = rng.choice([66_000, 150_000, 400_000, 1_500_000])
    filler = rng.choice([" ", "#", "{", "é"])
    return asked("SELECT * { ?s ?p ?o } " + filler * (size // len(filler.encode())))


def odd_characters(rng: random.Random, _canary: int) -> Attack:
    odd = rng.choice(
        [b"\x00", b"\\u0000", b"\\uD800", b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\\U0010FFFF"]
    )
    place = rng.choice(
        [b"SELECT * { ?s ?p '%s' }", b"SELECT * { ?s <urn:%s> ?o }", b"SELECT ?%s {}", b"ASK %s {}"]
    )
    body = place.replace(b"%s", odd)
    if rng.random() < 0.5:
        return post(body)
    return Attack(head("GET", "/sparql?query=" + quote(body, safe="")) + b"\r\n")


def control_characters(rng: random.Random, _canary: int) -> Attack:
    code = rng.choice(["0001", "0008", "000B", "001F", "FFFE", "000D"])
    query = f"SELECT ('a\\u{code}b' AS ?x) {{ ?s ?p ?o }} LIMIT {rng.randint(1, 300)}"
    return get(query, rng, format=rng.choice(["xml", "json", "csv", "tsv"]))


def mutated(rng: random.Random, _canary: int) -> Attack:
    query = bytearray(generated_text(rng).encode())
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(query))
        action = rng.randrange(3)
        if action == 0:
            del query[place : place + rng.randint(1, 5)]
        elif action == 1:
            query[place:place] = rng.choice(
                [b"{", b"}", b"(", b")", b'"', b"<", b"^^", b"?", b"'''", b"\\", b"@", b"#"]
            )
        else:
            query[place] = rng.randrange(256)
        if not query:
            query = bytearray(b"?")
    return post(bytes(query))


def generated(rng: random.Random, _canary: int) -> Attack:
    return get(generated_text(rng), rng)


def generated_text(rng: random.Random) -> str:
    """A random query of the grammar: usually valid, often without sense."""
    names = ["?s", "?p", "?o", "?x", "?y"]
    terms = [*names, "<http://example.org/met>", "<http://example.org/quote>", "1", '"a"@en', "[]", "true"]

    def triple() -> str:
        return f"{rng.choice(terms[:7])} {rng.choice(terms[:7])} {rng.choice(terms)}"

    def expression(depth: int) -> str:
        if depth == 0:
            return rng.choice([*names, "1", "'a'", "NOW()", "RAND()"])
        inner = expression(depth - 1)
        return rng.choice(
            [
                f"({inner} + 1)",
                f"STR({inner})",
                f"IF({inner}, 1, 2)",
                f"COALESCE({inner}, ?x)",
                f"({inner} = ?y)",
            ]
        )

    def group(depth: int) -> str:
        parts = [part(depth - 1) for _ in range(rng.randint(0, 2) if depth else 0)]
        return "{ " + " ".join([triple() + " .", *parts]) + " }"

    def part(depth: int) -> str:
        return rng.choice(
            [
                f"OPTIONAL {group(depth)}",
                f"{group(depth)} UNION {group(depth)}",
                f"MINUS {group(depth)}",
                f"FILTER({expression(2)})",
                f"FILTER NOT EXISTS {group(depth)}",
                f"GRAPH ?g {group(depth)}",
                f"{{ SELECT * {group(depth)} LIMIT 3 }}",
            ]
        )

    form = rng.choice(["SELECT *", "SELECT DISTINCT ?s", "ASK", "CONSTRUCT { ?s ?p ?o }", "DESCRIBE ?s"])
    return f"{form} {group(2)}" + ("" if form == "ASK" else f" LIMIT {rng.randint(0, 40)}")
