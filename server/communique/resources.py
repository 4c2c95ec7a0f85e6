"""The one module that knows where the ontology, the gazetteer and the demo articles lie."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def root() -> Traversable:
    """The folder that holds ``ontology`` and ``data``.

    A wheel carries both inside the package; a checkout keeps them at its top.
    """
    package = files("communique")
    return package if package.joinpath("ontology").is_dir() else Path(__file__).parents[2]


def folder(*path: str) -> Traversable:
    """A folder or file below ``root``, such as ``folder("ontology", "questions")``."""
    return root().joinpath(*path)


def read(*path: str) -> str:
    """The text of one file below ``root``."""
    return folder(*path).read_text(encoding="utf-8")
