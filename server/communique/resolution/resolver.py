"""All articles in, one world out: clusters of entities and the standing of every claim."""

from __future__ import annotations

from collections.abc import Sequence

from communique.model.claims import Extraction
from communique.model.identity import Resolution
from communique.model.judgement import Judgement
from communique.model.text import Article
from communique.resolution.incremental import Resolver, Source


def sources(articles: Sequence[Article], extractions: Sequence[Extraction]) -> list[Source]:
    """Articles with their extractions, of which an article may have several or none."""
    known = {article.id: article for article in articles}
    found: dict[str, list[Extraction]] = {article: [] for article in known}
    for extraction in extractions:
        found.setdefault(extraction.article, []).append(extraction)
    return [Source(article, known.get(article), tuple(own)) for article, own in found.items()]


def resolve(
    articles: Sequence[Article], extractions: Sequence[Extraction], judgements: Sequence[Judgement] = ()
) -> Resolution:
    """Decide identity and standing over a whole corpus.

    A pure function; the order of its arguments' items does not matter. Raises ``InputError`` for a judgement
    that corrects a claim to a value it cannot have.
    """
    resolver = Resolver()
    resolver.change(sources(articles, extractions), judgements=judgements)
    return resolver.resolution()
