"""Somebody with a token decides, without JavaScript, and sees the graph follow."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.browser.live import Live, demo_server, visit
from tests.web.pages.site import BASE

from communique.web.access import new_token

WAIT = 120_000


def pair_of(demo: Live) -> list[str]:
    """The two sides of the first open pair."""
    query = """PREFIX dip: <https://w3id.org/communique/ns#>
    SELECT ?one { { SELECT ?c { ?c a dip:Candidate } ORDER BY ?c LIMIT 1 } ?c dip:compares ?one } ORDER BY ?one"""
    return [row["one"].value for row in demo.store.query(query, use_default_graph_as_union=True)]  # type: ignore[union-attr]


def test_a_decision_on_a_page_changes_the_graph(chromium: Any, store: Path, tmp_path: Path) -> None:
    own = shutil.copytree(store, tmp_path / "store", ignore=shutil.ignore_patterns("*.lock"))
    secret, token = new_token("ana", "write")
    tokens = tmp_path / "tokens.txt"
    tokens.write_text(token.line + "\n", encoding="utf-8")
    with demo_server(own, "--tokens", str(tokens)) as demo:
        left, right = pair_of(demo)
        signed = {"username": "any", "password": secret}
        with visit(chromium, demo.url, java_script_enabled=False, http_credentials=signed) as visitor:
            page = visitor.open("/judge/").page
            before = int(page.locator("[data-count]").inner_text())
            page.locator("a", has_text="Compare their sentences").first.click()
            page.click("text=Sign in")
            page.goto(page.url.split("?")[0] + f"?left={left}&right={right}".replace("#", "%23"))
            page.fill("textarea[name=why]", "read both <b>sentences</b>")
            page.click("text=They are one", timeout=WAIT)
            # The answer waits for the effect for a while, then shows a page that looks again by itself.
            page.locator("h1", has_text="Decided").wait_for(timeout=WAIT)
            page.click("text=To the open pairs")
            assert int(page.locator("[data-count]").inner_text()) < before
            assert "read both <b>sentences</b>" in page.locator("table").inner_text()
            ends = set()
            for side in (left, right):
                opened = visitor.open(side.removeprefix(BASE[:-1])).page
                assert "by a person's decision" in opened.content()
                ends.add(opened.url)
            assert len(ends) == 1, "the IRI that was given up leads to the thing"
            assert visitor.outside == []
    rows = (own / "judgements.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith("same,")
    assert ",ana," in rows[1]
