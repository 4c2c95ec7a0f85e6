"""Graph browsers against the demo graph: Reactodia's own provider in Node, AWS Graph Explorer's requests."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest
from tests.peers.conftest import ROOT, Served, needed, node

DIP = "https://w3id.org/communique/ns#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
HERE = Path(__file__).parent


def met(demo: Served) -> tuple[str, set[str]]:
    """The person who met most others, and whom."""
    person = max(demo.things("Person"), key=lambda one: len(demo.objects(one, f"{DIP}met")))
    return person, demo.objects(person, f"{DIP}met")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_reactodia_lists_types_looks_up_and_expands(demo: Served, tmp_path: Path, method: str) -> None:
    """The nine requests of its provider: types, links, elements, neighbours, a search by text."""
    modules = ROOT / "server" / "ui" / "node_modules"
    if shutil.which("node") is None or not (modules / "@reactodia").is_dir():
        needed("Reactodia (npm ci in server/ui)")
    bundle = tmp_path / "ask.mjs"
    require = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);"
    subprocess.run(
        [
            str(modules / "esbuild" / "bin" / "esbuild"), "ask.mjs", "--bundle", "--platform=node",
            "--format=esm", f"--outfile={bundle}", '--define:process.env.NODE_ENV="production"',
            "--loader:.svg=dataurl", f"--banner:js={require}", "--log-level=error",
        ],
        cwd=HERE / "reactodia", env={**os.environ, "NODE_PATH": str(modules)}, check=True, timeout=120,
    )  # fmt: skip
    person, others = met(demo)
    said = node(
        "-r", "./stub.cjs", str(bundle), demo.sparql, method, person, f"{DIP}met", folder=HERE / "reactodia"
    )
    found = json.loads(said)
    assert {f"{DIP}Person", f"{DIP}Meeting", f"{DIP}Office", f"{DIP}Base"} <= {
        name for name, _ in found["types"]
    }
    assert [name for name in found["unnamed"] if name.startswith(DIP)] == []
    assert {f"{DIP}met", f"{DIP}participant", f"{DIP}heldOffice"} <= set(found["linkTypes"])
    assert set(found["labels"]) == demo.objects(person, LABEL)
    assert [out for name, _, out in found["links"] if name == f"{DIP}met"] == [len(others)]
    assert {iri for iri, _ in found["neighbours"]} == others
    assert all(labels for _, labels in found["neighbours"])
    assert {(f"{DIP}met", other) for other in others} <= {
        (way, end) for start, way, end in found["edges"] if start == person
    }
    assert person in found["found"]


def explored(demo: Served, query: str) -> list[dict[str, Any]]:
    """What Graph Explorer gets: a form by POST to ``<url>/sparql``, JSON alone accepted."""
    headers = {
        "Accept": "application/sparql-results+json",
        "Content-Type": "application/x-www-form-urlencoded",
        "queryId": "0b7e3f0e-5a53-4c0f-9d6f-1b8c7a9e2d11",
    }
    request = Request(demo.sparql, data=urlencode({"query": query}).encode(), headers=headers, method="POST")
    with urlopen(request) as reply:
        assert reply.headers["Content-Type"] == "application/sparql-results+json"
        rows: list[dict[str, Any]] = json.load(reply)["results"]["bindings"]
    return rows


def values(rows: list[dict[str, Any]], name: str) -> set[str]:
    return {row[name]["value"] for row in rows if name in row}


def test_graph_explorer_does_without_the_summary_of_neptune(demo: Served) -> None:
    """Its first request; it goes on if that fails as any unknown address does."""
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{demo.url}rdf/statistics/summary?mode=basic")
    refused.value.close()
    assert refused.value.code == 404


def test_graph_explorer_reads_the_schema(demo: Served) -> None:
    """Classes with counts; literal properties of a class by one sample; predicates; which classes they join."""
    classes = {
        row["class"]["value"]: int(row["instances"]["value"])
        for row in explored(demo, "SELECT ?class (COUNT(?s) AS ?instances) { ?s a ?class } GROUP BY ?class")
    }
    for kind in ("Person", "Office", "Meeting", "Base", "Claim"):
        assert classes[DIP + kind] == len(demo.things(kind))
    arms = " UNION ".join(
        f"{{ SELECT (<{DIP}{kind}> AS ?class) ?p ?o {{ {{ SELECT ?s {{ ?s a <{DIP}{kind}> }} LIMIT 1 }} "
        "?s ?p ?o FILTER(!isBlank(?o) && isLiteral(?o)) } }"
        for kind in ("Person", "Meeting")
    )
    rows = explored(demo, f"SELECT ?class ?p (SAMPLE(?o) AS ?sample) {{ {arms} }} GROUP BY ?class ?p")
    assert {(row["class"]["value"], row["p"]["value"]) for row in rows} >= {
        (f"{DIP}Person", LABEL),
        (f"{DIP}Meeting", LABEL),
    }
    rows = explored(demo, "SELECT ?p (COUNT(?p) AS ?n) { [] ?p ?o FILTER(!isLiteral(?o)) } GROUP BY ?p")
    assert {f"{DIP}met", f"{DIP}participant", RDF_TYPE} <= values(rows, "p")
    rows = explored(
        demo,
        f"SELECT DISTINCT ?p ?from ?to {{ {{ SELECT (<{DIP}met> AS ?p) ?from ?to {{ {{ SELECT ?from ?to "
        f"{{ ?s <{DIP}met> ?o FILTER(!isLiteral(?o)) ?s a ?from . ?o a ?to }} LIMIT 100 }} }} }} }}",
    )
    assert values(rows, "from") == values(rows, "to") == {f"{DIP}Person"}


def test_graph_explorer_searches_by_a_word(demo: Served) -> None:
    """Any literal that contains the word, with limit and offset; then all literals and types of what it is in."""
    person, _ = met(demo)
    (name,) = demo.objects(person, LABEL)
    rows = explored(
        demo,
        "SELECT DISTINCT ?s ?p ?o { { SELECT DISTINCT ?s { ?s ?pv ?value . OPTIONAL { ?s a ?class } "
        f"FILTER(?pv IN (<{LABEL}>)) FILTER(?class IN (<{DIP}Person>)) "
        f'FILTER(CONTAINS(LCASE(STR(?value)), LCASE("{name.split()[0]}"))) }} LIMIT 10 OFFSET 0 }} '
        f"{{ ?s ?p ?o FILTER(isLiteral(?o) || ?p = <{RDF_TYPE}>) }} }}",
    )
    assert person in values(rows, "s")
    assert not [row for row in rows if row["s"]["type"] == "bnode"]
    assert {
        row["o"]["value"] for row in rows if row["p"]["value"] == LABEL and row["s"]["value"] == person
    } == {name}


def test_graph_explorer_counts_neighbours_and_expands(demo: Served) -> None:
    """Neighbours both ways, counted by class, then fetched with their labels, those shown already left out."""
    person, others = met(demo)
    near = f"!isLiteral(?n) && ?p != <{RDF_TYPE}>"
    both = f"{{ ?r ?p ?n . OPTIONAL {{ ?n a ?type }} FILTER({near}) }} UNION {{ ?n ?p ?r . OPTIONAL {{ ?n a ?type }} FILTER({near}) }}"
    rows = explored(
        demo,
        f"SELECT ?r ?type (COUNT(DISTINCT ?n) AS ?many) {{ VALUES ?r {{ <{person}> }} {both} }} GROUP BY ?r ?type",
    )
    counted = {row["type"]["value"]: int(row["many"]["value"]) for row in rows if "type" in row}
    assert counted[f"{DIP}Person"] == len(others)
    of_ours = demo.store.quads_for_pattern(None, None, ox.NamedNode(person))
    near_by = {str(quad.subject)[1:-1] for quad in of_ours}
    classed = demo.store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), None)
    typed = {str(quad.subject)[1:-1] for quad in classed}
    assert {one for one in near_by - typed if not re.search(r"/article/\w+#[a-z]+-\d+-\d+$", one)} == set()
    shown = sorted(others)[0]
    wanted = f"FILTER({near} && ?n NOT IN (<{shown}>)) FILTER(?class IN (<{DIP}Person>))"
    rows = explored(
        demo,
        f"""SELECT DISTINCT ?s ?p ?o {{
          {{ SELECT DISTINCT ?n {{ BIND(<{person}> AS ?r)
              {{ ?n ?p ?r . OPTIONAL {{ ?n a ?class }} {wanted} }} UNION {{ ?r ?p ?n . OPTIONAL {{ ?n a ?class }} {wanted} }}
            }} LIMIT 50 }}
          {{ SELECT * {{
              {{ BIND(<{person}> AS ?r) ?n ?in ?r BIND(?n AS ?s) BIND(?in AS ?p) BIND(?r AS ?o) }}
              UNION {{ BIND(<{person}> AS ?r) ?r ?out ?n BIND(?n AS ?o) BIND(?out AS ?p) BIND(?r AS ?s) }}
              UNION {{ ?n ?p ?o FILTER(isLiteral(?o) || ?p = <{RDF_TYPE}>) BIND(?n AS ?s) }}
          }} }} }}""",
    )
    assert {
        row["o"]["value"] for row in rows if row["p"]["value"] == f"{DIP}met" and row["s"]["value"] == person
    } == others - {shown}
    for other in others - {shown}:
        assert demo.objects(other, LABEL) <= {row["o"]["value"] for row in rows if row["s"]["value"] == other}


def test_graph_explorer_shows_the_reason_of_a_refusal(demo: Served) -> None:
    """It shows ``message`` or ``error`` of JSON, or else the text."""
    with pytest.raises(HTTPError) as refused:
        explored(demo, "SELECT ?s { ?s a }")
    with refused.value as reply:
        assert reply.code == 400
        assert b"line" in reply.read()
