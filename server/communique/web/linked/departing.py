"""What became of an IRI that the graph no longer knows: what took its place, or when it went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from flask import current_app

from communique.store import CorpusFile, Departure
from communique.web.linked import portrayal
from communique.web.pages.terms import Iri, bind

EXTENSION: Final = "communique.departures"
"""Under this key the application holds a ``Lookup``, where it serves a store that keeps a log."""
HOPS = 16
"""How many times a thing may have been succeeded by another that went too."""
Lookup = Callable[[str], Departure | None]


def departures(store: Path) -> Lookup:
    """Looks IRIs up in the log of a store."""

    def found(iri: str) -> Departure | None:
        corpus = CorpusFile(store / "corpus.sqlite")
        try:
            return corpus.departure(iri)
        finally:
            corpus.close()

    return found


def departure(thing: Iri) -> Departure | None:
    """When a thing left the graph; None if it never was there."""
    lookup: Lookup | None = current_app.extensions.get(EXTENSION)
    return lookup(thing.value) if lookup is not None else None


def heir(seen: portrayal.Asking, thing: Iri) -> Iri | None:
    """What a thing that left the graph is to be looked for as: what took its place, or the place of that."""
    gone = departure(thing)
    for _ in range(HOPS):
        if gone is None or not gone.successor:
            return None
        next_one = Iri(gone.successor)
        if seen.rows(bind("SELECT ?p WHERE { $thing ?p ?o } LIMIT 1", thing=next_one)):
            return next_one
        if (later := portrayal.successor(seen, next_one)) is not None:
            return later
        gone = departure(next_one)
    return None


def farewell(gone: Departure) -> str:
    """A sentence that says what went when, and with which commit."""
    named = f"“{gone.label}”" if gone.label else f"<{gone.iri}>"
    day = f"{gone.commit.made:%d %B %Y}".lstrip("0")
    return (
        f"{named} was here, and left the graph on {day} with commit {gone.commit.id}: "
        "no article that is still here speaks of it"
    )
