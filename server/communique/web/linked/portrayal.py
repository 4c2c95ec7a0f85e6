"""What a document about one thing says: its triples both ways, and the labels of all that they mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from communique.sparql.triples import A, Triple, iri, read_ntriples
from communique.web.linked.snapshot import Snapshot
from communique.web.pages.terms import Iri, Literal, Row, bind, is_iri

LINKS = 500
"""Triples that point to the thing in one document; a hub has further pages."""
NAMED_AT_ONCE = 300


class Asking(Protocol):
    """Whoever answers a SELECT: a snapshot, or the graph of a page, which keeps answers."""

    def rows(self, query: str, /) -> Sequence[Row]:
        """The solutions."""


_KNOWN = "ASK { { $thing ?p ?o } UNION { ?s ?link $thing } }"
# What stands is what no article's graph holds: no triple stands in two graphs. A list of default graphs would
# say the same, but is merged anew for each query.
_OUT = """
CONSTRUCT { $thing ?p ?o } WHERE {
  $thing ?p ?o
  FILTER NOT EXISTS { GRAPH ?article { $thing ?p ?o } FILTER(STRSTARTS(STR(?article), $articles)) }
}
"""
_IN = """
CONSTRUCT { ?s ?link $thing } WHERE {
  { SELECT ?s ?link WHERE {
      ?s ?link $thing FILTER(?link != rdf:subject && ?link != rdf:object)
      FILTER NOT EXISTS { GRAPH ?article { ?s ?link $thing } FILTER(STRSTARTS(STR(?article), $articles)) }
    } ORDER BY ?link ?s OFFSET $start LIMIT $most }
}
"""
_NAMED = """
CONSTRUCT { ?named a ?class ; rdfs:label ?label }
WHERE { VALUES ?named { $named } ?named rdfs:label ?label OPTIONAL { ?named a ?class } }
"""
# What one article names says of itself only what it was taken for: it is of that class, and called so.
_TAKEN = """
CONSTRUCT {
  ?named dcterms:isReplacedBy ?by ; a ?class ; rdfs:label ?label .
  ?by a ?class ; rdfs:label ?label
}
WHERE {
  VALUES ?named { $named } ?named dcterms:isReplacedBy ?by . ?by rdfs:label ?label
  FILTER NOT EXISTS { ?named rdfs:label ?own }
  OPTIONAL { ?by a ?class }
}
"""
_CLAIMS = """
CONSTRUCT { ?claim ?p ?o } WHERE {
  { SELECT ?claim WHERE {
      { ?claim rdf:subject $thing } UNION { ?claim rdf:object $thing }
      ?claim dip:source ?article
    } ORDER BY ?claim OFFSET $start LIMIT $most }
  ?claim ?p ?o
}
"""
_SENTENCES = """
CONSTRUCT { ?sentence ?p ?o } WHERE {
  { SELECT DISTINCT ?sentence WHERE {
      { SELECT ?claim WHERE {
          { ?claim rdf:subject $thing } UNION { ?claim rdf:object $thing }
          ?claim dip:source ?article
        } ORDER BY ?claim OFFSET $start LIMIT $most }
      ?claim dip:evidence ?sentence
    } }
  ?sentence ?p ?o
}
"""
_MEMBERS = "CONSTRUCT { ?member dcterms:isReplacedBy $thing } WHERE { ?member dcterms:isReplacedBy $thing }"
_ARTICLE = (
    "CONSTRUCT { ?s ?p ?o } WHERE { { GRAPH $thing { ?s ?p ?o } } UNION { $thing ?p ?o BIND($thing AS ?s) } }"
)
_REPLACED = "SELECT ?by WHERE { $thing dcterms:isReplacedBy ?by } ORDER BY ?by LIMIT 1"
_SUCCESSORS = (
    "SELECT DISTINCT ?by WHERE { ?member dcterms:identifier $digits ; dcterms:isReplacedBy ?by "
    "FILTER(STRSTARTS(STR(?by), $kind)) } LIMIT 2"
)
_DIGITS = re.compile(r"(.+/)[^/]*-([0-9a-f]{8})")


def known(seen: Snapshot, thing: Iri) -> bool:
    """Whether any triple has the thing."""
    return seen.holds(whether_known(thing))


def whether_known(thing: Iri) -> str:
    """The ASK for it."""
    return bind(_KNOWN, thing=thing)


def replacement(seen: Asking, thing: Iri) -> Iri | None:
    """What took the place of an IRI that was merged into another."""
    found = seen.rows(bind(_REPLACED, thing=thing))
    by = found[0]["by"] if found else None
    return by if isinstance(by, Iri) and by != thing else None


def successor(seen: Asking, thing: Iri) -> Iri | None:
    """What an IRI leads to that named a thing before: the thing with its first mention of then.

    The IRI of a thing ends in digits of its first mention; after a merge or a new name it has another, but
    the mention still carries the digits (``dcterms:identifier``).
    """
    parts = _DIGITS.fullmatch(thing.value)
    if parts is None:
        return None
    rows = seen.rows(bind(_SUCCESSORS, digits=Literal(parts[2]), kind=Literal(parts[1])))
    by = rows[0]["by"] if len(rows) == 1 else None
    return by if isinstance(by, Iri) and by != thing else None


def described(seen: Snapshot, thing: Iri, page: int, claims: bool) -> tuple[set[Triple], bool]:
    """The triples of one page (from 1) of the document, and whether another page follows.

    The first page has what is said of the thing, every page up to ``LINKS`` of the triples that point to
    it and, with ``claims``, as many claims about it with their sentences.
    """
    start = (page - 1) * LINKS
    articles = Literal(f"{seen.base}article/")
    found = list(read_ntriples(seen.lines(bind(_OUT, thing=thing, articles=articles)))) if page == 1 else []
    asked = bind(_IN, thing=thing, articles=articles, start=start, most=LINKS + 1)
    pointing = list(read_ntriples(seen.lines(asked)))
    more = len(pointing) > LINKS
    found += pointing[:LINKS]
    if claims:
        said = list(read_ntriples(seen.lines(bind(_CLAIMS, thing=thing, start=start, most=LINKS))))
        found += said
        found += read_ntriples(seen.lines(bind(_SENTENCES, thing=thing, start=start, most=LINKS)))
        found += read_ntriples(seen.lines(bind(_MEMBERS, thing=thing))) if page == 1 else []
        more = more or len({subject for subject, _, _ in said}) == LINKS
    return {*found, *names(seen, found)}, more


def article(seen: Snapshot, thing: Iri) -> set[Triple]:
    """What an article says, with its claims and sentences, and the labels of all that they mention."""
    found = set(read_ntriples(seen.lines(bind(_ARTICLE, thing=thing))))
    return found | set(names(seen, found)) if found else found


def about_document(document: str, thing: Iri, following: str | None) -> set[Triple]:
    """What a document says of itself: what it is about, and where it goes on."""
    address = iri(document)
    found = {
        (address, A, iri("http://xmlns.com/foaf/0.1/Document")),
        (address, iri("http://xmlns.com/foaf/0.1/primaryTopic"), iri(thing.value)),
    }
    if following is not None:
        found.add((address, iri("http://www.w3.org/1999/xhtml/vocab#next"), iri(following)))
    return found


def names(seen: Snapshot, triples: Iterable[Triple]) -> Iterable[Triple]:
    """Class and label of all that triples mention; what one article names has those of what it stands for."""
    mentioned = sorted(
        {term[1:-1] for triple in triples for term in triple if term.startswith("<") and is_iri(term[1:-1])}
    )
    for first in range(0, len(mentioned), NAMED_AT_ONCE):
        named = [Iri(each) for each in mentioned[first : first + NAMED_AT_ONCE]]
        yield from read_ntriples(seen.lines(bind(_NAMED, named=named)))
        if mentions := [each for each in named if "#" in each.value]:
            yield from read_ntriples(seen.lines(bind(_TAKEN, named=mentions)))
