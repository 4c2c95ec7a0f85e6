"""A robot that follows every link, form, redirect and Link header of a server, and reads what it gets.

What a page leads to is not followed where the server says so (``X-Robots-Tag: nofollow``): filters, orders and
queries combine without end. Addresses that differ only in the thing they show, or in the values of their
parameters, are alike; of those with parameters the first ``most_alike`` are fetched in the order in which they
turn up, so that two crawls of one graph fetch the same.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pyoxigraph as ox
from flask.testing import FlaskClient

from communique.web.pages.paths import KINDS

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDF = "text/turtle, application/trig;q=0.9, application/n-quads;q=0.8, application/ld+json;q=0.7"
TOLD = {
    "class": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}
"""What the document of everything that has an IRI says of it."""
_LINK = re.compile(r"<([^>]*)>")
_SHAPE = re.compile("https://w3id.org/communique/(?:shapes|contribution|lint)#")
_UNLIMITED = {
    "person",
    "office",
    "event",
    "base",
    "place",
    "country",
    "organization",
    "article",
    "data",
    "tables",
}
"""First segments of addresses that are all fetched, as long as they have no parameters."""


@dataclass
class Anchors(HTMLParser):
    """Where a page leads, and the names of its places."""

    links: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places |= {given["id"]} if "id" in given else set()
        if tag == "form" and given.get("method", "get").lower() != "get":
            return
        self.links += [given[name] for name in ("href", "src", "action") if given.get(name)]


@dataclass
class Crawl:
    """What was found: broken links with where they stood, documents that do not parse, IRIs of ours."""

    client: FlaskClient
    base: str
    most_alike: int
    fetched: dict[str, int] = field(default_factory=dict)
    """Status by address."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many replies had which media type."""
    broken: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    iris: dict[str, str] = field(default_factory=dict)
    """IRIs of ours by the address of the first document that has them."""
    _alike: Counter[tuple[object, ...]] = field(default_factory=Counter)
    _places: dict[str, set[str]] = field(default_factory=dict)
    _fragments: dict[tuple[str, str], str] = field(default_factory=dict)

    def walk(self, start: str) -> None:
        """Fetch everything that can be reached from here."""
        waiting = deque([(start, "the start")])
        queued = {start}
        while waiting:
            address, origin = waiting.popleft()
            for target in self._visit(address, origin):
                if target not in queued and self._wanted(target):
                    queued.add(target)
                    waiting.append((target, address))
        for (address, place), origin in self._fragments.items():
            if address in self._places and place not in self._places[address]:
                self.broken.append(f"{address}#{place}, linked from {origin}: no such place on the page")

    def unresolved(self) -> list[str]:
        """IRIs of ours that lead to no RDF, or to RDF that does not say what they are and how they are called."""
        documents: dict[str, str | dict[str, set[str]]] = {}
        found = []
        for iri, origin in sorted(self.iris.items()):
            document = iri.partition("#")[0].replace("https://w3id.org/communique/", self.base)
            if document not in documents:
                documents[document] = self._described(document)
            said = documents[document]
            if isinstance(said, str):
                found.append(f"<{iri}> (in {origin}): {said}")
            elif said and self._must_be_described(iri):
                lacking = [name for name, predicate in TOLD.items() if predicate not in said.get(iri, ())]
                # A shape says in its message what it is for.
                if iri not in said or not _SHAPE.match(iri):
                    found += [f"<{iri}> (in {origin}): its document gives it no {name}" for name in lacking]
        return found

    def _must_be_described(self, iri: str) -> bool:
        """Not a graph, whose document is what it holds, not a document itself, and not the service."""
        segment = iri.removeprefix(self.base).partition("/")[0]
        return segment in KINDS or ("#" in iri and not segment.startswith("sparql#"))

    def _described(self, document: str) -> str | dict[str, set[str]]:
        """The predicates of each subject of a document, or what is wrong; empty where another took its place."""
        path = document.removeprefix(self.base.rstrip("/"))
        reply = self.client.get(
            path, base_url=self.base, headers={"Accept": RDF}, follow_redirects=True, buffered=True
        )
        if reply.status_code != 200:
            return f"status {reply.status_code}"
        form = ox.RdfFormat.from_media_type(reply.mimetype or "")
        if form is None or reply.mimetype == "text/plain":
            # A dump or its checksum, which is what its address is for.
            return f"no RDF but {reply.mimetype}" if self._must_be_described(document) else {}
        if urlsplit(reply.request.path).path.rpartition(".")[0] not in {"", urlsplit(path).path}:
            return {}
        said: dict[str, set[str]] = {}
        for quad in ox.parse(reply.data, form, base_iri=document):
            if isinstance(quad.subject, ox.NamedNode):
                said.setdefault(quad.subject.value, set()).add(quad.predicate.value)
        return said

    def _visit(self, address: str, origin: str) -> Iterator[str]:
        reply = self.client.get(address, base_url=self.base, headers={"Accept": BROWSER}, buffered=True)
        self.fetched[address] = reply.status_code
        self.kinds[reply.mimetype or ""] += 1
        if reply.status_code >= 400:
            self.broken.append(f"{address}, linked from {origin}: {reply.status_code}")
            return
        links = [link for header in reply.headers.getlist("Link") for link in _LINK.findall(header)]
        links += reply.headers.getlist("Location")
        try:
            links += self._read(address, reply.mimetype or "", reply.data)
        except (SyntaxError, ValueError, ET.ParseError, OSError) as error:
            self.unreadable.append(f"{address} ({reply.mimetype}): {error}")
        if "nofollow" in reply.headers.get("X-Robots-Tag", ""):
            return
        for link in links:
            full = urlsplit(urljoin(self.base.rstrip("/") + address, link))
            if f"{full.scheme}://{full.netloc}/" == self.base:
                target = full.path + (f"?{full.query}" if full.query else "")
                if full.fragment and reply.mimetype == "text/html":
                    self._fragments.setdefault((target, full.fragment), address)
                yield target

    def _read(self, address: str, media_type: str, body: bytes) -> list[str]:
        """The links of a body; raises if it is not what its media type says."""
        name = urlsplit(address).path
        if media_type == "application/gzip":
            body = gzip.decompress(body)
            inner = ox.RdfFormat.from_extension(name.removesuffix(".gz").rpartition(".")[2])
            assert inner is not None, address
            return self._rdf(address, inner, body)
        if media_type == "text/html":
            page = Anchors()
            page.feed(body.decode())
            self._places[address] = page.places
            return page.links
        if media_type == "text/csv":
            rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
            if len({len(row) for row in rows}) > 1:
                raise ValueError("rows of different lengths")
            return []
        if media_type in {"text/plain", "image/svg+xml"}:
            return []
        if media_type in {"application/json", "application/csvm+json", "application/problem+json"}:
            return [
                text for text in _strings(json.loads(body)) if text.startswith(self.base) and "{" not in text
            ]
        form = ox.RdfFormat.from_media_type(media_type)
        if form is not None and media_type not in {"application/xml", "text/xml"}:
            return self._rdf(address, form, body)
        if media_type.endswith("xml"):
            ET.fromstring(body)
        return []

    def _rdf(self, address: str, form: ox.RdfFormat, body: bytes) -> list[str]:
        # The examples of the patterns speak of things that somebody made up.
        made_up = address.startswith("/patterns/")
        for quad in ox.parse(body, form, base_iri=self.base.rstrip("/") + address):
            for name in () if made_up else _names(quad):
                if name.startswith((self.base, "https://w3id.org/communique/")):
                    self.iris.setdefault(name, address)
        return []

    def _wanted(self, target: str) -> bool:
        """Whether an address is to be fetched: not if it is one too many alike."""
        to = urlsplit(target)
        asked = {name for name, _ in parse_qsl(to.query)}
        segments = to.path.split("/")
        ending = segments[-1].rpartition(".")[2] if "." in segments[-1] else ""
        if segments[1] in _UNLIMITED and not to.query and not ending:
            return True
        chosen = tuple(value for name, value in parse_qsl(to.query) if name == "format")
        shape = (segments[1], len(segments), ending, *sorted(asked), *chosen)
        self._alike[shape] += 1
        return self._alike[shape] <= self.most_alike


def _names(quad: ox.Quad) -> list[str]:
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return [term.value for term in terms if isinstance(term, ox.NamedNode)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
