"""Resolution against the truth across the annotated articles, without extraction in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from communique.graph import Corpus, Entry, Iris, write
from communique.model.claims import Kind, Predicate, When
from communique.model.identity import Member, Resolution, Standing
from communique.resolution import resolve

if TYPE_CHECKING:
    from .conftest import BCubed, Gold


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class Names:
    """A gazetteer that knows of everything no more than its name."""

    def entry(self, key: str) -> Entry:
        """What the key says by itself."""
        kind, _, name = key.partition("/")
        return Entry(key, Kind(kind), name.title())


@pytest.fixture(scope="module")
def resolution(gold: Gold) -> Resolution:
    return resolve(gold.articles, gold.extractions)


def named(gold: Gold, resolution: Resolution, kind: Kind) -> dict[tuple[str, str], str]:
    """The cluster of everything printed: by article number and form."""
    found = {}
    for number, article in gold.numbers.items():
        extraction = next(e for e in gold.extractions if e.article == article)
        for entity in extraction.entities:
            if entity.kind is kind:
                for mention in entity.mentions:
                    found[number, mention.text] = resolution.cluster_of[Member(article, entity.id)]
    return found


def event_truth(gold: Gold, resolution: Resolution) -> tuple[dict[Member, str], dict[Member, str]]:
    """Found and true cluster of every report. A report that tells of two meetings in one clause belongs to
    both in truth; it counts for the one it was put to, if that is one of the two."""
    options: dict[Member, set[str]] = {}
    for event in gold.merged["meetings"]:
        for report in event["reports"]:
            for local, record in gold.meetings[report["article"]]:
                if told_as(report, record, event["kind"]):
                    member = Member(gold.numbers[report["article"]], local)
                    options.setdefault(member, set()).add(event["id"])
    found = {member: resolution.cluster_of[member] for member in options}
    certain = {member: min(ids) for member, ids in options.items() if len(ids) == 1}
    truth = dict(certain)
    for member, ids in options.items():
        company = Counter(certain[m] for m in certain if found[m] == found[member])
        truth[member] = max(sorted(ids), key=lambda name: company[name])
    return found, truth


def told_as(report: Mapping[str, Any], record: Mapping[str, Any], kind: str) -> bool:
    words = record["evidence"] if isinstance(record["evidence"], list) else [record["evidence"]]
    same = any(a in b or b in a for a in words for b in report["evidence"])
    visit = "visit" in (record["kind"], kind)
    return same and (not visit or record["kind"] == kind) and record["status"] == report["status"]


def test_every_person_is_one_node_with_all_printed_variants(gold: Gold, resolution: Resolution) -> None:
    found = named(gold, resolution, Kind.PERSON)
    keys = {}
    for person in gold.merged["persons"]:
        variants = [(v["form"].removeprefix("President "), v["articles"]) for v in person["variants"]]
        forms = [(number, form) for form, numbers in variants for number in numbers]
        clusters = {found[form] for form in forms if form in found}
        assert len(clusters) == 1, (person["id"], clusters)
        keys[person["id"]] = clusters.pop()
        printed = resolution.clusters[keys[person["id"]]]
        spelled = {name.casefold() for name in (printed.label, *printed.variants, *printed.misprints)}
        missing = {form for n, form in forms if (n, form) in found and form.casefold() not in spelled}
        assert not missing, (person["id"], missing)
    assert len(keys) == len(gold.merged["persons"]) == len(set(keys.values()))


def test_a_given_name_that_is_anothers_family_name_does_not_make_one(
    gold: Gold, resolution: Resolution
) -> None:
    found = named(gold, resolution, Kind.PERSON)
    assert found["002", "Assad al-Shaibani"] != found["002", "Assad"]
    assert found["002", "Assad"] == found["003", "Bashar al-Assad"]


def test_both_bases_are_one_node_each_and_the_misprint_is_kept_apart_as_one(
    gold: Gold, resolution: Resolution
) -> None:
    found = named(gold, resolution, Kind.BASE)
    tartus = {found["001", "Tartus naval base"], found["002", "Tartus"], found["003", "Tartus"]}
    hmeimim = {found["001", "Hmeimim airbase"], found["002", "Khamenei"], found["004", "Hmeimim"]}
    assert len(tartus) == len(hmeimim) == 1
    assert tartus != hmeimim
    cluster = resolution.clusters[hmeimim.pop()]
    assert cluster.misprints == ("Khamenei",)
    assert "Hmeimim" in cluster.label
    context = [merge for merge in resolution.merges if merge.method == "base-context"]
    assert context
    assert any("tartus" in reason for reason in context[0].reasons)


def test_event_clusters_agree_with_the_truth(gold: Gold, resolution: Resolution, bcubed: BCubed) -> None:
    found, truth = event_truth(gold, resolution)
    assert len(truth) >= 25
    _, _, f1 = bcubed(found, truth)
    assert f1 >= 0.90


def reports(gold: Gold, resolution: Resolution, event: str) -> dict[str, set[str]]:
    """Clusters of the reports of one event of the truth, by article number."""
    found, truth = event_truth(gold, resolution)
    numbers = {article: number for number, article in gold.numbers.items()}
    by_number: dict[str, set[str]] = {}
    for member, true in truth.items():
        if true == event:
            by_number.setdefault(numbers[member.article], set()).add(found[member])
    return by_number


def test_planned_and_held_visit_are_one_and_the_plan_is_superseded(
    gold: Gold, resolution: Resolution
) -> None:
    by_number = reports(gold, resolution, "visit-moscow-2025-07")
    (key,) = by_number["003"]
    assert by_number["001"] == by_number["002"] == by_number["004"] == {key}
    standings = rulings_of(gold, resolution, key, Predicate.STATUS)
    assert standings["003"] is Standing.SUPERSEDED
    assert {standings[n] for n in ("001", "002", "004")} == {Standing.ACCEPTED}


def rulings_of(gold: Gold, resolution: Resolution, key: str, predicate: Predicate) -> dict[str, Standing]:
    numbers = {article: number for number, article in gold.numbers.items()}
    return {
        numbers[claim.article]: resolution.rulings[claim.id].standing
        for extraction in gold.extractions
        for claim in extraction.claims
        if claim.predicate is predicate and resolution.cluster_of[Member(claim.article, claim.subject)] == key
    }


def test_the_call_has_three_dated_claims_of_which_one_is_disputed(gold: Gold, resolution: Resolution) -> None:
    by_number = reports(gold, resolution, "putin-sharaa-call-2025")
    assert set(by_number) == {"001", "002", "003", "004"}
    (key,) = set.union(*by_number.values())
    standings = rulings_of(gold, resolution, key, Predicate.DATE)
    accepted, disputed = Standing.ACCEPTED, Standing.DISPUTED
    assert standings == {"001": accepted, "002": disputed, "004": accepted}


def test_the_planned_summit_and_the_held_trip_are_two(gold: Gold, resolution: Resolution) -> None:
    summit = reports(gold, resolution, "russia-arab-league-summit-2025-10-15")
    trip = reports(gold, resolution, "sharaa-moscow-2025-10")
    assert summit["002"] == summit["004"]
    assert summit["002"] != trip["000"]


def test_who_is_told_of_in_one_clause_is_disputed_where_another_source_tells_of_two_meetings(
    gold: Gold, resolution: Resolution
) -> None:
    by_number = reports(gold, resolution, "lavrov-shaibani-2025-07-31")
    (key,) = by_number["001"]
    disputed = {
        (claim.article, claim.object)
        for extraction in gold.extractions
        for claim in extraction.claims
        if claim.predicate is Predicate.PARTICIPANT
        and resolution.cluster_of[Member(claim.article, claim.subject)] == key
        and resolution.rulings[claim.id].standing is Standing.DISPUTED
    }
    assert {article for article, _ in disputed} >= {gold.numbers["000"], gold.numbers["002"]}


def test_the_undated_delegation_is_one_with_the_dated_visit_or_its_candidate(
    gold: Gold, resolution: Resolution
) -> None:
    by_number = reports(gold, resolution, "russian-delegation-damascus-2025-01")
    assert by_number["001"] == by_number["004"]
    pair = by_number["001"] | by_number["003"]
    linked = {frozenset((c.left, c.right)) for c in resolution.candidates}
    assert len(pair) == 1 or frozenset(pair) in linked


DIFFERING = """
PREFIX dip: <https://w3id.org/communique/ns#>
SELECT DISTINCT ?event ?property WHERE {
  ?claim rdf:subject ?event ; rdf:predicate ?property ; rdf:object ?value ; dip:source ?article .
  ?report rdf:subject ?event ; dip:source ?elsewhere .
  FILTER(?article != ?elsewhere)
  FILTER NOT EXISTS {
    ?same rdf:subject ?event ; rdf:predicate ?property ; rdf:object ?value ; dip:source ?elsewhere
  }
}"""
"""What one article says of an event and another that tells of it does not, or says otherwise."""


def test_every_disagreement_of_the_truth_can_be_had_by_one_query(gold: Gold, resolution: Resolution) -> None:
    graph = ox.Store()
    articles = {article.id: article for article in gold.articles}
    corpus = Corpus(articles, {one.article: (one,) for one in gold.extractions}, resolution)
    lines = "\n".join(write(corpus, Iris(), Names()))
    graph.load(lines.encode(), format=ox.RdfFormat.N_QUADS)
    rows = graph.query(DIFFERING, use_default_graph_as_union=True, prefixes={"rdf": RDF})
    assert isinstance(rows, ox.QuerySolutions)
    found = {(row["event"].value.removeprefix(Iris().base), row["property"].value[-6:]) for row in rows}
    checked = 0
    for event in gold.merged["meetings"]:
        keys = set[str]().union(*reports(gold, resolution, event["id"]).values())
        for words in event["disagreements"]:
            named = words.partition(":")[0]
            endings = {"status": "status", "date": "s#date", "participants": "cipant"}
            if named in endings:
                checked += 1
                assert {(key, endings[named]) for key in keys} & found, (event["id"], words)
    assert checked >= 6


def test_no_event_has_two_accepted_dates(gold: Gold, resolution: Resolution) -> None:
    accepted: dict[str, set[str]] = {}
    for extraction in gold.extractions:
        for claim in extraction.claims:
            if claim.predicate is Predicate.DATE and isinstance(claim.object, When):
                key = resolution.cluster_of[Member(claim.article, claim.subject)]
                if resolution.rulings[claim.id].standing is Standing.ACCEPTED:
                    accepted.setdefault(key, set()).add(claim.object.interval.edtf)
    assert accepted
    assert all(len(dates) == 1 for dates in accepted.values())
