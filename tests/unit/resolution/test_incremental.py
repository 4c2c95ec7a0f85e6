"""Changes that reach further than the article that makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.claims import Predicate, Ref
from communique.model.identity import Member, Standing
from communique.model.judgement import Judgement, Verdict
from communique.model.text import Article
from communique.model.when import Interval
from communique.resolution import Resolver, resolve, sources
from communique.resolution.copies import Copies

if TYPE_CHECKING:
    from .conftest import Newsroom

MAY_3 = Interval.day(date(2025, 5, 3))


def weights(resolver: Resolver) -> dict[str, int]:
    """How many claims there are about each cluster, counted."""
    told = [
        (resolver.published.get(Member(facts.article, local)), len(claims))
        for facts in resolver.identity.facts.values()
        for local, claims in facts.claims.items()
    ]
    return {key: sum(n for k, n in told if k == key) for key, _ in told if key is not None}


def assert_any_order(newsroom: Newsroom, judgements: Sequence[Judgement] = ()) -> None:
    """Articles one at a time in any order, judged before or after, then without the first one again."""
    everything = sources(newsroom.articles, newsroom.extractions)
    for order in permutations(everything):
        resolver = Resolver()
        for source in order:
            resolver.change([source])
        assert resolver.resolution() == resolve(newsroom.articles, newsroom.extractions)
        resolver.change(judgements=judgements)
        judged = resolve(newsroom.articles, newsroom.extractions, judgements)
        assert resolver.resolution() == judged
        assert resolver.weights == weights(resolver)
        resolver.change(removed=[order[0].article_id])
        articles = [a for a in newsroom.articles if a.id != order[0].article_id]
        extractions = [e for e in newsroom.extractions if e.article != order[0].article_id]
        assert resolver.resolution() == resolve(articles, extractions, judgements)
        assert resolver.weights == weights(resolver)
        resolver.change([order[0]], judgements=())
        assert resolver.resolution() == resolve(newsroom.articles, newsroom.extractions)


def test_a_report_of_another_holder_reaches_what_was_said_before(newsroom: Newsroom) -> None:
    for name, day in (("Ali Aydin", 1), ("Murat Kaya", 3), ("Ali Aydin", 5), ("Ali Aydin", 6)):
        newsroom.write(name, date(2025, 5, day)).person(name, "foreign-minister", "Turkey")
    assert_any_order(newsroom)


def test_a_report_of_another_rank_reaches_what_was_said_before(newsroom: Newsroom) -> None:
    for role in ("deputy-foreign-minister", "foreign-minister", "deputy-foreign-minister"):
        newsroom.write("Ali Aydin").person("Ali Aydin", role, "Turkey")
    assert_any_order(newsroom)


def test_a_judgement_about_persons_reaches_the_delegations_that_they_lead(newsroom: Newsroom) -> None:
    leaders = []
    for name in ("Ahmed Hassan", "Ahmad Hasan"):
        report = newsroom.write(f"{name}, Omar Hadi, Moscow")
        leaders.append(report.person(name))
        other = report.person("Omar Hadi", "minister", "Iraq")
        event = report.event("visit", [other], MAY_3, ("Moscow", "Russia"), sides=["Iraq", "Russia"])
        delegation = f"delegation-{event.local}-Iraq"
        report.draft.claim(delegation, Predicate.LEADER, Ref(leaders[-1].local), name)
        newsroom.keep(report.draft)
    left, right = (f"{one.article}#{one.local}" for one in leaders)
    judgement = Judgement(Verdict.DIFFERENT, left, right, "tester", "2025-05-05", "")
    assert_any_order(newsroom, [judgement])
    rulings = resolve(newsroom.articles, newsroom.extractions, [judgement]).rulings
    assert Standing.DISPUTED in {ruling.standing for ruling in rulings.values()}


def test_a_judgement_that_two_places_are_one_reaches_the_events_there(newsroom: Newsroom) -> None:
    places = []
    for number, city in enumerate(("Sochi", "Adler", "Adler", "Sochi")):
        report = newsroom.write("Ali Aydin, Murat Kaya", date(2025, 5, 4 + number))
        people = [report.person("Ali Aydin"), report.person("Murat Kaya")]
        report.event("meeting", people, MAY_3, (city, "Russia"))
        places.append(Member(report.draft.article.id, f"place-{city.casefold()}"))
    left, right = (f"{one.article}#{one.local}" for one in (places[1], places[3]))
    judgement = Judgement(Verdict.SAME, left, right, "tester", "2025-05-05", "")
    assert_any_order(newsroom, [judgement])
    before = resolve(newsroom.articles, newsroom.extractions).rulings.values()
    after = resolve(newsroom.articles, newsroom.extractions, [judgement]).rulings.values()
    assert Standing.DISPUTED in {ruling.standing for ruling in before}
    assert Standing.DISPUTED not in {ruling.standing for ruling in after}


def test_the_key_of_the_gazetteer_passes_on_when_its_holder_goes(newsroom: Newsroom) -> None:
    for number in range(3):
        newsroom.write("Sochi").event("meeting", [], MAY_3, ("Sochi", "Russia"), described=str(number))
    left, right = (f"{article.id}#place-sochi" for article in newsroom.articles[:2])
    assert_any_order(newsroom, [Judgement(Verdict.DIFFERENT, left, right, "tester", "2025-05-05", "")])


@pytest.mark.parametrize("days", [range(1, 7), range(6, 0, -1)], ids=["older first", "newer first"])
def test_a_key_that_another_cluster_took_over_stays_there(newsroom: Newsroom, days: Sequence[int]) -> None:
    for day in days:
        report = newsroom.write("Sochi", date(2025, 5, day))
        report.event("meeting", [], MAY_3, ("Sochi", "Russia"), described=str(day))
    articles, extractions = newsroom.articles, newsroom.extractions
    for left, right in permutations(articles, 2):
        one, other = (f"{article.id}#place-sochi" for article in (left, right))
        judgement = Judgement(Verdict.DIFFERENT, one, other, "tester", "2025-05-05", "")
        resolver = Resolver()
        resolver.change(sources(articles, extractions))
        resolver.change(judgements=[judgement])
        assert set(resolver.groups) == set(resolve(articles, extractions, [judgement]).clusters)


def test_a_name_without_bearer_waits_for_one(newsroom: Newsroom) -> None:
    newsroom.write("Trump").person("Trump", "president", "United States")
    newsroom.write("Donald Trump").person("Donald Trump", "president", "United States")
    newsroom.write("Eric Trump").person("Eric Trump", "executive", "United States")
    assert_any_order(newsroom)


words = [" ".join(f"{letter}{n}" for n in range(50)) for letter in "abc"]
texts = st.lists(
    st.tuples(st.sampled_from(words), st.integers(0, 3), st.integers(1, 20)),
    min_size=1,
    max_size=8,
    unique=True,
)


@settings(deadline=None, max_examples=60)
@given(texts, st.randoms(use_true_random=False))
def test_copies_are_the_same_whatever_came_and_went(made: list[tuple[str, int, int]], chance: Random) -> None:
    articles = [
        Article(f"{text} {'more words here ' * extra}", date(2025, 5, day), publisher=f"{day}-{extra}")
        for text, extra, day in made
    ]
    bulk = Copies()
    bulk.change(articles, [])
    steps = Copies()
    shuffled = articles.copy()
    chance.shuffle(shuffled)
    for article in shuffled:
        before = dict(steps.original)
        changed = steps.change([article], [])
        assert changed == {
            a for a in before.keys() | steps.original.keys() if before.get(a) != steps.original.get(a)
        }
    assert steps.original == bulk.original
    gone, kept = shuffled[: len(shuffled) // 2], shuffled[len(shuffled) // 2 :]
    steps.change([], [article.id for article in gone])
    again = Copies()
    again.change(kept, [])
    assert steps.original == again.original
