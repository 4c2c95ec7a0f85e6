"""A resolver's state in a file, so that the next change need not begin with the whole corpus.

The file is a cache: it is trusted only if it was written by the same version of this code for the same
corpus, and it can always be made anew from articles, extractions and judgements. It holds pickled objects
of this package, so it belongs beside the store, where only its owner writes; a file whose stamp does not
fit is not unpickled.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

from communique.errors import StoreError
from communique.resolution.incremental import Resolver

_MAGIC = b"communique resolution 1\n"


def save(resolver: Resolver, path: Path, stamp: str) -> None:
    """Write the state, atomically. ``stamp`` names corpus and versions (a commit id, say): one line.

    Raises ``StoreError`` if the file cannot be written.
    """
    body = pickle.dumps(resolver, protocol=pickle.HIGHEST_PROTOCOL)
    head = _MAGIC + f"{hashlib.sha256(body).hexdigest()} {stamp}\n".encode()
    draft = path.with_name(path.name + ".new")
    try:
        with draft.open("wb") as file:
            file.write(head + body)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: the state of identity cannot be written: {error}") from error


def load(path: Path, stamp: str) -> Resolver | None:
    """The state that was saved with this stamp; None if there is none such or the file is damaged."""
    try:
        with path.open("rb") as file:
            if file.readline() != _MAGIC:
                return None
            digest, _, found = file.readline().decode("utf-8", "replace").rstrip("\n").partition(" ")
            if found != stamp:
                return None
            body = file.read()
    except OSError:
        return None
    if hashlib.sha256(body).hexdigest() != digest:
        return None
    resolver = pickle.loads(body)  # noqa: S301 our own file: stamp and digest fit
    return resolver if isinstance(resolver, Resolver) else None
