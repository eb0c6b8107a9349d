"""From paths to submissions: which file is graded, read once, safely, and named safely."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

MAX_NOTEBOOK = 20 * 2**20


class Refused(ValueError):
    """A file that is not taken in; the text says why."""


@dataclass
class Submission:
    """One student's hand-in.

    name      the file's or folder's own name; student-made text, shown only escaped
    slug      a safe and unique folder name for the results
    notebook  the file that is graded; None where none was found
    notes     sentences for student and staff, e.g. which of two notebooks was taken
    """

    name: str
    slug: str
    notebook: Path | None
    notes: list[str] = field(default_factory=list)


def collect(paths: list[Path]) -> list[Submission]:
    """All submissions under these paths, in a stable order.

    A notebook file is a submission.  A folder that holds notebook files or folders is a folder of
    submissions: each notebook and each folder in it is one; any other kind of file, or a folder
    without a notebook, is listed too, so that nobody vanishes.  Hidden names are passed over.
    Raises FileNotFoundError for a path that does not exist.
    """
    found: list[Submission] = []
    for path in paths:
        if not os.path.lexists(path):
            raise FileNotFoundError(f"{path} does not exist")
        entries = [path] if not _is_folder(path) else sorted(path.iterdir())
        for entry in entries:
            if not entry.name.startswith("."):
                found.append(_submission(entry))
    _make_unique(found)
    return found


def _submission(entry: Path) -> Submission:
    if not _is_folder(entry):
        return Submission(entry.name, _slug(entry.name), entry)
    notebooks = sorted(
        path
        for path in entry.rglob("*.ipynb")
        if not any(part.startswith(".") for part in path.relative_to(entry).parts)
    )
    submission = Submission(entry.name, _slug(entry.name), None)
    if notebooks:
        submission.notebook = max(notebooks, key=lambda path: (path.lstat().st_mtime, path.name))
    if len(notebooks) > 1:
        taken = submission.notebook.relative_to(entry)  # type: ignore[union-attr]
        submission.notes.append(
            f"The folder holds {len(notebooks)} notebooks; the one changed last, "
            f"{str(taken)[:80]}, was graded."
        )
    return submission


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


def read(submission: Submission) -> bytes:
    """The notebook's bytes.  Raises Refused for anything but a regular file of a sane size."""
    path = submission.notebook
    if path is None:
        raise Refused("the folder holds no notebook (.ipynb)")
    if path.suffix != ".ipynb":
        raise Refused("the file is not a notebook (.ipynb)")
    try:
        # Not blocking on a FIFO, not following a link to somebody else's file.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Refused(f"the file cannot be opened: {error.strerror}") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused("not a regular file")
        data = file.read(MAX_NOTEBOOK + 1)
    if len(data) > MAX_NOTEBOOK:
        raise Refused(
            f"the notebook is larger than {MAX_NOTEBOOK // 2**20} MiB; clear its outputs first"
        )
    return data


def _slug(name: str) -> str:
    stem = name.removesuffix(".ipynb")
    ascii_name = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_name).strip("-")[:60] or "submission"


def _make_unique(submissions: list[Submission]) -> None:
    taken = {"staff"}  # the staff's own folder stands beside the students' ones
    for submission in submissions:
        slug, number = submission.slug, 2
        while slug.lower() in taken:
            slug, number = f"{submission.slug}-{number}", number + 1
        submission.slug = slug
        taken.add(slug.lower())
