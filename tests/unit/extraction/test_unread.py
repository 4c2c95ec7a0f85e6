"""What looks like a meeting or an office and gave no claim is listed; what only sounds like one is not."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction import events, occasions, offices, unread
from communique.extraction.document import Finding
from communique.extraction.gazetteer import load
from communique.extraction.pipeline import Pipeline
from communique.model.text import Article
from communique.model.when import Interval

DAY = date(2020, 6, 3)


def signs(pipeline: Pipeline, text: str) -> list[str]:
    """The sorts of occasions that a text looks as if it told of."""
    with pipeline.reading(Article(text, DAY)) as (analysis, _):
        return [
            one.sort
            for sentence in analysis.sentences
            for one in occasions.find(analysis, sentence.start, sentence.end)
        ]


def listed(pipeline: Pipeline, text: str, *, read: str = "") -> list[str]:
    """The unread sentences, were the stages named in ``read`` all that read the text."""
    with pipeline.reading(Article(text, DAY)) as (analysis, _):
        findings: list[Finding] = []
        if "events" in read:
            findings.extend(events.find(analysis))
        if "offices" in read:
            findings.extend(offices.find(analysis, load()))
        return [analysis.quote(span) for span in unread.find(analysis, findings)]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Prime Minister Ruth Kamau of Kenya met President Paulo Nunes of Angola in Luanda.", "talks"),
        ("Paulo Nunes flew in on Tuesday for the signing.", "visit"),
        ("Foreign Minister Ruth Kamau met with international observers on Monday.", "talks"),
        ("Ruth Kamau spoke of talks that she began on Monday with rebels in Luanda.", "talks"),
        ("The two presidents met in Lisbon last year.", "talks"),
        ("High Commissioner Ruth Kamau called on Paulo Nunes at his hotel.", "talks"),
        ("Ruth Kamau telephoned Paulo Nunes.", "call"),
        ("Negotiations with East Timor were still under way.", "talks"),
        ("Ruth Kamau's third visit to the Zambezi region will last two days.", "visit"),
    ],
)
def test_who_met_whom_or_went_where_is_an_occasion(pipeline: Pipeline, text: str, sort: str) -> None:
    assert sort in signs(pipeline, text)


@pytest.mark.parametrize(
    "text",
    [
        "The bronze medal arrived in Kenya on Wednesday, Ruth Kamau said.",
        "Thousands of Kenyans travelled to Angola last year, Ruth Kamau said.",
        "Kenya's targets were not met by Ruth Kamau.",
        "Ruth Kamau of Kenya welcomed the proposals of Angola.",
        "Ruth Kamau called on Angola to withdraw.",
        "Ruth Kamau of Kenya hopes to have a dialogue with Angola.",
        "If talks between Ruth Kamau and Angola fail, Kenya will close the border.",
        "Kenya and Angola want a settlement through negotiations, Ruth Kamau said.",
        "Kenya and Angola should hold a meeting, Ruth Kamau said.",
        "Ruth Kamau of Kenya has not met Paulo Nunes of Angola.",
        "Ruth Kamau of Kenya often visits Angola.",
        "A negotiated solution was sought by Ruth Kamau and Angola.",
        "Ruth Kamau watched a film with an audience of hundreds from Angola.",
        "Summit countries such as Kenya and Angola agreed, Ruth Kamau said.",
        "Kenya and Angola support the Doha round of talks, Ruth Kamau said.",
        "Ruth Kamau of Kenya told a meeting of brokers that Angola would pay.",
        "Ruth Kamau of Kenya visited a tea factory.",
    ],
)
def test_what_is_wished_for_habitual_or_said_of_things_is_none(pipeline: Pipeline, text: str) -> None:
    assert signs(pipeline, text) == []


def test_the_claim_of_an_office_does_not_hide_that_no_meeting_was_read(pipeline: Pipeline) -> None:
    text = "Kenyan Foreign Minister Ruth Kamau met Angolan President Paulo Nunes in Luanda on Monday."
    assert listed(pipeline, text, read="offices") == [text]
    assert listed(pipeline, text, read="offices events") == []


def test_an_occasion_told_of_elsewhere_in_the_article_is_not_listed_again(pipeline: Pipeline) -> None:
    lead = "Kenyan Foreign Minister Ruth Kamau met Angolan President Paulo Nunes in Luanda on Monday."
    later = "Kamau was silent at the meeting with Nunes."
    assert later in listed(pipeline, f"{lead} {later}")
    assert listed(pipeline, f"{lead} {later}", read="events") == []


def test_a_title_without_holder_beside_a_name_is_listed(pipeline: Pipeline) -> None:
    text = "Since her arrival as a deputy defence minister, after the coup in Kenya, Ruth Kamau is silent."
    assert listed(pipeline, text) == [text]


def test_a_title_beside_the_owner_of_something_is_not_listed(pipeline: Pipeline) -> None:
    text = "A deputy defence minister praised Ruth Kamau's book."
    assert listed(pipeline, text) == []


def test_a_title_that_means_a_known_holder_is_not_listed(pipeline: Pipeline) -> None:
    lead = "Kenyan Defence Minister Peter Otieno resigned."
    later = "Ruth Kamau praised the defence minister."
    assert listed(pipeline, f"{lead} {later}", read="offices") == []


@pytest.mark.parametrize(
    "text",
    [
        "The company named Ruth Kamau, executive vice president of marketing, to its board.",
        "Rates will fall, said Ruth Kamau, vice president at Lake Partners of Chicago.",
    ],
)
def test_officers_of_companies_are_not_missed(pipeline: Pipeline, text: str) -> None:
    assert listed(pipeline, text) == []


def test_another_day_is_another_occasion() -> None:
    monday, tuesday = date(2020, 6, 1), date(2020, 6, 2)
    told = unread.Told("talks", {"person-a", "person-b"}, {"country-kenya"}, [Interval.day(monday)])
    people = frozenset({"person-a", "person-b"})
    assert told.tells(occasions.Occasion("talks", people, frozenset(), (Interval.day(monday),)))
    assert told.tells(occasions.Occasion("talks", people, frozenset({"country-kenya"}), ()))
    assert not told.tells(occasions.Occasion("talks", people, frozenset(), (Interval.day(tuesday),)))
    assert not told.tells(occasions.Occasion("visit", people, frozenset(), ()))
    assert not told.tells(occasions.Occasion("talks", people | {"person-c"}, frozenset(), ()))
    assert not told.tells(occasions.Occasion("talks", people, frozenset({"country-angola"}), ()))
    assert not told.tells(occasions.Occasion("talks", frozenset(), frozenset({"country-kenya"}), ()))
