"""What a person can do with the articles of a store: build, add, remove, bring up to date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from communique.build.intake import Arrived, arrive, committed, extract_new, repeated
from communique.build.options import Options, Outcome, Progress
from communique.build.step import Intended, publish_step
from communique.build.whole import Published, Settings, publish_whole
from communique.errors import InputError, UsageError
from communique.store import CorpusFile, StoreFolder, writing


def build(paths: Sequence[str], store: Path, options: Options, progress: Progress) -> Outcome:
    """Make the store be exactly the corpus at ``paths``, computed as a whole.

    Raises ``InputError`` where a path is not there, or no article is: a slip of the pen empties no store.
    """
    arrived = arrive(paths, options.published)
    _need(arrived, store)
    extracted, failed = extract_new(arrived.articles, store, options, progress)
    with writing(store) as opened:
        known = opened.corpus.ids()
        articles = {key: arrived.articles[key] for key in sorted(extracted)}
        result = publish_whole(opened, articles, extracted, options, progress, "build")
        committed(extracted, store)
        return Outcome(
            commit=result.commit,
            articles=len(result.articles),
            new=len(result.articles - known),
            removed=len(known - result.articles),
            failures=(*arrived.failures, *failed),
            skipped=arrived.repeated,
            quarantined=result.quarantined,
            report=result.report,
            counts=result.counts,
        )


def _need(arrived: Arrived, store: Path) -> None:
    absent = [failure for failure in arrived.failures if failure.absent]
    if not absent and arrived.articles:
        return
    told = "\n".join(f"{one.path}: {one.reason}" for one in absent or arrived.failures)
    raise InputError(f"{told}\nso nothing was built, and {store} is as it was")


def add(paths: Sequence[str], store: Path, options: Options, progress: Progress) -> Outcome:
    """Take further articles into the store."""
    arrived = arrive(paths, options.published)
    extracted, failed = extract_new(arrived.articles, store, options, progress)
    with writing(store) as opened:
        known = opened.corpus.articles(extracted)
        fresh = {key: arrived.articles[key] for key in sorted(extracted.keys() - known.keys())}
        intended = Intended(fresh, {key: extracted[key] for key in fresh})
        result, whole = _published(opened, intended, options, progress, "add")
        committed(extracted, store)
        twice = [repeated(arrived.articles[key], article) for key, article in known.items()]
        return Outcome(
            commit=result.commit,
            articles=len(result.articles),
            new=len(fresh.keys() & result.articles),
            failures=(*arrived.failures, *failed),
            skipped=(*arrived.repeated, *sorted(twice)),
            quarantined=result.quarantined,
            report=result.report,
            counts=result.counts,
            whole=whole,
        )


def remove(articles: Sequence[str], store: Path, options: Options, progress: Progress) -> Outcome:
    """Take articles out of the store, with all that only they supported.

    Each is named by its id, the first characters of it (4 at least), its IRI or the path it was read from.
    """
    with writing(store) as opened:
        leaving = frozenset(_found(name, opened.corpus) for name in articles)
        result, whole = _published(opened, Intended(leaving=leaving), options, progress, "remove")
        return _outcome(result, whole, removed=len(leaving) + len(result.quarantined))


def rebuild(store: Path, options: Options, progress: Progress) -> Outcome:
    """Bring the graph up to date with the judgements, and with another --base."""
    with writing(store) as opened:
        result, whole = _published(opened, Intended(), options, progress, "rebuild")
        return _outcome(result, whole, removed=len(result.quarantined))


def _outcome(result: Published, whole: bool, removed: int) -> Outcome:
    return Outcome(
        commit=result.commit,
        articles=len(result.articles),
        removed=removed,
        quarantined=result.quarantined,
        report=result.report,
        counts=result.counts,
        whole=whole,
    )


def _published(
    opened: StoreFolder, intended: Intended, options: Options, progress: Progress, verb: str
) -> tuple[Published, bool]:
    """Carry out a change, if it can be by what it touches alone; else as a whole."""
    settings = Settings.of(opened.corpus, options)
    result = publish_step(opened, intended, settings, progress, verb)
    if result is not None:
        return result, False
    articles = {**opened.corpus.articles(), **intended.articles}
    extractions = {**opened.corpus.extractions(), **intended.extractions}
    for key in intended.leaving:
        del articles[key]
        extractions.pop(key, None)
    extractions = {key: extractions.get(key, ()) for key in articles}
    return publish_whole(opened, articles, extractions, options, progress, verb), True


def _found(name: str, corpus: CorpusFile) -> str:
    matches = corpus.named(name)
    if not matches:
        raise UsageError(f"no article {name!r} in the store; `communique articles` lists them")
    if len(matches) > 1:
        shown = ", ".join(matches[:3])
        raise UsageError(f"{name!r} fits {len(matches)} articles ({shown}); write more of the id")
    return matches[0]
