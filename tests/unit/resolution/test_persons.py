"""Who is one person: what offices, company and rivals add to a name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from communique.model.claims import Entity, Kind, Predicate
from communique.model.identity import Member, Standing
from communique.resolution import resolve

if TYPE_CHECKING:
    from .conftest import Newsroom


def one(newsroom: Newsroom, *members: Member) -> bool:
    resolution = resolve(newsroom.articles, newsroom.extractions)
    return len({resolution.cluster_of[member] for member in members}) == 1


def linked(newsroom: Newsroom, left: Member, right: Member) -> bool:
    resolution = resolve(newsroom.articles, newsroom.extractions)
    pair = {resolution.cluster_of[left], resolution.cluster_of[right]}
    return any({c.left, c.right} == pair for c in resolution.candidates)


def label(newsroom: Newsroom, kind: str = "person") -> str:
    clusters = resolve(newsroom.articles, newsroom.extractions).clusters.values()
    (found,) = [cluster for cluster in clusters if cluster.kind == kind]
    return found.label


def test_a_family_name_with_the_same_office_is_the_person(newsroom: Newsroom) -> None:
    full = newsroom.write("Donald Trump").person("Donald Trump", "president", "United States")
    short = newsroom.write("President Trump").person("Trump", "president", "United States")
    assert one(newsroom, full, short)


def test_a_family_name_alone_is_only_a_candidate(newsroom: Newsroom) -> None:
    full = newsroom.write("Donald Trump").person("Donald Trump", "president", "United States")
    short = newsroom.write("Trump").person("Trump")
    assert not one(newsroom, full, short)
    assert linked(newsroom, full, short)


def test_a_family_name_with_two_bearers_in_the_state_stays_open(newsroom: Newsroom) -> None:
    father = newsroom.write("George Bush").person("George Bush", "president", "United States")
    son = newsroom.write("Jeb Bush").person("Jeb Bush", "governor", "United States")
    short = newsroom.write("Bush").person("Bush", "senior-official", "United States")
    assert not one(newsroom, father, short)
    assert not one(newsroom, son, short)
    assert linked(newsroom, father, short)
    assert linked(newsroom, son, short)


def test_kin_in_the_same_office_are_two(newsroom: Newsroom) -> None:
    father = newsroom.write("Hafez al-Assad").person("Hafez al-Assad", "president", "Syria")
    son = newsroom.write("Bashar al-Assad").person("Bashar al-Assad", "president", "Syria")
    assert not one(newsroom, father, son)
    assert not linked(newsroom, father, son)


def test_namesakes_who_act_for_different_states_are_kept_apart_and_linked(newsroom: Newsroom) -> None:
    left = newsroom.write("Ahmed Ali").person("Ahmed Ali", "minister", "Iraq")
    right = newsroom.write("Ahmed Ali").person("Ahmed Ali", "minister", "Sudan")
    assert not one(newsroom, left, right)
    assert linked(newsroom, left, right)


def test_a_full_name_without_office_joins_the_only_bearer_but_not_one_of_two(newsroom: Newsroom) -> None:
    bearer = newsroom.write("Ahmed Ali").person("Ahmed Ali", "minister", "Iraq")
    plain = newsroom.write("Ahmed Ali").person("Ahmed Ali")
    assert one(newsroom, bearer, plain)
    newsroom.write("Ahmed Ali").person("Ahmed Ali", "minister", "Sudan")
    assert not one(newsroom, bearer, plain)


def test_a_misprint_needs_the_same_office_or_state(newsroom: Newsroom) -> None:
    right = newsroom.write("Andrey Belousov").person("Andrey Belousov", "defence-minister", "Russia")
    misprint = newsroom.write("Andrey Belousob").person("Andrey Belousob", "defence-minister", "Russia")
    lone = newsroom.write("Andrey Belosov of").person("Andrey Belousof of")
    assert one(newsroom, right, misprint)
    assert not one(newsroom, right, lone)


def test_every_merge_says_what_spoke_for_it(newsroom: Newsroom) -> None:
    newsroom.write("Sergey Lavrov").person("Sergey Lavrov", "foreign-minister", "Russia")
    newsroom.write("Sergei Lavrov").person("Sergei Lavrov", "foreign-minister", "Russia")
    (merge,) = [
        m for m in resolve(newsroom.articles, newsroom.extractions).merges if m.method == "person-full"
    ]
    assert any("another spelling" in reason for reason in merge.reasons)
    assert any("the same office (foreign-minister, country/russia)" in reason for reason in merge.reasons)


def test_the_label_is_the_full_form_that_most_sources_print(newsroom: Newsroom) -> None:
    for form in ("Sergey Lavrov", "Sergey Lavrov", "Sergei Lavrov", "Sergey Lavrox"):
        newsroom.write(form).person(form, "foreign-minister", "Russia", short="Lavrov")
    (cluster,) = [
        c for c in resolve(newsroom.articles, newsroom.extractions).clusters.values() if c.kind == "person"
    ]
    assert cluster.label == "Sergey Lavrov"
    assert cluster.variants == ("Lavrov", "Sergei Lavrov", "Sergey Lavrox")


def test_of_as_many_sources_the_form_of_more_reports_is_the_label(newsroom: Newsroom) -> None:
    for form in ("Ellen Moran Vale", "Ellen Moran Vale", "Moran Vale"):
        newsroom.write(form, publisher="wire").person(form, "president", "Chile")
    assert label(newsroom) == "Ellen Moran Vale"


@pytest.mark.parametrize(
    "worse", ["XAVIER MORAN", "Xavier Moran.", "Xavier Moran-", 'Xavier "Moran', "Xavier -Moran"]
)
def test_a_form_in_capitals_or_broken_is_the_label_only_where_there_is_no_other(
    newsroom: Newsroom, worse: str
) -> None:
    for form in (worse, worse):
        newsroom.write(form).person(form, "president", "Chile")
    assert label(newsroom) == worse
    newsroom.write("Xavier Moran").person("Xavier Moran", "president", "Chile")
    assert label(newsroom) == "Xavier Moran"


def test_an_office_is_called_what_most_reports_call_it_not_what_the_first_one_did(newsroom: Newsroom) -> None:
    for title in ("foreign-trade", "foreign-affairs", "foreign-affairs"):
        report = newsroom.write("Xavier Moran", publisher="wire")
        report.person("Xavier Moran", "foreign-minister", "Chile")
        local = "office-foreign-minister-Chile"
        named = Entity(local, Kind.OFFICE, f"Minister of {title.replace('-', ' ').title()}")
        report.draft.entities[local] = named
        newsroom.keep(report.draft)
    assert label(newsroom, "office") == "Minister of Foreign Affairs of Chile"


def test_a_rare_form_that_differs_by_a_letter_is_a_misprint(newsroom: Newsroom) -> None:
    for form in (*("Sergey Lavrov",) * 3, "Sergey Lavrox"):
        newsroom.write(form).person(form, "foreign-minister", "Russia")
    (cluster,) = [
        c for c in resolve(newsroom.articles, newsroom.extractions).clusters.values() if c.kind == "person"
    ]
    assert cluster.misprints == ("Sergey Lavrox",)


def test_an_office_without_polity_is_that_of_its_holder(newsroom: Newsroom) -> None:
    newsroom.write("Vladimir Putin").person("Vladimir Putin", "president", "Russia")
    newsroom.write("Vladimir Putin").person("Vladimir Putin", "president")
    offices = [
        c for c in resolve(newsroom.articles, newsroom.extractions).clusters.values() if c.kind == "office"
    ]
    assert [office.label for office in offices] == ["President of Russia"]
    assert len(offices[0].members) == 2


def test_an_implied_polity_stands_back_behind_one_that_is_named(newsroom: Newsroom) -> None:
    named = newsroom.write("Vladimir Putin").person("Vladimir Putin", "president", "Russia")
    report = newsroom.write("Vladimir Putin")
    implied = report.person("Vladimir Putin", "president", "Syria", implied="dateline")
    assert one(newsroom, named, implied)
    resolution = resolve(newsroom.articles, newsroom.extractions)
    offices = [c.label for c in resolution.clusters.values() if c.kind == "office"]
    assert offices == ["President of Russia"]
    office = Member(implied.article, "office-president-Syria")
    ruling = resolution.rulings[report.claim_id(office, Predicate.OFFICE_OF)]
    assert ruling.standing is Standing.REJECTED
    assert ruling.reason == "only implied (dateline); reports of the holder name Russia"


def test_two_incumbents_of_one_name_are_two_whatever_the_gap_between_the_reports(newsroom: Newsroom) -> None:
    """A former president of that name is the one who was president before."""
    father, son = (
        newsroom.write("George Bush", date(year, 5, 3)).person("George Bush", "president", "United States")
        for year in (1991, 2003)
    )
    former = newsroom.write("George Bush", date(2005, 5, 3)).person(
        "George Bush", "president", "United States", capacity="former"
    )
    full = newsroom.write("George W. Bush", date(2005, 5, 3)).person(
        "George W. Bush", "president", "United States"
    )
    assert not one(newsroom, father, son)
    assert not linked(newsroom, father, son)
    assert one(newsroom, father, former)
    assert one(newsroom, son, full)


def test_spellings_that_have_nothing_in_common_are_one_incumbent(newsroom: Newsroom) -> None:
    premier = ("prime-minister", "China")
    new = newsroom.write("Zhao Ziyang", date(1983, 5, 3)).person("Zhao Ziyang", *premier)
    old = newsroom.write("Chao Tzu-yang", date(1982, 5, 3)).person("Chao Tzu-yang", *premier)
    other = newsroom.write("Chao Lin", date(1982, 5, 3)).person("Chao Lin", *premier)
    assert one(newsroom, new, old)
    assert not one(newsroom, new, other)
    merges = resolve(newsroom.articles, newsroom.extractions).merges
    (merge,) = [merge for merge in merges if merge.method == "person-incumbent"]
    why = "the list of incumbents has one person in these offices at the time (Zhao Ziyang of china)"
    assert merge.reasons == (why,)


def test_a_family_name_in_an_office_that_is_only_implied_is_the_incumbent_also_years_apart(
    newsroom: Newsroom,
) -> None:
    premier = ("prime-minister", "East Timor")
    full = newsroom.write("Xanana Gusmao", date(2011, 5, 3)).person("Xanana Gusmao", *premier)
    short = newsroom.write("Gusmao", date(2007, 10, 3)).person("Gusmao", *premier, implied="dateline")
    before = newsroom.write("Gusmao", date(1999, 10, 3)).person("Gusmao", *premier, implied="dateline")
    assert one(newsroom, full, short)
    assert not one(newsroom, full, before)


@pytest.mark.parametrize(
    ("one_name", "another"),
    [
        ("Robert Byrd", "Robert W. Baird"),  # little but consonants agree, and nothing else
        ("Zhu Jiaming", "Zhou Zhaoming"),
        ("Howard Baker", "Charles H. Baker"),  # an initial behind another given name
    ],
)
def test_names_that_only_sound_alike_are_two_without_a_further_reason(
    newsroom: Newsroom, one_name: str, another: str
) -> None:
    left = newsroom.write(one_name).person(one_name, "senior-official", "United States")
    right = newsroom.write(another).person(another)
    assert not one(newsroom, left, right)


def test_names_that_sound_alike_are_one_in_the_same_office_or_where_the_letters_nearly_agree(
    newsroom: Newsroom,
) -> None:
    for left, right, office in (
        ("Robert Byrd", "Robert Baird", ("prime-minister", "Chile")),
        ("Elliot Abrams", "Elliott Abrams", ()),
    ):
        forms = [newsroom.write(name).person(name, *office) for name in (left, right)]
        assert one(newsroom, *forms)


def test_a_namesake_of_a_generation_before_is_another_unless_he_was_known_then(newsroom: Newsroom) -> None:
    minister = ("foreign-minister", "Australia")
    later = newsroom.write("Stephen Smith", date(2010, 5, 3)).person("Stephen Smith", *minister)
    before = newsroom.write("Stephen Smith", date(1987, 5, 3)).person("Stephen Smith")
    assert not one(newsroom, later, before)
    assert linked(newsroom, later, before)
    ruler = newsroom.write("Daniel arap Moi", date(1987, 5, 3)).person(
        "Daniel arap Moi", "president", "Kenya"
    )
    retired = newsroom.write("Daniel arap Moi", date(2005, 5, 3)).person("Daniel arap Moi")
    assert one(newsroom, ruler, retired)


def test_a_given_name_that_is_a_title_too_is_kept(newsroom: Newsroom) -> None:
    leader = newsroom.write("Amir Peretz").person("Amir Peretz", "party-leader", "Israel")
    minister = newsroom.write("Amir Peretz").person("Amir Peretz", "defence-minister", "Israel")
    assert one(newsroom, leader, minister)
    assert label(newsroom) == "Amir Peretz"
