"""From paths to submissions: which file is graded, read once, safely, and named safely."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checking.namespace import WEIGHTS_FILE

MAX_NOTEBOOK = 20 * 2**20
MAX_WEIGHTS = 60 * 2**20
FETCHED = ".fetched.json"  # in a folder of submissions: what `fetch` has to say of each


class RefusedError(ValueError):
    """A file that is not taken in; the text says why."""


@dataclass
class Submission:
    """One student's hand-in.

    name      the file's or folder's own name; student-made text, shown only escaped
    slug      a safe and unique folder name for the results
    notebook  the file that is graded; None where none was found
    weights   the trained weights handed in with it, if any
    notes     sentences for student and staff, e.g. which of two notebooks was taken
    problem   why there is nothing to grade although that is not the student's fault, if so
    parts     the only parts that are graded; all of them if empty
    checks    the only checks of these parts that are run, as "part.check"; all of them if empty
    """

    name: str
    slug: str
    notebook: Path | None
    weights: Path | None = None
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    parts: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


def collect(paths: list[Path]) -> list[Submission]:
    """All submissions under these paths, in a stable order.

    A notebook file is a submission, together with weights of the same name (`anna.ipynb`,
    `anna.safetensors`).  A folder that holds notebook files or folders is a folder of submissions:
    each notebook and each folder in it (with its weights.safetensors) is one; any other kind of
    file, or a folder without a notebook, is listed too, so that nobody vanishes.  Hidden names are
    passed over, except what `fetch` left there for its own folder.  Equal names get their folder's
    name in front.
    Raises FileNotFoundError for a path that does not exist.
    """
    taken: list[tuple[Path, Submission]] = []
    for path in paths:
        if not os.path.lexists(path):
            raise FileNotFoundError(f"{path} does not exist")
        entries = [path] if not _is_folder(path) else sorted(path.iterdir())
        own: dict[Path, Submission] = {}
        for entry in entries:
            belongs = entry.suffix == ".safetensors" and entry.with_suffix(".ipynb") in entries
            if not entry.name.startswith(".") and not belongs:
                own[entry] = submission(entry)
        if (path / FETCHED).is_file():
            _add_fetched(own, path)
        taken += own.items()
    names = Counter(entry.name for entry, _ in taken)
    for entry, one in taken:
        if names[entry.name] > 1:  # class/anna/answers.ipynb, class/bob/answers.ipynb, …
            one.name = f"{entry.absolute().parent.name}/{entry.name}"
            one.slug = _slug(one.name)
    found = [one for _, one in taken]
    _make_unique(found)
    return found


def submission(entry: Path) -> Submission:
    """The one in this notebook or folder.  Raises FileNotFoundError."""
    if not _is_folder(entry):
        weights = entry.with_suffix(".safetensors")
        there = entry.suffix == ".ipynb" and os.path.lexists(weights)
        return Submission(entry.name, _slug(entry.name), entry, weights if there else None)
    notebooks, weights_files = _visible(entry, "*.ipynb"), _visible(entry, WEIGHTS_FILE)
    found = Submission(entry.name, _slug(entry.name), None)
    if weights_files:
        found.weights = max(weights_files, key=lambda path: (path.lstat().st_mtime, path))
    if notebooks:
        found.notebook = max(notebooks, key=lambda path: (path.lstat().st_mtime, path.name))
    if len(notebooks) > 1:
        taken = found.notebook.relative_to(entry)  # type: ignore[union-attr]
        found.notes.append(
            f"The folder holds {len(notebooks)} notebooks; the one changed last, "
            f"{str(taken)[:80]}, was graded."
        )
    return found


def _add_fetched(own: dict[Path, Submission], folder: Path) -> None:
    """Add what is known of commits, and a row for each that could not be fetched."""
    fetched = json.loads((folder / FETCHED).read_text(encoding="utf-8"))
    for student, told in fetched.items():
        entry = folder / student
        if entry not in own:
            own[entry] = Submission(student, _slug(student), None, problem=told["problem"])
        own[entry].notes += told["notes"]


def _visible(folder: Path, pattern: str) -> list[Path]:
    """Files below a folder, except hidden ones and what lies in hidden folders."""
    return sorted(
        path
        for path in folder.rglob(pattern)
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


@dataclass
class Contents:
    """A submission's bytes, read once: all that a judge gets to see.

    notebook  empty if it was refused, and then `refused` says why
    weights   empty if there are none, or none that may be taken
    problem   as in `Submission`
    stopped   parts that are not asked for: judging them ended the judge, twice
    """

    name: str
    slug: str
    notebook: bytes = field(repr=False)
    weights: bytes = field(default=b"", repr=False)
    refused: str = ""
    problem: str = ""
    notes: list[str] = field(default_factory=list)
    parts: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Tells whether another grading was of the same: name, bytes, problem, notes, parts."""
        digest = hashlib.sha256()
        texts = (self.name, self.refused, self.problem, *self.notes, *self.parts, *self.checks)
        for text in texts:
            digest.update(text.encode(errors="backslashreplace") + b"\0")
        digest.update(len(self.notebook).to_bytes(8, "big") + self.notebook + self.weights)
        return digest.hexdigest()


def take(submission: Submission) -> Contents:
    """Read what is graded; anything but regular files of a sane size is refused, in words."""
    taken = Contents(
        name=submission.name,
        slug=submission.slug,
        notebook=b"",
        problem=submission.problem,
        notes=[*submission.notes],
        parts=submission.parts,
        checks=submission.checks,
    )
    if submission.problem:
        return taken
    try:
        taken.notebook = _read_notebook(submission.notebook)
    except RefusedError as error:
        taken.refused = str(error)
        return taken
    try:
        taken.weights = _read_weights(submission.weights)
    except RefusedError as error:
        taken.notes.append(f"The weights were not taken: {error}.")
    return taken


def _read_notebook(path: Path | None) -> bytes:
    if path is None:
        raise RefusedError("the folder holds no notebook (.ipynb)")
    if path.suffix != ".ipynb":
        raise RefusedError("the file is not a notebook (.ipynb)")
    data = _read_regular(path, MAX_NOTEBOOK)
    if len(data) > MAX_NOTEBOOK:
        raise RefusedError(
            f"the notebook is larger than {MAX_NOTEBOOK // 2**20} MiB; clear its outputs first"
        )
    return data


def _read_weights(path: Path | None) -> bytes:
    data = _read_regular(path, MAX_WEIGHTS) if path is not None else b""
    if len(data) > MAX_WEIGHTS:
        raise RefusedError(f"{WEIGHTS_FILE} is larger than {MAX_WEIGHTS // 2**20} MiB")
    return data


def _read_regular(path: Path, at_most: int) -> bytes:
    """Up to one byte more than allowed of a regular file.  Raises RefusedError."""
    try:
        # Not blocking on a FIFO, not following a link to somebody else's file.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise RefusedError(f"the file cannot be opened: {error.strerror}") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise RefusedError("not a regular file")
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
