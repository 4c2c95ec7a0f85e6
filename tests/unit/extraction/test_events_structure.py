"""What several sentences tell together: talks during a visit, tours, one event told often, dates and places shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from communique.extraction.events import events, find
from communique.extraction.events.event import Event
from communique.extraction.gazetteer.frames import load
from communique.extraction.pipeline import Pipeline
from communique.model.claims import Concept, Modality, Predicate, Ref, Text
from communique.model.text import Article

PUBLISHED = date(2012, 5, 16)


@dataclass(frozen=True)
class Told:
    """The events of a text, and how its people and places are called."""

    events: tuple[Event, ...]
    labels: dict[str, str]
    text: str

    def of(self, kind: str) -> list[Event]:
        return [event for event in self.events if event.kind == kind]

    def only(self, kind: str) -> Event:
        found = self.of(kind)
        assert len(found) == 1, [(event.kind, self.who(event), event.status) for event in self.events]
        return found[0]

    def who(self, event: Event) -> set[str]:
        return {self.labels[name].split()[-1] for name in event.participants}

    def sides(self, event: Event) -> set[str]:
        return {self.labels[name] for name in event.sides}

    def place(self, event: Event) -> str | None:
        return self.labels[event.place.referent] if event.place else None

    def country(self, event: Event) -> str | None:
        return self.labels[event.country.referent] if event.country else None

    def days(self, event: Event) -> str | None:
        return event.date.interval.edtf if event.date else None


@pytest.fixture(scope="module")
def tell(pipeline: Pipeline) -> Callable[[str], Told]:
    def read(text: str) -> Told:
        analysis = pipeline.analyse(Article(text, PUBLISHED, publisher="Test"))
        found = events(analysis, load())
        return Told(found, {name: one.label for name, one in analysis.referents.items()}, text)

    return read


Tell = Callable[[str], Told]


def test_talks_during_a_visit_are_an_event_of_their_own_and_part_of_it(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande arrived in Berlin on Monday for talks with German Chancellor Angela Merkel."
    )
    visit, talks = told.only("visit"), told.only("meeting")
    assert talks.part_of == visit.id
    assert told.who(visit) == {"Hollande"}
    assert told.sides(visit) == {"Germany"}
    assert told.who(talks) == {"Hollande", "Merkel"}
    assert told.place(talks) == "Berlin"


def test_undated_talks_take_the_days_of_the_visit_and_say_so(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande will visit Germany from June 3 to 5.\n\n"
        "During the visit, Hollande will meet German Chancellor Angela Merkel."
    )
    talks = told.only("meeting")
    assert told.days(talks) == "2012-06-03/2012-06-05"
    assert talks.date is not None
    assert talks.date.implied_by == "the visit it is part of"
    assert told.country(talks) == "Germany"


def test_a_list_is_one_meeting(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande met German Chancellor Angela Merkel, Polish Prime Minister Donald Tusk "
        "and Italian Prime Minister Mario Monti on Monday."
    )
    assert told.who(told.only("meeting")) == {"Hollande", "Merkel", "Tusk", "Monti"}


def test_a_tour_is_one_visit_for_each_country(tell: Tell) -> None:
    told = tell("French President Francois Hollande will visit Germany, Poland and Austria from June 3 to 9.")
    assert [told.sides(event) for event in told.of("visit")] == [{"Germany"}, {"Poland"}, {"Austria"}]
    assert {told.days(event) for event in told.of("visit")} == {"2012-06-03/2012-06-09"}


def test_a_leg_without_days_lies_between_its_neighbours(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande will visit Germany, Poland and Austria from June 3 to 9.\n\n"
        "Hollande will visit Poland from June 5 to 7."
    )
    days = {next(iter(told.sides(event))): told.days(event) for event in told.of("visit")}
    assert days == {
        "Germany": "2012-06-03/2012-06-05",
        "Poland": "2012-06-05/2012-06-07",
        "Austria": "2012-06-07/2012-06-09",
    }


def test_each_destination_keeps_its_own_day(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande will arrive in Berlin on June 3 and fly to Warsaw on June 4."
    )
    assert [(told.place(event), told.days(event)) for event in told.of("visit")] == [
        ("Berlin", "2012-06-03"),
        ("Warsaw", "2012-06-04"),
    ]


def test_one_meeting_told_three_times_is_one_event_with_all_its_evidence(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande met German Chancellor Angela Merkel in Berlin on Monday.\n\n"
        "Trade was high on the list. The talks lasted two hours.\n\n"
        "After the meeting with Merkel, Hollande said that he was content."
    )
    assert len(told.only("meeting").evidence) == 3


def test_meetings_on_different_days_stay_apart(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande met German Chancellor Angela Merkel in Berlin on Monday.\n\n"
        "Hollande and Merkel had met in Paris in March."
    )
    assert [told.days(event) for event in told.of("meeting")] == ["2012-05-14", "2012-03"]


def test_a_held_and_a_planned_meeting_stay_apart(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande met German Chancellor Angela Merkel in Berlin on Monday.\n\n"
        "Hollande will meet Merkel in Paris on June 20."
    )
    assert [event.status for event in told.of("meeting")] == ["held", "planned"]


def test_a_call_and_a_meeting_stay_apart(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande telephoned German Chancellor Angela Merkel on Monday.\n\n"
        "Hollande met Merkel in Berlin in March."
    )
    assert told.who(told.only("call")) == told.who(told.only("meeting"))


def test_what_they_discussed_belongs_to_the_call_they_had(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande telephoned German Chancellor Angela Merkel on Monday.\n\n"
        "Hollande and Merkel discussed trade and the crisis."
    )
    assert not told.of("meeting")
    assert len(told.only("call").evidence) == 2


def test_days_told_with_an_arrival_begin_there(tell: Tell) -> None:
    told = tell("French President Francois Hollande began a three-day visit to Germany on Monday.")
    assert told.days(told.only("visit")) == "2012-05-14/2012-05-16"


def test_days_told_with_an_end_lie_before_it(tell: Tell) -> None:
    told = tell("French President Francois Hollande ended a three-day visit to Germany on Monday.")
    assert told.days(told.only("visit")) == "2012-05-12/2012-05-14"


def test_a_visit_told_by_its_first_and_by_its_last_day_is_one(tell: Tell) -> None:
    told = tell(
        "Kenyan President Mwai Kibaki arrived in Oslo on Saturday. "
        "Kibaki ended his visit to Norway on Tuesday."
    )
    assert told.days(told.only("visit")) == "2012-05-12/2012-05-15"


def test_visits_of_different_months_stay_apart(tell: Tell) -> None:
    told = tell("Kenyan President Mwai Kibaki was in Oslo last June. Kibaki visited Norway on Tuesday.")
    assert len(told.of("visit")) == 2


def test_both_leaders_are_those_who_just_met(tell: Tell) -> None:
    told = tell(
        "Kenyan President Mwai Kibaki met Norwegian Prime Minister Jens Stoltenberg on Monday. "
        "Pope Clement telephoned both leaders on Tuesday."
    )
    assert told.who(told.only("call")) == {"Clement", "Kibaki", "Stoltenberg"}


def test_the_two_who_meet_again_are_not_their_mediator(tell: Tell) -> None:
    told = tell(
        "The foreign ministers of Kenya and Uganda, Moses Wetangula and Sam Kutesa, met in Dodoma on Monday "
        "under the mediation of Tanzanian President Jakaya Kikwete. "
        "The two ministers agreed to meet again in Arusha on Friday."
    )
    planned = next(event for event in told.of("meeting") if event.status == "planned")
    assert told.who(planned) == {"Wetangula", "Kutesa"}


def test_who_talks_on_the_sidelines_attends_the_gathering(tell: Tell) -> None:
    told = tell(
        "Leaders of ASEAN opened a summit in Hanoi on Monday. "
        "Thai Prime Minister Prem Suksawat held talks on the sidelines with Indonesian President Budi Santoso."
    )
    assert told.who(told.only("summit")) == {"Suksawat", "Santoso"}


def test_who_was_unable_to_attend_does_not_join(tell: Tell) -> None:
    told = tell(
        "Kenyan President Mwai Kibaki met Norwegian Prime Minister Jens Stoltenberg on Monday. "
        "Danish Foreign Minister Niels Obergaard was unable to attend."
    )
    assert told.who(told.only("meeting")) == {"Kibaki", "Stoltenberg"}


def test_a_topic_of_talks_is_not_attended(tell: Tell) -> None:
    told = tell("Kenyan President Mwai Kibaki went to Oslo for talks on a possible US-Soviet summit.")
    assert all("Kibaki" not in told.who(event) for event in told.of("summit"))


def test_the_day_of_a_decision_is_not_that_of_the_visit(tell: Tell) -> None:
    told = tell("French President Francois Hollande called off a visit to Germany on Monday.")
    visit = told.only("visit")
    assert visit.status == "cancelled"
    assert visit.date is None


def test_the_day_somebody_spoke_is_not_that_of_the_plan(tell: Tell) -> None:
    told = tell("French President Francois Hollande said on Monday that he would visit Germany in June.")
    assert told.days(told.only("visit")) == "2012-06"


def test_since_does_not_date(tell: Tell) -> None:
    told = tell(
        "It was the first meeting since March between French President Francois Hollande and German Chancellor Angela Merkel."
    )
    assert told.only("meeting").date is None


def test_a_date_that_the_parser_hangs_on_what_follows_is_taken_back(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande met with his German counterpart, Joachim Gauck, on Monday to mend the ties."
    )
    assert told.days(told.only("meeting")) == "2012-05-14"


def test_what_is_dated_after_publication_is_planned(tell: Tell) -> None:
    told = tell("French President Francois Hollande visits Germany on May 20.")
    assert told.only("visit").status == "planned"


def test_talks_here_are_at_the_dateline(tell: Tell) -> None:
    told = tell(
        "BERLIN, May 15 (Test) -- French President Francois Hollande met German Chancellor Angela Merkel here on Monday."
    )
    meeting = told.only("meeting")
    assert told.place(meeting) == "Berlin"
    assert meeting.place is not None
    assert meeting.place.implied_by == "dateline"


def test_a_visiting_minister_visits_the_country_of_the_dateline(tell: Tell) -> None:
    told = tell(
        "BERLIN, May 15 (Test) -- German Chancellor Angela Merkel met visiting French President Francois Hollande on Monday."
    )
    assert told.who(told.only("visit")) == {"Hollande"}
    assert told.sides(told.only("visit")) == {"Germany"}
    assert told.who(told.only("meeting")) == {"Hollande", "Merkel"}


def test_going_home_is_no_visit(tell: Tell) -> None:
    assert not tell("French President Francois Hollande returned to Paris on Monday.").events


def test_compatriots_who_meet_at_home_are_no_event(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande met French Foreign Minister Laurent Fabius in Paris on Monday."
    )
    assert not told.events


def test_an_invitation_is_a_planned_visit_with_its_modality(tell: Tell) -> None:
    told = tell(
        "German Chancellor Angela Merkel invited French President Francois Hollande to visit Germany."
    )
    visit = told.only("visit")
    assert (visit.status, visit.modality) == ("planned", Modality.INVITED)
    assert told.who(visit) == {"Hollande"}


def test_who_says_it_is_kept(tell: Tell) -> None:
    told = tell(
        "German Chancellor Angela Merkel said that French President Francois Hollande would visit Poland in June."
    )
    visit = told.only("visit")
    assert visit.said_by is not None
    assert told.labels[visit.said_by] == "Angela Merkel"


def test_a_superlative_is_kept_as_printed(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande arrived in Berlin on Monday. "
        "It is the first visit to Germany by a French president since 2008."
    )
    words = [text for text, _ in told.only("visit").described_as]
    assert words == ["the first visit to Germany by a French president since 2008"]


def test_topics_are_named_by_their_words(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande and German Chancellor Angela Merkel discussed sanctions and trade in Berlin."
    )
    assert {key for key, _ in told.only("meeting").topics} == {"sanctions", "trade"}


def test_the_second_summit_of_a_series_is_of_the_same_body(tell: Tell) -> None:
    told = tell(
        "The first African Union summit took place in Durban in July 2002.\n\n"
        "The second summit was held in Maputo in July 2003."
    )
    assert [(told.place(event), told.sides(event)) for event in told.of("summit")] == [
        ("Durban", {"African Union"}),
        ("Maputo", {"African Union"}),
    ]


def test_others_join_an_event_told_before(tell: Tell) -> None:
    told = tell(
        "French President Francois Hollande met German Chancellor Angela Merkel in Berlin on Monday. "
        "Polish Prime Minister Donald Tusk also attended."
    )
    assert told.who(told.only("meeting")) == {"Hollande", "Merkel", "Tusk"}


def test_findings_carry_words_that_stand_in_their_evidence(pipeline: Pipeline) -> None:
    text = (
        "French President Francois Hollande arrived in Berlin on Monday for talks with Chinese officials. "
        "The visit is his first since he took office."
    )
    analysis = pipeline.analyse(Article(text, PUBLISHED, publisher="Test"))
    findings = find(analysis)
    assert {finding.entity.kind for finding in findings} == {"event", "delegation"}
    known = set(analysis.referents) | {finding.entity.id for finding in findings}
    for finding in findings:
        for fact in finding.facts:
            assert fact.evidence[0].contains(fact.words), (
                fact.predicate,
                text[fact.words.start : fact.words.end],
            )
            if isinstance(fact.object, Ref):
                assert fact.object.id in known
            if isinstance(fact.object, Text):
                assert fact.object.value in text


def test_every_event_says_its_kind_and_status_once(pipeline: Pipeline) -> None:
    text = "French President Francois Hollande telephoned German Chancellor Angela Merkel on Monday."
    (event,) = find(pipeline.analyse(Article(text, PUBLISHED, publisher="Test")))
    concepts = [fact.object for fact in event.facts if isinstance(fact.object, Concept)]
    assert concepts == [Concept("eventkind", "call"), Concept("status", "held")]
    parts = {fact.predicate for fact in event.facts}
    assert {Predicate.CALLER, Predicate.INVITEE, Predicate.DATE} <= parts


def test_a_text_without_events_gives_none(tell: Tell) -> None:
    assert not tell("Oil prices rose by two dollars a barrel on Monday as traders feared a shortage.").events


def test_an_entry_of_an_agenda_takes_place_where_it_starts(pipeline: Pipeline) -> None:
    text = (
        "The week ahead\n\nEuropean ministers have a full agenda this week, officials said.\n\n"
        "WARSAW - Polish President Marek Zarski meets Lithuanian President Rimantas Adomkus.\n\n"
        "BRUSSELS - NATO Secretary-General Hendrik Vos meets Afghan Defence Minister Rahim Wardan."
    )
    events = pipeline.record(Article(text, date(2007, 6, 3)))["meetings"]
    assert [(one["place"], one["country"]) for one in events] == [
        ("Warsaw", "Poland"),
        ("Brussels", "Belgium"),
    ]
