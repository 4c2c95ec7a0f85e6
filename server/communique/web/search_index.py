"""Search over every name that the graph knows and every sentence it quotes: Tantivy, one commit each.

A name is found by its folded words (prefixes too) and by the consonants of its words, so that "Shaybani",
"Shibani" and the Cyrillic or Arabic spelling lead to one person. Candidates are ranked by how alike the
folded spellings are. With a million labels (tests/bench/bench_search.py) Tantivy found them in 0.3 ms in the
median and 19 ms at the 95th percentile where SQLite FTS5 took 9.5 and 498, the same names.

``Searcher.index(evaluator).find(text, most, classes)`` is all that a page needs.
"""

from __future__ import annotations

import csv
import io
import logging
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import tantivy
from rapidfuzz import fuzz
from tantivy import Document, Occur, Query, Schema, SchemaBuilder

from communique.errors import CommuniqueError
from communique.resolution.folding import fold, skeleton
from communique.sparql.evaluation import Evaluation, Evaluator
from communique.sparql.prefixes import PREFIXES
from communique.web.latinisation import latinised

_log = logging.getLogger("communique.search")

DIP: Final = PREFIXES["dip"]
CLASSES: Final = (
    "Person", "Office", "Event", "Base", "Place", "Country", "Organization", "Article",
    "Meeting", "Call", "Visit", "Summit", "Conference", "PressConference",
)  # fmt: skip
"""Local names of the classes whose things can be found."""
DEADLINE = 120.0
"""Seconds for each of the two queries that fill an index."""
MOST_BYTES = 1 << 33
CANDIDATES = 300
"""Names that are ranked; the first by bm25."""
MOST_WORDS = 12

_PREFIXES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dip", "skos", "rdfs", "dcterms", "oa")
)
# The strings of IRIs, since the engine's CSV does not quote an IRI that holds a comma.
_NAMES = (
    _PREFIXES
    + """SELECT (STR(?thing) AS ?iri) (STR(?class) AS ?kind) (STR(?way) AS ?property) ?name WHERE {
  VALUES ?class { """
    + " ".join(f"dip:{name}" for name in CLASSES)
    + """ }
  ?thing a ?class .
  VALUES ?way { rdfs:label skos:prefLabel skos:altLabel skos:hiddenLabel dcterms:title }
  ?thing ?way ?name
}"""
)
_SENTENCES = (
    _PREFIXES
    + """SELECT (STR(?sentence) AS ?iri) (STR(?article) AS ?source) ?words
WHERE { ?sentence dip:inArticle ?article ; oa:exact ?words }"""
)
_TABLES = """
CREATE TABLE thing (iri TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kind (iri TEXT NOT NULL, class TEXT NOT NULL, PRIMARY KEY (iri, class)) WITHOUT ROWID;
"""
WRITER_BYTES = 1 << 26
"""Memory while an index is made; what is beyond it is written and merged."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that the words fit. ``score`` from 0 to 100, 100 when a spelling is what was asked."""

    iri: str
    label: str
    classes: tuple[str, ...]
    """Local names of its classes."""
    spelling: str
    """The name that fits best, as written."""
    misspelling: bool
    score: float


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that has all the words."""

    iri: str
    article: str
    words: str


class SearchIndex:
    """The index of one commit; thread-safe."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._lock = threading.Lock()
        # A private file that SQLite removes; it stays in memory while it is small.
        self._database = sqlite3.connect("", check_same_thread=False)
        weakref.finalize(self, self._database.close)
        self._database.executescript(_TABLES)
        self._schema = _schema()
        self._index = tantivy.Index(self._schema)
        self.commit = ""
        """The commit whose names it holds."""
        self._fill(evaluator)
        self._index.reload()

    def find(self, text: str, most: int = 20, classes: Sequence[str] = ()) -> list[Hit]:
        """The things whose names fit the text best, best first; only of the classes, if any are given."""
        words = _words(latinised(text))
        if not words or most < 1:
            return []
        terms = [self._term(word) for word in words]
        rows = self._names(terms, Occur.Must, classes)
        if not rows and len(terms) > 1:
            rows = self._names(terms, Occur.Should, classes)
        asked = " ".join(words)
        best: dict[str, tuple[float, str, str]] = {}
        for iri, spelling, way in rows:
            score = _score(asked, fold(spelling))
            if iri not in best or score > best[iri][0]:
                best[iri] = (score, spelling, way)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], len(item[1][1]), item[0]))[:most]
        return [
            Hit(iri, self._label(iri), self._classes(iri), spelling, way.endswith("hiddenLabel"), score)
            for iri, (score, spelling, way) in ranked
        ]

    def things(self, iris: Sequence[str], classes: Sequence[str] = ()) -> list[Hit]:
        """The things of these IRIs that are known, in this order; only of the classes, if any are given."""
        found = []
        for iri in iris:
            kinds = self._classes(iri)
            if kinds and (not classes or set(kinds) & set(classes)):
                label = self._label(iri)
                found.append(Hit(iri, label, kinds, label, misspelling=False, score=100.0))
        return found

    def quotes(self, text: str, most: int = 20) -> list[Quote]:
        """Sentences with all the words, in the order of bm25."""
        words = _words(text)
        if not words or most < 1:
            return []
        terms = [Query.term_query(self._schema, "sentence", word) for word in words]
        found = self._search(_combined(terms, Occur.Must), most)
        return [Quote(iri, article, sentence) for iri, sentence, article in found]

    def _names(
        self, terms: Sequence[Query], way: Occur, classes: Sequence[str]
    ) -> list[tuple[str, str, str]]:
        wanted = _combined(terms, way)
        if classes:
            kinds = [Query.term_query(self._schema, "class", name) for name in classes]
            wanted = _combined(
                [wanted, Query.const_score_query(_combined(kinds, Occur.Should), 0.0)], Occur.Must
            )
        return self._search(wanted, CANDIDATES)

    def _term(self, word: str) -> Query:
        """One word of a query: its beginning in the words, or its consonants among the keys."""
        begins = Query.fuzzy_term_query(self._schema, "words", word, distance=0, prefix=True)
        return _combined([begins, Query.term_query(self._schema, "keys", _key(word))], Occur.Should)

    def _search(self, wanted: Query, most: int) -> list[tuple[str, str, str]]:
        """IRI, text as written and origin of the documents that fit best."""
        searcher = self._index.searcher()
        found = [searcher.doc(address) for _, address in searcher.search(wanted, most).hits]
        return [(_kept(each, "iri"), _kept(each, "text"), _kept(each, "origin")) for each in found]

    def _label(self, iri: str) -> str:
        rows = self._ask("SELECT label FROM thing WHERE iri = ?", (iri,))
        return str(rows[0][0]) if rows else iri

    def _classes(self, iri: str) -> tuple[str, ...]:
        return tuple(str(row[0]) for row in self._ask("SELECT class FROM kind WHERE iri = ?", (iri,)))

    def _ask(self, statement: str, values: tuple[str | int, ...]) -> list[tuple[str, ...]]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    def _fill(self, evaluator: Evaluator) -> None:
        database = self._database
        writer = self._index.writer(WRITER_BYTES, 1)
        with closing(_rows(evaluator, _NAMES, self._at)) as rows:
            for thing, cls, way, name in rows:
                kind = cls.removeprefix(DIP)
                database.execute("INSERT OR IGNORE INTO kind VALUES (?, ?)", (thing, kind))
                if way.endswith("#label"):
                    database.execute("INSERT OR IGNORE INTO thing VALUES (?, ?)", (thing, name))
                words = _words(latinised(name), None)
                document = {
                    "words": " ".join(words),
                    "keys": " ".join(_key(word) for word in words),
                    "class": kind,
                }
                writer.add_document(Document(**document, **_shown(thing, name, way)))
        with closing(_rows(evaluator, _SENTENCES, self._at)) as rows:
            for sentence, article, text in rows:
                folded = " ".join(_words(text, None))
                writer.add_document(Document(sentence=folded, **_shown(sentence, text, article)))
        writer.commit()
        writer.wait_merging_threads()
        database.commit()

    def _at(self, commit: str) -> None:
        self.commit = commit


class Searcher:
    """Keeps the index of the served commit: made when first needed, renewed behind the scenes."""

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._lock = threading.Lock()
        self._index: SearchIndex | None = None
        self._renewing = False

    def index(self, evaluator: Evaluator) -> SearchIndex:
        """An index: of the served commit, or of the one before while the new one is being made."""
        found = self._current(evaluator)
        if found is None:
            with self._making:
                found = self._index or self._make(evaluator)
        return found

    def ready(self, evaluator: Evaluator) -> SearchIndex | None:
        """As ``index``, but ``None`` while there is none yet, which is then made: for who can do without."""
        found = self._current(evaluator)
        if found is None:
            self._begin(evaluator)
        return found

    def _current(self, evaluator: Evaluator) -> SearchIndex | None:
        found = self._index
        if found is not None and found.commit != evaluator.commit:
            self._begin(evaluator)
        return found

    def _begin(self, evaluator: Evaluator) -> None:
        """Make the index of the served commit, unless somebody is at it."""
        with self._lock:
            if self._renewing:
                return
            self._renewing = True
        threading.Thread(target=self._renew, args=(evaluator,), daemon=True).start()

    def _make(self, evaluator: Evaluator) -> SearchIndex:
        self._index = SearchIndex(evaluator)
        return self._index

    def _renew(self, evaluator: Evaluator) -> None:
        try:
            with self._making:
                if self._index is None or self._index.commit != evaluator.commit:
                    self._make(evaluator)
        except CommuniqueError as error:
            _log.warning("the search index stays at an older commit: %s", error)
        finally:
            self._renewing = False


def _rows(evaluator: Evaluator, query: str, at: Callable[[str], None]) -> Generator[list[str], None, None]:
    """The solutions as plain strings, by way of a file: an index may hold a million names."""
    answer = evaluator.query(
        Evaluation(text=query, format="csv", deadline=DEADLINE, max_bytes=MOST_BYTES, client="search")
    )
    at(answer.commit)
    with tempfile.TemporaryFile() as file:
        try:
            for frame in answer.frames:
                file.write(frame)
        finally:
            answer.close()
        file.seek(0)
        with io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
            reader = csv.reader(text)
            next(reader, None)
            yield from reader


def _key(word: str) -> str:
    """The consonants of a word in letters that FTS5 takes for one token; Arabic writes v as f."""
    return skeleton(word).replace("*", "9").replace("$", "8").replace("v", "f")


def _words(text: str, most: int | None = MOST_WORDS) -> list[str]:
    """The folded words of a text that may hold anything, lone surrogates too."""
    return fold(text.encode("utf-8", "ignore").decode("utf-8")).split()[:most]


def _shown(iri: str, text: str, origin: str) -> dict[str, bytes]:
    """What a hit shows; as bytes, since texts are indexed too."""
    return {"iri": iri.encode(), "text": text.encode(), "origin": origin.encode()}


def _kept(document: Document, name: str) -> str:
    return bytes(document[name][0]).decode()


def _combined(queries: Sequence[Query], way: Occur) -> Query:
    return Query.boolean_query([(way, each) for each in queries])


def _schema() -> Schema:
    """Words that were folded before, apart by spaces; what a hit shows is kept as it was."""
    building = SchemaBuilder()
    for name in ("words", "keys", "class", "sentence"):
        building.add_text_field(name, tokenizer_name="whitespace")
    for name in ("iri", "text", "origin"):
        building.add_bytes_field(name, stored=True, indexed=False)
    return building.build()


def _score(asked: str, name: str) -> float:
    """How alike two folded names are, from 0 to 100; 100 only for the same words in some order."""
    if asked == name:
        return 100.0
    alike = 0.6 * fuzz.token_sort_ratio(asked, name) + 0.4 * fuzz.token_set_ratio(asked, name)
    return round(min(alike, 99.0), 1)
