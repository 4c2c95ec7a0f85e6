"""Commands that ask a store: query and validate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from communique.cli.options import store_option


@click.command()
@click.argument("text", metavar="QUERY")
@store_option
@click.option(
    "--format",
    "chosen",
    type=click.Choice(["table", "json", "xml", "csv", "tsv", "ttl", "nt", "nq", "trig", "rdfxml", "jsonld"]),
    default="table",
    show_default=True,
    help="table is for reading; CONSTRUCT and DESCRIBE give Turtle instead.",
)
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=60.0, show_default=True, help="Seconds.")
def query(text: str, store: Path, chosen: str, timeout: float) -> None:
    """Ask the store a SPARQL query: a file, the query itself, a number of a shipped question, or - for stdin.

    Prefixes such as dip:, skos: and rdf: need not be declared. `communique query 01` asks the first of the
    questions in ontology/questions.
    """
    from communique.ask import ask

    sys.stdout.buffer.write(ask(text, store, chosen, timeout))


@click.command()
@store_option
@click.option(
    "--format", "chosen", type=click.Choice(["text", "json", "turtle"]), default="text", show_default=True
)
def validate(store: Path, chosen: Literal["text", "json", "turtle"]) -> None:
    """Check the whole graph against the shapes and audits; exits with 1 on a violation."""
    from communique.exchange import exported
    from communique.store import CorpusFile, existing
    from communique.validation import render
    from communique.validation import validate as check

    corpus = CorpusFile(existing(store) / "corpus.sqlite")
    base = corpus.setting("base") or ""
    corpus.close()
    report = check(exported(store, "nq").decode("utf-8").splitlines(), base)
    click.echo(render(report, chosen))
    sys.exit(0 if report.conforms else 1)
