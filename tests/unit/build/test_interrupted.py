"""A build that is interrupted loses no extraction that it had made."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from communique import labour
from communique.build import Options, build
from communique.build.intake import arrive, extract_new
from communique.exchange import exported
from communique.model.text import Article
from communique.store import Drafts

HERE = Path(__file__).parent
ABSTRACTS = sorted(str(f) for f in (HERE.parents[2] / "data" / "articles").glob("*.md"))


def test_a_killed_build_goes_on_where_it_stopped(tmp_path: Path) -> None:
    store = tmp_path / "store"
    died = subprocess.run(
        [sys.executable, str(HERE / "killed_build.py"), "3", str(store), *ABSTRACTS], check=False
    )
    assert died.returncode == -signal.SIGKILL
    asked: list[tuple[int, int]] = []

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "extract":
            asked.append((done, total))

    outcome = build(ABSTRACTS, store, Options(), progress)
    assert outcome.articles == len(ABSTRACTS) == 5
    assert asked == [(1, 2), (2, 2)]
    build(ABSTRACTS, tmp_path / "another", Options(), lambda *_: None)
    assert exported(store, "nq") == exported(tmp_path / "another", "nq")
    drafts = Drafts(store)
    assert drafts.found(arrive(ABSTRACTS, None).articles) == {}
    drafts.close()


def test_whoever_interrupts_does_not_wait_for_the_articles_that_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Future[object]] = []

    class Watched(ProcessPoolExecutor):
        def submit(self, *words: Any, **named: Any) -> Future[Any]:
            asked.append(super().submit(*words, **named))
            return asked[-1]

    monkeypatch.setattr(labour, "ProcessPoolExecutor", Watched)
    texts = [article.text for article in arrive(ABSTRACTS, None).articles.values()]
    articles = [Article(f"{n}. {texts[n % 5]}", date(2025, 8, 1)) for n in range(80)]
    results = labour.extract(articles, None, 2)
    next(results)
    assert isinstance(results, Generator)
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt)
    assert sum(one.cancelled() for one in asked) > 40


def test_a_draft_of_another_engine_is_made_again(tmp_path: Path) -> None:
    arrived = arrive(ABSTRACTS[:1], None)
    made, _ = extract_new(arrived.articles, tmp_path, Options(), lambda *_: None)
    (article,) = arrived.articles.values()
    drafts = Drafts(tmp_path)
    assert drafts.found([article.id]) == {article.id: (article, made[article.id])}
    drafts.keep(article, replace(made[article.id][0], engine="another", claims=()))
    drafts.close()
    again, _ = extract_new(arrived.articles, tmp_path, Options(), lambda *_: None)
    assert again == made
