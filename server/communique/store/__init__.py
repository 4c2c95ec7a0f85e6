"""Where a corpus and its quads lie: one writer at a time, commits that are whole or not there.

A store is a folder::

    corpus.sqlite   articles, extractions, settings, and the log of commits (SQLite)
    quads/          the quads (RocksDB through pyoxigraph)
    judgements.csv  what people decided about identity and claims
    drafts.sqlite   extractions that no commit has taken in yet (SQLite)
    write.lock      held while a commit is made; serve.lock while a server runs

Readers never open ``quads``: a server loads a snapshot once and then follows the log of commits.
"""

from communique.store.base import Commit, Delta
from communique.store.corpus import CorpusFile
from communique.store.departures import Departure
from communique.store.drafts import Drafts
from communique.store.embedded import EmbeddedStore, canonical, from_turtle, to_format
from communique.store.embedded_overlay import Overlay
from communique.store.folder import Snapshot, StoreFolder, existing, snapshot, writing
from communique.store.shelf import Shelf
from communique.store.workings import Workings

__all__ = [
    "Commit",
    "CorpusFile",
    "Delta",
    "Departure",
    "Drafts",
    "EmbeddedStore",
    "Overlay",
    "Shelf",
    "Snapshot",
    "StoreFolder",
    "Workings",
    "canonical",
    "existing",
    "from_turtle",
    "snapshot",
    "to_format",
    "writing",
]
