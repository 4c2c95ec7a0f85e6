"""A graph in a query tier behind the pages, and what tests ask of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox
from flask import Flask

from communique.reference import ontology_lines
from communique.sparql.workers.tier import QueryTier
from communique.web.app import create_app
from communique.web.settings import Settings

BASE = "http://127.0.0.1:8000/"
EXAMPLES = Path(__file__).parents[3] / "ontology" / "examples"


@dataclass
class Site:
    """The application, its query tier, and the same graph for asking it directly."""

    app: Flask
    tier: QueryTier
    store: ox.Store

    def things(self, cls: str) -> list[str]:
        """IRIs of all things of a ``dip:`` class, sorted."""
        return things(self.store, cls)


def things(store: ox.Store, cls: str) -> list[str]:
    """IRIs of all things of a ``dip:`` class in any graph, sorted."""
    kind = ox.NamedNode(f"https://w3id.org/communique/ns#{cls}")
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    found = {quad.subject for quad in store.quads_for_pattern(None, rdf_type, kind)}
    return sorted(thing.value for thing in found if isinstance(thing, ox.NamedNode))


@contextmanager
def served(lines: Iterable[str], folder: Path, base: str = BASE) -> Iterator[Site]:
    """The pages over a graph (N-Quads lines)."""
    snapshot = folder / "snapshot.nq"
    text = "\n".join(lines) + "\n"
    snapshot.write_text(text, encoding="utf-8")
    store = ox.Store()
    store.bulk_load(text.encode("utf-8"), format=ox.RdfFormat.N_QUADS)
    tier = QueryTier(snapshot, workers=2, base=base, commit="c0ffee" * 4)
    tier.start()
    try:
        yield Site(create_app(Settings(base=base), tier), tier, store)
    finally:
        tier.close()


def worked_examples() -> list[str]:
    """All examples of the ontology in one graph, with the terms themselves."""
    lines = {f"{triple} <{BASE}graph/reference> ." for triple in ontology_lines()}
    for file in sorted(EXAMPLES.glob("*.trig")):
        lines.update(f"{quad} ." for quad in ox.parse(path=str(file)))
    return sorted(lines)


@dataclass
class Page(HTMLParser):
    """What a page holds: links, assets, numbers with their queries, marked words, ids."""

    links: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    counts: list[tuple[int, str]] = field(default_factory=list)
    """Numbers, each with the address of its query."""
    headings: list[int] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    """The marked words of an article by the number of the claim."""
    scripts: int = 0
    _count: int | None = None
    _marked: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in {"script", "img", "iframe", "source"} and given.get("src"):
            self.assets.append(given["src"])
        if (tag == "link" and given.get("rel") in {"stylesheet", "icon"}) or tag == "use":
            self.assets.append(given["href"])
        if tag == "script":
            self.scripts += 1
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "data-count" in given:
            self._count = int(given["data-count"])
        if "data-count-query" in given and self._count is not None:
            self.counts.append((self._count, given["href"]))
            self._count = None
        if tag == "mark" and "data-c" in given:
            self._marked = given["data-c"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._marked = ""

    def handle_data(self, data: str) -> None:
        for number in self._marked.split():
            self.marks[number] = self.marks.get(number, "") + data


def read(html: str) -> Page:
    """The page as parsed."""
    page = Page()
    page.feed(html)
    return page


def inside(link: str, at: str) -> str | None:
    """The path that a link leads to if it stays on the site, without its fragment."""
    full = urlsplit(urljoin(f"http://localhost{at}", link))
    if full.netloc != "localhost":
        return None
    return full.path + (f"?{full.query}" if full.query else "")
