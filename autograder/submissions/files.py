"""From paths to submissions: which file is graded, read once, safely, and named safely.

Whatever is wrong with one entry costs that entry alone: it gets a row that says so.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checking.namespace import WEIGHTS_FILE
from autograder.submissions import disk, fetched
from autograder.submissions.arrival import forms, names
from autograder.submissions.arrival.forms import HandIn, Person
from autograder.submissions.arrival.student import Student
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
    people    what its form of arrival tells of those who handed it in
    number    as in `forms.HandIn`
    when      the notebook was handed in, or changed last: seconds since 1970
    students  of the roster whose it is
    """

    name: str
    slug: str
    notebook: Path | None
    weights: Path | None = None
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    parts: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    number: int = 0
    when: float | None = None
    students: tuple[Student, ...] = ()


@dataclass
class Arrived:
    """All submissions under some paths, and what was passed over because it is nobody's work."""

    submissions: list[Submission]
    passed_over: dict[Path, str]


def collect(paths: Sequence[Path]) -> list[Submission]:
    """All submissions under these paths, as `arrived` finds them."""
    return arrived(paths).submissions


def arrived(paths: Sequence[Path], assignment: str = "", own: Sequence[Path] = ()) -> Arrived:
    """All submissions under these paths, in a stable order.

    A notebook file is a submission, together with weights of the same name (`anna.ipynb`,
    `anna.safetensors`); one that lies alone, or is named alone, takes weights.safetensors beside
    it, too.  A folder that holds notebook files or folders is a folder of submissions: each
    notebook and each folder in it (with its weights.safetensors) is one; any other kind of
    file, or a folder without a notebook, is listed too, so that nobody vanishes, unless it is
    nobody's work.  What a download of Canvas or Moodle holds side by side is put together.  Hidden
    names are passed over.  Whom `fetch` could not fetch into such a folder is listed, too.  Equal
    names get their folder's name in front.

    assignment  the folder that nbgrader has in a student's one for each assignment
    own         the instructor's files and folders that may lie among them

    Raises FileNotFoundError for a path that does not exist, and ValueError if what `fetch` said
    of a folder was damaged.
    """
    taken: list[tuple[Path, Submission]] = []
    passed_over: dict[Path, str] = {}
    for place, entries in _places(paths):
        if place is not None and (why := forms.no_hand_in(place)):
            passed_over[place] = why
            continue
        given = forms.sort(entries, own if place is not None else ())
        hand_ins = _without_weights(given.hand_ins)
        alone = len(hand_ins) == 1
        found = [(one.entry, _guarded(one, alone, assignment)) for one in hand_ins]
        if place is not None:
            _add_fetched(found, place)
        taken += found
        passed_over |= given.passed_over
    counts = Counter(entry.name for entry, _ in taken)
    for entry, one in taken:
        if counts[entry.name] > 1:  # class/anna/answers.ipynb, class/bob/answers.ipynb, …
            one.name = f"{entry.absolute().parent.name}/{entry.name}"
            one.slug = _slug(one.name)
    found_ones = [one for _, one in taken]
    make_unique(found_ones)
    return Arrived(found_ones, passed_over)


def _places(paths: Sequence[Path]) -> list[tuple[Path | None, list[Path]]]:
    """Each folder with its entries; files that were named one by one, by the folder they are in.

    Raises FileNotFoundError.
    """
    places: list[tuple[Path | None, list[Path]]] = []
    named: dict[Path, list[Path]] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise FileNotFoundError(f"{path} does not exist")
        try:
            if _is_folder(path):
                entries = [one for one in sorted(path.iterdir()) if not one.name.startswith(".")]
                places.append((path, entries))
                continue
        except OSError:  # the path itself is then listed, and says why nothing can be graded
            places.append((path, [path]))
            continue
        if path.parent not in named:
            places.append((None, named.setdefault(path.parent, [])))
        named[path.parent].append(path)
    return places


def _without_weights(hand_ins: list[HandIn]) -> list[HandIn]:
    """All but the weights of notebooks beside them."""
    plain = {one.entry for one in hand_ins if not one.files}
    notebooks = [entry for entry in plain if entry.suffix == ".ipynb"]
    alone = len(notebooks) == 1 and all(
        entry in notebooks or _is_weights(entry.name) for entry in plain
    )
    return [
        one
        for one in hand_ins
        if one.files
        or not _is_file(one.entry)
        or not (
            (one.entry.suffix == ".safetensors" and one.entry.with_suffix(".ipynb") in plain)
            or (alone and _is_weights(one.entry.name))
        )
    ]


def _is_weights(name: str) -> bool:
    """Whether a file is called as the notebook calls it, or as a browser calls its next copies."""
    stem, ending = WEIGHTS_FILE.split(".")
    return bool(re.fullmatch(rf"{stem}(?:[ _-]?\(?\d{{1,3}}\)?)?\.{ending}", name))


def _is_file(path: Path) -> bool:
    """Whatever is no folder, or cannot be looked at."""
    try:
        return not _is_folder(path)
    except OSError:
        return True


def _guarded(hand_in: HandIn, alone: bool, assignment: str) -> Submission:
    """The one in this hand-in, whatever that is."""
    entry = hand_in.entry
    try:
        several = len(hand_in.files) > (1 if alone else 0)
        found = _side_by_side(hand_in) if several else submission(entry, alone, assignment)
    except ENTRY_ERRORS as error:
        found = Submission(entry.name, _slug(entry.name), None, problem=_unread(error))
    found.people, found.number = tuple(hand_in.people), hand_in.number
    return found


def _unread(error: BaseException) -> str:
    return f"what was handed in could not be read ({disk.reason(error)})"


def _side_by_side(hand_in: HandIn) -> Submission:
    """The one in files that lie among those of others.  Raises ENTRY_ERRORS."""
    last = sorted(hand_in.files, key=lambda path: (forms.number(path), path.lstat().st_mtime))
    notebooks = [path for path in last if path.suffix == ".ipynb"]
    weights = [path for path in last if path.suffix == ".safetensors"]
    graded = [*last, *notebooks][-1]  # what is no notebook is refused, in words
    found = Submission(
        graded.name,
        _slug(graded.name),
        graded,
        weights[-1] if weights and notebooks else None,
        when=graded.lstat().st_mtime,
    )
    for kind, files in (("notebooks", notebooks), ("files of weights", weights)):
        if len(files) > 1:
            found.notes.append(
                f"{len(files)} {kind} were handed in; the last one, {files[-1].name[:80]}, was "
                "graded."
            )
    return found


def submission(entry: Path, alone: bool = True, assignment: str = "") -> Submission:
    """The one in this notebook or folder.  Raises FileNotFoundError, and others of ENTRY_ERRORS.

    alone       what is called weights.safetensors beside a notebook is taken for its weights
    assignment  as in `arrived`
    """
    if not _is_folder(entry):
        found = Submission(entry.name, _slug(entry.name), entry, when=entry.lstat().st_mtime)
        if entry.suffix == ".ipynb":
            _add_weights_beside(found, entry, alone)
        return found
    handed_in = disk.search(entry, lambda name: name.endswith(".ipynb") or _is_weights(name))
    own = {path: t for path, t in handed_in.files.items() if (entry / assignment) in path.parents}
    if assignment and any(path.suffix == ".ipynb" for path in own):
        handed_in.files = own  # nbgrader's folder of a student holds other assignments, too
    notebook = handed_in.newest(lambda path: path.suffix == ".ipynb")
    found = Submission(
        entry.name,
        _slug(entry.name),
        notebook=notebook,
        weights=handed_in.newest(lambda path: path.suffix != ".ipynb"),
        notes=handed_in.remarks,
    )
    for kind, taken in (("notebooks", notebook), ("files of weights", found.weights)):
        count = sum(taken is not None and path.suffix == taken.suffix for path in handed_in.files)
        if taken is not None and count > 1:
            shown = str(taken.relative_to(entry))[:80]
            found.notes.append(
                f"The folder holds {count} {kind}; the one changed last, {shown}, was graded."
            )
    if notebook is not None:
        found.when = forms.nbgraders_time(notebook.parent) or handed_in.files[notebook]
    elif not handed_in.is_whole:
        found.problem = "no notebook was found where the folder could be read"
    return found


def _add_weights_beside(found: Submission, notebook: Path, alone: bool) -> None:
    """Add those of the notebook's own name; if it is alone, others that must belong to it."""
    own = notebook.with_suffix(".safetensors")
    if os.path.lexists(own):
        found.weights = own
        return
    partners = forms.beside(notebook) if alone else []
    if partners := [path for path in partners if path.suffix == own.suffix]:
        found.weights = max(partners, key=forms.number)
    elif alone and (last := _last_download(notebook.parent)) is not None:
        found.weights = last
        if last.name != WEIGHTS_FILE:
            found.notes.append(f"The weights are those of {last.name}, beside the notebook.")


def _last_download(folder: Path) -> Path | None:
    """The weights that a browser saved last."""
    with os.scandir(folder) as entries:
        saved = [one for one in entries if _is_weights(one.name)]
        times = {
            Path(one.path): one.stat().st_mtime
            for one in saved
            if one.is_file(follow_symlinks=False)
        }
    return max(times, key=lambda path: (times[path], path.name), default=None)


def _add_fetched(found: list[tuple[Path, Submission]], folder: Path) -> None:
    """Add what is known of commits, and a row for each that could not be fetched."""
    by_entry = dict(found)
    for student, told in fetched.read(folder).items():
        entry = folder / student
        if entry not in by_entry:
            people = ({forms.ANY: student},)
            one = Submission(student, _slug(student), None, problem=told.problem, people=people)
            by_entry[entry] = one
            found.append((entry, one))
        by_entry[entry].notes += told.notes


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
    return names.slug(name.removesuffix(".ipynb"))


def make_unique(submissions: list[Submission]) -> None:
    """Give each a slug that no file system takes for another's."""
    taken = {"staff"}  # the staff's own folder stands beside the students' ones
    tried: Counter[str] = Counter()  # a thousand equal names need no million attempts
    for submission in submissions:
        wanted = slug = submission.slug
        while names.same_folder(slug) in taken:
            tried[names.same_folder(wanted)] += 1
            slug = f"{wanted}-{tried[names.same_folder(wanted)] + 1}"
        submission.slug = slug
        taken.add(names.same_folder(slug))
