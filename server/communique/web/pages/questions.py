"""The example questions that ship with the ontology: a title and a query each."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from communique.resources import folder


@dataclass(frozen=True, slots=True)
class Question:
    """One example. ``name`` is its file's; the title is the comment on its first line."""

    name: str
    title: str
    query: str


@functools.cache
def questions() -> tuple[Question, ...]:
    """All examples, in the order of their file names; none where the folder has none."""
    place = folder("ontology", "questions")
    files = sorted(
        (file for file in place.iterdir() if file.name.endswith(".rq")), key=lambda file: file.name
    )
    return tuple(_question(file.name, file.read_text(encoding="utf-8")) for file in files)


def _question(name: str, text: str) -> Question:
    comments = [line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("#")]
    title = comments[0] if comments else name.removesuffix(".rq").replace("-", " ")
    first, _, rest = title.partition(". ")
    return Question(name.removesuffix(".rq"), first if rest else title.rstrip("."), text)
