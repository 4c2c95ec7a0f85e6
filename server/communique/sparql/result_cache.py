"""A bounded memory of whole answers, by what decides them."""

from __future__ import annotations

import threading
from collections import OrderedDict


class ResultCache:
    """The latest answers, least recently used out first. Safe for threads.

    A key says everything an answer depends on, the commit among it, so that an entry never grows stale;
    what belongs to older commits is pushed out by newer answers.
    """

    def __init__(self, most_bytes: int, most_each: int | None = None) -> None:
        self._most = most_bytes
        self._most_each = most_bytes // 8 if most_each is None else most_each
        self._held = 0
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, bytes] = OrderedDict()
        self.hits = 0
        self.misses = 0

    def get(self, key: str) -> bytes | None:
        """The answer under a key, or ``None``."""
        with self._lock:
            body = self._entries.get(key)
            if body is None:
                self.misses += 1
                return None
            self._entries.move_to_end(key)
            self.hits += 1
            return body

    def put(self, key: str, body: bytes) -> None:
        """Keep an answer, unless it is larger than one entry may be."""
        if len(body) > self._most_each:
            return
        with self._lock:
            self._held += len(body) - len(self._entries.pop(key, b""))
            self._entries[key] = body
            while self._held > self._most:
                _, dropped = self._entries.popitem(last=False)
                self._held -= len(dropped)

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held
