"""JSON-LD of things reads as plain JSON, and is the same graph for whoever reads it as RDF."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic
from tests.web.linked.test_dereferencing import path
from tests.web.pages.site import BASE, Site

from communique.sparql.natural_json import context, natural
from communique.sparql.triples import A, Triple, literal

DIP = "https://w3id.org/communique/ns#"
TOP = "http://e/top"
XSD = "http://www.w3.org/2001/XMLSchema#"


def as_triples(text: str) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(text.encode(), ox.RdfFormat.JSON_LD)}


def lines(triples: set[Triple]) -> set[str]:
    text = "".join(f"{' '.join(triple)} .\n" for triple in triples)
    return {str(quad.triple) for quad in ox.parse(text.encode(), ox.RdfFormat.N_TRIPLES)}


def test_a_meeting_is_read_without_knowing_rdf(client: FlaskClient, site: Site) -> None:
    """As a developer does who has never heard of triples."""
    event = max(site.things("Meeting"), key=lambda one: len(client.get(f"{path(one)}.jsonld").data))
    meeting = client.get(f"{path(event)}.jsonld").get_json(force=True)
    assert meeting["id"] == event
    assert "Meeting" in meeting["type"]
    assert isinstance(meeting["label"]["en"], str)
    assert isinstance(meeting["date"], str)
    assert {person["type"] for person in meeting["participant"]} == {"Person"}
    assert all(isinstance(person["label"]["en"], str) for person in meeting["participant"])


def test_what_points_to_a_thing_stands_under_reverse(client: FlaskClient, site: Site) -> None:
    event = next(
        one
        for one in site.things("Meeting")
        if "participant" in client.get(f"{path(one)}.jsonld").get_data(as_text=True)
    )
    someone = client.get(f"{path(event)}.jsonld").get_json(force=True)["participant"][0]["id"]
    person = client.get(f"{path(someone)}.jsonld").get_json(force=True)
    pointing = person["reverse"]["participant"]
    assert event in {one["id"] for one in (pointing if isinstance(pointing, list) else [pointing])}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib 7.6's own JSON-LD parser
@pytest.mark.parametrize(
    "kind", ["Person", "Meeting", "Base", "Country", "Article", "Tenure", "Disagreement", "Merge"]
)
def test_rdflib_reads_the_same_graph_from_it(client: FlaskClient, site: Site, kind: str) -> None:
    thing = site.things(kind)[0]
    for claims in ("", "?claims=1"):
        natural_one = Graph().parse(data=client.get(f"{path(thing)}.jsonld{claims}").data, format="json-ld")
        plain_one = Graph().parse(data=client.get(f"{path(thing)}.nt{claims}").data, format="nt")
        for graph in (natural_one, plain_one):
            for triple in [
                triple for triple in graph if str(triple[0]).partition("?")[0].endswith((".jsonld", ".nt"))
            ]:
                graph.remove(triple)
        assert isomorphic(natural_one, plain_one)


def test_no_document_needs_a_context_from_elsewhere(client: FlaskClient, site: Site) -> None:
    def contexts(value: Any) -> list[Any]:
        if isinstance(value, list):
            return [one for each in value for one in contexts(each)]
        if not isinstance(value, dict):
            return []
        own = [value["@context"]] if "@context" in value else []
        return own + [one for key, each in value.items() if key != "@context" for one in contexts(each)]

    for kind in ("Person", "Article"):
        found = contexts(client.get(f"{path(site.things(kind)[0])}.jsonld").get_json(force=True))
        assert len(found) == 1
        assert isinstance(found[0], dict)


def test_names_mean_here_what_they_mean_in_the_published_context(client: FlaskClient, site: Site) -> None:
    used = client.get(f"{path(site.things('Person')[0])}.jsonld?claims=1").get_json(force=True)["@context"]
    aliases = {"@version", "id", "type", "reverse", "included"}
    assert {name: said for name, said in used.items() if name not in aliases}.items() <= dict(
        context().written
    ).items()


NODES = [f"<{TOP}>", "<http://e/a>", f"<{BASE}person/b>"]
PROPERTIES = [
    f"<{DIP}{name}>"
    for name in ("participant", "date", "earliest", "confidence", "verbatim", "unread", "wordsStart")
]
PROPERTIES += [
    "<http://www.w3.org/2000/01/rdf-schema#label>",
    "<http://e/p>",
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#object>",
]
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8)
LITERALS = st.builds(literal, TEXTS) | st.builds(lambda text: literal(text, language="en"), TEXTS)
LITERALS |= st.builds(
    literal,
    st.sampled_from(["1", "01", "-0", "true", "2030-05-03", "x"]),
    st.sampled_from([f"{XSD}{name}" for name in ("integer", "boolean", "date", "decimal")]),
)
TRIPLES = st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(NODES) | LITERALS)
TYPES = st.tuples(st.sampled_from(NODES), st.just(A), st.sampled_from([f"<{DIP}Meeting>", "<http://e/C>"]))


@given(st.sets(TRIPLES | TYPES, min_size=1, max_size=12))
def test_any_graph_comes_back_as_it_was(triples: set[Triple]) -> None:
    """Also where a value is of another kind than its name leads one to expect."""
    assert as_triples(natural(triples, TOP)) == lines(triples)


def test_a_document_is_a_single_object(client: FlaskClient, site: Site) -> None:
    for kind in ("Person", "Article"):
        thing = site.things(kind)[0]
        found = json.loads(client.get(f"{path(thing)}.jsonld").data)
        assert found["id"] == thing
