"""``communique extract``: the records of articles, without a graph."""

from __future__ import annotations

import json
import sys
from datetime import date

import click

from communique.cli.options import model_option, published_option


@click.command()
@click.argument("paths", nargs=-1, required=True)
@published_option
@model_option
@click.option("--unread", is_flag=True, help="Print sentences that look like a claim and gave none, instead.")
def extract(paths: tuple[str, ...], published: date | None, model: str | None, unread: bool) -> None:
    """Print what the articles at PATHS say: one JSON object for each article.

    Persons, offices, meetings and bases, each with the exact offsets of the sentences it rests on.
    """
    from communique.errors import InputError
    from communique.extraction.pipeline import Pipeline
    from communique.extraction.record import record
    from communique.reading import Failure, read

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
            extraction = pipeline.extract(article)
        except InputError as error:
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
