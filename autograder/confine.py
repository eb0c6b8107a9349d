"""What a child gives up before it touches a submission.

Limits on memory, CPU time and file size; no new privileges; and Landlock (Linux 5.13 or newer),
after which only the interpreter, the installed packages and one scratch folder can be read, only
the scratch folder written, no TCP opened, and no process outside signalled or traced.
"""

from __future__ import annotations

import ctypes
import os
import resource
import site
import sys
from collections.abc import Iterable
from pathlib import Path

KIT = Path(__file__).resolve().parent.parent
MEMORY = 3 * 2**30  # beyond what the nursery already maps
FILE_SIZE = 64 * 2**20
CPU_SECONDS = 120

_libc = ctypes.CDLL(None, use_errno=True)
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38

# linux/landlock.h: execute, write, read file, read dir, remove dir/file, make char/dir/reg/sock/
# fifo/block/sym, refer (ABI 2), truncate (ABI 3), ioctl (ABI 5).
_READ = 1 << 0 | 1 << 2 | 1 << 3
_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_ON_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
_BIND_AND_CONNECT_TCP = 1 << 0 | 1 << 1  # ABI 4
_ABSTRACT_SOCKETS_AND_SIGNALS = 1 << 0 | 1 << 1  # ABI 6


class NoWall(RuntimeError):
    """This machine lacks a layer that grading needs; the text says which."""


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("access", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def landlock_version() -> int:
    """The kernel's Landlock ABI, 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1)))


def require_wall() -> None:
    """Raises NoWall if a child could not be confined on this machine."""
    if landlock_version() < 1:
        raise NoWall("the kernel offers no Landlock; grading needs Linux 5.13 or newer with it on")
    readable_roots()


def readable_roots() -> list[Path]:
    """All that a child may read.  Raises NoWall if the kit's own code would be among it."""
    packages = [Path(folder) for folder in site.getsitepackages()]
    libraries = [Path(sys.base_prefix), *packages]
    system = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"]
    devices = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"]
    roots = [path.resolve() for path in (*libraries, *map(Path, (*system, *devices)))]
    if any(KIT.is_relative_to(root) for root in roots):
        raise NoWall(
            f"the kit lies in {KIT}, among the packages that submissions may read; "
            "install it in editable form from a folder of its own: pip install -e ."
        )
    return [path for path in dict.fromkeys(roots) if path.exists()]


def hide_memory() -> None:
    """Let no process of the same user read or trace this one."""
    _check(_libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "PR_SET_DUMPABLE")


def confine(scratch: Path, mapped: int) -> None:
    """Give up everything but `scratch`; `mapped` is the size of this process's memory now."""
    os.setsid()
    for limit, value in (
        (resource.RLIMIT_AS, mapped + MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        resource.setrlimit(limit, (value, value))
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS")
    _landlock(readable_roots(), scratch)


def _landlock(readable: Iterable[Path], scratch: Path) -> None:
    version = landlock_version()
    everything = (1 << _RIGHTS_BY_ABI[min(version, 5)]) - 1
    rules = _Ruleset(
        everything,
        _BIND_AND_CONNECT_TCP if version >= 4 else 0,
        _ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _libc.syscall(
        _CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0)
    )
    _check(ruleset, "landlock_create_ruleset")
    for path in readable:
        _allow(ruleset, path, _READ)
    for device in (Path("/dev/null"), Path("/dev/zero")):
        _allow(ruleset, device, 1 << 1 | 1 << 2)
    _allow(ruleset, scratch, everything)
    _check(_libc.syscall(_RESTRICT_SELF, ruleset, ctypes.c_uint32(0)), "landlock_restrict_self")
    os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int) -> None:
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(access if path.is_dir() else access & _ON_FILES, folder)
        result = _libc.syscall(
            _ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), ctypes.c_uint32(0)
        )
        _check(result, f"landlock_add_rule {path}")
    finally:
        os.close(folder)


def _check(result: int, call: str) -> None:
    if result < 0:
        raise NoWall(f"{call}: {os.strerror(ctypes.get_errno())}")
