"""Commands that carry a store elsewhere: export, backup, restore."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from communique.cli.options import store_option

FORMATS = ("nq", "trig", "ttl", "nt", "jsonld", "rdf")


@click.command()
@store_option
@click.option("--format", "suffix", type=click.Choice(FORMATS), default="nq", show_default=True)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of stdout."
)
def export(store: Path, suffix: str, output: Path | None) -> None:
    """Write the whole graph.

    nq is sorted, so that two exports of one corpus are the same bytes. ttl, nt and rdf know no graphs: they
    hold the triples of all of them.
    """
    from communique.exchange import exported

    content = exported(store, suffix)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    output.write_bytes(content)
    click.echo(f"{output}: {len(content)} bytes", err=True)


@click.command()
@store_option
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(store: Path, target: Path) -> None:
    """Save the store to the file TARGET (.tar.gz), while it may be served and changed."""
    from communique.exchange import back_up

    commit = back_up(store, target)
    click.echo(f"{target}: store {store} at commit {commit.id}")


@click.command()
@store_option
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(store: Path, source: Path) -> None:
    """Make a new store from the file SOURCE that `communique backup` wrote."""
    from communique.exchange import restore_from

    commit = restore_from(source, store)
    click.echo(f"store {store}, commit {commit.id}")
