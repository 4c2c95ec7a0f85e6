"""Content codings: gzip and zstd for what is sent, and within limits for what is received."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Literal, Protocol

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


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


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
    whole = b""
    while body:
        decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            whole += decoder.decompress(body, most + 1 - len(whole))
        except zlib.error as error:
            raise QueryError(f"the body is not gzip: {error}") from error
        if len(whole) > most:
            raise TooLarge(f"the body is larger than {most} bytes once decompressed")
        if not decoder.eof:
            raise QueryError("the gzip body ends too early")
        body = decoder.unused_data
    return whole


def _unzstd(body: bytes, most: int) -> bytes:
    whole = b""
    rest = body
    try:
        while rest:
            decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
            for start in range(0, len(rest), _STEP):
                whole += decoder.decompress(rest[start : start + _STEP])
                if len(whole) > most:
                    raise TooLarge(f"the body is larger than {most} bytes once decompressed")
                if decoder.eof:
                    break
            if not decoder.eof:
                raise QueryError("the zstd body ends too early")
            rest = decoder.unused_data + rest[start + _STEP :]
    except zstandard.ZstdError as error:
        raise QueryError(f"the body is not zstd: {error}") from error
    return whole
