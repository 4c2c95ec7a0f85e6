"""Commands that answer over HTTP: serve a store, or show what the program does."""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import logging.handlers
import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from communique import __version__, resources
from communique.cli.options import store_option
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.sparql.limits import Limits
    from communique.web.access import Token

QUESTION = "Which events do the sources date differently, and in which words?"
QUERY = """SELECT ?event ?date ?words ?publisher WHERE {
  ?d a dip:Disagreement ; dip:about/skos:prefLabel ?event ; dip:onProperty dip:date ; dip:between ?claim .
  ?claim rdf:object ?date ; dip:verbatim ?words ; dip:source/dcterms:publisher ?publisher .
} ORDER BY ?event ?date ?publisher"""

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 for a free one."
)


@click.command()
@store_option
@host_option
@port_option
@click.option(
    "--base-url",
    metavar="URL",
    help="The address under which clients reach the server, if a proxy stands before it. Links and the "
    "description of the service then name this address.",
)
@click.option(
    "--proxies",
    default=0,
    show_default=True,
    type=click.IntRange(0, 10),
    help="How many proxies stand before the server, whose X-Forwarded-For, -Proto, -Host and -Prefix are "
    "believed.",
)
@click.option(
    "--tokens",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="File with access tokens, made by `communique token`. Writing needs one, and so does reading from "
    "another machine. COMMUNIQUE_TOKENS holds further lines, with ; between them.",
)
@click.option("--private", is_flag=True, help="Ask for a token to read on this machine, too.")
@click.option(
    "--origin",
    "origins",
    multiple=True,
    metavar="URL",
    help="Let only web pages of this origin read answers (CORS), such as https://example.org; may be "
    "repeated. Without it pages of every origin may.",
)
@click.option(
    "--default-graph",
    type=click.Choice(["merged", "unnamed"]),
    default="merged",
    show_default=True,
    help="What a query sees that names no graph: all graphs but users' as one, or the graph without a name.",
)
@click.option("--writable", is_flag=True, help="Let updates change the graphs that the build owns, too.")
@click.option(
    "--deadline",
    type=click.FloatRange(0.1, 3600),
    help="Seconds that a query without a token may take.  [default: 10]",
)
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=NUMBER",
    help="Another limit, by its name on the page /limits, such as result_bytes=134217728; may be "
    "repeated. result_rows=100000 refuses answers of more rows or triples (any number unless given), and "
    "says how a client gets the first ones.",
)
@click.option(
    "--access-log",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Add a line of JSON for each request to this file, and the text of each query that took longer than "
    "five seconds; - for the standard error.",
)
@click.option(
    "--disk-above",
    default=20_000_000,
    show_default=True,
    type=click.IntRange(0),
    metavar="QUADS",
    help="Serve a larger store from files instead of memory.",
)
@click.option(
    "--weak-sandbox",
    is_flag=True,
    help="Serve from files even where the system cannot keep queries from the network, as on macOS.",
)
def serve(
    store: Path,
    host: str,
    port: int,
    base_url: str | None,
    proxies: int,
    tokens: Path | None,
    private: bool,
    origins: tuple[str, ...],
    default_graph: Literal["merged", "unnamed"],
    writable: bool,
    deadline: float | None,
    limits: tuple[str, ...],
    access_log: Path | None,
    disk_above: int,
    weak_sandbox: bool,
) -> None:
    """Answer SPARQL queries on the store, and show it as web pages.

    What `communique add`, `remove` and `build` do to the store meanwhile is served as soon as it is done.

    Everybody on this machine may read. With a token that may write, clients keep graphs of their own below
    /graph/user/, by SPARQL Update at /sparql or the Graph Store Protocol at /graph-store; a graph for which
    sh:shapesGraph is stated stays as its shapes want it. The guide is at /docs, the limits are at /limits.
    """
    from communique.web.access import read_tokens
    from communique.web.host import Address
    from communique.web.host import host as run
    from communique.web.settings import Settings

    accepted = read_tokens(tokens, os.environ)
    local = _is_loopback(host)
    _need_tokens(host, accepted, private=private)
    wanted = (*limits, *([] if deadline is None else [f"anonymous_deadline={deadline}"]))
    settings = Settings(
        public_url=base_url,
        default_graph=default_graph,
        writable=writable,
        tokens=accepted,
        open_reads=local and not private,
        origins=origins or ("*",),
        trusted_proxies=proxies,
        limits=limited(wanted),
        disk_above=disk_above,
        weak_sandbox=weak_sandbox,
    )
    log_to(access_log)
    run(store, settings, Address(host, port), lambda at, where: announce(store, at, where))


def _need_tokens(host: str, accepted: Sequence[Token], *, private: bool = False) -> None:
    """Refuse to let others than the users of this machine read without tokens."""
    local = _is_loopback(host)
    if accepted or (local and not private):
        return
    why = "--private is given" if local else f"--host {host} can be reached from other machines"
    raise UsageError(
        f"{why}, so clients need tokens: make one with `communique token NAME read >> FILE` and give "
        "`communique serve` --tokens FILE"
    )


def log_to(access_log: Path | None) -> None:
    """Warnings go to the standard error, requests and slow queries where the operator wants them."""
    shown = logging.StreamHandler()
    shown.setLevel(logging.WARNING)
    shown.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("communique").addHandler(shown)
    if access_log is None:
        return
    try:
        dash = str(access_log) == "-"
        kept = logging.StreamHandler() if dash else logging.handlers.WatchedFileHandler(access_log)
    except OSError as error:
        raise UsageError(f"--access-log {access_log} cannot be written: {error.strerror}") from error
    for name in ("communique.access", "communique.slow"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.addHandler(kept)
        logger.propagate = False


def limited(wanted: Sequence[str]) -> Limits:
    """The limits with those of ``NAME=NUMBER`` in place; ``UsageError`` for what is no limit or no number."""
    from communique.sparql.limits import Limits

    before = dict(Limits())
    given: dict[str, float] = {}
    for each in wanted:
        name, _, number = each.partition("=")
        if name not in before:
            raise UsageError(f"--limit {each}: there is no limit {name!r}; there are {', '.join(before)}")
        try:
            value = float(number.replace("_", ""))
            given[name] = int(value) if isinstance(before[name], int) else value
        except (ValueError, OverflowError):
            raise UsageError(f"--limit {each}: {number!r} is no number") from None
        if not 0 < given[name] < 2**63:
            raise UsageError(f"--limit {each}: it must be more than 0")
    return replace(Limits(), **given)  # type: ignore[arg-type]  # each of its own type, as in ``before``


@click.command()
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("communique-demo"),
    show_default=True,
    envvar="COMMUNIQUE_STORE",
    help="The folder in which the demo store is made.",
)
@host_option
@port_option
@click.option("--build-only", is_flag=True, help="Build and show, but do not serve.")
def demo(store: Path, host: str, port: int, build_only: bool) -> None:
    """Build the graph of five abstracts that ship with the program, show it, and serve it.

    The abstracts sum up five articles on Russia and Syria in 2025, which disagree on dates and spellings.
    """
    from communique.web.access import read_tokens

    if not build_only:
        _need_tokens(host, read_tokens(None, os.environ))
    base = f"http://127.0.0.1:{port or 8000}/"
    if not _is_built(store, base):
        _build(store, base)
    show(store)
    if build_only:
        return
    # A process that has opened the store and loaded the parser cannot be forked well: its engines' threads
    # are missing in the copy, which then dies when it ends. It also holds much that serving does not need.
    sys.stdout.flush()
    program = [sys.executable, "-P", "-m", "communique", "serve"]
    words = [*program, "--store", str(store), "--host", host, "--port", str(port)]
    os.execv(words[0], words)  # noqa: S606  no shell is wanted


@click.command()
@click.argument("name")
@click.argument("role", type=click.Choice(["read", "write", "admin"]))
def token(name: str, role: Literal["read", "write", "admin"]) -> None:
    """Make an access token for NAME.

    Prints the line for the token file on stdout and the secret, which is kept nowhere, on stderr.
    """
    from communique.web.access import new_token

    secret, made = new_token(name, role)
    click.echo(made.line)
    click.echo(f"the secret of {name}, shown only now: {secret}", err=True)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def announce(store: Path, host: str, port: int) -> None:
    """Say where the server is reached; called once it answers."""
    from communique.store import CorpusFile

    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{port}/"
    corpus = CorpusFile(store / "corpus.sqlite")
    base = corpus.setting("base")
    corpus.close()
    click.echo()
    click.echo(f"Pages            {url}")
    click.echo(f"SPARQL endpoint  {url}sparql")
    click.echo(f"Command line     {_command()} query 01 --store {shlex.quote(str(store))}")
    if base != url:
        click.echo(f"The IRIs in this store begin with {base}; the server finds them all the same.")
    click.echo("Press Ctrl-C to stop.")


def _command() -> str:
    """How another shell calls this program: by its name where that leads here, else by where it lies."""
    here = Path(sys.executable).with_name("communique")
    found = shutil.which("communique")
    if not here.exists():
        return f"{shlex.quote(sys.executable)} -m communique"
    if found is not None and here.samefile(found):
        return "communique"
    return shlex.quote(min(str(here), os.path.relpath(here), key=len))


def show(store: Path) -> None:
    """Counts of the store, and one query with its answer."""
    from communique.ask import ask

    kinds = {"articles": "Article", "persons": "Person", "offices": "Office", "events": "Event"}
    kinds |= {"bases": "Base", "claims": "Claim"}
    columns = " ".join(f"(COUNT(DISTINCT ?{name}_) AS ?{name})" for name in kinds)
    patterns = " UNION ".join(f"{{ ?{name}_ a dip:{kind} }}" for name, kind in kinds.items())
    counts = f"SELECT {columns} {{ {patterns} }}"
    click.echo(ask(counts, store, "table", 20).decode("utf-8"))
    click.echo(f"{QUESTION}\n\n{QUERY}\n")
    click.echo(ask(QUERY, store, "table", 20).decode("utf-8"), nl=False)


def _build(store: Path, base: str) -> None:
    from communique import build as work
    from communique.cli.corpus import report
    from communique.cli.options import Bar
    from communique.store import writing

    folder = resources.folder("data", "articles")
    click.echo("Building the graph of the five abstracts in data/articles ...")
    bar = Bar()
    try:
        outcome = work.build([str(folder)], store, work.Options(base=base), bar)
    finally:
        bar.close()
    report(outcome, store)
    click.echo()
    with writing(store) as opened:
        opened.corpus.set("demo", _stamp(base))


def _is_built(store: Path, base: str) -> bool:
    from communique.store import CorpusFile

    if not (store / "corpus.sqlite").is_file():
        return False
    corpus = CorpusFile(store / "corpus.sqlite")
    try:
        return corpus.setting("demo") == _stamp(base)
    finally:
        corpus.close()


def _stamp(base: str) -> str:
    """Changes with whatever the demo graph is made of: program, articles, gazetteer, ontology."""
    digest = hashlib.sha256(f"{__version__} {base}".encode())
    for name, content in sorted(_ingredients()):
        digest.update(f"{name}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _ingredients() -> Iterator[tuple[str, bytes]]:
    for folder in (("data", "articles"), ("data", "gazetteer"), ("ontology",), ("ontology", "rules")):
        for file in resources.folder(*folder).iterdir():
            if file.is_file():
                yield "/".join((*folder, file.name)), file.read_bytes()
