"""What the tests of extraction share: the pipeline, loaded once."""

from __future__ import annotations

import pytest

from communique.extraction.pipeline import Pipeline


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The rules with the better parser."""
    return Pipeline("md")
