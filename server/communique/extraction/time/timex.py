"""A date expression and the days it stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from communique.model.text import Span
from communique.model.when import Interval

Direction = Literal["past", "future"]
TimexKind = Literal["point", "span", "duration", "excluded", "recurring", "relative"]
"""point: one day, somewhere in the interval; span: lasts from its first to its last day; duration: a
length without a date; excluded: the bound of a state ("since 2001", "until May"), not the date of an event;
recurring: "every Monday"; relative: counted from another date ("the next day") or event ("on the eve of")."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The days by the tense of what is dated: ``past``, ``future``, and ``either`` where it is unknown."""

    past: Interval | None = None
    future: Interval | None = None
    either: Interval | None = None

    @classmethod
    def of(cls, interval: Interval | None) -> Reading:
        """The same days whatever the tense."""
        return cls(interval, interval, interval)

    def by(self, direction: Direction | None) -> Interval | None:
        """The days for a tense."""
        if direction == "past":
            return self.past
        return self.future if direction == "future" else self.either


_YEARLY = 300
"""Days between the first and the last that years count from: what is told in years is told of a year."""
_FOLLOWING = timedelta(days=31)
"""From a date to the days that are read by it, at most."""
UNREAD = Reading()
"""No days: the words, or what is known of the publication, do not say."""


@dataclass(frozen=True, slots=True)
class Timex:
    """Words that date something, in the offsets of the text that was searched.

    ``rule`` names what read them. ``hint`` is the direction that the words themselves fix ("last
    week" past, "tomorrow" future). ``days`` is the length of a duration, rounded up to days. A relative
    expression has ``shift``, first and last day to add to those of ``base``, the date it follows in
    the text, or of an event (``after``). Of a day of the month or of the week, ``base`` is the date whose
    days say in which month or week it lies.
    """

    span: Span
    text: str
    kind: TimexKind
    rule: str
    reading: Reading = UNREAD
    hint: Direction | None = None
    days: int | None = None
    shift: tuple[int, int] | None = None
    base: Timex | None = None

    def interval(self, direction: Direction | None = None) -> Interval | None:
        """The days meant; None where the words alone do not say. ``hint`` outranks ``direction``."""
        if self.kind == "relative" and self.base is not None:
            anchor = self.base.interval(direction)
            return None if anchor is None else self.after(anchor)
        return self.reading.by(self.hint or direction)

    def bounded(self, days: Interval) -> bool:
        """Whether it is by the days of another date that the words mean these."""
        anchor = self.base.interval() if self.base is not None and self.kind != "relative" else None
        return anchor is not None and anchor.start <= days.start <= anchor.start + _FOLLOWING

    def after(self, anchor: Interval) -> Interval | None:
        """A relative expression counted from the days of something else ("the day before" it)."""
        if self.shift is None:
            return None
        first, last = self.shift
        if first * last > 0 and last - first > _YEARLY:  # "a year later": some time in the next year
            year = anchor.start.year + round((first + last) / 2 / 365)
            return Interval(date(year, 1, 1), date(year, 12, 31), "year") if 0 < year < 10_000 else None
        start = anchor.start if first <= 0 else anchor.end
        end = anchor.start if last < 0 else anchor.end
        low, high = start + timedelta(days=first), end + timedelta(days=last)
        if low > high:
            low, high = high, low
        exact = anchor.precision if first == last else "month"
        return Interval(low, high, exact)

    def lasting_from(self, first: date) -> Interval | None:
        """The days of a duration that begins on ``first``."""
        if self.days is None:
            return None
        return Interval(first, first + timedelta(days=self.days - 1), "day", lasting=self.days > 1)

    def lasting_until(self, last: date) -> Interval | None:
        """The days of a duration that ends on ``last`` ("left on Wednesday after a five-day visit")."""
        if self.days is None:
            return None
        return Interval(last - timedelta(days=self.days - 1), last, "day", lasting=self.days > 1)

    def moved(self, by: int) -> Timex:
        """The same, ``by`` characters further on."""
        base = self.base.moved(by) if self.base else None
        return replace(self, span=self.span.shift(by), base=base)
