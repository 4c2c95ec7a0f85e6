"""Extraction and resolution together against the truth across the annotated articles.

The floors for events lie under what was measured when they were set; extraction decides most of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.claims import Concept, Entity, Extraction, Kind, Predicate
from communique.model.identity import Member, Resolution, Standing
from communique.model.text import Article
from communique.resolution import resolve

if TYPE_CHECKING:
    from .conftest import BCubed


UNDECIDED = {("russian-delegation-damascus-2025-01", "003")}
"""Reports that the truth calls right both as one with the event and as kept apart."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The articles by number, what was extracted, what was resolved, and the truth."""

    articles: dict[str, Article]
    extractions: dict[str, Extraction]
    resolution: Resolution
    merged: dict[str, Any]

    def forms(self, kind: Kind) -> dict[tuple[str, str], str]:
        """The cluster of every name that was found: by article number and form."""
        return {
            (number, mention.text): self.resolution.cluster_of[Member(extraction.article, entity.id)]
            for number, extraction in self.extractions.items()
            for entity in extraction.entities
            if entity.kind is kind
            for mention in entity.mentions
            if not mention.nominal
        }


@pytest.fixture(scope="module")
def extracted(shared: Path) -> Extracted:
    pipeline = Pipeline()
    articles, extractions = {}, {}
    for path in sorted(shared.glob("0*.txt")):
        meta = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        published = date.fromisoformat(meta["published"])
        article = Article(path.read_text(encoding="utf-8"), published, publisher=meta["publisher"])
        articles[path.name[:3]] = article
        extractions[path.name[:3]] = pipeline.extract(article)
    merged = json.loads((shared / "merged.gold.json").read_text(encoding="utf-8"))
    resolution = resolve(list(articles.values()), list(extractions.values()))
    return Extracted(articles, extractions, resolution, merged)


def test_every_person_is_one_node_and_no_two_share_one(extracted: Extracted) -> None:
    found = extracted.forms(Kind.PERSON)
    nodes: dict[str, str] = {}
    for person in extracted.merged["persons"]:
        forms = [(number, v["form"]) for v in person["variants"] for number in v["articles"]]
        clusters = {found[form] for form in forms if form in found}
        assert len(clusters) <= 1, (person["id"], clusters)
        nodes.update(dict.fromkeys(clusters, person["id"]))
    assert len(nodes) >= len(extracted.merged["persons"]) - 1  # one is printed with a title only
    assert len(set(nodes.values())) == len(nodes)


def test_a_person_has_all_printed_forms_and_assad_al_shaibani_is_not_bashar_al_assad(
    extracted: Extracted,
) -> None:
    found, clusters = extracted.forms(Kind.PERSON), extracted.resolution.clusters
    for person in extracted.merged["persons"]:
        forms = [(number, v["form"]) for v in person["variants"] for number in v["articles"]]
        for form in forms:
            if form in found:
                one = clusters[found[form]]
                printed = {name.casefold() for name in (one.label, *one.variants, *one.misprints)}
                assert form[1].casefold() in printed, form
    assert found["002", "Assad al-Shaibani"] == found["001", "Asaad al-Shibani"]
    assert found["002", "Assad al-Shaibani"] != found["002", "Bashar al-Assad"]


def test_the_call_is_one_event_with_three_dated_claims_that_disagree(extracted: Extracted) -> None:
    reports = event(extracted, "putin-sharaa-call-2025")
    assert set(reports) == {"001", "002", "003", "004"}
    assert len(set(reports.values())) == 1
    (key,) = set(reports.values())
    standings = [
        extracted.resolution.rulings[claim.id].standing
        for extraction in extracted.extractions.values()
        for claim in extraction.claims
        if claim.predicate is Predicate.DATE
        and extracted.resolution.cluster_of[Member(claim.article, claim.subject)] == key
    ]
    assert sorted(standings) == [Standing.ACCEPTED, Standing.ACCEPTED, Standing.DISPUTED]


def test_the_planned_summit_and_the_held_trip_in_october_are_two(extracted: Extracted) -> None:
    summit = event(extracted, "russia-arab-league-summit-2025-10-15")
    trip = event(extracted, "sharaa-moscow-2025-10")
    assert summit
    assert trip
    assert not set(summit.values()) & set(trip.values())


def event(extracted: Extracted, name: str) -> dict[str, str]:
    """The cluster of the reports of one event of the truth, by article number."""
    (true,) = [one for one in extracted.merged["meetings"] if one["id"] == name]
    return {
        report["article"]: extracted.resolution.cluster_of[member]
        for report in true["reports"]
        for member in told(extracted, report, true["kind"] == "visit")
    }


def test_both_bases_are_one_node_each(extracted: Extracted) -> None:
    found = extracted.forms(Kind.BASE)
    nodes = [
        {found[v["article"], v["form"]] for v in base["variants"] if (v["article"], v["form"]) in found}
        for base in extracted.merged["bases"]
    ]
    assert [len(clusters) for clusters in nodes] == [1, 1]
    assert nodes[0] != nodes[1]


def test_event_clusters_agree_with_the_truth(extracted: Extracted, bcubed: BCubed) -> None:
    options: dict[Member, set[str]] = {}
    for event in extracted.merged["meetings"]:
        for report in event["reports"]:
            if (event["id"], report["article"]) in UNDECIDED:
                continue
            for member in told(extracted, report, event["kind"] == "visit"):
                options.setdefault(member, set()).add(event["id"])
    found = {member: extracted.resolution.cluster_of[member] for member in options}
    certain = {member: min(ids) for member, ids in options.items() if len(ids) == 1}
    truth = dict(certain)
    for member, ids in options.items():
        company = Counter(certain[m] for m in certain if found[m] == found[member])
        truth[member] = max(sorted(ids), key=lambda name: company[name])
    precision, _, f1 = bcubed(found, truth)
    assert len(truth) >= 20
    assert precision >= 0.95
    assert f1 >= 0.90


def told(extracted: Extracted, report: dict[str, Any], visit: bool) -> Iterator[Member]:
    """The extracted events whose words lie in the evidence of a report of the truth."""
    number = report["article"]
    text, extraction = extracted.articles[number].text, extracted.extractions[number]
    spans = [(text.find(words), text.find(words) + len(words)) for words in report["evidence"]]
    for entity in extraction.entities:
        if entity.kind is Kind.EVENT and (kind_of(extraction, entity) == "visit") is visit:
            starts = [mention.span.start for mention in entity.mentions]
            if any(low <= start < high for low, high in spans for start in starts):
                yield Member(extraction.article, entity.id)


def kind_of(extraction: Extraction, entity: Entity) -> str:
    claims = (c for c in extraction.claims if c.subject == entity.id and c.predicate is Predicate.KIND)
    return next((claim.object.key for claim in claims if isinstance(claim.object, Concept)), "")
