"""What the next change of a store needs beside articles and quads: tables in the corpus file.

All of it can be made anew from the corpus. It is written in the transaction of the commit that it belongs
to, under a stamp that names the program; any other write to the articles erases the stamp, so that what
lies here is never taken for what it is not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    shelf TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (shelf, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tally (
    shelf TEXT NOT NULL, head TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (shelf, head)) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS counted_came AFTER INSERT ON entry
WHEN NEW.shelf IN ('known.resolver.groups', 'known.resolver.rulings') BEGIN
    INSERT INTO tally VALUES (NEW.shelf, substr(NEW.key, 1, instr(NEW.key, '/')), 1)
    ON CONFLICT DO UPDATE SET number = number + 1; END;
CREATE TRIGGER IF NOT EXISTS counted_went AFTER DELETE ON entry
WHEN OLD.shelf IN ('known.resolver.groups', 'known.resolver.rulings') BEGIN
    UPDATE tally SET number = number - 1
    WHERE shelf = OLD.shelf AND head = substr(OLD.key, 1, instr(OLD.key, '/')); END;
CREATE INDEX IF NOT EXISTS article_ids ON article (id);
CREATE TABLE IF NOT EXISTS production (
    rule TEXT NOT NULL, focus TEXT NOT NULL, triple TEXT NOT NULL,
    PRIMARY KEY (rule, focus, triple)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS production_of ON production (triple);
CREATE TRIGGER IF NOT EXISTS article_came AFTER INSERT ON article BEGIN
    DELETE FROM setting WHERE name = 'workings'; END;
CREATE TRIGGER IF NOT EXISTS article_changed AFTER UPDATE ON article BEGIN
    DELETE FROM setting WHERE name = 'workings'; END;
CREATE TRIGGER IF NOT EXISTS article_went AFTER DELETE ON article BEGIN
    DELETE FROM setting WHERE name = 'workings'; END;
CREATE TRIGGER IF NOT EXISTS extraction_came AFTER INSERT ON extraction BEGIN
    DELETE FROM setting WHERE name = 'workings'; END;
CREATE TRIGGER IF NOT EXISTS extraction_changed AFTER UPDATE ON extraction BEGIN
    DELETE FROM setting WHERE name = 'workings'; END;
CREATE TRIGGER IF NOT EXISTS extraction_went AFTER DELETE ON extraction BEGIN
    DELETE FROM setting WHERE name = 'workings'; END;
"""


class Workings:
    """The tables of one open corpus file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def prepare(self) -> None:
        """Make the tables where an older program did not."""
        self._db.executescript(_SCHEMA)

    @property
    def stamp(self) -> str | None:
        """Whose workings these are; None if they do not belong to the articles as they are."""
        row = self._db.execute("SELECT value FROM setting WHERE name = 'workings'").fetchone()
        return str(row[0]) if row else None

    def sign(self, stamp: str) -> None:
        """Say that the workings belong to the articles; comes last in the transaction."""
        self._db.execute("INSERT OR REPLACE INTO setting VALUES ('workings', ?)", (stamp,))

    def clear(self) -> None:
        """Forget everything."""
        self._db.execute("DELETE FROM setting WHERE name = 'workings'")
        self._db.execute("DELETE FROM entry")
        self._db.execute("DELETE FROM tally")
        self.forget_productions()

    def entry(self, shelf: str, key: str) -> bytes | None:
        """What lies on a shelf under a key."""
        found = self._db.execute("SELECT value FROM entry WHERE shelf = ? AND key = ?", (shelf, key))
        row = found.fetchone()
        return None if row is None else bytes(row[0])

    def entries(self, shelf: str) -> Iterator[tuple[str, bytes]]:
        """All that lies on a shelf."""
        yield from self._db.execute("SELECT key, value FROM entry WHERE shelf = ?", (shelf,)).fetchall()

    def tally(self, shelf: str) -> dict[str, int]:
        """How many keys of a shelf there are, by what they begin with up to a slash. Of clusters and rulings
        alone: these are counted as they come and go."""
        found = self._db.execute("SELECT head, number FROM tally WHERE shelf = ?", (shelf,))
        return {str(head): int(number) for head, number in found}

    def put(self, shelf: str, entries: Iterable[tuple[str, bytes]]) -> None:
        """Lay something on a shelf, in place of what lay there under the same keys."""
        rows = ((shelf, key, value) for key, value in entries)
        self._db.executemany(
            "INSERT INTO entry VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", rows
        )

    def drop(self, shelf: str, keys: Iterable[str]) -> None:
        """Take something off a shelf."""
        rows = ((shelf, key) for key in keys)
        self._db.executemany("DELETE FROM entry WHERE shelf = ? AND key = ?", rows)

    def empty(self, shelf: str) -> None:
        """Take everything off a shelf."""
        self._db.execute("DELETE FROM entry WHERE shelf = ?", (shelf,))

    def produced(self, rule: str, focus: str) -> list[str]:
        """The triples that a rule makes for a value of its focus."""
        sql = "SELECT triple FROM production WHERE rule = ? AND focus = ?"
        return [str(triple) for (triple,) in self._db.execute(sql, (rule, focus))]

    def makers(self, triple: str) -> list[tuple[str, str]]:
        """The rules and foci that make a triple."""
        found = self._db.execute("SELECT rule, focus FROM production WHERE triple = ?", (triple,))
        return [(str(rule), str(focus)) for rule, focus in found]

    def reproduce(self, rule: str, focus: str, triples: Iterable[str]) -> None:
        """Replace what a rule makes for a value of its focus."""
        self._db.execute("DELETE FROM production WHERE rule = ? AND focus = ?", (rule, focus))
        rows = ((rule, focus, triple) for triple in sorted(triples))
        self._db.executemany("INSERT INTO production VALUES (?, ?, ?)", rows)

    def forget_productions(self) -> None:
        """Forget what the rules made."""
        self._db.execute("DELETE FROM production")
