"""Extraction on articles of our own (``tests/articles``): floors by category and parser, and swaps that must not matter.

Floors stand in ``tests/floors.toml``, just under what was measured; they are raised with a gain and never
lowered. Where ``../shared/eval`` lies beside the checkout, its own scorer is run on its articles too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from tests.unit.extraction import swapping  # noqa: E402 - found on the path above
from tests.unit.extraction.measure import (  # noqa: E402 - found on the path above
    ARTICLES,
    CATEGORIES,
    Tally,
    articles,
    compare,
    gold_of,
    measured,
    read,
    records_of,
)

SHARED = ROOT.parent / "shared"
FLOORS: dict[str, Any] = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))
MODELS = ("md", "sm")
SWAPPED = 20
"""How many articles are swapped: every third, to keep the tests quick."""
Records = dict[str, Mapping[str, Any]]


@pytest.fixture(scope="session")
def pipelines() -> dict[str, Pipeline]:
    return {model: Pipeline(model) for model in MODELS}


@pytest.fixture(scope="session")
def records(pipelines: dict[str, Pipeline]) -> dict[str, Records]:
    return {model: records_of(pipelines[model], articles()) for model in MODELS}


def below(found: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    return [f"{name} {found[name]:.3f} < {floor}" for name, floor in floors.items() if found[name] < floor]


def test_the_articles_are_many_and_from_everywhere() -> None:
    golds = [gold_of(path) for path in articles()]
    years = {int(json.loads(path.with_suffix(".json").read_text())["published"][:4]) for path in articles()}
    assert len(golds) >= 60
    assert sum(len(gold["meetings"]) for gold in golds) >= 300
    assert len({meeting["country"] for gold in golds for meeting in gold["meetings"]}) >= 60
    assert min(years) <= 1985
    assert len({year // 10 for year in years}) >= 5


def test_every_quote_and_name_of_the_gold_stands_in_its_article() -> None:
    for path in articles():
        text, gold = path.read_text(encoding="utf-8"), gold_of(path)
        people = {person["name"] for person in gold["persons"]}
        quotes = [quote for meeting in gold["meetings"] for quote in meeting["evidence"]]
        quotes += [item["evidence"] for item in (*gold["offices"], *gold["bases"])]
        aliases = [alias for person in gold["persons"] for alias in person["aliases"]]
        assert [words for words in (*quotes, *aliases) if words not in text] == [], path.name
        named = {name for meeting in gold["meetings"] for name in meeting["participants"]}
        assert (named | {office["holder"] for office in gold["offices"]}) <= people, path.name


@pytest.mark.parametrize("model", MODELS)
def test_no_category_falls_below_its_floor_on_our_own_articles(
    model: str, records: dict[str, Records]
) -> None:
    assert below(measured(ARTICLES, records[model]), FLOORS["own"][model]) == []


@pytest.mark.parametrize("model", MODELS)
def test_all_evidence_is_quoted_exactly(model: str, records: dict[str, Records]) -> None:
    for path in articles():
        text, record = path.read_text(encoding="utf-8"), records[model][path.name]
        items = [item for kind in ("persons", "offices", "meetings", "bases") for item in record[kind]]
        spans = [span for item in items for span in item["evidence"]]
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans), path.name
        assert all(item["evidence"] for item in items), path.name


@pytest.mark.parametrize("model", MODELS)
def test_an_article_without_diplomacy_gives_no_meeting(model: str, records: dict[str, Records]) -> None:
    (name,) = (path.name for path in articles() if "no-diplomacy" in path.name)
    assert records[model][name]["meetings"] == []


@pytest.mark.parametrize("model", MODELS)
def test_what_is_held_is_not_dated_after_publication(model: str, records: dict[str, Records]) -> None:
    for path in articles():
        published = json.loads(path.with_suffix(".json").read_text())["published"]
        for meeting in records[model][path.name]["meetings"]:
            if meeting["status"] == "held" and meeting["date"]["start"]:
                assert meeting["date"]["start"] <= published, (path.name, meeting["date"])


SWAPS: dict[str, Callable[[Article, Mapping[str, Any]], swapping.Swap]] = {
    "names": swapping.other_names,
    "countries": swapping.other_countries,
    "years": swapping.later_years,
    "genders": swapping.other_genders,
}


@pytest.mark.parametrize("kind", SWAPS)
def test_a_swap_of_names_countries_years_or_genders_keeps_the_structure(
    kind: str, pipelines: dict[str, Pipeline], records: dict[str, Records]
) -> None:
    """The record of the first article, with the swap made in it, is the gold for the swapped one."""
    tally, changed = Tally(), 0
    for path in articles()[:: len(articles()) // SWAPPED]:
        swap = SWAPS[kind](read(path), gold_of(path))
        changed += swap.article != read(path)
        compare(tally, swap.record(records["md"][path.name]), pipelines["md"].record(swap.article))
    assert changed > SWAPPED // 2
    assert below({name: tally.f1(name) for name in CATEGORIES}, FLOORS["swapped"][kind]) == []


def score(folder: Path, paths: list[Path], pipeline: Pipeline, work: Path) -> dict[str, float]:
    """The figures of the outside scorer on some articles of a folder."""
    chosen = work / "chosen"
    chosen.mkdir()
    for path in paths:
        for suffix in (".txt", ".json", ".gold.json"):
            source = path.with_suffix("").with_suffix(suffix) if suffix != ".txt" else path
            (chosen / source.name).symlink_to(source)
    out = work / "records.jsonl"
    lines = [json.dumps(record) for record in records_of(pipeline, paths).values()]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, str(SHARED / "eval" / "score.py"), str(chosen), str(out), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert found["grounding"] == 0
    flat = {name: found[name]["f1"] for name in CATEGORIES}
    return flat | {"headline": found["headline"]}


def outside(folder: Path) -> list[Path]:
    """The annotated articles of a shared folder; none beside the checkout is a skip, but not in CI."""
    if not (SHARED / "eval" / "score.py").is_file():
        if os.environ.get("COMMUNIQUE_CI"):
            pytest.fail(f"{SHARED}/eval is missing, and COMMUNIQUE_CI forbids to skip")
        pytest.skip(f"the annotated articles of others are not beside this checkout ({SHARED}/eval)")
    return [path for path in articles(folder) if path.with_suffix(".gold.json").is_file()]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("half", ["looked-at", "only-scored"])
def test_no_category_falls_below_its_floor_on_the_development_articles(
    half: str, model: str, pipelines: dict[str, Pipeline], tmp_path: Path
) -> None:
    """Articles with an even number were looked at while the rules were written, the others only scored."""
    paths = [
        path for path in outside(SHARED / "eval" / "dev") if int(path.name[:3]) % 2 == (half == "only-scored")
    ]
    found = score(SHARED / "eval" / "dev", paths, pipelines[model], tmp_path)
    assert below(found, FLOORS["dev"][half][model]) == []


@pytest.mark.parametrize("model", MODELS)
def test_no_category_falls_below_its_floor_on_the_source_articles(
    model: str, pipelines: dict[str, Pipeline], tmp_path: Path
) -> None:
    found = score(SHARED / "articles", outside(SHARED / "articles"), pipelines[model], tmp_path)
    assert below(found, FLOORS["sources"][model]) == []
