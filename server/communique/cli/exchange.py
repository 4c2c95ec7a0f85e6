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
    "--rdf12",
    is_flag=True,
    help="Claims and derivations as RDF 1.2 reifiers: rdf:reifies <<( s p o )>>. Not in jsonld.",
)
@click.option(
    "--align",
    "names",
    multiple=True,
    metavar="NAME",
    help="Add what the graph says in another vocabulary's words, in a graph of its own: "
    "schema, prov, org, foaf ... or all. May be given several times.",
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of stdout."
)
def export(store: Path, suffix: str, rdf12: bool, names: tuple[str, ...], output: Path | None) -> None:
    """Write the whole graph.

    nq is sorted, so that two exports of one corpus are the same bytes. ttl, nt and rdf know no graphs: they
    hold the triples of all of them.

    With --align NAME the triples that follow from ontology/alignments/NAME.ttl lie in <base>graph/aligned;
    none of them stands elsewhere in the graph. The store stays as it is.
    """
    from communique.alignment import alignments
    from communique.exchange import exported

    align = alignments() if "all" in names else tuple(dict.fromkeys(names))
    content = exported(store, suffix, rdf12=rdf12, align=align)
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
