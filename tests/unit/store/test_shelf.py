"""A shelf is a dictionary whose entries lie in the corpus file."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.identity import Member
from communique.store import CorpusFile, Shelf, writing

KEYS = ["a", "b", ("a", Member("x", "y")), Member("x", "y")]
moves = st.lists(
    st.tuples(
        st.sampled_from(["set", "pop", "ask", "add", "default", "tidy", "get", "del"]), st.sampled_from(KEYS)
    ),
    max_size=25,
)


def done(held: MutableMapping[Any, set[int]], move: str, key: object, number: int) -> object:
    """What a move on a dictionary gives, and whether the key is there afterwards."""
    answer: object = None
    if move == "set":
        held[key] = {number}
    elif move == "pop":
        answer = held.pop(key, None)
    elif move == "ask":
        answer = key in held
    elif move == "add":
        held[key].add(number)
    elif move == "default":
        answer = held.setdefault(key, {0})
    elif move == "get":
        answer = held.get(key)
    elif move == "del" and key in held:
        del held[key]
    return answer, key in held


@settings(max_examples=40, deadline=None)
@given(moves)
def test_a_shelf_does_what_a_dictionary_does_also_after_it_was_tidied(made: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder, writing(Path(folder)) as opened:
        plain: defaultdict[Any, set[int]] = defaultdict(set)
        shelf: Shelf[Any, set[int]] = Shelf(opened.corpus.workings, "s", set)
        for number, (move, key) in enumerate(made):
            if move == "tidy":
                shelf.tidy()
                shelf = Shelf(opened.corpus.workings, "s", set)
            else:
                assert done(shelf, move, key, number) == done(plain, move, key, number)
        assert dict(shelf.items()) == plain
        assert len(shelf) == len(plain)
        shelf.tidy()
        again: Shelf[Any, set[int]] = Shelf(opened.corpus.workings, "s", set)
        assert dict(again.items()) == plain


def test_a_counting_shelf_keeps_no_zeroes_that_were_only_asked_for(tmp_path: Path) -> None:
    with writing(tmp_path) as opened:
        shelf: Shelf[str, int] = Shelf(opened.corpus.workings, "s", int, keeps=False)
        shelf.fill(Counter("aab"))
        assert (shelf["a"], shelf["c"]) == (2, 0)
        shelf["b"] -= 1
        shelf.tidy()
        assert dict(shelf.items()) == {"a": 2, "b": 0}


def test_a_shelf_of_another_process_has_what_was_tidied(tmp_path: Path) -> None:
    with writing(tmp_path) as opened:
        shelf: Shelf[str, int] = Shelf(opened.corpus.workings, "s")
        shelf.fill({"a": 1, "b": 2})
        shelf["b"] = shelf["a"] + 4
        with opened.corpus.transaction():
            shelf.tidy()
    corpus = CorpusFile(tmp_path / "corpus.sqlite")
    kept: Shelf[str, int] = Shelf(corpus.workings, "s")
    assert dict(kept.items()) == {"a": 1, "b": 5}
    with pytest.raises(KeyError):
        kept["c"]
    corpus.close()
