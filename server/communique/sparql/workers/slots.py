"""Who may evaluate now: a bounded number of slots, shared fairly among clients.

A slot is the right to run one query. Clients that wait are served in turn, one query each, and none
holds more than its share. Queries that have become long never fill all slots, so that a new query always
finds its way in.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from communique.errors import Overloaded

_POLL: Final = 0.1


@dataclass(eq=False, slots=True)
class Slot:
    """The right to run one query, until it is released."""

    client: str
    long: bool


@dataclass(eq=False, slots=True)
class _Waiter:
    client: str
    long: bool
    granted: threading.Event = field(default_factory=threading.Event)
    slot: Slot | None = None


class Slots:
    """``size`` slots, of which long queries take at most ``long_places`` and one client ``per_client``.

    A client without a name (``""``) is the server itself and has no share to keep to.
    """

    def __init__(self, size: int, long_places: int, per_client: int, queue: int) -> None:
        if not 0 < long_places < size:
            raise ValueError(f"{long_places} of {size} slots for long queries: one must be left for new ones")
        self.size = size
        self._long_places = long_places
        self._per_client = per_client
        self._queue = queue
        self._lock = threading.Lock()
        self._held: list[Slot] = []
        self._waiting: OrderedDict[str, deque[_Waiter]] = OrderedDict()

    @property
    def busy(self) -> int:
        """How many slots are held."""
        return len(self._held)

    @property
    def waiting(self) -> int:
        """How many queries wait."""
        return sum(map(len, self._waiting.values()))

    def take(self, client: str, until: float, check: Callable[[], None], *, long: bool = False) -> Slot:
        """Wait for a slot until the monotonic time ``until``.

        ``check`` is called several times a second and raises to end the wait. ``Overloaded`` when the
        queue is full, when the client's half of it is, or when the time is up.
        """
        with self._lock:
            waiter = _Waiter(client, long)
            mine = self._waiting.setdefault(client, deque())
            mine.append(waiter)
            self._grant()
            if waiter.slot is None:
                full = self.waiting > self._queue
                if full or (client and len(mine) > max(1, self._queue // 2)):
                    self._forget(waiter)
                    raise self._overloaded("The queue is full" if full else "Your half of the queue is full")
        try:
            while not waiter.granted.wait(min(_POLL, max(until - time.monotonic(), 0.001))):
                check()
                if time.monotonic() >= until:
                    raise self._overloaded("No slot became free in time")
        except BaseException:
            with self._lock:
                if waiter.slot is None:
                    self._forget(waiter)
                else:
                    self._free(waiter.slot)
            raise
        assert waiter.slot is not None
        return waiter.slot

    def lengthen(self, slot: Slot) -> bool:
        """Count the query in this slot as long; ``False`` if no more long ones fit."""
        with self._lock:
            if not slot.long and self._long() >= self._long_places:
                return False
            slot.long = True
            return True

    def release(self, slot: Slot) -> None:
        """Give a slot back; a second time does nothing."""
        with self._lock:
            if slot in self._held:
                self._free(slot)

    def _free(self, slot: Slot) -> None:
        self._held.remove(slot)
        self._grant()

    def _grant(self) -> None:
        """Give free slots to those who wait, one client after the other."""
        granted = True
        while granted and len(self._held) < self.size:
            granted = False
            for client, waiters in list(self._waiting.items()):
                if len(self._held) >= self.size:
                    return
                if client and sum(slot.client == client for slot in self._held) >= self._per_client:
                    continue
                waiter = next(
                    (one for one in waiters if not one.long or self._long() < self._long_places), None
                )
                if waiter is None:
                    continue
                waiter.slot = Slot(client, waiter.long)
                self._held.append(waiter.slot)
                self._forget(waiter)
                if client in self._waiting:
                    self._waiting.move_to_end(client)
                waiter.granted.set()
                granted = True

    def _long(self) -> int:
        return sum(slot.long for slot in self._held)

    def _forget(self, waiter: _Waiter) -> None:
        waiters = self._waiting[waiter.client]
        waiters.remove(waiter)
        if not waiters:
            del self._waiting[waiter.client]

    def _overloaded(self, seen: str) -> Overloaded:
        return Overloaded(
            f"{seen}: {len(self._held)} queries run and {self.waiting} wait. Try again a little later.",
            retry_after=1 + self.waiting // self.size,
        )
