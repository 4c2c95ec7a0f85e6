"""Readings: what each source says of one fact, with its standing and its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from communique.web.pages.graph import by, iri, text
from communique.web.pages.terms import Blank, Iri, Row, Term, bind

BUDGET = 32
"""Readings that one page shows in full; beyond it a page links to the list of claims."""
PER_FACT = 4

CLAIM_COLUMNS = (
    "?claim ?p ?other ?label ?standing ?reason ?modality ?capacity ?verbatim ?implied ?speaker "
    "?speaker_label ?article ?publisher ?title ?issued ?sentence ?start ?end ?words "
    "?words_end ?quote ?language"
)
CLAIM_DETAILS = """
  ?claim dip:standing ?standing ; dip:evidence ?sentence .
  ?sentence oa:start ?start ; oa:end ?end .
  OPTIONAL { ?sentence oa:exact ?quote BIND(LANG(?quote) AS ?language) }
  OPTIONAL { ?other rdfs:label ?label }
  OPTIONAL { ?claim dip:standingReason ?reason }
  OPTIONAL { ?claim dip:modality ?modality }
  OPTIONAL { ?claim dip:capacity ?capacity }
  OPTIONAL { ?claim dip:verbatim ?verbatim }
  OPTIONAL { ?claim dip:impliedBy ?implied }
  OPTIONAL { ?claim dip:wordsStart ?words }
  OPTIONAL { ?claim dip:wordsEnd ?words_end }
  OPTIONAL { ?claim dip:saidBy ?speaker . ?speaker rdfs:label ?speaker_label }
  OPTIONAL { ?article dcterms:publisher ?publisher }
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:issued ?issued }
"""
"""All that a reading shows of ``?claim`` with its ``?article`` and its value ``?other``.

Start and end of the words are two OPTIONALs: for both in one, the engine reads all such pairs of the graph
(measured: 440 ms instead of 1 ms at 0.9 M quads).
"""

_READINGS = (
    f"SELECT {CLAIM_COLUMNS}"
    """
WHERE {
  { SELECT ?claim ?p ?other ?article WHERE {
      ?claim %s $thing ; rdf:predicate ?p ; %s ?other ; dip:source ?article .
    } LIMIT 400 }
""" + CLAIM_DETAILS + "}\nORDER BY ?issued ?article ?start ?claim"
)
OF_SUBJECT = _READINGS % ("rdf:subject", "rdf:object")
OF_OBJECT = _READINGS % ("rdf:object", "rdf:subject")


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim as a page shows it."""

    claim: Iri
    predicate: Iri
    other: Term
    """The claim's object; seen from its object, the claim's subject."""
    label: str
    standing: str
    reason: str
    modality: str
    capacity: str
    verbatim: str
    implied: str
    speaker: Iri | None
    speaker_label: str
    article: Iri
    publisher: str
    title: str
    issued: str
    start: int
    end: int
    before: str
    """The sentence up to the claim's words; the whole sentence where these lie elsewhere."""
    words: str
    after: str
    language: str

    @property
    def source(self) -> str:
        """Who says it, for a byline."""
        return self.publisher or self.title or self.article.local

    @property
    def quoted(self) -> bool:
        """Whether the sentence may be shown (its text can be withheld)."""
        return bool(self.before or self.words or self.after)


def readings(rows: Iterable[Row]) -> list[Reading]:
    """One reading for each claim, with the sentence that holds its words where it has several."""
    found = []
    for (claim, *_), same in by(rows, "claim").items():
        row = min(same, key=lambda row: (not _holds_words(row), int(text(row, "start", "0"))))
        article, predicate = iri(row, "article"), iri(row, "p")
        if article is None or predicate is None:
            continue
        before, words, after = _cut(row)
        found.append(
            Reading(
                claim=Iri(claim),
                predicate=predicate,
                other=row["other"],
                label=text(row, "label"),
                standing=_local(row, "standing"),
                reason=text(row, "reason"),
                modality=_local(row, "modality"),
                capacity=_local(row, "capacity"),
                verbatim=text(row, "verbatim"),
                implied=text(row, "implied"),
                speaker=iri(row, "speaker"),
                speaker_label=text(row, "speaker_label"),
                article=article,
                publisher=text(row, "publisher"),
                title=text(row, "title"),
                issued=text(row, "issued"),
                start=int(text(row, "start")),
                end=int(text(row, "end")),
                before=before,
                words=words,
                after=after,
                language=text(row, "language"),
            )
        )
    return found


def query_of(thing: Iri, *, as_object: bool = False) -> str:
    """The query for all readings about a thing, or with ``as_object`` those that point to it."""
    return bind(OF_OBJECT if as_object else OF_SUBJECT, thing=thing)


def key(predicate: Term, other: Term) -> tuple[str, Term]:
    """What readings of one fact share."""
    return (str(predicate), other)


def _holds_words(row: Row) -> bool:
    if "words" not in row:
        return False
    return int(text(row, "start")) <= int(text(row, "words")) < int(text(row, "end"))


def _cut(row: Row) -> tuple[str, str, str]:
    quote = text(row, "quote")
    if not _holds_words(row):
        return quote, "", ""
    start = int(text(row, "words")) - int(text(row, "start"))
    end = int(text(row, "words_end")) - int(text(row, "start"))
    return quote[:start], quote[start:end], quote[end:]


def _local(row: Row, name: str) -> str:
    value = row.get(name)
    return (
        value.local
        if isinstance(value, Iri)
        else ""
        if value is None or isinstance(value, Blank)
        else str(value)
    )
