"""Example queries: files of ``ontology/questions``, each a query under a comment that says what it asks."""

from __future__ import annotations

from collections.abc import Iterable
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

    @property
    def form(self) -> Form:
        """Its query form."""
        return outline(self.text).form


def examples(folder: Traversable | None = None) -> tuple[Example, ...]:
    """The examples of a folder of ``.rq`` files, by name; those of the ontology without one."""
    source = folder or resources.folder("ontology", "questions")
    files = sorted(
        (file for file in source.iterdir() if file.name.endswith(".rq")), key=lambda file: file.name
    )
    return tuple(_example(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in files)


def _example(name: str, content: str) -> Example:
    comment: list[str] = []
    for line in content.splitlines():
        if not line.startswith("#"):
            break
        comment.append(line.lstrip("# ").rstrip())
    question = " ".join(part for part in comment if part) or name.replace("-", " ")
    return Example(name, question, content)


def by_name(of: Iterable[Example], name: str) -> Example | None:
    """The example of this name."""
    return next((example for example in of if example.name == name), None)
