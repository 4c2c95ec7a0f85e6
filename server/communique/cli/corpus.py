"""Commands that change which articles a store holds, and the one that lists them."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.options import (
    Bar,
    chat,
    language_model_options,
    model_option,
    published_option,
    store_option,
)

if TYPE_CHECKING:
    from communique.build import Outcome

NOUNS = {
    "person": "persons",
    "office": "offices",
    "event": "meetings, calls and visits",
    "base": "military bases",
    "claims": "claims, each with its sentence",
}

SHOWN = 5
"""How many quads of each kind `communique check` shows."""

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=min(8, os.cpu_count() or 1),
    show_default="cores, 8 at most",
    help="Processes that read articles.",
)
strict_option = click.option(
    "--strict", is_flag=True, help="Publish nothing if any article breaks a rule, instead of leaving it out."
)
base_option = click.option(
    "--base",
    metavar="IRI",
    envvar="COMMUNIQUE_BASE",
    help="IRI under which everything in the graph lies; ends with a slash.",
)
publish_option = click.option(
    "--publish-text",
    type=click.Choice(["auto", "full", "evidence", "none"]),
    help="How much of the articles' text the graph shows. auto: all where the licence allows, else evidence.",
)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@store_option
@base_option
@publish_option
@published_option
@model_option
@jobs_option
@strict_option
@language_model_options
def build(
    paths: tuple[str, ...],
    store: Path,
    base: str | None,
    publish_text: str | None,
    published: date | None,
    model: str | None,
    jobs: int,
    strict: bool,
    extractor: str,
    llm_base_url: str | None,
    llm_model: str | None,
    llm_timeout: float,
    llm_cache: Path,
) -> None:
    """Make the store be exactly the articles at PATHS.

    PATHS are files and folders of .txt, .md, .html and .jsonl, or - for standard input. Exits with 0 if
    every article was taken in, 1 if one was left out because it breaks a rule, 2 if one could not be read.
    """
    from communique import build as work
    from communique.graph import Publish

    publish = Publish(publish_text) if publish_text else None
    asked = chat(extractor, llm_base_url, llm_model, llm_timeout, llm_cache)
    options = work.Options(base, publish, published, model, jobs, strict, chat=asked)
    bar = Bar()
    try:
        outcome = work.build(paths, store, options, bar)
    finally:
        bar.close()
    report(outcome, store)
    if base is None:
        click.echo(
            "note: no --base given; IRIs lie under that of the store or http://127.0.0.1:8000/", err=True
        )
    sys.exit(outcome.exit_code)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@store_option
@published_option
@model_option
@jobs_option
@strict_option
@language_model_options
def add(
    paths: tuple[str, ...],
    store: Path,
    published: date | None,
    model: str | None,
    jobs: int,
    strict: bool,
    extractor: str,
    llm_base_url: str | None,
    llm_model: str | None,
    llm_timeout: float,
    llm_cache: Path,
) -> None:
    """Take the articles at PATHS into the store, beside those that are there.

    A server that runs on the store shows them as soon as the command ends.
    """
    from communique import build as work

    asked = chat(extractor, llm_base_url, llm_model, llm_timeout, llm_cache)
    options = work.Options(published=published, model=model, jobs=jobs, strict=strict, chat=asked)
    bar = Bar()
    try:
        outcome = work.add(paths, store, options, bar)
    finally:
        bar.close()
    report(outcome, store)
    sys.exit(outcome.exit_code)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="ARTICLE...")
@store_option
def remove(names: tuple[str, ...], store: Path) -> None:
    """Take articles out of the store, with all that only they supported.

    ARTICLE is the id that `communique articles` shows (its first four characters are enough), the IRI of
    the article, or the path it was read from.
    """
    from communique import build as work
    from communique.store import existing

    outcome = work.remove(names, existing(store), work.Options(), lambda *_: None)
    report(outcome, store)


@click.command()
@store_option
def check(store: Path) -> None:
    """Compare the graph in the store with one computed anew from its articles and judgements.

    Changes touch only what they reach; this says whether they ended in what `communique build` would give.
    Exits with 1, and shows some of the quads, if they did not: `communique build` of the same articles mends
    that.
    """
    from communique import build as work

    found = work.check(store)
    for sign, quads in (("lacks", found.missing), ("has and should not have", found.needless)):
        for quad in quads[:SHOWN]:
            click.echo(f"{sign} {quad}", err=True)
        if len(quads) > SHOWN:
            click.echo(f"... and {sign} {len(quads) - SHOWN} more", err=True)
    if found:
        click.echo(f"store {store} differs from a build: +{len(found.missing)} -{len(found.needless)} quads")
        sys.exit(1)
    click.echo(f"store {store} is what a build gives")


@click.command()
@store_option
def articles(store: Path) -> None:
    """List the articles in the store."""
    from communique.store import CorpusFile, existing

    corpus = CorpusFile(existing(store) / "corpus.sqlite")
    try:
        for article in sorted(corpus.articles().values(), key=lambda a: (str(a.published), a.id)):
            shown = (
                article.id,
                str(article.published or "undated"),
                article.publisher or "",
                article.title or "",
            )
            click.echo("\t".join(shown))
    finally:
        corpus.close()


def report(outcome: Outcome, store: Path) -> None:
    """What became of a run: problems on stderr, the summary on stdout."""
    for failure in outcome.failures:
        click.echo(f"{failure.path}: {failure.reason}", err=True)
    for line in outcome.skipped:
        click.echo(f"skipped {line}", err=True)
    for article, messages in outcome.quarantined.items():
        for message in messages:
            click.echo(f"left out {article}: {message}", err=True)
    width = max(len(str(n)) for n in (outcome.articles, *outcome.counts.values()))
    click.echo(f"{outcome.articles:>{width}}  articles ({outcome.new} new, {outcome.removed} removed)")
    for kind, noun in NOUNS.items():
        click.echo(f"{outcome.counts.get(kind, 0):>{width}}  {noun}")
    if outcome.commit:
        changed = f"+{outcome.commit.added} -{outcome.commit.removed} quads"
        click.echo(f"store {store}, commit {outcome.commit.id} ({changed})")
    else:
        click.echo(f"store {store}, nothing changed")
