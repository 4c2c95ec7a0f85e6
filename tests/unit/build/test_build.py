"""The whole path: articles in, a store out that is a function of the corpus alone."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique import build as work
from communique.build import Options, Outcome
from communique.build.whole import publish_whole
from communique.errors import InputError, InvalidGraph, UsageError
from communique.exchange import back_up, exported, restore_from
from communique.graph import Publish
from communique.model.claims import Extraction, Kind, Predicate, Ref
from communique.reading import Failure, read
from communique.store import CorpusFile, writing

ROOT = Path(__file__).parents[3]
ABSTRACTS = sorted(str(f) for f in (ROOT / "data" / "articles").glob("*.md"))
PREFIXES = {
    "dip": "https://w3id.org/communique/ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "standing": "https://w3id.org/communique/concept/standing/",
}


def silent(_stage: str, _done: int, _total: int) -> None:
    """No progress is shown."""


def build(paths: list[str], store: Path, options: Options = Options()) -> Outcome:  # noqa: B008 - frozen
    return work.build(paths, store, options, silent)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("whole") / "store"
    outcome = build(ABSTRACTS, store)
    assert outcome.exit_code == 0
    assert outcome.articles == 5
    return store


@pytest.fixture(scope="module")
def graph(whole: Path) -> ox.Store:
    filled = ox.Store()
    filled.load(exported(whole, "nq"), format=ox.RdfFormat.N_QUADS)
    return filled


def rows(graph: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    found = graph.query(query, use_default_graph_as_union=True, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        yield tuple(str(getattr(term, "value", term)) for term in row)


def test_every_claim_has_a_sentence_that_is_cut_exactly_out_of_its_article(graph: ox.Store) -> None:
    texts = {a.id: a.text for a in read(ABSTRACTS) if not isinstance(a, Failure)}
    claims = {claim for (claim,) in rows(graph, "SELECT ?c { ?c a dip:Claim }")}
    query = "SELECT ?c ?a ?b ?e ?x { ?c a dip:Claim ; dip:source ?a ; dip:evidence ?s . ?s oa:start ?b ; oa:end ?e ; oa:exact ?x }"
    seen = set()
    for claim, article, start, end, exact in rows(graph, query):
        assert texts[article.rsplit("/", 1)[1]][int(start) : int(end)] == exact
        seen.add(claim)
    assert seen == claims
    assert len(claims) > 200


def test_accepted_claims_and_accepted_triples_are_the_same(graph: ox.Store) -> None:
    free = ("type", "label", "prefLabel", "altLabel", "hiddenLabel", "earliest", "latest", "start", "end")
    accepted = {
        (str(q.subject), str(q.predicate), str(q.object))
        for q in graph.quads_for_pattern(None, None, None, ox.DefaultGraph())
    }
    query = "SELECT ?s ?p ?o { ?c dip:standing standing:accepted ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    found = graph.query(query, use_default_graph_as_union=True, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    claimed = {(str(s), str(p), str(o)) for s, p, o in found}
    assert claimed <= accepted
    local = {
        t for t in accepted - claimed if t[1].strip("<>").replace("#", "/").rsplit("/", 1)[1] not in free
    }
    assert local == set()


def test_no_triple_stands_in_two_graphs_and_none_has_a_blank_node(graph: ox.Store) -> None:
    triples = [(q.subject, q.predicate, q.object) for q in graph]
    assert len(set(triples)) == len(triples)
    assert not any(isinstance(term, ox.BlankNode) for triple in triples for term in triple)


def test_any_order_of_adding_ends_in_the_same_graph_as_one_build(whole: Path, tmp_path: Path) -> None:
    paths = list(ABSTRACTS)
    random.Random(7).shuffle(paths)
    build(paths[:2], tmp_path / "s")
    for path in paths[2:]:
        work.add([path], tmp_path / "s", Options(), silent)
    assert exported(tmp_path / "s", "nq") == exported(whole, "nq")


def test_removing_takes_away_all_that_only_that_article_supported(tmp_path: Path) -> None:
    build(ABSTRACTS[:2], tmp_path / "s")
    before = exported(tmp_path / "s", "nq")
    added = work.add([ABSTRACTS[4]], tmp_path / "s", Options(), silent)
    assert added.new == 1
    corpus = CorpusFile(tmp_path / "s" / "corpus.sqlite")
    (article,) = [a.id for a in corpus.articles().values() if a.path == ABSTRACTS[4]]
    corpus.close()
    assert work.remove([article[:6]], tmp_path / "s", Options(), silent).removed == 1
    assert exported(tmp_path / "s", "nq") == before


def test_building_again_changes_nothing(whole: Path) -> None:
    assert build(ABSTRACTS, whole).commit is None


def test_bad_input_is_named_and_the_others_are_taken_in(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0\0")
    outcome = build([str(tmp_path / "bad.txt"), ABSTRACTS[0]], tmp_path / "s")
    assert (outcome.articles, outcome.exit_code) == (1, 2)
    assert [f.path for f in outcome.failures] == [str(tmp_path / "bad.txt")]


def test_a_build_whose_path_is_misspelt_changes_nothing(tmp_path: Path) -> None:
    """Else a slip of the pen would empty a store."""
    build(ABSTRACTS[:2], tmp_path / "s")
    before = exported(tmp_path / "s", "nq")
    for paths in ([str(tmp_path / "typo")], [ABSTRACTS[0], str(tmp_path / "typo")]):
        with pytest.raises(InputError, match=f"{tmp_path}/typo: no such file or folder"):
            build(paths, tmp_path / "s")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no article here"):
        build([str(tmp_path / "empty")], tmp_path / "s")
    assert exported(tmp_path / "s", "nq") == before


def test_an_article_leaves_with_what_rules_derived_from_its_wrong_claims(tmp_path: Path) -> None:
    """What is derived has nobody to blame; it must not keep the other articles out."""
    build(ABSTRACTS[:2], tmp_path / "s")
    with writing(tmp_path / "s") as opened:
        articles, held = opened.corpus.articles(), opened.corpus.extractions()
        sound, faulty = sorted(articles)
        wrong = {sound: held[sound], faulty: tuple(map(province, held[faulty]))}
        result = publish_whole(opened, articles, wrong, Options(), silent, "build")
        assert result.articles == {sound}
        ((name, problems),) = result.quarantined.items()
        assert name == f"{articles[faulty].path} ({faulty})"
        assert any(re.match(r'Belongs to .* \(.*/office/.*\): ".+"$', problem) for problem in problems)
        with pytest.raises(InvalidGraph, match=re.escape(name)):
            publish_whole(opened, articles, wrong, Options(strict=True), silent, "build")


def province(extraction: Extraction) -> Extraction:
    """The same, but offices belong to places."""
    owners = {
        claim.object.id
        for claim in extraction.claims
        if claim.predicate is Predicate.OFFICE_OF and isinstance(claim.object, Ref)
    }
    assert owners
    entities = [
        replace(one, kind=Kind.PLACE, gazetteer=None) if one.id in owners else one
        for one in extraction.entities
    ]
    return replace(extraction, entities=tuple(entities))


def test_the_same_text_by_the_same_publisher_is_skipped_with_a_note(tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    copy.write_text(Path(ABSTRACTS[0]).read_text())
    outcome = build([ABSTRACTS[0], str(copy)], tmp_path / "s")
    assert outcome.articles == 1
    assert str(copy) in outcome.skipped[0]
    again = work.add([str(copy)], tmp_path / "s", Options(), silent)
    assert again.commit is None
    assert ABSTRACTS[0] in again.skipped[0]


def test_the_same_text_by_another_publisher_is_a_copy_and_no_second_source(tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    original = Path(ABSTRACTS[0]).read_text()
    copy.write_text(original.replace("publisher: ", "publisher: Another "))
    build([ABSTRACTS[0], str(copy)], tmp_path / "s")
    copies = re.findall(
        rb"^<[^>]*article/\w+> <[^>]*ns#copyOf> <", exported(tmp_path / "s", "nq"), re.MULTILINE
    )
    assert len(copies) == 1


def test_withheld_text_never_enters_the_store(tmp_path: Path) -> None:
    build([ABSTRACTS[0]], tmp_path / "s", Options(publish=Publish.NONE))
    content = exported(tmp_path / "s", "nq")
    assert b"oa#exact" not in content
    assert not re.search(rb"> <[^>]*ns#text> ", content)
    assert b"oa#start" in content


def test_an_article_that_is_not_there_cannot_be_removed(whole: Path) -> None:
    with pytest.raises(UsageError, match="communique articles"):
        work.remove(["ffffffffffff"], whole, Options(), silent)


def test_the_base_of_a_store_stays_until_it_is_changed(tmp_path: Path) -> None:
    build([ABSTRACTS[0]], tmp_path / "s", Options(base="https://news.example/kg/"))
    work.add([ABSTRACTS[1]], tmp_path / "s", Options(), silent)
    content = exported(tmp_path / "s", "nq")
    assert b"127.0.0.1" not in content
    assert content.count(b"<https://news.example/kg/article/") > 100


def test_a_backup_restores_to_the_same_graph_and_the_same_corpus(whole: Path, tmp_path: Path) -> None:
    commit = back_up(whole, tmp_path / "b.tar.gz")
    assert restore_from(tmp_path / "b.tar.gz", tmp_path / "new") == commit
    assert exported(tmp_path / "new", "nq") == exported(whole, "nq")
    assert build(ABSTRACTS, tmp_path / "new").commit is None
