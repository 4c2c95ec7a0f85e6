"""The linked data of the worked examples, by the real query tier; loaded once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.web.pages.site import BASE, Site, served, worked_examples

from communique.build import Options, build
from communique.exchange import exported

ARTICLES = Path(__file__).parents[3] / "data" / "articles"
PERSON = f"{BASE}person/old-name-00000000"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The worked examples, and an IRI that was merged into the first person's."""
    with served(worked_examples(), tmp_path_factory.mktemp("examples")) as whole:
        person = whole.things("Person")[0]
    moved = f"<{PERSON}> <http://purl.org/dc/terms/isReplacedBy> <{person}> ."
    with served([*worked_examples(), moved], tmp_path_factory.mktemp("linked")) as found:
        yield found


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the demo articles."""
    store = tmp_path_factory.mktemp("demo") / "store"
    build([str(ARTICLES)], store, Options(jobs=1, base=BASE), lambda _stage, _done, _of: None)
    return store


@pytest.fixture(scope="session")
def demo(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The graph of the demo articles, served."""
    lines = exported(demo_store, "nq").decode("utf-8").splitlines()
    with served(lines, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.app.test_client()
