"""The vocabulary is complete, consistent, citable and used as declared."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from rdflib import Dataset, Graph

from communique.validation.article import results_of
from communique.validation.release import concept_fingerprint, fingerprint, fingerprints
from communique.validation.roles import role_scheme
from communique.validation.shape import read_shapes
from communique.validation.translation import to_rdflib
from communique.validation.vocabulary import (
    NAMESPACE,
    Serialisation,
    describe_concepts,
    describe_vocabulary,
    scheme_as,
    version,
    vocabulary_as,
)

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
FILES = sorted(
    f
    for folder in (ONTOLOGY, ROOT / "tests/ontology")
    for f in folder.rglob("*.t*")
    if f.suffix in {".ttl", ".trig"}
)
EXAMPLES = sorted((ONTOLOGY / "examples").glob("*.trig"))
QUERIES = sorted(ONTOLOGY.rglob("*.rq"))
TERMS = {term.iri: term for term in describe_vocabulary()}
TERM = re.compile(r"(?<![\w/#])dip:([A-Za-z0-9]+)")
USED = re.compile(re.escape(NAMESPACE) + r"([A-Za-z0-9]+)")


def triples_of(file: Path) -> set[ox.Triple]:
    return {ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(path=str(file))}


def examples() -> set[ox.Triple]:
    concepts = (triples_of(file) for file in (ONTOLOGY / "concepts").glob("*.ttl"))
    return set().union(*(triples_of(file) for file in EXAMPLES), *concepts)


def prefixes() -> str:
    """The prefixes of all worked examples, as the head of a Turtle text."""
    found = {
        line for file in EXAMPLES for line in file.read_text(encoding="utf-8").splitlines() if line[:1] == "@"
    }
    return (
        "\n".join(sorted(found)) + "\n@prefix eventkind: <https://w3id.org/communique/concept/eventkind/> .\n"
    )


@pytest.mark.filterwarnings(
    "ignore:(Dataset.default_context|ConjunctiveGraph) is:DeprecationWarning"
)  # rdflib 7.6's own parser of TriG
@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_three_parsers_read_the_same_number_of_quads(file: Path) -> None:
    if os.environ.get("COMMUNIQUE_CI"):
        import pyrudof
    else:
        pyrudof = pytest.importorskip("pyrudof")
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    form = pyrudof.RDFFormat.TriG if file.suffix == ".trig" else pyrudof.RDFFormat.Turtle
    rudof.read_data(file.read_text(encoding="utf-8"), form)
    by_rudof = len(list(rudof.triples()))
    quads = set(ox.parse(path=str(file)))
    if file.suffix == ".trig":
        dataset = Dataset()
        dataset.parse(file, format="trig")
        by_rdflib = len(list(dataset.quads()))
    else:
        by_rdflib = len(Graph().parse(file))
    assert by_rdflib == len(quads)
    assert by_rudof == len({quad.triple for quad in quads}), "rudof merges the graphs"


def test_the_vocabulary_satisfies_its_own_shapes() -> None:
    """Label, definition, example and so on for each term; licence, version and so on for the whole."""
    import pyshacl

    data = Graph().parse(ONTOLOGY / "dip.ttl")
    for file in (ONTOLOGY / "concepts").glob("*.ttl"):
        data.parse(file)
    shapes = Graph().parse(ONTOLOGY / "lint.ttl")
    _, report, text = pyshacl.validate(data, shacl_graph=shapes)
    assert not list(results_of(report, shapes)), text


def test_the_lint_notices_a_term_without_label_definition_and_example() -> None:
    import pyshacl

    owl = "http://www.w3.org/2002/07/owl#"
    data = Graph().parse(data=f"<{NAMESPACE}bare> a <{owl}ObjectProperty> .", format="turtle")
    shapes = Graph().parse(ONTOLOGY / "lint.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    missing = {r.check.rpartition("-")[2] for r in results_of(report, shapes)}
    assert {"label", "definition", "example", "isDefinedBy", "status", "domain", "range"} <= missing


def test_labels_are_unique_within_a_kind() -> None:
    counts = Counter((term.kind, term.label) for term in TERMS.values())
    assert [pair for pair, count in counts.items() if count > 1] == []


def test_domains_ranges_and_broader_terms_are_declared() -> None:
    named = {
        iri for t in TERMS.values() for iri in (*t.domain, *t.range, *t.broader) if iri.startswith(NAMESPACE)
    }
    assert named <= set(TERMS)


def test_no_class_stands_alone() -> None:
    """Every class is the domain or range of a property, or a subclass of one that is."""
    met = {iri for t in TERMS.values() for iri in (*t.domain, *t.range)}
    alone = [t.name for t in TERMS.values() if t.kind == "class" and not {t.iri, *t.broader} & met]
    assert alone == []


def test_a_subproperty_is_used_no_more_widely_than_the_property_above_it() -> None:
    for term in TERMS.values():
        for above in (TERMS[iri] for iri in term.broader if iri in TERMS and term.kind.endswith("property")):
            assert set(term.domain) <= set(above.domain), term.name
            assert set(term.range) <= set(above.range), term.name


def test_every_example_of_a_term_stands_in_a_worked_example() -> None:
    """So it is validated with it."""
    head, known = prefixes(), examples()
    for term in TERMS.values():
        parsed = set(ox.parse((head + term.example).encode("utf-8"), format=ox.RdfFormat.TURTLE))
        missing = {t for q in parsed if (t := ox.Triple(q.subject, q.predicate, q.object)) not in known}
        assert parsed, term.name
        assert missing == set(), term.name
        assert term.name in term.example, term.name


@pytest.mark.parametrize("file", QUERIES, ids=lambda f: str(f.relative_to(ONTOLOGY)))
def test_queries_use_declared_terms_only(file: Path) -> None:
    """A query that finds what a migration concerns names the old terms."""
    text = file.read_text(encoding="utf-8")
    if file.parent.parent.name == "migration":
        text = re.sub(r"VALUES \(\?old \?new\) \{[^}]*\}", "", text)
    used = {NAMESPACE + name for name in TERM.findall(text)} | {
        NAMESPACE + name for name in USED.findall(text)
    }
    assert used <= set(TERMS)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda f: f.stem)
def test_examples_use_declared_terms_only(file: Path) -> None:
    used = {NAMESPACE + name for triple in triples_of(file) for name in USED.findall(str(triple))}
    assert used <= set(TERMS)


def test_the_program_and_its_pages_use_declared_terms_only() -> None:
    """In the queries that stand in code and templates, and in what documents tell their readers to write."""
    code = [f for f in (ROOT / "server/communique").rglob("*") if f.suffix in {".py", ".html"}]
    texts = [*code, *(ROOT / "server/ui/src").rglob("*.js"), *ROOT.glob("*.md"), ONTOLOGY / "README.md"]
    used = {(n, f.name) for f in texts for n in TERM.findall(f.read_text(encoding="utf-8"))}
    assert len(used) > 200
    assert {(name, file) for name, file in used if NAMESPACE + name not in TERMS} == set()


def test_the_graph_writer_uses_declared_terms_only() -> None:
    """Every dip: term that the code writes by name is one of the vocabulary."""
    code = "\n".join(f.read_text(encoding="utf-8") for f in (ROOT / "server/communique/graph").glob("*.py"))
    used = {NAMESPACE + name for name in re.findall(r"""dip\(['"]([A-Za-z0-9]+)['"]\)""", code)}
    assert used
    assert used <= set(TERMS)


def test_every_term_is_shown_by_a_worked_example() -> None:
    shown = {NAMESPACE + name for triple in examples() for name in USED.findall(str(triple))}
    assert {iri for iri in TERMS if iri not in shown} == set()


def test_concepts_have_the_notations_of_cameo_and_plover_where_those_exist() -> None:
    kinds = {
        c.iri.rpartition("/")[2]: c
        for s in describe_concepts()
        if s.iri.endswith("/eventkind")
        for c in s.concepts
    }
    assert kinds["call"].notations == ("CAMEO 041", "PLOVER CONSULT:phone")
    assert kinds["visit"].notations == ("CAMEO 042", "PLOVER CONSULT:visit")
    assert len(describe_concepts()) == 8


def test_each_kind_of_event_names_the_class_that_the_writer_gives_it() -> None:
    from communique.graph.statement import EVENT_CLASSES

    triples = triples_of(ONTOLOGY / "concepts" / "eventkind.ttl")
    classes = {
        str(t.subject.value).rpartition("/")[2]: t.object.value.removeprefix(NAMESPACE)  # type: ignore[union-attr]  # IRIs
        for t in triples
        if t.predicate.value == f"{NAMESPACE}eventClass"
    }
    assert classes == EVENT_CLASSES


def test_the_scheme_of_roles_is_the_one_of_the_gazetteer() -> None:
    """If this fails: python -m communique.validation.roles > ontology/concepts/role.ttl."""
    assert (ONTOLOGY / "concepts" / "role.ttl").read_text(encoding="utf-8") == role_scheme()


def test_the_topics_that_extraction_knows_are_concepts() -> None:
    frames = yaml.safe_load((ROOT / "data/gazetteer/frames.yaml").read_text(encoding="utf-8"))
    scheme = (ONTOLOGY / "concepts" / "topic.ttl").read_text(encoding="utf-8")
    assert set(frames["topics"]) <= set(re.findall(r"^topic:([a-z-]+) a", scheme, re.MULTILINE))


@pytest.mark.parametrize("scheme", ["modality", "standing"])
def test_the_schemes_list_what_the_model_lists(scheme: str) -> None:
    from communique.model.claims import Modality
    from communique.model.identity import Standing

    keys = {m.value for m in (Modality if scheme == "modality" else Standing)}
    text = (ONTOLOGY / "concepts" / f"{scheme}.ttl").read_text(encoding="utf-8")
    assert set(re.findall(rf"^{scheme}:([a-z-]+) a", text, re.MULTILINE)) == keys


def released(number: str) -> dict[str, str]:
    with (ONTOLOGY / "releases" / f"{number}.csv").open(encoding="utf-8", newline="") as rows:
        return dict(csv.reader(rows))


def test_no_definition_changes_without_a_new_version() -> None:
    """``ontology/releases/<version>.csv`` has the fingerprint of each term and concept as it was released.

    If this fails: a definition, domain, range or code differs from the released one. Take the change back, or
    raise owl:versionInfo and owl:versionIRI and write the release as ontology/README.md says.
    """
    assert fingerprints() == released(version())


def test_within_a_major_version_no_term_goes() -> None:
    major = version().partition(".")[0]
    older = [file.stem for file in (ONTOLOGY / "releases").glob(f"{major}.*.csv")]
    assert version() in older
    assert {name for number in older for name in released(number)} <= set(fingerprints())


def test_a_fingerprint_changes_with_the_meaning_of_a_term_and_not_with_its_example() -> None:
    term = next(iter(TERMS.values()))
    assert fingerprint(replace(term, definition="Something else.")) != fingerprint(term)
    assert fingerprint(replace(term, range=("urn:other",))) != fingerprint(term)
    assert fingerprint(replace(term, example="", questions=())) == fingerprint(term)
    concept = describe_concepts()[0].concepts[0]
    assert concept_fingerprint(replace(concept, definition="Something else.")) != concept_fingerprint(concept)
    assert concept_fingerprint(replace(concept, label="other")) == concept_fingerprint(concept)


def context() -> dict[str, object]:
    loaded = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))
    assert isinstance(loaded["@context"], dict)
    return loaded["@context"]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda f: f.stem)
def test_json_ld_in_the_shipped_context_says_the_same(file: Path) -> None:
    graph = Graph()
    for triple in triples_of(file):
        graph.add(to_rdflib(triple))
    text = graph.serialize(format="json-ld", context=context())
    assert text.count(NAMESPACE) == 1, "only the context spells the namespace out"
    read = {q.triple for q in ox.parse(text.encode("utf-8"), format=ox.RdfFormat.JSON_LD)}
    assert read == triples_of(file)


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdfxml"])
def test_the_vocabulary_is_the_same_in_every_serialisation(form: Serialisation) -> None:
    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
    read = {q.triple for q in ox.parse(vocabulary_as(form), format=formats[form])}
    assert read == triples_of(ONTOLOGY / "dip.ttl")
    roles = {q.triple for q in ox.parse(scheme_as("role", form), format=formats[form])}
    assert roles == triples_of(ONTOLOGY / "concepts" / "role.ttl")


def test_a_scheme_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        scheme_as("colour", "ttl")


def test_the_context_names_every_term() -> None:
    names = {term.name for term in TERMS.values() if term.kind != "datatype"}
    assert names <= set(context())


def test_shapes_of_the_lint_all_have_a_message() -> None:
    for shape in read_shapes((ONTOLOGY / "lint.ttl").read_text(encoding="utf-8")):
        for part in (shape, *shape.properties):
            assert part.message or not part.constraints
