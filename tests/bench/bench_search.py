"""Search over a million labels (COMMUNIQUE_BENCH_LABELS): SQLite FTS5, as the program has it, against Tantivy.

Both get the same folded words and consonant keys, the same 300 candidates and the same ranking after that,
so that what differs is the engine. Tantivy is measured where it is installed: pip install tantivy.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

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
        """Nobody sends anything."""
        raise NotImplementedError(document.format)

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


def report(engine: str, build: float, size: int, find: Callable[[str], list[str]], labels: list[str]) -> None:
    """Print the figures of one engine."""
    seconds, right = [], 0
    for text, meant in asked(labels):
        start = time.perf_counter()
        hits = find(text)
        seconds.append(time.perf_counter() - start)
        right += meant in hits[:10]
    half, high = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    print(
        f"\n{engine}: {LABELS} labels, built in {build:.0f} s, {size / 1e6:.0f} MB; "
        f"find {half * 1000:.1f} ms in the median, {high * 1000:.1f} ms at the 95th percentile; "
        f"{right} of {QUERIES} names among the first ten"
    )


def bench_fts5() -> None:
    """The index of the program."""
    labels = names()
    start = time.perf_counter()
    index = SearchIndex(Labels(labels))
    build = time.perf_counter() - start
    (pages,) = index._database.execute("PRAGMA page_count").fetchone()
    (page,) = index._database.execute("PRAGMA page_size").fetchone()
    report(
        "SQLite FTS5",
        build,
        pages * page,
        lambda text: [hit.spelling for hit in index.find(text, 10)],
        labels,
    )


def bench_tantivy(tmp_path: Path) -> None:
    """The same with Tantivy's postings."""
    if importlib.util.find_spec("tantivy") is None:
        pytest.skip("tantivy is not installed")
    tantivy: Any = importlib.import_module("tantivy")
    labels = names()
    building = tantivy.SchemaBuilder()
    for name in ("words", "keys", "spelling"):
        building.add_text_field(
            name, stored=name == "spelling", tokenizer_name="whitespace" if name != "spelling" else "raw"
        )
    schema = building.build()
    start = time.perf_counter()
    index = tantivy.Index(schema, path=str(tmp_path))
    writer = index.writer(256_000_000, 1)
    for label in labels:
        words = fold(latinised(label))
        keys = " ".join(_key(word) for word in words.split())
        writer.add_document(tantivy.Document(words=words, keys=keys, spelling=label))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    build = time.perf_counter() - start
    searcher = index.searcher()
    should, must = tantivy.Occur.Should, tantivy.Occur.Must

    def one(word: str) -> Any:
        begins = tantivy.Query.fuzzy_term_query(schema, "words", word, distance=0, prefix=True)
        sounds = tantivy.Query.term_query(schema, "keys", _key(word))
        return tantivy.Query.boolean_query([(should, begins), (should, sounds)])

    def find(text: str) -> list[str]:
        words = fold(latinised(text)).split()
        for way in (must, should):
            query = tantivy.Query.boolean_query([(way, one(word)) for word in words])
            hits = searcher.search(query, CANDIDATES).hits
            if hits:
                break
        found: list[str] = [searcher.doc(address)["spelling"][0] for _, address in hits]
        folded = " ".join(words)
        return sorted(found, key=lambda name: (-_score(folded, fold(name)), len(name)))[:10]

    size = sum(file.stat().st_size for file in tmp_path.iterdir())
    report("Tantivy", build, size, find, labels)
