"""Articles in, a validated store out: the only module that knows the order of the stages.

Whatever changes the corpus (build, add, remove, judge), the graph of the new corpus is computed as a
function of it, compared with what the store holds, and the difference is one commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from communique.derivation import derive
from communique.errors import InvalidGraph, UsageError
from communique.graph import DEFAULT_BASE, Corpus, Iris, Publish, write
from communique.labour import engine, extract
from communique.model.claims import Extraction
from communique.model.identity import Resolution
from communique.model.judgement import Judgement
from communique.model.text import Article
from communique.reading import Failure, read
from communique.reference import atlas, ontology_lines
from communique.resolution import resolve
from communique.resolution.judgements import corrected, decide
from communique.resolution.judgements import read as read_judgements
from communique.store import Commit, CorpusFile, Delta, StoreFolder, canonical, writing
from communique.validation import Report, validate

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run. ``articles`` counts those in the store afterwards."""

    commit: Commit | None
    articles: int
    new: int = 0
    removed: int = 0
    failures: tuple[Failure, ...] = ()
    skipped: tuple[str, ...] = ()
    quarantined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    report: Report | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 if every article was taken in; 1 if the graph breaks a rule; 2 if some input was bad."""
        if self.quarantined:
            return 1
        return 2 if self.failures else 0


def build(paths: Sequence[str], store: Path, options: Options, progress: Progress) -> Outcome:
    """Make the store be exactly the corpus at ``paths``."""
    return _change(store, options, progress, paths=paths, keep=lambda _article: False, verb="build")


def add(paths: Sequence[str], store: Path, options: Options, progress: Progress) -> Outcome:
    """Take further articles into the store."""
    return _change(store, options, progress, paths=paths, keep=lambda _article: True, verb="add")


def remove(articles: Sequence[str], store: Path, options: Options, progress: Progress) -> Outcome:
    """Take articles out of the store, with all that only they supported.

    Each is named by its id, the first characters of it (4 at least), its IRI or the path it was read from.
    """

    def keep(article: Article) -> bool:
        return not any(_is_named(article, name) for name in articles)

    return _change(store, options, progress, paths=(), keep=keep, verb="remove", named=articles)


def rebuild(store: Path, options: Options, progress: Progress) -> Outcome:
    """Compute the graph anew from the corpus, as after a new judgement or another --base."""
    return _change(store, options, progress, paths=(), keep=lambda _article: True, verb="rebuild")


def _is_named(article: Article, name: str) -> bool:
    by_id = len(name) >= 4 and article.id.startswith(name)
    return by_id or name.rstrip("/").endswith(f"article/{article.id}") or name == article.path


def _change(
    store: Path,
    options: Options,
    progress: Progress,
    *,
    paths: Sequence[str],
    keep: Callable[[Article], bool],
    verb: str,
    named: Sequence[str] = (),
) -> Outcome:
    arrived = _read(paths, options.published)
    extracted, failed = _extract(arrived.articles, _extracted_before(store), options, progress)
    with writing(store) as opened:
        known = opened.corpus.articles()
        _all_found(named, known.values())
        old = opened.corpus.extractions()
        kept = {key: article for key, article in known.items() if keep(article)}
        articles = {**{key: arrived.articles[key] for key in extracted}, **kept}
        extractions = {key: extracted.get(key) or old[key] for key in articles}
        repeated = [_repeated(arrived.articles[key], known[key]) for key in extracted.keys() & kept.keys()]
        result = _publish(opened, articles, extractions, options, progress, verb)
        return Outcome(
            commit=result.commit,
            articles=len(result.articles),
            new=len(result.articles.keys() - known.keys()),
            removed=len(known.keys() - result.articles.keys()),
            failures=(*arrived.failures, *failed),
            skipped=(*arrived.repeated, *sorted(repeated)),
            quarantined=result.quarantined,
            report=result.report,
            counts=result.counts,
        )


def _all_found(named: Sequence[str], articles: Iterable[Article]) -> None:
    known = list(articles)
    for name in named:
        matches = [article.id for article in known if _is_named(article, name)]
        if not matches:
            raise UsageError(f"no article {name!r} in the store; `communique articles` lists them")
        if len(matches) > 1:
            raise UsageError(
                f"{name!r} fits {len(matches)} articles ({', '.join(matches[:3])}); write more of the id"
            )


@dataclass(frozen=True, slots=True)
class _Arrived:
    articles: Mapping[str, Article]
    failures: tuple[Failure, ...]
    repeated: tuple[str, ...]


def _read(paths: Sequence[str], published: date | None) -> _Arrived:
    articles: dict[str, Article] = {}
    failures: list[Failure] = []
    repeated: list[str] = []
    for item in read(paths, published):
        if isinstance(item, Failure):
            failures.append(item)
        elif item.id in articles:
            repeated.append(_repeated(item, articles[item.id]))
        else:
            articles[item.id] = item
    return _Arrived(articles, tuple(failures), tuple(repeated))


def _repeated(article: Article, first: Article) -> str:
    return f"{article.path}: same text by the same publisher as {first.path} ({first.id})"


def _extracted_before(store: Path) -> Mapping[str, tuple[Article, tuple[Extraction, ...]]]:
    file = store / "corpus.sqlite"
    if not file.is_file():
        return {}
    corpus = CorpusFile(file)
    try:
        extractions = corpus.extractions()
        return {key: (a, extractions[key]) for key, a in corpus.articles().items() if key in extractions}
    finally:
        corpus.close()


def _extract(
    incoming: Mapping[str, Article],
    before: Mapping[str, tuple[Article, tuple[Extraction, ...]]],
    options: Options,
    progress: Progress,
) -> tuple[dict[str, tuple[Extraction, ...]], tuple[Failure, ...]]:
    """Extractions by article id. What the same engine made of the same article before is used again."""
    extracted: dict[str, tuple[Extraction, ...]] = {}
    for key in incoming.keys() & before.keys() if not options.fresh else ():
        known, extractions = before[key]
        same = replace(known, path=incoming[key].path) == incoming[key]
        if same and all(extraction.engine == engine(options.model) for extraction in extractions):
            extracted[key] = extractions
    failures: list[Failure] = []
    todo = [article for key, article in incoming.items() if key not in extracted]
    for done, (article, result) in enumerate(extract(todo, options.model, options.jobs), start=1):
        if isinstance(result, str):
            failures.append(Failure(article.path or article.id, result))
        else:
            extracted[article.id] = (result,)
        progress("extract", done, len(todo))
    return extracted, tuple(failures)


@dataclass(frozen=True, slots=True)
class _Published:
    commit: Commit | None
    articles: Mapping[str, Article]
    quarantined: Mapping[str, tuple[str, ...]]
    report: Report
    counts: Mapping[str, int]


def _publish(
    opened: StoreFolder,
    articles: dict[str, Article],
    extractions: dict[str, tuple[Extraction, ...]],
    options: Options,
    progress: Progress,
    verb: str,
) -> _Published:
    base = options.base or opened.corpus.setting("base") or DEFAULT_BASE
    publish = options.publish or Publish(opened.corpus.setting("publish") or Publish.AUTO)
    iris = Iris(base)
    judgements = read_judgements(opened.path / JUDGEMENTS)
    quarantined: dict[str, tuple[str, ...]] = {}
    while True:
        progress("resolve", 0, 1)
        corpus = judged(articles, extractions, judgements)
        lines = graph_lines(corpus, iris, publish)
        progress("validate", 0, 1)
        report = validate(lines, base)
        faulty = _faulty(report, iris)
        if not faulty:
            break
        if options.strict or not articles:
            raise InvalidGraph("\n".join(message for found in faulty.values() for message in found))
        quarantined.update(faulty)
        articles = {key: article for key, article in articles.items() if key not in faulty}
        extractions = {key: found for key, found in extractions.items() if key in articles}
    progress("commit", 0, 1)
    delta = _difference(opened, lines, iris)
    commit = opened.commit(
        delta, _message(verb, articles), partial(_keep, articles, extractions, base, publish)
    )
    return _Published(commit, articles, quarantined, report, _counts(corpus.resolution))


def judged(
    articles: Mapping[str, Article],
    extractions: Mapping[str, tuple[Extraction, ...]],
    judgements: Sequence[Judgement],
) -> Corpus:
    """Articles and extractions with who is who among them, and with what people decided."""
    decisions = decide(judgements)
    as_judged = {key: tuple(corrected(one, decisions) for one in many) for key, many in extractions.items()}
    flat = [extraction for many in as_judged.values() for extraction in many]
    return Corpus(articles, as_judged, resolve(list(articles.values()), flat, judgements))


def graph_lines(corpus: Corpus, iris: Iris, publish: Publish) -> list[str]:
    """The whole graph of a corpus as sorted canonical N-Quads lines, with what the rules add."""
    reference = iris.graph("reference")
    described = [f"{triple} <{reference}> ." for triple in ontology_lines()]
    lines = canonical([*write(corpus, iris, atlas(), publish), *described])
    return sorted({*lines, *derive(lines, iris.base)})


def _faulty(report: Report, iris: Iris) -> dict[str, tuple[str, ...]]:
    """Messages of violations by article; those that no article can be blamed for stop everything."""
    if report.unattributed:
        raise InvalidGraph(
            "the graph breaks rules that no article is to blame for:\n"
            + "\n".join(f"{result.message} ({result.focus})" for result in report.unattributed)
        )
    found: dict[str, tuple[str, ...]] = {}
    for result in report.violations:
        key = (result.article or "").removeprefix(iris.article(""))
        found[key] = (*found.get(key, ()), result.message)
    return found


def _difference(opened: StoreFolder, lines: Sequence[str], iris: Iris) -> Delta:
    """What to take out and put in; the graphs of users are left alone."""
    users = f"<{iris.graph('user/')}"
    wanted = set(lines)
    held = {line for line in opened.quads.lines() if not _graph_of(line).startswith(users)}
    return Delta(removed=tuple(sorted(held - wanted)), added=tuple(sorted(wanted - held)))


def _graph_of(line: str) -> str:
    """The term before the full stop: the name of the graph, or the object in the default graph."""
    term = line.rsplit(" ", 2)[-2]
    return term if term.endswith(">") else ""


def _keep(
    articles: Mapping[str, Article],
    extractions: Mapping[str, tuple[Extraction, ...]],
    base: str,
    publish: Publish,
    corpus: CorpusFile,
) -> None:
    known = corpus.articles()
    for key in known.keys() - articles.keys():
        corpus.drop(key)
    for key, article in articles.items():
        if known.get(key) != article or key not in known:
            corpus.put(article, [(_name(e), e) for e in extractions.get(key, ())])
    corpus.set("base", base)
    corpus.set("publish", publish)


def _name(extraction: Extraction) -> str:
    return extraction.claims[0].extractor if extraction.claims else "rules"


def _message(verb: str, articles: Mapping[str, Article]) -> str:
    return f"{verb}: {len(articles)} article{'' if len(articles) == 1 else 's'}"


def _counts(resolution: Resolution) -> dict[str, int]:
    counts: dict[str, int] = {}
    for cluster in resolution.clusters.values():
        counts[cluster.kind] = counts.get(cluster.kind, 0) + 1
    counts["claims"] = len(resolution.rulings)
    return counts
