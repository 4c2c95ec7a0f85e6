"""The graph of a whole corpus: the reference that every other way of computing it must equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from communique.build.memory import Known, remember
from communique.build.options import JUDGEMENTS, Options, Progress
from communique.derivation import produce
from communique.derivation.production import write_all
from communique.derivation.rule import Made
from communique.errors import InvalidGraph
from communique.graph import DEFAULT_BASE, Corpus, Gazetteer, Iris, Publish, write
from communique.model.claims import Extraction
from communique.model.judgement import Judgement
from communique.model.text import Article
from communique.reference import atlas, ontology_lines
from communique.resolution import Resolver, sources
from communique.resolution.judgements import read as read_judgements
from communique.store import Commit, CorpusFile, Delta, StoreFolder, canonical
from communique.validation import Report, Result, validate


@dataclass(frozen=True, slots=True)
class Settings:
    """What the graph of a store is written with."""

    base: str
    publish: Publish

    @classmethod
    def of(cls, corpus: CorpusFile, options: Options) -> Settings:
        """What the options say, else what the store has, else the defaults."""
        base = options.base or corpus.setting("base") or DEFAULT_BASE
        return cls(base, options.publish or Publish(corpus.setting("publish") or Publish.AUTO))


@dataclass(frozen=True, slots=True)
class Published:
    """What a computation ended in."""

    commit: Commit | None
    articles: frozenset[str]
    quarantined: Mapping[str, tuple[str, ...]]
    report: Report
    counts: Mapping[str, int]


def judged(
    articles: Mapping[str, Article],
    extractions: Mapping[str, tuple[Extraction, ...]],
    judgements: Sequence[Judgement],
) -> Corpus:
    """Articles and extractions with who is who among them, and with what people decided."""
    return _corpus(articles, resolved(articles, extractions, judgements))


def graph_lines(
    corpus: Corpus, iris: Iris, publish: Publish, gazetteer: Gazetteer | None = None
) -> list[str]:
    """The whole graph of a corpus as sorted canonical N-Quads lines, with what the rules add."""
    return _all_lines(corpus, iris, publish, gazetteer or atlas())[0]


def publish_whole(
    opened: StoreFolder,
    articles: dict[str, Article],
    extractions: dict[str, tuple[Extraction, ...]],
    options: Options,
    progress: Progress,
    verb: str,
    gazetteer: Gazetteer | None = None,
) -> Published:
    """Make the store hold the graph of this corpus, less the articles that break a rule.

    Raises ``InvalidGraph`` if what is left breaks one for which no article is to blame, or any does under
    ``--strict``.
    """
    settings = Settings.of(opened.corpus, options)
    iris = Iris(settings.base)
    known_places = gazetteer or atlas()
    judgements = read_judgements(opened.path / JUDGEMENTS)
    quarantined: dict[str, tuple[str, ...]] = {}
    while True:
        progress("resolve", 0, 1)
        resolver = resolved(articles, extractions, judgements)
        corpus = _corpus(articles, resolver)
        lines, productions = _all_lines(corpus, iris, settings.publish, known_places)
        progress("validate", 0, 1)
        report = validate(lines, settings.base)
        faulty = _faulty(report, iris)
        if not faulty:
            break
        blamed = {_shown(articles[key]): found for key, found in faulty.items()}
        if options.strict:
            raise InvalidGraph(
                "articles break rules, so nothing is published:\n"
                + "\n".join(f"{name}: {text}" for name, found in blamed.items() for text in found)
            )
        quarantined.update(blamed)
        articles = {key: article for key, article in articles.items() if key not in faulty}
        extractions = {key: found for key, found in extractions.items() if key in articles}
    progress("commit", 0, 1)
    counts = {
        kind.value: n for kind, n in Counter(c.kind for c in corpus.resolution.clusters.values()).items()
    }
    counts["claims"] = len(corpus.resolution.rulings)
    known = Known.of(resolver, extractions, known_places)
    change = partial(_keep, articles, extractions, settings, productions, known)
    commit = opened.commit(difference(opened, lines, iris), message(verb, len(articles)), change)
    return Published(commit, frozenset(articles), quarantined, report, counts)


def difference(opened: StoreFolder, lines: Sequence[str], iris: Iris) -> Delta:
    """What to take out of a store and put in, so that it holds these lines; users' graphs are left alone."""
    users = f"<{iris.graph('user/')}"
    wanted = set(lines)
    held = {line for line in opened.quads.lines() if not _graph_of(line).startswith(users)}
    return Delta(removed=tuple(sorted(held - wanted)), added=tuple(sorted(wanted - held)))


def message(verb: str, articles: int) -> str:
    """What the log says of a commit."""
    return f"{verb}: {articles} article{'' if articles == 1 else 's'}"


def resolved(
    articles: Mapping[str, Article],
    extractions: Mapping[str, tuple[Extraction, ...]],
    judgements: Sequence[Judgement],
) -> Resolver:
    """Who is who among these articles, from nothing."""
    resolver = Resolver()
    flat = [extraction for many in extractions.values() for extraction in many]
    resolver.change(sources(list(articles.values()), flat), judgements=judgements)
    return resolver


def _corpus(articles: Mapping[str, Article], resolver: Resolver) -> Corpus:
    extractions = {key: resolver.judged(key) for key in articles}
    return Corpus(articles, extractions, resolver.resolution())


def _all_lines(
    corpus: Corpus, iris: Iris, publish: Publish, gazetteer: Gazetteer
) -> tuple[list[str], dict[str, Made]]:
    reference = iris.graph("reference")
    described = [f"{triple} <{reference}> ." for triple in ontology_lines()]
    lines = canonical([*write(corpus, iris, gazetteer, publish), *described])
    derived, productions = produce(lines, iris.base)
    return sorted({*lines, *derived}), productions


def _faulty(report: Report, iris: Iris) -> dict[str, tuple[str, ...]]:
    """What is wrong, by the article that is to blame for it.

    Rules derive wrong things from a wrong claim, for which nobody is blamed: they leave with its article.
    Where no article is to blame for anything, what is wrong stops everything.
    """
    found: dict[str, tuple[str, ...]] = {}
    for result in report.violations:
        if result.article is not None:
            key = result.article.removeprefix(iris.article(""))
            found[key] = (*found.get(key, ()), _told(result))
    if report.unattributed and not found:
        raise InvalidGraph(
            "the graph breaks rules that no article is to blame for:\n"
            + "\n".join(_told(result) for result in report.unattributed)
        )
    return found


def _told(result: Result) -> str:
    """A finding with the thing and the words that it is about."""
    quoted = f': "{" ".join(result.quote.split())}"' if result.quote else ""
    return f"{result.message} ({result.focus}){quoted}"


def _shown(article: Article) -> str:
    return f"{article.path} ({article.id})" if article.path else article.id


def _graph_of(line: str) -> str:
    """The term before the full stop: the name of the graph, or the object in the default graph."""
    term = line.rsplit(" ", 2)[-2]
    return term if term.endswith(">") else ""


def _keep(
    articles: Mapping[str, Article],
    extractions: Mapping[str, tuple[Extraction, ...]],
    settings: Settings,
    productions: Mapping[str, Made],
    known: Known,
    corpus: CorpusFile,
) -> None:
    held = corpus.articles()
    for key in held.keys() - articles.keys():
        corpus.drop(key)
    for key, article in articles.items():
        if held.get(key) != article or key not in held:
            corpus.put(article, named(extractions.get(key, ())))
    corpus.set("base", settings.base)
    corpus.set("publish", settings.publish)
    corpus.workings.clear()
    write_all(corpus.workings, productions)
    remember(known, corpus.workings)


def named(extractions: Sequence[Extraction]) -> list[tuple[str, Extraction]]:
    """Extractions, each with the name under which the corpus file keeps it."""
    return [(one.claims[0].extractor if one.claims else "rules", one) for one in extractions]
