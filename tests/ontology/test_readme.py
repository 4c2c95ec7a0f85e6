"""The queries of ontology/README.md have the answers that it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.sparql.prefixes import PREFIXES
from communique.validation.vocabulary import version

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


def test_the_readme_names_every_rule_and_every_pattern_and_the_version() -> None:
    for file in (ONTOLOGY / "rules").glob("*.rq"):
        assert file.stem in README or re.search(rf"\|.*\b{file.stem[:2]}\b.*\|", README), file.stem
    for file in (ONTOLOGY / "examples").glob("*.trig"):
        assert f"(examples/{file.name})" in README
    assert f"version {version()}," in README
