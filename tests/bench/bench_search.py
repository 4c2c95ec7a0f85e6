"""Search over a million labels (COMMUNIQUE_BENCH_LABELS): Tantivy, as the program has it, against SQLite FTS5.

Both get the same folded words and consonant keys, the same 300 candidates and the same ranking after that,
so that what differs is the engine. The program also keeps the class of each thing, which FTS5 does not here.
"""

from __future__ import annotations

import csv
import io
import os
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

sys.path.insert(0, str(Path(__file__).parents[2]))

from communique.resolution.folding import fold
from communique.sparql.evaluation import Document, Evaluation, never
from communique.web.latinisation import latinised
from communique.web.search_index import CANDIDATES, DIP, SearchIndex, _key, _score

LABELS = int(os.environ.get("COMMUNIQUE_BENCH_LABELS", "1000000"))
QUERIES = 300
SYLLABLES = [
    "al",
    "ah",
    "sha",
    "ra",
    "ibn",
    "ham",
    "ed",
    "mu",
    "ham",
    "mad",
    "kha",
    "lid",
    "sal",
    "eh",
    "fa",
    "ri",
    "da",
    "yus",
    "uf",
    "ser",
    "gey",
    "lav",
    "rov",
    "vla",
    "di",
    "mir",
    "pu",
    "tin",
    "an",
    "drei",
    "be",
    "lou",
    "sov",
    "o",
    "le",
    "na",
    "bog",
    "da",
    "nov",
    "ta",
    "mas",
    "cal",
    "der",
    "jo",
    "han",
    "nes",
    "ma",
    "ri",
    "a",
    "car",
    "los",
    "men",
    "de",
    "ro",
    "dri",
    "gue",
    "ki",
    "ba",
    "wa",
    "na",
    "ka",
    "nag",
]


@dataclass
class Answer:
    """A table that was there before it was asked for."""

    frames: Iterator[bytes]
    kind: Literal["bindings", "boolean", "graph"] = "bindings"
    commit: str = "bench"
    id: str = ""
    length: int | None = None
    cut: bool = False
    tag: str = ""

    def close(self) -> None:
        """Nothing runs."""


@dataclass
class Labels:
    """An evaluator that has nothing but names of persons."""

    names: list[str]
    commit: str = "bench"
    committed: datetime = datetime(2030, 1, 1, tzinfo=UTC)
    ready: bool = True

    def query(self, evaluation: Evaluation, _cancelled: Callable[[], bool] = never) -> Answer:
        """The names for the first query of an index, no sentences for the second."""
        return Answer(self._rows() if "?name" in evaluation.text else iter([b"iri,source,words\r\n"]))

    def parse(self, document: Document, _cancelled: Callable[[], bool] = never) -> Answer:
        """Nobody sends anything: what would read it fails."""
        raise AssertionError(f"a document of {len(document.payload)} bytes was to be parsed")

    def _rows(self) -> Iterator[bytes]:
        yield b"iri,kind,property,name\r\n"
        for number, name in enumerate(self.names):
            text = io.StringIO()
            csv.writer(text).writerow(
                [f"http://e/{number}", f"{DIP}Person", "http://www.w3.org/2000/01/rdf-schema#label", name]
            )
            yield text.getvalue().encode()


def names() -> list[str]:
    """Names of two or three words of two to four syllables; the same each time."""
    dice = random.Random(20)
    words = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))).capitalize() for _ in range(60_000)]
    return [" ".join(dice.choices(words, k=dice.choice((2, 2, 3)))) for _ in range(LABELS)]


def asked(labels: list[str]) -> list[tuple[str, str]]:
    """What people type, with the name they mean: whole, the last word, its beginning, other vowels, a slip."""
    dice = random.Random(21)
    found: list[tuple[str, str]] = []
    for name in dice.sample(labels, QUERIES):
        words = name.split()
        place = dice.randrange(1, len(name))
        ways = (
            name,
            " ".join(reversed(words)),
            f"{words[0]} {words[-1][:4]}",
            name.translate(str.maketrans("aeiou", "eaeuo")),
            name.replace(name[place], name[place] * 2, 1) if name[place].isalpha() else name,
            f"{words[0][0]}. {words[-1]}",
        )
        found.append((ways[len(found) % len(ways)], name))
    return found


def report(engine: str, build: float, find: Callable[[str], list[str]], labels: list[str]) -> None:
    """Print the figures of one engine."""
    seconds, right = [], 0
    for text, meant in asked(labels):
        start = time.perf_counter()
        hits = find(text)
        seconds.append(time.perf_counter() - start)
        right += meant in hits[:10]
    half, high = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    print(
        f"\n{engine}: {LABELS} labels, built in {build:.0f} s; "
        f"find {half * 1000:.1f} ms in the median, {high * 1000:.1f} ms at the 95th percentile; "
        f"{right} of {QUERIES} names among the first ten"
    )


def bench_tantivy() -> None:
    """The index of the program."""
    labels = names()
    before = resident()
    start = time.perf_counter()
    index = SearchIndex(Labels(labels))
    build = time.perf_counter() - start
    report("Tantivy", build, lambda text: [hit.spelling for hit in index.find(text, 10)], labels)
    print(f"Tantivy: {(resident() - before) / 1e6:.0f} MB more in memory than before")


def bench_fts5() -> None:
    """The same words, keys and ranking with SQLite's full-text search."""
    labels = names()
    database = sqlite3.connect("")
    database.execute("CREATE VIRTUAL TABLE name USING fts5(words, keys, spelling UNINDEXED)")
    start = time.perf_counter()
    for label in labels:
        words = fold(latinised(label))
        keys = " ".join(_key(word) for word in words.split())
        database.execute("INSERT INTO name VALUES (?, ?, ?)", (words, keys, label))
    database.commit()
    build = time.perf_counter() - start

    def find(text: str) -> list[str]:
        words = fold(latinised(text)).split()
        terms = [f'(words : "{word}"* OR keys : "{_key(word)}")' for word in words]
        found: list[str] = []
        for way in (" AND ", " OR "):
            statement = "SELECT spelling FROM name WHERE name MATCH ? ORDER BY rank LIMIT ?"
            found = [row[0] for row in database.execute(statement, (way.join(terms), CANDIDATES))]
            if found:
                break
        folded = " ".join(words)
        return sorted(found, key=lambda name: (-_score(folded, fold(name)), len(name)))[:10]

    report("SQLite FTS5", build, find, labels)
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    (page,) = database.execute("PRAGMA page_size").fetchone()
    print(f"SQLite FTS5: {pages * page / 1e6:.0f} MB")
    database.close()


def resident() -> int:
    """Bytes of memory of this process."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
