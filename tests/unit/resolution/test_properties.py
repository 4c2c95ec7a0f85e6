"""What must hold for any corpus: order, repetition and removal leave no trace, judgements win."""

from __future__ import annotations

import importlib.util
import random
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.identity import Candidate, Member, Resolution, Standing
from communique.model.judgement import Judgement, Verdict
from communique.resolution import resolve
from communique.resolution.change import Change
from communique.resolution.incremental import Resolver, Source
from communique.resolution.live import live
from communique.resolution.resolver import sources

WORLD = Path(__file__).parents[2] / "bench" / "resolution_world.py"
GAZETTEER = ("country/", "place/", "organization/")
FEW = settings(max_examples=10, deadline=None)


@lru_cache(maxsize=1)
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("resolution_world", WORLD)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=64)
def corpus(seed: int) -> Any:
    chance = random.Random(seed)
    make = generator()
    size = make.World(
        people=chance.choice((6, 15, 30)),
        events=chance.choice((10, 30)),
        articles=chance.choice((8, 16)),
        namesakes=0.3,
        days=chance.choice((10, 60, 400)),
        hub=chance.choice((0.0, 0.5)),
    )
    return make.world(size, seed)


def whole(seed: int) -> dict[str, Source]:
    made = corpus(seed)
    return {source.article_id: source for source in sources(made.articles, made.extractions)}


def of(chosen: list[Source], judgements: tuple[Judgement, ...] = ()) -> Resolution:
    articles = [source.article for source in chosen if source.article is not None]
    return resolve(articles, [e for source in chosen for e in source.extractions], judgements)


seeds = st.integers(0, 63)


@FEW
@given(seeds, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(seed: int, chance: random.Random) -> None:
    chosen = list(whole(seed).values())
    shuffled = chosen.copy()
    chance.shuffle(shuffled)
    assert of(shuffled) == of(chosen)


@FEW
@given(seeds, st.randoms(use_true_random=False), st.integers(1, 5))
def test_one_at_a_time_or_in_bulk_ends_in_the_same(seed: int, chance: random.Random, size: int) -> None:
    chosen = list(whole(seed).values())
    chance.shuffle(chosen)
    resolver = Resolver()
    for start in range(0, len(chosen), size):
        resolver.change(chosen[start : start + size])
    assert resolver.resolution() == of(chosen)


@FEW
@given(seeds, st.randoms(use_true_random=False))
def test_adding_what_is_there_already_changes_nothing(seed: int, chance: random.Random) -> None:
    chosen = list(whole(seed).values())
    resolver = Resolver()
    resolver.change(chosen)
    before = resolver.resolution()
    assert resolver.change(chance.sample(chosen, len(chosen) // 2)) == Change()
    assert resolver.resolution() == before


@FEW
@given(seeds, st.randoms(use_true_random=False))
def test_what_is_added_and_removed_leaves_no_trace(seed: int, chance: random.Random) -> None:
    chosen = list(whole(seed).values())
    chance.shuffle(chosen)
    kept, passing = chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]
    resolver = Resolver()
    resolver.change(kept)
    before = resolver.resolution()
    resolver.change(passing)
    resolver.change(removed=[source.article_id for source in passing])
    assert resolver.resolution() == before


def named(member: Member) -> str:
    return f"{member.article}#{member.local}"


@st.composite
def judgements(draw: st.DrawFn, seed: int) -> tuple[Judgement, ...]:
    made = corpus(seed)
    members = [*made.persons, *made.events]
    claims = [claim.id for extraction in made.extractions for claim in extraction.claims]
    found = []
    for number in range(draw(st.integers(0, 6))):
        who, when = "tester", f"2025-01-{number + 1:02d}"
        if draw(st.booleans()):
            left, right = draw(st.sampled_from(members)), draw(st.sampled_from(members))
            if left != right:
                verdict = draw(st.sampled_from((Verdict.SAME, Verdict.DIFFERENT)))
                found.append(Judgement(verdict, named(left), named(right), who, when, ""))
        else:
            verdict = draw(st.sampled_from((Verdict.ACCEPT, Verdict.REJECT)))
            found.append(Judgement(verdict, draw(st.sampled_from(claims)), "", who, when, ""))
    return tuple(found)


@FEW
@given(seeds, st.data(), st.randoms(use_true_random=False))
def test_any_history_of_changes_and_judgements_ends_as_one_build_would(
    seed: int, data: st.DataObject, chance: random.Random
) -> None:
    everything = whole(seed)
    resolver, inside = Resolver(), set[str]()
    held = resolver.resolution()
    for _ in range(4):
        added = chance.sample(sorted(everything), chance.randrange(len(everything)))
        removed = chance.sample(sorted(inside), chance.randrange(len(inside) + 1))
        judged = data.draw(judgements(seed))
        change = resolver.change([everything[one] for one in added], removed, judged)
        inside = (inside - set(removed)) | set(added)
        now = resolver.resolution()
        assert now == of([everything[one] for one in sorted(inside)], judged)
        assert_told(change, held, now)
        view = live(resolver, now.clusters)
        assert (dict(view.clusters), dict(view.cluster_of)) == (now.clusters, now.cluster_of)
        assert (view.rulings, view.merges, view.candidates) == (now.rulings, now.merges, now.candidates)
        held = now


def assert_told(change: Change, before: Resolution, after: Resolution) -> None:
    """A change names exactly what is different now."""
    claims = before.rulings.keys() | after.rulings.keys()
    assert change.claims == {c for c in claims if before.rulings.get(c) != after.rulings.get(c)}
    different = {key for key, cluster in after.clusters.items() if before.clusters.get(key) != cluster}
    assert {k for k in change.come if not k.startswith(GAZETTEER)} == {
        key for key in different if not key.startswith(GAZETTEER)
    }
    assert change.gone == before.clusters.keys() - after.clusters.keys()
    old, new = set[Candidate](before.candidates), set[Candidate](after.candidates)
    assert (change.candidates_come, change.candidates_gone) == (new - old, old - new)
    common = before.cluster_of.keys() & after.cluster_of.keys()
    assert change.moved == {m for m in common if before.cluster_of[m] != after.cluster_of[m]}


@FEW
@given(seeds, st.data())
def test_what_a_person_judged_of_a_pair_or_a_claim_holds(seed: int, data: st.DataObject) -> None:
    made = corpus(seed)
    pair = st.sampled_from(sorted(made.persons))
    left, right = data.draw(pair), data.draw(pair)
    claim = data.draw(st.sampled_from([c.id for e in made.extractions for c in e.claims]))
    verdict = data.draw(st.sampled_from((Verdict.SAME, Verdict.DIFFERENT)))
    about_claim = data.draw(st.sampled_from((Verdict.ACCEPT, Verdict.REJECT)))
    judged = [Judgement(about_claim, claim, "", "tester", "2025-01-02", "seen it")]
    if left != right:
        judged.append(Judgement(verdict, named(left), named(right), "tester", "2025-01-01", ""))
    found = resolve(made.articles, made.extractions, judged)
    if left != right:
        assert (found.cluster_of[left] == found.cluster_of[right]) is (verdict is Verdict.SAME)
    accepted = about_claim is Verdict.ACCEPT
    assert found.rulings[claim].standing is (Standing.ACCEPTED if accepted else Standing.REJECTED)
    assert "tester" in found.rulings[claim].reason


@FEW
@given(seeds)
def test_every_claim_has_a_ruling_and_every_entity_a_cluster(seed: int) -> None:
    made = corpus(seed)
    found = resolve(made.articles, made.extractions)
    assert found.rulings.keys() == {claim.id for e in made.extractions for claim in e.claims}
    assert found.cluster_of.keys() == {Member(e.article, x.id) for e in made.extractions for x in e.entities}
    for key, cluster in found.clusters.items():
        assert cluster.key == key
        assert all(found.cluster_of[member] == key for member in cluster.members)


@FEW
@given(seeds)
def test_an_event_has_one_accepted_status_and_one_accepted_date(seed: int) -> None:
    made = corpus(seed)
    found = resolve(made.articles, made.extractions)
    values: dict[tuple[str, str], set[object]] = {}
    for extraction in made.extractions:
        for claim in extraction.claims:
            if (
                claim.predicate in ("date", "status")
                and found.rulings[claim.id].standing is Standing.ACCEPTED
            ):
                key = found.cluster_of[Member(claim.article, claim.subject)]
                values.setdefault((key, claim.predicate), set()).add(claim.object)
    assert values
    assert all(len(accepted) == 1 for accepted in values.values())
