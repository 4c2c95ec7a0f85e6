"""Each audit finds exactly the faults of its case and nothing in the worked examples."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef, Variable

from communique.reference import ontology_lines
from communique.validation import Severity
from communique.validation.audit import read_audit, run_audit
from communique.validation.translation import to_rdflib
from communique.validation.whole import shipped_audits

CASES = Path(__file__).parent / "audits"
EXAMPLES = Path(__file__).parents[2] / "ontology" / "examples"
AUDITS = {audit.name: audit for audit in shipped_audits()}
PREFIX = re.compile(r"@prefix (\w*): <([^>]+)>")


def expected(text: str) -> set[str]:
    prefixes = dict(PREFIX.findall(text))
    names = text.split("\n", 1)[0].removeprefix("# finds:").split()
    known = {"": "http://127.0.0.1:8000/", **prefixes}
    return {known[name.split(":")[0]] + name.split(":")[1] for name in names}


def store_of(file: Path) -> ox.Store:
    store = ox.Store()
    store.extend(ox.parse(path=str(file)))
    return store


def test_every_audit_has_a_case_and_every_case_an_audit() -> None:
    assert {file.stem for file in CASES.glob("*.trig")} == set(AUDITS)


@pytest.mark.parametrize("name", sorted(AUDITS))
def test_an_audit_finds_the_faults_of_its_case_and_no_others(name: str) -> None:
    file = CASES / f"{name}.trig"
    found = list(run_audit(store_of(file), AUDITS[name]))
    focus = {r.focus for r in found if not r.focus.startswith("_:")}
    assert focus == expected(file.read_text(encoding="utf-8"))
    assert {(r.severity, r.message) for r in found} == {(AUDITS[name].severity, AUDITS[name].message)}


@pytest.mark.parametrize("name", sorted(name for name, audit in AUDITS.items() if audit.merged))
def test_an_audit_means_the_same_in_rdflib(name: str) -> None:
    store = store_of(CASES / f"{name}.trig")
    graph = Graph()
    for quad in store:
        graph.add(to_rdflib(ox.Triple(quad.subject, quad.predicate, quad.object)))
    rows = graph.query(AUDITS[name].query)
    focus = Variable("focus")
    theirs = {str(row[focus]) for row in rows.bindings if isinstance(row[focus], URIRef)}
    ours = {r.focus for r in run_audit(store, AUDITS[name]) if not r.focus.startswith("_:")}
    assert theirs == ours


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.trig")), ids=lambda f: f.stem)
def test_the_worked_examples_pass_every_audit(file: Path) -> None:
    store = store_of(file)
    reference = ox.NamedNode("http://127.0.0.1:8000/graph/reference")
    lines = "\n".join(f"{line} {reference} ." for line in ontology_lines())
    store.load(lines.encode("utf-8"), format=ox.RdfFormat.N_QUADS)
    found = [r for audit in AUDITS.values() for r in run_audit(store, audit)]
    assert [r for r in found if r.severity is not Severity.INFO] == []


def test_an_audit_without_a_message_is_refused() -> None:
    from communique.errors import ResourceMissing

    with pytest.raises(ResourceMissing, match="99-silent"):
        read_audit("99-silent", "# severity: Violation\nSELECT ?focus WHERE { ?focus ?p ?o }")
