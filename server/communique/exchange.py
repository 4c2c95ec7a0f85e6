"""A store carried elsewhere: exports in the formats of RDF, backups that restore to the same store."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.alignment import aligned
from communique.errors import StoreError, UsageError
from communique.reification import reified
from communique.sparql.natural_dataset import natural_dataset
from communique.store import Commit, CorpusFile, existing, snapshot, to_format, writing

PREFIXES = {
    "dip": "https://w3id.org/communique/ns#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
}
# What a backup holds, under these names.
_CORPUS, _QUADS, _JUDGEMENTS = "corpus.sqlite", "quads", "judgements.csv"


def exported(store: Path, suffix: str, *, rdf12: bool = False, align: Sequence[str] = ()) -> bytes:
    """The whole graph in a format of RDF; ``nq`` is sorted.

    ``rdf12`` writes claims and derivations as RDF 1.2 reifiers; ``align`` names alignments whose triples are
    added in a graph of their own. ``UsageError`` if the format cannot carry what is asked for.
    """
    if rdf12 and suffix == "jsonld":
        raise UsageError(
            "JSON-LD cannot carry RDF 1.2 triple terms (JSON-LD 1.1 knows RDF 1.1 alone); "
            "use --format nq, trig, ttl, nt or rdf, or leave --rdf12 out"
        )
    with tempfile.TemporaryDirectory() as scratch:
        held = snapshot(store, Path(scratch) / "graph.nq")
        lines = held.file.read_text(encoding="utf-8").split("\n")
    lines = sorted(line for line in lines if line)
    if align:
        lines = sorted([*lines, *aligned(lines, held.base, align)])
    if rdf12:
        lines = reified(lines)
    return b"".join(written(lines, suffix))


def written(lines: Sequence[str], suffix: str) -> Iterator[bytes]:
    """Sorted lines of N-Quads in a format of RDF, piece by piece; JSON-LD by the names of the context."""
    if suffix == "nq":
        yield from (f"{line}\n".encode() for line in lines)
    elif suffix == "jsonld":
        yield from natural_dataset(lines)
    else:
        yield to_format(lines, suffix, PREFIXES)


def back_up(store: Path, target: Path) -> Commit:
    """Write corpus, quads and judgements, all of one commit, to a gzipped tar file."""
    existing(store)
    with tempfile.TemporaryDirectory(dir=store) as scratch:
        folder = Path(scratch)
        with writing(store) as opened:
            commit = opened.corpus.last()
            if commit is None:
                raise StoreError(f"{store} holds nothing yet; there is nothing to back up")
            opened.need_quads_of(commit)
            opened.quads.backup(folder / _QUADS)
            opened.corpus.copy(folder / _CORPUS)
            if (store / _JUDGEMENTS).is_file():
                shutil.copy(store / _JUDGEMENTS, folder / _JUDGEMENTS)
        partial = target.with_name(target.name + ".partial")
        with tarfile.open(partial, "w:gz") as archive:
            for name in sorted(item.name for item in folder.iterdir()):
                archive.add(folder / name, arcname=name)
        partial.replace(target)
    return commit


def restore_from(source: Path, store: Path) -> Commit:
    """Make the store of a backup at a place where none is; ``StoreError`` if one is there already.

    The workings that a backup carries are forgotten: they are pickled, and who made the file is not known.
    """
    if store.exists() and any(store.iterdir()):
        raise StoreError(f"{store} is not empty; restore into a new folder and move it afterwards")
    store.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(store, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise StoreError(f"{source} is no backup that can be read: {error}") from error
    corpus = CorpusFile(existing(store) / _CORPUS)
    try:
        commit = corpus.last()
    finally:
        corpus.close()
    if commit is None:
        raise StoreError(f"{source} holds an empty store")
    with writing(store) as opened:
        with opened.corpus.transaction():
            opened.corpus.workings.clear()
        opened.recover()
    return commit
