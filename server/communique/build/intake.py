"""Articles from paths, and what is said in each: read, and extracted where that was not done before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from communique.build.options import Options, Progress
from communique.model.claims import Extraction
from communique.model.text import Article
from communique.reading import Failure, read
from communique.store import CorpusFile, Drafts

if TYPE_CHECKING:
    from communique.extraction.language_model import Chat

Extracted = dict[str, tuple[Extraction, ...]]
"""Extractions by article id."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Articles that came, paths that could not be read, and notes on texts that came twice."""

    articles: Mapping[str, Article]
    failures: tuple[Failure, ...]
    repeated: tuple[str, ...]


def arrive(paths: Sequence[str], published: date | None) -> Arrived:
    """Read everything at these paths."""
    articles: dict[str, Article] = {}
    failures: list[Failure] = []
    twice: list[str] = []
    for item in read(paths, published):
        if isinstance(item, Failure):
            failures.append(item)
        elif item.id in articles:
            twice.append(repeated(item, articles[item.id]))
        else:
            articles[item.id] = item
    return Arrived(articles, tuple(failures), tuple(twice))


def repeated(article: Article, first: Article) -> str:
    """A note that an article is there already."""
    return f"{article.path}: same text by the same publisher as {first.path} ({first.id})"


def extract_new(
    incoming: Mapping[str, Article], store: Path, options: Options, progress: Progress
) -> tuple[Extracted, tuple[Failure, ...]]:
    """The extractions of articles. What the same engine made of the same article before is used again, also
    if no commit came of it; what is made now is put down as it comes, until it is ``committed``."""
    from communique.labour import engine, extract, second_engine  # noqa: PLC0415 - takes two seconds

    extracted: Extracted = {}
    rereads: dict[str, Extraction] = {}
    second = second_engine(options.model, options.chat) if options.chat else None
    for known, extractions in _extracted_before(incoming, store) if not options.fresh else ():
        if replace(known, path=incoming[known.id].path) != incoming[known.id]:
            continue
        for one in extractions:
            if one.engine == engine(options.model):
                extracted[known.id] = (one,)
            elif one.engine == second:
                rereads[known.id] = one
    failures: list[Failure] = []
    todo = [article for key, article in incoming.items() if key not in extracted]
    if todo:
        with closing(Drafts(store)) as drafts:
            for done, (article, result) in enumerate(extract(todo, options.model, options.jobs), start=1):
                if isinstance(result, str):
                    failures.append(Failure(article.path or article.id, result))
                else:
                    drafts.keep(article, result)
                    extracted[article.id] = (result,)
                progress("extract", done, len(todo))
    if options.chat is not None:
        failures += _reread(incoming, extracted, rereads, options.model, options.chat, progress)
    return extracted, tuple(failures)


def _reread(
    incoming: Mapping[str, Article],
    extracted: Extracted,
    rereads: dict[str, Extraction],
    model: str | None,
    chat: Chat,
    progress: Progress,
) -> list[Failure]:
    """Put what the language model reads beside what the rules read; the chat's cache keeps its answers."""
    from communique.labour import reread  # noqa: PLC0415 - see extract_new

    failures: list[Failure] = []
    todo = [incoming[key] for key in extracted if key not in rereads]
    for done, (article, result) in enumerate(reread(todo, model, chat), start=1):
        if isinstance(result, str):
            failures.append(Failure(article.path or article.id, f"read by the rules alone: {result}"))
        else:
            rereads[article.id] = result
        progress("reread", done, len(todo))
    for key, one in rereads.items():
        if one.claims and key in extracted:
            extracted[key] = (*extracted[key], one)
    return failures


def committed(ids: Iterable[str], store: Path) -> None:
    """Let go of the drafts of articles that a commit has taken in, or has left out for good."""
    with closing(Drafts(store)) as drafts:
        drafts.discard(ids)


def _extracted_before(
    incoming: Mapping[str, Article], store: Path
) -> list[tuple[Article, tuple[Extraction, ...]]]:
    """What lies in the store and among its drafts of these articles, of whatever engine."""
    found: list[tuple[Article, tuple[Extraction, ...]]] = []
    if (store / "drafts.sqlite").is_file():
        with closing(Drafts(store)) as drafts:
            found += drafts.found(incoming).values()
    if (store / "corpus.sqlite").is_file():
        with closing(CorpusFile(store / "corpus.sqlite")) as corpus:
            known = corpus.articles(incoming)
            extractions = corpus.extractions(known)
            found += [(known[key], extractions[key]) for key in extractions]
    return found
