"""The frames as data: complete, and refused with a clear message where their shape is wrong."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from communique import resources
from communique.extraction.gazetteer import frames

KINDS = {"meeting", "call", "visit", "summit", "conference", "press-conference"}
ROLES = {"party", "host", "visitor", "caller", "callee", "destination", "origin", "companion", "guest"}


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(resources.read("data", "gazetteer", "frames.yaml"))
    return loaded


def test_frames_are_read_once() -> None:
    assert frames.load() is frames.load()


def test_every_frame_has_a_known_kind_and_known_roles() -> None:
    loaded = frames.load()
    for found in loaded.verbs.values():
        for frame in found:
            assert frame.kind in KINDS
            assert {frame.subject, frame.object, *frame.preps.values()} - {None} <= ROLES, frame
    for noun in loaded.nouns.values():
        assert noun.kind in KINDS
    for roles in loaded.roles.values():
        assert set(roles.values()) <= ROLES


def test_every_topic_is_a_concept_of_the_ontology() -> None:
    concepts = resources.read("ontology", "concepts", "topic.ttl")
    assert {key for key in frames.load().topics.values() if f"topic:{key} " not in concepts} == set()


def test_word_lists_hold_words(data: dict[str, Any]) -> None:
    for name, words in data["words"].items():
        assert all(isinstance(word, str) for word in words), f"{name}: {words}"


def test_a_preposition_that_yaml_reads_as_a_truth_value_is_refused(data: dict[str, Any]) -> None:
    broken = copy.deepcopy(data)
    broken["verbs"] = [{"lemmas": ["call"], "kind": "meeting", "preps": {True: "host"}}]
    with pytest.raises(TypeError, match="put it in quotes"):
        frames.parse(broken)


def test_an_unknown_field_is_refused(data: dict[str, Any]) -> None:
    broken = copy.deepcopy(data)
    broken["nouns"] = [{"lemmas": ["talk"], "kind": "meeting", "weird": True}]
    with pytest.raises(TypeError, match="weird"):
        frames.parse(broken)
