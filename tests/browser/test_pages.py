"""Every page in a real browser: it loads with and without JavaScript, quietly, and asks nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.live import Live, Visitor, pages_of, visit
from tests.web.pages.site import BASE

AXE_WIDTHS = (360, 1280)
HOME_BYTES = 60_000
WIDER = "Math.max(0, document.documentElement.scrollWidth - innerWidth)"
"""By how many pixels a page is wider than the screen."""
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}


def told_wrong(visitor: Visitor, name: str) -> list[str]:
    """What went wrong on a page; the status of one that is not there is the browser's own message."""
    wrong = [error for error in visitor.errors if not (name == "nowhere" and "404" in error)]
    visitor.errors.clear()
    return wrong


def test_every_page_works_without_javascript(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url, java_script_enabled=False) as visitor:
        for name, path in pages_of(demo).items():
            visitor.open(path)
            assert visitor.page.locator("h1").count() == 1, name
            assert visitor.page.locator("main").inner_text().strip(), name
            assert told_wrong(visitor, name) == [], name
        assert visitor.outside == []


@pytest.mark.parametrize("width", AXE_WIDTHS)
def test_every_page_loads_quietly_fits_and_has_no_barrier(chromium: Any, demo: Live, width: int) -> None:
    """With JavaScript, in light and dark: no error, no other host, no wider than the screen, axe finds nothing."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing"
    )
    found: dict[str, object] = {}
    with visit(chromium, demo.url, viewport={"width": width, "height": 900}) as visitor:
        page = visitor.page
        for name, path in pages_of(demo).items():
            visitor.open(path)
            assert page.locator("h1").count() == 1, name
            if name == "editor":
                page.wait_for_selector("#ask[data-ready]")
            found |= {f"{name} wide": page.evaluate(WIDER)} if page.evaluate(WIDER) else {}
            page.evaluate("document.querySelectorAll('main details').forEach((d) => (d.open = true))")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                # What another project draws on its board is its own; everything around it is ours.
                report = axe.Axe().run(page, context={"exclude": [["#browse"]]}, options=ONLY_VIOLATIONS)
                if report.violations_count:
                    found[f"{name} {scheme}"] = [
                        (violation["id"], [node["target"] for node in violation["nodes"]][:3])
                        for violation in report.response["violations"]
                    ]
            assert told_wrong(visitor, name) == [], name
        assert visitor.outside == []
    assert found == {}


def test_the_board_shows_people_and_their_links(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        visitor.open(f"/browse?iri={BASE[:-1]}{demo.first('Person')}")
        visitor.page.wait_for_selector("#browse .reactodia-overlaid-element")
        name = demo.first("Person").rpartition("/")[2].split("-")[0]
        visitor.page.wait_for_function(
            "name => document.querySelector('#browse').innerText.toLowerCase().includes(name)", arg=name
        )
        assert visitor.errors == []
        assert visitor.outside == []


def test_the_first_view_of_home_is_small(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        visitor.open("/")
        visitor.page.wait_for_load_state("networkidle")
        size = visitor.page.evaluate(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)"
        )
    assert 10_000 < size < HOME_BYTES


def test_folded_facts_are_printed_open(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        visitor.open(demo.first("Person"))
        quote = visitor.page.locator(".fact details blockquote").first
        assert not quote.is_visible()
        visitor.page.emulate_media(media="print")
        assert quote.is_visible()


def test_on_a_phone_the_rows_of_a_list_are_on_the_first_screens(chromium: Any, demo: Live) -> None:
    """Facets are folded, those in use stay open; on a wide screen all are open beside the rows."""
    top = "document.querySelector('.listing table').getBoundingClientRect().top"
    with visit(chromium, demo.url, viewport={"width": 360, "height": 780}) as visitor:
        visitor.open("/event/")
        assert visitor.page.evaluate(top) < 2 * 780
        visitor.page.locator(".facets summary").first.click()
        visitor.page.locator(".facets details[open] a").first.click()
        visitor.page.wait_for_selector(".facets details[open] [aria-current]")
        assert visitor.page.locator(".facets details[open]").count() == 1
    with visit(chromium, demo.url, viewport={"width": 1280, "height": 900}) as visitor:
        visitor.open("/event/")
        assert visitor.page.locator(".facets details:not([open])").count() == 0


def test_the_theme_can_be_chosen_and_stays(chromium: Any, demo: Live) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with visit(chromium, demo.url, color_scheme="light") as visitor:
        visitor.open("/")
        light = visitor.page.evaluate(ground)
        visitor.page.click("[data-theme-toggle]")
        dark = visitor.page.evaluate(ground)
        assert dark != light
        visitor.open("/person/")
        assert visitor.page.evaluate(ground) == dark


def test_hostile_labels_run_nothing(chromium: Any, hostile: Live) -> None:
    with visit(chromium, hostile.url) as visitor:
        for n in range(10):
            for path in (f"/person/h{n}", f"/event/h{n}", f"/article/{n:016x}", f"/claim/{n:016x}/{n:016x}"):
                visitor.open(path)
        for path in ("/", "/person/", "/event/", "/network", "/map", "/timeline", "/search?q=script"):
            visitor.open(path)
        visitor.open("/sparql")
        visitor.page.wait_for_selector("#ask[data-ready]")
        query = "SELECT ?x ?label WHERE { ?x <http://www.w3.org/2000/01/rdf-schema#label> ?label ; a <https://w3id.org/communique/ns#Person> }"
        visitor.page.locator(".cm-content").fill(query)
        visitor.page.click("#ask button.button")
        visitor.page.wait_for_selector("#view table")
        assert "<script>alert(1)</script>" in visitor.page.locator("#view").inner_text()
        assert visitor.page.evaluate("document.querySelectorAll('#view script, #view img').length") == 0
        assert visitor.errors == []
        assert visitor.outside == []
