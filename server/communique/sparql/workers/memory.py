"""How much memory a worker has for itself, and an end to those that have too much."""

from __future__ import annotations

import ctypes
import sys
import time
from pathlib import Path
from typing import Final

from communique.errors import TooLarge
from communique.sparql.workers.confinement import address_space_is_enforced
from communique.sparql.workers.source import WorkerProcess

_PERIOD: Final = 0.1
_RUSAGE_INFO_V2: Final = 2


class _RusageInfo(ctypes.Structure):
    """``struct rusage_info_v2`` of macOS's ``sys/resource.h``."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16),
        ("before", ctypes.c_uint64 * 7),
        ("physical_footprint", ctypes.c_uint64),
        ("after", ctypes.c_uint64 * 10),
    )


def private_bytes(pid: int) -> int | None:
    """Memory that a process holds for itself alone, or ``None`` if it has ended.

    Linux: anonymous pages beyond those shared with the zygote (``Private_Dirty`` of ``smaps_rollup``).
    macOS: the physical footprint (``proc_pid_rusage``), which is what the Activity Monitor shows.
    """
    return _footprint(pid) if sys.platform == "darwin" else _private_dirty(pid)


def _private_dirty(pid: int) -> int | None:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    return next(
        (int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Private_Dirty:")), 0
    )


def _footprint(pid: int) -> int | None:
    info = _RusageInfo()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.proc_pid_rusage(pid, _RUSAGE_INFO_V2, ctypes.byref(info)) != 0:
        return None
    return int(info.physical_footprint)


class MemoryWatch:
    """Ends a query whose worker has more than ``budget`` bytes, where the kernel does not see to it.

    ``always`` watches even there. A worker may overshoot by what it allocates between two looks.
    """

    def __init__(self, budget: int, *, always: bool = False) -> None:
        self._budget = budget
        self._active = always or not address_space_is_enforced()

    def check(self, worker: WorkerProcess) -> None:
        """Look at the worker, at most ten times a second; ``TooLarge`` if it has too much."""
        if not self._active:
            return
        now = time.monotonic()
        if now - worker.looked < _PERIOD:
            return
        worker.looked = now
        held = private_bytes(worker.pid)
        if held is not None and held > self._budget:
            raise TooLarge(
                f"The query held {held >> 20} MiB of memory where {self._budget >> 20} MiB is the most, and "
                "was stopped. Ask for less at a time: add LIMIT, drop DISTINCT or ORDER BY, narrow it."
            )
