"""The pages of a graph behind a real socket, and a visitor who notes whatever goes wrong."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from tests.web.pages.site import BASE, served, things
from werkzeug.serving import WSGIRequestHandler, make_server

from communique.build import Options, build
from communique.store import snapshot

ARTICLES = Path(__file__).parents[2] / "data" / "articles"


@dataclass
class Live:
    """A graph, and where its pages are served."""

    store: ox.Store
    url: str

    def things(self, cls: str) -> list[str]:
        """IRIs of all things of a ``dip:`` class, sorted."""
        return things(self.store, cls)

    def first(self, cls: str) -> str:
        """The path of a thing of this class: the one with most triples, so that its page shows most."""

        def size(thing: str) -> int:
            query = f"SELECT (COUNT(*) AS ?n) {{ {{ <{thing}> ?p ?o }} UNION {{ ?s ?p <{thing}> }} }}"
            (row,) = self.store.query(query, use_default_graph_as_union=True)  # type: ignore[misc]
            return int(row["n"].value)

        return max(self.things(cls), key=size).removeprefix(BASE[:-1])


class Quiet(WSGIRequestHandler):
    """Without a line on stderr for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # werkzeug's name
        """Say nothing."""


def demo_store(folder: Path) -> Path:
    """The store of the demo graph, as ``communique build`` makes it."""
    store = folder / "store"
    build([str(ARTICLES)], store, Options(base=BASE), lambda _stage, _done, _of: None)
    return store


@contextmanager
def demo_server(store: Path, *options: str) -> Iterator[Live]:
    """A store behind the server that ``communique serve`` runs."""
    graph = ox.Store()
    with tempfile.TemporaryDirectory() as scratch:
        snapshot(store, Path(scratch) / "demo.nq")
        graph.bulk_load(path=f"{scratch}/demo.nq", format=ox.RdfFormat.N_QUADS)
    command = [sys.executable, "-m", "communique", "serve", "--store", str(store), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            url = next(line.split()[-1] for line in process.stdout if line.startswith("Pages"))
            yield Live(graph, url.rstrip("/"))
        finally:
            process.terminate()


@contextmanager
def live(lines: Iterable[str], folder: Path) -> Iterator[Live]:
    """Serve a graph on a free port until the block ends."""
    with served(lines, folder) as site:
        server = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Live(site.store, f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@dataclass
class Visitor:
    """A page of a browser that notes errors, dialogs and requests to other hosts."""

    page: Any
    url: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(15_000)
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", self._refuse)
        self.page.on("request", self._note)

    def _refuse(self, dialog: Any) -> None:
        self.errors.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.outside.append(request.url)

    def open(self, path: str) -> Visitor:
        """Go to a path of the site and wait until it has loaded."""
        self.page.goto(self.url + path, wait_until="load")
        return self

    def path(self) -> str:
        """Where the visitor is now."""
        return str(self.page.url).removeprefix(self.url)


@contextmanager
def visit(chromium: Any, url: str, **options: Any) -> Iterator[Visitor]:
    """A visitor with a fresh context (``viewport``, ``color_scheme``, ``java_script_enabled`` ...)."""
    context = chromium.new_context(**options)
    try:
        yield Visitor(context.new_page(), url)
    finally:
        context.close()


def pages_of(demo: Live) -> dict[str, str]:
    """One address for each kind of page."""
    claim = demo.things("Claim")[0].removeprefix(BASE).removeprefix("article/").replace("#claim-", "/")
    disagreements = demo.things("Disagreement")
    left, right = (quote(thing, safe="") for thing in demo.things("Event")[:2])
    found = {
        "home": "/",
        "people": "/person/",
        "events": "/event/?sort=label",
        "claims": "/claim/",
        "person": demo.first("Person"),
        "office": demo.first("Office"),
        "event": demo.first("Event"),
        "place": demo.first("Place"),
        "country": demo.first("Country"),
        "article": demo.first("Article"),
        "claim": f"/claim/{claim}",
        "disagreements": "/disagreements",
        "timeline": "/timeline",
        "network": "/network",
        "map": "/map",
        "search": "/search?q=al-sh",
        "editor": "/sparql",
        "validation": "/validation",
        "data": "/data",
        "deciding": "/judge/",
        "pair": f"/judge/pair?left={left}&right={right}",
        "verdict": f"/judge/claim?claim={quote(demo.things('Claim')[0], safe='')}",
        "guide": "/docs",
        "browse": "/browse",
        "term": "/thing?iri=https%3A%2F%2Fw3id.org%2Fcommunique%2Fns%23Meeting",
        "nowhere": "/nowhere",
    }
    if demo.things("Base"):
        found["base"] = demo.first("Base")
    if disagreements:
        found["disagreement"] = disagreements[0].removeprefix(BASE[:-1])
    return found
