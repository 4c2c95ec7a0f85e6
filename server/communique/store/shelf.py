"""Dictionaries whose entries lie in the corpus file and are read when they are asked for.

So a change of a store reads what it touches, however much there is. Values are pickled: what was read is
compared with what it has become when the shelf is tidied, and written if it differs. A frozen dataclass is
what it was read as: what it may keep for itself (a memo that no comparison sees) is worked out again.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from communique.store.workings import Workings

K = TypeVar("K")
V = TypeVar("V")


class Shelf(MutableMapping[K, V]):
    """The entries of one shelf. ``default`` makes a missing value, which is kept if ``keeps``
    (``collections.defaultdict``) or not (``collections.Counter``)."""

    def __init__(
        self,
        workings: Workings,
        name: str,
        default: Callable[[], V] | None = None,
        keeps: bool = True,
    ) -> None:
        self.name = name
        self.default = default
        self.keeps = keeps
        self._workings = workings
        self._held: dict[K, V] = {}
        self._read: dict[K, bytes] = {}
        self._loaded: dict[K, V] = {}
        self._gone: set[K] = set()

    def __getitem__(self, key: K) -> V:
        if key in self._held or self._fetch(key):
            return self._held[key]
        if self.default is None:
            raise KeyError(key)
        made = self.default()
        if self.keeps:
            self[key] = made
        return made

    def __setitem__(self, key: K, value: V) -> None:
        self._held[key] = value
        self._gone.discard(key)

    def __delitem__(self, key: K) -> None:
        if key not in self:
            raise KeyError(key)
        self._held.pop(key, None)
        self._gone.add(key)

    def __contains__(self, key: object) -> bool:
        return key in self._held or self._fetch(key)  # type: ignore[arg-type] # a key of another type is not there

    def __iter__(self) -> Iterator[K]:
        self._fetch_all()
        return iter(list(self._held))

    def __len__(self) -> int:
        self._fetch_all()
        return len(self._held)

    def get(self, key: K, default: Any = None) -> Any:
        """The value of a key; unlike ``[]`` this makes none that is missing."""
        return self._held[key] if key in self else default

    def pop(self, key: K, *default: Any) -> Any:
        """Take a value away and return it."""
        if key not in self:
            if default:
                return default[0]
            raise KeyError(key)
        self._gone.add(key)
        return self._held.pop(key)

    def setdefault(self, key: K, default: Any = None) -> Any:
        """The value of a key, which is ``default`` from now on if there was none."""
        if key not in self:
            self[key] = default
        return self._held[key]

    def tidy(self) -> None:
        """Write what has changed, and let go of what was read; belongs into a transaction."""
        changed = []
        for key, value in self._held.items():
            if value is self._loaded.get(key, self):
                continue
            content = _pickled(key, value)
            if self._read.get(key) != content:
                changed.append((repr(key), content))
        self._workings.drop(self.name, (repr(key) for key in self._gone))
        self._workings.put(self.name, changed)
        self._held.clear()
        self._read.clear()
        self._loaded.clear()
        self._gone.clear()

    def fill(self, entries: MutableMapping[K, V]) -> None:
        """Lay these entries on the shelf, in place of all that lies there."""
        self._workings.empty(self.name)
        self._workings.put(self.name, ((repr(k), _pickled(k, v)) for k, v in entries.items()))

    def _fetch(self, key: K) -> bool:
        if key in self._gone:
            return False
        content = self._workings.entry(self.name, repr(key))
        if content is None:
            return False
        self._keep(content)
        return True

    def _fetch_all(self) -> None:
        for _, content in self._workings.entries(self.name):
            key = pickle.loads(content)[0]  # noqa: S301 written by ``tidy`` into our own file
            if key not in self._held and key not in self._gone:
                self._keep(content)

    def _keep(self, content: bytes) -> None:
        key, value = pickle.loads(content)  # noqa: S301 written by ``tidy`` into our own file
        self._held[key] = value
        kind: Any = type(value)
        if isinstance(value, str | int | None) or _is_frozen(kind):
            self._loaded[key] = value
        else:
            self._read[key] = content


def _pickled(key: object, value: object) -> bytes:
    content = io.BytesIO()
    _Pickler(content, protocol=pickle.HIGHEST_PROTOCOL).dump((key, value))
    return content.getvalue()


class _Pickler(pickle.Pickler):
    """Puts down frozen dataclasses as their values: their own way asks for the names of the fields each time
    (an article's facts are written and read in half the time so)."""

    def reducer_override(self, obj: object) -> Any:
        kind: Any = type(obj)
        if not _is_frozen(kind):
            return NotImplemented
        return kind, _values(kind)(obj)


@cache
def _is_frozen(kind: Any) -> bool:
    parameters = getattr(kind, "__dataclass_params__", None)
    return parameters is not None and bool(parameters.frozen)


@cache
def _values(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """Gives what the class takes to make an equal one."""
    names = [one.name for one in fields(kind)]
    found = attrgetter(*names)
    return found if len(names) > 1 else lambda obj: (found(obj),)
