"""Every construction that the frames know, with several pairs of people and both parsers: who, when, where, whether.

The sentences stand in ``event_sentences.yaml``. The best parser errs at times: of each group of sentences
a share must be right, and the share is just under what was measured.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from communique.extraction.events import events
from communique.extraction.events.event import Event
from communique.extraction.gazetteer.frames import load
from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("event_sentences.yaml").read_text(encoding="utf-8")
)
PUBLISHED = date(2012, 5, 16)
Case = tuple[str, Mapping[str, Any], Mapping[str, str]]
RIGHT = {
    "md": {"meeting": 0.98, "call": 0.97, "visit": 0.97, "press-conference": 0.7, "sides": 0.97, "nothing": 1},
    "sm": {"meeting": 0.94, "call": 0.95, "visit": 0.97, "press-conference": 0.7, "sides": 0.97, "nothing": 1},
}  # fmt: skip


@pytest.fixture(scope="module", params=["md", "sm"])
def pipeline(request: pytest.FixtureRequest) -> Pipeline:
    return Pipeline(request.param)


def cases(group: str) -> Iterator[Case]:
    """The sentences of a group with the people filled in, what is expected, and the pair."""
    for row in CASES[group]:
        spec: Mapping[str, Any] = row if isinstance(row, dict) else {"text": row}
        day = CASES["days"]["coming" if spec.get("date") == "coming" else "past"]["words"]
        for pair in CASES["pairs"]:
            text = spec["text"].format(day=day, **pair)
            yield text[0].upper() + text[1:], spec, pair


@functools.cache
def read(pipeline: Pipeline, text: str) -> tuple[list[Event], Mapping[str, str]]:
    """The events of a sentence and the labels of all its referents."""
    analysis = pipeline.analyse(Article(text, PUBLISHED, publisher="Test"))
    found = list(events(analysis, load()))
    return found, {name: one.label for name, one in analysis.referents.items()}


def wrong(kind: str, case: Case, found: list[Event], labels: Mapping[str, str]) -> str | None:
    """What is wrong with the best event of this kind; None if nothing is."""
    text, spec, pair = case
    fitting = [event for event in found if event.kind == kind]
    if not fitting:
        return f"{text} -> no {kind}, but {[event.kind for event in found]}"
    event = fitting[0]
    who = spec.get("who", [] if "sides" in spec else ["a"] if kind == "visit" else ["a", "b"])
    missing = [pair[one.upper()] for one in who if not _named(pair[one.upper()], event, labels)]
    if missing:
        return f"{text} -> without {missing}"
    sides = {labels[name] for name in event.sides}
    if not {pair.get(one, one) for one in spec.get("sides", ())} <= sides | {_home(event, labels)}:
        return f"{text} -> sides {sides}"
    if event.status != spec.get("status", "held"):
        return f"{text} -> {event.status}"
    return _where_and_when(text, spec, pair, event, labels)


def _home(event: Event, labels: Mapping[str, str]) -> str | None:
    return labels[event.country.referent] if event.country else None


def _named(surname: str, event: Event, labels: Mapping[str, str]) -> bool:
    return any(surname in labels[name] for name in event.participants)


def _where_and_when(
    text: str, spec: Mapping[str, Any], pair: Mapping[str, str], event: Event, labels: Mapping[str, str]
) -> str | None:
    dated = spec.get("date", "past")
    if dated:
        day = CASES["days"][dated]
        if event.date is None or (event.date.interval.start, event.date.interval.end) != (
            day["start"],
            day["end"],
        ):
            return f"{text} -> {event.date and event.date.interval.edtf}"
    if spec.get("place", True) and (event.place is None or labels[event.place.referent] != pair["city"]):
        return f"{text} -> @ {event.place and labels[event.place.referent]}"
    return None


def check(pipeline: Pipeline, group: str, errors: list[str], total: int) -> None:
    model = "md" if "md" in pipeline.engine.split("en_core_web_")[-1][:2] else "sm"
    share = 1 - len(errors) / total
    assert share >= RIGHT[model][group], f"{share:.3f} of {total} right with {model}:\n" + "\n".join(errors)


@pytest.mark.parametrize("kind", ["meeting", "call", "visit", "press-conference"])
def test_constructions_tell_who_when_where_and_whether(pipeline: Pipeline, kind: str) -> None:
    errors, total = [], 0
    for case in cases(kind):
        total += 1
        problem = wrong(kind, case, *read(pipeline, case[0]))
        if problem:
            errors.append(problem)
    check(pipeline, kind, errors, total)


def test_sides_without_names_are_delegations(pipeline: Pipeline) -> None:
    errors, total = [], 0
    for case in cases("sides"):
        total += 1
        problem = wrong(case[1]["kind"], case, *read(pipeline, case[0]))
        if problem:
            errors.append(problem)
    check(pipeline, "sides", errors, total)


def test_habits_conditions_and_other_senses_are_no_events(pipeline: Pipeline) -> None:
    errors, total = [], 0
    for case in cases("nothing"):
        total += 1
        found, _ = read(pipeline, case[0])
        if found:
            errors.append(f"{case[0]} -> {[(event.kind, event.status) for event in found]}")
    check(pipeline, "nothing", errors, total)


def test_one_sentence_gives_no_event_twice(pipeline: Pipeline) -> None:
    doubled = []
    for case in [*cases("meeting"), *cases("call"), *cases("visit")]:
        found, _ = read(pipeline, case[0])
        keys = [
            (event.kind, frozenset(event.participants), event.country and event.country.referent)
            for event in found
        ]
        if len(keys) != len(set(keys)):
            doubled.append(case[0])
    assert not doubled
