"""The queries of ontology/README.md have the answers that it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.sparql.prefixes import PREFIXES
from communique.validation.patterns import describe_patterns
from communique.validation.vocabulary import version
from communique.validation.whole import load

ONTOLOGY = Path(__file__).parents[2] / "ontology"
README = (ONTOLOGY / "README.md").read_text(encoding="utf-8")
SHOWN = re.compile(
    r"```sparql\n(?P<query>(?:(?!```)[\s\S])*)```\n\nOn `(?P<file>examples/\S+?)`:\n\n(?P<table>(?:\|.*\n)+)"
)
CASES = [match.groupdict() for match in SHOWN.finditer(README)]


def test_the_three_main_queries_and_the_evidence_are_shown() -> None:
    assert len(CASES) == README.count("```sparql") == 4


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case["file"]).stem)
def test_a_query_of_the_readme_has_the_answer_that_stands_below_it(case: dict[str, str]) -> None:
    store = ox.Store()
    store.extend(ox.parse(path=str(ONTOLOGY / case["file"])))
    prefixes = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())
    found = store.query(prefixes + case["query"], use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    names = [v.value for v in found.variables]
    rows = [[getattr(term, "value", "") for term in row] for row in found]
    shown = [[c.strip() for c in line.strip("|").split("|")] for line in case["table"].strip().split("\n")]
    assert [names, *rows] == [shown[0], *shown[2:]]


def test_the_three_main_queries_are_those_of_their_patterns() -> None:
    """So that the page of a pattern, the file beside it and the README never tell different things."""
    patterns = {pattern.name: pattern for pattern in describe_patterns()}
    for case in CASES[:3]:
        pattern = patterns[Path(case["file"]).stem]
        written = re.sub(r"^PREFIX .*\n", "", pattern.query, flags=re.MULTILINE)
        assert case["query"] == written


# On the demo graph: a row that a reader of its five articles would name first.
SURE = {
    "02-meeting-and-sides": ("Asaad al-Shibani", "Sergey Lavrov", "Moscow", "2025-07-31"),
    "01-person-and-office": ("Minister of Foreign Affairs of Russia", "Sergey Lavrov"),
    "05-disagreement": ("[2025-01-21..2025-01-31]", "Call: Vladimir Putin, Ahmed al-Sharaa, 2025-02"),
}


@pytest.mark.parametrize("case", CASES[:3], ids=lambda case: Path(case["file"]).stem)
def test_the_main_queries_are_answered_by_the_demo_graph(case: dict[str, str], demo: list[str]) -> None:
    prefixes = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())
    query = prefixes + case["query"].replace("2030-06-01", "2025-08-15")
    found = load(demo).query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    rows = [{getattr(term, "value", "") for term in row} for row in found]
    assert [row for row in rows if set(SURE[Path(case["file"]).stem]) <= row]


def test_the_readme_names_every_rule_and_every_pattern_and_the_version() -> None:
    for file in (ONTOLOGY / "rules").glob("*.rq"):
        assert file.stem in README or re.search(rf"\|.*\b{file.stem[:2]}\b.*\|", README), file.stem
    for file in (ONTOLOGY / "examples").glob("*.trig"):
        assert f"(examples/{file.name})" in README
    assert f"version {version()}," in README
