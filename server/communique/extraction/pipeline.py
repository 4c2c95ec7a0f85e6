"""Article in, extraction out: zones, annotation, mentions, entities, time, events, offices, bases, claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from communique import __version__
from communique.errors import UnreadableArticle
from communique.extraction import (
    bases,
    claims,
    coreference,
    events,
    gazetteer,
    offices,
    polities,
    record,
    time,
    titles,
    unread,
    verifier,
    words,
)
from communique.extraction.coreference import entities
from communique.extraction.document import Analysis, Finding
from communique.extraction.gazetteer import office_words
from communique.extraction.mentions import Detector
from communique.extraction.polities import publishers
from communique.extraction.text import annotate, language, mending, zones
from communique.extraction.titles import cabinet_lists, joined_titles
from communique.model.claims import Extraction
from communique.model.text import Article

MAX_CHARACTERS = 2_000_000
"""A longer text is no article (about 350,000 words; it would take two minutes)."""


class Pipeline:
    """The rule extractor.

    ``model`` is md, sm, the name of an installed spaCy package, or None (md, else sm). With ``force`` texts
    in other languages and longer ones than ``MAX_CHARACTERS`` are read all the same. Raises
    ``ResourceMissing`` where the model is not installed.
    """

    name = "rules"

    def __init__(self, model: str | None = None, *, force: bool = False) -> None:
        self._force = force
        self._parser = annotate.load(model)
        self._gazetteer = gazetteer.load()
        self.engine = f"communique {__version__} rules, {self._parser.engine}"

    def extract(self, article: Article) -> Extraction:
        """All that the rules read in one article.

        Raises ``UnreadableArticle`` for a text that is too long, has no words or is not in English.
        """
        with self.reading(article) as (_, extraction):
            return mending.settle(article, extraction)

    @contextmanager
    def reading(self, article: Article) -> Iterator[tuple[Analysis, Extraction]]:
        """The analysis of one article and what the rules make of it; the analysis ends with the block.

        Of a damaged text both are of its mended copy, ``analysis.article`` (``mending.settle`` leads back).
        Raises ``UnreadableArticle`` as ``extract`` does.
        """
        if not self._force:
            _check(article)
        article = mending.mend(article)
        with self._parser.nlp.memory_zone():
            analysis = self.analyse(article)
            held = offices.find(analysis, self._gazetteer)
            findings: list[Finding] = [
                *events.find(analysis),
                *held,
                *bases.find(analysis, analysis.words, self._gazetteer),
            ]
            silent = unread.find(analysis, findings)
            yield analysis, verifier.verify(article, claims.assemble(analysis, findings, silent, self.engine))

    def record(self, article: Article) -> dict[str, Any]:
        """The extraction record of one article (``record.record``)."""
        return record.record(article, self.extract(article))

    def analyse(self, article: Article) -> Analysis:
        """Everything before events: zones, sentences, who and what is spoken of, and dates."""
        text = annotate.calm(self._parser, article.text)
        found, dateline = zones.find(text, article.title)
        doc, sentences = annotate.parse(self._parser, text, found)
        analysis = Analysis(article, doc, found, sentences, dateline, shouted=text != article.text)
        cut = words.split(doc, sentences, analysis.text)
        analysis.words = tuple(cut)
        spots = polities.find(
            cut, doc, analysis.text, self._gazetteer, article.published.year if article.published else None
        )
        lexicon = office_words.load()
        phrases = joined_titles.join(titles.Grammar(doc, cut, spots, lexicon).find(), cut)
        phrases = cabinet_lists.add(phrases, cut, article.text, lexicon)
        names = Detector(analysis, cut, spots, phrases, lexicon).find()
        polities.refer(analysis, cut, spots, self._gazetteer)
        _dateline(analysis)
        analysis.titles = entities.gather(analysis, cut, names, phrases)
        analysis.author = coreference.author(analysis)
        publishers.of_author(analysis, self._gazetteer)
        analysis.quotes = coreference.Resolver(analysis).run()
        day = analysis.quote(dateline.date) if dateline is not None and dateline.date is not None else ""
        analysis.timexes = time.timexes(analysis.text, time.written(day, article.published))
        return analysis


def _check(article: Article) -> None:
    where = article.path or article.title or article.id
    if len(article.text) > MAX_CHARACTERS:
        raise UnreadableArticle(
            f"{where}: {len(article.text):,} characters are too many for an article "
            f"(at most {MAX_CHARACTERS:,}); "
            "split it into its articles, or force it to be read"
        )
    if not re.search(r"(?<!\S)\S{1,40}(?!\S)", article.text):
        raise UnreadableArticle(f"{where}: the text has no words (nothing is set off by spaces)")
    other = language.other_than_english(article.text)
    if other is not None:
        raise UnreadableArticle(
            f"{where}: the text is in {other}; only English is read. If that is wrong, force it to be read"
        )


def _dateline(analysis: Analysis) -> None:
    """Where the article was written; no place of a headline above the dateline."""
    if analysis.dateline is None or analysis.dateline.place is None:
        return
    for token in analysis.doc:
        if token.idx >= analysis.dateline.span.end:
            return
        if token.idx < analysis.dateline.place.start:
            continue
        for place in analysis.places_at(token):
            country = analysis.country_of(place)
            analysis.dateline_place = analysis.dateline_place or place.id
            analysis.dateline_country = analysis.dateline_country or (country.id if country else None)
