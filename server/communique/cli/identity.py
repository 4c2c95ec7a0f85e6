"""Commands about identity: what may be one, why things were taken for one, and a person's decision."""

from __future__ import annotations

import click


@click.command()
def candidates() -> None:
    """List pairs that may be one."""


@click.command()
def explain() -> None:
    """Explain a thing."""


@click.command()
def judge() -> None:
    """Decide."""
