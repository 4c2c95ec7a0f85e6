"""A commit is whole or not there; what is kept comes back equal."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import StoreBusy, StoreError
from communique.model.claims import (
    Claim,
    Concept,
    Entity,
    Extraction,
    Kind,
    Mention,
    Modality,
    Predicate,
    Ref,
    Text,
    When,
)
from communique.model.text import Article, Span
from communique.model.when import Interval
from communique.store import Delta, canonical, existing, snapshot, to_format, writing
from communique.store.records import (
    article_from_json,
    article_to_json,
    extraction_from_json,
    extraction_to_json,
)

ONE = '<http://e.org/s> <http://e.org/p> "1" .'
TWO = '<http://e.org/s> <http://e.org/p> "2"@en <http://e.org/g> .'


def no_change(_corpus: object) -> None:
    """Quads only."""


def test_a_commit_adds_and_removes_in_all_graphs_at_once(tmp_path: Path) -> None:
    with writing(tmp_path) as store:
        first = store.commit(Delta(added=(ONE, TWO)), "first", no_change)
        assert first is not None
        assert sorted(store.quads.lines()) == sorted([ONE, TWO])
        second = store.commit(Delta(removed=(TWO,), graphs=("http://e.org/empty",)), "second", no_change)
        assert second is not None
        assert (second.number, second.removed) == (2, 1)
        assert list(store.quads.lines()) == [ONE]
        assert "http://e.org/empty" in store.quads.graphs()
        assert [c.message for c in store.corpus.log()] == ["first", "second"]
        assert store.corpus.delta(2) == Delta(removed=(TWO,), graphs=("http://e.org/empty",))


def test_nothing_to_do_makes_no_commit(tmp_path: Path) -> None:
    with writing(tmp_path) as store:
        assert store.commit(Delta(), "nothing", no_change) is None
        assert store.corpus.last() is None


def test_a_commit_prepared_before_a_crash_is_carried_out_when_the_store_is_next_opened(
    tmp_path: Path,
) -> None:
    with writing(tmp_path) as store:
        with store.corpus.transaction():
            store.corpus.prepare(Delta(added=(ONE,)), "half")
        assert list(store.quads.lines()) == []
    with writing(tmp_path) as store:
        assert list(store.quads.lines()) == [ONE]
        assert store.corpus.unfinished() is None


def test_a_change_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    def fails(_corpus: object) -> None:
        raise RuntimeError("in between")

    with writing(tmp_path) as store:
        with pytest.raises(RuntimeError):
            store.commit(Delta(added=(ONE,)), "fails", fails)
        assert store.corpus.last() is None
        assert list(store.quads.lines()) == []


KILLED = """
import sys
from pathlib import Path
from communique.model.text import Article
from communique.store import Delta, writing
with writing(Path(sys.argv[1])) as store:
    for n in range(100000):
        article = Article(f"text {n}", publisher="p")
        lines = tuple(f'<http://e.org/{n}> <http://e.org/p{i}> "{article.id}" .' for i in range(30))
        store.commit(Delta(added=lines), "add", lambda corpus: corpus.put(article, ()))
        print(article.id, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 23])
def test_a_killed_writer_loses_no_acknowledged_article_and_leaves_no_half_of_one(
    tmp_path: Path, after: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(after)]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with writing(tmp_path) as store:
        kept = set(store.corpus.articles())
        held = [line.split('"')[1] for line in store.quads.lines()]
    assert set(acknowledged) <= kept
    assert {article: held.count(article) for article in kept} == dict.fromkeys(kept, 30)
    assert set(held) == kept


def test_a_second_writer_is_refused_with_the_process_that_holds_the_store(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(StoreBusy, match=str(os.getpid())), writing(tmp_path, wait=0.1):
        pass


def test_a_folder_without_a_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="communique build"):
        existing(tmp_path)


def test_a_store_whose_quads_were_lost_or_replaced_is_not_read(tmp_path: Path) -> None:
    """Else every query would have an empty answer, which is a false one."""
    with writing(tmp_path / "s") as store:
        store.commit(Delta(added=(ONE,)), "one", lambda corpus: corpus.set("base", "http://a.example/"))
    assert ONE in snapshot(tmp_path / "s", tmp_path / "sound.nq").file.read_text()
    shutil.rmtree(tmp_path / "s" / "quads")
    with pytest.raises(StoreError, match=r"was lost or replaced.*communique build"):
        snapshot(tmp_path / "s", tmp_path / "lost.nq")


def test_damaged_quads_are_named_with_the_remedy(tmp_path: Path) -> None:
    with writing(tmp_path / "s") as store:
        store.commit(Delta(added=(ONE,)), "one", lambda corpus: corpus.set("base", "http://a.example/"))
    for file in (tmp_path / "s" / "quads").glob("MANIFEST-*"):
        file.write_bytes(b"nonsense")
    with pytest.raises(StoreError, match=r"cannot be opened as a store.*Restore a backup"):
        snapshot(tmp_path / "s", tmp_path / "damaged.nq")


def test_canonical_lines_are_what_the_engine_writes(tmp_path: Path) -> None:
    odd = ['<http://e.org/s>   <http://e.org/p> "tab\\there \\u00e9"@EN .', ONE, ONE]
    odd += ['<http://e.org/s> <http://e.org/p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .']
    lines = canonical(odd)
    assert len(lines) == 3
    with writing(tmp_path) as store:
        store.commit(Delta(added=tuple(odd)), "odd", no_change)
        assert sorted(store.quads.lines()) == lines


@pytest.mark.parametrize("suffix", ["trig", "nq", "ttl", "nt", "rdf", "jsonld"])
def test_every_export_format_is_written(suffix: str) -> None:
    assert b"e.org" in to_format([ONE, TWO], suffix, {"e": "http://e.org/"})


def test_an_unknown_export_format_is_refused() -> None:
    with pytest.raises(StoreError, match="trig, nq"):
        to_format([ONE], "docx", {})


spans = st.tuples(st.integers(0, 500), st.integers(1, 500)).map(lambda p: Span(p[0], p[0] + p[1]))
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
intervals = st.tuples(st.dates(), st.dates(), st.booleans()).map(
    lambda t: Interval(min(t[:2]), max(t[:2]), "month", t[2])
)
values = st.one_of(
    names.map(Ref),
    names.map(Text),
    st.tuples(names, names).map(lambda p: Concept(*p)),
    intervals.map(When),
)
claims = st.builds(
    Claim,
    article=names,
    subject=names,
    predicate=st.sampled_from(Predicate),
    object=values,
    words=spans,
    evidence=st.tuples(spans),
    rule=names,
    extractor=names,
    confidence=st.floats(0, 1),
    modality=st.sampled_from(Modality),
    said_by=st.none() | names,
    implied_by=st.none() | names,
    verbatim=st.none() | names,
    capacity=st.none() | names,
)
entities = st.builds(
    Entity,
    id=names,
    kind=st.sampled_from(Kind),
    label=names,
    mentions=st.lists(st.builds(Mention, spans, names, names, st.booleans()), max_size=3).map(tuple),
    gazetteer=st.none() | names,
    within=st.none() | names,
)


@given(st.lists(entities, max_size=3), st.lists(claims, max_size=3), st.lists(spans, max_size=2))
def test_an_extraction_comes_back_equal(e: list[Entity], c: list[Claim], u: list[Span]) -> None:
    extraction = Extraction("a", tuple(e), tuple(c), tuple(u), "engine", ("note",))
    assert extraction_from_json(extraction_to_json(extraction)) == extraction


@given(names, st.none() | st.dates(), st.none() | names)
def test_an_article_comes_back_equal(text: str, published: date | None, title: str | None) -> None:
    article = Article(text, published, title, publisher=title, path="p")
    assert article_from_json(article_to_json(article)) == article
