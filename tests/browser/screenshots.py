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
SIZE = {"width": 1280, "height": 860}


def contested(demo: Live) -> str:
    """The path of an event that sources tell differently; of any event where they all agree."""
    query = """PREFIX dip: <https://w3id.org/communique/ns#>
    SELECT ?event WHERE { ?d a dip:Disagreement ; dip:about ?event . ?event a dip:Event } ORDER BY ?event"""
    rows = list(demo.store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]
    return rows[0]["event"].value.removeprefix(BASE[:-1]) if rows else demo.first("Event")


def open_disputed(visitor: Visitor) -> None:
    """Open the facts on which sources disagree."""
    visitor.page.evaluate(
        "document.querySelectorAll('dl.facts > div:has(.dispute) details').forEach((d) => (d.open = true))"
    )
    if visitor.page.locator("dl.facts > div:has(.dispute)").count():
        visitor.page.locator("dl.facts > div:has(.dispute)").first.scroll_into_view_if_needed()


def take(chromium: Any, demo: Live, folder: Path) -> list[Path]:
    """One picture of each kind, light; home and the article in the dark and on a phone too."""
    shots = {
        "home": "/",
        "meeting": contested(demo),
        "article": demo.first("Article"),
        "network": "/network",
        "editor": f"/sparql?query={quote(QUERY)}",
    }
    made = []
    for name, path in shots.items():
        variants: list[tuple[str, dict[str, Any]]] = [("", {"viewport": SIZE})]
        if name in {"home", "article"}:
            variants += [
                ("-dark", {"viewport": SIZE, "color_scheme": "dark"}),
                ("-phone", {"viewport": {"width": 360, "height": 780}, "device_scale_factor": 2}),
            ]
        for suffix, options in variants:
            with visit(chromium, demo.url, **options) as visitor:
                visitor.open(path)
                visitor.page.wait_for_load_state("networkidle")
                if name == "meeting":
                    open_disputed(visitor)
                file = folder / f"{name}{suffix}.png"
                visitor.page.screenshot(path=str(file))
                made.append(file)
    return made


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
