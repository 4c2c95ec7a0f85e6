"""The picture of who met whom, when one person met many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.live import Live, live, visit
from tests.web.pages.site import BASE, worked_examples

DIP = "https://w3id.org/communique/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
HOST = f"{BASE}person/host"
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll("[data-network] .graph-label:not(.covered)")]
    .map((label) => ({ name: label.lastChild.textContent, ...label.getBoundingClientRect().toJSON() }));
  return {
    written: boxes.map((box) => box.name),
    covering: boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
      a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 4 && b.top < a.bottom - 4).map((b) => [a.name, b.name])),
  };
}"""


def star_lines() -> list[str]:
    """One host who met fifty people, each at an event of their own."""
    lines = [*worked_examples(), f'<{HOST}> <{LABEL}> "Benevolent Host"@en .']
    for n in range(50):
        guest, event = f"{BASE}person/guest{n}", f"{BASE}event/audience{n}"
        derivation = f"<{BASE}derivation/star{n}>"
        lines += [
            f'<{guest}> <{LABEL}> "Guest with a Long Name {n}"@en .',
            f'<{event}> <{LABEL}> "Audience {n}"@en .',
            f"{derivation} <{RDF}subject> <{HOST}> .",
            f"{derivation} <{RDF}object> <{guest}> .",
            f"{derivation} <{RDF}predicate> <{DIP}met> .",
            f"{derivation} <{DIP}restsOn> <{event}> .",
        ]
        mirrored = f"<{BASE}derivation/rats{n}>"
        lines += [
            f"{mirrored} <{RDF}subject> <{guest}> .",
            f"{mirrored} <{RDF}object> <{HOST}> .",
            f"{mirrored} <{RDF}predicate> <{DIP}met> .",
            f"{mirrored} <{DIP}restsOn> <{event}> .",
        ]
    return sorted(set(lines))


@pytest.fixture(scope="module")
def star(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(star_lines(), tmp_path_factory.mktemp("star")) as found:
        yield found


@pytest.mark.parametrize("scripts", [True, False], ids=["arranged", "on the circle"])
def test_names_in_the_network_can_be_read(chromium: Any, star: Live, scripts: bool) -> None:
    """No name covers another; who met most is named, and every name is there for who points at it."""
    with visit(chromium, star.url, java_script_enabled=scripts) as visitor:
        page = visitor.open("/network").page
        if scripts:
            page.wait_for_selector("[data-arranged]")
        found = page.evaluate(OVERLAPS)
        assert found["covering"] == []
        assert "Benevolent Host" in found["written"]
        assert len(found["written"]) > 12
        nodes = page.locator("[data-network] .node")
        assert nodes.count() > len(found["written"])
        assert all(
            name for name in nodes.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
        )
