"""Options that several commands share, and how they show progress."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from tqdm import tqdm

F = TypeVar("F", bound=Callable[..., Any])

STAGES = {
    "extract": "reading articles",
    "resolve": "telling who is who",
    "validate": "checking the graph",
    "commit": "writing",
}


def store_option(command: F) -> F:
    """``--store DIR``: where the store lies."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("communique-store"),
        show_default=True,
        envvar="COMMUNIQUE_STORE",
        help="The folder of the store.",
    )(command)


def model_option(command: F) -> F:
    """``--model NAME``: the language model."""
    return click.option(
        "--model",
        metavar="NAME",
        help="Language model: md (default), sm, or the name of an installed en_core_web_* package.",
    )(command)


def published_option(command: F) -> F:
    """``--published DAY``: the date of articles that state none."""
    return click.option(
        "--published",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_to_day,
        metavar="YYYY-MM-DD",
        help="Day of publication of articles whose metadata give none.",
    )(command)


def _to_day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


class Bar:
    """A progress bar on a terminal, silence elsewhere."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._shown = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if not self._shown:
            return
        title = STAGES.get(stage, stage)
        if self._bar is None or self._bar.desc != title:
            self.close()
            self._bar = tqdm(total=total, desc=title, leave=False, file=sys.stderr)
        self._bar.n = done
        self._bar.refresh()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
