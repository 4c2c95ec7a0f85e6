"""What a block of text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extraction.layout import ZoneKind
from communique.extraction.text import zones

BODY = "The minister arrived in the capital on Monday and met the president for two hours of talks."


def kinds(text: str, title: str | None = None) -> list[ZoneKind]:
    return [zone.kind for zone in zones.find(text, title)[0]]


def test_a_short_first_line_without_a_full_stop_is_the_headline() -> None:
    assert kinds(f"Minister arrives in the capital\n\n{BODY}") == [ZoneKind.HEADLINE, ZoneKind.BODY]


def test_a_dateline_is_cut_off_the_body() -> None:
    text = f"MOSCOW, Nov. 1 (Xinhua) -- {BODY}"
    found, dateline = zones.find(text)
    assert [zone.kind for zone in found] == [ZoneKind.DATELINE, ZoneKind.BODY]
    assert dateline is not None
    assert dateline.place is not None
    assert dateline.date is not None
    assert text[dateline.place.start : dateline.place.end] == "MOSCOW"
    assert text[dateline.date.start : dateline.date.end] == "Nov. 1"
    assert text[found[1].span.start :].startswith("The minister")


def test_who_sends_the_report_may_stand_before_the_dateline() -> None:
    text = f"From Our Own Correspondent, NEW DELHI, Oct. 19. {BODY}"
    found, dateline = zones.find(text)
    assert [zone.kind for zone in found] == [ZoneKind.DATELINE, ZoneKind.BODY]
    assert dateline is not None
    assert dateline.place is not None
    assert dateline.date is not None
    assert text[dateline.place.start : dateline.place.end] == "NEW DELHI"
    assert text[dateline.date.start : dateline.date.end] == "Oct. 19"


@pytest.mark.parametrize(
    ("head", "place", "date"),
    [
        ("KATHMANDU (IANS) ", "KATHMANDU", None),
        ("(Nairobi) ", "Nairobi", None),
        ("(Nairobi, May 6) - ", "Nairobi", "May 6"),
        ("NAIROBI, Friday - ", "NAIROBI", "Friday"),
        ("LUSAKA, Zambia | Friday: ", "LUSAKA, Zambia", "Friday"),
        ("ANKARA\n\n", "ANKARA", None),
        ("MOSCOW. April 21 (NIA)\n\n", "MOSCOW", "April 21"),
        ("From our correspondent, Lusaka, May 6\n\n", "Lusaka", "May 6"),
    ],
)
def test_a_dateline_may_have_any_form_of_the_press(head: str, place: str, date: str | None) -> None:
    text = head + BODY
    found, dateline = zones.find(text)
    assert [zone.kind for zone in found] == [ZoneKind.DATELINE, ZoneKind.BODY]
    assert dateline is not None
    assert dateline.place is not None
    assert text[dateline.place.start : dateline.place.end] == place
    assert (text[dateline.date.start : dateline.date.end] if dateline.date else None) == date


@pytest.mark.parametrize(
    "head", ["IMF (Monetary Fund) Director ", "(Smith) ", "KHRUSHCHEV IN TALKS\n\n", "BACKGROUND\n\n"]
)
def test_only_a_known_city_is_a_dateline_without_a_dash(head: str) -> None:
    assert zones.find(head + BODY)[1] is None


def test_a_dateline_may_have_no_date() -> None:
    _, dateline = zones.find(f"ISLAMABAD: {BODY}")
    assert dateline is not None


def test_a_sentence_is_no_dateline() -> None:
    assert zones.find(BODY)[1] is None


def test_press_office_lines_and_addresses_are_furniture() -> None:
    text = f"{BODY}\n\nMedia inquiries: 02 6277 7500\n\npress@example.org\n\nhttp://www.example.org/"
    assert kinds(text) == [ZoneKind.BODY, *[ZoneKind.BOILERPLATE] * 3]


def test_a_line_that_is_repeated_is_a_caption_once() -> None:
    text = f"{BODY}\n\nThe minister in Moscow\n\n{BODY[:-1]} again.\n\nThe minister in Moscow"
    assert kinds(text) == [ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.BODY, ZoneKind.BOILERPLATE]


def test_related_stories_are_not_read() -> None:
    text = f"{BODY}\n\nRelated stories\n\nOther minister visits Paris\n\n{BODY}"
    assert kinds(text)[1:3] == [ZoneKind.RELATED, ZoneKind.RELATED]


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    text = (
        "The minister arrived in the capital on Monday and met the\n"
        "president for two hours of talks about trade and security\n"
        "before he left again for the airport in the late evening.\n"
    )
    assert kinds(text) == [ZoneKind.BODY]


@given(st.text(alphabet="ab .\n\tXY:-—é\u200b", max_size=200))
def test_every_printed_character_lies_in_exactly_one_zone(text: str) -> None:
    found = zones.find(text)[0]
    covered = [index for zone in found for index in range(zone.span.start, zone.span.end)]
    assert len(covered) == len(set(covered))
    assert all(index in set(covered) for index, c in enumerate(text) if not c.isspace())


def test_a_day_or_a_label_before_a_colon_is_no_place_of_writing() -> None:
    assert zones.find("MONDAY: President Higgs hosts the king of Sweden at the castle.")[1] is None
    assert zones.find("TIMELINE: President Higgs hosted the king of Sweden at the castle.")[1] is None


def test_days_that_open_a_sentence_are_no_dateline_and_ordinals_are_days_of_one() -> None:
    assert zones.find("On June 6-8 the president will take part in the forum, the ministry said.")[1] is None
    _, dateline = zones.find(f"ABU DHABI, 18th February, 2019 (WAM) -- {BODY}")
    assert dateline is not None
    assert dateline.place is not None


def test_a_slug_before_a_heading_is_no_dateline() -> None:
    text = "MIDEAST: SUMMIT ENDS IN EGYPT\n\nCAIRO, Mar 20 (IPS) - President Nabil Farid left on Wednesday."
    _, dateline = zones.find(text)
    assert dateline is not None
    assert dateline.place is not None
    assert text[dateline.place.start : dateline.place.end] == "CAIRO"
