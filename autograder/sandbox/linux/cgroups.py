"""A control group around each fork server, where this machine hands one over (cgroup v2).

There the kernel itself bounds what a submission takes, its own memory for it included, at once and
not every 50 ms.  Where there is none, the supervisor's looks remain the bound.

A group is handed over if an ordinary user may write to it, as systemd arranges with

    systemd-run --user --scope -p Delegate=yes python -m autograder grade …

or if it says so in an attribute: root may write to all, and yet they are others' to arrange.  With
version 1 nobody says so; it is left alone.

Tried on an imitation of such a folder only; never yet on a machine that hands one over.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
OURS = "grader"  # where the judges go: a group with limits for its children has no processes
PREFIX = "fork-server-"
_NEEDED = {"memory", "pids"}


@dataclass(frozen=True)
class Group:
    """A group of its own for one fork server and its children."""

    folder: Path

    def join(self) -> None:
        """Put this process, with all that it will start, into the group."""
        (self.folder / "cgroup.procs").write_text("0")


def problem(root: Path = ROOT, membership: str | None = None) -> str:
    """Why there are no groups here; empty if there are.

    membership  what /proc/self/cgroup says
    """
    own = _own(root, membership)
    if own is None:
        return "this process is in no group of cgroup v2"
    controllers = _words(own / "cgroup.controllers")
    if missing := _NEEDED - controllers:
        return f"its group has no {' or '.join(sorted(missing))} controller"
    return "" if _handed_over(own) else "its group is not delegated"


def make(
    memory: int, processes: int, root: Path = ROOT, membership: str | None = None
) -> Group | None:
    """Return a new group with these bounds, or None where there is none to be had."""
    if problem(root, membership):
        return None
    base = _own(root, membership)
    assert base is not None
    try:
        _make_room(base)
        _clear(base)
        folder = base / f"{PREFIX}{os.getpid()}"
        folder.mkdir()
        (folder / "memory.max").write_text(str(memory))
        (folder / "pids.max").write_text(str(processes))
        with suppress(FileNotFoundError):  # where the kernel does not count swap
            (folder / "memory.swap.max").write_text("0")
    except OSError:
        return None  # the supervisor's looks remain
    return Group(folder)


def _own(root: Path, membership: str | None) -> Path | None:
    """The group to arrange: this process's, or the one above if a judge has arranged that."""
    text = Path("/proc/self/cgroup").read_text() if membership is None else membership
    for line in text.splitlines():
        number, _, path = line.partition("::")
        if number == "0":
            folder = root / path.strip("/")
            found = folder.parent if folder.name == OURS else folder
            return found if (found / "cgroup.controllers").exists() else None
    return None


def _handed_over(folder: Path) -> bool:
    if os.geteuid():
        return all(
            os.access(path, os.W_OK)
            for path in (folder, folder / "cgroup.procs", folder / "cgroup.subtree_control")
        )
    for attribute in ("user.delegate", "trusted.delegate"):
        with suppress(OSError):
            if os.getxattr(folder, attribute) == b"1":
                return True
    return False


def _make_room(base: Path) -> None:
    """Move what runs in the group below it, and let its children have limits."""
    if _words(base / "cgroup.subtree_control") >= _NEEDED:
        return
    ours = base / OURS
    ours.mkdir(exist_ok=True)
    for pid in _words(base / "cgroup.procs"):
        with suppress(ProcessLookupError):  # it has ended meanwhile
            (ours / "cgroup.procs").write_text(pid)
    (base / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in sorted(_NEEDED)))


def _clear(base: Path) -> None:
    """Remove the groups of fork servers that are gone; the kernel keeps those in use."""
    for folder in base.glob(f"{PREFIX}*"):
        with suppress(OSError):
            folder.rmdir()


def _words(path: Path) -> set[str]:
    try:
        return set(path.read_text().split())
    except OSError:
        return set()
