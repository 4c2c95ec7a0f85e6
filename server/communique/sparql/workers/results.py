"""Results as bytes: the engine writes them, and what it gets wrong is put right on the way out.

- Columns: the engine sorts those of SELECT * by name; the Recommendation shows them as they appear.
- CSV: the engine writes IRIs with commas in them as they are.
- XML 1.0 cannot carry most control characters, nor U+FFFE and U+FFFF (XML 1.0, 2.2 Char), and the engine
  writes them raw. A result that has one is refused. A carriage return is written as a reference, since a
  parser would read a raw one as a line feed (2.11).
- RDF/XML needs a property whose IRI ends in an XML name (RDF/XML, 5.1); others are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Final, Protocol, cast

import pyoxigraph as ox

from communique.errors import NotAcceptable, TooLarge
from communique.sparql.workers.frames import CHUNK
from communique.sparql.workers.row_cap import Enough, FirstTriples, RowCap, RowGate

_SOLUTIONS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}

RDF: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}

Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Sink(Protocol):
    """Where the bytes of a result go."""

    def write(self, data: bytes, /) -> int:
        """Take all of ``data``."""

    def flush(self) -> None:
        """Pass on what is held."""


def _file(sink: Sink) -> IO[bytes]:
    """A sink as the engine's signature has it; it only ever writes and flushes."""
    return cast(IO[bytes], sink)


def kind(result: Result) -> str:
    """``bindings``, ``boolean`` or ``graph``."""
    if isinstance(result, ox.QuerySolutions):
        return "bindings"
    return "boolean" if isinstance(result, ox.QueryBoolean) else "graph"


def write_result(
    result: Result,
    form: str,
    sink: Sink,
    columns: Sequence[str] | None = None,
    prefixes: Iterable[tuple[str, str]] = (),
    cap: RowCap | None = None,
) -> bool:
    """Write a result in the format ``form``; ``NotAcceptable`` if that format cannot hold it.

    Says whether ``cap`` left out rows or triples; without one the result is whole.
    """
    if isinstance(result, ox.QueryTriples):
        return _write_graph(result, form, sink, dict(prefixes), cap)
    if isinstance(result, ox.QueryBoolean):
        if form not in {"json", "xml"}:
            raise NotAcceptable(f"ASK answers true or false, which {form} cannot hold: ask for json or xml.")
        result.serialize(_file(sink), _SOLUTIONS[form])
        return False
    if form not in _SOLUTIONS:
        raise NotAcceptable(
            f"SELECT answers a table, which {form} cannot hold: ask for {', '.join(_SOLUTIONS)}."
        )
    return _write_solutions(result, form, sink, columns, cap)


def write_quads(quads: Iterable[ox.Quad], form: str, sink: Sink) -> None:
    """Write quads in a format that keeps graph names: ``nq``, ``trig`` or ``jsonld``."""
    if form not in {"nq", "trig", "jsonld"}:
        raise NotAcceptable(
            f"A dataset has named graphs, which {form} cannot hold: ask for nq, trig or jsonld."
        )
    ox.serialize(quads, _file(sink), RDF[form])


def _write_graph(
    triples: ox.QueryTriples, form: str, sink: Sink, prefixes: dict[str, str], cap: RowCap | None
) -> bool:
    if form not in RDF:
        raise NotAcceptable(
            f"CONSTRUCT and DESCRIBE answer a graph, which {form} cannot hold: ask for {', '.join(RDF)}."
        )
    first = FirstTriples(triples, cap) if cap is not None else None
    if form == "rdfxml":
        guard = _XmlGuard(sink, names=True)
        ox.serialize(first or triples, _file(guard), RDF[form], prefixes=prefixes)
        guard.close()
    elif first is not None or (prefixes and form in {"ttl", "trig"}):
        ox.serialize(first or triples, _file(sink), RDF[form], prefixes=prefixes)
    else:
        triples.serialize(_file(sink), RDF[form])
    return first is not None and first.cut


def _write_solutions(
    solutions: ox.QuerySolutions, form: str, sink: Sink, columns: Sequence[str] | None, cap: RowCap | None
) -> bool:
    engine = [variable.value for variable in solutions.variables]
    wanted = [name for name in columns or () if name in engine]
    order = [*wanted, *(name for name in engine if name not in wanted)]
    moved = order != engine
    places = [engine.index(name) for name in order]
    if form == "csv":
        return _engine_writes(solutions, "tsv", _Csv(sink, places), cap)
    if form == "tsv" and moved:
        return _engine_writes(solutions, form, _Columns(sink, places), cap)
    if form == "json" and moved:
        names = ",".join(json.dumps(name, ensure_ascii=False) for name in order)
        head = f'{{"head":{{"vars":[{names}]}}'.encode()
        return _engine_writes(solutions, form, _Head(sink, b"]}", head), cap)
    if form == "xml":
        guard = _XmlGuard(sink)
        names = "".join(f'<variable name="{name}"/>' for name in order)
        opening = f'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{names}</head>'
        top: Sink = _Head(guard, b"</head>", opening.encode()) if moved else guard
        cut = _engine_writes(solutions, form, top, cap)
        guard.close()
        return cut
    return _engine_writes(solutions, form, sink, cap)


def _engine_writes(solutions: ox.QuerySolutions, form: str, sink: Sink, cap: RowCap | None) -> bool:
    """Let the engine write; says whether it was stopped because the rows that were wanted are there."""
    top = sink if cap is None else RowGate(sink, form, cap)
    try:
        solutions.serialize(_file(top), _SOLUTIONS[form])
    except Enough:
        return True
    return False


class CountingSink:
    """Passes bytes on in pieces of one chunk, and refuses the byte after ``most``."""

    def __init__(self, send: Callable[[bytes | memoryview], None], most: int) -> None:
        self._send = send
        self._most = most
        self._buffer = bytearray()
        self._sent = 0

    def write(self, data: bytes, /) -> int:
        """Take ``data``; ``TooLarge`` beyond the limit."""
        self._buffer += data
        if self._sent + len(self._buffer) > self._most:
            raise TooLarge(
                f"The result is larger than {self._most:,} bytes, which is as much as one answer may have. "
                "Ask for less: fewer columns, a narrower pattern, or pages with ORDER BY, LIMIT and OFFSET."
            )
        if len(self._buffer) >= CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is still held."""
        with memoryview(bytes(self._buffer)) as whole:
            for start in range(0, len(whole), CHUNK):
                self._send(whole[start : start + CHUNK])
        self._sent += len(self._buffer)
        self._buffer.clear()


class _Filter:
    """A sink that changes or checks what goes on to another."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def flush(self) -> None:
        """Pass on what the other sink holds."""
        self._sink.flush()


class _Head(_Filter):
    """Replaces what the engine writes up to and including ``mark`` by ``head``."""

    def __init__(self, sink: Sink, mark: bytes, head: bytes) -> None:
        super().__init__(sink)
        self._mark = mark
        self._head: bytes | None = head
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        """Hold back the head, pass on the rest."""
        if self._head is None:
            return self._sink.write(data)
        self._held += data
        end = self._held.find(self._mark)
        if end >= 0:
            self._sink.write(self._head + bytes(self._held[end + len(self._mark) :]))
            self._head = None
            self._held.clear()
        return len(data)


class _Columns(_Filter):
    """Reorders the columns of TSV, in which tabs and line feeds stand only between fields."""

    def __init__(self, sink: Sink, order: Sequence[int]) -> None:
        super().__init__(sink)
        self._order = order
        self._rest = b""

    def write(self, data: bytes, /) -> int:
        """Reorder the whole lines of ``data`` and keep the begun one."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if lines:
            self._sink.write(b"".join([self._row(line.split(b"\t")) for line in lines]))
        return len(data)

    def _row(self, fields: list[bytes]) -> bytes:
        return b"\t".join([fields[place] for place in self._order]) + b"\n"


class _Csv(_Columns):
    """Makes CSV of the engine's TSV, as SPARQL 1.1 CSV/TSV, section 3 has it: plain values, CRLF, quotes
    only where RFC 4180 needs them.

    The engine's own CSV leaves IRIs with commas unquoted. A row of one empty field is written as ``""``,
    since readers skip an empty line.
    """

    _head = True

    def _row(self, fields: list[bytes]) -> bytes:
        if self._head:
            self._head = False
            return b",".join([fields[place][1:] for place in self._order]) + b"\r\n"
        row = b",".join([_csv_field(fields[place]) for place in self._order])
        return (row or (b'""' if self._order else b"")) + b"\r\n"


_QUOTED = re.compile(rb'[,"\r\n]')
_ESCAPE = re.compile(rb"\\(.)")
_UNESCAPED = {b"t": b"\t", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"f": b"\f"}


def _csv_field(term: bytes) -> bytes:
    """The value of a term of TSV; numbers, booleans and blank nodes are their own."""
    if term.startswith(b"<") and not term.startswith(b"<<"):
        value = term[1:-1]
    elif term.startswith(b'"'):
        value = term[1 : term.rindex(b'"')]
        if b"\\" in value:
            value = _ESCAPE.sub(lambda found: _UNESCAPED.get(found[1], found[1]), value)
    else:
        value = term
    return b'"' + value.replace(b'"', b'""') + b'"' if _QUOTED.search(value) else value


class _XmlGuard(_Filter):
    """Lets through only what XML 1.0 and, with ``names``, its namespaces allow."""

    _controls = bytes(code for code in range(32) if code not in b"\t\n\r")
    _forbidden = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
    _nameless = re.compile(rb"<[^\s<>:/]*:[ />][^>]*")

    def __init__(self, sink: Sink, *, names: bool = False) -> None:
        super().__init__(sink)
        self._names = names
        self._tail = b""
        self._rows = 0

    def write(self, data: bytes, /) -> int:
        """Check ``data``, keeping back a tag or a character that is not complete yet."""
        block = self._tail + data
        cut = block.rfind(b"<")
        if cut <= block.rfind(b">") or len(block) - cut > 2 * CHUNK:
            cut = len(block)
            while cut > max(len(block) - 3, 0) and block[cut - 1] >= 0x80:
                cut -= 1
        self._tail = block[cut:]
        self._pass(block[:cut])
        return len(data)

    def close(self) -> None:
        """Check and pass on what was kept back."""
        self._pass(self._tail)
        self._tail = b""

    def _pass(self, block: bytes) -> None:
        suspect = block.translate(None, self._controls) != block or b"\xef\xbf" in block
        if suspect and (found := self._forbidden.search(block)):
            character = ord(found.group().decode())
            row = self._rows + block.count(b"<result>", 0, found.start())
            where = f" in row {row}" if row else ""
            raise NotAcceptable(
                f"The answer contains U+{character:04X}{where}, which XML 1.0 cannot carry. "
                "Ask for another format: JSON, CSV, TSV, Turtle and N-Triples can."
            )
        if self._names and (found := self._nameless.search(block)):
            raise NotAcceptable(
                f"The property of {found.group().decode(errors='replace')[:200]} does not end in an XML "
                "name, so RDF/XML cannot write it. Ask for another format, such as Turtle."
            )
        self._rows += block.count(b"<result>")
        self._sink.write(block.replace(b"\r", b"&#xD;"))
