"""Linux system calls that Python's library does not offer (or only from 3.12 on)."""

from __future__ import annotations

import ctypes
import os
import sys

PR_SET_DUMPABLE, PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 4, 1, 38
PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_SECCOMP = 24, 36, 22

libc = ctypes.CDLL(None, use_errno=True)
IS_LINUX = sys.platform.startswith("linux")


class SandboxError(RuntimeError):
    """This machine lacks a layer that grading needs; the text says which."""


def check(result: int, call: str) -> int:
    """The result of a call.  Raises SandboxError, with the call and the kernel's word for it."""
    if result < 0:
        raise SandboxError(f"{call}: {os.strerror(ctypes.get_errno())}")
    return result


def syscall(call: str, number: int, *arguments: object) -> int:
    """Raises SandboxError as `check` does."""
    return check(libc.syscall(ctypes.c_long(number), *arguments), call)


def prctl(call: str, option: int, value: int) -> None:
    """Raises SandboxError as `check` does."""
    zero = ctypes.c_ulong(0)
    check(libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero), call)


def hide_memory(hidden: bool = True) -> None:
    """Let no process of the same user read or trace this one; or let it again."""
    prctl("PR_SET_DUMPABLE", PR_SET_DUMPABLE, 0 if hidden else 1)
