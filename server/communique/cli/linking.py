"""The command that asks a reconciliation service for links to other graphs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.options import store_option
from communique.errors import UsageError
from communique.reconciliation import WIKIDATA

if TYPE_CHECKING:
    from communique.linking import Question, Vocabulary

KINDS = ("person", "office", "base", "organization", "place")


@click.command()
@store_option
@click.option("--service", default=WIKIDATA, show_default=True, metavar="URL", help="Whom to ask.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    default=("person",),
    show_default=True,
    type=click.Choice(KINDS),
    help="Which things to ask for; may be given several times.",
)
@click.option("--limit", default=3, show_default=True, type=click.IntRange(1, 20), help="Proposals a thing.")
@click.option(
    "--accept-above",
    type=float,
    metavar="SCORE",
    help="Accept a link at once if it is the only one with a higher score (Wikidata's go to 100).",
)
@click.option(
    "--type", "types", multiple=True, metavar="KIND=ID", help="The service's id of a type, as person=Q5."
)
@click.option(
    "--property",
    "properties",
    multiple=True,
    metavar="NAME=ID",
    help="The service's id of a property (office, country or operator), as office=P39.",
)
@click.option("--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1, 600), help="Seconds.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent; send nothing.")
def link(
    store: Path,
    service: str,
    kinds: tuple[str, ...],
    limit: int,
    accept_above: float | None,
    types: tuple[str, ...],
    properties: tuple[str, ...],
    timeout: float,
    dry_run: bool,
) -> None:
    """Propose links to the same things in other graphs, such as Wikidata.

    Sends names, with the offices and countries that are known, to a reconciliation service (W3C
    Reconciliation API 0.2), and nothing else. What the service finds is written to judgements.csv for you
    to decide: `communique candidates --links` lists it, `communique judge same THING IRI --why TEXT`
    accepts, `different` refuses, and `judge withdraw` undoes. Exits with 5 if the service fails; what was
    found until then is kept, and the next run goes on from there.
    """
    from communique import build, linking, review
    from communique.reconciliation import Client
    from communique.resolution.judgements import read

    client = Client(service, timeout=timeout)
    corpus = review.holdings(store)
    judgements = read(store / build.JUDGEMENTS)
    if dry_run:
        asked = linking.questions(corpus, judgements, kinds, service)
        for question in asked:
            known = "; ".join(f"{name} {value}" for name, value in question.known)
            click.echo(f"{question.kind} {question.name}" + (f" ({known})" if known else ""))
        click.echo(f"{len(asked)} things would be asked for at {service}; nothing was sent")
        return
    found = client.manifest()
    asked = linking.questions(corpus, judgements, kinds, service, found.space)
    if not asked:
        click.echo("nothing to ask for: every such thing has a link, or a proposal of one")
        return
    click.echo(f"asking {found.name} ({service}) for {_things(asked)}", err=True)
    words = _vocabulary(linking.vocabulary((found.space, found.schema)), kinds, types, properties)
    linked = linking.link(store, client, found, asked, words, limit=limit, accept_above=accept_above)
    click.echo(f"{linked.asked} of {len(asked)} asked for, {linked.proposed} links proposed", nl=False)
    click.echo(f", {linked.accepted} accepted" if accept_above is not None else "")
    if linked.proposed:
        click.echo("`communique candidates --links` lists the proposals")
    if linked.failure is not None:
        raise linked.failure


def _things(asked: tuple[Question, ...]) -> str:
    """What is sent, in words."""
    sent = sorted({name for question in asked for name, _ in question.known})
    kinds = ", ".join(sorted({question.kind for question in asked}))
    return f"{len(asked)} names ({kinds}), each with what is known of its {' and '.join(sent) or 'kind'}"


def _vocabulary(
    known: Vocabulary, kinds: tuple[str, ...], types: tuple[str, ...], properties: tuple[str, ...]
) -> Vocabulary:
    """The ids that are known of the service, and over them those that were given."""
    given = dict(map(_pair, types))
    unknown = sorted(given.keys() - set(KINDS))
    if unknown:
        raise UsageError(f"--type {unknown[0]}=...: the kind must be one of {', '.join(KINDS)}")
    ids = dict(map(_pair, properties))
    strange = sorted(ids.keys() - {"office", "country", "operator"})
    if strange:
        raise UsageError(f"--property {strange[0]}=...: the name must be office, country or operator")
    own = {(kind, name): pid for kind in kinds for name, pid in ids.items()}
    return replace(known, types={**known.types, **given}, properties={**known.properties, **own})


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not (name and mark and value):
        raise UsageError(f"{text!r} must be like NAME=ID")
    return name.strip(), value.strip()
