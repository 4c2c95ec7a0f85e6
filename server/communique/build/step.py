"""One change of a store at the cost of what it reaches: resolution, lines, rules, checks, one commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from communique.build.memory import DAMAGED, Known, entries_of, recall, remember
from communique.build.options import JUDGEMENTS, Progress
from communique.build.touched import Touched
from communique.build.whole import Published, Settings, message, named
from communique.derivation import Productions, rederive, rules
from communique.graph import Gazetteer, Iris
from communique.model.claims import Extraction, Kind
from communique.model.text import Article
from communique.reference import atlas
from communique.resolution import Source
from communique.resolution.judgements import read as read_judgements
from communique.store import CorpusFile, Overlay, StoreFolder
from communique.validation import validate_nearby

LARGE = 20
"""From so many articles on, a change that is a quarter of the store is cheaper as a whole."""


@dataclass(frozen=True, slots=True)
class Intended:
    """A change of the corpus: articles that come with their extractions, and ids of those that go."""

    articles: Mapping[str, Article] = field(default_factory=dict)
    extractions: Mapping[str, tuple[Extraction, ...]] = field(default_factory=dict)
    leaving: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """How many articles come and go."""
        return len(self.articles) + len(self.leaving)


def publish_step(
    opened: StoreFolder,
    intended: Intended,
    settings: Settings,
    progress: Progress,
    verb: str,
    gazetteer: Gazetteer | None = None,
) -> Published | None:
    """Carry out a change. None, with nothing changed, if it must be computed as a whole: where nothing that
    can be trusted is remembered, where it is a large part of the store, or where some check finds a fault."""
    large = intended.size > LARGE and intended.size > len(opened.corpus.ids()) / 4
    known = None if large else _recalled(opened, settings)
    if known is None:
        return None
    try:
        return _carry_out(opened, intended, settings, progress, verb, known, gazetteer or atlas())
    except DAMAGED:
        return None


def _carry_out(
    opened: StoreFolder,
    intended: Intended,
    settings: Settings,
    progress: Progress,
    verb: str,
    known: Known,
    places: Gazetteer,
) -> Published | None:
    progress("resolve", 0, 1)
    resolver = known.resolver
    before = _uses(known, [*intended.articles, *intended.leaving], places)
    change = resolver.change(
        [Source(key, article, intended.extractions[key]) for key, article in intended.articles.items()],
        intended.leaving,
        read_judgements(opened.path / JUDGEMENTS),
    )
    entries = _use(known, before, _uses(known, intended.articles, places))
    iris = Iris(settings.base)
    delta = Touched(opened, known, iris, settings.publish, places).delta(change, entries)
    view = Overlay(opened.quads, iris.graph("user/"), delta)
    productions = Productions(opened.corpus.workings)
    view.lay(rederive(view, productions, settings.base))
    progress("validate", 0, 1)
    report = validate_nearby(view, view.changed())
    if report.violations:
        return None
    progress("commit", 0, 1)
    articles = opened.corpus.ids().difference(intended.leaving).union(intended.articles)
    commit = opened.commit(
        view.delta(), message(verb, len(articles)), partial(_keep, intended, productions, known)
    )
    return Published(commit, articles, {}, report, _counts(opened.corpus))


def _recalled(opened: StoreFolder, settings: Settings) -> Known | None:
    """What the store remembers, if it was written with the same settings and its quads are in step."""
    corpus = opened.corpus
    if (corpus.setting("base"), corpus.setting("publish")) != (settings.base, settings.publish):
        return None
    last = corpus.last()
    if last is None or opened.quads.mark() != last.id or not all(rule.bounded for rule in rules()):
        return None
    return recall(corpus.workings)


def _uses(known: Known, articles: Sequence[str] | Mapping[str, Article], gazetteer: Gazetteer) -> list[str]:
    """Entries of the gazetteer, once for each of these articles that needs them."""
    sources = (known.resolver.source(article) for article in articles)
    return [key for one in sources if one for key in entries_of(one.extractions, gazetteer)]


def _use(known: Known, before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Count uses; returns the entries whose use began or ended."""
    used = {key: known.uses.get(key, 0) > 0 for key in {*before, *after}}
    for key in before:
        known.uses[key] -= 1
    for key in after:
        known.uses[key] += 1
    for key in used:
        if not known.uses[key]:
            del known.uses[key]
    return {key for key, was in used.items() if was != (key in known.uses)}


def _keep(intended: Intended, productions: Productions, known: Known, corpus: CorpusFile) -> None:
    for key in intended.leaving:
        corpus.drop(key)
    for key, article in intended.articles.items():
        corpus.put(article, named(intended.extractions[key]))
    productions.write()
    remember(known, corpus.workings)


def _counts(corpus: CorpusFile) -> dict[str, int]:
    """How many clusters of each kind, and how many claims there are."""
    clusters = corpus.workings.tally("known.resolver.groups")
    found = {kind.value: clusters.get(f"'{kind.value}/", 0) for kind in Kind}
    counts = {kind: number for kind, number in found.items() if number}
    counts["claims"] = sum(corpus.workings.tally("known.resolver.rulings").values())
    return counts
