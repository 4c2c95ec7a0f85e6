"""Extractions as they come, before there is a commit that they belong to.

A build reads articles for minutes or hours and commits once. Each extraction is put here when it is made, in
a file of its own beside the corpus, so that a build that is interrupted goes on where it stopped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from communique.errors import StoreError
from communique.model.claims import Extraction
from communique.model.text import Article
from communique.store.records import (
    article_from_json,
    article_to_json,
    extraction_from_json,
    extraction_to_json,
)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS draft (
    article TEXT PRIMARY KEY, record TEXT NOT NULL, extraction TEXT NOT NULL) WITHOUT ROWID;
"""


class Drafts:
    """The file ``drafts.sqlite`` of a store, made with its folder if it is not there."""

    def __init__(self, store: Path) -> None:
        file = store / "drafts.sqlite"
        try:
            store.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, timeout=30, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            # A killed process loses nothing so; a power cut may lose the last drafts, which are made again.
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{file} cannot be made: {error}; choose another --store") from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def keep(self, article: Article, extraction: Extraction) -> None:
        """Put an extraction down."""
        row = (article.id, article_to_json(article), extraction_to_json(extraction))
        try:
            self._db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", row)
        except sqlite3.Error as error:
            raise StoreError(f"the extraction of {article.id} cannot be kept: {error}") from error

    def found(self, ids: Iterable[str]) -> dict[str, tuple[Article, tuple[Extraction, ...]]]:
        """The drafts of these articles, with the articles that they were made of."""
        held: dict[str, tuple[Article, tuple[Extraction, ...]]] = {}
        for key in ids:
            sql = "SELECT record, extraction FROM draft WHERE article = ?"
            row = self._db.execute(sql, (key,)).fetchone()
            if row is not None:
                held[key] = (article_from_json(row[0]), (extraction_from_json(row[1]),))
        return held

    def discard(self, ids: Iterable[str]) -> None:
        """Forget drafts that have been committed."""
        self._db.executemany("DELETE FROM draft WHERE article = ?", ((key,) for key in ids))
