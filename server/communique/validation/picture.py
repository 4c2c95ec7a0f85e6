"""A modelling pattern as a drawing: rows of boxes, each row one path through the model."""

from __future__ import annotations

from html import escape

_WIDTH, _HEIGHT, _GAP, _ROW, _MARGIN = 168, 38, 118, 62, 12
_TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="currentColor"/></marker></defs>'
)


def picture(paths: tuple[tuple[str, ...], ...], title: str) -> str:
    """An SVG of some paths, each of them box, property, box, property ... box.

    It takes the colour of the text around it, and its title and every arrow can be read aloud.
    """
    boxes = max((len(path) + 1) // 2 for path in paths)
    width = 2 * _MARGIN + boxes * _WIDTH + (boxes - 1) * _GAP
    height = 2 * _MARGIN + (len(paths) - 1) * _ROW + _HEIGHT
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="14"><title>{escape(title)}</title>'
    )
    rows = [_row(path, _MARGIN + number * _ROW) for number, path in enumerate(paths)]
    return "\n".join([head, _TIP, *rows, "</svg>"]) + "\n"


def _row(path: tuple[str, ...], y: int) -> str:
    parts: list[str] = []
    x = _MARGIN
    for number in range(0, len(path), 2):
        parts.append(_box(path[number], x, y))
        if number + 2 < len(path):
            words = f"{path[number]} {path[number + 1]} {path[number + 2]}"
            parts.append(_arrow(path[number + 1], x + _WIDTH, y + _HEIGHT // 2, words))
        x += _WIDTH + _GAP
    return "\n".join(parts)


def _box(name: str, x: int, y: int) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="7" fill="none" '
        'stroke="currentColor"/>'
        f'<text x="{x + _WIDTH // 2}" y="{y + _HEIGHT // 2 + 5}" text-anchor="middle" '
        f'fill="currentColor">{escape(name)}</text>'
    )


def _arrow(name: str, x: int, y: int, words: str) -> str:
    return (
        f'<g><title>{escape(words)}</title><path d="M{x} {y} H{x + _GAP}" fill="none" stroke="currentColor" '
        f'marker-end="url(#tip)"/><text x="{x + _GAP // 2 - 3}" y="{y - 7}" text-anchor="middle" '
        f'font-size="12" fill="currentColor">{escape(name)}</text></g>'
    )
