"""A bank of broken hand-ins, made on the spot: git could not keep most of them.

Each entry says what its student must be told.  None may cost anybody else anything.
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.checking.namespace import WEIGHTS_FILE
from autograder.submissions import files

JUNK = b"no notebook at all"


@dataclass(frozen=True)
class Broken:
    """A hand-in that cannot be graded.

    name   of the entry
    make   makes it, from its path
    words  a regular expression that the notes on it match
    """

    name: str
    make: Callable[[Path], object]
    words: str


@contextmanager
def removed_after(folder: Path) -> Iterator[Path]:
    """A new folder; what is nested too deeply for pytest's own clearing is removed again."""
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        subprocess.run(["chmod", "-R", "u+rwx", folder], check=False, capture_output=True)
        subprocess.run(["rm", "-rf", folder], check=True)


def make(folder: Path) -> list[Broken]:
    """Put the whole bank into a folder.  Returns what it consists of."""
    made = [one for one in BANK if _made(one, folder / one.name)]
    assert len(made) >= len(BANK) - 1  # a device needs a privilege
    return made


def _made(one: Broken, path: Path) -> bool:
    try:
        one.make(path)
    except PermissionError:
        return False
    return True


# ---------------------------------------------------------------- how they are made


def junk(path: Path) -> None:
    path.write_bytes(JUNK)


def empty(path: Path) -> None:
    path.mkdir()


def inside(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    """A folder with this in it."""

    def made(path: Path) -> None:
        path.mkdir()
        make(path / name)

    return made


def nested(depth: int, name: str) -> Callable[[Path], None]:
    """So many folders in each other, with a notebook in the last; longer than a path may be."""

    def made(path: Path) -> None:
        path.mkdir()
        here = os.open(path, os.O_RDONLY)
        for _ in range(depth):
            os.mkdir(name, dir_fd=here)
            inner = os.open(name, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        os.close(os.open("x.ipynb", os.O_CREAT | os.O_WRONLY, dir_fd=here))
        os.close(here)

    return made


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def listening(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)  # a socket's address must be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


def device(path: Path) -> None:
    os.mknod(path, 0o020644, os.makedev(1, 5))  # /dev/zero has no end


def sized(size: int) -> Callable[[Path], None]:
    def made(path: Path) -> None:
        with open(path, "wb") as file:
            file.truncate(size)

    return made


def brackets(path: Path) -> None:
    path.write_bytes(b"[" * files.MAX_NOTEBOOK)


def crowded(path: Path) -> None:
    """Far more things that could be the notebook than anybody wants to read about."""
    path.mkdir()
    for number in range(3000):
        (path / f"{number}.ipynb").symlink_to("nowhere")


def closed(path: Path) -> None:
    path.write_bytes(JUNK)
    path.chmod(0)


NOT_READ = "Nothing could be graded"
ODD_NAMES = (
    os.fsdecode(b"no \xff encoding.ipynb"),
    os.fsdecode(b"half \xed\xb3\xbf characters.ipynb"),
    "two\nlines\r\n.ipynb",
    "\x1b[31mred\x07\x01.ipynb",
    "\u202egnp.ipynb",
    "::error::stop.ipynb",
    "<script>alert(1)</script>".replace("/", "\\") + ".ipynb",
    '=cmd|"x"!A1,;\t.ipynb',
    "x" * 249 + ".ipynb",
    "-rf.ipynb",
    # Names that results have, or that differ in nothing but case.
    "staff.ipynb",
    "STAFF.ipynb",
    "class.ipynb",
    "scores.csv.ipynb",
    "same.ipynb",
    "Same.ipynb",
    "SAME.ipynb",
)
BANK = (
    Broken("folder.ipynb", empty, "holds no notebook"),
    Broken("notebook-folder", inside("x.ipynb", empty), r"x\.ipynb is a folder"),
    Broken(WEIGHTS_FILE, empty, "holds no notebook"),
    Broken("weights-alone", inside(WEIGHTS_FILE, empty), r"weights\.safetensors is a folder"),
    Broken("deep", nested(1200, "d"), "more than 30 folders in each other"),
    Broken("long", nested(40, "d" * 200), "File name too long"),
    Broken("link-to-nothing.ipynb", link("nothing"), "is a link"),
    Broken("link-to-itself.ipynb", link("link-to-itself.ipynb"), "is a link"),
    Broken("link-to-a-file.ipynb", link("/etc/passwd"), "is a link"),
    Broken("link-to-a-folder.ipynb", link("/etc"), "is a link"),
    Broken("link-to-a-neighbour", link("anna"), "is a link"),
    Broken("link-inside", inside("x.ipynb", link("../anna/landmarks.ipynb")), "is a link"),
    Broken("links-in-a-circle", inside("a", link("../links-in-a-circle")), "holds no notebook"),
    Broken("pipe.ipynb", os.mkfifo, "is a named pipe"),
    Broken("pipe-inside", inside("x.ipynb", os.mkfifo), r"x\.ipynb is a named pipe"),
    Broken("socket.ipynb", listening, "is a socket"),
    Broken("device.ipynb", device, "is a device"),
    Broken("empty.ipynb", sized(0), NOT_READ),
    Broken("large.ipynb", sized(files.MAX_NOTEBOOK + 1), "larger than 20 MiB"),
    Broken("brackets.ipynb", brackets, NOT_READ),
    Broken("crowded", crowded, "So it is with 2,990 more"),
    Broken("closed.ipynb", closed, f"Permission denied|{NOT_READ}"),  # root may read it
    Broken("essay.pdf", junk, "not a notebook"),
    *(Broken(name, junk, NOT_READ) for name in ODD_NAMES),
)
