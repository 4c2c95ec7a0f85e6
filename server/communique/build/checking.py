"""Whether a store holds what a computation of the whole would put into it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from communique.build.options import JUDGEMENTS, Options
from communique.build.whole import Settings, difference, graph_lines, judged
from communique.graph import Gazetteer, Iris
from communique.resolution.judgements import read as read_judgements
from communique.store import existing, writing


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of N-Quads that a store lacks, and those that it has and should not have."""

    missing: tuple[str, ...]
    needless: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.needless)


def check(store: Path, gazetteer: Gazetteer | None = None) -> Difference:
    """Compare what lies in a store with the graph of its articles and judgements, computed anew."""
    with writing(existing(store)) as opened:
        settings = Settings.of(opened.corpus, Options())
        judgements = read_judgements(store / JUDGEMENTS)
        corpus = judged(opened.corpus.articles(), opened.corpus.extractions(), judgements)
        iris = Iris(settings.base)
        delta = difference(opened, graph_lines(corpus, iris, settings.publish, gazetteer), iris)
    return Difference(delta.added, delta.removed)
