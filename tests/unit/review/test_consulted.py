"""What is asked about identity is answered from what the store remembers, with the same words."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.bench.store_world import small

from communique import build, review
from communique.cli import communique
from communique.errors import UsageError
from communique.model.judgement import Judgement, Verdict
from communique.resolution.judgements import add
from communique.store import writing


def said(store: Path, *words: str) -> str:
    done = CliRunner().invoke(communique, [*words, "--store", str(store)], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store to which articles were added one at a time."""
    store, news = tmp_path_factory.mktemp("remembered"), small(1)
    ids = sorted(news.articles)
    news.fill(store, ids[:8])
    for article in ids[8:]:
        assert news.change(store, [article]) is not None
    return store


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the same articles that remembers nothing that can be trusted."""
    store, news = tmp_path_factory.mktemp("forgetful"), small(1)
    news.fill(store, sorted(news.articles))
    with writing(store) as opened, opened.corpus.transaction():
        opened.corpus.workings.sign("another program")
    return store


def keys(store: Path) -> list[str]:
    with review.consulted(store) as resolver:
        return sorted(resolver.groups)


def test_what_is_remembered_says_what_resolving_anew_says(remembered: Path, forgetful: Path) -> None:
    assert "open candidate" in said(remembered, "candidates", "--limit", "99")
    assert said(remembered, "candidates", "--limit", "99") == said(forgetful, "candidates", "--limit", "99")
    assert keys(remembered) == keys(forgetful)
    for key in keys(remembered):
        assert review.explained(remembered, key) == review.explained(forgetful, key)


def test_nothing_is_resolved_anew(remembered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "resolved", None)
    for key in keys(remembered):
        assert said(remembered, "explain", key).startswith(review.explained(remembered, key)[0])
    assert "open candidate" in said(remembered, "candidates")


def test_a_thing_is_found_by_its_iri_its_key_and_its_mention(remembered: Path) -> None:
    key = next(key for key in keys(remembered) if key.startswith("person/"))
    with review.consulted(remembered) as resolver:
        mention = review.local_name(resolver.groups[key][1])
    told = review.explained(remembered, key)
    for name in (f"http://127.0.0.1:8000/{key}", mention, f"http://127.0.0.1:8000/article/{mention}"):
        assert review.explained(remembered, name) == told


def test_what_left_with_its_article_is_told_to_have_left(tmp_path: Path) -> None:
    news = small(1)
    news.fill(tmp_path, sorted(news.articles))
    with review.consulted(tmp_path) as resolver:
        clusters = [resolver.cluster(resolver.groups[key]) for key in sorted(resolver.groups)]
    one = next(c for c in clusters if c.kind == "event" and len({m.article for m in c.members}) == 1)
    assert news.change(tmp_path, gone=[one.members[0].article]) is not None
    told = rf"{re.escape(one.label)} left the graph on \d+ \w+ \d{{4}} with commit \w+"
    with pytest.raises(UsageError, match=told):
        review.explained(tmp_path, f"http://127.0.0.1:8000/{one.key}")
    with pytest.raises(UsageError, match="is nothing in this store"):
        review.explained(tmp_path, "person/nobody-00000000")


def test_a_decision_that_was_written_by_hand_counts_at_once(tmp_path: Path) -> None:
    news = small(1)
    news.fill(tmp_path, sorted(news.articles))
    person = next(key for key in keys(tmp_path) if key.startswith("person/"))
    with review.consulted(tmp_path) as resolver:
        left, right, *_ = (
            review.local_name(one) for one in resolver.cluster(resolver.groups[person]).members
        )
    add(tmp_path / build.JUDGEMENTS, Judgement(Verdict.DIFFERENT, left, right, "tester", "2025-01-01", "two"))
    assert review.explained(tmp_path, left) != review.explained(tmp_path, right)


def test_who_only_asks_does_not_wait_for_the_parser() -> None:
    """Its import takes longer than the answer."""
    code = "import sys, communique.review; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
