"""All that a graph is a function of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from communique.model.claims import Extraction
from communique.model.identity import Resolution
from communique.model.text import Article


class Publish(StrEnum):
    """How much of an article's text goes into the graph."""

    AUTO = "auto"
    """Full where the licence allows, else evidence."""
    FULL = "full"
    EVIDENCE = "evidence"
    NONE = "none"


# Licences that let everybody copy the text: Creative Commons without NC and ND, public domain, OGL.
OPEN_LICENCES = ("cc0", "cc-by-", "cc by ", "creative commons attribution", "public domain", "ogl", "mit")
CLOSED_MARKS = ("-nc", "-nd", " nc", " nd", "noncommercial", "noderiv")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles with what was extracted from each, and who is who among them."""

    articles: Mapping[str, Article]
    extractions: Mapping[str, tuple[Extraction, ...]]
    resolution: Resolution


def published(article: Article, publish: Publish) -> Publish:
    """What of this article's text may be published: FULL, EVIDENCE or NONE."""
    if publish is not Publish.AUTO:
        return publish
    rights = (article.rights or "").casefold()
    is_open = rights.startswith(OPEN_LICENCES) and not any(mark in rights for mark in CLOSED_MARKS)
    return Publish.FULL if is_open else Publish.EVIDENCE
