"""What a worker may not do, tried from inside one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from communique.sparql.workers import seccomp
from communique.sparql.workers.confinement import address_space_is_enforced

TRY = """
import ctypes, os, socket, sys, threading
from communique.sparql.workers.confinement import forbid_everything, forbid_network, limit_memory
from communique.sparql.workers import seccomp
seccomp.available()
def attempt(name, work):
    try:
        work()
    except (OSError, RuntimeError, MemoryError) as refused:
        print(name, "refused", type(refused).__name__)
    else:
        print(name, "done")
CONFINE
attempt("network", lambda: socket.socket(socket.AF_INET))
attempt("network6", lambda: socket.socket(socket.AF_INET6))
attempt("unix", lambda: socket.socket(socket.AF_UNIX))
attempt("file", lambda: open("/etc/passwd").close())
attempt("program", lambda: os.execv("/bin/true", ["true"]))
attempt("kill", lambda: os.kill(os.getppid(), 0))
attempt("thread", lambda: threading.Thread(target=int).start())
attempt("fork", lambda: os.fork() or os._exit(0))
"""


def tried(confine: str) -> dict[str, str]:
    run = subprocess.run(
        [sys.executable, "-c", TRY.replace("CONFINE", confine)], capture_output=True, text=True, check=True
    )
    return {line.split()[0]: line.split()[1] for line in run.stdout.splitlines()}


needs_seccomp = pytest.mark.skipif(not seccomp.available(), reason="no seccomp on this machine")


NO_PROGRAM = "os.execv = lambda *_: None"  # a program that starts would replace the one that tries


def test_without_confinement_everything_would_work() -> None:
    """Otherwise the tests below would show nothing."""
    assert set(tried(NO_PROGRAM).values()) == {"done"}


def test_a_worker_opens_nothing_even_without_seccomp() -> None:
    found = tried(f"{NO_PROGRAM}\nseccomp.available = lambda: False\nforbid_everything()")
    assert {found[name] for name in ("network", "network6", "unix", "file")} == {"refused"}


@needs_seccomp
def test_a_worker_reaches_neither_network_nor_files_nor_other_processes() -> None:
    assert set(tried("forbid_everything()").values()) == {"refused"}


@needs_seccomp
def test_seccomp_alone_keeps_a_worker_from_the_network_when_it_must_open_files() -> None:
    found = tried("forbid_network(weak=False)")
    assert found.pop("file") == "done"
    assert (found.pop("thread"), found.pop("fork")) == ("done", "done")
    assert set(found.values()) == {"refused"}


def test_a_worker_that_must_open_files_does_not_start_without_seccomp_unless_told() -> None:
    strict = "seccomp.available = lambda: False\nattempt('confined', lambda: forbid_network(weak=False))"
    assert tried(strict)["confined"] == "refused"
    assert tried(strict.replace("weak=False", "weak=True"))["confined"] == "done"


@pytest.mark.skipif(not address_space_is_enforced(), reason="this kernel ignores RLIMIT_AS")
def test_memory_beyond_the_budget_is_refused() -> None:
    found = tried(
        "limit_memory(64 << 20)\n"
        "threading.stack_size(1 << 20)\n"
        "attempt('little', lambda: bytearray(32 << 20))\n"
        "attempt('much', lambda: bytearray(1 << 30))"
    )
    assert (found["little"], found["much"]) == ("done", "refused")
