"""Findings are laid at the door of the article that brings them about; the check of one article sees them too."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.reference import ontology_lines
from communique.validation import Severity, load, validate
from communique.validation.article import (
    closure,
    focus_nodes,
    shipped_reads,
    validate_article,
)

BASE = "http://127.0.0.1:8000/"
DIP = "https://w3id.org/communique/ns#"
EXAMPLES = Path(__file__).parents[3] / "ontology" / "examples"
STATUS = ox.NamedNode(f"{DIP}status")
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def store_of(name: str) -> ox.Store:
    store = load(f"{line} <{BASE}graph/reference> ." for line in ontology_lines())
    store.extend(ox.parse(path=str(EXAMPLES / f"{name}.trig")))
    return store


def articles(store: ox.Store) -> list[str]:
    found = store.quads_for_pattern(None, TYPE, ox.NamedNode(f"{DIP}Article"), None)
    return sorted(q.subject.value for q in found if isinstance(q.subject, ox.NamedNode))


def first(store: ox.Store, kind: str) -> ox.NamedNode:
    found = store.quads_for_pattern(None, TYPE, ox.NamedNode(DIP + kind), None)
    return min((q.subject for q in found if isinstance(q.subject, ox.NamedNode)), key=str)


def add(store: ox.Store, *triple: ox.NamedNode | ox.Literal) -> None:
    line = " ".join(str(term) for term in triple)
    store.load(io.BytesIO(f"{line} .".encode()), format=ox.RdfFormat.N_TRIPLES)


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.trig")), ids=lambda f: f.stem)
def test_every_worked_example_conforms_as_a_whole_and_article_by_article(file: Path) -> None:
    store = store_of(file.stem)
    report = validate(store, BASE)
    assert [r for r in report.results if r.severity is not Severity.INFO] == []
    for article in articles(store):
        assert validate_article(store, article).conforms


def test_a_concept_that_nobody_declares_is_laid_at_the_door_of_the_article_whose_claim_names_it() -> None:
    """So that one article is left out, and not the whole graph refused."""
    store = store_of("01-person-and-office")
    office = first(store, "Office")
    role, unknown = (
        ox.NamedNode(f"{DIP}role"),
        ox.NamedNode("https://w3id.org/communique/concept/role/wizard"),
    )
    said = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#object")
    about = {q.subject for q in store.quads_for_pattern(None, None, role, None)}
    claim = max(about, key=str)
    for quad in list(store.quads_for_pattern(claim, said, None, None)):
        store.remove(quad)
        store.add(ox.Quad(claim, said, unknown, quad.graph_name))
    store.add(ox.Quad(office, role, unknown))
    report = validate(store, BASE)
    assert {r.article for r in report.violations if r.focus == unknown.value} == {
        str(claim).split("#")[0][1:]
    }
    assert report.unattributed == ()


def test_a_finding_about_an_event_names_the_article_the_sentence_and_its_words() -> None:
    store = store_of("02-meeting-and-sides")
    event = first(store, "Meeting")
    (article,) = articles(store)
    second = ox.NamedNode("https://w3id.org/communique/concept/status/denied")
    add(store, event, STATUS, second)
    whole = [r for r in validate(store, BASE).violations if r.check.endswith("#Event-status")]
    assert [(r.focus, r.article, r.component) for r in whole] == [
        (event.value, article, "MaxCountConstraintComponent")
    ]
    assert whole[0].quote is not None
    assert "met Tomas Calder" in whole[0].quote
    alone = list(validate_article(store, article, BASE).violations)
    assert [r for r in alone if r.check.endswith("#Event-status")] == whole


def test_of_two_articles_behind_a_finding_the_newest_is_named_and_both_are_listed() -> None:
    store = store_of("05-disagreement")
    call = first(store, "Call")
    add(store, call, STATUS, ox.NamedNode("https://w3id.org/communique/concept/status/denied"))
    (found,) = [r for r in validate(store, BASE).violations if r.check.endswith("#Event-status")]
    assert set(found.articles) == set(articles(store))
    issued = ox.NamedNode("http://purl.org/dc/terms/issued")
    days = {
        a: q.object.value
        for a in found.articles
        for q in store.quads_for_pattern(ox.NamedNode(a), issued, None, None)
        if isinstance(q.object, ox.Literal)
    }
    assert found.article == max(days, key=lambda a: days[a])


def test_a_broken_claim_is_laid_at_the_door_of_its_article() -> None:
    store = store_of("04-uncertain-date")
    claim, (article,) = first(store, "Claim"), articles(store)
    standing = ox.NamedNode(f"{DIP}standing")
    for quad in list(store.quads_for_pattern(claim, standing, None, None)):
        store.remove(quad)
    report = validate(store, BASE)
    broken = [r for r in report.violations if r.check.endswith("#Claim-standing")]
    assert [(r.focus, r.article) for r in broken] == [(claim.value, article)]
    assert article in report.quarantined


def test_an_article_under_another_base_is_nobody_of_ours() -> None:
    store = store_of("04-uncertain-date")
    claim = first(store, "Claim")
    add(store, claim, ox.NamedNode(f"{DIP}standnig"), ox.Literal("a misspelt term"))
    ours = [r for r in validate(store, BASE).violations if r.focus == claim.value]
    theirs = [r for r in validate(store, "https://example.org/").violations if r.focus == claim.value]
    assert {r.article for r in ours} != {None}
    assert {r.article for r in theirs} == {None}


def test_the_check_of_one_article_does_not_speak_of_the_others() -> None:
    store = store_of("09-identity")
    one, other = articles(store)
    foreign = next(q.subject for q in store.quads_for_pattern(None, TYPE, None, ox.NamedNode(other)))
    assert isinstance(foreign, ox.NamedNode)
    assert foreign not in focus_nodes(store, one, shipped_reads())
    assert all(not r.focus.startswith(other) for r in validate_article(store, one).results)


def test_what_refers_to_a_thing_is_checked_again_where_an_inverse_path_reads_it() -> None:
    """That a delegation belongs to an event is read from the event."""
    store = store_of("03-visit-with-talks")
    (article,) = articles(store)
    delegation = first(store, "Delegation")
    claims = {
        q.subject
        for q in store.quads_for_pattern(
            None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#subject"), delegation, None
        )
    }
    for claim in claims:
        for quad in list(store.quads_for_pattern(claim, None, None, None)):
            store.remove(quad)
    assert delegation in focus_nodes(store, article, shipped_reads())


def test_what_is_read_for_one_article_does_not_grow_with_the_store() -> None:
    """A hundred more articles about the same people add nothing to what is read."""
    small = store_of("02-meeting-and-sides")
    (article,) = articles(small)
    read = set(closure(small, focus_nodes(small, article, shipped_reads()), shipped_reads()))
    for number in range(100):
        text = (EXAMPLES / "02-meeting-and-sides.trig").read_text(encoding="utf-8")
        name = article.rpartition("/")[2]
        own = text.replace(name, f"{number:016x}").replace("8e9f0a1b", f"{number:08x}")
        small.extend(ox.parse(own.encode("utf-8"), format=ox.RdfFormat.TRIG))
    after = set(closure(small, focus_nodes(small, article, shipped_reads()), shipped_reads()))
    assert after == read


def test_reports_and_the_check_of_a_whole_store_need_neither_pyshacl_nor_rdflib() -> None:
    program = (
        "import sys\nfrom communique.validation import load, render, validate\n"
        "from communique.validation.vocabulary import describe_vocabulary\n"
        "describe_vocabulary()\nprint(render(validate(load(()))))\n"
        "sys.exit(str({'pyshacl', 'rdflib'} & set(sys.modules)) if {'pyshacl', 'rdflib'} & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
