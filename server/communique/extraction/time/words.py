"""Pieces of the patterns: names of months and days, numbers, joints."""

from __future__ import annotations

import re

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV|DEC)\b\.?)"
)
WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday)"
)
SHORT_WEEKDAY = r"(?:(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|ST|ND|RD|TH)?(?![\d%]|:\d)"
WORD_DAY = r"(?:(?i:" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + r"))"
ORDINAL_DAY = r"(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)"
YEAR = r"(?:(?:19|20)\d\d(?!\d|[,.]\d))"
TO = r"\s*(?:-|–|—|to|through|thru|until|till)\s*"
AND = r"\s*(?:and|or|&|/)\s*"
NUMBER = (
    r"(?:\d{1,3}|an?|"
    + "|".join(_NUMBERS[1:])
    + r"|dozen|a\s+dozen|a\s+couple\s+of|couple\s+of|thirty|forty|fifty)"
)
FEW = r"(?:several|a\s+few|few|some|a\s+number\s+of)"
DAYTIME = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|noon|lunchtime|midnight))?"
_END = r"(?:[Tt]he\s+)?(?:[Mm]iddle|[Ee]nd|[Bb]eginning|[Ss]tart)\s+of"
_JOINED = r"[Ee]arly\s+(?:to|or)\s+mid|[Mm]id-?\s+(?:to|or)\s+late"
PART = rf"(?:(?P<part>{_JOINED}|[Ee]arly|[Ll]ate|[Mm]id|{_END}|[Ee]nd)(?:\s+in|\s+on)?[\s-]+)"

TAIL = (
    r"(?:\s+(?:of\s+)?(?P<tail>(?:last|this|next|the\s+previous|the\s+same|the\s+following)\s+year)"
    rf"|,?\s*(?:of\s+)?(?P<year>{YEAR}))?"
)
"""The year behind a date, if any."""
WEEKDAY_FIRST = rf"(?:(?P<wd>{WEEKDAY}|{SHORT_WEEKDAY}),?\s+\(?(?:the\s+)?)?"
WEEKDAY_TOO = rf"(?:(?:{WEEKDAY}|{SHORT_WEEKDAY}),?\s+(?:the\s+)?)?"
_WEEKDAYS = rf"(?:{WEEKDAY}\s*(?:,|and|to|-|–)\s*{WEEKDAY},?\s+\(?)?"
FROM = (
    rf"{_WEEKDAYS}(?:(?P<joint>[Ff]rom|[Bb]etween)\s+)?(?:[Tt]he\s+)?"
    rf"(?:(?P<which>next|coming|last|past)\s+)?{_WEEKDAYS}"
)
TO_OR_AND = rf"(?P<to>{TO}|{AND})(?:the\s+)?"
FIRST_YEAR = rf"(?:,?\s*(?P<year1>{YEAR}))?"


def month_number(word: str) -> int:
    """1 for "January", "Jan." or "JAN"."""
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def weekday_number(word: str) -> int:
    """0 for "Monday" or "Mon."."""
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(word.lower().rstrip(".")[:3]))


def number(word: str) -> int:
    """2 for "two", "2", "a couple of"; 1 for "a"."""
    plain = re.sub(r"\s+", " ", word.lower())
    if plain.isdigit():
        return int(plain)
    known = {"a": 1, "an": 1, "dozen": 12, "a dozen": 12, "a couple of": 2, "couple of": 2}
    known |= {"thirty": 30, "forty": 40, "fifty": 50}
    return known[plain] if plain in known else _NUMBERS.index(plain)


def day_number(word: str) -> int:
    """3 for "3", "3rd" or "third"."""
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _ORDINALS.index(word.lower()) + 1


def part_of(word: str | None) -> str | None:
    """early, mid, late, early-mid or mid-late for "the beginning of", "middle of", "end", "mid to late"."""
    if not word:
        return None
    plain = word.lower()
    if " to " in plain or " or " in plain:
        return "early-mid" if plain.startswith("early") else "mid-late"
    if "end" in plain or plain.startswith("late"):
        return "late"
    return "mid" if "mid" in plain else "early"
