"""The wire between the server and its processes: messages both ways, frames of an answer one way.

A message is a JSON object with an optional payload; a frame is one byte for its kind and its data.
Both are length-prefixed in network order. Sockets are ``AF_UNIX`` pairs inherited by the processes.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any, Final

KIND: Final = b"K"
"""The answer begins; data: JSON with ``kind``."""
DATA: Final = b"D"
END: Final = b"E"
"""The answer is complete; data: JSON with ``reusable``."""
FAILURE: Final = b"X"
"""The evaluation failed; data: JSON with ``error``, ``message`` and what that error carries."""

CHUNK: Final = 64 * 1024

_MESSAGE = struct.Struct("!II")
_FRAME = struct.Struct("!cI")


class PeerGone(Exception):
    """The process at the other end of the socket has ended."""


def send_message(sock: socket.socket, header: dict[str, Any], payload: bytes = b"", fd: int = -1) -> None:
    """Send one message, with one file descriptor if ``fd`` is given; ``PeerGone`` if nobody reads it."""
    text = json.dumps(header).encode()
    prefix = _MESSAGE.pack(len(text), len(payload))
    try:
        if fd >= 0:
            socket.send_fds(sock, [prefix], [fd])
            sock.sendall(text + payload)
        else:
            sock.sendall(prefix + text + payload)
    except (BrokenPipeError, ConnectionResetError) as gone:
        raise PeerGone from gone


def receive_message(sock: socket.socket) -> tuple[dict[str, Any], bytes, int]:
    """Wait for one message: header, payload, file descriptor or -1. ``PeerGone`` at the end."""
    try:
        prefix, fds, _, _ = socket.recv_fds(sock, _MESSAGE.size, 1)
        if not prefix:
            raise PeerGone
        prefix += _exactly(sock, _MESSAGE.size - len(prefix))
        text, payload = _MESSAGE.unpack(prefix)
        header: dict[str, Any] = json.loads(_exactly(sock, text))
        return header, _exactly(sock, payload), fds[0] if fds else -1
    except ConnectionResetError as gone:
        raise PeerGone from gone


def send_frame(sock: socket.socket, kind: bytes, data: bytes | memoryview = b"") -> None:
    """Send one frame; blocks while the reader is slow."""
    sock.sendall(_FRAME.pack(kind, len(data)))
    if data:
        sock.sendall(data)


class FrameReader:
    """Reads frames from a socket and keeps what came of a frame when a wait runs out."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = bytearray()

    def read(self, seconds: float) -> tuple[bytes, bytes] | None:
        """The next frame (kind, data), or ``None`` if it was not complete after ``seconds``."""
        until = time.monotonic() + seconds
        while True:
            if len(self._buffer) >= _FRAME.size:
                kind, size = _FRAME.unpack_from(self._buffer)
                end = _FRAME.size + size
                if len(self._buffer) >= end:
                    data = bytes(self._buffer[_FRAME.size : end])
                    del self._buffer[:end]
                    return kind, data
            left = until - time.monotonic()
            if left <= 0:
                return None
            self._sock.settimeout(left)
            try:
                piece = self._sock.recv(4 * CHUNK)
            except TimeoutError:
                return None
            except OSError as gone:
                raise PeerGone from gone
            if not piece:
                raise PeerGone
            self._buffer += piece


def _exactly(sock: socket.socket, size: int) -> bytes:
    """The next ``size`` bytes."""
    pieces = bytearray()
    while len(pieces) < size:
        piece = sock.recv(min(size - len(pieces), 1 << 20))
        if not piece:
            raise PeerGone
        pieces += piece
    return bytes(pieces)
