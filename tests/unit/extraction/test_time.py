"""Date expressions of news English and the days they stand for."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.time import Timex, timexes
from communique.model.when import Interval

SATURDAY = date(2006, 11, 18)
"""The day of publication in these tests."""


def only(words: str, published: date | None = SATURDAY) -> Timex:
    found = timexes(words, published)
    assert len(found) == 1, [one.text for one in found]
    return found[0]


def days(interval: Interval | None) -> str | None:
    """First and last day, short."""
    if interval is None:
        return None
    if interval.start == interval.end:
        return interval.start.isoformat()
    return f"{interval.start}..{interval.end}" + ("/" if interval.lasting else "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # calendar days
        ("on 3 November 1994", "1994-11-03"),
        ("on 3rd November 1994", "1994-11-03"),
        ("on the 3rd of November, 1994", "1994-11-03"),
        ("on November 3, 1994", "1994-11-03"),
        ("on Nov. 3 1994", "1994-11-03"),
        ("on Thursday, 3 November 1994", "1994-11-03"),
        ("on Thursday (November 3, 1994)", "1994-11-03"),
        ("dated 1994-11-03", "1994-11-03"),
        ("on 23/11/1994", "1994-11-23"),
        ("on 3.11.1994", "1994-11-03"),
        # spans
        ("from 10 to 16 December 2001", "2001-12-10..2001-12-16/"),
        ("from February 21 to 24, 2012", "2012-02-21..2012-02-24/"),
        ("on 23-24 February 2012", "2012-02-23..2012-02-24/"),
        ("the Nov. 18-19, 2006 meeting", "2006-11-18..2006-11-19/"),
        ("from Nov. 30 to Dec. 1, 2005", "2005-11-30..2005-12-01/"),
        ("from 30 December 2004 to 2 January 2005", "2004-12-30..2005-01-02/"),
        ("from December 30 to January 2, 2005", "2004-12-30..2005-01-02/"),
        ("on January 23, 24 and 25, 2010", "2010-01-23..2010-01-25/"),
        ("from Thursday 11 to Tuesday 16 June 2009", "2009-06-11..2009-06-16/"),
        ("from 1994 to 1996", "1994-01-01..1996-12-31/"),
        # months, years and their parts
        ("in March 2010", "2010-03-01..2010-03-31"),
        ("in December, 1994", "1994-12-01..1994-12-31"),
        ("in late January 2025", "2025-01-21..2025-01-31"),
        ("in mid-June 2004", "2004-06-11..2004-06-20"),
        ("early in May 2004", "2004-05-01..2004-05-10"),
        ("at the end of April 1991", "1991-04-21..1991-04-30"),
        ("in the first week of May 1991", "1991-05-01..1991-05-07"),
        ("in 2003", "2003-01-01..2003-12-31"),
        ("the 1994 summit", "1994-01-01..1994-12-31"),
        ("in early 1996", "1996-01-01..1996-03-31"),
        ("in late 1996", "1996-10-01..1996-12-31"),
        ("in the spring of 2019", "2019-03-01..2019-05-31"),
        ("in the second quarter of 1999", "1999-04-01..1999-06-30"),
        ("in the 1990s", "1990-01-01..1999-12-31"),
        ("in the late 1980s", "1987-01-01..1989-12-31"),
        ("between March and May 1988", "1988-03-01..1988-05-31"),
    ],
)
def test_a_date_with_its_year_needs_no_publication_day(words: str, expected: str) -> None:
    assert days(only(words, None).interval()) == expected


@pytest.mark.parametrize(
    ("words", "past", "future"),
    [
        # weekdays by tense; the day of publication counts for both
        ("on Wednesday", "2006-11-15", "2006-11-22"),
        ("on Saturday", "2006-11-18", "2006-11-18"),
        ("late on Tuesday night", "2006-11-14", "2006-11-21"),
        ("on Monday and Tuesday", "2006-11-13..2006-11-14/", "2006-11-20..2006-11-21/"),
        ("from Friday to Sunday", "2006-11-17..2006-11-19/", "2006-11-17..2006-11-19/"),
        ("last Thursday", "2006-11-16", "2006-11-16"),
        ("next Monday", "2006-11-20", "2006-11-20"),
        ("Tuesday of last week", "2006-11-07", "2006-11-07"),
        # days around publication
        ("today", "2006-11-18", "2006-11-18"),
        ("earlier today", "2006-11-18", "2006-11-18"),
        ("yesterday evening", "2006-11-17", "2006-11-17"),
        ("tomorrow", "2006-11-19", "2006-11-19"),
        ("last night", "2006-11-17", "2006-11-17"),
        ("the day before yesterday", "2006-11-16", "2006-11-16"),
        # weeks, months, years
        ("this week", "2006-11-13..2006-11-18", "2006-11-18..2006-11-19"),
        ("earlier this week", "2006-11-13..2006-11-18", "2006-11-13..2006-11-18"),
        ("next week", "2006-11-20..2006-11-26", "2006-11-20..2006-11-26"),
        ("last month", "2006-10-01..2006-10-31", "2006-10-01..2006-10-31"),
        ("later this month", "2006-11-19..2006-11-30", "2006-11-19..2006-11-30"),
        ("later this year", "2006-11-19..2006-12-31", "2006-11-19..2006-12-31"),
        ("early next year", "2007-01-01..2007-03-31", "2007-01-01..2007-03-31"),
        ("in the new year", "2007-01-01..2007-03-31", "2007-01-01..2007-03-31"),
        ("late last year", "2005-10-01..2005-12-31", "2005-10-01..2005-12-31"),
        ("at the weekend", "2006-11-18", "2006-11-18..2006-11-19"),
        ("last weekend", "2006-11-11..2006-11-12", "2006-11-11..2006-11-12"),
        ("by the end of the year", "2006-11-18..2006-12-31", "2006-11-18..2006-12-31"),
        ("later in the week", "2006-11-19", "2006-11-19"),
        # months without a year
        ("in July", "2006-07-01..2006-07-31", "2007-07-01..2007-07-31"),
        ("in November", "2006-11-01..2006-11-18", "2006-11-18..2006-11-30"),
        ("last May", "2006-05-01..2006-05-31", "2006-05-01..2006-05-31"),
        ("last November", "2005-11-01..2005-11-30", "2005-11-01..2005-11-30"),
        ("next May", "2007-05-01..2007-05-31", "2007-05-01..2007-05-31"),
        ("in January this year", "2006-01-01..2006-01-31", "2006-01-01..2006-01-31"),
        ("on August 8 last year", "2005-08-08", "2005-08-08"),
        ("last summer", "2006-06-01..2006-08-31", "2006-06-01..2006-08-31"),
        # days without a year
        ("on Nov. 3", "2006-11-03", "2006-11-03"),
        ("on 9 February", "2006-02-09", "2007-02-09"),
        ("from Nov. 22 to 27", "2006-11-22..2006-11-27/", "2006-11-22..2006-11-27/"),
        ("the next 23rd and 24th of January", "2007-01-23..2007-01-24/", "2007-01-23..2007-01-24/"),
        ("on Thursday and Friday, 23-24 November", "2006-11-23..2006-11-24/", "2006-11-23..2006-11-24/"),
        ("on the 15th", "2006-11-15", "2006-12-15"),
        ("the 5th of next month", "2006-12-05", "2006-12-05"),
        # distances
        ("three days ago", "2006-11-15", "2006-11-15"),
        ("two weeks ago", "2006-10-30..2006-11-05", "2006-10-30..2006-11-05"),
        ("two months ago", "2006-09-01..2006-09-30", "2006-09-01..2006-09-30"),
        ("two years ago", "2004-01-01..2004-12-31", "2004-01-01..2004-12-31"),
        ("in three days' time", "2006-11-21", "2006-11-21"),
        ("in two weeks' time", "2006-11-27..2006-12-03", "2006-11-27..2006-12-03"),
        ("in the coming days", "2006-11-18..2006-11-28", "2006-11-18..2006-11-28"),
        # feasts
        ("on Christmas Day", "2005-12-25", "2006-12-25"),
        ("on Easter Monday", "2006-04-17", "2007-04-09"),
    ],
)
def test_a_date_without_a_year_is_read_by_the_tense(words: str, past: str, future: str) -> None:
    timex = only(words)
    assert (days(timex.interval("past")), days(timex.interval("future"))) == (past, future)


@pytest.mark.parametrize(
    "words",
    [
        "on Wednesday",
        "next week",
        "last May",
        "yesterday",
        "on Nov. 3",
        "two days ago",
        "this month",
        "in July",
        "at the weekend",
    ],
)
def test_what_is_counted_from_publication_stays_open_without_it(words: str) -> None:
    assert only(words, None).interval("past") is None


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("last week", "past"),
        ("tomorrow", "future"),
        ("two years ago", "past"),
        ("next May", "future"),
        ("on Monday", None),
    ],
)
def test_some_words_fix_the_direction_themselves(words: str, direction: str | None) -> None:
    assert only(words).hint == direction


@pytest.mark.parametrize(
    "words",
    ["since 2001", "since last March", "until May 5", "since the 1990s", "up to Monday", "before Nov. 3"],
)
def test_the_bound_of_a_state_dates_no_event(words: str) -> None:
    assert only(words).kind == "excluded"


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("a four-day visit", 4),
        ("for five days", 5),
        ("a week-long trip", 7),
        ("a two-day summit", 2),
        ("a five-hour visit", 1),
        ("over two days", 2),
        ("a visit of three days", 3),
        ("two weeks of talks", 14),
    ],
)
def test_a_duration_has_a_length_and_no_date_of_its_own(words: str, length: int) -> None:
    timex = only(words)
    assert (timex.kind, timex.days, timex.interval()) == ("duration", length, None)
    lasting = timex.lasting_from(date(2006, 11, 20))
    assert lasting is not None
    assert lasting.days == length


@pytest.mark.parametrize("words", ["every Monday", "twice a year", "on Fridays", "each month", "annually"])
def test_what_recurs_has_no_date(words: str) -> None:
    timex = only(words)
    assert (timex.kind, timex.interval()) == ("recurring", None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("He arrived on Monday and left the next day.", "2006-11-14"),
        ("She spoke on Tuesday. The day before, the envoy had left.", "2006-11-13"),
        ("He came on Nov. 3, 2006; two days later they met.", "2006-11-05"),
        ("They met yesterday after talks earlier in the day.", "2006-11-17"),
        ("They met today. Li, who came on Monday, smiled. Earlier in the day he sulked.", "2006-11-18"),
    ],
)
def test_a_relative_date_counts_from_the_date_before_it(words: str, expected: str) -> None:
    assert days(timexes(words, SATURDAY)[-1].interval("past")) == expected


@pytest.mark.parametrize(
    "words", ["on the eve of the summit", "two days after the vote", "the day before the talks"]
)
def test_a_date_counted_from_an_event_waits_for_the_event(words: str) -> None:
    timex = only(words)
    assert timex.kind == "relative"
    assert timex.interval("past") is None
    counted = timex.after(Interval.day(date(2006, 11, 10)))
    assert counted is not None
    assert counted.start != date(2006, 11, 10)


@pytest.mark.parametrize("words", ["11/3/1994", "during Ramadan"])
def test_what_may_be_two_days_is_left_open(words: str) -> None:
    assert only(words).interval("past") is None


def test_an_ambiguous_number_near_publication_is_read() -> None:
    assert days(only("11/3/2006", date(2006, 11, 5)).interval()) == "2006-11-03"


@pytest.mark.parametrize(
    "words",
    [
        "Theresa May said", "some 2000 troops", "Resolution 1973", "the Good Friday Agreement", "Black Monday", "in March order",
        "2,000 people", "a summer school", "it may rain", "on the march", "Agenda 2030", "1,300 years of history",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_date_are_left_alone(words: str) -> None:
    assert [one.text for one in timexes(words, SATURDAY) if one.kind in {"point", "span"}] in ([], ["March"])


def test_the_first_visit_in_ten_years_is_no_date() -> None:
    assert only("the first visit in ten years.").kind == "duration"


def test_a_deadline_lies_between_publication_and_its_last_day() -> None:
    assert days(only("by November 2007").interval("future")) == "2006-11-18..2007-11-30"


def test_spans_quote_the_text() -> None:
    text = "They met on Monday\u00a0and will meet on “23–24 February”, at the weekend or in late May."
    for timex in timexes(text, SATURDAY):
        assert text[timex.span.start : timex.span.end] == timex.text
        moved = timex.moved(5)
        assert (moved.span.start, moved.text) == (timex.span.start + 5, timex.text)


def test_a_duration_may_end_on_a_day() -> None:
    until = only("a five-day visit").lasting_until(date(1999, 5, 19))
    assert days(until) == "1999-05-15..1999-05-19/"


def test_what_lies_before_a_dated_event_counts_from_its_date() -> None:
    eve, _ = timexes("They met on the eve of the June 12 summit.", SATURDAY)
    assert days(eve.interval("past")) == "2006-06-11"
    after, _ = timexes("He resigned two days after the 3 May 1999 vote.", SATURDAY)
    assert days(after.interval("past")) == "1999-05-05"


def test_the_day_after_something_dated_later_in_the_clause_counts_from_that() -> None:
    first, _ = timexes("called the day after he stepped into office on September 26", date(2006, 11, 1))
    assert first.interval("past") == Interval.day(date(2006, 9, 27))


def test_earlier_in_the_day_is_the_day_told_before_a_vaguer_date() -> None:
    text = "left yesterday ahead of her visit next week, having come from Rome earlier in the day"
    *_, last = timexes(text, date(2006, 11, 1))
    assert last.interval("past") == Interval.day(date(2006, 10, 31))


def test_this_past_and_this_coming_weekend_are_those_nearest() -> None:
    (past,) = timexes("met this past weekend", date(2012, 5, 16))
    (coming,) = timexes("will meet this coming weekend", date(2012, 5, 16))
    assert past.interval() == Interval(date(2012, 5, 12), date(2012, 5, 13), "month")
    assert coming.interval() == Interval(date(2012, 5, 19), date(2012, 5, 20), "month")


@pytest.mark.parametrize(
    ("published", "saturday"),
    [(date(1986, 10, 10), date(1986, 10, 11)), (date(1986, 10, 14), date(1986, 10, 11))],
)
def test_weekend_talks_are_those_of_the_last_weekend_early_in_the_week(
    published: date, saturday: date
) -> None:
    (found,) = timexes("They met for their weekend summit.", published)
    days = found.interval("past")
    assert days is not None
    assert days.start == saturday
