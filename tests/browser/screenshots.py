"""Pictures of the pages for the README, from the demo graph: ``python tests/browser/screenshots.py FOLDER``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.conftest import CHROMIUM, SWITCHES
from tests.browser.live import Live, Visitor, demo_server, demo_store, visit
from tests.web.pages.site import BASE

QUERY = """PREFIX dip: <https://w3id.org/communique/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX status: <https://w3id.org/communique/concept/status/>
SELECT ?event ?label ?date ?place WHERE {
  ?event a dip:Event ; rdfs:label ?label ; dip:date ?date ; dip:status status:held .
  OPTIONAL { ?event dip:place/rdfs:label ?place }
} ORDER BY ?date"""
WIDTH = 1160
MOST_BYTES = 150_000
TO_TOP = "(at) => scrollBy({ top: document.querySelector(at).getBoundingClientRect().top - 24, behavior: 'instant' })"
"""Bring what the picture is about to its top."""


def contested(demo: Live) -> str:
    """The path of an event that sources tell differently; of any event where they all agree."""
    query = """PREFIX dip: <https://w3id.org/communique/ns#>
    SELECT ?event WHERE { ?d a dip:Disagreement ; dip:about ?event . ?event a dip:Event } ORDER BY ?event"""
    rows = list(demo.store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]
    return rows[0]["event"].value.removeprefix(BASE[:-1]) if rows else demo.first("Event")


def ready(visitor: Visitor, name: str) -> None:
    """Wait for what a page draws, and open what the picture is to show."""
    page = visitor.page
    if name == "meeting":
        page.evaluate(
            "document.querySelectorAll('dl.facts > div:has(.dispute) details').forEach((d) => (d.open = true))"
        )
    elif name == "network":
        page.wait_for_selector("[data-arranged]")
    elif name == "editor":
        page.wait_for_selector("#ask[data-ready]")
        page.click("#ask button.button")
        page.wait_for_selector("#view table")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")


def take(chromium: Any, demo: Live, folder: Path) -> list[Path]:
    """One picture of each kind of page."""
    shots = {
        "home": ("/", "", 640),
        "meeting": (contested(demo), ".headline", 640),
        "article": (demo.first("Article"), ".reader", 430),
        "network": ("/network", "figure", 640),
        "editor": (f"/sparql?query={quote(QUERY)}", "#ask", 640),
    }
    made = []
    for name, (path, at, height) in shots.items():
        size = {"width": WIDTH, "height": height}
        with visit(chromium, demo.url, viewport=size, color_scheme="light") as visitor:
            visitor.page.set_default_timeout(60_000)
            visitor.open(path)
            ready(visitor, name)
            if at:
                visitor.page.evaluate(TO_TOP, at)
            file = folder / f"{name}.png"
            visitor.page.screenshot(path=str(file), animations="disabled", caret="hide")
            small(file)
            made.append(file)
    return made


def small(file: Path) -> None:
    """Refuse a picture that is too large for a README."""
    if file.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{file} has {file.stat().st_size:,} bytes, more than {MOST_BYTES:,}")


def main(folder: Path) -> None:
    """Build the demo graph, serve it, and take the pictures."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        demo_server(demo_store(Path(scratch))) as demo,
        sync_playwright() as tool,
    ):
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for file in take(browser, demo, folder):
            sys.stdout.write(f"{file} {file.stat().st_size // 1024} kB\n")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
