"""The graph of the demo articles, built once for all tests of the ontology."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.build import Options, build
from communique.exchange import exported

ARTICLES = Path(__file__).parents[2] / "data" / "articles"


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its store."""
    store = tmp_path_factory.mktemp("demo") / "store"
    build([str(ARTICLES)], store, Options(jobs=1), lambda _stage, _done, _of: None)
    return store


@pytest.fixture(scope="session")
def demo(demo_store: Path) -> list[str]:
    """Its N-Quads lines."""
    return exported(demo_store, "nq").decode("utf-8").splitlines()
