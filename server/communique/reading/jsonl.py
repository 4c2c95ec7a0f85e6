"""One article on a line of a JSON Lines file, known as ``file.jsonl#N``."""

from __future__ import annotations

import json

from communique.errors import InputError, UnreadableArticle
from communique.model.text import Article
from communique.reading.decoding import settle
from communique.reading.metadata import describe


def from_jsonl(where: str, line: bytes) -> Article:
    """The article of one line: an object with ``text`` and whatever metadata it has."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise InputError(f"is no JSON: {error}") from error
    except RecursionError as error:
        raise InputError("is JSON that is nested too deep") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise UnreadableArticle('is no JSON object with a "text"')
    return describe(Article(text=settle(record["text"]), path=where), record, "metadata")
