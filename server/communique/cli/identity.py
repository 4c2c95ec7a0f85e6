"""Commands about identity: what may be one, why things were taken for one, and a person's own decision."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from communique.cli.options import store_option
from communique.errors import UsageError

VERDICTS = ["same", "different", "accept", "reject", "correct", "withdraw"]


@click.command()
@store_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many to show.")
@click.option("--links", is_flag=True, help="List the links to other graphs that `communique link` proposed.")
def candidates(store: Path, limit: int, links: bool) -> None:
    """List pairs that may be one, those first whose merging would change most.

    Settle one with `communique judge same LEFT RIGHT --why ...`, or different.
    """
    from communique import review

    if links:
        proposed = review.proposals(store)
        for proposal in proposed[:limit]:
            click.echo(f"{proposal.thing.key}  {proposal.thing.label}")
            click.echo(f"{proposal.iri}  {proposal.why}")
            click.echo(f"  proposed by {proposal.who}, {proposal.when}\n")
        click.echo(f"{len(proposed)} proposed link{'' if len(proposed) == 1 else 's'}")
        return
    found = review.cases(store, limit)
    for case in found.shown:
        for side in (case.left, case.right):
            articles = f"{side.articles} article{'' if side.articles == 1 else 's'}"
            click.echo(f"{side.key}  {side.label} ({articles}, {side.claims} claims)")
        for reason in case.reasons:
            click.echo(f"  for: {reason}")
        for reason in case.against:
            click.echo(f"  against: {reason}")
        click.echo()
    shown = f", {limit} shown; --limit shows more" if found.number > limit else ""
    click.echo(f"{found.number} open candidate{'' if found.number == 1 else 's'}{shown}")


@click.command()
@click.argument("name", metavar="IRI")
@store_option
def explain(name: str, store: Path) -> None:
    """Explain why mentions were taken for one thing: names, offices and dates that spoke for and against.

    IRI is that of a person, office, event or base, or the part of it behind the base (person/...).
    """
    from communique import review

    for line in review.explained(store, name):
        click.echo(line)


@click.command()
@click.argument("verdict", required=False, type=click.Choice(VERDICTS))
@click.argument("left", default="")
@click.argument("right", default="")
@store_option
@click.option("--why", help="The reason, in your words; needed for every decision.")
@click.option("--who", default=getpass.getuser, show_default="your user name", help="Who decides.")
@click.option("--list", "listing", is_flag=True, help="List what was decided, with the number of each.")
@click.option("--check", is_flag=True, help="List decisions that have no effect; exits with 1 if any.")
def judge(
    verdict: str | None,
    left: str,
    right: str,
    store: Path,
    why: str | None,
    who: str,
    listing: bool,
    check: bool,
) -> None:
    """Decide about identity or a claim; the decision outranks the program's and survives rebuilds.

    \b
    judge same THING THING --why TEXT        the two are one
    judge same THING IRI --why TEXT          the same as IRI in another graph: links to it
    judge different THING THING --why TEXT   they are not
    judge accept CLAIM --why TEXT            what the claim says stands
    judge reject CLAIM --why TEXT            it does not
    judge correct CLAIM VALUE --why TEXT     it does not; this does
    judge withdraw NUMBER                    take back a decision (--list shows numbers)

    THING is an IRI, the part of it behind the base (person/...), or an entity of one article
    (<article>#person-10-23). CLAIM is the IRI of a claim, or its 16 digits: `communique explain` shows those
    that did not stand. VALUE is a text, a concept (held), a date (2025-07-31, 2025-07) or an entity of the
    same article. All is written to judgements.csv in the store, which may be edited by hand, and the graph is
    computed anew.
    """
    from communique import review
    from communique.cli.corpus import report
    from communique.model.judgement import Verdict

    if listing or check:
        _list(store, only_problems=check)
    elif verdict is None:
        raise UsageError("say what you decide: `communique judge --help` shows how")
    elif verdict == "withdraw":
        if not left.isdecimal():
            raise UsageError("withdraw takes the number of a decision; `communique judge --list` shows them")
        report(review.withdraw(store, int(left)), store)
    elif not why:
        raise UsageError("give the reason: --why TEXT")
    else:
        report(review.decide(store, Verdict(verdict), left, right, who=who, why=why), store)


def _list(store: Path, *, only_problems: bool) -> None:
    from communique import review

    found = review.decisions(store)
    troubled = [one for one in found if one.problem]
    for one in troubled if only_problems else found:
        row = one.judgement
        click.echo(f"{one.number}  {row.verdict} {row.left} {row.right}".rstrip())
        click.echo(f"   {row.who}, {row.when}: {row.why}")
        if one.problem:
            click.echo(f"   no effect: {one.problem}")
    click.echo(f"{len(found)} decision{'' if len(found) == 1 else 's'}, {len(troubled)} without effect")
    if only_problems and troubled:
        raise click.exceptions.Exit(1)
