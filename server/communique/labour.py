"""Extraction of many articles, in this process or in several that may die."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache

from communique.errors import InputError, ServiceFailure
from communique.extraction.language_model import Chat, LanguageModelExtractor
from communique.extraction.pipeline import Pipeline
from communique.model.claims import Extraction
from communique.model.text import Article

# Below this many articles the time to start processes is not won back (2 s each for the md model).
WORTH_A_POOL = 16

PATIENCE = 3
"""After so many articles in a row for which a language model gave no answer it is not asked again."""

Result = tuple[Article, Extraction | str]
"""An article with its extraction, or with the reason why there is none."""

_pipeline: Pipeline | None = None


def engine(model: str | None) -> str:
    """What an extraction with this model says of itself: versions of program and model."""
    return _here(model).engine


@lru_cache(maxsize=1)
def _here(model: str | None) -> Pipeline:
    return Pipeline(model)


def extract(articles: Sequence[Article], model: str | None, jobs: int) -> Iterator[Result]:
    """Extract each article; the results come as they are ready, in no order.

    An article at which a worker process dies twice is given up with a reason; the others go on.
    """
    if jobs <= 1 or len(articles) < WORTH_A_POOL:
        for article in articles:
            yield article, _guarded(_here(model), article)
        return
    waiting = list(articles)
    for attempt in (1, 2):
        done: set[str] = set()
        try:
            with _pool(model, jobs if attempt == 1 else 1) as pool:
                for result in _run(pool, waiting):
                    done.add(result[0].id)
                    yield result
        except BrokenProcessPool:
            waiting = [article for article in waiting if article.id not in done]
        else:
            return
    yield from _one_by_one(waiting, model)


def second_engine(model: str | None, chat: Chat) -> str:
    """What an extraction by this language model says of itself."""
    return LanguageModelExtractor(_here(model), chat).engine


def reread(articles: Sequence[Article], model: str | None, chat: Chat) -> Iterator[Result]:
    """What a language model reads in each article, in order, or the reason why there is nothing."""
    extractor = LanguageModelExtractor(_here(model), chat)
    silent = 0
    for article in articles:
        if silent >= PATIENCE:
            yield (
                article,
                f"the language model was not asked, since it gave no answer {PATIENCE} times in a row",
            )
            continue
        try:
            yield article, extractor.extract(article)
            silent = 0
        except ServiceFailure as failure:
            silent += 1
            yield article, str(failure)
        except InputError as error:
            yield article, str(error)


def _one_by_one(articles: Sequence[Article], model: str | None) -> Iterator[Result]:
    """Each in a process of its own: only the article that kills its process is lost."""
    for article in articles:
        try:
            with _pool(model, 1) as pool:
                yield from _run(pool, [article])
        except BrokenProcessPool:
            yield article, "the extraction process died at this article, three times; it was left out"


def _run(pool: Executor, articles: Sequence[Article]) -> Iterator[Result]:
    futures = {pool.submit(_work, article): article for article in articles}
    for future in as_completed(futures):
        yield futures[future], future.result()


@contextmanager
def _pool(model: str | None, jobs: int) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(model,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)  # whoever interrupts does not wait for the articles that are left


def _start(model: str | None) -> None:
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # a terminal tells all; the process that waits ends the others
    global _pipeline  # noqa: PLW0603 - one pipeline for each worker process, loaded once
    _pipeline = Pipeline(model)
    gc.freeze()  # the model and the gazetteer stay: to walk them at each collection costs 3 % of extraction


def _work(article: Article) -> Extraction | str:
    if _pipeline is None:
        raise RuntimeError("the worker was not started")
    return _guarded(_pipeline, article)


def _guarded(pipeline: Pipeline, article: Article) -> Extraction | str:
    try:
        return pipeline.extract(article)
    except InputError as error:
        return str(error)
