"""How to build, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from communique.graph import Publish
from communique.reading import Failure
from communique.store import Commit
from communique.validation import Report

if TYPE_CHECKING:
    from communique.extraction.language_model import Chat

JUDGEMENTS = "judgements.csv"
"""The file with people's decisions, beside the corpus in the folder of the store."""

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how many articles are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. What is None is taken from the store, or else from the defaults."""

    base: str | None = None
    publish: Publish | None = None
    published: date | None = None
    model: str | None = None
    jobs: int = 2
    strict: bool = False
    fresh: bool = False
    """Extract every article anew, even if the same engine has done it before."""
    chat: Chat | None = None
    """A language model that reads the articles too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run. ``articles`` counts those in the store afterwards.

    ``quarantined`` has what is wrong with each article that was left out, by its path and id. ``whole`` says
    whether the graph was computed as a whole; else ``report`` is about what was touched.
    """

    commit: Commit | None
    articles: int
    new: int = 0
    removed: int = 0
    failures: tuple[Failure, ...] = ()
    skipped: tuple[str, ...] = ()
    quarantined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    report: Report | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    whole: bool = True

    @property
    def exit_code(self) -> int:
        """0 if every article was taken in; 1 if the graph breaks a rule; 2 if some input was bad."""
        if self.quarantined:
            return 1
        return 2 if self.failures else 0
