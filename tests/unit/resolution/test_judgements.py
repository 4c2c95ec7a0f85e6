"""``judgements.csv``: reading, writing, precedence, conflicts; and what explains a decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.errors import InputError, UsageError
from communique.model.claims import Outside, Predicate, When
from communique.model.identity import Member, Standing
from communique.model.judgement import Judgement, Verdict
from communique.model.when import Interval
from communique.resolution import Resolver, resolve, sources
from communique.resolution.explanation import by_impact, explain
from communique.resolution.judgements import add, corrected, dangling, decide, read

if TYPE_CHECKING:
    from .conftest import Newsroom

HEADER = "verdict,left,right,who,when,why\n"


def judged(verdict: Verdict, left: str, right: str = "", when: str = "2025-05-05") -> Judgement:
    return Judgement(verdict, left, right, "tester", when, "read both")


def named(member: Member) -> str:
    return f"{member.article}#{member.local}"


def test_what_is_added_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    rows = [
        Judgement(Verdict.SAME, "a#person-1-2", "b#person-3-4", "Ann", "2025-01-01", 'both say "he", in May'),
        judged(Verdict.CORRECT, "0123456789abcdef", "2025-05-03"),
    ]
    assert read(path) == ()
    for row in rows:
        add(path, row)
    assert list(read(path)) == rows


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("equal,a#x,b#y,me,now,why", "line 2: the verdict is 'equal'; it must be one of same, different"),
        ("same,a,b#y,me,now,why", "line 2: 'a' names no entity"),
        ("same,a#x,a#x,me,now,why", "left and right are the same entity"),
        ("accept,a#x,,me,now,why", "is no claim id"),
        ("correct,0123,,me,now,why", "a correction needs the right value"),
        ("same,a#x,b#y,,now,why", "who and when must be given"),
        ("same,a#x,b#y,me,now", "5 cells where 6 are needed"),
    ],
)
def test_a_faulty_row_is_named_by_file_and_line(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "judgements.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_a_wrong_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    path.write_text("left,right\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1: the header is 'left,right'"):
        read(path)


def test_the_latest_of_two_decisions_about_a_pair_holds_and_the_conflict_is_told() -> None:
    rows = [
        judged(Verdict.SAME, "a#x", "b#y", "2025-05-02"),
        judged(Verdict.DIFFERENT, "b#y", "a#x", "2025-05-01"),
    ]
    decisions = decide(rows)
    assert decisions.verdicts.same
    assert not decisions.verdicts.different
    assert len(decisions.conflicts) == 1
    assert decide(rows[::-1]) == decisions


def test_a_chain_of_same_that_joins_what_was_judged_different_is_told() -> None:
    rows = [
        judged(Verdict.SAME, "a#x", "b#y"),
        judged(Verdict.SAME, "b#y", "c#z"),
        judged(Verdict.DIFFERENT, "a#x", "c#z"),
    ]
    assert ["chain of same" in conflict for conflict in decide(rows).conflicts] == [True]


def test_judgements_that_cannot_take_effect_are_told(newsroom: Newsroom) -> None:
    report = newsroom.write("Sergey Lavrov")
    person = report.person("Sergey Lavrov")
    event = report.event("meeting", [person])
    rows = [
        judged(Verdict.SAME, named(person), "gone#person-1-2"),
        judged(Verdict.SAME, named(person), named(event)),
        judged(Verdict.ACCEPT, "0123456789abcdef"),
        judged(Verdict.ACCEPT, report.claim_id(event, Predicate.KIND)),
    ]
    told = dangling(rows, newsroom.extractions)
    assert [
        "no entity gone#person-1-2" in told[0],
        "a person and a event" in told[1],
        "no claim" in told[2],
    ] == [
        True,
        True,
        True,
    ]
    assert len(told) == 3


def test_same_and_different_outrank_names_and_offices(newsroom: Newsroom) -> None:
    left = newsroom.write("Hafez al-Assad").person("Hafez al-Assad", "president", "Syria")
    right = newsroom.write("Bashar al-Assad").person("Bashar al-Assad", "president", "Syria")
    twin = newsroom.write("Bashar al-Assad").person("Bashar al-Assad", "president", "Syria")
    rows = [
        judged(Verdict.SAME, named(left), named(right)),
        judged(Verdict.DIFFERENT, named(right), named(twin)),
    ]
    found = resolve(newsroom.articles, newsroom.extractions, rows).cluster_of
    assert found[left] == found[right] != found[twin]


def test_what_the_gazetteer_knows_can_be_parted_and_another_name_joined(newsroom: Newsroom) -> None:
    for _ in range(3):
        report = newsroom.write("Tbilisi")
        report.event("meeting", [], None, ("Tbilisi", "Georgia"))
    members = [Member(article.id, "place-tbilisi") for article in newsroom.articles]
    rows = [judged(Verdict.DIFFERENT, named(members[0]), named(members[1]))]
    found = resolve(newsroom.articles, newsroom.extractions, rows)
    keys = [found.cluster_of[member] for member in members]
    assert keys[0] != keys[1]
    assert "place/tbilisi" in keys
    assert {found.clusters[key].label for key in keys} == {"Tbilisi"}


def test_an_accepted_claim_wins_against_more_sources_and_a_rejected_one_does_not_count(
    newsroom: Newsroom,
) -> None:
    ids = []
    for day in (3, 4, 4):
        report = newsroom.write("Sergey Lavrov, Hakan Fidan", date(2025, 5, 5))
        people = [report.person("Sergey Lavrov"), report.person("Hakan Fidan")]
        event = report.event("meeting", people, Interval.day(date(2025, 5, day)), ("Moscow", "Russia"))
        ids.append(report.claim_id(event, Predicate.DATE))

    def standings(*rows: Judgement) -> list[Standing]:
        rulings = resolve(newsroom.articles, newsroom.extractions, rows).rulings
        return [rulings[claim].standing for claim in ids]

    accepted, disputed, rejected = Standing.ACCEPTED, Standing.DISPUTED, Standing.REJECTED
    assert standings() == [disputed, accepted, accepted]
    assert standings(judged(Verdict.ACCEPT, ids[0])) == [accepted, disputed, disputed]
    assert standings(judged(Verdict.REJECT, ids[0])) == [rejected, accepted, accepted]


def test_a_correction_adds_the_right_value_once_and_rejects_the_wrong_one(newsroom: Newsroom) -> None:
    report = newsroom.write("Sergey Lavrov, Hakan Fidan", date(2025, 5, 5))
    people = [report.person("Sergey Lavrov"), report.person("Hakan Fidan")]
    event = report.event("meeting", people, Interval.day(date(2025, 5, 3)))
    wrong = report.claim_id(event, Predicate.DATE)
    rows = [judged(Verdict.CORRECT, wrong, "2025-05-04")]
    (extraction,) = newsroom.extractions
    once = corrected(extraction, decide(rows))
    assert corrected(once, decide(rows)) == once
    (made,) = set(once.claims) - set(extraction.claims)
    assert made.object == When(Interval.day(date(2025, 5, 4)))
    assert made.evidence
    rulings = resolve(newsroom.articles, newsroom.extractions, rows).rulings
    assert rulings[wrong].standing is Standing.REJECTED
    assert rulings[made.id].standing is Standing.ACCEPTED


def test_a_link_to_another_graph_is_a_claim_that_rests_on_the_name_and_a_proposal_is_none(
    newsroom: Newsroom,
) -> None:
    person = newsroom.write("Sergey Lavrov").person("Sergey Lavrov")
    newsroom.write("Sergei Lavrov").person("Sergei Lavrov")
    outside = "https://graph.example/entity/1"
    link = judged(Verdict.SAME, named(person), outside)
    resolver = Resolver()
    resolver.change(sources(newsroom.articles, newsroom.extractions))
    for rows in ([link], [judged(Verdict.MAYBE, named(person), outside)], [link]):
        change = resolver.change(judgements=rows)
        assert resolver.resolution() == resolve(newsroom.articles, newsroom.extractions, rows)
        assert change.claims
    refused = [link, judged(Verdict.DIFFERENT, named(person), outside, "2025-05-06")]
    made = [decide(rows).links for rows in ([link], refused)]
    assert [len(links) for links in made] == [1, 0]
    first = next(e for e in newsroom.extractions if e.article == person.article)
    (claim,) = set(corrected(first, decide([link])).claims) - set(first.claims)
    assert claim.object == Outside(outside)
    assert claim.evidence == first.claims[0].evidence
    assert "tester, 2025-05-05: read both" in resolver.rulings[claim.id].reason


def test_a_correction_to_what_the_claim_cannot_have_is_refused_and_changes_nothing(
    newsroom: Newsroom,
) -> None:
    report = newsroom.write("Sergey Lavrov")
    event = report.event("meeting", [], Interval.day(date(2025, 5, 3)))
    rows = [judged(Verdict.CORRECT, report.claim_id(event, Predicate.DATE), "soon")]
    resolver = Resolver()
    resolver.change(sources(newsroom.articles, newsroom.extractions))
    before = resolver.resolution()
    with pytest.raises(InputError, match="'soon' is no EDTF date"):
        resolver.change(judgements=rows)
    assert resolver.resolution() == before


def test_an_explanation_names_what_spoke_for_and_against(newsroom: Newsroom) -> None:
    first = newsroom.write("Sergey Lavrov").person("Sergey Lavrov", "foreign-minister", "Russia")
    newsroom.write("Sergei Lavrov").person("Sergei Lavrov", "foreign-minister", "Russia")
    newsroom.write("Lavrov").person("Lavrov")
    resolution = resolve(newsroom.articles, newsroom.extractions)
    articles = {article.id: article for article in newsroom.articles}
    lines = explain(resolution, resolution.cluster_of[first], newsroom.extractions, articles)
    assert any(f"mention: Sergey Lavrov (outlet 1, 2025-03-10: {first.article}#" in line for line in lines)
    assert lines[0].startswith("Sergey Lavrov (person): 2 mentions in 2 articles")
    assert any("for: another spelling" in line for line in lines)
    assert any("maybe also: Lavrov" in line for line in lines)
    with pytest.raises(UsageError, match="no cluster"):
        explain(resolution, "person/nobody-00000000")


def test_candidates_that_would_change_more_come_first(newsroom: Newsroom) -> None:
    newsroom.write("Ahmed Ali").person("Ahmed Ali", "minister", "Iraq")
    newsroom.write("Ahmed Ali").person("Ahmed Ali", "minister", "Sudan")
    for _ in range(4):
        newsroom.write("Omar Hadi").person("Omar Hadi", "minister", "Iraq", short="Hadi")
        newsroom.write("Omar Hadi").person("Omar Hadi", "minister", "Sudan", short="Hadi")
    resolver = Resolver()
    resolver.change(sources(newsroom.articles, newsroom.extractions))
    first, *_, last = by_impact(resolver.candidates(), resolver.weights)
    assert first.left.startswith("person/omar-hadi")
    assert last.left.startswith("person/ahmed-ali")
