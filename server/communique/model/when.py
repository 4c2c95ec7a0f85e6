"""A date as far as the words fix it, and its EDTF literal (ISO 8601-2)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "season", "year", "unknown"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The days that the words allow, first and last inclusive.

    With ``lasting`` the event fills the whole interval ("23-24 February", "a four-day visit");
    without it the event lies on one unknown day inside ("late January", "in July").
    ``precision`` is that of the words: "late January" is a month.
    """

    start: date
    end: date
    precision: Precision = "day"
    lasting: bool = False

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"an interval must not end before it starts: {self.start}..{self.end}")

    @property
    def edtf(self) -> str:
        """``2025-07-31``, ``2025-07``, ``2025``, ``[2025-01-21..2025-01-31]`` , ``2025-02-23/2025-02-24``."""
        first, last = self.start, self.end
        if first == last:
            return first.isoformat()
        if self.lasting:
            return f"{first.isoformat()}/{last.isoformat()}"
        if first.day == 1 and last == _month_end(last):
            if (first.year, first.month) == (last.year, last.month):
                return f"{first:%Y-%m}"
            if first.year == last.year and (first.month, last.month) == (1, 12):
                return f"{first:%Y}"
        return f"[{first.isoformat()}..{last.isoformat()}]"

    @property
    def days(self) -> int:
        """How many days the interval spans."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: Interval) -> bool:
        """Whether some day lies in both; two dates disagree when none does."""
        return self.start <= other.end and other.start <= self.end

    def within(self, other: Interval) -> bool:
        """Whether every day of this lies in the other."""
        return other.start <= self.start and self.end <= other.end

    @classmethod
    def day(cls, day: date) -> Interval:
        """One known day."""
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> Interval:
        """Some day of a month."""
        first = date(year, month, 1)
        return cls(first, _month_end(first), "month")

    @classmethod
    def year(cls, year: int) -> Interval:
        """Some day of a year."""
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    @classmethod
    def from_edtf(cls, text: str) -> Interval:
        """Read what ``edtf`` writes; raises ``ValueError`` for any other text."""
        if match := re.fullmatch(r"\[(\S{10})\.\.(\S{10})\]", text):
            first, last = (date.fromisoformat(part) for part in match.groups())
            return cls(first, last, _precision_of(first, last))
        if "/" in text:
            first, last = (date.fromisoformat(part) for part in text.split("/"))
            return cls(first, last, "day", lasting=True)
        if re.fullmatch(r"\d{4}", text):
            return cls.year(int(text))
        if re.fullmatch(r"\d{4}-\d\d", text):
            return cls.month(int(text[:4]), int(text[5:]))
        return cls.day(date.fromisoformat(text))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _precision_of(first: date, last: date) -> Precision:
    days = (last - first).days + 1
    if days <= 31:
        return "month"
    return "season" if days <= 100 else "year"
