"""The documentation of the vocabulary in a real browser: readable on a phone, in the dark, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.live import Live, visit

PAGES = (
    "/ns",
    "/term/Claim",
    "/concept/role",
    "/patterns",
    "/patterns/disagreement",
    "/shapes",
    "/lint",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chromium: Any, demo: Live, scheme: str, width: int
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing"
    )
    found: dict[str, object] = {}
    with visit(chromium, demo.url, color_scheme=scheme, viewport={"width": width, "height": 900}) as visitor:
        for path in PAGES:
            visitor.open(path)
            visitor.page.evaluate("document.querySelectorAll('main details').forEach((d) => (d.open = true))")
            report = axe.Axe().run(visitor.page)
            if report.violations_count:
                found[path] = [
                    (violation["id"], [node["target"] for node in violation["nodes"]][:3])
                    for violation in report.response["violations"]
                ]
            if visitor.page.evaluate("document.documentElement.scrollWidth") > width:
                found[f"{path} is too wide"] = width
        assert visitor.errors == []
        assert visitor.outside == []
    assert found == {}


def test_a_picture_keeps_its_size_on_a_phone_and_follows_the_theme(chromium: Any, demo: Live) -> None:
    """Without JavaScript; it scrolls within its frame instead of shrinking until nobody can read it."""
    colours = set()
    for scheme in ("light", "dark"):
        options = {
            "color_scheme": scheme,
            "viewport": {"width": 360, "height": 900},
            "java_script_enabled": False,
        }
        with visit(chromium, demo.url, **options) as visitor:
            visitor.open("/patterns/meeting-and-sides")
            drawing = visitor.page.locator(".drawing svg")
            assert drawing.bounding_box()["width"] == float(drawing.get_attribute("width"))
            box = visitor.page.locator(".drawing rect").first
            colours.add(box.evaluate("box => getComputedStyle(box).fill"))
    assert len(colours) == 2


def test_the_query_of_a_pattern_opens_in_the_editor_and_finds_something(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url, java_script_enabled=False) as visitor:
        visitor.open("/patterns/meeting-and-sides")
        visitor.page.get_by_role("link", name="Run it on this graph").click()
        assert visitor.path().startswith("/sparql?query=")
        assert visitor.page.locator("main table tbody tr").count() > 0


def test_an_anchor_of_a_term_shows_it(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url, java_script_enabled=False) as visitor:
        visitor.open("/ns#overBy")
        for _ in range(100):  # the browser scrolls there once the page is laid out
            top = visitor.page.locator("#overBy").bounding_box()["y"]
            if 0 <= top < 300:
                break
            visitor.page.wait_for_timeout(50)
        assert 0 <= top < 300
