"""What students left on a disk, where anything may lie under any name: looked at without trust.

No link is followed, nothing but regular files is opened, and no folder is too deep or too full.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MAX_DEPTH = 30  # of folders in folders
MAX_ENTRIES = 100_000
MAX_REMARKS = 10

# Whatever one entry's name, place or contents make go wrong; it costs that entry alone.
ENTRY_ERRORS = (OSError, ValueError, RecursionError, MemoryError)

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


class RefusedError(ValueError):
    """A file that is not taken in; the text says why."""


def reason(error: BaseException) -> str:
    """Why something of `ENTRY_ERRORS` happened, in words and without a path."""
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__


# ---------------------------------------------------------------- a file


def require_regular(name: str, mode: int) -> None:
    """Raises RefusedError for anything but a regular file, going by its mode."""
    if not stat.S_ISREG(mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "something else")
        raise RefusedError(f"{name[:80]} is {kind}, not a file")


def read(path: Path, at_most: int) -> bytes:
    """Up to one byte more than allowed of a regular file.  Raises RefusedError, OSError."""
    require_regular(path.name, path.lstat().st_mode)  # opening a device may do something
    # If it has become something else by now: not blocking on a FIFO, not following a link.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        require_regular(path.name, os.fstat(descriptor).st_mode)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(at_most + 1)
    finally:
        os.close(descriptor)


# ---------------------------------------------------------------- a folder


@dataclass
class Found:
    """What a search came upon.

    files     regular files, and when they were changed last
    remarks   sentences on what was passed over
    is_whole  whether everything could be looked at
    """

    files: dict[Path, float] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    is_whole: bool = True

    def newest(self, is_wanted: Callable[[Path], bool]) -> Path | None:
        wanted = filter(is_wanted, self.files)
        return max(wanted, key=lambda path: (self.files[path], path.name, path), default=None)


def search(folder: Path, is_wanted: Callable[[str], bool]) -> Found:
    """Look for files by name in a folder and below, but not in what is hidden.

    It goes level by level, so that what lies at the top is found however much lies below.
    Raises OSError if the folder itself cannot be read.
    """
    found, seen = Found(), 0
    waiting = deque([(folder, 0)])
    while waiting:
        here, depth = waiting.popleft()
        if depth > MAX_DEPTH or seen > MAX_ENTRIES:
            found.remarks.append(
                f"Only the upper folders were looked through: it holds more than {MAX_DEPTH} "
                f"folders in each other, or more than {MAX_ENTRIES:,} files."
            )
            break
        try:
            count, folders, wanted = _list(here, is_wanted)
        except OSError as error:
            if here == folder:
                raise
            _could_not_be_read(found, here, folder, error)
            continue
        seen += count
        waiting.extend((here / name, depth + 1) for name in folders)
        for name in wanted:
            _add(found, here / name, folder)
    if len(found.remarks) > MAX_REMARKS:
        more = len(found.remarks) - MAX_REMARKS
        found.remarks[MAX_REMARKS:] = [f"So it is with {more:,} more."]
    return found


def _list(folder: Path, is_wanted: Callable[[str], bool]) -> tuple[int, list[str], list[str]]:
    """How many entries a folder has, the folders among them, and what has a wanted name."""
    count = 0
    folders: list[str] = []
    wanted: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            count += 1
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            if is_wanted(entry.name):
                wanted.append(entry.name)
    return count, sorted(folders), sorted(wanted)


def _add(found: Found, path: Path, top: Path) -> None:
    """Add it to the files, or a remark on why it is none."""
    try:
        about = path.lstat()
        require_regular(str(path.relative_to(top)), about.st_mode)
        found.files[path] = about.st_mtime
    except RefusedError as error:
        found.remarks.append(f"{error}, and was passed over.")
    except OSError as error:
        _could_not_be_read(found, path, top, error)


def _could_not_be_read(found: Found, path: Path, top: Path, error: OSError) -> None:
    found.is_whole = False
    shown = str(path.relative_to(top))[:80]
    found.remarks.append(f"{shown} could not be looked at: {reason(error)}.")
