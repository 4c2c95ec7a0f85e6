"""A report says what is wrong, where, and because of which article; in three forms."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace

from communique.validation import Report, Result, Severity, render

SH = Namespace("http://www.w3.org/ns/shacl#")
ARTICLE = "http://127.0.0.1:8000/article/0123456789abcdef"
SHAPE = "https://w3id.org/communique/shapes#Event-status"

VIOLATION = Result(
    Severity.VIOLATION,
    SHAPE,
    "MinCountConstraintComponent",
    "http://127.0.0.1:8000/event/talks",
    "Needs one status.",
    path="<https://w3id.org/communique/ns#status>",
    article=ARTICLE,
    articles=(ARTICLE,),
    sentence=f"{ARTICLE}#char=0,9",
    quote="She left.",
)
WARNING = Result(
    Severity.WARNING,
    "audit:19-name-of-another",
    "Audit",
    "http://127.0.0.1:8000/person/verin",
    "Perhaps two people were taken for one.",
    value='"T. \\"Tom\\" Calder"@en',
)
INFO = Result(Severity.INFO, SHAPE, "MinCountConstraintComponent", "urn:x", "No article says when.")


def test_only_violations_make_a_report_fail() -> None:
    assert Report.of([WARNING, INFO]).conforms
    assert not Report.of([WARNING, VIOLATION]).conforms
    assert Report.of([VIOLATION]).quarantined == (ARTICLE,)
    assert Report.of([WARNING]).quarantined == ()


def test_a_report_has_each_result_once_and_the_worst_first_in_whatever_order_they_come() -> None:
    one = Report.of([INFO, WARNING, VIOLATION, VIOLATION])
    assert one == Report.of([VIOLATION, INFO, WARNING])
    assert [r.severity for r in one.results] == list(Severity)
    assert one.counts() == {Severity.VIOLATION: 1, Severity.WARNING: 1, Severity.INFO: 1}


def test_a_violation_without_an_article_is_told_apart() -> None:
    nobody = Result(Severity.VIOLATION, SHAPE, "ClassConstraintComponent", "urn:y", "Wrong.")
    assert Report.of([nobody, VIOLATION]).unattributed == (nobody,)


def test_the_text_shows_message_shape_thing_article_sentence_and_who_is_kept_out() -> None:
    text = render(Report.of([VIOLATION, WARNING, INFO]))
    for part in ("VIOLATION: Needs one status.", "[Event-status, 1x]", "dip:status", ARTICLE, "She left."):
        assert part in text
    assert f"Kept out: <{ARTICLE}>" in text
    assert "Does not conform: 1 violation, 1 warning, 1 of information." in text
    assert "No article says when." not in render(Report.of([INFO]), infos=False)


def test_the_text_lists_twenty_of_a_kind_and_counts_the_rest() -> None:
    many = [
        Result(Severity.WARNING, SHAPE, "Audit", f"urn:thing:{n}", "The same each time.") for n in range(25)
    ]
    text = render(Report.of(many))
    assert text.count("<urn:thing:") == 20
    assert "and 5 more" in text


def test_the_json_holds_every_field() -> None:
    loaded = json.loads(render(Report.of([VIOLATION, WARNING]), "json"))
    assert loaded["conforms"] is False
    assert loaded["quarantined"] == [ARTICLE]
    assert loaded["counts"] == {"Violation": 1, "Warning": 1, "Info": 0}
    assert loaded["results"][0]["quote"] == "She left."
    assert loaded["results"][1]["value"] == WARNING.value


def test_the_turtle_is_a_shacl_report_that_two_parsers_read() -> None:
    text = render(Report.of([VIOLATION, WARNING, INFO]), "turtle")
    graph = Graph().parse(data=text, format="turtle")
    assert len(graph) == len(list(ox.parse(text.encode("utf-8"), format=ox.RdfFormat.TURTLE)))
    assert {str(v) for v in graph.objects(None, SH.conforms)} == {"false"}
    results = set(graph.objects(None, SH.result))
    assert results == set(graph.subjects(None, SH.ValidationResult))
    assert len(results) == 3
    for name in ("focusNode", "resultMessage", "resultSeverity", "sourceShape", "sourceConstraintComponent"):
        assert all((result, SH[name], None) in graph for result in results), name
    assert 'T. "Tom" Calder' in {str(v) for v in graph.objects(None, SH.value)}


@pytest.mark.parametrize("form", ["text", "json", "turtle"])
def test_an_empty_report_conforms_in_every_form(form: str) -> None:
    text = render(Report(), form)  # type: ignore[arg-type]  # one of the three
    assert "Conforms: 0" in text or "true" in text
