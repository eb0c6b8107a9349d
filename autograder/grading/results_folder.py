"""The folder of results: written piece by piece, each file whole or not at all, and read again.

A submission is finished once the staff's record stands, which is written last.
"""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.reports import pages
from autograder.reports.record import Record, student_view
from autograder.reports.text import junit
from autograder.reports.text.escape import csv_cell
from autograder.submissions.arrival.student import Student

FIELDS = ("submission", "score", "max_score", "status", "folder")
OF_STUDENT = ("student", "name")  # further fields where there is a roster
SCORES = "scores.csv"
STAFF = "staff"

Students = Mapping[str, Sequence[Student]]  # by the folder of the submission that is theirs


def write(record: Record, out: Path) -> None:
    """The student's report.json, report.xml and report.html, then the staff's full record."""
    view = student_view(record)
    folder = out / record.slug
    write_text(folder / "report.json", json.dumps(view, indent=1))
    write_text(folder / "report.xml", junit.report(view))
    write_text(folder / "report.html", pages.student_page(view, record.pictures()))
    write_text(_staff(out, record.slug), json.dumps(record.as_dict(), indent=1))


def read(out: Path, slug: str) -> Record | None:
    """The record of that folder, without pictures, if it is finished.

    Raises ValueError, naming the file, if what stands there is no record of this form.
    """
    path = _staff(out, slug)
    try:
        return Record.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is no record of a grading") from error
    except ValueError as error:
        raise ValueError(f"{path} is no record that can be read: it is {error}") from error


def read_all(out: Path) -> list[Record]:
    """All records of a folder of results.  Raises ValueError if it is none, and as `read` does."""
    if not (out / STAFF).is_dir():
        raise ValueError(f"{out} is no folder of results")
    found = (read(out, path.stem) for path in sorted((out / STAFF).glob("*.json")))
    return [record for record in found if record is not None]


def copy(record: Record, old: Path, slug: str, new: Path) -> None:
    """Let what students got from an earlier grading stand in a new folder, with this record."""
    for path in (old / slug).iterdir():
        write_text(new / record.slug / path.name, path.read_text(encoding="utf-8"))
    write_text(_staff(new, record.slug), json.dumps(record.as_dict(), indent=1))


def write_class(records: list[Record], out: Path, students: Students) -> None:
    """scores.csv, with a line for each student of a group, and the class page."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    with_students = any(students.get(record.slug) for record in records)
    writer.writerow((*FIELDS, *OF_STUDENT) if with_students else FIELDS)
    for record in records:
        score = "" if record.score is None else record.score
        name = csv_cell(record.submission)
        row = (name, score, record.max_score, record.status, record.slug)
        for student in students.get(record.slug) or [Student("")]:
            own = (csv_cell(student.id), csv_cell(student.name)) if with_students else ()
            writer.writerow((*row, *own))
    write_text(out / SCORES, text.getvalue())
    names = {slug: ", ".join(one.shown for one in own) for slug, own in students.items() if own}
    write_text(out / STAFF / "class.html", pages.class_page(records, names))


def read_class(out: Path) -> list[dict[str, str]]:
    """Return the lines of scores.csv.  Raises ValueError if there is none like that."""
    try:
        with open(out / SCORES, newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{out} is no folder of results: {SCORES} cannot be read") from error
    if not set(FIELDS) <= set(reader.fieldnames or ()):
        raise ValueError(f"{out / SCORES} is not as `grade` writes it; grade again")
    return rows


def read_students(out: Path) -> dict[str, list[Student]]:
    """Return whose each submission is, as scores.csv tells.  Raises ValueError as `read_class`."""
    found: dict[str, list[Student]] = {}
    for row in read_class(out):
        if row.get("student"):
            student = Student(row["student"], row.get("name") or "")
            found.setdefault(row["folder"], []).append(student)
    return found


@contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Make the folder and hold it.  Raises ValueError if another grading writes into it."""
    out.mkdir(parents=True, exist_ok=True)
    with open(out / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ValueError(f"another grading is writing into {out}; wait for it") from None
        yield


def _staff(out: Path, slug: str) -> Path:
    return out / STAFF / f"{slug}.json"


def write_text(path: Path, text: str) -> None:
    """Write whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    os.replace(partial, path)
