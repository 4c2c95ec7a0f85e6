"""Where an answer waits: all of it, in order, until one side lets go."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import StoreFull
from communique.sparql.workers.spool import MEMORY, Spool


@settings(max_examples=30, deadline=None)
@given(pieces=st.lists(st.integers(1, MEMORY), max_size=6), step=st.integers(1000, MEMORY))
def test_what_was_appended_is_read_in_order_in_memory_and_on_disk(pieces: list[int], step: int) -> None:
    spool = Spool()
    whole = b""
    for number, size in enumerate(pieces):
        data = bytes([number]) * size
        whole += data
        spool.append(data)
    got = b""
    while data := spool.read(len(got), step):
        got += data
    spool.close()
    assert got == whole
    assert spool.size == len(whole)


def test_a_folder_without_room_is_said_to_be_full(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "missing")
    spool.append(bytes(MEMORY))
    with pytest.raises(StoreFull):
        spool.append(b"1")
    spool.close()


def test_what_comes_after_the_end_makes_no_file_and_is_not_read(tmp_path: Path) -> None:
    """The thread that drains a worker may have a frame in hand when the client's thread closes."""
    spool = Spool(tmp_path / "missing")
    spool.append(b"abc")
    spool.close()
    spool.append(bytes(MEMORY))
    with pytest.raises(ValueError, match="given up"):
        spool.read(0, 10)
    assert spool.size == 3


def test_closing_while_another_thread_appends_breaks_neither() -> None:
    for _ in range(20):
        spool = Spool()
        begun = threading.Event()
        failures: list[BaseException] = []

        thread = threading.Thread(target=_fill, args=(spool, begun, failures))
        thread.start()
        begun.wait()
        spool.close()
        thread.join()
        assert failures == []


def _fill(spool: Spool, begun: threading.Event, failures: list[BaseException]) -> None:
    try:
        for _ in range(40):
            spool.append(bytes(MEMORY // 4))
            begun.set()
    except (ValueError, OSError) as failed:
        failures.append(failed)


def test_a_full_disk_is_said_and_not_taken_for_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool()
    spool.append(b"x" * 1000)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(StoreFull, match="No space left"):
        spool.append(b"x" * (1 << 20))
    spool.close()


def test_a_spool_gives_back_what_it_took_wherever_it_lies() -> None:
    spool = Spool()
    pieces = [bytes([number % 256]) * (number * 37) for number in range(300)]
    for piece in pieces:
        spool.append(piece)
    whole = b"".join(pieces)
    assert spool.size == len(whole) > 1 << 20
    assert b"".join(spool.read(offset, 65536) for offset in range(0, spool.size, 65536)) == whole
    assert spool.read(spool.size, 10) == b""
    spool.close()
