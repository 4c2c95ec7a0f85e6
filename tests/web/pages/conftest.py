"""The pages over the worked examples of the ontology, by the real query tier; loaded once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.web.pages.site import Site, served, worked_examples


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of the worked examples."""
    with served(worked_examples(), tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.app.test_client()
