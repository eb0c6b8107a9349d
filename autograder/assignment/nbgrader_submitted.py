"""What students handed in, as nbgrader comes upon it: found and read without trust.

nbgrader copies whatever lies beside a notebook, follows links, and opens what has a notebook's
name; a link to /dev/zero has no end.  Here nothing but the notebook's text goes on to a marker.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from autograder.checking.namespace import WEIGHTS_FILE
from autograder.grading.workers import NotGradedError
from autograder.reports.text.escape import terminal
from autograder.submissions import disk, files
from autograder.submissions.disk import ENTRY_ERRORS, RefusedError
from autograder.submissions.files import Submission

TIMESTAMP = "timestamp.txt"  # as nbgrader's own exchange writes it
_MAX_TIMESTAMP = 200


def handed_in(courses: CourseDirectory, student: str, assignment: str, notebook: str) -> Submission:
    """Return what a student handed in for a notebook: the file of that name, if there is one.

    Otherwise what the kit's own way takes from a folder, or why there is nothing to take.
    """
    folder = Path(courses.format_path(courses.submitted_directory, student, assignment))
    try:
        _require_folders(folder, below=_common(courses, assignment))
        exact = folder / f"{notebook}.ipynb"
        if not os.path.lexists(exact):
            found = files.submission(folder)
            found.name = found.slug = student
            return found
        weights = exact.with_name(WEIGHTS_FILE)
        there = os.path.lexists(weights)  # a link to nothing is told of, too
        return Submission(student, student, exact, weights if there else None)
    except RefusedError as error:
        return Submission(student, student, None, notes=[f"{error}, and was passed over."])
    except ENTRY_ERRORS as error:
        problem = f"what was handed in could not be read ({disk.reason(error)})"
        return Submission(student, student, None, problem=problem)


def _common(courses: CourseDirectory, assignment: str) -> Path:
    """Return the folder in which all students' are; it is the course's, and may be a link."""
    above = courses.directory_structure.split("{student_id}")[0].rpartition(os.sep)[0]
    step = courses.submitted_directory
    return Path(courses.root, above.format(nbgrader_step=step, assignment_id=assignment))


def _require_folders(folder: Path, below: Path) -> None:
    """Raises RefusedError where a link leads out of a student's own place, and OSError."""
    for path in (folder, *folder.parents):
        if path == below:
            return
        mode = path.lstat().st_mode
        if not stat.S_ISDIR(mode):
            disk.require_regular(path.name, mode)
            raise RefusedError(f"{path.name[:80]} is a file, not a folder")


def without_trust(converter: BaseConverter) -> None:
    """Have nbgrader's own `Autograde` meet submissions as the classes below do.

    nbgrader has no setting for this; of what it lets a course choose, its exporter is the first
    that is made.
    """
    if type(converter) is Autograde:
        converter.__class__ = _Autograde
    if type(converter.coursedir) is CourseDirectory:
        converter.coursedir.__class__ = _CourseDirectory


class _CourseDirectory(CourseDirectory):
    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """Return when it was handed in; None as well for what is no such time."""
        try:
            data = disk.read(Path(dest_path, TIMESTAMP), _MAX_TIMESTAMP)
            return parse_utc(data.decode().strip()) if data.strip() else None
        except Exception:  # whatever a text does to the parser of dates
            return None


class _OnlyTheTime(BaseConverter):
    """Comes after `Autograde` and before its own parent, whose copying it takes over."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy nothing but the time of handing in, by which nbgrader knows a newer one.

        Raises NotGradedError if what was handed in cannot be read.
        """
        for path in self.notebooks:  # before nbgrader gives a zero for each that is not there
            found = handed_in(self.coursedir, student_id, assignment_id, Path(path).stem)
            if found.problem:
                raise NotGradedError(terminal(f"{student_id}: {found.problem}", 2000))
        target = Path(self._format_dest(assignment_id, student_id))
        target.mkdir(parents=True, exist_ok=True)
        target.joinpath(TIMESTAMP).unlink(missing_ok=True)
        if when := self.coursedir.get_existing_timestamp(
            self._format_source(assignment_id, student_id)
        ):
            target.joinpath(TIMESTAMP).write_text(str(when), encoding="utf-8")


class _Autograde(Autograde, _OnlyTheTime):
    def convert_notebooks(self) -> None:
        """Grade everybody who has a folder for the assignment, with a notebook or without.

        Raises NbGraderException in the end, if somebody was not graded.
        """
        own, known = self.coursedir, self._known()
        refused = []
        for folder in glob.glob(self._format_source(own.assignment_id, own.student_id)):
            if _can_be_kept(folder):
                if own.notebook_id == "*":
                    self.assignments[folder] = [f"{folder}/{name}.ipynb" for name in known]
            else:
                self.assignments.pop(folder, None)
                refused.append(folder)
        try:
            super().convert_notebooks()
        finally:
            for folder in refused:
                said = terminal(folder, 500)
                self.log.error("Not graded, for nbgrader cannot keep such a name: %s", said)
        if refused:
            raise NbGraderException("Some folders have names that nbgrader cannot keep.")

    def _known(self) -> list[str]:
        """Return the names of the assignment's notebooks."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                assignment = gradebook.find_assignment(self.coursedir.assignment_id)
            except MissingEntry:  # each submission then says so
                return []
            return [notebook.name for notebook in assignment.notebooks]


def _can_be_kept(name: str) -> bool:
    """Whether nbgrader can tell the student from it, and its gradebook keep it."""
    return not re.search("[\n\ud800-\udfff]", name)
