"""Example queries: files of ``ontology/questions``, each a query under a comment that says what it asks.

The first line of the comment is the question. A line ``tags: a, b`` names its subjects; the other lines
are a note to whoever reads the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from communique import resources
from communique.sparql.outline import Form, outline


@dataclass(frozen=True, slots=True)
class Example:
    """A question in words and as a query."""

    name: str
    question: str
    text: str
    tags: tuple[str, ...] = ()
    note: str = ""

    @property
    def form(self) -> Form:
        """Its query form."""
        return outline(self.text).form


def examples(folder: Traversable | None = None) -> tuple[Example, ...]:
    """The examples of a folder of ``.rq`` files, by name; those of the ontology without one."""
    source = folder or resources.folder("ontology", "questions")
    found = [file for file in source.iterdir() if file.name.endswith(".rq")]
    files = sorted(found, key=lambda file: file.name)
    return tuple(_example(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in files)


def _example(name: str, content: str) -> Example:
    question, tags, note = "", "", []
    for line in _comment(content):
        if line.lower().startswith("tags:"):
            tags = line.partition(":")[2]
        elif question:
            note.append(line)
        else:
            question = line
    return Example(
        name,
        question or name.replace("-", " "),
        content,
        tuple(tag.strip() for tag in tags.split(",") if tag.strip()),
        " ".join(note),
    )


def _comment(content: str) -> Iterator[str]:
    """The lines of the comment at the head of a file, without their signs."""
    for line in content.splitlines():
        if not line.startswith("#"):
            return
        text = line.lstrip("# ").rstrip()
        if text:
            yield text
