"""Where the bytes of an answer wait for their client: in memory, then in a file without a name.

The process that evaluates is drained at its own speed, so a client that reads slowly holds a file and
not a worker.
"""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import IO, Final

from communique.errors import StoreFull

MEMORY: Final = 256 * 1024
"""Bytes kept in memory before the file is made."""


class Spool:
    """Bytes appended by one thread and read by another, each at its own place.

    Either may close it while the other is at work: what comes then is dropped, and reading fails.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()
        self.size = 0

    def append(self, data: bytes) -> None:
        """Add bytes at the end; ``StoreFull`` if the disk has no room."""
        with self._lock:
            if self._closed:
                return
            if self._file is None and self.size + len(data) <= MEMORY:
                self._memory += data
            else:
                self._put_by(data)
            self.size += len(data)

    def read(self, offset: int, most: int) -> bytes:
        """Up to ``most`` bytes from ``offset``; empty at the end of what is there.

        ``ValueError`` once it is closed: an answer that was given up must not look like one that ended.
        """
        with self._lock:
            if self._closed:
                raise ValueError("this answer has been given up")
            if offset >= self.size:
                return b""
            if self._file is None:
                return bytes(self._memory[offset : offset + most])
            return os.pread(self._file.fileno(), min(most, self.size - offset), offset)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._closed = True
            if self._file is not None:
                self._file.close()

    def _put_by(self, data: bytes) -> None:
        try:
            if self._file is None:
                self._file = self._spill()
            self._write(self._file.fileno(), data, self.size)
        except OSError as full:
            raise StoreFull(
                f"The answer could not be put by while it waits to be sent ({full.strerror}). "
                "Ask for less, or try again when the server has room."
            ) from full

    def _spill(self) -> IO[bytes]:
        """A new file that has what memory had."""
        file: IO[bytes] = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  close() closes it
        try:
            self._write(file.fileno(), bytes(self._memory), 0)
        except OSError:
            file.close()
            raise
        return file

    @staticmethod
    def _write(descriptor: int, data: bytes, offset: int) -> None:
        view = memoryview(data)
        while view:
            written = os.pwrite(descriptor, view, offset)
            view = view[written:]
            offset += written
