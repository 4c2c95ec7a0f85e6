"""Calendar arithmetic on intervals; weeks run from Monday to Sunday."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from communique.extraction.time.timex import Direction, Reading
from communique.model.when import Interval, Precision

EARLIEST, LATEST = 1900, 2099
PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "early-mid": (1, 20), "mid-late": (11, 31)}
"""Of a month, in days (model.when)."""
YEAR_PARTS = {"early": (1, 3), "mid": (5, 8), "late": (10, 12), "early-mid": (1, 8), "mid-late": (5, 12)}
"""Of a year, in months: "early next year" is January to March."""
WEEK_PARTS = {"early": (0, 2), "mid": (1, 3), "late": (3, 6), "early-mid": (0, 3), "mid-late": (1, 6)}
REACH = 340
"""Days: a date without a year that would lie further off than this in the direction of the tense is taken for
the closest one instead, since "will visit on April 2" on April 10 is a misread tense, not next year."""
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is none such (31 June)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int, part: str | None = None) -> Interval:
    """A month or a third of it."""
    if part is None:
        return Interval.month(year, month)
    first, last = PARTS[part]
    end = month_end(year, month)
    return Interval(date(year, month, first), min(end, date(year, month, min(last, end.day))), "month")


def year_of(year: int, part: str | None = None) -> Interval:
    """A year or a part of it."""
    if part is None:
        return Interval.year(year)
    first, last = YEAR_PARTS[part]
    return Interval(date(year, first, 1), month_end(year, last), "month")


def season_of(year: int, season: str, part: str | None = None) -> Interval:
    """Spring from March, summer June, autumn September, winter December of ``year``; or a month of it."""
    first = SEASONS[season] + {"mid": 1, "late": 2}.get(part or "", 0)
    last = first if part else first + 2
    start = date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
    return Interval(start, month_end(year + (last - 1) // 12, (last - 1) % 12 + 1), "season")


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """Year and month ``by`` months on."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def week_of(day: date, part: str | None = None) -> Interval:
    """The week that holds ``day``, or its beginning, middle or end."""
    monday = day - timedelta(days=day.weekday())
    first, last = WEEK_PARTS[part] if part else (0, 6)
    return Interval(monday + timedelta(days=first), monday + timedelta(days=last), "month")


def weekend_of(day: date) -> Interval:
    """Saturday and Sunday of the week that holds ``day``."""
    saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
    return Interval(saturday, saturday + timedelta(days=1), "month")


def weekday_before(day: date, weekday: int, *, strict: bool = False) -> date:
    """The last such weekday on or (strict) before ``day``."""
    back = (day.weekday() - weekday) % 7
    return day - timedelta(days=back or (7 if strict else 0))


def weekday_after(day: date, weekday: int, *, strict: bool = False) -> date:
    """The first such weekday on or (strict) after ``day``."""
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead or (7 if strict else 0))


def bounded(
    interval: Interval | None, direction: Direction | None, published: date | None
) -> Interval | None:
    """A vague interval that holds the publication day, cut to what the tense leaves of it."""
    if interval is None or published is None or direction is None or interval.lasting:
        return interval
    if interval.precision == "day" or not interval.start <= published <= interval.end:
        return interval
    if direction == "past":
        return Interval(interval.start, published, interval.precision)
    return Interval(published, interval.end, interval.precision)


def by_tense(interval: Interval | None, published: date | None) -> Reading:
    """One interval, bounded for each tense."""
    return Reading(bounded(interval, "past", published), bounded(interval, "future", published), interval)


def nearest(candidates: list[Interval], published: date | None) -> Reading:
    """Of one date in several years: the last before, the first after, and the closest to publication."""
    if published is None or not candidates:
        return Reading()
    past = [one for one in candidates if one.start <= published]
    future = [one for one in candidates if one.end >= published]

    def away(one: Interval) -> int:
        if one.start <= published <= one.end:
            return 0
        return min(abs((one.start - published).days), abs((one.end - published).days))

    closest = min(candidates, key=away)
    before = past[-1] if past and away(past[-1]) <= REACH else closest
    after = future[0] if future and away(future[0]) <= REACH else closest
    return Reading(bounded(before, "past", published), bounded(after, "future", published), closest)


def around(day: date, slack: int, precision: Precision = "month") -> Interval:
    """The days within ``slack`` of ``day``."""
    return Interval(day - timedelta(days=slack), day + timedelta(days=slack), precision)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus, Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    k = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
