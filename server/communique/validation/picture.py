"""Things and how they are connected as a drawing: boxes in columns, an arrow for each statement.

The layout is that of Sugiyama, Tagawa and Toda (1981) in small: columns by longest path, long arrows led
through free slots, the order in a column by the mean of its neighbours.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

_WIDTH, _HEIGHT, _GAP, _ROW, _MARGIN = 204, 50, 132, 76, 8
_MOST = 27
"""Characters that fit into a box."""
_LETTER = 6.7
"""Mean width of a character of an arrow's name, in units of the drawing."""
_PLACES = (0.5, 0.36, 0.64, 0.26, 0.74)


@dataclass(frozen=True, slots=True)
class Box:
    """One thing: what identifies it, its class or datatype, its name."""

    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """One statement: the keys of two boxes and the property between them."""

    source: str
    name: str
    target: str


@dataclass(slots=True)
class _Layout:
    """``columns`` lists keys from left to right; a key with an arrow's number is a slot of a long arrow."""

    columns: list[list[str]]
    lines: list[list[str]]
    rows: dict[str, float] = field(default_factory=dict)


def in_words(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> list[str]:
    """What the drawing shows, one sentence for each arrow."""
    named = {box.key: box for box in boxes}
    return [f"{_spoken(named[a.source])} {a.name} {_spoken(named[a.target])}" for a in arrows]


def _spoken(box: Box) -> str:
    return f"{box.name} ({box.kind})"


def picture(boxes: Sequence[Box], arrows: Sequence[Arrow], title: str, ident: str) -> str:
    """An SVG of things and statements, coloured by the classes of the page around it.

    ``title`` and the sentences of ``in_words`` are its text alternative; ``ident`` begins the ids in it.
    ``ValueError`` if the arrows go round in a circle.
    """
    layout = _laid_out(boxes, arrows)
    column = {key: number for number, keys in enumerate(layout.columns) for key in keys}
    at = {
        key: (_MARGIN + column[key] * (_WIDTH + _GAP), _MARGIN + row * _ROW)
        for key, row in layout.rows.items()
    }
    width = 2 * _MARGIN + len(layout.columns) * (_WIDTH + _GAP) - _GAP
    height = round(2 * _MARGIN + max(layout.rows.values()) * _ROW + _HEIGHT)
    taken: list[tuple[float, float, float]] = []
    drawn = [
        _arrow(arrow, [at[key] for key in line], taken, ident)
        for arrow, line in zip(arrows, layout.lines, strict=True)
    ]
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
                f'height="{height}" role="img" aria-labelledby="{ident}-title {ident}-words">'
            ),
            f'<title id="{ident}-title">{escape(title)}</title>',
            f'<desc id="{ident}-words">{escape("; ".join(in_words(boxes, arrows)))}.</desc>',
            (
                f'<defs><marker id="{ident}-tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
                'markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" class="tip"/></marker></defs>'
            ),
            *(line for line, _ in drawn),
            *(label for _, label in drawn),
            *(_box(box, *at[box.key]) for box in boxes),
            "</svg>",
        ]
    )


def _laid_out(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> _Layout:
    depth = _depths(boxes, arrows)
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for box in boxes:
        columns[depth[box.key]].append(box.key)
    lines = []
    for number, arrow in enumerate(arrows):
        line = [arrow.source]
        for between in range(depth[arrow.source] + 1, depth[arrow.target]):
            line.append(f"{number}:{between}")
            columns[between].append(line[-1])
        lines.append([*line, arrow.target])
    layout = _Layout(columns, lines)
    pairs = [pair for line in lines for pair in itertools.pairwise(line)]
    before = {key: [a for a, b in pairs if b == key] for keys in columns for key in keys}
    after = {key: [b for a, b in pairs if a == key] for keys in columns for key in keys}
    for keys in columns:
        _place(layout, keys, before)
    for keys in reversed(columns[:-1]):
        _place(layout, keys, after)
    top = min(layout.rows.values())
    layout.rows = {key: row - top for key, row in layout.rows.items()}
    return layout


def _depths(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> dict[str, int]:
    depth = {box.key: 0 for box in boxes}
    for _ in boxes:
        longer = {a.target: depth[a.source] + 1 for a in arrows if depth[a.target] <= depth[a.source]}
        if not longer:
            return depth
        depth |= longer
    raise ValueError("the arrows of the picture go round in a circle")


def _place(layout: _Layout, keys: list[str], neighbours: dict[str, list[str]]) -> None:
    """Give each key of a column the mean row of its neighbours, one row apart at least."""
    rows = layout.rows
    wanted = {}
    for number, key in enumerate(keys):
        near = [rows[other] for other in neighbours[key]]
        wanted[key] = sum(near) / len(near) if near else rows.get(key, float(number))
    last = -1.0
    for key in sorted(keys, key=lambda k: wanted[k]):
        last = rows[key] = max(wanted[key], last + 1.0)


def _box(box: Box, x: float, y: float) -> str:
    shown = box.name if len(box.name) <= _MOST else f"{box.name[: _MOST - 1].rstrip()}…"
    return (
        f'<g><rect x="{x:g}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="7" class="graph-node"/>'
        f'<text x="{x + 12:g}" y="{y + 20:g}" font-size="11.5" class="axis-label">{escape(box.kind)}</text>'
        f'<text x="{x + 12:g}" y="{y + 38:g}" font-size="13" class="graph-label">{escape(shown)}</text></g>'
    )


def _arrow(
    arrow: Arrow, corners: list[tuple[float, float]], taken: list[tuple[float, float, float]], ident: str
) -> tuple[str, str]:
    """The line through the corners of boxes and slots, and its name where no other name stands."""
    points = [(x, y + _HEIGHT / 2) for x, y in corners]
    bends = [((x + _WIDTH, y), end) for (x, y), end in itertools.pairwise(points)]
    drawn = [f"M{bends[0][0][0]:g} {bends[0][0][1]:g}"]
    for (x1, y1), (x2, y2) in bends:
        middle = (x1 + x2) / 2
        drawn.append(f"L{x1:g} {y1:g} C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}")
    half = len(arrow.name) * _LETTER / 2
    spots = list(_spots(bends))
    x, y = next((spot for spot in spots if _free(spot, half, taken)), spots[0])
    taken.append((x, y, half))
    line = f'<path d="{" ".join(drawn)}" class="graph-edge" marker-end="url(#{ident}-tip)"/>'
    name = (
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-size="12" class="graph-label">'
        f"{escape(arrow.name)}</text>"
    )
    return line, name


def _spots(bends: list[tuple[tuple[float, float], tuple[float, float]]]) -> Iterator[tuple[float, float]]:
    """Where a name may stand, just above the curve."""
    for t in _PLACES:
        for (x1, y1), (x2, y2) in bends:
            rest = 1 - t
            middle = (x1 + x2) / 2
            x = rest**3 * x1 + 3 * rest * t * middle + t**3 * x2
            y = (rest**3 + 3 * rest**2 * t) * y1 + (3 * rest * t**2 + t**3) * y2
            yield round(x, 1), round(y - 6, 1)


def _free(spot: tuple[float, float], half: float, taken: list[tuple[float, float, float]]) -> bool:
    return all(abs(spot[1] - y) >= 14 or abs(spot[0] - x) >= half + other + 4 for x, y, other in taken)
