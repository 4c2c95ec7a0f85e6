"""Ten thousand links to one thing: its pages stay small, and paging reaches every one."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from tests.web.pages.site import BASE, Site, inside, read, served, worked_examples

MANY = 10_000
MOST_BYTES = 100_000
DIP = "https://w3id.org/communique/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PERSON, COUNTRY = f"{BASE}person/ana-verin-4e1d0c2a", f"{BASE}country/norland"


def hub_lines() -> list[str]:
    """One person at ten thousand events, one country with ten thousand people who met that person."""
    lines = worked_examples()
    for n in range(MANY):
        event, other = f"<{BASE}event/hub{n}>", f"<{BASE}person/hub{n}>"
        day = f"20{n % 60 + 10}-0{n % 9 + 1}-1{n % 10}"
        lines += [
            f"{event} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{DIP}Event> .",
            f'{event} <http://www.w3.org/2000/01/rdf-schema#label> "Meeting number {n}"@en .',
            f"{event} <{DIP}participant> <{PERSON}> .",
            f"{event} <{DIP}status> <https://w3id.org/communique/concept/status/held> .",
            f'{event} <{DIP}latest> "{day}"^^<{XSD}date> .',
            f'{event} <{DIP}earliest> "{day}"^^<{XSD}date> .',
            f'{event} <{DIP}date> "{day}"^^<http://id.loc.gov/datatypes/edtf/EDTF> .',
            f"{other} <{DIP}represents> <{COUNTRY}> .",
            f"<{PERSON}> <{DIP}met> {other} .",
        ]
    return sorted(set(lines))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(hub_lines(), tmp_path_factory.mktemp("hub")) as site:
        yield site


@pytest.mark.parametrize(
    "path",
    ["/", "/person/ana-verin-4e1d0c2a", "/country/norland", "/event/", "/timeline", "/network", "/map"],
)
def test_the_pages_of_a_hub_stay_small(hub: Site, path: str) -> None:
    reply = hub.app.test_client().get(path)
    assert reply.status_code == 200
    assert len(reply.data) < MOST_BYTES


def test_a_hub_leads_to_all_of_its_links_page_by_page(hub: Site) -> None:
    client = hub.app.test_client()
    html = client.get("/country/norland").get_data(as_text=True)
    (path,) = [
        link for link in read(html).links if "/thing/links" in link and quote("#represents", safe="") in link
    ]
    seen: set[str] = set()
    while path:
        page = read(client.get(path).get_data(as_text=True))
        seen.update(link for link in page.links if link.startswith("/person/hub"))
        number = int(path.partition("page=")[2] or 1)
        onward = [link for link in page.links if f"page={number + 1}" in link]
        path = inside(onward[0], path) or "" if onward else ""
    assert len(seen) == MANY


def test_a_list_of_ten_thousand_says_so_and_pages(hub: Site) -> None:
    client = hub.app.test_client()
    html = client.get(f"/event/?with={quote(PERSON, safe='')}").get_data(as_text=True)
    ((number, _),) = read(html).counts
    assert number >= MANY
    assert "page 1 of 2" in html
    assert client.get(f"/event/?with={quote(PERSON, safe='')}&page=150").status_code == 200


def test_a_hub_says_how_many_values_it_does_not_show_and_leads_to_them(hub: Site) -> None:
    client = hub.app.test_client()
    html = client.get("/person/ana-verin-4e1d0c2a").get_data(as_text=True)
    met = html.partition('id="fact-dip-met"')[2].partition("</dd>")[0]
    shown = met.count('class="value"')
    number = met.partition(">and ")[2].partition(" more")[0].replace(",", "")
    (onward,) = [link for link in read(met).links if "/thing/links" in link]
    listed = read(client.get(onward).get_data(as_text=True))
    assert sum(link.startswith("/person/hub") for link in listed.links) == 200
    assert [link for link in listed.links if "page=2" in link and "way=from" in link]
    assert shown + int(number) >= MANY
    assert "<h1" in html
    assert "Ana Verin" in html.partition("<h1")[2].partition("</h1>")[0]
