"""What holds for every date expression and every day of publication."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from communique.extraction.time import timexes
from communique.extraction.time.words import MONTHS, WEEKDAYS

DAYS = st.dates(date(1985, 1, 1), date(2035, 12, 31))
VAGUE = st.sampled_from(
    [
        "this week", "last week", "earlier this week", "this month", "earlier this month", "last month", "this year", "last year", "in recent weeks",
        "late last month", "early this year", "at the weekend", "two weeks ago", "three months ago", "in the past few days", "last summer",
        "the end of last week", "late last year", "earlier in the year", "over the past month",
    ]
)  # fmt: skip
AHEAD = st.sampled_from(
    [
        "next week", "later this week", "later this month", "next month", "next year", "early next year", "in the coming weeks", "tomorrow",
        "by the end of the year", "later this year", "in two weeks' time", "next weekend", "next summer", "over the next few days",
    ]
)  # fmt: skip


@given(DAYS, DAYS)
def test_a_written_day_is_read_as_that_day(day: date, published: date) -> None:
    month = MONTHS[day.month - 1].title()
    for words in (f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", day.isoformat()):
        (timex,) = timexes(f"on {words}.", published)
        interval = timex.interval("past")
        assert interval is not None
        assert (interval.start, interval.end) == (day, day)


@given(DAYS, st.integers(-140, 140))
def test_a_day_without_its_year_is_found_again_near_publication(published: date, away: int) -> None:
    day = published + timedelta(days=away)
    (timex,) = timexes(f"on {MONTHS[day.month - 1].title()} {day.day}", published)
    interval = timex.interval("past" if away <= 0 else "future")
    assert interval is not None
    assert interval.start == interval.end == day


@given(DAYS, st.integers(0, 6))
def test_a_weekday_lies_within_a_week_on_the_side_of_the_tense(published: date, weekday: int) -> None:
    (timex,) = timexes(f"on {WEEKDAYS[weekday].title()}", published)
    past, future = timex.interval("past"), timex.interval("future")
    assert past is not None
    assert future is not None
    assert past.start.weekday() == future.start.weekday() == weekday
    assert (
        published - timedelta(days=6)
        <= past.start
        <= published
        <= future.start
        <= published + timedelta(days=6)
    )


@given(DAYS, VAGUE)
def test_what_is_past_never_ends_after_publication(published: date, words: str) -> None:
    (timex,) = timexes(words, published)
    interval = timex.interval("past")
    assert interval is not None
    assert interval.end <= published


@given(DAYS, AHEAD)
def test_what_is_to_come_never_begins_before_publication(published: date, words: str) -> None:
    (timex,) = timexes(words, published)
    interval = timex.interval("future")
    assert interval is not None
    assert interval.start >= published


@given(
    DAYS,
    st.sampled_from(MONTHS),
    st.sampled_from(["past", "future"]),
    st.sampled_from(["", "early ", "mid-", "late "]),
)
def test_no_day_is_more_exact_than_a_month(published: date, month: str, direction: str, part: str) -> None:
    (timex,) = timexes(f"in {part}{month.title()}", published)
    interval = timex.interval("past" if direction == "past" else "future")
    assert interval is not None
    assert interval.precision == "month"
    assert interval.start.month == MONTHS.index(month) + 1


@given(DAYS, st.integers(1, 27), st.integers(1, 10), st.sampled_from(MONTHS))
def test_a_span_lasts_from_its_first_to_its_last_day(
    published: date, first: int, length: int, month: str
) -> None:
    last = min(28, first + length)
    (timex,) = timexes(f"from {first} to {last} {month.title()} 2011", published)
    interval = timex.interval()
    assert interval is not None
    assert (interval.start.day, interval.end.day, interval.lasting, interval.precision) == (
        first,
        last,
        True,
        "day",
    )


@given(st.text(max_size=300), st.none() | DAYS)
def test_any_text_gives_ordered_exact_spans(text: str, published: date | None) -> None:
    end = 0
    for timex in timexes(text, published):
        assert timex.span.start >= end
        assert text[timex.span.start : timex.span.end] == timex.text
        end = timex.span.end


WORDS = [
    "on",
    "in",
    "the",
    "last",
    "next",
    "late",
    "early",
    "mid",
    "since",
    "until",
    "from",
    "to",
    "and",
    "of",
    "3",
    "15th",
    "23rd",
    "1994",
    "2031",
    "Monday",
    "Friday",
    "May",
    "July",
    "Nov.",
    "week",
    "month",
    "year",
    "two",
    "ago",
    "day",
    "before",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12), DAYS)
def test_any_mix_of_date_words_is_read_without_error_and_in_bounds(words: list[str], published: date) -> None:
    text = " ".join(words)
    for timex in timexes(text, published):
        for direction in (None, "past", "future"):
            interval = timex.interval("past" if direction == "past" else "future" if direction else None)
            assert interval is None or interval.start <= interval.end


@given(DAYS)
def test_what_is_to_come_this_week_is_not_over_and_a_sunday_looks_to_the_week_ahead(published: date) -> None:
    (timex,) = timexes("will come this week.", published)
    interval = timex.interval("future")
    assert interval is not None
    assert published <= interval.start <= interval.end
    assert interval.days == (7 if published.weekday() == 6 else 7 - published.weekday())


@given(DAYS, st.integers(0, 6), st.integers(1, 5))
def test_weekdays_from_to_that_are_over_today_come_again(published: date, first: int, length: int) -> None:
    words = f"from {WEEKDAYS[first].title()} to {WEEKDAYS[(first + length) % 7].title()}"
    (timex,) = timexes(f"will stay {words}.", published)
    interval = timex.interval("future")
    assert interval is not None
    assert interval.end > published or interval.start >= published
    assert interval.days == length + 1
