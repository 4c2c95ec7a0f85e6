"""What leaves the graph is remembered with its name, its commit and what took its place."""

from __future__ import annotations

from pathlib import Path

from communique.store import Delta, writing
from communique.store.departures import departed

BASE = "http://127.0.0.1:8000/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/communique/ns#Person>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


def person(name: str, label: str = "", graph: str = "") -> tuple[str, ...]:
    where = f" <{BASE}{graph}>" if graph else ""
    lines = [f"<{BASE}{name}> {TYPE}{where} ."]
    return (*lines, f'<{BASE}{name}> {LABEL} "{label}"@en{where} .') if label else tuple(lines)


def mention(number: int, of: str) -> str:
    replaced = "<http://purl.org/dc/terms/isReplacedBy>"
    return f"<{BASE}article/a{number}#person-1-2> {replaced} <{BASE}{of}> <{BASE}article/a{number}> ."


def test_a_thing_that_goes_is_known_by_its_last_name() -> None:
    gone = departed(Delta(removed=person("person/a-1", r"Ali \"the tall\" Aydin")))
    assert gone == {f"{BASE}person/a-1": ('Ali "the tall" Aydin', "")}


def test_a_thing_that_only_changes_its_name_or_class_does_not_go() -> None:
    delta = Delta(removed=person("person/a-1", "Ali"), added=person("person/a-1", "Ali Aydin"))
    assert departed(delta) == {}


def test_most_of_the_mentions_that_stay_say_what_took_the_place() -> None:
    old = [mention(number, "person/a-1") for number in range(4)]
    new = [mention(0, "person/b-2"), mention(1, "person/b-2"), mention(2, "person/c-3")]
    delta = Delta(removed=(*person("person/a-1"), *old), added=(*person("person/b-2"), *new))
    assert departed(delta)[f"{BASE}person/a-1"] == ("", f"{BASE}person/b-2")


def test_fragments_and_what_clients_keep_have_no_departure() -> None:
    lines = (*person("article/a1#claim-1"), *person("person/mine", graph="graph/user/x"))
    assert departed(Delta(removed=lines)) == {}


def test_the_last_departure_counts_and_a_store_without_any_knows_none(tmp_path: Path) -> None:
    with writing(tmp_path) as opened:

        def commit(message: str, removed: tuple[str, ...] = (), added: tuple[str, ...] = ()) -> None:
            opened.commit(Delta(removed=removed, added=added), message, lambda _corpus: None)

        there = person("person/a-1", "Ali")
        commit("add", added=there)
        assert opened.corpus.departure(f"{BASE}person/a-1") is None
        commit("remove", removed=there)
        commit("add again", added=there)
        commit("remove again", removed=there)
        found = opened.corpus.departure(f"{BASE}person/a-1")
        assert found is not None
        assert (found.label, found.commit.message, found.commit.number) == ("Ali", "remove again", 4)
        assert opened.corpus.departure(f"{BASE}person/b-2") is None
