"""From paths to submissions: which file is graded, read once, safely, and named safely.

Whatever is wrong with one entry costs that entry alone: it gets a row that says so.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checking.namespace import WEIGHTS_FILE
from autograder.submissions import disk, fetched
from autograder.submissions.disk import ENTRY_ERRORS, RefusedError
from autograder.submissions.spent import Spent

MAX_NOTEBOOK = 20 * 2**20
MAX_WEIGHTS = 60 * 2**20


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
    passed over.  Whom `fetch` could not fetch into such a folder is listed, too.  Equal names get
    their folder's name in front.
    Raises FileNotFoundError for a path that does not exist, and ValueError if what `fetch` said
    of a folder was damaged.
    """
    taken: list[tuple[Path, Submission]] = []
    for path in paths:
        if not os.path.lexists(path):
            raise FileNotFoundError(f"{path} does not exist")
        own = {entry: _guarded(entry) for entry in _entries(path)}
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


def _entries(path: Path) -> list[Path]:
    """What stands for a submission of its own: all but hidden names and weights of a notebook."""
    try:
        entries = sorted(path.iterdir()) if _is_folder(path) else [path]
    except OSError:
        return [path]  # which then says why nothing can be graded
    there = set(entries)
    return [
        entry
        for entry in entries
        if not entry.name.startswith(".") and not _belongs_to_notebook(entry, there)
    ]


def _belongs_to_notebook(entry: Path, there: set[Path]) -> bool:
    is_weights = entry.suffix == ".safetensors" and entry.with_suffix(".ipynb") in there
    try:
        return is_weights and not _is_folder(entry)
    except OSError:
        return is_weights


def _guarded(entry: Path) -> Submission:
    """The one in this entry, whatever that is."""
    try:
        return submission(entry)
    except ENTRY_ERRORS as error:
        return Submission(entry.name, _slug(entry.name), None, problem=_unread(error))


def _unread(error: BaseException) -> str:
    return f"what was handed in could not be read ({disk.reason(error)})"


def submission(entry: Path) -> Submission:
    """The one in this notebook or folder.  Raises FileNotFoundError, and others of ENTRY_ERRORS."""
    if not _is_folder(entry):
        weights = entry.with_suffix(".safetensors")
        there = entry.suffix == ".ipynb" and os.path.lexists(weights)
        return Submission(entry.name, _slug(entry.name), entry, weights if there else None)
    handed_in = disk.search(entry, lambda name: name.endswith(".ipynb") or name == WEIGHTS_FILE)
    found = Submission(
        entry.name,
        _slug(entry.name),
        notebook=handed_in.newest(lambda path: path.name != WEIGHTS_FILE),
        weights=handed_in.newest(lambda path: path.name == WEIGHTS_FILE),
        notes=handed_in.remarks,
    )
    count = sum(path.name != WEIGHTS_FILE for path in handed_in.files)
    if count > 1:
        assert found.notebook is not None
        taken = found.notebook.relative_to(entry)
        found.notes.append(
            f"The folder holds {count} notebooks; the one changed last, {str(taken)[:80]}, was "
            "graded."
        )
    if found.notebook is None and not handed_in.is_whole:
        found.problem = "no notebook was found where the folder could be read"
    return found


def _add_fetched(own: dict[Path, Submission], folder: Path) -> None:
    """Add what is known of commits, and a row for each that could not be fetched."""
    for student, told in fetched.read(folder).items():
        entry = folder / student
        if entry not in own:
            own[entry] = Submission(student, _slug(student), None, problem=told.problem)
        own[entry].notes += told.notes


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


@dataclass
class Contents:
    """A submission's bytes, read once: all that a judge gets to see.

    notebook  empty if it was refused, and then `refused` says why
    weights   empty if there are none, or none that may be taken
    problem   as in `Submission`
    stopped   parts that are not asked for: judging them failed, twice
    spent     what it has used of its time, in earlier attempts too
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
    spent: Spent = field(default_factory=Spent)

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
    except ENTRY_ERRORS as error:  # such as a file that vanished: not its student's fault
        taken.problem = _unread(error)
        return taken
    try:
        taken.weights = _read_weights(submission.weights)
    except RefusedError as error:
        taken.notes.append(f"The weights were not taken: {error}.")
    except ENTRY_ERRORS as error:  # without them, points would be lost
        taken.notebook, taken.problem = b"", _unread(error)
    return taken


def _read_notebook(path: Path | None) -> bytes:
    if path is None:
        raise RefusedError("the folder holds no notebook (.ipynb)")
    disk.require_regular(path.name, path.lstat().st_mode)
    if path.suffix != ".ipynb":
        raise RefusedError("the file is not a notebook (.ipynb)")
    data = disk.read(path, MAX_NOTEBOOK)
    if len(data) > MAX_NOTEBOOK:
        raise RefusedError(
            f"the notebook is larger than {MAX_NOTEBOOK // 2**20} MiB; clear its outputs first"
        )
    return data


def _read_weights(path: Path | None) -> bytes:
    data = disk.read(path, MAX_WEIGHTS) if path is not None else b""
    if len(data) > MAX_WEIGHTS:
        raise RefusedError(f"{WEIGHTS_FILE} is larger than {MAX_WEIGHTS // 2**20} MiB")
    return data


def _slug(name: str) -> str:
    stem = name.removesuffix(".ipynb")
    ascii_name = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_name).strip("-")[:60] or "submission"


def _make_unique(submissions: list[Submission]) -> None:
    taken = {"staff"}  # the staff's own folder stands beside the students' ones
    tried: Counter[str] = Counter()  # a thousand equal names need no million attempts
    for submission in submissions:
        wanted = slug = submission.slug
        while slug.lower() in taken:
            tried[wanted.lower()] += 1
            slug = f"{wanted}-{tried[wanted.lower()] + 1}"
        submission.slug = slug
        taken.add(slug.lower())
