"""The graph of one article: its metadata, its sentences, and its claims with their standing."""

from __future__ import annotations

from collections.abc import Iterator

from communique.graph.corpus import Corpus, Publish, published
from communique.graph.iris import Iris
from communique.graph.statement import statement
from communique.graph.terms import (
    DCTERMS,
    LABEL,
    OA,
    RDF,
    TYPE,
    boolean,
    concept,
    day,
    decimal,
    dip,
    integer,
    iri,
    text,
)
from communique.model.claims import Claim, Extraction, When
from communique.model.identity import Member
from communique.model.text import Article, Span


def article_graph(corpus: Corpus, article_id: str, iris: Iris, publish: Publish) -> Iterator[str]:
    """Triples of the article's own graph; some may come twice."""
    article = corpus.articles[article_id]
    shown = published(article, publish)
    yield from _metadata(corpus, article, iris, shown)
    for extraction in corpus.extractions.get(article_id, ()):
        yield from _members(corpus, extraction, iris)
        for claim in extraction.claims:
            yield from _claim(corpus, claim, iris)
        cited = {span for claim in extraction.claims for span in claim.evidence}
        for span in sorted(cited | set(extraction.unread)):
            yield from _sentence(article, span, iris, shown)
        for span in extraction.unread:
            yield f"{iri(iris.sentence(article_id, span))} {dip('unread')} {boolean(True)}"


def _metadata(corpus: Corpus, article: Article, iris: Iris, shown: Publish) -> Iterator[str]:
    node = iri(iris.article(article.id))
    yield f"{node} {TYPE} {dip('Article')}"
    yield f"{node} {LABEL} {text(_called(article), article.language)}"
    yield f"{node} <{DCTERMS}identifier> {text(article.id)}"
    yield f"{node} <{DCTERMS}language> {text(article.language)}"
    yield f"{node} {dip('sha256')} {text(article.sha256)}"
    yield f"{node} {dip('characters')} {integer(len(article.text))}"
    optional = {"title": article.title, "publisher": article.publisher, "rights": article.rights}
    for name, value in optional.items():
        if value:
            yield f"{node} <{DCTERMS}{name}> {text(value, article.language if name == 'title' else None)}"
    if article.url and article.url.startswith(("http://", "https://")):
        yield f"{node} <{DCTERMS}source> {iri(article.url)}"
    if article.published:
        yield f"{node} <{DCTERMS}issued> {day(article.published)}"
    if article.published_basis:
        yield f"{node} {dip('issuedBasis')} {text(article.published_basis)}"
    if article.abstract_of:
        yield f"{node} {dip('abstractOf')} {text(article.abstract_of)}"
    if shown is Publish.FULL:
        yield f"{node} {dip('text')} {text(article.text)}"
    for extraction in corpus.extractions.get(article.id, ()):
        yield f"{node} {dip('engine')} {text(extraction.engine)}"
    copied = (corpus.resolution.copies or {}).get(article.id)
    if copied:
        yield f"{node} {dip('copyOf')} {iri(iris.article(copied))}"


def _called(article: Article) -> str:
    """The title; of an article without one who published it and when: "Daily News, 2030-05-04 (98928af7)"."""
    if article.title:
        return article.title
    known = [article.publisher or "Article", *([str(article.published)] if article.published else [])]
    return f"{', '.join(known)} ({article.id[:8]})"


def _members(corpus: Corpus, extraction: Extraction, iris: Iris) -> Iterator[str]:
    """What each entity was taken for, and the digits that end the IRI of a thing whose first member it is."""
    offsets = extraction.offsets()
    for entity in extraction.entities:
        member = Member(extraction.article, entity.id)
        key = corpus.resolution.cluster_of[member]
        node = iri(iris.member(member))
        yield f"{node} <{DCTERMS}isReplacedBy> {iri(iris.thing(key))}"
        if entity.gazetteer is None:
            yield f"{node} <{DCTERMS}identifier> {text(member.digest(offsets[entity.id]))}"


def _sentence(article: Article, span: Span, iris: Iris, shown: Publish) -> Iterator[str]:
    node = iri(iris.sentence(article.id, span))
    yield f"{node} {TYPE} {dip('Sentence')}"
    yield f"{node} {LABEL} {text(f'characters {span.start} to {span.end}', 'en')}"
    yield f"{node} <{OA}start> {integer(span.start)}"
    yield f"{node} <{OA}end> {integer(span.end)}"
    yield f"{node} {dip('inArticle')} {iri(iris.article(article.id))}"
    if shown is not Publish.NONE:
        yield f"{node} <{OA}exact> {text(article.quote(span), article.language)}"


def _claim(corpus: Corpus, claim: Claim, iris: Iris) -> Iterator[str]:
    node = iri(iris.claim(claim.article, claim.id))
    stated = statement(claim, corpus.resolution, iris)
    ruling = corpus.resolution.rulings[claim.id]
    yield f"{node} {TYPE} {dip('Claim')}"
    yield f"{node} {LABEL} {text(_label(corpus, claim, stated.subject_key), 'en')}"
    yield f"{node} <{RDF}subject> {stated.subject}"
    yield f"{node} <{RDF}predicate> {stated.predicate}"
    yield f"{node} <{RDF}object> {stated.object}"
    yield f"{node} {dip('source')} {iri(iris.article(claim.article))}"
    for span in claim.evidence:
        yield f"{node} {dip('evidence')} {iri(iris.sentence(claim.article, span))}"
    yield f"{node} {dip('wordsStart')} {integer(claim.words.start)}"
    yield f"{node} {dip('wordsEnd')} {integer(claim.words.end)}"
    yield f"{node} {dip('standing')} {concept('standing', ruling.standing)}"
    yield f"{node} {dip('standingReason')} {text(ruling.reason, 'en')}"
    yield f"{node} {dip('modality')} {concept('modality', claim.modality)}"
    yield f"{node} {dip('confidence')} {decimal(claim.confidence)}"
    yield f"{node} {dip('rule')} {text(claim.rule)}"
    yield f"{node} {dip('extractor')} {text(claim.extractor)}"
    yield from _qualifiers(corpus, claim, node, iris)


def _qualifiers(corpus: Corpus, claim: Claim, node: str, iris: Iris) -> Iterator[str]:
    article = corpus.articles[claim.article]
    if claim.said_by:
        speaker = corpus.resolution.cluster_of[Member(claim.article, claim.said_by)]
        yield f"{node} {dip('saidBy')} {iri(iris.thing(speaker))}"
    if claim.implied_by:
        yield f"{node} {dip('impliedBy')} {text(claim.implied_by, 'en')}"
    if claim.verbatim:
        yield f"{node} {dip('verbatim')} {text(claim.verbatim, article.language)}"
    if claim.capacity:
        yield f"{node} {dip('capacity')} {concept('capacity', claim.capacity)}"
    if isinstance(claim.object, When):
        yield f"{node} {dip('earliest')} {day(claim.object.interval.start)}"
        yield f"{node} {dip('latest')} {day(claim.object.interval.end)}"


def _label(corpus: Corpus, claim: Claim, key: str) -> str:
    return f"{claim.predicate} of {corpus.resolution.clusters[key].label}"
