"""Content codings: gzip and zstd for what is sent, and within limits for what is received."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, Protocol, TypeVar

import zstandard

from communique.errors import QueryError, TooLarge, UnsupportedType
from communique.sparql.negotiation import items

Coding = Literal["identity", "gzip", "zstd"]

_GZIP_LEVEL = 5
_ZSTD_LEVEL = 3
_PREFERENCE: tuple[Coding, ...] = ("zstd", "gzip", "identity")
_ZSTD_WINDOW = 1 << 27
# One block of 128 KiB takes 4 bytes at least, so a step grows to 8 MiB at most before it is counted.
_STEP = 256
# Files that can be read from the middle have one for each 64 KiB.
_MOST_MEMBERS = 10_000


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...


_D = TypeVar("_D", bound=_Decoder)


def negotiate_coding(header: str | None) -> Coding:
    """The coding for an answer (RFC 9110, section 12.5.3); ``identity`` if the client names none of ours."""
    wanted = {item.value: item.quality for item in items(header or "")}
    if not wanted:
        return "identity"
    any_other = wanted.get("*", 0.0)
    weights = {coding: wanted.get(coding, any_other) for coding in _PREFERENCE}
    weights["gzip"] = max(weights["gzip"], wanted.get("x-gzip", 0.0))
    if "identity" not in wanted:
        weights["identity"] = 0.0005  # acceptable unless refused, and never before a coding that is named
    best = max(_PREFERENCE, key=lambda coding: weights[coding])
    # Who refuses everything still gets an answer, and then one that needs no decoding.
    return best if weights[best] > 0 else "identity"


def encode(frames: Iterable[bytes], coding: Coding) -> Iterator[bytes]:
    """The frames in a coding.

    An error of ``frames`` goes through and leaves the coded stream unfinished, so that nobody can take
    it for a whole one.
    """
    if coding == "identity":
        yield from frames
        return
    compressor = _compressor(coding)
    for frame in frames:
        coded = compressor.compress(frame)
        if coded:
            yield coded
    yield compressor.flush()


def encode_all(body: bytes, coding: Coding) -> bytes:
    """A whole body in a coding."""
    return b"".join(encode((body,), coding))


def decode_all(body: bytes, header: str, most: int) -> bytes:
    """The body of a request without its Content-Encoding; at most ``most`` bytes of it.

    Raises ``UnsupportedType`` for another coding, ``TooLarge`` beyond the limit, ``QueryError`` when the
    bytes are not in the coding that the header names.
    """
    for coding in reversed([name.strip().lower() for name in header.split(",") if name.strip()]):
        if coding == "identity":
            continue
        if coding not in {"gzip", "x-gzip", "zstd"}:
            raise UnsupportedType(f"Content-Encoding {coding!r} is not read here; send gzip, zstd or none")
        body = _gunzip(body, most) if coding != "zstd" else _unzstd(body, most)
    return body


def _compressor(coding: Coding) -> _Compressor:
    if coding == "gzip":
        return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()


def _gunzip(body: bytes, most: int) -> bytes:
    whole = bytearray()
    for decoder, piece in _pieces(body, "gzip", lambda: zlib.decompressobj(16 + zlib.MAX_WBITS)):
        try:
            whole += decoder.decompress(piece, most + 1 - len(whole))
        except zlib.error as error:
            raise QueryError(f"the body is not gzip: {error}") from error
        _check_size(whole, most)
    return bytes(whole)


def _unzstd(body: bytes, most: int) -> bytes:
    whole = bytearray()
    zstd = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    try:
        for decoder, piece in _pieces(body, "zstd", zstd.decompressobj):
            whole += decoder.decompress(piece)
            _check_size(whole, most)
    except zstandard.ZstdError as error:
        raise QueryError(f"the body is not zstd: {error}") from error
    return bytes(whole)


def _check_size(whole: bytearray, most: int) -> None:
    if len(whole) > most:
        raise TooLarge(f"the body is larger than {most} bytes once decompressed")


def _pieces(body: bytes, coding: str, begin: Callable[[], _D]) -> Iterator[tuple[_D, memoryview]]:
    """Small pieces of a body in order, each with the decoder of its member (RFC 1952, 2.2) or frame.

    Whoever takes one decodes it before the next. No byte is looked at more than twice, whatever the members.
    """
    view, at = memoryview(body), 0
    for _ in range(_MOST_MEMBERS):
        if at == len(view):
            return
        decoder = begin()
        while not decoder.eof:
            piece = view[at : at + _STEP]
            if not piece:
                raise QueryError(f"the {coding} body ends too early")
            yield decoder, piece
            at += len(piece) - len(decoder.unused_data)
    if at < len(view):
        raise QueryError(f"the {coding} body has more than {_MOST_MEMBERS:,} parts; send it as one")
