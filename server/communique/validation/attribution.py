"""Which article, and which of its sentences, brings a finding about."""

from __future__ import annotations

import re
from dataclasses import replace

import pyoxigraph as ox

from communique.validation.report import Result

DIP = "https://w3id.org/communique/ns#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(_RDF + n) for n in ("subject", "predicate", "object"))
_SOURCE, _EVIDENCE, _BETWEEN = (ox.NamedNode(DIP + n) for n in ("source", "evidence", "between"))
_HOLDER = ox.NamedNode(DIP + "holder")
_ISSUED = ox.NamedNode("http://purl.org/dc/terms/issued")
_EXACT = ox.NamedNode("http://www.w3.org/ns/oa#exact")
_ARTICLE = re.compile(r"(.*/article/[^/#]+)(#.*)?\Z")


def attribute(store: ox.Store, result: Result, base: str | None = None) -> Result:
    """The result with its articles; unchanged where no claim is behind it.

    A finding about a claim, sentence or article belongs to that article. One about a thing belongs to
    the articles whose claims say what is wrong with it: the same property and value, else the same
    property, else anything about it; what no claim is about belongs to those that name it as a value.
    ``article`` is the newest of them: it came last into a graph that was sound.
    """
    match = _ARTICLE.match(result.focus)
    if match and (base is None or match.group(1).startswith(f"{base}article/")):
        article, fragment = match.group(1), match.group(2) or ""
        sentence = _sentence_of(store, result.focus, fragment)
        return replace(
            result, article=article, articles=(article,), sentence=sentence, quote=_words(store, sentence)
        )
    claims = _claims_behind(store, result)
    by_article = {article: claim for claim in claims for article in _objects(store, claim, _SOURCE)}
    if not by_article:
        return result
    articles = tuple(sorted(by_article))
    newest = max(articles, key=lambda a: (_issued(store, a), a))
    sentence = next(iter(_objects(store, by_article[newest], _EVIDENCE)), None)
    return replace(
        result, article=newest, articles=articles, sentence=sentence, quote=_words(store, sentence)
    )


def _claims_behind(store: ox.Store, result: Result) -> list[str]:
    if not result.focus.startswith("http"):  # a word where an IRI should stand: the shapes blame who says so
        return []
    focus = ox.NamedNode(result.focus)
    if between := _objects(store, result.focus, _BETWEEN):
        return between
    holders = _objects(store, result.focus, _HOLDER)
    about = [q.subject for q in store.quads_for_pattern(None, _SUBJECT, focus, None)]
    for holder in holders:
        about += [q.subject for q in store.quads_for_pattern(None, _SUBJECT, ox.NamedNode(holder), None)]
    if not about:  # a thing or concept that claims name and nothing describes
        about = [q.subject for q in store.quads_for_pattern(None, _OBJECT, focus, None)]
    claims = sorted({c for c in about if isinstance(c, ox.NamedNode)}, key=str)
    same_property = [c for c in claims if str(_value(store, c, _PREDICATE)) == result.path]
    same_value = [c for c in same_property if str(_value(store, c, _OBJECT)) == result.value]
    return [c.value for c in same_value or same_property or claims]


def _sentence_of(store: ox.Store, focus: str, fragment: str) -> str | None:
    if fragment.startswith("#char="):
        return focus
    return next(iter(_objects(store, focus, _EVIDENCE)), None)


def _objects(store: ox.Store, subject: str, predicate: ox.NamedNode) -> list[str]:
    if not subject.startswith("http"):
        return []
    quads = store.quads_for_pattern(ox.NamedNode(subject), predicate, None, None)
    return sorted(q.object.value for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal))


def _value(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> object:
    return next((q.object for q in store.quads_for_pattern(subject, predicate, None, None)), None)


def _issued(store: ox.Store, article: str) -> str:
    return next(iter(_objects(store, article, _ISSUED)), "")


def _words(store: ox.Store, sentence: str | None) -> str | None:
    return next(iter(_objects(store, sentence, _EXACT)), None) if sentence else None
