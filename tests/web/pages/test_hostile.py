"""Hostile labels, IRIs, quotes and file cells: each is shown, and none does anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from tests.web.pages.site import BASE, Page, Site, read, served, worked_examples

from communique.web.pages import tabular

DIP = "https://w3id.org/communique/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
STATUS = "https://w3id.org/communique/concept/status/held"
STANDING = "https://w3id.org/communique/concept/standing/accepted"

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "{{ 7*7 }}{% include 'page.html' %}",
    "javascript:alert(1)",
    "<!--<script>-->",
    "&lt;b&gt;&amp;",
    "\u202etxt.exe\u202c \u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0634\u064a\u0628\u0627\u0646\u064a",
    "=HYPERLINK(1,2)",
    "@SUM(1)",
    "+1+1",
    "-1+1",
    "\tcmd",
    "x" * 500,
    "word " * 100,
)
# What an IRI may hold is less; these are what gets through, and none may become a link.
EVIL_IRIS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,%3Cscript%3Ealert(1)%3C/script%3E",
    "vbscript:x",
    "file:///etc/passwd",
    "http:javascript:alert(1)",
    "https://evil.example/'onmouseover='alert(1)",
    "urn:x:y",
)


def literal(text: str, language: str = "en") -> str:
    escaped = "".join(f"\\u{ord(c):04X}" if c < " " or c in '"\\' else c for c in text)
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def hostile_lines() -> list[str]:
    """For each payload a person, a meeting, a place, an office and an article that bear it, and their claims."""
    lines = worked_examples()
    for n, payload in enumerate(PAYLOADS):
        words = literal(payload)
        article, sentence = f"{BASE}article/{n:016x}", f"{BASE}article/{n:016x}#char=0,{len(payload)}"
        lines += [f"<{article}> <{p}> {o} <{article}> ." for p, o in (
            (f"{RDF}type", f"<{DIP}Article>"), (f"{RDFS}label", words), (f"{DCTERMS}title", words),
            (f"{DCTERMS}publisher", literal(payload, "")), (f"{DCTERMS}rights", literal(payload, "")),
            (f"{DIP}text", literal(payload, "")), (f"{DIP}engine", literal(payload, "")),
            (f"{DIP}abstractOf", literal(payload, "")), (f"{DCTERMS}language", literal("en", "")),
        )]  # fmt: skip
        if n < len(EVIL_IRIS):
            lines.append(f"<{article}> <{DCTERMS}source> <{EVIL_IRIS[n]}> <{article}> .")
        lines += [f"<{sentence}> <{p}> {o} <{article}> ." for p, o in (
            (f"{RDF}type", f"<{DIP}Sentence>"), (f"{OA}exact", words), (f"{DIP}inArticle", f"<{article}>"),
            (f"{OA}start", '"0"^^<http://www.w3.org/2001/XMLSchema#integer>'),
            (f"{OA}end", f'"{len(payload)}"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        )]  # fmt: skip
        for kind, cls in (
            ("person", "Person"),
            ("event", "Meeting"),
            ("place", "Place"),
            ("office", "Office"),
            ("base", "Base"),
        ):
            thing = f"{BASE}{kind}/h{n}"
            lines += [f"<{thing}> <{p}> {o} ." for p, o in (
                (f"{RDF}type", f"<{DIP}{cls}>"), (f"{RDFS}label", words), (f"{SKOS}prefLabel", words),
                (f"{SKOS}exactMatch", f"<{EVIL_IRIS[n % len(EVIL_IRIS)]}>"),
            )]  # fmt: skip
        event, person = f"{BASE}event/h{n}", f"{BASE}person/h{n}"
        lines += [
            f"<{event}> <{RDF}type> <{DIP}Event> .",
            f"<{event}> <{DIP}participant> <{person}> .",
            f"<{event}> <{DIP}place> <{BASE}place/h{n}> .",
            f"<{event}> <{DIP}status> <{STATUS}> .",
            f"<{event}> <{DIP}describedAs> {words} .",
            f'<{event}> <{DIP}date> "2030-05"^^<http://id.loc.gov/datatypes/edtf/EDTF> .',
            f'<{event}> <{DIP}earliest> "2030-05-01"^^<http://www.w3.org/2001/XMLSchema#date> .',
            f'<{event}> <{DIP}latest> "2030-05-31"^^<http://www.w3.org/2001/XMLSchema#date> .',
            f"<{person}> <{DIP}heldOffice> <{BASE}office/h{n}> .",
        ]
        claim = f"{article}#claim-{n:016x}"
        lines += [f"<{claim}> <{p}> {o} <{article}> ." for p, o in (
            (f"{RDF}type", f"<{DIP}Claim>"), (f"{RDFS}label", words), (f"{RDF}subject", f"<{event}>"),
            (f"{RDF}predicate", f"<{DIP}describedAs>"), (f"{RDF}object", words), (f"{DIP}source", f"<{article}>"),
            (f"{DIP}evidence", f"<{sentence}>"), (f"{DIP}standing", f"<{STANDING}>"), (f"{DIP}verbatim", words),
            (f"{DIP}standingReason", words), (f"{DIP}impliedBy", words), (f"{DIP}saidBy", f"<{person}>"),
            (f"{DIP}wordsStart", '"0"^^<http://www.w3.org/2001/XMLSchema#integer>'),
            (f"{DIP}wordsEnd", f'"{len(payload)}"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        )]  # fmt: skip
    for n, iri in enumerate(EVIL_IRIS):
        lines.append(f"<{BASE}person/h0> <{DIP}knownAs{n}> <{iri}> .")
    return sorted(set(lines))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(hostile_lines(), tmp_path_factory.mktemp("hostile")) as site:
        yield site


class Text(HTMLParser):
    """The text of a page outside scripts, and the tags that it opens."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.text += [value for name, value in attrs if name in {"title", "aria-label", "value"} and value]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def pages() -> Iterator[tuple[str, str]]:
    """Address, and the payload that must be seen there."""
    for n, payload in enumerate(PAYLOADS):
        for kind in ("person", "event", "place", "office", "base"):
            yield f"/{kind}/h{n}", payload
        yield f"/article/{n:016x}", payload
        yield f"/claim/{n:016x}/{n:016x}", payload
        yield f"/search?q={quote(payload[:150])}", payload[:100]
        yield f"/sparql?query={quote(payload)}", payload


def shown(document: str) -> tuple[str, Text, Page]:
    text = Text()
    text.feed(document)
    return " ".join("".join(text.text).split()), text, read(document)


@pytest.mark.parametrize(("path", "payload"), list(pages()))
def test_a_payload_is_shown_as_text_and_does_nothing(path: str, payload: str, hostile: Site) -> None:
    document = hostile.app.test_client().get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
    seen, text, page = shown(document)
    assert " ".join(payload.split())[:100] in seen
    assert page.scripts == len([a for a in page.assets if a.startswith("/assets/") and ".js" in a])
    assert not text.tags & {"img", "iframe", "object", "embed", "b"}
    assert page.handlers == []
    assert {urlsplit(link).scheme.lower() for link in page.links} <= {"", "http", "https"}


LISTS = (
    "/", "/person/", "/event/", "/place/", "/office/", "/base/", "/article/", "/claim/", "/timeline", "/map",
    "/judge/", f"/judge/pair?left={quote(BASE)}person/h1&right={quote(BASE)}person/h3",
    f"/judge/claim?claim={quote(BASE)}article/{1:016x}%23claim-{1:016x}", "/network", "/disagreements", "/validation", "/data", "/thing?iri=" + quote(EVIL_IRIS[0]),
)  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_no_list_lets_a_payload_do_anything(path: str, hostile: Site) -> None:
    document = hostile.app.test_client().get(path).get_data(as_text=True)
    _, text, page = shown(document)
    assert page.scripts == len([a for a in page.assets if ".js" in a])
    assert not text.tags & {"img", "iframe", "object", "embed"}
    assert page.handlers == []
    assert {urlsplit(link).scheme.lower() for link in page.links} <= {"", "http", "https"}


def test_an_iri_that_is_no_web_address_is_shown_and_not_linked(hostile: Site) -> None:
    document = hostile.app.test_client().get("/person/h0").get_data(as_text=True)
    seen, _, _ = shown(document)
    for iri in EVIL_IRIS:
        assert iri in seen
    links = read(document).links
    assert not [
        link for link in links if link.lower().startswith(("javascript", "data", "vbscript", "file", "urn"))
    ]
    assert "https://evil.example/'onmouseover='alert(1)" in links


@pytest.mark.parametrize("kind", ["person", "event", "place", "office", "base", "article", "claim"])
def test_no_cell_of_a_download_is_a_formula(kind: str, hostile: Site) -> None:
    body = hostile.app.test_client().get(f"/{kind}/?format=csv").data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(body)) for cell in row]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    assert "'=HYPERLINK(1,2)" in cells


@given(st.text(max_size=20))
def test_a_cell_keeps_its_text_behind_the_apostrophe(text: str) -> None:
    cell = tabular.safe(text)
    assert cell in {text, f"'{text}"}
    assert cell[:1] not in tuple("=+-@\t\r\n")


def test_a_column_may_be_called_anything(client: FlaskClient) -> None:
    """Names of variables come from the query; the engine lets letters of every script through."""
    reply = client.get(
        "/sparql", query_string={"query": "SELECT (1 AS ?ᚠscript_ﷺ) {}"}, headers={"Accept": "text/html"}
    )
    assert "<bdi>ᚠscript_ﷺ</bdi>" in reply.get_data(as_text=True)
