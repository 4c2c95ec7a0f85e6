"""What a store remembers so that a change need not begin with the whole corpus.

``Known`` is kept on shelves, so that recalling it reads nothing but its frame: each dictionary of the
resolver is a shelf of its own, whose entries are read when the change asks for them and written with its
commit. It is recalled only under the stamp of this very program; whatever is stale, of another program or
damaged is forgotten, and made anew from the corpus.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from communique import __version__, resources
from communique.graph import Gazetteer
from communique.graph.accepted import keys_used
from communique.graph.reference import with_countries
from communique.model.claims import Extraction
from communique.resolution import Resolver
from communique.resolution.memo import Memo
from communique.store import Shelf, Workings

DAMAGED = (pickle.UnpicklingError, EOFError)
"""Raised where an entry of a shelf cannot be read, by whatever asks for it."""
_FRAME = "frame"
_PARTS = ("build", "derivation", "graph", "model", "resolution", "store", "extraction/gazetteer")


@dataclass(slots=True)
class Known:
    """Who is who, and how many articles use each entry of the gazetteer."""

    resolver: Resolver
    uses: dict[str, int]

    @classmethod
    def of(
        cls, resolver: Resolver, extractions: Mapping[str, Iterable[Extraction]], gazetteer: Gazetteer
    ) -> Known:
        """What is to be remembered of a whole corpus."""
        uses: Counter[str] = Counter()
        for many in extractions.values():
            uses.update(entries_of(many, gazetteer))
        return cls(resolver, defaultdict(int, uses))


def entries_of(extractions: Iterable[Extraction], gazetteer: Gazetteer) -> set[str]:
    """Keys of the entries that the reference graph needs for an article."""
    return with_countries(keys_used(extractions), gazetteer)


def remember(known: Known, workings: Workings) -> None:
    """Write what has changed; belongs into the transaction of the commit."""
    shelves: dict[int, Shelf[Any, Any]] = {}
    for owner, attribute, name, held in list(_dictionaries(known, "known", set())):
        shelf = shelves.get(id(held))
        if shelf is None:
            shelf = shelves[id(held)] = _shelved(held, name, workings)
        setattr(owner, attribute, shelf)
    frame = io.BytesIO()
    _Pickler(frame, protocol=pickle.HIGHEST_PROTOCOL).dump(known)
    workings.put(_FRAME, [(_FRAME, frame.getvalue())])
    workings.sign(program())


def recall(workings: Workings) -> Known | None:
    """What was remembered, if it is of this program and belongs to the articles as they are."""
    if workings.stamp != program():
        return None
    content = workings.entry(_FRAME, _FRAME)
    if content is None:
        return None
    try:
        known = _Unpickler(io.BytesIO(content), workings).load()
    except (*DAMAGED, AttributeError, ImportError, IndexError, TypeError, ValueError):
        return None
    return known if isinstance(known, Known) else None


@cache
def program() -> str:
    """The version of the program and a digest of all that what is remembered depends on."""
    digest = hashlib.sha256(f"{__version__} {sys.version}".encode())
    package = Path(__file__).parents[1]
    code = [file for part in _PARTS for file in sorted((package / part).rglob("*.py"))]
    for file in [*code, package / "reference.py"]:
        digest.update(f"{file.relative_to(package)}\0".encode() + file.read_bytes())
    for folder in (("ontology",), ("ontology", "concepts"), ("ontology", "rules"), ("data", "gazetteer")):
        for entry in sorted(resources.folder(*folder).iterdir(), key=_name):
            if entry.is_file():
                digest.update(f"{entry.name}\0".encode() + entry.read_bytes())
    return f"{__version__} {digest.hexdigest()[:32]}"


def _name(entry: Traversable) -> str:
    return entry.name


def _shelved(held: dict[Any, Any] | Shelf[Any, Any], name: str, workings: Workings) -> Shelf[Any, Any]:
    if isinstance(held, Shelf):
        held.tidy()
        return held
    counting = isinstance(held, Counter)
    default = int if counting else held.default_factory if isinstance(held, defaultdict) else None
    shelf: Shelf[Any, Any] = Shelf(workings, name, default, keeps=not counting)
    shelf.fill(held)
    return shelf


def _dictionaries(
    owner: object, path: str, seen: set[int]
) -> Iterator[tuple[object, str, str, dict[Any, Any] | Shelf[Any, Any]]]:
    """Every dictionary that an object, or one of those that it is made of, has as an attribute."""
    if id(owner) in seen:
        return
    seen.add(id(owner))
    for attribute in _attributes(owner):
        value = getattr(owner, attribute)
        if isinstance(value, dict | Shelf):
            yield owner, attribute, f"{path}.{attribute}", value
        elif _is_part(value):
            yield from _dictionaries(value, f"{path}.{attribute}", seen)


def _attributes(owner: object) -> list[str]:
    slots = [name for kind in type(owner).__mro__ for name in getattr(kind, "__slots__", ())]
    return sorted({*slots, *getattr(owner, "__dict__", ())})


def _is_part(value: object) -> bool:
    kind = type(value)
    frozen = is_dataclass(kind) and kind.__dataclass_params__.frozen  # type: ignore[attr-defined] # not in typeshed
    own = kind.__module__.startswith("communique.resolution.")
    return own and not frozen and not isinstance(value, Memo)


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: object) -> object:
        return (obj.name, obj.default, obj.keeps) if isinstance(obj, Shelf) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, content: io.BytesIO, workings: Workings) -> None:
        super().__init__(content)
        self._workings = workings
        self._shelves: dict[str, Shelf[Any, Any]] = {}

    def persistent_load(self, pid: Any) -> Shelf[Any, Any]:
        name, default, keeps = pid
        if name not in self._shelves:
            self._shelves[name] = Shelf(self._workings, name, default, keeps)
        return self._shelves[name]
