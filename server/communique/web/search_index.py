"""Search over every name that the graph knows and every sentence it quotes: SQLite FTS5, one commit each.

A name is found by its folded words (prefixes too) and by the consonants of its words, so that "Shaybani",
"Shibani" and the Cyrillic or Arabic spelling lead to one person. Candidates are ranked by how alike the
folded spellings are.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

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
CREATE VIRTUAL TABLE name USING fts5(words, keys, iri UNINDEXED, spelling UNINDEXED, way UNINDEXED);
CREATE VIRTUAL TABLE sentence USING fts5(words, iri UNINDEXED, article UNINDEXED);
"""


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
        self.commit = ""
        """The commit whose names it holds."""
        self._fill(evaluator)

    def find(self, text: str, most: int = 20, classes: Sequence[str] = ()) -> list[Hit]:
        """The things whose names fit the text best, best first; only of the classes, if any are given."""
        words = fold(latinised(text)).split()[:MOST_WORDS]
        if not words or most < 1:
            return []
        terms = [_term(word) for word in words]
        rows = self._names(" AND ".join(terms), classes)
        if not rows and len(terms) > 1:
            rows = self._names(" OR ".join(terms), classes)
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
        words = [_quoted(word) for word in fold(text).split()[:MOST_WORDS]]
        if not words or most < 1:
            return []
        statement = (
            "SELECT iri, article, (SELECT value FROM original WHERE original.id = sentence.rowid) "
            "FROM sentence WHERE sentence MATCH ? ORDER BY rank, iri LIMIT ?"
        )
        return [Quote(*row) for row in self._ask(statement, (" AND ".join(words), most))]

    def _names(self, match: str, classes: Sequence[str]) -> list[tuple[str, str, str]]:
        # One parameter for any number of classes: a JSON array; an empty one lets all pass.
        statement = (
            "SELECT iri, spelling, way FROM name WHERE name MATCH ?1 AND (?2 = '[]' OR EXISTS ("
            "SELECT 1 FROM kind WHERE kind.iri = name.iri AND class IN (SELECT value FROM json_each(?2))))"
            " ORDER BY rank, iri LIMIT ?3"
        )
        rows = self._ask(statement, (match, json.dumps(list(classes)), CANDIDATES))
        return [(iri, spelling, way) for iri, spelling, way in rows]

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
        with closing(_rows(evaluator, _NAMES, self._at)) as rows:
            for thing, cls, way, name in rows:
                database.execute("INSERT OR IGNORE INTO kind VALUES (?, ?)", (thing, cls.removeprefix(DIP)))
                if way.endswith("#label"):
                    database.execute("INSERT OR IGNORE INTO thing VALUES (?, ?)", (thing, name))
                latin = latinised(name)
                keys = " ".join(_key(word) for word in fold(latin).split())
                database.execute(
                    "INSERT INTO name VALUES (?, ?, ?, ?, ?)", (fold(latin), keys, thing, name, way)
                )
        database.execute("CREATE TABLE original (id INTEGER PRIMARY KEY, value TEXT NOT NULL)")
        with closing(_rows(evaluator, _SENTENCES, self._at)) as rows:
            for number, (sentence, article, words) in enumerate(rows, 1):
                database.execute(
                    "INSERT INTO sentence (rowid, words, iri, article) VALUES (?, ?, ?, ?)",
                    (number, fold(words), sentence, article),
                )
                database.execute("INSERT INTO original VALUES (?, ?)", (number, words))
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


def _quoted(word: str) -> str:
    return f'"{word}"'


def _term(word: str) -> str:
    """One word of a query: its beginning in the words, or its consonants among the keys."""
    return f'(words : "{word}"* OR keys : "{_key(word)}")'


def _score(asked: str, name: str) -> float:
    """How alike two folded names are, from 0 to 100; 100 only for the same words in some order."""
    if asked == name:
        return 100.0
    alike = 0.6 * fuzz.token_sort_ratio(asked, name) + 0.4 * fuzz.token_set_ratio(asked, name)
    return round(min(alike, 99.0), 1)
