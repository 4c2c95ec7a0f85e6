"""Dates as a reader wants them: EDTF literals in words."""

from __future__ import annotations

from datetime import date

from communique.model.when import Interval

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


def interval(edtf: str) -> Interval | None:
    """The days that an EDTF literal allows; None for a form that is not read here."""
    try:
        return Interval.from_edtf(edtf)
    except ValueError:
        return None


def spoken(edtf: str) -> str:
    """``2025-07`` as "July 2025", ``[2025-01-21..2025-01-31]`` as "21–31 January 2025 (one day)".

    What cannot be read is given back as it is: a user's graph may hold anything.
    """
    days = interval(edtf)
    if days is None:
        return edtf
    if days.start == days.end:
        return day(days.start)
    if not days.lasting and edtf[:4].isdecimal():
        return edtf if len(edtf) == 4 else f"{MONTHS[days.start.month - 1]} {days.start.year}"
    span = between(days.start, days.end)
    return span if days.lasting else f"{span} (some day)"


def day(value: date) -> str:
    """``31 July 2025``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def between(first: date, last: date) -> str:
    """Two days with what they share said once."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def spoken_day(text: str) -> str:
    """An ``xsd:date`` in words; anything else as it is."""
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:
        return text
