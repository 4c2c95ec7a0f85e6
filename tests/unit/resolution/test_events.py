"""Which reports tell of one event, and which of their claims stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from communique.model.claims import Predicate, Ref
from communique.model.identity import Member, Standing
from communique.model.judgement import Judgement, Verdict
from communique.model.when import Interval
from communique.resolution import resolve

if TYPE_CHECKING:
    from .conftest import Newsroom, Report

MOSCOW = ("Moscow", "Russia")
MAY_3, MAY_4 = Interval.day(date(2025, 5, 3)), Interval.day(date(2025, 5, 4))
MAY_5 = date(2025, 5, 5)


def pair(
    newsroom: Newsroom, published: date = MAY_5, publisher: str | None = None
) -> tuple[Report, list[Member]]:
    """An article that names two ministers."""
    report = newsroom.write("Sergey Lavrov, Hakan Fidan", published, publisher)
    people = [
        report.person("Sergey Lavrov", "foreign-minister", "Russia"),
        report.person("Hakan Fidan", "foreign-minister", "Turkey"),
    ]
    return report, people


def clusters(newsroom: Newsroom, *members: Member) -> int:
    resolution = resolve(newsroom.articles, newsroom.extractions)
    return len({resolution.cluster_of[member] for member in members})


def standings(newsroom: Newsroom, predicate: Predicate) -> list[Standing]:
    """By order of articles, of the claims of one kind about events."""
    resolution = resolve(newsroom.articles, newsroom.extractions)
    return [
        resolution.rulings[claim.id].standing
        for article in newsroom.articles
        for extraction in newsroom.extractions
        if extraction.article == article.id
        for claim in extraction.claims
        if claim.predicate is predicate and claim.subject.startswith("event")
    ]


def test_the_same_people_on_the_same_day_met_once(newsroom: Newsroom) -> None:
    events = []
    for place in (MOSCOW, None):
        report, people = pair(newsroom)
        events.append(report.event("meeting", people, MAY_3, place))
    assert clusters(newsroom, *events) == 1


def test_the_same_people_half_a_year_apart_met_twice(newsroom: Newsroom) -> None:
    events = []
    for day in (date(2024, 11, 3), date(2025, 5, 3)):
        report, people = pair(newsroom)
        events.append(report.event("meeting", people, Interval.day(day), MOSCOW))
    assert clusters(newsroom, *events) == 2


def test_a_visit_and_its_talks_are_two(newsroom: Newsroom) -> None:
    report, people = pair(newsroom)
    visit = report.event("visit", people[1:], MAY_3, MOSCOW, sides=["Russia"])
    other, both = pair(newsroom)
    talks = other.event("meeting", both, MAY_3, MOSCOW)
    assert clusters(newsroom, visit, talks) == 2


def test_a_lead_that_sums_up_what_is_told_below_is_no_meeting_of_its_own(newsroom: Newsroom) -> None:
    """Below, one of those summed up is told of with another person of the same side."""
    report = newsroom.write("Sergey Lavrov, Vladimir Putin, Hakan Fidan, Yasar Guler")
    lavrov = report.person("Sergey Lavrov", "foreign-minister", "Russia")
    putin = report.person("Vladimir Putin", "president", "Russia")
    fidan = report.person("Hakan Fidan", "foreign-minister", "Turkey")
    guler = report.person("Yasar Guler", "defence-minister", "Turkey")
    lead = report.event("meeting", [lavrov, putin, fidan], MAY_3, MOSCOW)
    talks = report.event("meeting", [lavrov, fidan], MAY_3, MOSCOW)
    assert clusters(newsroom, lead, talks) == 2
    report.event("meeting", [putin, guler], MAY_3, MOSCOW)
    assert clusters(newsroom, lead, talks) == 1


def test_another_counterpart_of_the_same_side_is_another_meeting(newsroom: Newsroom) -> None:
    report, people = pair(newsroom)
    first = report.event("meeting", people, MAY_3, MOSCOW)
    other = newsroom.write("Sergey Lavrov, Yasar Guler", MAY_5)
    lavrov = other.person("Sergey Lavrov", "foreign-minister", "Russia")
    guler = other.person("Yasar Guler", "defence-minister", "Turkey")
    second = other.event("meeting", [lavrov, guler], MAY_3, MOSCOW)
    assert clusters(newsroom, first, second) == 2


def test_a_plan_that_was_carried_out_is_one_event_and_superseded(newsroom: Newsroom) -> None:
    report, people = pair(newsroom, date(2025, 5, 1))
    plan = report.event("meeting", people, MAY_3, MOSCOW, "planned")
    other, both = pair(newsroom)
    held = other.event("meeting", both, MAY_3, MOSCOW)
    assert clusters(newsroom, plan, held) == 1
    assert standings(newsroom, Predicate.STATUS) == [Standing.SUPERSEDED, Standing.ACCEPTED]


def test_what_was_held_lies_not_after_the_report_that_says_so(newsroom: Newsroom) -> None:
    report, people = pair(newsroom, date(2025, 4, 1))
    early = report.event("meeting", people)
    other, both = pair(newsroom)
    late = other.event("meeting", both, MAY_3)
    assert clusters(newsroom, early, late) == 2


def test_a_planned_event_lies_not_before_the_report_that_says_so(newsroom: Newsroom) -> None:
    report, people = pair(newsroom, date(2025, 6, 1))
    planned = report.event("meeting", people, None, None, "planned")
    other, both = pair(newsroom, date(2025, 6, 1))
    held = other.event("meeting", both, MAY_3)
    assert clusters(newsroom, planned, held) == 2


def test_of_a_vague_and_an_exact_date_that_agree_the_exact_one_stands(newsroom: Newsroom) -> None:
    for when in (Interval.month(2025, 5), MAY_3, Interval.month(2025, 5)):
        report, people = pair(newsroom)
        report.event("meeting", people, when, MOSCOW)
    compatible = Standing.COMPATIBLE
    assert standings(newsroom, Predicate.DATE) == [compatible, Standing.ACCEPTED, compatible]


def test_dates_that_share_no_day_are_disputed_and_the_better_supported_one_stands(newsroom: Newsroom) -> None:
    for when in (MAY_3, MAY_4, MAY_4):
        report, people = pair(newsroom)
        report.event("meeting", people, when, MOSCOW)
    assert standings(newsroom, Predicate.DATE) == [Standing.DISPUTED, Standing.ACCEPTED, Standing.ACCEPTED]


def test_two_articles_of_one_publisher_count_as_one_source(newsroom: Newsroom) -> None:
    for when, publisher in ((MAY_4, "A"), (MAY_4, "A"), (MAY_3, "B"), (MAY_3, "C")):
        report, people = pair(newsroom, MAY_5, publisher)
        report.event("meeting", people, when, MOSCOW)
    disputed, accepted = Standing.DISPUTED, Standing.ACCEPTED
    assert standings(newsroom, Predicate.DATE) == [disputed, disputed, accepted, accepted]


def test_cities_of_one_country_are_disputed_and_the_country_is_compatible(newsroom: Newsroom) -> None:
    for place in (MOSCOW, MOSCOW, ("Sochi", "Russia")):
        report, people = pair(newsroom)
        report.event("meeting", people, MAY_3, place)
    accepted = Standing.ACCEPTED
    assert standings(newsroom, Predicate.PLACE) == [accepted, accepted, Standing.DISPUTED]


def test_first_and_second_visit_cannot_both_be_right(newsroom: Newsroom) -> None:
    for words in ("the first meeting since March", "their first talks", "the second meeting this year"):
        report, people = pair(newsroom)
        report.event("meeting", people, MAY_3, MOSCOW, described=words)
    accepted = Standing.ACCEPTED
    assert standings(newsroom, Predicate.DESCRIBED_AS) == [accepted, accepted, Standing.DISPUTED]


def test_a_summit_is_more_special_than_a_meeting(newsroom: Newsroom) -> None:
    for kind in ("meeting", "meeting", "summit"):
        report, people = pair(newsroom)
        report.event(kind, people, MAY_3, MOSCOW)
    compatible = Standing.COMPATIBLE
    assert standings(newsroom, Predicate.KIND) == [compatible, compatible, Standing.ACCEPTED]


def test_two_current_holders_of_one_seat_at_one_time_are_disputed(newsroom: Newsroom) -> None:
    for name, day in (("Ali Aydin", 1), ("Murat Kaya", 3), ("Ali Aydin", 5), ("Ali Aydin", 6)):
        newsroom.write(name, date(2025, 5, day)).person(name, "foreign-minister", "Turkey")
    resolution = resolve(newsroom.articles, newsroom.extractions)
    found = {
        (newsroom.articles[n].text[:3], resolution.rulings[claim.id].standing)
        for n, extraction in enumerate(newsroom.extractions)
        for claim in extraction.claims
        if claim.predicate is Predicate.HELD_OFFICE
    }
    assert found == {("Ali", Standing.ACCEPTED), ("Mur", Standing.DISPUTED)}


def test_one_slip_of_an_agency_unseats_nobody_of_whom_it_reports_more_often(newsroom: Newsroom) -> None:
    """The agency counts once for either; its three reports count for more than its one."""
    reports = []
    for day in (1, 3, 5):
        report = newsroom.write("Xavier Moran", date(2025, 5, day), "wire")
        reports.append((report, report.person("Xavier Moran", "president", "Chile")))
    slip = newsroom.write("Adam Bell", date(2025, 5, 3), "wire")
    reports.append((slip, slip.person("Adam Bell", "president", "Chile")))
    rulings = resolve(newsroom.articles, newsroom.extractions).rulings
    found = [rulings[report.claim_id(person, Predicate.HELD_OFFICE)] for report, person in reports]
    assert [one.standing for one in found] == [Standing.ACCEPTED] * 3 + [Standing.DISPUTED]
    assert found[-1].reason == "3 report(s) name another holder at the same time"


def test_a_successor_in_a_seat_is_no_disagreement(newsroom: Newsroom) -> None:
    for name, day in (("Ali Aydin", 1), ("Ali Aydin", 3), ("Murat Kaya", 5), ("Murat Kaya", 6)):
        newsroom.write(name, date(2025, 5, day)).person(name, "foreign-minister", "Turkey")
    resolution = resolve(newsroom.articles, newsroom.extractions)
    assert {ruling.standing for ruling in resolution.rulings.values()} == {Standing.ACCEPTED}


def test_minister_and_deputy_at_one_time_disagree(newsroom: Newsroom) -> None:
    for role in ("deputy-foreign-minister", "deputy-foreign-minister", "foreign-minister"):
        newsroom.write("Ali Aydin", MAY_5).person("Ali Aydin", role, "Turkey")
    assert held_offices(newsroom) == [Standing.ACCEPTED, Standing.ACCEPTED, Standing.DISPUTED]


def test_nobody_is_president_of_two_states_and_what_is_only_implied_is_no_disagreement(
    newsroom: Newsroom,
) -> None:
    for state in ("Russia", "Syria", "Russia"):
        newsroom.write("Ali Aydin", MAY_5).person("Ali Aydin", "president", state, implied="dateline")
    assert held_offices(newsroom) == [Standing.ACCEPTED, Standing.REJECTED, Standing.ACCEPTED]


def test_one_article_that_gives_an_office_of_two_states_contradicts_itself_and_others(
    newsroom: Newsroom,
) -> None:
    newsroom.write("Ali Aydin", MAY_5).person("Ali Aydin", "president", "Russia")
    report = newsroom.write("Ali Aydin", MAY_5)
    report.person("Ali Aydin", "president", "Russia")
    report.person("Ali Aydin", "president", "Syria")
    assert held_offices(newsroom) == [Standing.ACCEPTED, Standing.ACCEPTED, Standing.DISPUTED]


def held_offices(newsroom: Newsroom) -> list[Standing]:
    resolution = resolve(newsroom.articles, newsroom.extractions)
    return [
        resolution.rulings[claim.id].standing
        for extraction in newsroom.extractions
        for claim in extraction.claims
        if claim.predicate is Predicate.HELD_OFFICE
    ]


def test_a_value_that_is_only_implied_yields_to_one_in_words_and_is_rejected(newsroom: Newsroom) -> None:
    """Even if more articles imply the other."""
    for implied in ("dateline", "dateline", None):
        report, people = pair(newsroom)
        place = ("Ankara", "Turkey") if implied else MOSCOW
        report.event("meeting", people, MAY_3, place, place_implied=implied)
    rejected, accepted = Standing.REJECTED, Standing.ACCEPTED
    assert standings(newsroom, Predicate.PLACE) == [rejected, rejected, accepted]


def test_an_exact_date_that_is_implied_stands_if_vaguer_words_bear_it_out(newsroom: Newsroom) -> None:
    for when, implied in ((MAY_3, "date of the visit"), (Interval.month(2025, 5), None)):
        report, people = pair(newsroom)
        report.event("meeting", people, when, MOSCOW, date_implied=implied)
    assert standings(newsroom, Predicate.DATE) == [Standing.ACCEPTED, Standing.COMPATIBLE]


def test_a_meeting_is_part_of_one_visit_though_reports_tell_of_two(newsroom: Newsroom) -> None:
    parts = []
    for day in (MAY_3, MAY_3, Interval.day(date(2025, 3, 3))):
        report, people = pair(newsroom)
        talks = report.event("meeting", people, MAY_3, MOSCOW)
        visit = report.event("visit", people[1:], day, MOSCOW, sides=["Russia"])
        report.draft.claim(talks.local, Predicate.PART_OF, Ref(visit.local), "talks")
        newsroom.keep(report.draft)
        parts.append(talks)
    assert clusters(newsroom, *parts) == 1
    accepted = Standing.ACCEPTED
    assert standings(newsroom, Predicate.PART_OF) == [accepted, accepted, Standing.COMPATIBLE]


def test_no_event_is_part_of_itself(newsroom: Newsroom) -> None:
    report, people = pair(newsroom)
    talks = report.event("meeting", people, MAY_3, MOSCOW)
    summit = report.event("summit", people, MAY_3, MOSCOW)
    report.draft.claim(talks.local, Predicate.PART_OF, Ref(summit.local), "talks")
    newsroom.keep(report.draft)
    same = Judgement(Verdict.SAME, named(talks), named(summit), "Ann", "2025-05-06", "one")
    rulings = resolve(newsroom.articles, newsroom.extractions, [same]).rulings
    assert rulings[report.claim_id(talks, Predicate.PART_OF)].standing is Standing.REJECTED


def named(member: Member) -> str:
    return f"{member.article}#{member.local}"


def test_a_copy_is_no_source_of_its_own(newsroom: Newsroom) -> None:
    text = " ".join(f"word{n}" for n in range(80))
    for when, publisher, words in (
        (MAY_3, "A", text),
        (MAY_3, "B", text),
        (MAY_4, "C", ""),
        (MAY_4, "D", ""),
    ):
        report = newsroom.write(f"Sergey Lavrov, Hakan Fidan {words}", MAY_5, publisher)
        people = [report.person("Sergey Lavrov", "foreign-minister", "Russia"), report.person("Hakan Fidan")]
        report.event("meeting", people, when, MOSCOW)
    resolution = resolve(newsroom.articles, newsroom.extractions)
    assert resolution.copies is not None
    assert len(resolution.copies) == 1
    disputed, accepted = Standing.DISPUTED, Standing.ACCEPTED
    assert standings(newsroom, Predicate.DATE) == [disputed, disputed, accepted, accepted]


@pytest.mark.parametrize(("year", "together"), [(2005, True), (2006, False)])
def test_a_visit_without_a_date_is_not_the_one_of_the_year_before(
    newsroom: Newsroom, year: int, *, together: bool
) -> None:
    dated = newsroom.write("Xavier Moran Moscow", date(2005, 11, 8))
    envoy = dated.person("Xavier Moran", "envoy", "Chile")
    first = dated.event("visit", [envoy], Interval.day(date(2005, 11, 8)), MOSCOW)
    undated = newsroom.write("Xavier Moran Moscow", date(year, 11, 23))
    envoy = undated.person("Xavier Moran", "envoy", "Chile")
    second = undated.event("visit", [envoy], None, MOSCOW)
    resolution = resolve(newsroom.articles, newsroom.extractions)
    assert (resolution.cluster_of[first] == resolution.cluster_of[second]) is together
