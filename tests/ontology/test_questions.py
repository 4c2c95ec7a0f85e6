"""The competency questions: the rows one would write by hand, and the same in two engines.

``ontology/questions/<name>.csv`` holds the rows of the demo articles, written from reading them. It may have
fewer columns than the query; names count as equal to any spelling that the graph knows for the same thing.
"""

from __future__ import annotations

import csv
import re
import warnings
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph, URIRef

from communique.errors import ResourceMissing
from communique.validation.questions import Question, executable, questions, read_question, turtle
from communique.validation.translation import term_text, to_rdflib
from communique.validation.whole import load

FOLDER = Path(__file__).parents[2] / "ontology" / "questions"
QUESTIONS = {question.name: question for question in questions()}
EXPECTED = {file.stem: file for file in FOLDER.glob("*.csv")}
# The rows named are among those found; there are many more.
PARTIAL = {"10-name-variants", "15-corroboration", "16-one-source-version", "23-attributed"}
PARTIAL |= {"19-places-side-by-side", "20-participants-side-by-side"}
# Two columns that name a pair in no order.
PAIRS = {
    "01-who-met-whom": ("who", "whom"),
    "08-network": ("source", "target"),
    "14-foreign-ministers-met": ("minister1", "minister2"),
}
SKOS = "http://www.w3.org/2004/02/skos/core#"
Row = tuple[str, ...]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@pytest.fixture(scope="module")
def store(demo: list[str]) -> ox.Store:
    return load(demo)


@pytest.fixture(scope="module")
def spellings(store: ox.Store) -> dict[str, str]:
    """The preferred name of every spelling."""
    query = f"""SELECT ?spelling ?name WHERE {{ ?thing <{SKOS}prefLabel> ?name .
        ?thing <{SKOS}prefLabel>|<{SKOS}altLabel>|<{SKOS}hiddenLabel> ?spelling }} ORDER BY DESC(?name)"""
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return {row["spelling"].value: row["name"].value for row in found}


def rows_of(store: ox.Store, question: Question) -> tuple[list[str], list[list[Term | None]]]:
    found = store.query(question.query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [v.value for v in found.variables], [list(row) for row in found]


def shown(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return re.split("[#/]", term.value)[-1]
    return getattr(term, "value", str(term))


def normal(name: str, columns: list[str], row: list[str], spellings: dict[str, str]) -> Row:
    cells = {c: spellings.get(cell, cell) for c, cell in zip(columns, row, strict=True)}
    if name in PAIRS and set(PAIRS[name]) <= cells.keys():
        one, other = PAIRS[name]
        cells[one], cells[other] = sorted((cells[one], cells[other]))
    return tuple(cells[c] for c in columns)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_question_finds_the_rows_that_one_would_write_by_hand(
    name: str, store: ox.Store, spellings: dict[str, str]
) -> None:
    with EXPECTED[name].open(encoding="utf-8", newline="") as file:
        columns, *rows = list(csv.reader(file))
    variables, found = rows_of(store, QUESTIONS[name])
    places = [variables.index(column) for column in columns]
    expected = Counter(normal(name, columns, row, spellings) for row in rows)
    actual = Counter(normal(name, columns, [shown(r[i]) for i in places], spellings) for r in found)
    if name in PARTIAL:
        assert expected - actual == Counter()
    else:
        assert set(actual) == set(expected)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_finds_something_unless_silence_is_the_right_answer(name: str, store: ox.Store) -> None:
    _, found = rows_of(store, QUESTIONS[name])
    assert bool(found) != QUESTIONS[name].silent


@pytest.fixture(scope="module")
def dataset(store: ox.Store) -> Dataset:
    dataset = Dataset(default_union=True)
    for quad in store:
        graph = dataset.default_graph
        if isinstance(quad.graph_name, ox.NamedNode):
            graph = dataset.graph(URIRef(quad.graph_name.value))
        graph.add(to_rdflib(quad.triple))
    return dataset


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_rdflib_finds_the_same_rows(name: str, store: ox.Store, dataset: Dataset) -> None:
    variables, found = rows_of(store, QUESTIONS[name])
    ours = Counter(tuple(unordered(None if t is None else str(t)) for t in row) for row in found)
    with warnings.catch_warnings():
        # rdflib 7.6 itself uses names that it has deprecated.
        warnings.filterwarnings("ignore", r"Dataset\.(default_context|contexts)", DeprecationWarning)
        rows = [
            {str(v): term_text(t) for v, t in b.items()}
            for b in dataset.query(QUESTIONS[name].query).bindings
        ]
    theirs = Counter(tuple(unordered(row.get(v)) for v in variables) for row in rows)
    assert theirs == ours


def unordered(cell: str | None) -> str | None:
    """GROUP_CONCAT takes its members in any order; SAMPLE may take any, but of one there is no choice."""
    return " | ".join(sorted(cell.strip('"').split(" | "))) if cell and " | " in cell else cell


def test_there_are_as_many_questions_as_the_model_is_meant_to_answer() -> None:
    assert len(QUESTIONS) == 25
    assert len({question.text for question in QUESTIONS.values()}) == 25
    assert all(question.text.endswith("?") and question.tags for question in QUESTIONS.values())


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_the_executable_beside_a_question_is_up_to_date_and_runs(name: str) -> None:
    """If this fails: python -m communique.validation.questions."""
    text = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
    assert text == turtle(QUESTIONS[name])
    read = {q.triple for q in ox.parse(text.encode("utf-8"), format=ox.RdfFormat.TURTLE)}
    assert read == set(executable(QUESTIONS[name]))
    selects = [q.object for q in read if q.predicate.value.endswith("#select")]
    assert [s.value for s in selects if isinstance(s, ox.Literal)] == [QUESTIONS[name].query]


def test_executables_have_the_form_that_sparql_example_tools_check() -> None:
    """One query, a comment, a target: after the shapes of github.com/sib-swiss/sparql-examples."""
    import pyshacl

    shapes = Graph().parse(
        format="turtle",
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix schema: <https://schema.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        <urn:s> sh:targetClass sh:SPARQLExecutable ;
          sh:property [ sh:path [ sh:alternativePath ( sh:select sh:ask sh:construct ) ] ; sh:minCount 1 ; sh:maxCount 1 ] ,
            [ sh:path rdfs:comment ; sh:minCount 1 ; sh:datatype rdf:langString ] ,
            [ sh:path schema:target ; sh:minCount 1 ; sh:nodeKind sh:IRI ] , [ sh:path sh:prefixes ; sh:minCount 1 ] .
        """,
    )
    data = Graph()
    for question in QUESTIONS.values():
        for triple in executable(question):
            data.add(to_rdflib(triple))
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, text


def test_a_running_endpoint_describes_the_questions_in_the_same_words() -> None:
    """What the editors of SIB's tools read from the graph is what the files say, but for notes and labels."""
    from datetime import UTC, datetime

    from communique.sparql.description import Described, example_triples
    from communique.sparql.examples import examples

    root = "http://127.0.0.1:8000/"
    what = Described(root, f"{root}sparql", "", "merged", False, datetime.now(UTC), examples())
    lines = "\n".join(f"{s} {p} {o} ." for s, p, o in example_triples(what, what.examples))
    live = {q.triple for q in ox.parse(lines.encode("utf-8"), format=ox.RdfFormat.N_TRIPLES)}
    files = {triple for question in QUESTIONS.values() for triple in executable(question, root)}
    about = {triple.subject for triple in live}
    assert len(about) == 25
    left_out = {"http://www.w3.org/2000/01/rdf-schema#label"}
    assert {t for t in files if t.subject in about and t.predicate.value not in left_out} <= live


def test_the_prefixes_that_a_question_declares_are_those_that_the_endpoint_knows() -> None:
    from communique.sparql.prefixes import PREFIXES

    for question in QUESTIONS.values():
        assert question.prefixes.items() <= PREFIXES.items(), question.name


def test_a_file_without_question_and_tags_is_refused() -> None:
    with pytest.raises(ResourceMissing, match="99-bare"):
        read_question("99-bare", "SELECT * WHERE { ?s ?p ?o }")
