"""From what two articles say to ``dip:Disagreement``: dates, places, participants, offices, status, superlatives.

An explicit other value is a disagreement; that an article is silent, or that the program concluded another
value, is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pytest

from communique.build import judged
from communique.derivation import derive
from communique.graph import Entry, Iris, write
from communique.model.claims import Kind
from communique.model.identity import Member
from communique.model.when import Interval

if TYPE_CHECKING:
    from .conftest import Newsroom, Report

DIP = "https://w3id.org/communique/ns#"
MAY_3, MAY_4, MAY_5 = date(2025, 5, 3), date(2025, 5, 4), date(2025, 5, 5)
ANKARA, MOSCOW = ("Ankara", "Turkey"), ("Moscow", "Russia")


SEAT = "<https://w3id.org/communique/concept/role/foreign-minister>"
TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'


class Names:
    """A gazetteer that knows of everything no more than its name."""

    def entry(self, key: str) -> Entry:
        """What the key says by itself."""
        kind, _, name = key.partition("/")
        return Entry(key, Kind(kind), name.title())


def disagreements(newsroom: Newsroom) -> dict[str, int]:
    """The properties on which sources disagree, and between how many claims."""
    articles = {article.id: article for article in newsroom.articles}
    extractions = {extraction.article: (extraction,) for extraction in newsroom.extractions}
    iris = Iris()
    told = write(judged(articles, extractions, ()), iris, Names())
    lines = derive([*told, f"{SEAT} <{DIP}singleSeat> {TRUE} ."], iris.base)
    found: dict[str, int] = {}
    for line in lines:
        subject, predicate, value, *_ = line.split(" ")
        if predicate == f"<{DIP}onProperty>":
            between = [one for one in lines if one.startswith(f"{subject} <{DIP}between> ")]
            found[value.rsplit("#", 1)[1].rstrip(">")] = len(between)
    return found


def ministers(newsroom: Newsroom) -> tuple[Report, list[Member]]:
    report = newsroom.write("Sergey Lavrov, Hakan Fidan, Omer Bolat", MAY_5)
    people = [
        report.person("Sergey Lavrov", "foreign-minister", "Russia"),
        report.person("Hakan Fidan", "foreign-minister", "Turkey"),
    ]
    return report, people


def meeting(
    newsroom: Newsroom,
    when: date = MAY_3,
    place: tuple[str, str] = MOSCOW,
    status: str = "held",
    described: str = "",
    implied: str | None = None,
) -> None:
    report, people = ministers(newsroom)
    report.event(
        "meeting",
        people,
        Interval.day(when),
        place,
        status,
        described=described,
        place_implied=implied,
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([{}, {"when": MAY_4}], {"date": 2}),
        ([{}, {}, {"place": ANKARA}], {"place": 3}),
        ([{}, {"status": "denied"}], {"status": 2}),
        ([{"status": "planned", "when": MAY_5}, {"when": MAY_5}], {}),
        ([{}, {}, {"place": ANKARA, "implied": "dateline"}], {}),
        (
            [
                {"described": "their first meeting"},
                {"described": "the first talks"},
                {"described": "second talks"},
            ],
            {"describedAs": 3},
        ),
        ([{"described": "their first meeting"}, {"described": "warm talks"}], {}),
        ([{}, {}, {}], {}),
    ],
    ids=["dates", "places", "status", "a plan kept", "implied place", "superlatives", "silence", "agreement"],
)
def test_what_sources_say_of_an_event(
    newsroom: Newsroom, told: Sequence[dict[str, object]], expected: dict[str, int]
) -> None:
    for one in told:
        meeting(newsroom, **one)  # type: ignore[arg-type]  # the table above has the types of meeting
    assert disagreements(newsroom) == expected


def test_who_took_part_if_one_source_tells_of_two_meetings(newsroom: Newsroom) -> None:
    """One article sums up in a clause what another tells of as two; a name that is merely left out is none."""
    for apart in (False, True, True):
        report, people = ministers(newsroom)
        bolat = report.person("Omer Bolat", "trade-minister", "Turkey")
        if apart:
            report.event("meeting", people, Interval.day(MAY_3), MOSCOW)
            report.event("meeting", [people[0], bolat], Interval.day(MAY_3), MOSCOW)
        else:
            report.event("meeting", [*people, bolat], Interval.day(MAY_3), MOSCOW)
    assert set(disagreements(newsroom)) == {"participant"}


def test_a_participant_whom_only_one_source_names_is_no_disagreement(newsroom: Newsroom) -> None:
    for more in (False, True):
        report, people = ministers(newsroom)
        bolat = report.person("Omer Bolat", "trade-minister", "Turkey")
        report.event("meeting", [*people, bolat] if more else people, Interval.day(MAY_3), MOSCOW)
    assert disagreements(newsroom) == {}


def test_two_offices_of_one_ladder_and_two_persons_on_one_seat(newsroom: Newsroom) -> None:
    for role in ("deputy-foreign-minister", "deputy-foreign-minister", "foreign-minister"):
        newsroom.write("Ali Aydin", MAY_5).person("Ali Aydin", role, "Turkey")
    assert disagreements(newsroom) == {"heldOffice": 3}


def test_two_persons_on_one_seat(newsroom: Newsroom) -> None:
    for name, day in (("Ali Aydin", 1), ("Murat Kaya", 3), ("Ali Aydin", 5), ("Ali Aydin", 6)):
        newsroom.write(name, date(2025, 5, day)).person(name, "foreign-minister", "Turkey")
    assert disagreements(newsroom) == {"heldOffice": 4}


def test_an_office_whose_state_is_only_implied_wrongly_is_no_disagreement(newsroom: Newsroom) -> None:
    newsroom.write("Vladimir Putin", MAY_5).person("Vladimir Putin", "president", "Russia")
    newsroom.write("Vladimir Putin", MAY_5).person(
        "Vladimir Putin", "president", "Turkey", implied="dateline"
    )
    assert disagreements(newsroom) == {}
