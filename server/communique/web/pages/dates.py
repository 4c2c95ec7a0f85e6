"""Dates as a reader wants them: EDTF literals in words, and as ``<time>`` with the date for machines.

The words are pieces: text, and the machine date of those pieces that name one (HTML, section "valid date
string" and its year and month siblings; an interval has no such form, so its two ends are named).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup

from communique.model.when import Interval

Piece = tuple[str, str]
"""Words, and the date for machines that they name; empty for words between dates."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_THIRDS = {(1, 10): "early", (11, 20): "mid", (21, 31): "late"}
"""Days of a month that "early", "mid" and "late" stand for, as dates are read from articles."""
_SEASONS = {(1, 3): "early", (5, 8): "mid", (10, 12): "late"}
"""Months of a year that they stand for."""

_DAY = r"\d{4}-\d\d-\d\d"
_ENDING = re.compile(rf"(.+), (\[{_DAY}\.\.{_DAY}\]|{_DAY}/{_DAY}|{_DAY}|\d{{4}}-\d\d|\d{{4}})", re.DOTALL)
"""A label that ends in an EDTF date, as those of events do."""


def interval(edtf: str) -> Interval | None:
    """The days that an EDTF literal allows; None for a form that is not read here."""
    try:
        return Interval.from_edtf(edtf)
    except ValueError:
        return None


def spoken(edtf: str) -> str:
    """``2025-07`` as "July 2025", ``[2025-01-21..2025-01-31]`` as "late January 2025 (21–31 Jan)".

    What cannot be read is given back as it is: a user's graph may hold anything.
    """
    return _words(pieces(edtf))


def marked(edtf: str) -> Markup:
    """As ``spoken``, each date in a ``<time>`` element."""
    return _marked(pieces(edtf))


def spoken_day(text: str) -> str:
    """An ``xsd:date`` in words; anything else as it is."""
    return _words(_of_day(text))


def marked_day(text: str) -> Markup:
    """As ``spoken_day``, in a ``<time>`` element."""
    return _marked(_of_day(text))


def day(value: date) -> str:
    """``31 July 2025``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def undated(label: str) -> str:
    """A label without the EDTF date it ends in: for places that show the date beside it."""
    return _split(label)[0]


def dated(label: str) -> str:
    """A label with the EDTF date it ends in said in words."""
    words, edtf = _split(label)
    return f"{words}, {spoken(edtf)}" if edtf else label


def pieces(edtf: str) -> Sequence[Piece]:
    """The words for an EDTF literal."""
    days = interval(edtf)
    if days is None:
        return ((edtf, ""),)
    if days.start == days.end:
        return (_piece(days.start),)
    if days.lasting:
        return tuple(_between(days.start, days.end, "–"))
    if edtf[:4].isdecimal():
        words = edtf if len(edtf) == 4 else f"{MONTHS[days.start.month - 1]} {days.start.year}"
        return ((words, edtf),)
    return tuple(_some_day(days.start, days.end))


def _split(label: str) -> tuple[str, str]:
    match = _ENDING.fullmatch(label)
    return (match[1], match[2]) if match and interval(match[2]) else (label, "")


def _of_day(text: str) -> Sequence[Piece]:
    try:
        return (_piece(date.fromisoformat(text[:10])),)
    except ValueError:
        return ((text, ""),)


def _some_day(first: date, last: date) -> Iterator[Piece]:
    """One unknown day of these."""
    whole = last.day == calendar.monthrange(last.year, last.month)[1]
    if (first.year, first.month) == (last.year, last.month):
        part = _THIRDS.get((first.day, 31 if whole else last.day))
        if part:
            month = MONTHS[first.month - 1]
            yield f"{part} {month} {first.year}", f"{first:%Y-%m}"
            yield " (", ""
            yield str(first.day), first.isoformat()
            yield "–", ""
            yield f"{last.day} {month[:3]}", last.isoformat()
            yield ")", ""
            return
    elif first.year == last.year and first.day == 1 and whole:
        part = _SEASONS.get((first.month, last.month))
        months = f"{MONTHS[first.month - 1]}–{MONTHS[last.month - 1]}"
        if part:
            yield f"{part} {first.year}", f"{first:%Y}"
            yield f" ({MONTHS[first.month - 1][:3]}–{MONTHS[last.month - 1][:3]})", ""
        else:
            yield f"{months} {first.year}", f"{first:%Y}"
        return
    yield "between ", ""
    yield from _between(first, last, " and ")


def _between(first: date, last: date, mark: str) -> Iterator[Piece]:
    """Two days with what they share said once."""
    wide = mark if " " in mark else f" {mark} "
    month = MONTHS[first.month - 1]
    if (first.year, first.month) == (last.year, last.month):
        yield str(first.day), first.isoformat()
        yield mark, ""
    elif first.year == last.year:
        yield f"{first.day} {month}", first.isoformat()
        yield wide, ""
    else:
        yield _piece(first)
        yield wide, ""
    yield _piece(last)


def _piece(value: date) -> Piece:
    return day(value), value.isoformat()


def _words(said: Sequence[Piece]) -> str:
    return "".join(words for words, _ in said)


def _marked(said: Sequence[Piece]) -> Markup:
    element = Markup('<time datetime="{}">{}</time>')
    return Markup("").join(element.format(machine, words) if machine else words for words, machine in said)
