"""From paths to submissions: which file is graded, read once, safely, and named safely."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from autograder.student import WEIGHTS_FILE

MAX_NOTEBOOK = 20 * 2**20
MAX_WEIGHTS = 60 * 2**20


class Refused(ValueError):
    """A file that is not taken in; the text says why."""


@dataclass
class Submission:
    """One student's hand-in.

    name      the file's or folder's own name; student-made text, shown only escaped
    slug      a safe and unique folder name for the results
    notebook  the file that is graded; None where none was found
    weights   the trained weights handed in with it, if any
    notes     sentences for student and staff, e.g. which of two notebooks was taken
    parts     the only parts that are graded; all of them if empty
    checks    the only checks of these parts that are run, as "part.check"; all of them if empty
    """

    name: str
    slug: str
    notebook: Path | None
    weights: Path | None = None
    notes: list[str] = field(default_factory=list)
    parts: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


def collect(paths: list[Path]) -> list[Submission]:
    """All submissions under these paths, in a stable order.

    A notebook file is a submission, together with weights of the same name (`anna.ipynb`,
    `anna.safetensors`).  A folder that holds notebook files or folders is a folder of submissions:
    each notebook and each folder in it (with its weights.safetensors) is one; any other kind of
    file, or a folder without a notebook, is listed too, so that nobody vanishes.  Hidden names are
    passed over.
    Raises FileNotFoundError for a path that does not exist.
    """
    found: list[Submission] = []
    for path in paths:
        if not os.path.lexists(path):
            raise FileNotFoundError(f"{path} does not exist")
        entries = [path] if not _is_folder(path) else sorted(path.iterdir())
        for entry in entries:
            belongs = entry.suffix == ".safetensors" and entry.with_suffix(".ipynb") in entries
            if not entry.name.startswith(".") and not belongs:
                found.append(_submission(entry))
    _make_unique(found)
    return found


def _submission(entry: Path) -> Submission:
    if not _is_folder(entry):
        weights = entry.with_suffix(".safetensors")
        there = entry.suffix == ".ipynb" and os.path.lexists(weights)
        return Submission(entry.name, _slug(entry.name), entry, weights if there else None)
    notebooks, weights_files = _visible(entry, "*.ipynb"), _visible(entry, WEIGHTS_FILE)
    submission = Submission(entry.name, _slug(entry.name), None)
    if weights_files:
        submission.weights = max(weights_files, key=lambda path: (path.lstat().st_mtime, path))
    if notebooks:
        submission.notebook = max(notebooks, key=lambda path: (path.lstat().st_mtime, path.name))
    if len(notebooks) > 1:
        taken = submission.notebook.relative_to(entry)  # type: ignore[union-attr]
        submission.notes.append(
            f"The folder holds {len(notebooks)} notebooks; the one changed last, "
            f"{str(taken)[:80]}, was graded."
        )
    return submission


def _visible(folder: Path, pattern: str) -> list[Path]:
    """Files below a folder, except hidden ones and what lies in hidden folders."""
    return sorted(
        path
        for path in folder.rglob(pattern)
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


def read(submission: Submission) -> bytes:
    """The notebook's bytes.  Raises Refused for anything but a regular file of a sane size."""
    path = submission.notebook
    if path is None:
        raise Refused("the folder holds no notebook (.ipynb)")
    if path.suffix != ".ipynb":
        raise Refused("the file is not a notebook (.ipynb)")
    data = _read_regular(path, MAX_NOTEBOOK)
    if len(data) > MAX_NOTEBOOK:
        raise Refused(
            f"the notebook is larger than {MAX_NOTEBOOK // 2**20} MiB; clear its outputs first"
        )
    return data


def read_weights(submission: Submission) -> bytes:
    """The weights' bytes, none if there are none.  Raises Refused as `read` does."""
    if submission.weights is None:
        return b""
    data = _read_regular(submission.weights, MAX_WEIGHTS)
    if len(data) > MAX_WEIGHTS:
        raise Refused(f"{WEIGHTS_FILE} is larger than {MAX_WEIGHTS // 2**20} MiB")
    return data


def _read_regular(path: Path, at_most: int) -> bytes:
    """Up to one byte more than allowed of a regular file.  Raises Refused."""
    try:
        # Not blocking on a FIFO, not following a link to somebody else's file.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Refused(f"the file cannot be opened: {error.strerror}") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused("not a regular file")
        return file.read(at_most + 1)


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
