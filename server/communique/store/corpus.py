"""Articles, extractions, settings and the log of commits, in one SQLite file."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from communique.errors import StoreError, StoreFull
from communique.model.claims import Extraction
from communique.model.text import Article
from communique.store.base import Commit, Delta
from communique.store.departures import Departure, departed
from communique.store.records import (
    article_from_json,
    article_to_json,
    extraction_from_json,
    extraction_to_json,
)
from communique.store.workings import Workings

VERSION = 1
_SCHEMA = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (id TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE extraction (
    article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    extractor TEXT NOT NULL, engine TEXT NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (article, extractor)) WITHOUT ROWID;
CREATE TABLE log (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, made TEXT NOT NULL, message TEXT NOT NULL,
    added INTEGER NOT NULL, removed INTEGER NOT NULL, done INTEGER NOT NULL, delta BLOB);
"""
_DEPARTED = """
CREATE TABLE IF NOT EXISTS departed (
    iri TEXT PRIMARY KEY, label TEXT NOT NULL, successor TEXT NOT NULL,
    number INTEGER NOT NULL) WITHOUT ROWID
"""
_HEX = re.compile(r"[0-9a-f]+")
# Deltas of the last commits are kept so that a running server can follow; older ones are let go.
KEPT_DELTAS = 50


class CorpusFile:
    """The file ``corpus.sqlite`` of a store."""

    def __init__(self, file: Path) -> None:
        new = not file.exists()
        try:
            self._db = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
            if new:
                self._db.executescript(_SCHEMA)
                self._db.execute("INSERT INTO setting VALUES ('version', ?)", (str(VERSION),))
            self.workings = Workings(self._db)
            version = self.setting("version")
        except sqlite3.Error as error:
            raise StoreError(f"{file} cannot be opened: {error}") from error
        if version != str(VERSION):
            raise StoreError(f"{file} has format {version}; this program reads {VERSION}: build it anew")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def copy(self, target: Path) -> None:
        """A consistent copy of the file, by SQLite's own backup."""
        with closing(sqlite3.connect(target)) as other:
            self._db.backup(other)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in the block is written, or nothing is."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        try:
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._db.execute("ROLLBACK")
            if "full" in str(error):
                raise StoreFull(f"no space left on the disk: {error}; nothing was changed") from error
            raise

    @contextmanager
    def steady(self) -> Iterator[None]:
        """All that the block reads is of one commit, whoever writes meanwhile."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def setting(self, name: str) -> str | None:
        """A setting of the store (base, publish, version), or None."""
        row = self._db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def set(self, name: str, value: str) -> None:
        """Change a setting."""
        self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def articles(self, ids: Iterable[str] | None = None) -> dict[str, Article]:
        """Articles by id, in order of id: those of these ids that there are, or all."""
        rows = self._rows("SELECT id, record FROM article", "id", "ORDER BY id", ids)
        return {str(key): article_from_json(record) for key, record in rows}

    def ids(self) -> frozenset[str]:
        """The ids of all articles."""
        return frozenset(str(key) for (key,) in self._db.execute("SELECT id FROM article"))

    def extractions(self, ids: Iterable[str] | None = None) -> dict[str, tuple[Extraction, ...]]:
        """Extractions by article id, in order of extractor: of these articles, or of all."""
        found: dict[str, tuple[Extraction, ...]] = {}
        sql = "SELECT article, record FROM extraction"
        for key, record in self._rows(sql, "article", "ORDER BY article, extractor", ids):
            found[key] = (*found.get(key, ()), extraction_from_json(record))
        return found

    def _rows(
        self, sql: str, column: str, order: str, ids: Iterable[str] | None
    ) -> Iterator[tuple[str, str]]:
        """Rows in order; of these ids alone, which are looked up one by one."""
        if ids is None:
            yield from self._db.execute(f"{sql} {order}")
            return
        for key in sorted(set(ids)):
            yield from self._db.execute(f"{sql} WHERE {column} = ? {order}", (key,))

    def named(self, name: str) -> list[str]:
        """Ids of the articles that a person names: by the id or its first characters (4 at least), the IRI,
        or the path that the article was read from."""
        given = name.rstrip("/").rpartition("article/")[2] if "article/" in name else name
        rows: list[tuple[str]] = []
        if len(given) >= 4 and _HEX.fullmatch(given):
            between = (given, f"{given}g")
            rows = self._db.execute("SELECT id FROM article WHERE id >= ? AND id < ?", between).fetchall()
        if not rows:
            sql = "SELECT id FROM article WHERE json_extract(record, '$.path') = ?"
            rows = self._db.execute(sql, (name,)).fetchall()
        return sorted(str(key) for (key,) in rows)

    def put(self, article: Article, extractions: Iterable[tuple[str, Extraction]]) -> None:
        """Keep an article with its extractions, each under the name of its extractor."""
        self._db.execute(
            "INSERT OR REPLACE INTO article VALUES (?, ?)", (article.id, article_to_json(article))
        )
        for extractor, extraction in extractions:
            made = (article.id, extractor, extraction.engine, extraction_to_json(extraction))
            self._db.execute("INSERT OR REPLACE INTO extraction VALUES (?, ?, ?, ?)", made)

    def drop(self, article: str) -> None:
        """Forget an article and what was extracted from it."""
        self._db.execute("DELETE FROM article WHERE id = ?", (article,))

    def prepare(self, delta: Delta, message: str) -> Commit:
        """Write a delta into the log; it counts once ``finish`` is called or the store is next opened."""
        last = self.last()
        number = last.number + 1 if last else 1
        made = datetime.now(UTC)
        blob = _pack(delta)
        identifier = hashlib.sha256(f"{last.id if last else ''}{number}".encode() + blob).hexdigest()[:12]
        row = (number, identifier, made.isoformat(), message, len(delta.added), len(delta.removed), blob)
        self._db.execute("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, 0, ?)", row)
        if gone := departed(delta):
            self._db.execute(_DEPARTED)
            kept = ((iri, label, successor, number) for iri, (label, successor) in gone.items())
            self._db.executemany("INSERT OR REPLACE INTO departed VALUES (?, ?, ?, ?)", kept)
        return Commit(number, identifier, made, message, len(delta.added), len(delta.removed))

    def finish(self, commit: Commit) -> None:
        """Mark a commit as applied and let go of old deltas."""
        with self.transaction():
            self._db.execute("UPDATE log SET done = 1 WHERE number = ?", (commit.number,))
            self._db.execute("UPDATE log SET delta = NULL WHERE number <= ?", (commit.number - KEPT_DELTAS,))

    def unfinished(self) -> tuple[Commit, Delta] | None:
        """The last commit, if it was prepared and never marked as applied."""
        row = self._db.execute("SELECT number, delta FROM log WHERE done = 0").fetchone()
        if row is None:
            return None
        commit = next(c for c in self.log(after=row[0] - 1, done=False))
        return commit, _unpack(row[1])

    def last(self) -> Commit | None:
        """The newest commit."""
        return next(iter(self.log(newest=1, done=False)), None)

    def log(self, after: int = 0, newest: int | None = None, done: bool = True) -> list[Commit]:
        """Commits after a number, oldest first; or the ``newest`` ones, newest first."""
        which = "done = 1 AND " if done else ""
        order = "DESC LIMIT ?" if newest else "ASC"
        rows = self._db.execute(
            f"SELECT number, id, made, message, added, removed FROM log WHERE {which} number > ? "  # noqa: S608 - two constants
            f"ORDER BY number {order}",
            (after, newest) if newest else (after,),
        )
        return [Commit(n, i, datetime.fromisoformat(m), t, a, r) for n, i, m, t, a, r in rows]

    def departure(self, iri: str) -> Departure | None:
        """When and how a thing left the graph last; None if it never did."""
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'departed'").fetchone():
            return None
        sql = "SELECT label, successor, number FROM departed WHERE iri = ?"
        row = self._db.execute(sql, (iri,)).fetchone()
        if row is None:
            return None
        sql = "SELECT number, id, made, message, added, removed FROM log WHERE number = ?"
        n, i, m, t, a, r = self._db.execute(sql, (row[2],)).fetchone()
        return Departure(iri, row[0], row[1], Commit(n, i, datetime.fromisoformat(m), t, a, r))

    def delta(self, number: int) -> Delta | None:
        """The delta of a commit, or None if it was let go."""
        row = self._db.execute("SELECT delta FROM log WHERE number = ?", (number,)).fetchone()
        return _unpack(row[0]) if row and row[0] is not None else None


def _pack(delta: Delta) -> bytes:
    record = [delta.removed, delta.added, delta.graphs, delta.dropped]
    return zlib.compress(json.dumps(record, ensure_ascii=False).encode("utf-8"), 1)


def _unpack(blob: bytes) -> Delta:
    return Delta(*(tuple(part) for part in json.loads(zlib.decompress(blob))))
