"""Answers that were worked out before, for as long as the process lasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(Generic[K, V]):
    """Up to ``limit`` answers; then it begins anew. It is no part of what a store remembers: to look an
    answer up there takes longer than to work it out."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: dict[K, V] = {}

    def answer(self, question: K, work_out: Callable[[], V]) -> V:
        """The answer to a question, worked out if it is new."""
        if question not in self._held:
            if len(self._held) >= self._limit:
                self._held.clear()
            self._held[question] = work_out()
        return self._held[question]

    def __reduce__(self) -> tuple[type[Memo[K, V]], tuple[int]]:
        return type(self), (self._limit,)
