"""``communique extract``: the records of articles, without a graph."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.options import chat, language_model_options, model_option, published_option

if TYPE_CHECKING:
    from communique.extraction.language_model import Chat
    from communique.extraction.pipeline import Pipeline
    from communique.model.claims import Extraction
    from communique.model.text import Article


@click.command()
@click.argument("paths", nargs=-1, required=True)
@published_option
@model_option
@language_model_options
@click.option("--unread", is_flag=True, help="Print sentences that look like a claim and gave none, instead.")
def extract(
    paths: tuple[str, ...],
    published: date | None,
    model: str | None,
    extractor: str,
    llm_base_url: str | None,
    llm_model: str | None,
    llm_timeout: float,
    llm_cache: Path,
    unread: bool,
) -> None:
    """Print what the articles at PATHS say: one JSON object for each article.

    Persons, offices, meetings and bases, each with the exact offsets of the sentences it rests on. With
    --extractor llm the offices, meetings and bases are those that the language model reads; what it
    answers counts only where its words stand in the article.
    """
    from communique.errors import InputError, ServiceFailure
    from communique.extraction.pipeline import Pipeline
    from communique.extraction.record import record
    from communique.reading import Failure, read

    asked = chat(extractor, llm_base_url, llm_model, llm_timeout, llm_cache)
    pipeline = Pipeline(model)
    failed = False
    for article in read(paths, published, undated=True):
        if isinstance(article, Failure):
            click.echo(f"{article.path}: {article.reason}", err=True)
            failed = True
            continue
        if article.published is None:
            click.echo(
                f"{article.path}: no publication date, so 'on Thursday' stays open; give --published",
                err=True,
            )
        try:
            extraction = _extracted(pipeline, asked, article)
        except (InputError, ServiceFailure) as error:
            click.echo(f"{article.path}: {error}", err=True)
            failed = True
            continue
        if unread:
            for span in extraction.unread:
                sentence = " ".join(article.quote(span).split())
                click.echo(f"{article.path}:{span.start}-{span.end}: {sentence}")
        else:
            click.echo(json.dumps(record(article, extraction), ensure_ascii=False))
    sys.exit(2 if failed else 0)


def _extracted(pipeline: Pipeline, asked: Chat | None, article: Article) -> Extraction:
    if asked is None:
        return pipeline.extract(article)
    from communique.extraction.language_model import LanguageModelExtractor, with_names

    return with_names(*LanguageModelExtractor(pipeline, asked).both(article))
