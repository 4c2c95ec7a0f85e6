"""Locks between processes, as files that the kernel frees when their holder dies."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from communique.errors import StoreBusy, StoreError


@contextmanager
def held(file: Path, what: str, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock ``file`` for the length of a block; ``StoreBusy`` after ``wait`` seconds.

    ``what`` says in a few words what the holder does ("a commit", "a server").
    """
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"{file.parent} cannot be written: {error.strerror}; choose another --store"
        ) from error
    try:
        _acquire(descriptor, file, what, wait)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, file: Path, what: str, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            if time.monotonic() >= until:
                holder = os.pread(descriptor, 32, 0).decode().strip() or "unknown"
                raise StoreBusy(
                    f"{file.parent} is in use by {what} (process {holder}); wait for it or stop it"
                ) from error
            time.sleep(0.05)
        else:
            return
