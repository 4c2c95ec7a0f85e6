"""Markdown with YAML front matter: the front matter is metadata, what follows it is the text."""

from __future__ import annotations

import re

import yaml

from communique.errors import InputError
from communique.model.text import Article
from communique.reading.decoding import settle
from communique.reading.metadata import describe

FRONT = re.compile(r"---\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


def from_markdown(path: str, content: str) -> Article:
    """The article in a Markdown file; without front matter the whole file is the text."""
    match = FRONT.match(content)
    if match is None:
        return Article(text=content, path=path)
    try:
        metadata = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise InputError(f"its front matter is no YAML: {' '.join(str(error).split())}") from error
    except ValueError as error:  # a day that no calendar has: 2025-02-30
        raise InputError(f"its front matter has a value that cannot be: {error}") from error
    except RecursionError as error:
        raise InputError("its front matter is nested too deep") from error
    if not isinstance(metadata, dict):
        raise InputError("its front matter is no list of names and values")
    article = Article(text=settle(content[match.end() :]), path=path)
    return describe(article, metadata, "front matter")
