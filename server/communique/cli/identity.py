"""Commands about identity: what may be one, why things were taken for one, and a person's own decision."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.options import store_option
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.graph import Corpus
    from communique.model.identity import Member


@click.command()
@store_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many to show.")
def candidates(store: Path, limit: int) -> None:
    """List pairs that may be one, those first whose merging would change most.

    Settle one with `communique judge same LEFT RIGHT --why ...`, or different.
    """
    from communique.resolution.explanation import by_impact

    corpus = _corpus(store)
    extractions = [one for many in corpus.extractions.values() for one in many]
    found = by_impact(corpus.resolution, extractions)
    for candidate in found[:limit]:
        left, right = (corpus.resolution.clusters[key] for key in (candidate.left, candidate.right))
        click.echo(f"{candidate.left}  {left.label}")
        click.echo(f"{candidate.right}  {right.label}")
        for reason in candidate.reasons:
            click.echo(f"  for: {reason}")
        for reason in candidate.against:
            click.echo(f"  against: {reason}")
        click.echo()
    click.echo(f"{len(found)} open candidate{'' if len(found) == 1 else 's'}")


@click.command()
@click.argument("name", metavar="IRI")
@store_option
def explain(name: str, store: Path) -> None:
    """Explain why mentions were taken for one thing: names, offices and dates that spoke for and against.

    IRI is that of a person, office, event or base, or the part of it behind the base (person/...).
    """
    from communique.resolution.explanation import explain as lines

    corpus = _corpus(store)
    extractions = [one for many in corpus.extractions.values() for one in many]
    for line in lines(corpus.resolution, _key(corpus, name), extractions):
        click.echo(line)


@click.command()
@click.argument("verdict", type=click.Choice(["same", "different", "accept", "reject", "correct"]))
@click.argument("left")
@click.argument("right", default="")
@store_option
@click.option("--why", required=True, help="The reason, in your words.")
@click.option("--who", default=getpass.getuser, show_default="your user name", help="Who decides.")
def judge(verdict: str, left: str, right: str, store: Path, why: str, who: str) -> None:
    """Decide about identity or a claim; the decision outranks the program's and survives rebuilds.

    same and different take two things (their IRIs, or article-local entities <article>#person-10-23); accept
    and reject take a claim; correct takes a claim and the right value. All are written to judgements.csv in
    the store, which may be edited by hand, and the graph is computed anew.
    """
    from communique import build as work
    from communique.cli.corpus import report
    from communique.model.judgement import Judgement, Verdict
    from communique.resolution.judgements import add, fault

    chosen = Verdict(verdict)
    if chosen in (Verdict.SAME, Verdict.DIFFERENT):
        corpus = _corpus(store)
        left, right = _member(corpus, left), _member(corpus, right)
    else:
        left = left.rsplit("#claim-", 1)[-1]
    judgement = Judgement(chosen, left, right, who, date.today().isoformat(), why)  # noqa: DTZ011 - the user's own day
    problem = fault(judgement)
    if problem:
        raise UsageError(problem)
    add(store / work.JUDGEMENTS, judgement)
    report(work.rebuild(store, work.Options(), lambda *_: None), store)


def _corpus(store: Path) -> Corpus:
    from communique import build as work
    from communique.resolution.judgements import read
    from communique.store import CorpusFile, existing

    file = CorpusFile(existing(store) / "corpus.sqlite")
    try:
        return work.judged(file.articles(), file.extractions(), read(store / work.JUDGEMENTS))
    finally:
        file.close()


def _key(corpus: Corpus, name: str) -> str:
    """The key of a cluster from its IRI, its key, or the name of one of its members."""
    for key in corpus.resolution.clusters:
        if name == key or name.endswith(f"/{key}"):
            return key
    for member, key in corpus.resolution.cluster_of.items():
        if name.endswith(_named(member)):
            return key
    raise UsageError(f"{name!r} is nothing in this store; `communique query` finds IRIs by name")


def _member(corpus: Corpus, name: str) -> str:
    """The article-local name of a thing: its own, or that of its first member."""
    for member in corpus.resolution.cluster_of:
        if name.endswith(_named(member)):
            return _named(member)
    return _named(corpus.resolution.clusters[_key(corpus, name)].members[0])


def _named(member: Member) -> str:
    return f"{member.article}#{member.local}"
