"""Options that several commands share, and how they show progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from tqdm import tqdm

from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.extraction.language_model import Chat

F = TypeVar("F", bound=Callable[..., Any])

STAGES = {
    "extract": "reading articles",
    "reread": "asking the language model",
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


def language_model_options(command: F) -> F:
    """``--extractor``, ``--llm-base-url``, ``--llm-model``, ``--llm-cache``: a second reader (``chat``)."""
    for option in reversed(
        (
            click.option(
                "--extractor",
                type=click.Choice(["rules", "llm"]),
                default="rules",
                show_default=True,
                help="rules, or llm: a language model reads the articles too.",
            ),
            click.option(
                "--llm-base-url",
                metavar="URL",
                envvar="COMMUNIQUE_LLM_BASE_URL",
                help="OpenAI-compatible address, ending before /chat/completions. The text of the articles "
                "is sent there, with the key of the environment variable COMMUNIQUE_LLM_KEY, if it is set.",
            ),
            click.option(
                "--llm-model", metavar="NAME", envvar="COMMUNIQUE_LLM_MODEL", help="Name of the model."
            ),
            click.option(
                "--llm-timeout",
                type=click.FloatRange(min=0.1),
                default=120.0,
                show_default=True,
                help="Seconds to wait for one answer.",
            ),
            click.option(
                "--llm-cache",
                type=click.Path(path_type=Path, file_okay=False),
                envvar="COMMUNIQUE_LLM_CACHE",
                default=_cache_folder,
                show_default="~/.cache/communique/llm",
                help="Folder that keeps answers, so that nothing is asked twice.",
            ),
        )
    ):
        command = option(command)
    return command


def _cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "communique", "llm")


def chat(extractor: str, base_url: str | None, model: str | None, timeout: float, cache: Path) -> Chat | None:
    """The language model that the options name, or None for the rules alone.

    Raises ``UsageError`` where the address or the name of the model is missing.
    """
    if extractor != "llm":
        return None
    if not base_url or not model:
        missing = "--llm-base-url" if not base_url else "--llm-model"
        raise UsageError(
            f"--extractor llm needs {missing}, such as: "
            "--extractor llm --llm-base-url http://127.0.0.1:11434/v1 --llm-model NAME"
        )
    from communique.extraction.language_model import Chat, Service

    return Chat(Service(base_url, model, os.environ.get("COMMUNIQUE_LLM_KEY"), timeout), cache)


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
