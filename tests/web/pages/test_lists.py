"""Lists: facets narrow, orders order, downloads hold the same."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from tests.web.pages.site import BASE, Site, read, served, worked_examples

from communique.web.pages.listing import LISTINGS
from communique.web.pages.search import pieces_of

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
HELD = "https://w3id.org/communique/concept/status/held"


def rows_of(client: FlaskClient, path: str, **parameters: str) -> list[dict[str, str]]:
    reply = client.get(f"{path}?{urlencode({**parameters, 'format': 'csv'})}")
    assert reply.status_code == 200, reply.get_data(as_text=True)[:300]
    assert "attachment" in reply.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", sorted(LISTINGS))
def test_every_list_holds_all_of_its_kind(kind: str, client: FlaskClient, site: Site) -> None:
    listed = {row["iri"] for row in rows_of(client, f"/{kind}/")}
    name = {"press-conference": "PressConference"}.get(kind, kind.capitalize())
    assert listed == set(site.things(name))


@pytest.mark.parametrize("kind", sorted(LISTINGS))
def test_every_order_of_every_list_keeps_its_rows(kind: str, client: FlaskClient) -> None:
    listed = sorted(row["iri"] for row in rows_of(client, f"/{kind}/"))
    for column in LISTINGS[kind].columns:
        if column.order:
            for sort in (column.key, f"-{column.key}"):
                assert sorted(row["iri"] for row in rows_of(client, f"/{kind}/", sort=sort)) == listed


def test_a_sorted_list_is_in_order(client: FlaskClient) -> None:
    names = [row["label"] for row in rows_of(client, "/person/", sort="label")]
    assert names == sorted(names)
    assert [row["label"] for row in rows_of(client, "/person/", sort="-label")] == names[::-1]


def test_a_facet_narrows_the_list_to_the_number_it_shows(client: FlaskClient) -> None:
    html = client.get("/event/").get_data(as_text=True)
    (link,) = [link for link in read(html).links if "status=" in link and "held" in link]
    shown = html.partition(link.replace("&", "&amp;"))[2].partition('class="number">')[2].partition("<")[0]
    held = rows_of(client, "/event/", status=HELD)
    assert len(held) == int(shown)
    assert {row["status"] for row in held} == {"held"}


def test_two_facets_narrow_together(client: FlaskClient) -> None:
    held = {row["iri"] for row in rows_of(client, "/event/", status=HELD)}
    year = {row["iri"] for row in rows_of(client, "/event/", year="2030")}
    both = {row["iri"] for row in rows_of(client, "/event/", status=HELD, year="2030")}
    assert both == held & year
    assert both


def test_events_with_a_person_are_those_that_the_page_of_the_person_counts(client: FlaskClient) -> None:
    person = f"{BASE}person/ana-verin-4e1d0c2a"
    html = client.get("/person/ana-verin-4e1d0c2a").get_data(as_text=True)
    assert [number for number, _ in read(html).counts] == [
        len(rows_of(client, "/event/", **{"with": person}))
    ]


def test_events_of_a_country_are_those_it_took_part_in_and_those_in_its_towns(
    client: FlaskClient, site: Site
) -> None:
    country = f"{BASE}country/norland"
    query = f"""PREFIX dip: <https://w3id.org/communique/ns#>
    SELECT DISTINCT ?event {{ ?event dip:side|dip:place|(dip:place/dip:within) <{country}> }}"""
    found = site.store.query(query, use_default_graph_as_union=True)
    wanted = {row["event"].value for row in found}  # type: ignore[union-attr]
    assert {row["iri"] for row in rows_of(client, "/event/", **{"with": country})} == wanted
    html = client.get("/country/norland").get_data(as_text=True)
    assert [number for number, _ in read(html).counts] == [len(wanted)]
    assert "· took part" in html
    assert len(wanted) > 2


def test_a_page_of_a_person_says_what_the_person_was_at_each_event(client: FlaskClient) -> None:
    html = client.get("/person/ana-verin-4e1d0c2a").get_data(as_text=True)
    assert "· visitor" in html.partition('id="events"')[2].partition("</section>")[0]


def test_a_claim_is_listed_in_plain_words_with_its_sentence_among_the_first(client: FlaskClient) -> None:
    table = client.get("/claim/").get_data(as_text=True).partition("<thead>")[2]
    heads = [head.partition("</")[0].rpartition(">")[2] for head in table.split("<th ")[1:]]
    assert heads[:3] == ["Claim", "Value", "Sentence"]
    assert "Ana Verin: name</" in table
    assert "officeOf" not in table


def test_the_field_finds_any_spelling(client: FlaskClient) -> None:
    assert {row["label"] for row in rows_of(client, "/person/", contains="VERIN")} >= {"Ana Verin"}
    assert rows_of(client, "/person/", contains="no such letters") == []


@pytest.mark.parametrize(
    "value", ["$all", "$text", '"', "\\", "}", "a\nb", "' ) }", "\u202e", "ﷺ", "%s", "{0}"]
)
def test_whatever_somebody_types_is_text(value: str, client: FlaskClient) -> None:
    assert client.get("/person/", query_string={"contains": value}).status_code == 200
    assert (
        client.get("/person/", query_string={"source": value, "for": value, "sort": value}).status_code == 200
    )
    assert client.get("/search", query_string={"q": value}).status_code == 200
    assert client.get("/timeline", query_string={"with": value, "from": value}).status_code == 200
    assert (
        client.get("/network", query_string={"with": value, "least": value, "year": value}).status_code == 200
    )
    assert client.get("/map", query_string={"around": value, "zoom": value}).status_code == 200


def test_robots_are_told_not_to_combine_filters_without_end(client: FlaskClient, site: Site) -> None:
    """What shows something of its own may be followed, and so may the pages of a list."""
    thing = site.things("Person")[0].removeprefix(BASE)
    for path in ("/event/", "/claim/?page=2", f"/{thing}", "/timeline", "/thing?iri=http%3A%2F%2Fe%2F"):
        assert "X-Robots-Tag" not in client.get(path).headers, path
    for path in ("/event/?year=2030", "/event/?sort=label", "/timeline?kind=dip%3AMeeting", "/map?zoom=3"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex, nofollow", path


def test_a_page_beyond_the_last_is_not_there(client: FlaskClient) -> None:
    assert client.get("/person/?page=99").status_code == 404


def test_json_holds_what_csv_holds(client: FlaskClient) -> None:
    listed = client.get("/event/?format=json").get_json()
    assert [row["iri"] for row in listed] == [row["iri"] for row in rows_of(client, "/event/")]


def test_search_finds_by_a_misprint_and_says_who_printed_it(tmp_path: Path) -> None:
    lines = worked_examples()
    person, article = f"<{BASE}person/ana-verin-4e1d0c2a>", f"<{BASE}article/2b50bdc03edca072>"
    claim = f"<{BASE}article/2b50bdc03edca072#claim-misprint>"
    lines += [
        f'{person} <{SKOS}hiddenLabel> "Anna Verrin"@en .',
        f"{claim} <{RDF}subject> {person} {article} .",
        f"{claim} <{RDF}predicate> <{SKOS}hiddenLabel> {article} .",
        f'{claim} <{RDF}object> "Anna Verrin"@en {article} .',
        f"{claim} <https://w3id.org/communique/ns#source> {article} {article} .",
    ]
    with served(lines, tmp_path) as site:
        html = site.app.test_client().get("/search", query_string={"q": "ANNA verr"}).get_data(as_text=True)
    assert "found as “<bdi>Anna Verrin</bdi>” (taken for a misprint), printed by Norland Courier" in html


def found_by(client: FlaskClient, term: str, **parameters: str) -> list[str]:
    """The things that a search finds, best first."""
    html = client.get("/search", query_string={"q": term, **parameters}).get_data(as_text=True)
    names = html.partition('id="names"')[2].partition("</ol>")[0]
    return re.findall(r'<span class="title"><a href="([^"]+)"', names)


@pytest.mark.parametrize("term", ["Ana Verin", "verin", "Anna Veryn", "Ана Верин"])
def test_search_takes_any_spelling_and_script(term: str, client: FlaskClient) -> None:
    assert found_by(client, term)[0] == "/person/ana-verin-4e1d0c2a"


def test_an_empty_list_offers_the_search(client: FlaskClient) -> None:
    assert 'href="/search?q=zzz"' in client.get("/person/?contains=zzz").get_data(as_text=True)


def test_search_can_be_narrowed_to_a_kind(client: FlaskClient) -> None:
    assert {path.split("/")[1] for path in found_by(client, "verin")} > {"event"}
    assert {path.split("/")[1] for path in found_by(client, "verin", kind="event")} == {"event"}


def test_search_shows_the_sentences_that_have_the_words_and_where_they_stand(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "verin"}).get_data(as_text=True)
    sentences = html.partition('id="sentences"')[2].partition("</section>")[0]
    assert "<mark>Verin</mark>" in sentences
    assert re.search(r'href="/article/[0-9a-f]{16}\?at=\d+,\d+#at"', sentences)


def test_search_marks_whole_words_whatever_their_case_and_accents() -> None:
    assert pieces_of("Müller met Mullers.", "MULLER") == [("Müller", True), (" met Mullers.", False)]


def test_an_address_that_leads_nowhere_names_things_of_like_names(client: FlaskClient) -> None:
    found_by(client, "verin")  # the index is made by the first search
    reply = client.get("/person/anna-veryn-00000000")
    assert reply.status_code == 404
    assert 'href="/person/ana-verin-4e1d0c2a"' in reply.get_data(as_text=True)
