"""Which names a picture can write so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable

WIDE = 0.62
"""Mean width of a letter by its height, in the face of the pages."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a name."""


def box(name: str, x: float, y: float, height: float, anchor: str = "start") -> Box:
    """What a name takes up whose middle line begins, ends or lies around a point, with a little air."""
    width = height * (WIDE * len(name) + 1)
    left = x - width if anchor == "end" else x - width / 2 if anchor == "middle" else x
    return (left, y - 0.75 * height, left + width, y + 0.5 * height)


def free(boxes: Iterable[Box]) -> list[bool]:
    """For each box, in their order, whether it covers none of those before that could be written."""
    taken: list[Box] = []
    found = []
    for one in boxes:
        apart = all(one[2] < a or one[0] > c or one[3] < b or one[1] > d for a, b, c, d in taken)
        if apart:
            taken.append(one)
        found.append(apart)
    return found
