"""The folder of results: written piece by piece, each file whole or not at all, and read again.

A submission is finished once the staff's record stands, which is written last.
"""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.reports import pages
from autograder.reports.record import Record, student_view
from autograder.reports.text import junit
from autograder.reports.text.escape import csv_cell

FIELDS = ("submission", "score", "max_score", "status", "folder")
STAFF = "staff"


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


def write_class(records: list[Record], out: Path) -> None:
    """scores.csv and the class page."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    for record in records:
        score = "" if record.score is None else record.score
        name = csv_cell(record.submission)
        writer.writerow((name, score, record.max_score, record.status, record.slug))
    write_text(out / "scores.csv", text.getvalue())
    write_text(out / STAFF / "class.html", pages.class_page(records))


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
