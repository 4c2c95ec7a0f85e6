"""``communique link``: what is sent, what becomes of the answers, and what of a service that misbehaves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from communique import build, linking, review
from communique.cli import communique
from communique.errors import ServiceFailure, UsageError
from communique.exchange import exported
from communique.model.judgement import Verdict
from communique.reconciliation import Client
from communique.resolution.judgements import read

if TYPE_CHECKING:
    from .conftest import Loopback

PUTIN = "https://graph.example/entity/Vladimir_Putin"


def link(store: Path, service: Loopback, *words: str) -> Result:
    return CliRunner().invoke(communique, ["link", "--store", str(store), "--service", service.url, *words])


def matches(store: Path) -> list[str]:
    """The IRIs that the graph links to."""
    lines = exported(store, "nq").decode().splitlines()
    return [line.split(" ")[2] for line in lines if line.split(" ")[1].endswith("#exactMatch>")]


def client(service: Loopback, timeout: float = 20.0, attempts: int = 5) -> Client:
    return Client(service.url, timeout, attempts, wait=lambda _seconds: None)


def test_a_name_is_sent_with_what_is_known_and_what_is_found_is_only_proposed(
    store: Path, service: Loopback
) -> None:
    done = link(store, service, "--type", "person=P", "--property", "office=O", "--property", "country=C")
    assert done.exit_code == 0, done.output
    sent = {query["query"]: query for batch in service.asked for query in batch.values()}
    assert sent["Vladimir Putin"] == {
        "query": "Vladimir Putin",
        "type": "P",
        "limit": 3,
        "properties": [{"pid": "O", "v": "President of Russia"}, {"pid": "C", "v": "Russia"}],
    }
    rows = read(store / build.JUDGEMENTS)
    assert {row.verdict for row in rows} == {Verdict.MAYBE}
    row = next(row for row in rows if row.right == PUTIN)
    assert row.who == service.url
    assert row.why.startswith("score 97.5: Vladimir Putin, human; the service is sure (asked for person")
    assert matches(store) == []


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(store: Path, service: Loopback) -> None:
    done = link(store, service, "--dry-run")
    assert "person Vladimir Putin (office President of Russia; country Russia)" in done.output
    assert service.asked == []


def test_what_was_proposed_once_is_not_asked_again(store: Path, service: Loopback) -> None:
    link(store, service)
    assert "nothing to ask for" in link(store, service).output
    assert len(service.asked) == 1


def test_an_accepted_link_is_in_the_graph_with_its_reason_survives_and_can_be_undone(
    store: Path, service: Loopback
) -> None:
    link(store, service)
    found = review.proposals(store)
    (putin,) = [proposal for proposal in found if proposal.iri == PUTIN]
    review.decide(store, Verdict.SAME, putin.thing.key, PUTIN, who="Ann", why="same office")
    assert matches(store) == [f"<{PUTIN}>"]
    assert "linked by judgement of Ann" in exported(store, "nq").decode()
    build.rebuild(store, build.Options(strict=True), lambda *_: None)
    assert matches(store) == [f"<{PUTIN}>"]
    left = review.proposals(store)
    assert PUTIN not in {proposal.iri for proposal in left}
    (number,) = [one.number for one in review.decisions(store) if one.judgement.verdict is Verdict.SAME]
    review.withdraw(store, number)
    assert matches(store) == []


def test_a_link_that_a_person_refuses_is_no_proposal_any_more(store: Path, service: Loopback) -> None:
    link(store, service)
    before = review.proposals(store)
    review.decide(store, Verdict.DIFFERENT, before[0].thing.key, before[0].iri, who="Ann", why="another")
    after = review.proposals(store)
    assert len(after) == len(before) - 1


def test_only_above_the_given_score_a_link_is_accepted_and_the_service_is_named(
    store: Path, service: Loopback
) -> None:
    done = link(store, service, "--accept-above", "95")
    assert "2 accepted" in done.output
    assert f"<{PUTIN}>" in matches(store)
    same = [row for row in read(store / build.JUDGEMENTS) if row.verdict is Verdict.SAME]
    assert {row.who for row in same} == {service.url}
    service.score = 90.0
    assert "nothing to ask for" in link(store, service, "--accept-above", "95").output


def test_two_links_above_the_score_are_both_left_to_a_person(store: Path, service: Loopback) -> None:
    link(store, service, "--accept-above", "5")
    assert {row.verdict for row in read(store / build.JUDGEMENTS)} == {Verdict.MAYBE}


def test_names_go_out_in_batches_and_what_a_failure_leaves_is_asked_next_time(
    store: Path, service: Loopback
) -> None:
    service.batch = 1
    service.faults = ["", "malformed"]
    done = link(store, service)
    assert isinstance(done.exception, ServiceFailure)
    assert done.exception.exit_code == 5
    assert "1 of 2 asked for, 2 links proposed" in done.output
    assert "2 links proposed" in link(store, service).output
    assert [len(batch) for batch in service.asked] == [1, 1, 1]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("malformed", "answered what is no JSON"),
        ("wrong key", "answered 'q999', which was not asked"),
        ("no id", "a candidate needs an id and a score"),
        ("unanswered", "left q0 of 2 queries unanswered"),
        ("400", "answered 400"),
        ("429 9999", "asks to wait 9999 s; try later"),
    ],
)
def test_an_answer_that_cannot_be_used_is_an_error_that_says_so(
    store: Path, service: Loopback, fault: str, message: str
) -> None:
    service.faults = [fault]
    done = link(store, service)
    assert isinstance(done.exception, ServiceFailure)
    assert message in str(done.exception)
    assert not (store / build.JUDGEMENTS).exists()


def test_a_busy_service_is_asked_again_after_as_long_as_it_says(service: Loopback) -> None:
    service.faults = ["429 7", "503"]
    asking = client(service)
    found = list(asking.ask(asking.manifest(), [linking.Vocabulary().query(QUESTION, 3)]))
    assert len(service.asked) == 3
    assert asking.waited == [7.0, 2.0]
    assert found[0][0].iri == PUTIN


def test_a_service_that_stays_silent_or_away_is_given_up_after_some_attempts(service: Loopback) -> None:
    service.faults = ["silent", "silent"]
    asking = client(service, timeout=0.1, attempts=2)
    with pytest.raises(ServiceFailure, match=r"did not answer within 0.1 s, 2 times"):
        list(asking.ask(asking.manifest(), [linking.Vocabulary().query(QUESTION, 3)]))
    with pytest.raises(ServiceFailure, match="cannot be reached"):
        Client("http://127.0.0.1:9/", attempts=1).manifest()


def test_what_is_no_address_is_not_called() -> None:
    with pytest.raises(UsageError, match="must be the http"):
        Client("file:///etc/passwd")


def test_wikidata_is_asked_in_its_own_ids() -> None:
    words = linking.vocabulary(["http://www.wikidata.org/entity/"])
    assert words.query(QUESTION, 3).as_json() == {
        "query": "Vladimir Putin",
        "limit": 3,
        "type": "Q5",
        "properties": [{"pid": "P39", "v": "President of Russia"}],
    }


QUESTION = linking.Question(
    "person/p", "a#person-1-2", "person", "Vladimir Putin", (("office", "President of Russia"), ("age", "9"))
)
