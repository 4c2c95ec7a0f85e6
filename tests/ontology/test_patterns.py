"""Each modelling pattern has a picture of its own data and a query that its data answer."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from rdflib import Graph, Variable

from communique.errors import ResourceMissing
from communique.validation.patterns import Pattern, answer, describe_patterns, drawing, excerpt
from communique.validation.picture import Arrow, Box, in_words, picture
from communique.validation.translation import to_rdflib

EXAMPLES = Path(__file__).parents[2] / "ontology" / "examples"
SVG = "{http://www.w3.org/2000/svg}"
PATTERNS = {pattern.slug: pattern for pattern in describe_patterns()}
WANTED = {
    "person-and-office",
    "meeting-and-sides",
    "visit-with-talks",
    "uncertain-date",
    "disagreement",
    "base-over-time",
    "remark",
}
each_pattern = pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)


def triples_of(pattern: Pattern) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(pattern.trig.encode("utf-8"), format=ox.RdfFormat.TRIG)}


def test_the_patterns_are_those_that_were_wanted_and_three_more() -> None:
    assert set(PATTERNS) > WANTED
    assert {f.stem for f in EXAMPLES.glob("*.trig")} == {f.stem for f in EXAMPLES.glob("*.rq")}


@each_pattern
def test_a_pattern_says_what_it_shows_and_when_not_to_use_it(pattern: Pattern) -> None:
    assert pattern.title
    assert pattern.text.endswith(".")
    assert pattern.not_when.endswith(".")
    assert pattern.question.endswith("?")


@each_pattern
def test_the_query_of_a_pattern_has_rows_and_the_same_in_two_engines(pattern: Pattern) -> None:
    graph = Graph()
    for triple in triples_of(pattern):
        graph.add(to_rdflib(triple))
    ours = answer(pattern)
    columns = [Variable(name) for name in ours.columns]
    found = graph.query(pattern.query).bindings
    theirs = sorted(tuple(str(row.get(column, "")) for column in columns) for row in found)
    assert ours.rows
    assert sorted(ours.rows) == theirs


@each_pattern
def test_every_arrow_of_a_picture_is_a_statement_of_its_data(pattern: Pattern) -> None:
    said = {
        (str(t.subject), re.split("[#/]", t.predicate.value)[-1], str(t.object)) for t in triples_of(pattern)
    }
    boxes, arrows = drawing(pattern)
    assert arrows
    assert {(a.source, a.name.rpartition(":")[2], a.target) for a in arrows} <= said
    assert {box.key for box in boxes} == {key for a in arrows for key in (a.source, a.target)}


def test_a_picture_that_the_data_do_not_show_is_an_error() -> None:
    """A path that leads nowhere must not vanish from the page."""
    one = PATTERNS["remark"]
    wrong = Pattern(one.name, one.title, "", "", (("Remark", "about", "Person"),), one.trig, "", "")
    with pytest.raises(ResourceMissing, match="does not show"):
        drawing(wrong)


@each_pattern
def test_a_picture_has_a_text_alternative_and_nothing_in_it_overlaps(pattern: Pattern) -> None:
    boxes, arrows = drawing(pattern)
    root = ET.fromstring(picture(boxes, arrows, pattern.title, pattern.slug))
    labelled = [root.find(f".//*[@id='{name}']") for name in root.attrib["aria-labelledby"].split()]
    assert [e.text for e in labelled if e is not None] == [
        pattern.title,
        "; ".join(in_words(boxes, arrows)) + ".",
    ]
    rows = sorted((float(e.attrib["x"]), float(e.attrib["y"])) for e in root.iter(f"{SVG}rect"))
    assert len(set(rows)) == len(boxes)
    for (x1, y1), (x2, y2) in combinations(rows, 2):
        assert x1 != x2 or abs(y1 - y2) >= 70
    names = [e for e in root.iter(f"{SVG}text") if e.get("text-anchor") == "middle"]
    assert len(names) == len(arrows)
    for one, other in combinations(names, 2):
        apart = abs(float(one.attrib["x"]) - float(other.attrib["x"]))
        needed = (len(one.text or "") + len(other.text or "")) * 6.7 / 2
        assert apart >= needed or abs(float(one.attrib["y"]) - float(other.attrib["y"])) >= 14


def test_arrows_that_go_round_in_a_circle_are_refused() -> None:
    boxes = [Box("a", "", "a"), Box("b", "", "b")]
    with pytest.raises(ValueError, match="circle"):
        picture(boxes, [Arrow("a", "to", "b"), Arrow("b", "to", "a")], "", "x")


@each_pattern
def test_the_excerpt_says_everything_that_the_data_say_of_the_things_in_the_picture(pattern: Pattern) -> None:
    shown = {q.triple for q in ox.parse(excerpt(pattern).encode("utf-8"), format=ox.RdfFormat.TURTLE)}
    keys = {box.key for box in drawing(pattern)[0]}
    assert shown == {t for t in triples_of(pattern) if str(t.subject) in keys}
