"""Clerical review: open cases, decisions and what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique import build, review
from communique.cli import communique
from communique.errors import InputError, UsageError
from communique.model.claims import Predicate
from communique.model.identity import Standing
from communique.model.judgement import Verdict
from communique.resolution.judgements import read
from communique.store import CorpusFile

from .conftest import told


def judge(store: Path, *words: str) -> Result:
    return CliRunner().invoke(communique, ["judge", "--store", str(store), *words])


def keys(store: Path, kind: str) -> list[str]:
    clusters = review.holdings(store).resolution.clusters
    return sorted(key for key, cluster in clusters.items() if cluster.kind == kind)


def date_claim(store: Path) -> str:
    corpus = review.holdings(store)
    return next(
        claim.id
        for many in corpus.extractions.values()
        for claim in many[0].claims
        if claim.predicate is Predicate.DATE
    )


def test_a_decision_is_published_and_of_two_on_one_day_the_later_holds(store: Path) -> None:
    left, right = keys(store, "person")
    review.decide(store, Verdict.SAME, left, right, who="Ann", why="one man")
    (one,) = keys(store, "person")
    members = review.holdings(store).resolution.clusters[one].members
    review.decide(store, Verdict.DIFFERENT, *map(review.local_name, members), who="Ann", why="no: two")
    assert keys(store, "person") == [left, right]


def test_a_decision_is_taken_back_by_its_number(store: Path) -> None:
    review.decide(store, Verdict.SAME, *keys(store, "person"), who="Ann", why="one man")
    assert "1  same" in judge(store, "--list").output
    assert judge(store, "withdraw", "1").exit_code == 0
    assert len(keys(store, "person")) == 2
    with pytest.raises(UsageError, match="there is no decision 1"):
        review.withdraw(store, 1)


def test_a_value_that_the_claim_cannot_have_is_refused_and_the_store_stays_as_it_was(store: Path) -> None:
    claim = date_claim(store)
    with pytest.raises(InputError, match="is no EDTF date"):
        review.decide(store, Verdict.CORRECT, claim, "last week", who="Ann", why="misread")
    assert read(store / build.JUDGEMENTS) == ()
    review.decide(store, Verdict.CORRECT, claim, "2025-05-02", who="Ann", why="misread")
    rulings = review.holdings(store).resolution.rulings
    assert rulings[claim].standing is Standing.REJECTED


def test_a_thing_that_is_called_by_its_name_is_proposed(store: Path) -> None:
    """Who knows a name has not to write a query to learn the IRI."""
    key = keys(store, "person")[0]
    name = key.removeprefix("person/").rpartition("-")[0].replace("-", " ").title()
    for ask in (
        lambda: review.explained(store, name),
        lambda: review.decide(store, Verdict.SAME, name, key, who="Ann", why="?"),
    ):
        with pytest.raises(UsageError, match=f"perhaps you mean .*{key}"):
            ask()


def test_a_decision_about_nothing_is_refused(store: Path) -> None:
    with pytest.raises(UsageError, match="is nothing in this store"):
        review.decide(store, Verdict.SAME, "person/nobody", keys(store, "person")[0], who="Ann", why="?")
    with pytest.raises(UsageError, match="has no claim"):
        review.decide(store, Verdict.REJECT, "0123456789abcdef", who="Ann", why="?")
    one, other = keys(store, "person")[0], keys(store, "event")[0]
    with pytest.raises(UsageError, match="are never one"):
        review.decide(store, Verdict.SAME, one, other, who="Ann", why="?")


def test_a_decision_that_lost_its_article_is_told_by_check(store: Path) -> None:
    review.decide(store, Verdict.SAME, *keys(store, "person"), who="Ann", why="one man")
    assert judge(store, "--check").exit_code == 0
    rows = read(store / build.JUDGEMENTS)
    gone = rows[0].left.split("#")[0]
    build.remove([gone], store, build.Options(), lambda *_: None)
    done = judge(store, "--check")
    assert done.exit_code == 1
    assert "no effect: " in done.output
    assert f"the corpus has no entity {gone}#" in done.output


def test_what_is_missing_from_a_command_is_said(store: Path) -> None:
    for words, message in (
        ((), "say what you decide"),
        (("same", "a", "b"), "give the reason"),
        (("withdraw", "first"), "takes the number of a decision"),
    ):
        assert message in str(judge(store, *words).exception)


def test_open_pairs_come_with_what_speaks_for_and_against(store: Path) -> None:
    """One name, presidents of two states: namesakes, or an error; a person decides."""
    article, extraction = told("Vladimir Putin", "Brazil", date(2025, 5, 4))
    corpus = CorpusFile(store / "corpus.sqlite")
    with corpus.transaction():
        corpus.put(article, [("test", extraction)])
    corpus.close()
    (case,) = [one for one in review.cases(store).shown if one.left.kind == "person"]
    assert case.left.label == case.right.label == "Vladimir Putin"
    assert case.reasons[0].startswith("the same full name")
    assert case.against == ("they act for different states (country/brazil; country/russia)",)
    assert case.left.articles == 1
    assert case.left.claims == 2
    done = CliRunner().invoke(communique, ["candidates", "--store", str(store)])
    assert "against: they act for different states" in done.output
