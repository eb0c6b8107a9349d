"""What a child gives up before it touches a submission.

Namespaces, where the sandbox has them; limits on memory, CPU time, file size and processes; no new
privileges; Landlock (Linux 5.13 or newer), after which only the interpreter, the installed
packages and one scratch folder can be read, only the scratch folder written, no TCP opened, and
no process outside signalled or traced; and a filter on system calls.
"""

from __future__ import annotations

import ctypes
import os
import resource
import site
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.linux import namespaces, seccomp
from autograder.sandbox.linux.syscalls import (
    IS_LINUX,
    PR_SET_NO_NEW_PRIVS,
    SandboxError,
    libc,
    prctl,
    syscall,
)

KIT = Path(__file__).resolve().parents[2]
# How Python starts around submissions: -I without its -E, which would drop PYTHONHASHSEED.  The
# environment is made by hand, so there is nothing else for -E to keep out.
ISOLATED = ("-P", "-s", "-B")
MEMORY = 3 * 2**30  # beyond what the fork server already maps
FILE_SIZE = 64 * 2**20
CPU_SECONDS = 120
# Together these bound memory of the kernel's own that is no process's: at most 16,384 descriptors.
# Pipes: 64 MiB (the kernel's soft limit for a user), then two pages each, 8,192 pipes: 128 MiB.
# Interest in descriptors: 64 times 128 epoll sets of 128, 200 bytes each: 200 MiB.  Descriptors
# under way in messages: 256 in all, by the kernel's own count.  Sockets: see `supervisor`.
PROCESSES = 64  # and threads
DESCRIPTORS = 256  # of each process

# The levels of the sandbox.
FULL = "namespaces+landlock+seccomp"
PARTIAL = "landlock+seccomp"
NONE = "none"

_OWN_IDS = range(60_578, 61_184)  # that no system gives to anybody
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1

# linux/landlock.h: execute, write, read file, read dir, remove dir/file, make char/dir/reg/sock/
# fifo/block/sym, refer (ABI 2), truncate (ABI 3), ioctl (ABI 5).
_READ = 1 << 0 | 1 << 2 | 1 << 3
_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_ON_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
_BIND_AND_CONNECT_TCP = 1 << 0 | 1 << 1  # ABI 4
_ABSTRACT_SOCKETS_AND_SIGNALS = 1 << 0 | 1 << 1  # ABI 6
SIGNALS_ABI = 6


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
    if not IS_LINUX:
        return 0
    return max(0, libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1)))


def readable_roots() -> list[Path]:
    """All that a child may read.  Raises SandboxError if the kit's own code would be among it."""
    packages = [Path(folder) for folder in site.getsitepackages()]
    libraries = [Path(sys.base_prefix), *packages]
    system = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"]
    devices = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"]
    roots = [*libraries, *map(Path, (*system, *devices))]
    if any(KIT.is_relative_to(root.resolve()) for root in roots):
        raise SandboxError(
            f"the kit lies in {KIT}, among the packages that submissions may read; "
            "install it in editable form from a folder of its own: pip install -e ."
        )
    copies = [folder for folder in packages if (folder / "autograder" / "parts").exists()]
    if copies:
        raise SandboxError(
            f"a second copy of the kit is installed in {copies[0]}, where submissions may read it; "
            "remove it with pip uninstall, then pip install -e ."
        )
    return [path for path in dict.fromkeys(roots) if path.exists()]


def own_id() -> int:
    """The user id of this worker's children where root grades, each worker's another; else 0."""
    return 0 if os.geteuid() else _OWN_IDS[os.getpid() % len(_OWN_IDS)]


def confine(level: str, scratch: Path, child_id: int, mapped: int) -> Path:
    """Give up everything but a scratch folder, which is returned.  Raises SandboxError.

    scratch  the folder to use where there are no namespaces
    child_id the user that root's child becomes; 0 for everybody else's
    mapped   bytes of address space that this process has now
    """
    os.setsid()
    if level == NONE:
        return scratch
    readable = readable_roots()
    if level == FULL:
        namespaces.isolate(readable, child_id)
        scratch = namespaces.SCRATCH
    else:
        if child_id:
            os.chown(scratch, child_id, child_id)
        namespaces.become(child_id)
    _limit(mapped, count_processes=level == FULL or child_id > 0)
    prctl("PR_SET_NO_NEW_PRIVS", PR_SET_NO_NEW_PRIVS, 1)
    restrict(readable, scratch)
    # What sockets hold can be counted only in a network of their own.
    seccomp.install(sockets=level == FULL)
    return scratch


def _limit(mapped: int, count_processes: bool) -> None:
    """count_processes  whether no process of other people has the same user and namespace"""
    limits = [
        (resource.RLIMIT_AS, mapped + MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, DESCRIPTORS),
        (resource.RLIMIT_MEMLOCK, 2**20),
    ]
    if count_processes:
        limits.append((resource.RLIMIT_NPROC, PROCESSES))
    for limit, value in limits:
        resource.setrlimit(limit, (value, value))


def restrict(readable: Iterable[Path], scratch: Path) -> None:
    """Landlock: these paths to read, and one folder to write.  Raises SandboxError."""
    version = landlock_version()
    everything = (1 << _RIGHTS_BY_ABI[min(version, 5)]) - 1
    rules = _Ruleset(
        everything,
        _BIND_AND_CONNECT_TCP if version >= 4 else 0,
        _ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    nothing = ctypes.c_uint32(0)
    ruleset = syscall(
        "landlock_create_ruleset",
        _CREATE_RULESET,
        ctypes.byref(rules),
        ctypes.c_size_t(size),
        nothing,
    )
    for path in readable:
        _allow(ruleset, path, _READ)
    # Not /dev/zero: a shared map of it is memory that need not be anybody's.
    _allow(ruleset, Path("/dev/null"), 1 << 1 | 1 << 2)
    _allow(ruleset, scratch, everything)
    syscall("landlock_restrict_self", _RESTRICT_SELF, ruleset, nothing)
    os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int) -> None:
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(access if path.is_dir() else access & _ON_FILES, folder)
        beneath = (_PATH_BENEATH, ctypes.byref(rule), ctypes.c_uint32(0))
        syscall(f"landlock_add_rule {path}", _ADD_RULE, ruleset, *beneath)
    finally:
        os.close(folder)
