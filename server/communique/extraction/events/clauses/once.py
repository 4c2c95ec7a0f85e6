"""Ask once: what a function finds for a token is kept with the document, which many rules ask again.

Measured on our own articles: five sixths of the calls of ``clause.phrases`` and three quarters of those of
``clause.surface_subjects`` are repeated ones.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from spacy.tokens import Token

T = TypeVar("T")


def once(find: Callable[[Token, int], Iterable[T]]) -> Callable[..., list[T]]:
    """The same function with a memory; its second argument is the depth of recursion (0 by default).

    The dependencies of a document do not change once it is parsed. What is found below the first step of a
    recursion may be cut off by the depth, and is not kept.
    """
    key = f"{find.__module__}.{find.__qualname__}"

    @functools.wraps(find)
    def found(token: Token, depth: int = 0) -> list[T]:
        known: dict[int, tuple[T, ...]] = token.doc.user_data.setdefault(key, {})
        kept = known.get(token.i)
        if kept is None:
            kept = tuple(find(token, depth))
            if depth == 0:
                known[token.i] = kept
        return [*kept]

    return found
