"""Commands that answer over HTTP: serve a store, or show what the program does."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.options import store_option

if TYPE_CHECKING:
    from communique.web.host import Hosted

QUESTION = "Which events do the sources date differently, and in which words?"
QUERY = """SELECT ?event ?date ?words ?publisher WHERE {
  ?d a dip:Disagreement ; dip:about/skos:prefLabel ?event ; dip:onProperty dip:date ; dip:between ?claim .
  ?claim rdf:object ?date ; dip:verbatim ?words ; dip:source/dcterms:publisher ?publisher .
} ORDER BY ?event ?date ?publisher"""


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--base-url", metavar="URL", help="Where clients reach the server, if a proxy stands before it.")
@click.option("--proxies", default=0, show_default=True, help="Proxies in front whose X-Forwarded-* is believed.")
@click.option(
    "--tokens",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="File with access tokens; needed to listen elsewhere than on this machine.",
)
@click.option(
    "--default-graph",
    type=click.Choice(["merged", "unnamed"]),
    default="merged",
    show_default=True,
    help="What a query sees that names no graph.",
)
@click.option("--writable", is_flag=True, help="Let updates change the graphs that the build owns, too.")
@click.option("--deadline", type=click.FloatRange(0.1, 3600), help="Seconds that a query without a token may take.")
def serve(
    store: Path,
    host: str,
    port: int,
    base_url: str | None,
    proxies: int,
    tokens: Path | None,
    default_graph: str,
    writable: bool,
    deadline: float | None,
) -> None:
    """Answer SPARQL queries on the store, and show it as web pages.

    What `communique add`, `remove` and `build` do to the store meanwhile is served as soon as it is done.
    """
    from communique.web.host import hosted
    from communique.web.server import run
    from communique.web.settings import read_settings

    settings = read_settings(host, base_url, proxies, tokens, default_graph, writable, deadline)
    with hosted(store, settings) as server:
        run(server.app, host, port, started=lambda at: _announce(server, at))


def _announce(server: Hosted, port: int) -> None:
    url = f"http://127.0.0.1:{port}/"
    click.echo(f"communique serves commit {server.tier.commit}")
    click.echo(f"  pages            {url}")
    click.echo(f"  SPARQL endpoint  {url}sparql")
    if not server.base.startswith(url):
        click.echo(f"note: the IRIs in the store begin with {server.base}", err=True)
    click.echo("Press Ctrl-C to stop.")
