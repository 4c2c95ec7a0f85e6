"""What a worker may not do, taken away before it reads the first query.

==================  ==================================================  =============================
                    Linux                                               macOS
==================  ==================================================  =============================
network             no new descriptor (RLIMIT_NOFILE 0) and seccomp     no new descriptor
files               no new descriptor and seccomp                       no new descriptor
programs, signals   seccomp                                             nothing (the engine starts none)
memory              RLIMIT_AS                                           the server samples and kills
CPU left running    RLIMIT_CPU                                          RLIMIT_CPU
==================  ==================================================  =============================

So macOS has one line of defence where Linux has two, or none where Linux has one, and a worker there may
overshoot its memory by what it allocates between two samples. A worker that reads RocksDB must open
files: there seccomp alone keeps it from the network, and without it the server starts only when told so
(``weak_sandbox``).
"""

from __future__ import annotations

import math
import resource
import sys
from pathlib import Path
from typing import Final

from communique.sparql.workers import seccomp

STACK_BYTES: Final = 256 * 1024 * 1024
"""Stack of the thread that evaluates: with it none of 14 shapes of a 64 KiB query overflows."""

_ARENA_BYTES: Final = 128 * 1024 * 1024
"""Address space that glibc reserves for the allocations of a second thread."""


def address_space_is_enforced() -> bool:
    """Whether the kernel refuses memory beyond RLIMIT_AS; macOS takes the limit and ignores it."""
    return sys.platform == "linux"


def limit_memory(budget: int) -> None:
    """Allow what the process has now, the stack, and ``budget`` bytes more."""
    if not address_space_is_enforced():
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + STACK_BYTES + _ARENA_BYTES + budget
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processor(seconds: float) -> None:
    """Allow ``seconds`` more of CPU time: what stops a worker whose server has been killed."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 2
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def forbid_everything() -> None:
    """No new file descriptor of any kind, and on Linux no system call that would want one."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    if seccomp.available():
        seccomp.forbid(files=True)


def can_forbid_network() -> bool:
    """Whether a worker that opens files can be kept from the network."""
    return seccomp.available()


def forbid_network(*, weak: bool) -> None:
    """For a worker that must open files: no network and no programs, by seccomp alone.

    ``OSError`` where there is no seccomp, unless ``weak`` says that this is accepted.
    """
    if seccomp.available():
        seccomp.forbid(files=False)
    elif not weak:
        raise OSError("no seccomp on this machine, so a worker that opens files could reach the network")
