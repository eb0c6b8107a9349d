"""Namespaces: what a submission can name at all.

The supervisor puts its fork server into a pid namespace: when the fork server goes, so does
whatever it started. For every submission the fork server makes another one inside, and the child
enters mount, network, IPC, UTS and user namespaces of its own. Its root is an empty tmpfs into
which an allow-list is bound, read-only; it has no capabilities, and as root's child a user id of
its own.

An ordinary user gets the right to do this from a user namespace around the fork server.  Root needs
none: it binds first, and gives up its id and its rights then, so the interpreter may lie where
only root can go.

bubblewrap does the same for a program that it starts.  A child here is forked from a warm process
and never starts one: importing torch anew would cost seconds for each part of each submission.
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from autograder.sandbox.linux.syscalls import (
    PR_CAPBSET_DROP,
    SandboxError,
    check,
    hide_memory,
    libc,
    prctl,
    syscall,
)

SCRATCH = Path("/scratch")
SCRATCH_BYTES = 256 * 2**20
SCRATCH_FILES = 10_000
USER = 1000  # what a submission takes itself for

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER = 0x20000, 0x4000000, 0x8000000, 0x10000000
_NEWPID, _NEWNET = 0x20000000, 0x40000000
_NOSUID, _NODEV, _REMOUNT, _BIND, _REC, _PRIVATE, _RDONLY = 2, 4, 32, 4096, 16384, 1 << 18, 1
_DETACH = 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_MOUNT_SETATTR, _AT_FDCWD, _AT_RECURSIVE = 442, -100, 0x8000
_ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV, _ATTR_NOEXEC = 1, 2, 4, 8
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def enclose() -> None:
    """Let what this process starts next be the first of a pid namespace.  Raises SandboxError."""
    if os.geteuid() != 0:
        _new_user(os.open("/proc/self", os.O_PATH | os.O_DIRECTORY), inside=0)
    _unshare("a pid namespace", _NEWPID)


class PidNamespaces:
    """For the fork server: a pid namespace for each submission."""

    def __init__(self) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def enter(self) -> int:
        """What this process forks from now on goes into a new one.  Raises SandboxError.

        Returns the pid of its first process, which does nothing but sleep: the kernel ends a
        namespace with its first process, and protects that one from all the others.
        """
        _unshare("a pid namespace", _NEWPID)
        nowhere = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
        # Inherited by the sleeper, it lets the kernel bury orphans.
        before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        try:
            return os.posix_spawnp(
                "sleep", ["sleep", "infinity"], {"PATH": "/usr/bin:/bin"}, file_actions=nowhere
            )
        finally:
            signal.signal(signal.SIGCHLD, before)

    def leave(self) -> None:
        """What this process forks from now on stays in its own.  Raises SandboxError."""
        check(libc.setns(self._own, _NEWPID), "setns to the fork server's pid namespace")


def isolate(readable: Iterable[Path], own_id: int) -> None:
    """Leave everything behind but these paths and a scratch folder.  Raises SandboxError.

    own_id  the user and group that root's child becomes; 0 for everybody else's
    """
    proc = os.open("/proc/self", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    flags = _NEWNS | _NEWNET | _NEWIPC | _NEWUTS
    _unshare("mount, network, IPC and UTS namespaces", flags)
    check(libc.sethostname(b"submission", ctypes.c_size_t(10)), "sethostname")
    _new_root([*readable, *map(Path, _DEVICES)])
    become(own_id)
    _new_user(proc, inside=USER)
    _drop_capabilities()


def become(own_id: int) -> None:
    """Root becomes a user that nobody else is.  Raises SandboxError."""
    if own_id:
        try:
            os.setgroups([])
            os.setresgid(own_id, own_id, own_id)
            os.setresuid(own_id, own_id, own_id)
        except OSError as error:
            raise SandboxError(f"becoming user {own_id}: {error.strerror}") from error


def _unshare(what: str, flags: int) -> None:
    check(libc.unshare(flags), f"unshare, for {what}")


def _new_user(proc: int, inside: int) -> None:
    """A user namespace in which this user is `inside`; `proc` is /proc/self, and is closed."""
    user, group = os.geteuid(), os.getegid()
    hide_memory(False)  # the maps of a hidden process belong to root
    _unshare("a user namespace", _NEWUSER)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{inside} {user} 1"),
        ("gid_map", f"{inside} {group} 1"),
    ):
        descriptor = os.open(name, os.O_WRONLY, dir_fd=proc)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)
    os.close(proc)
    hide_memory()


def _drop_capabilities() -> None:
    for capability in range(64):
        with suppress(SandboxError):  # there are 41 today
            prctl("PR_CAPBSET_DROP", PR_CAPBSET_DROP, capability)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    check(libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


# ---------------------------------------------------------------- the file system


def _new_root(allowed: list[Path]) -> None:
    """A tmpfs as root, with the allowed paths in it and one scratch folder."""
    os.umask(0o022)
    real = {path: path.resolve() for path in allowed if path.exists()}
    _mount(None, "/", None, _REC | _PRIVATE)
    _mount("tmpfs", "/tmp", "tmpfs", _NOSUID | _NODEV, "size=1m,nr_inodes=1k,mode=755")
    os.mkdir("/tmp/old")
    pivot = _PIVOT_ROOT[os.uname().machine]
    syscall("pivot_root", pivot, b"/tmp", b"/tmp/old")
    os.chdir("/")
    _make_scratch()  # first: an environment may lie below /tmp
    for path in _outermost(real.values()):
        _bind(path)
    for path, target in real.items():
        if not os.path.lexists(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(target)
    check(libc.umount2(b"/old", _DETACH), "umount the old root")
    os.rmdir("/old")
    _mount(None, "/", None, _REMOUNT | _BIND | _RDONLY | _NOSUID | _NODEV)


def _outermost(paths: Iterable[Path]) -> list[Path]:
    known = set(paths)
    return sorted(path for path in known if not known & set(path.parents))


def _bind(path: Path) -> None:
    """Show a path of the old root at the same place, read-only."""
    source = f"/old{path}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.path.isdir(source):
        path.mkdir(exist_ok=True)
    else:
        path.touch()
    _mount(source, str(path), None, _BIND | _REC)
    more = _ATTR_NOEXEC if path.is_relative_to("/dev") else _ATTR_NODEV
    attributes = (ctypes.c_uint64 * 4)(_ATTR_RDONLY | _ATTR_NOSUID | more, 0, 0, 0)
    where, size = str(path).encode(), ctypes.c_size_t(32)
    syscall(f"mount_setattr {path}", _MOUNT_SETATTR, _AT_FDCWD, where, _AT_RECURSIVE,
            attributes, size)  # fmt: skip


def _make_scratch() -> None:
    """One small tmpfs, so that /tmp, /dev/shm and HOME share one bound; /proc stays empty."""
    SCRATCH.mkdir()
    bounds = f"size={SCRATCH_BYTES},nr_inodes={SCRATCH_FILES},mode=777"
    _mount("tmpfs", str(SCRATCH), "tmpfs", _NOSUID | _NODEV, bounds)
    for link in (Path("/tmp"), Path("/dev/shm")):
        folder = SCRATCH / link.name
        folder.mkdir()
        folder.chmod(0o777)
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(folder)
    Path("/proc").mkdir()


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    texts = [text.encode() if text is not None else None for text in (source, target, kind)]
    result = libc.mount(*texts, ctypes.c_ulong(flags), data.encode() or None)
    check(result, f"mount {target}")
