"""What is asked of a token is found once in its document, and a caller may change his copy."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from communique.extraction.events.clauses.once import once


def test_what_a_token_was_asked_is_kept_with_its_document() -> None:
    asked: list[str] = []

    @once
    def neighbours(token: Token, _depth: int = 0) -> Iterator[Token]:
        asked.append(token.text)
        yield from token.doc[token.i + 1 : token.i + 2]

    one, other = Doc(Vocab(), ["Ana", "met", "Luis"]), Doc(Vocab(), ["Eva", "left", "Rome"])
    first = neighbours(one[0])
    first.clear()
    assert [token.text for token in neighbours(one[0])] == ["met"]
    assert [token.text for token in neighbours(other[0])] == ["left"]
    assert asked == ["Ana", "Eva"]


def test_what_was_found_deep_in_a_recursion_is_not_kept() -> None:
    @once
    def down(token: Token, depth: int = 0) -> list[Token]:
        return (
            []
            if depth >= 2 or token.i + 1 == len(token.doc)
            else [token, *down(token.doc[token.i + 1], depth + 1)]
        )

    doc = Doc(Vocab(), ["a", "b", "c", "d"])
    assert [token.text for token in down(doc[0])] == ["a", "b"]
    assert [token.text for token in down(doc[1])] == ["b", "c"]
