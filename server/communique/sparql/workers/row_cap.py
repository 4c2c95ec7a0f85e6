"""The first rows of an answer and no more: counted in what the engine writes, never by changing the query.

An answer that has more rows than it may is refused, or cut where the client asked for that. Either way the
engine is stopped at the first row too many, so the rest costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol, Self

import pyoxigraph as ox

from communique.errors import TooLarge


class Target(Protocol):
    """Where the bytes go on to."""

    def write(self, data: bytes, /) -> int:
        """Take all of ``data``."""

    def flush(self) -> None:
        """Pass on what is held."""


@dataclass(frozen=True, slots=True)
class RowCap:
    """At most ``most`` rows (1 or more); ``cut``: leave out the others, instead of refusing the answer."""

    most: int
    cut: bool

    def refusal(self, of: str) -> TooLarge:
        """What to say of an answer that has more."""
        return TooLarge(
            f"The answer has more than {self.most:,} {of}, which is as many as one answer may have here "
            "(result_rows at /limits). Take pages with ORDER BY, LIMIT and OFFSET, narrow the patterns, "
            f"or send max-rows={self.most} to get only the first ones."
        )


class Enough(Exception):
    """The rows that were wanted are written; the engine need not go on."""


_TO_NEXT_ROW: Final = re.compile(rb'(?:[^",]++|"(?:[^"\\]++|\\.)*+"|,(?!\{))*+,\{', re.DOTALL)
_WHOLE_STRINGS: Final = re.compile(rb'(?:[^"]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_END_OF_STRING: Final = re.compile(rb'(?:[^"\\]++|\\.)*+"', re.DOTALL)
_XML_ROW: Final = b"<result>"


class RowGate:
    """Lets the first rows through to ``target`` and then closes the document.

    ``form`` is what the engine writes: ``json``, ``xml`` or ``tsv``. In each the start of a row can be told
    without reading the terms: in JSON by ``,{`` outside strings, since a brace within a row follows a colon;
    in XML by ``<result>``, since text has no bare ``<``; in TSV by the line feed before it.
    """

    def __init__(self, target: Target, form: str, cap: RowCap) -> None:
        self._target = target
        self._cap = cap
        self._held = b""
        self._quoted = False
        self._line_ended = False
        self._closed = False
        self._form = form
        self._left = cap.most - (form == "json")  # whose first row has no comma before it

    def write(self, data: bytes, /) -> int:
        """Pass on the rows of ``data`` that may go on; ``Enough`` or ``TooLarge`` at the first other one.

        The engine offers a block again when its writing has failed, so nothing goes on after that.
        """
        if self._closed:
            return len(data)
        block, self._held = self._held + data, b""
        for start in _STARTS[self._form](self, block):
            if self._left == 0:
                self._closed = True
                if not self._cap.cut:
                    raise self._cap.refusal("rows")
                self._target.write(block[:start] + _END[self._form])
                raise Enough
            self._left -= 1
        self._target.write(block[: len(block) - len(self._held)])
        return len(data)

    def flush(self) -> None:
        """Pass on what the target holds; what is kept back here is never the end of a document."""
        self._target.flush()

    def starts_in_json(self, block: bytes) -> Iterator[int]:
        """Where rows begin, save the first, in the next bytes of the document."""
        place = 0
        if self._quoted:
            string = _END_OF_STRING.match(block)
            if string is None:
                self._held = _open_escape(block)
                return
            self._quoted, place = False, string.end()
        while row := _TO_NEXT_ROW.match(block, place):
            place = row.end()
            yield place - 2
        rest = _WHOLE_STRINGS.match(block, place)
        assert rest is not None
        self._quoted = rest.end() < len(block)
        self._held = _open_escape(block) if self._quoted else b"," * block.endswith(b",")

    def starts_in_xml(self, block: bytes) -> Iterator[int]:
        """Where rows begin in the next bytes of the document."""
        start = block.find(_XML_ROW)
        while start >= 0:
            yield start
            start = block.find(_XML_ROW, start + 1)
        tag = block[block.rfind(b"<") :] if b"<" in block else b""
        self._held = tag if tag != _XML_ROW and _XML_ROW.startswith(tag) else b""

    def starts_in_tsv(self, block: bytes) -> Iterator[int]:
        """Where rows begin in the next bytes of the document; the first line is none."""
        start = 0 if self._line_ended else block.find(b"\n") + 1 or len(block)
        while start < len(block):
            yield start
            start = block.find(b"\n", start) + 1 or len(block)
        self._line_ended = block.endswith(b"\n")


_END: Final = {"json": b"]}}", "xml": b"</results></sparql>", "tsv": b""}
_STARTS: Final = {
    "json": RowGate.starts_in_json,
    "xml": RowGate.starts_in_xml,
    "tsv": RowGate.starts_in_tsv,
}


def _open_escape(block: bytes) -> bytes:
    """The backslash at the end of a part of a string whose character is still to come."""
    return b"\\" * ((len(block) - len(block.rstrip(b"\\"))) % 2)


class FirstTriples:
    """The first triples of a graph; ``TooLarge`` after them, or just the end where cutting was asked for."""

    def __init__(self, triples: Iterable[ox.Triple], cap: RowCap) -> None:
        self._triples = iter(triples)
        self._cap = cap
        self._left = cap.most
        self.cut = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> ox.Triple:
        triple = next(self._triples)
        if self._left:
            self._left -= 1
            return triple
        if not self._cap.cut:
            raise self._cap.refusal("triples")
        self.cut = True
        raise StopIteration
