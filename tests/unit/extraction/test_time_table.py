"""A table of date expressions of news English, read on Wednesday, 19 November 2014."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.time import Direction, timexes

WEDNESDAY = date(2014, 11, 19)
"""The day of publication in this table."""


def read(words: str, direction: Direction) -> str | None:
    """The days of the one date of a sentence, first and last, short."""
    (timex,) = [one for one in timexes(f"They met {words}.", WEDNESDAY) if one.kind != "duration"]
    days = timex.interval(direction)
    if days is None:
        return None
    return f"{days.start}" if days.days == 1 else f"{days.start}..{days.end}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a week ago on Tuesday", "2014-11-11"),
        ("Tuesday a week ago", "2014-11-11"),
        ("a week ago Monday", "2014-11-10"),
        ("Monday last week", "2014-11-10"),
        ("Wednesday of this week", "2014-11-19"),
        ("last week Thursday", "2014-11-13"),
        ("on Monday last", "2014-11-17"),
        ("this past Friday", "2014-11-14"),
        ("on the 23rd", "2014-10-23"),
        ("on the 3rd", "2014-11-03"),
        ("the 14th instant", "2014-11-14"),
        ("the 25th ultimo", "2014-10-25"),
        ("on the 2nd proximo", "2014-12-02"),
        ("on the 12th of this month", "2014-11-12"),
        ("on the 12th of last month", "2014-10-12"),
        ("the 5th of the month", "2014-11-05"),
        ("from Monday", "2014-11-17"),
        ("on Thursday and Friday", "2014-11-13..2014-11-14"),
        ("late last week", "2014-11-13..2014-11-16"),
        ("the week before last", "2014-11-03..2014-11-09"),
        ("in the first week of this month", "2014-11-01..2014-11-07"),
        ("a fortnight ago", "2014-11-03..2014-11-09"),
        ("a week ago", "2014-11-10..2014-11-16"),
        ("a week ago today", "2014-11-12"),
        ("a month ago", "2014-10-01..2014-10-31"),
        ("a year ago", "2013-01-01..2013-12-31"),
        ("a couple of weeks ago", "2014-11-03..2014-11-09"),
        ("a couple of days ago", "2014-11-17"),
        ("over the past week", "2014-11-12..2014-11-19"),
        ("early this month", "2014-11-01..2014-11-10"),
        ("earlier this month", "2014-11-01..2014-11-19"),
        ("late last month", "2014-10-21..2014-10-31"),
        ("at the beginning of the month", "2014-11-01..2014-11-10"),
        ("from May to July", "2014-05-01..2014-07-31"),
        ("this summer", "2014-06-01..2014-08-31"),
        ("last winter", "2013-12-01..2014-02-28"),
        ("in the fall of 2012", "2012-09-01..2012-11-30"),
        ("in the winter of 1962-63", "1962-12-01..1963-02-28"),
        ("earlier this year", "2014-01-01..2014-11-19"),
        ("early this year", "2014-01-01..2014-03-31"),
        ("at the end of last year", "2013-10-01..2013-12-31"),
        ("the year before last", "2012-01-01..2012-12-31"),
        ("in the early 1970s", "1970-01-01..1973-12-31"),
        ("in the mid-1990s", "1994-01-01..1996-12-31"),
        ("in the seventies", "1970-01-01..1979-12-31"),
        ("14.3.2014", "2014-03-14"),
        ("14.03.2014", "2014-03-14"),
        ("14/03/2014", "2014-03-14"),
        ("2014/03/14", "2014-03-14"),
        ("2014.03.14", "2014-03-14"),
        ("2014-03-14", "2014-03-14"),
        ("March 14th 2014", "2014-03-14"),
        ("14-Mar-2014", "2014-03-14"),
        ("14 Mar 2014", "2014-03-14"),
        ("the fourteenth of March 2014", "2014-03-14"),
        ("14th of March, 2014", "2014-03-14"),
        ("2014 March 14", "2014-03-14"),
        ("March 14-16, 2014", "2014-03-14..2014-03-16"),
        ("March 14 - 16, 2014", "2014-03-14..2014-03-16"),
        ("14–16 March 2014", "2014-03-14..2014-03-16"),
        ("14 to 16 March 2014", "2014-03-14..2014-03-16"),
        ("between 14 and 16 March 2014", "2014-03-14..2014-03-16"),
        ("March 30-April 2, 2014", "2014-03-30..2014-04-02"),
        ("30 March - 2 April 2014", "2014-03-30..2014-04-02"),
        ("14 and 15 March 2014", "2014-03-14..2014-03-15"),
        ("March 14 and 15, 2014", "2014-03-14..2014-03-15"),
        ("on the 14th and 15th of March 2014", "2014-03-14..2014-03-15"),
        ("May/June 2012", "2012-05-01..2012-06-30"),
        ("May-June 2012", "2012-05-01..2012-06-30"),
        ("14-16.03.2014", "2014-03-14..2014-03-16"),
        ("to-day", "2014-11-19"),
        ("tonight", "2014-11-19"),
        ("this morning", "2014-11-19"),
        ("this afternoon", "2014-11-19"),
        ("this evening", "2014-11-19"),
        ("last evening", "2014-11-18"),
        ("yesterday morning", "2014-11-18"),
        ("the night before last", "2014-11-17"),
        ("yesterday (Tuesday)", "2014-11-18"),
        ("today, 19 November", "2014-11-19"),
        ("Wednesday (19 November)", "2014-11-19"),
        ("on Wednesday, November 19", "2014-11-19"),
        ("Tuesday night", "2014-11-18"),
        ("the night of Tuesday", "2014-11-18"),
        ("in the early hours of Tuesday", "2014-11-18"),
        ("late Tuesday", "2014-11-18"),
        ("early on Tuesday", "2014-11-18"),
        ("the small hours of Wednesday", "2014-11-19"),
        ("before dawn on Wednesday", "2014-11-19"),
        ("on Tues.", "2014-11-18"),
        ("over the weekend", "2014-11-15..2014-11-16"),
        ("this weekend", "2014-11-15..2014-11-16"),
        ("over the week-end", "2014-11-15..2014-11-16"),
        ("on New Year's Day", "2014-01-01"),
        ("New Year's Eve", "2013-12-31"),
        ("Christmas Eve", "2013-12-24"),
        ("Boxing Day", "2013-12-26"),
        ("on May Day", "2014-05-01"),
        ("on Good Friday", "2014-04-18"),
        ("in November 1962", "1962-11-01..1962-11-30"),
        ("in the autumn of last year", "2013-09-01..2013-11-30"),
        ("in October last year", "2013-10-01..2013-10-31"),
        ("last October", "2014-10-01..2014-10-31"),
        ("this October", "2014-10-01..2014-10-31"),
        ("October of this year", "2014-10-01..2014-10-31"),
        ("back in October", "2014-10-01..2014-10-31"),
        ("as recently as October 12", "2014-10-12"),
        ("on the evening of the 10th", "2014-11-10"),
        ("today and tomorrow", "2014-11-19..2014-11-20"),
        ("yesterday and today", "2014-11-18..2014-11-19"),
        ("Tuesday and today", "2014-11-18..2014-11-19"),
    ],
)
def test_what_was_lies_on_these_days(words: str, expected: str) -> None:
    assert read(words, "past") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Monday week", "2014-12-01"),
        ("on Friday week", "2014-11-28"),
        ("a week from Friday", "2014-11-28"),
        ("a week on Tuesday", "2014-12-02"),
        ("Tuesday fortnight", "2014-12-09"),
        ("Friday of next week", "2014-11-28"),
        ("Thursday next week", "2014-11-27"),
        ("next week Thursday", "2014-11-27"),
        ("next week on Thursday", "2014-11-27"),
        ("on Thursday next", "2014-11-20"),
        ("this Friday", "2014-11-21"),
        ("this coming Friday", "2014-11-21"),
        ("the coming Sunday", "2014-11-23"),
        ("on the 23rd", "2014-11-23"),
        ("on the 3rd", "2014-12-03"),
        ("between the 24th and the 26th", "2014-11-24..2014-11-26"),
        ("from the 24th to the 26th", "2014-11-24..2014-11-26"),
        ("from the 24th to 26th of November", "2014-11-24..2014-11-26"),
        ("from 24th to 26th November", "2014-11-24..2014-11-26"),
        ("24th-26th November", "2014-11-24..2014-11-26"),
        ("on Monday 24th", "2014-11-24"),
        ("on Monday the 24th", "2014-11-24"),
        ("Monday, the 24th of November", "2014-11-24"),
        ("Monday 24 November", "2014-11-24"),
        ("Mon, Nov 24", "2014-11-24"),
        ("Mon. 24 Nov.", "2014-11-24"),
        ("beginning Monday", "2014-11-24"),
        ("from Monday", "2014-11-24"),
        ("from Monday through Thursday", "2014-11-24..2014-11-27"),
        ("Monday through Thursday", "2014-11-24..2014-11-27"),
        ("Monday to Thursday", "2014-11-24..2014-11-27"),
        ("Monday-Thursday", "2014-11-24..2014-11-27"),
        ("between Monday and Thursday", "2014-11-24..2014-11-27"),
        ("on Thursday and Friday", "2014-11-20..2014-11-21"),
        ("on Saturday or Sunday", "2014-11-22..2014-11-23"),
        ("on Saturday, Sunday and Monday", "2014-11-22..2014-11-24"),
        ("later this week", "2014-11-20..2014-11-23"),
        ("early next week", "2014-11-24..2014-11-26"),
        ("late next week", "2014-11-27..2014-11-30"),
        ("in the middle of next week", "2014-11-25..2014-11-27"),
        ("at the beginning of next week", "2014-11-24..2014-11-26"),
        ("by the end of next week", "2014-11-19..2014-11-30"),
        ("the week of December 8", "2014-12-08..2014-12-14"),
        ("the week beginning December 8", "2014-12-08..2014-12-14"),
        ("in the week of 8-14 December", "2014-12-08..2014-12-14"),
        ("the week after next", "2014-12-01..2014-12-07"),
        ("in the second week of December", "2014-12-08..2014-12-14"),
        ("in the last week of November", "2014-11-24..2014-11-30"),
        ("in the third week of next month", "2014-12-15..2014-12-21"),
        ("in two weeks", "2014-12-01..2014-12-07"),
        ("within two weeks", "2014-11-19..2014-12-03"),
        ("in a fortnight", "2014-12-01..2014-12-07"),
        ("two days from now", "2014-11-21"),
        ("in a month's time", "2014-12-01..2014-12-31"),
        ("in the next two weeks", "2014-11-19..2014-12-03"),
        ("over the next week", "2014-11-19..2014-11-26"),
        ("within days", "2014-11-19..2014-11-26"),
        ("within a month", "2014-11-19..2014-12-19"),
        ("within the next month", "2014-11-19..2014-12-19"),
        ("next month", "2014-12-01..2014-12-31"),
        ("early next month", "2014-12-01..2014-12-10"),
        ("late next month", "2014-12-21..2014-12-31"),
        ("in the middle of next month", "2014-12-11..2014-12-20"),
        ("mid-next month", "2014-12-11..2014-12-20"),
        ("at the end of this month", "2014-11-21..2014-11-30"),
        ("at the end of the month", "2014-11-21..2014-11-30"),
        ("late this month", "2014-11-21..2014-11-30"),
        ("by the end of the month", "2014-11-19..2014-11-30"),
        ("before the end of the year", "2014-11-19..2014-12-31"),
        ("towards the end of next year", "2015-10-01..2015-12-31"),
        ("in the first half of December", "2014-12-01..2014-12-15"),
        ("in the second half of next month", "2014-12-16..2014-12-31"),
        ("in the first half of 2015", "2015-01-01..2015-06-30"),
        ("in the first ten days of December", "2014-12-01..2014-12-10"),
        ("in early to mid-December", "2014-12-01..2014-12-20"),
        ("in mid to late December", "2014-12-11..2014-12-31"),
        ("in December or January", "2014-12-01..2015-01-31"),
        ("between December and February", "2014-12-01..2015-02-28"),
        ("next spring", "2015-03-01..2015-05-31"),
        ("to-morrow", "2014-11-20"),
        ("to-night", "2014-11-19"),
        ("the day after tomorrow", "2014-11-21"),
        ("tomorrow, Thursday", "2014-11-20"),
        ("tomorrow, 20 November", "2014-11-20"),
        ("Tuesday night", "2014-11-25"),
        ("on Tues.", "2014-11-25"),
        ("over the weekend", "2014-11-22..2014-11-23"),
        ("this weekend", "2014-11-22..2014-11-23"),
        ("the weekend of December 6", "2014-12-06..2014-12-07"),
        ("the weekend of 6-7 December", "2014-12-06..2014-12-07"),
        ("on New Year's Day", "2015-01-01"),
        ("New Year's Eve", "2014-12-31"),
        ("Christmas Eve", "2014-12-24"),
        ("Boxing Day", "2014-12-26"),
        ("on May Day", "2015-05-01"),
        ("next October", "2015-10-01..2015-10-31"),
        ("this December", "2014-12-01..2014-12-31"),
        ("in October next year", "2015-10-01..2015-10-31"),
        ("as early as December", "2014-12-01..2014-12-31"),
        ("as soon as next week", "2014-11-24..2014-11-30"),
        ("on or about December 10", "2014-12-10"),
        ("around December 10", "2014-12-10"),
        ("from December 10", "2014-12-10"),
        ("December 10 onwards", "2014-12-10"),
        ("no later than December 10", "2014-11-19..2014-12-10"),
        ("by December 10", "2014-11-19..2014-12-10"),
        ("on the morning of December 10", "2014-12-10"),
        ("on the evening of the 10th", "2014-12-10"),
        ("the afternoon of 10 December", "2014-12-10"),
        ("from 10 a.m. on December 10", "2014-12-10"),
        ("at 10:30 on 10 December", "2014-12-10"),
        ("December 10, at noon", "2014-12-10"),
        ("Nov. 24 to 26", "2014-11-24..2014-11-26"),
        ("Nov 24/25", "2014-11-24..2014-11-25"),
        ("24/25 November", "2014-11-24..2014-11-25"),
        ("the 24 to 26 November visit", "2014-11-24..2014-11-26"),
        ("November 24 through 26", "2014-11-24..2014-11-26"),
        ("November 24 until November 26", "2014-11-24..2014-11-26"),
        ("November 24 till 26", "2014-11-24..2014-11-26"),
        ("Nov. 24, 25 and 26", "2014-11-24..2014-11-26"),
        ("from the evening of November 24 to the morning of November 26", "2014-11-24..2014-11-26"),
        ("from tomorrow until Sunday", "2014-11-20..2014-11-23"),
        ("from today to Friday", "2014-11-19..2014-11-21"),
        ("from Thursday until Nov. 24", "2014-11-20..2014-11-24"),
        ("from Nov. 20 to Sunday", "2014-11-20..2014-11-23"),
        ("from yesterday to tomorrow", "2014-11-18..2014-11-20"),
        ("tomorrow and Friday", "2014-11-20..2014-11-21"),
    ],
)
def test_what_is_to_come_lies_on_these_days(words: str, expected: str) -> None:
    assert read(words, "future") == expected


@pytest.mark.parametrize(
    "words",
    [
        "on the 15th anniversary", "the 20th session", "on the 38th parallel", "for the 3rd round", "the 15th-century castle",
        "He is in his seventies", "in 1.2.3 of the text", "version 10.4.2", "the Monday weekly paper",
    ],
)  # fmt: skip
def test_counts_sessions_and_versions_name_no_day(words: str) -> None:
    exact = [one for one in timexes(words, WEDNESDAY) if one.kind in {"point", "span"}]
    assert not [
        one.text
        for one in exact
        if one.rule in {"day-only", "of-month", "iso", "numeric", "decade", "weeks-on"}
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tomorrow, Thursday", "tomorrow"),
        ("yesterday (Tuesday)", "yesterday"),
        ("today, 19 November", "today"),
    ],
)
def test_a_day_said_twice_is_one_date(words: str, expected: str) -> None:
    assert [one.text for one in timexes(f"They met {words}, in Rome", WEDNESDAY)] == [expected]


def test_days_that_do_not_follow_each_other_stay_two_dates() -> None:
    found = timexes("They met on Monday and today, and again tomorrow and on Sunday.", WEDNESDAY)
    assert [one.text for one in found] == ["Monday", "today", "tomorrow", "Sunday"]


def test_one_of_two_days_does_not_last_both() -> None:
    (timex,) = timexes("will meet today or tomorrow", WEDNESDAY)
    days = timex.interval("future")
    assert days is not None
    assert (days.days, days.lasting) == (2, False)
