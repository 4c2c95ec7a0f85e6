"""A change of a store ends in what one build of the final corpus gives, whatever came before."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable
from tests.bench.store_world import Archive, Places, small

from communique.build import JUDGEMENTS, check
from communique.build.memory import recall
from communique.derivation import Rule, rules
from communique.model.judgement import Judgement, Verdict
from communique.resolution.judgements import add
from communique.store import CorpusFile, Delta, writing

RULES = rules()


@cache
def archive(seed: int) -> Archive:
    return small(seed)


def opinion(chance: Random, held: list[str], news: Archive) -> Judgement:
    """Somebody's decision about two entities of one kind, or about a claim.

    Not that a country is two: its offices then belong to both, a fault for which all is computed as a whole.
    """
    verdict = chance.choice([Verdict.SAME, Verdict.DIFFERENT, Verdict.ACCEPT, Verdict.REJECT])
    if verdict in (Verdict.ACCEPT, Verdict.REJECT):
        claims = [claim for key in held for one in news.extractions[key] for claim in one.claims]
        return Judgement(verdict, chance.choice(claims).id, "", "tester", "2025-01-01", "")
    kind = chance.choice(["person", "event", *(["country"] if verdict is Verdict.SAME else [])])
    named = [
        f"{key}#{entity.id}"
        for key in held
        for one in news.extractions[key]
        for entity in one.entities
        if entity.kind.value == kind
    ]
    left, right = chance.choice(named), chance.choice(named)
    return Judgement(verdict, left, right, "tester", "2025-01-01", "")


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 5),
    st.randoms(use_true_random=False),
    st.lists(st.sampled_from(["add", "add", "add", "remove", "judge"]), min_size=4, max_size=9),
)
def test_any_sequence_of_changes_ends_as_one_build_of_what_is_left(
    seed: int, chance: Random, moves: list[str]
) -> None:
    news = archive(seed)
    out = sorted(news.articles)
    chance.shuffle(out)
    held = [out.pop() for _ in range(4)]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder)
        news.fill(store, held)
        for move in moves:
            if move == "add" and out:
                held.append(out.pop())
                assert news.change(store, [held[-1]]) is not None
            elif move == "remove" and len(held) > 1:
                out.insert(0, held.pop(chance.randrange(len(held))))
                assert news.change(store, gone=[out[0]]) is not None
            else:
                judgement = opinion(chance, held, news)
                if judgement.left == judgement.right:
                    continue
                add(store / JUDGEMENTS, judgement)
                assert news.change(store) is not None
        assert not check(store, Places())


@pytest.fixture
def store(tmp_path: Path) -> Path:
    news = archive(1)
    news.fill(tmp_path, sorted(news.articles)[:6])
    return tmp_path


def seventh() -> str:
    return sorted(archive(1).articles)[6]


def test_what_was_remembered_before_another_write_to_the_articles_is_not_trusted(store: Path) -> None:
    """An older program knows nothing of what is remembered: its writes erase the stamp all the same."""
    with writing(store) as opened:
        assert recall(opened.corpus.workings) is not None
        article = next(iter(opened.corpus.articles().values()))
        with opened.corpus.transaction():
            opened.corpus.put(article, [])
        assert recall(opened.corpus.workings) is None
    assert archive(1).change(store, [seventh()]) is None


def test_a_change_counts_what_a_build_counts(store: Path, tmp_path: Path) -> None:
    news = archive(1)
    assert news.change(store, [seventh()]) is not None
    last = news.change(store, gone=[sorted(news.articles)[0]])
    built = news.fill(tmp_path / "another", sorted(news.articles)[1:7])
    assert last is not None
    assert last.counts == built.counts


def test_what_another_program_remembered_is_not_trusted(store: Path) -> None:
    with writing(store) as opened, opened.corpus.transaction():
        opened.corpus.workings.sign("0.0.1 another program")
    assert archive(1).change(store, [seventh()]) is None


def test_a_damaged_memory_is_not_trusted(store: Path) -> None:
    with writing(store) as opened, opened.corpus.transaction():
        opened.corpus.workings.put("frame", [("frame", b"no pickle")])
    assert archive(1).change(store, [seventh()]) is None


def test_a_damaged_entry_of_what_is_remembered_changes_nothing(store: Path) -> None:
    with writing(store) as opened:
        with opened.corpus.transaction():
            for shelf in ("known.uses", "known.resolver.groups"):
                keys = [key for key, _ in opened.corpus.workings.entries(shelf)]
                opened.corpus.workings.put(shelf, [(key, b"no pickle") for key in keys])
        before = sorted(opened.quads.lines())
    assert archive(1).change(store, [seventh()]) is None
    with writing(store) as opened:
        assert sorted(opened.quads.lines()) == before
        assert seventh() not in opened.corpus.ids()


def test_quads_that_are_not_of_the_last_commit_are_not_built_upon(store: Path) -> None:
    with writing(store) as opened:
        opened.quads.apply(Delta(), "another")
    assert archive(1).change(store, [seventh()]) is None


def test_users_graphs_stay_as_they_are_and_count_for_nothing(store: Path) -> None:
    news = archive(1)
    own = '<http://a.example/x> <http://a.example/y> "z" <http://127.0.0.1:8000/graph/user/mine> .'
    person = next(iter(sorted(read_things(store, "person"))))
    label = f'<{person}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Nobody" <http://127.0.0.1:8000/graph/user/mine> .'
    with writing(store) as opened:
        opened.commit(Delta(added=(own, label)), "a client's update", lambda _corpus: None)
    assert news.change(store, [seventh()]) is not None
    assert not check(store, Places())
    with writing(store) as opened:
        assert {own, label} <= set(opened.quads.lines())


def test_a_store_that_differs_from_a_rebuild_is_told(store: Path) -> None:
    wrong = "<http://127.0.0.1:8000/person/x> <http://a.example/y> <http://a.example/z> ."
    with writing(store) as opened:
        lost = next(line for line in sorted(opened.quads.lines()) if "dip" not in line)
        opened.quads.apply(Delta((lost,), (wrong,)), opened.quads.mark() or "")
    found = check(store, Places())
    assert (found.missing, found.needless) == ((lost,), (wrong,))


def read_things(store: Path, kind: str) -> set[str]:
    with writing(store) as opened:
        lines = [line.split(" ", 1)[0].strip("<>") for line in opened.quads.lines()]
    return {line for line in lines if f"8000/{kind}/" in line}


def test_every_iri_ever_published_leads_to_what_is_there_now(store: Path) -> None:
    """An entity of an article is replaced by one thing, before and after any change, while its article is there."""
    news = archive(1)
    held = sorted(news.articles)[:6]
    for key in sorted(news.articles)[6:10]:
        assert news.change(store, [key]) is not None
        held.append(key)
        with writing(store) as opened:
            lines = list(opened.quads.lines())
        replaced = [line.split(" ")[0::2][:2] for line in lines if "isReplacedBy>" in line.split(" ")[1]]
        described = {line.split(" ", 1)[0] for line in lines}
        members = {one for one, _ in replaced}
        assert len(members) == len(replaced)
        assert {thing for _, thing in replaced} <= described
        expected = {
            f"<http://127.0.0.1:8000/article/{a}#{e.id}>"
            for a in held
            for x in news.extractions[a]
            for e in x.entities
        }
        assert members == expected
    corpus = CorpusFile(store / "corpus.sqlite")
    assert [commit.message for commit in corpus.log()] == [
        "build: 6 articles",
        *(f"change: {n} articles" for n in range(7, 11)),
    ]
    corpus.close()


def patterns(node: object) -> Iterator[tuple[object, object, object]]:
    """Every triple pattern of a query, those inside filters among them."""
    if isinstance(node, CompValue):
        if "triples" in node:
            for flat in node.triples:
                yield from zip(flat[0::3], flat[1::3], flat[2::3], strict=True)
        for key in node:
            if key != "triples":
                yield from patterns(node[key])
    elif isinstance(node, list | tuple | set):
        for part in node:
            yield from patterns(part)


def predicates(term: object) -> Iterator[str]:
    if isinstance(term, PropertyPath):
        for part in getattr(term, "args", None) or [
            getattr(term, "arg", None) or getattr(term, "path", None)
        ]:
            yield from predicates(part)
    elif isinstance(term, URIRef):
        yield str(term)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_declares_everything_that_it_reads_around_its_focus(rule: Rule) -> None:
    assert rule.focus
    declared = {predicate for reads in rule.reads for predicate in reads.predicates}
    having = [step for path in rule.having for step in path]
    steps = [*having, *(step for reads in rule.reads for step in reads.path)]
    walked = {step.predicate for step in steps} | {step.where[0] for step in steps if step.where}
    where = translateQuery(parseQuery(rule.query)).algebra.p
    found = list(patterns(where))
    read = {name for _, predicate, _ in found for name in predicates(predicate)}
    assert read <= declared
    assert walked <= declared
    assert not any(isinstance(predicate, Variable) for _, predicate, _ in found)
