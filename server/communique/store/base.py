"""What goes into a store and what comes back, as text: no engine's terms cross this line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Delta:
    """Quads to take out and to put in, as canonical N-Quads lines without line ends.

    ``graphs`` are named graphs that exist even though they hold nothing; ``dropped`` those to forget.
    """

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.graphs or self.dropped)


@dataclass(frozen=True, slots=True)
class Commit:
    """One entry of the log. ``number`` counts from 1; ``id`` is what ETags and citations show."""

    number: int
    id: str
    made: datetime
    message: str
    added: int
    removed: int


class QuadStore(Protocol):
    """Anything that can hold quads and change them in one step."""

    def lines(self) -> Iterator[str]:
        """Every quad as a canonical N-Quads line, in no order."""
        ...

    def apply(self, delta: Delta, mark: str) -> None:
        """Apply a delta whole or not at all, and remember ``mark`` with it."""
        ...

    def mark(self) -> str | None:
        """The mark of the last delta that was applied."""
        ...


def canonical_order(lines: Iterable[str]) -> list[str]:
    """Sorted and unique: the form in which two graphs are compared."""
    return sorted(set(lines))
