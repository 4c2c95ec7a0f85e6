"""A seccomp filter, so that a process that evaluates what strangers send reaches nothing (Linux only).

Denied calls fail with EPERM. The filter is installed for every thread of the process and cannot be
taken off again. Written with ``ctypes`` after seccomp(2) and the kernel's ``filter.h``; needs no rights.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from typing import Final

_NETWORK: Final = {
    "x86_64": [41, 42, 43, 49, 50, 288, 425],
    "aarch64": [198, 203, 202, 200, 201, 242, 425],
}
"""socket, connect, accept, bind, listen, accept4, io_uring_setup."""

_PROCESSES: Final = {
    "x86_64": [59, 322, 101, 310, 311, 62, 200, 434, 424],
    "aarch64": [221, 281, 117, 270, 271, 129, 130, 434, 424],
}
"""execve, execveat, ptrace, process_vm_readv, process_vm_writev, kill, tkill, pidfd_open,
pidfd_send_signal. Not tgkill: abort() needs it."""

_FILES: Final = {
    "x86_64": [2, 85, 257, 437, 56, 57, 58, 435],
    "aarch64": [56, 437, 220, 435],
}
"""open, creat, openat, openat2, clone, fork, vfork, clone3: new files and new threads."""

_ARCHITECTURE: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SECCOMP: Final = {"x86_64": 317, "aarch64": 277}

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_X32 = 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER, _TSYNC = 1, 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def available() -> bool:
    """Whether this machine can filter system calls: Linux on x86_64 or aarch64, with a kernel that has it."""
    return sys.platform == "linux" and platform.machine() in _ARCHITECTURE and _kernel_has_it()


def forbid(*, files: bool) -> None:
    """Take away network, other programs and processes; with ``files`` also new files and threads.

    ``OSError`` where the kernel refuses.
    """
    machine = platform.machine()
    denied = _NETWORK[machine] + _PROCESSES[machine] + (_FILES[machine] if files else [])
    code = _filter(_ARCHITECTURE[machine], denied)
    buffer = ctypes.create_string_buffer(code)
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_NO_NEW_PRIVS) refused")
    if libc.syscall(_SECCOMP[machine], _SET_MODE_FILTER, _TSYNC, ctypes.byref(program)) != 0:
        raise OSError(ctypes.get_errno(), "seccomp(SECCOMP_SET_MODE_FILTER) refused")


def _filter(architecture: int, denied: list[int]) -> bytes:
    """The BPF program: another architecture kills, a denied call fails, everything else goes on."""
    deny = len(denied) + 2
    code = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, deny - 1, 0, _X32),
    ]
    code += [(_EQUAL, deny - 2 - place, 0, number) for place, number in enumerate(denied)]
    code += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    return b"".join(struct.pack("HBBI", *line) for line in code)


def _kernel_has_it() -> bool:
    """Asks for a filter with a null program: a kernel that has seccomp answers EFAULT."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(_SECCOMP[platform.machine()], _SET_MODE_FILTER, 0, None)
    return ctypes.get_errno() == errno.EFAULT
